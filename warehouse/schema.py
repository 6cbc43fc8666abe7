"""The tables: the single statement of columns and keys.

Patterns that also run on a distributed PostgreSQL are kept throughout: each per-customer table carries
`customer_id text not null` in every key; lines without a customer live in a table of their own; results carry
`segmentation_id`; no identity columns on bulk tables, no triggers.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

KINDS = ("sale", "return", "free", "adjustment")
WRITER_LOCK = 0x5E60_10AD  # advisory: one load or model run at a time; PostgreSQL drops it with the connection

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"}
)


def _required(name: str, kind: object, **options: object) -> Column:
    return Column(name, kind, nullable=False, **options)  # type: ignore[arg-type]


def _line_columns() -> list[Column]:
    """What an invoice line is, whoever bought it."""
    return [
        _required("invoice_no", Text),
        _required("invoiced_at", DateTime),  # the shop's local time
        _required("stock_code", Text),  # '' where the file has none
        _required("description", Text),  # '' where the file has none
        _required("quantity", Numeric),  # negative on returns
        _required("unit_price", Numeric),
        _required("country", Text),
        _required("kind", Text),  # one of KINDS
        _required("load_id", BigInteger),
    ]


# --- what came in ------------------------------------------------------------------------------------------------

loads = Table(
    "loads",
    metadata,
    Column("load_id", BigInteger, Identity(), primary_key=True),
    _required("file_name", Text),
    Column("sha256", Text),
    _required("started_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    _required("status", Text),  # running | done | failed
    Column("rows_read", BigInteger),
    Column("rows_loaded", BigInteger),
    Column("rows_duplicate", BigInteger),
    Column("rows_known", BigInteger),
    Column("rows_rejected", BigInteger),
    Column("invoices", BigInteger),
    Column("customers", BigInteger),
    Column("first_invoiced_at", DateTime),
    Column("last_invoiced_at", DateTime),
    Column("details", JSONB),  # which column was taken for what, encoding, date order, …
    Column("error", Text),
)

rejected_rows = Table(
    "rejected_rows",
    metadata,
    _required("load_id", BigInteger),
    _required("line_number", BigInteger),
    _required("reason", Text),
    _required("raw", Text),
    PrimaryKeyConstraint("load_id", "line_number"),
)

transactions = Table(
    "transactions",
    metadata,
    _required("customer_id", Text),
    *_line_columns(),
    Index("ix_transactions_customer_id_invoice_no", "customer_id", "invoice_no"),
)

guest_transactions = Table(
    "guest_transactions",
    metadata,
    *_line_columns(),
    Index("ix_guest_transactions_invoice_no", "invoice_no"),
)

countries = Table(
    "countries",
    metadata,
    Column("country", Text, primary_key=True),  # ISO alpha-2, else the label as it came
    _required("name", Text),
    Column("alpha_3", Text),
)

customers = Table(
    "customers",
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("country", Text),  # home: the one with most orders, the latest wins a tie
    Column("email", Text),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("phone", Text),
    Column("attributes", JSONB),
)

# --- what is worked out of it: replaced as a whole by each `models fit` --------------------------------------------

orders = Table(
    "orders",  # one row an invoice and customer; a sale order has gross > 0
    metadata,
    _required("customer_id", Text),
    _required("invoice_no", Text),
    _required("invoiced_at", DateTime),
    _required("country", Text),
    _required("gross", Numeric),
    _required("returns", Numeric),  # <= 0
    _required("units", Numeric),  # of sale lines
    _required("lines", Integer),
    PrimaryKeyConstraint("customer_id", "invoice_no"),
)

guest_orders = Table(
    "guest_orders",  # one row a guest invoice and country
    metadata,
    _required("invoice_no", Text),
    _required("country", Text),
    _required("invoiced_at", DateTime),
    _required("gross", Numeric),
    _required("returns", Numeric),
    _required("units", Numeric),
    _required("lines", Integer),
    PrimaryKeyConstraint("invoice_no", "country"),
)

customer_features = Table(
    "customer_features",  # one row a customer, those without an order included (frequency 0, recency null)
    metadata,
    Column("customer_id", Text, primary_key=True),
    _required("country", Text),
    Column("recency_days", Integer),
    _required("frequency", Integer),
    _required("monetary", Numeric),  # gross
    _required("returns", Numeric),
    _required("net", Numeric),
    Column("first_order_at", DateTime),
    Column("last_order_at", DateTime),
    Column("average_order_value", Numeric),
    Column("tenure_days", Integer),  # first order to as_of
    _required("units", Numeric),
    _required("distinct_products", Integer),
    Column("return_rate", Numeric),  # -returns / gross, at most what was sold: 0 … 1 and above
    _required("sample_key", BigInteger),  # a hash of the id: the customers with the lowest form the fixed sample
)
Index("ix_customer_features_monetary", customer_features.c.monetary, customer_features.c.customer_id)
Index("ix_customer_features_frequency", customer_features.c.frequency, customer_features.c.customer_id)
Index("ix_customer_features_last_order_at", customer_features.c.last_order_at, customer_features.c.customer_id)
Index("ix_customer_features_average_order_value", customer_features.c.average_order_value, "customer_id")
Index("ix_customer_features_country", customer_features.c.country, customer_features.c.monetary, "customer_id")
Index("ix_customer_features_sample_key", customer_features.c.sample_key)

customer_months = Table(
    "customer_months",  # one row a customer and month with any order or return
    metadata,
    _required("customer_id", Text),
    _required("month", Date),
    Column("previous_month", Date),  # the customer's sale month before; null in the first (and without a sale)
    Column("next_month", Date),  # the customer's sale month after; null in the last (and without a sale)
    _required("orders", Integer),  # sale orders; 0 in a month of returns only
    _required("gross", Numeric),
    _required("returns", Numeric),
    _required("units", Numeric),
    Column("last_order_on", Date),  # of the sale orders of the month
    PrimaryKeyConstraint("customer_id", "month"),
)

products = Table(
    "products",
    metadata,
    Column("stock_code", Text, primary_key=True),
    _required("description", Text),  # the commonest one
    _required("gross", Numeric),
    _required("is_product", Boolean),  # postage, fees, vouchers, manual corrections: false
)

sample_months = Table(
    "sample_months",  # customer_months of the fixed sample, for distributions under any filter
    metadata,
    _required("customer_id", Text),
    _required("sample_key", BigInteger),
    _required("country", Text),
    _required("month", Date),
    _required("orders", Integer),
    _required("gross", Numeric),
    _required("last_order_on", Date),
    PrimaryKeyConstraint("customer_id", "month"),
)

# --- segmentations: published, never edited ------------------------------------------------------------------------

segmentations = Table(
    "segmentations",
    metadata,
    Column("segmentation_id", Integer, Identity(), primary_key=True),
    _required("name", Text),  # "RFM groups", "K-means, 4 segments"
    _required("algorithm", Text),  # rfm | kmeans | …
    _required("created_at", DateTime(timezone=True)),
    _required("as_of", Date),
    _required("parameters", JSONB),
    _required("metrics", JSONB),
    _required("published", Boolean, server_default=text("false")),  # at most one per algorithm
)
Index(
    "uq_segmentations_published",
    segmentations.c.algorithm,
    unique=True,
    postgresql_where=segmentations.c.published,
)

segments = Table(
    "segments",
    metadata,
    _required("segmentation_id", Integer),
    _required("segment_id", Text),  # a readable slug: "champions", "at-risk"
    _required("name", Text),
    _required("position", SmallInteger),  # 1 = best … 12 = prospects; the one order and the one colour of a segment
    _required("description", Text),  # who they are
    _required("advice", Text),  # what to do
    _required("customers", Integer),
    _required("orders", BigInteger),
    _required("gross", Numeric),
    _required("returns", Numeric),
    Column("recency_days", Numeric),  # means over the segment's customers with an order
    Column("frequency", Numeric),
    Column("monetary", Numeric),
    PrimaryKeyConstraint("segmentation_id", "segment_id"),
)

customer_segments = Table(
    "customer_segments",
    metadata,
    _required("segmentation_id", Integer),
    _required("customer_id", Text),
    _required("segment_id", Text),
    Column("r_score", SmallInteger),
    Column("f_score", SmallInteger),
    Column("m_score", SmallInteger),
    _required("is_outlier", Boolean, server_default=text("false")),
    PrimaryKeyConstraint("segmentation_id", "customer_id"),
    Index("ix_customer_segments_segment", "segmentation_id", "segment_id", "customer_id"),
)

# --- marts: what the dashboard reads; country is the customer's home, for guests the line's ------------------------


def _mart(name: str, *columns: Column, key: tuple[str, ...]) -> Table:
    """A mart's first columns are who (segmentation, country, segment; null segment = guests); `key` is unique."""
    return Table(
        name,
        metadata,
        _required("segmentation_id", Integer),
        _required("country", Text),
        Column("segment_id", Text),
        *columns,
        UniqueConstraint("segmentation_id", "country", "segment_id", *key, postgresql_nulls_not_distinct=True),
    )


