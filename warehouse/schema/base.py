"""What the tables are made with."""

from sqlalchemy import BigInteger, Column, DateTime, MetaData, Numeric, Text, text

KINDS = ("sale", "return", "free", "adjustment")
# Advisory locks, held by transactions (`warehouse.writers`): one load or model run at a time, and the way in to that.
WRITER_LOCK, WRITER_GATE = 0x5E60_10AD, 0x5E60_10AE

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def required(name: str, kind: object, **options: object) -> Column:
    """A column that is never null."""
    return Column(name, kind, nullable=False, **options)  # type: ignore[arg-type]


def line_columns() -> list[Column]:
    """What an invoice line is, whoever bought it."""
    return [
        required("invoice_no", Text),
        required("invoiced_at", DateTime),  # the shop's local time
        required("stock_code", Text),  # '' where the file has none
        required("description", Text),  # '' where the file has none
        required("quantity", Numeric),  # negative on returns
        required("unit_price", Numeric),
        required("country", Text),
        required("kind", Text),  # one of KINDS
        required("load_id", BigInteger),
        required("row_id", Text, server_default=text("''")),  # the row's own number where its file has one, else ''
    ]
