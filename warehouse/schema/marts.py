"""Marts: what the dashboard reads; country is the customer's home, for guests the line's."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Numeric, SmallInteger, Table, Text, UniqueConstraint

from warehouse.schema.base import metadata, required


def _mart(name: str, *columns: Column, key: tuple[str, ...]) -> Table:
    """A mart's first columns are who (segmentation, country, segment; null segment = guests); `key` is unique."""
    return Table(
        name,
        metadata,
        required("segmentation_id", Integer),
        required("country", Text),
        Column("segment_id", Text),
        *columns,
        UniqueConstraint("segmentation_id", "country", "segment_id", *key, postgresql_nulls_not_distinct=True),
    )


segment_activity = _mart(
    "segment_activity",
    required("month", Date),
    Column("previous_month", Date),
    required("customers", Integer),  # with a sale in the month; guests: 0
    required("orders", Integer),
    required("gross", Numeric),
    required("returns", Numeric),
    required("units", Numeric),
    key=("month", "previous_month"),
)

# Customers with a single order up to the end of a window [a, b], exactly, by two months per customer:
#   sum(customers) where month between a and b and (second_month is null or second_month > b)
segment_first_orders = _mart(
    "segment_first_orders",
    required("month", Date),  # of the first sale order
    Column("second_month", Date),  # of the second sale order; may be the same month
    required("customers", Integer),
    required("gross", Numeric),  # of the first order
    key=("month", "second_month"),
)

# Customers with a single order inside a window [a, b] and what they spent on it, exactly:
#   sum(customers), sum(gross) where month >= a and later_month <= b
segment_single_orders = _mart(
    "segment_single_orders",
    required("month", Date),
    required("later_month", Date),  # of the same customers; may be the same month
    required("customers", Integer),  # of either sign, see segment_single_orders.sql
    required("gross", Numeric),
    key=("month", "later_month"),
)

# The mean recency at the end of a window [a, b], exactly:
#   end - sum(last_order_days) / sum(customers) where month between a and b and (next_month is null or next_month > b)
segment_last_orders = _mart(
    "segment_last_orders",
    required("month", Date),
    Column("next_month", Date),
    required("customers", Integer),
    required("last_order_days", BigInteger),  # sum of (date of the month's last order - 1970-01-01)
    key=("month", "next_month"),
)

# What the customers of a first month did in each later one: retention is customers of (first_month, month) ÷ those of
# (first_month, first_month).
segment_cohorts = _mart(
    "segment_cohorts",
    required("first_month", Date),  # of the customers' first sale order
    required("month", Date),  # from it on, with a sale or a return
    required("customers", Integer),  # with a sale in the month
    required("orders", Integer),
    required("gross", Numeric),
    required("returns", Numeric),
    key=("first_month", "month"),
)

segment_hours = _mart(
    "segment_hours",
    required("month", Date),
    required("weekday", SmallInteger),  # ISO: 1 = Monday … 7
    required("hour", SmallInteger),  # 0 … 23
    required("orders", Integer),
    required("gross", Numeric),
    key=("month", "weekday", "hour"),
)

segment_products = _mart(
    "segment_products",
    required("month", Date),
    required("stock_code", Text),  # of as many best sellers as keep this table at a million rows, at most 5,000
    required("gross", Numeric),
    Column("returns", Numeric),  # <= 0; null in runs from before they were counted
    required("units", Numeric),
    key=("month", "stock_code"),
)
Index(
    "ix_segment_products_segment",
    segment_products.c.segmentation_id,
    segment_products.c.segment_id,
    segment_products.c.month,
)