segment_activity = _mart(
    "segment_activity",
    _required("month", Date),
    Column("previous_month", Date),
    _required("customers", Integer),  # with a sale in the month; guests: 0
    _required("orders", Integer),
    _required("gross", Numeric),
    _required("returns", Numeric),
    _required("units", Numeric),
    key=("month", "previous_month"),
)

# Customers with a single order up to the end of a window [a, b], exactly, by two months per customer:
#   sum(customers) where month between a and b and (second_month is null or second_month > b)
segment_first_orders = _mart(
    "segment_first_orders",
    _required("month", Date),  # of the first sale order
    Column("second_month", Date),  # of the second sale order; may be the same month
    _required("customers", Integer),
    _required("gross", Numeric),  # of the first order
    key=("month", "second_month"),
)

# The mean recency at the end of a window [a, b], exactly:
#   end - sum(last_order_days) / sum(customers) where month between a and b and (next_month is null or next_month > b)
segment_last_orders = _mart(
    "segment_last_orders",
    _required("month", Date),
    Column("next_month", Date),
    _required("customers", Integer),
    _required("last_order_days", BigInteger),  # sum of (date of the month's last order - 1970-01-01)
    key=("month", "next_month"),
)

segment_hours = _mart(
    "segment_hours",
    _required("month", Date),
    _required("weekday", SmallInteger),  # ISO: 1 = Monday … 7
    _required("hour", SmallInteger),  # 0 … 23
    _required("orders", Integer),
    _required("gross", Numeric),
    key=("month", "weekday", "hour"),
)

segment_products = _mart(
    "segment_products",
    _required("month", Date),
    _required("stock_code", Text),  # the shop's 5,000 best-selling products
    _required("gross", Numeric),
    _required("units", Numeric),
    key=("month", "stock_code"),
)
Index(
    "ix_segment_products_segment",
    segment_products.c.segmentation_id,
    segment_products.c.segment_id,
    segment_products.c.month,
)
