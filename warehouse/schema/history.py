"""Who was in which segment at the end of past months, worked out from the orders; a run's marts."""

from sqlalchemy import (
    ARRAY,
    Column,
    Date,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from warehouse.schema.base import metadata, required

segment_sizes = Table(
    "segment_sizes",  # one row a home country, month and segment with anyone in it at the month's end
    metadata,
    required("segmentation_id", Integer),
    required("country", Text),
    required("month", Date),
    required("segment_id", Text),
    required("customers", Integer),
    PrimaryKeyConstraint("segmentation_id", "month", "country", "segment_id"),
)

# Customers who moved between any two month ends; who had not ordered yet at the later one is in no row.
segment_flows = Table(
    "segment_flows",  # one row a home country, two months and two segments with anyone who was in both then
    metadata,
    required("segmentation_id", Integer),
    required("country", Text),
    required("from_month", Date),
    required("to_month", Date),  # later
    Column("from_segment", Text),  # null: not yet a customer
    required("to_segment", Text),
    required("customers", Integer),
    Column("net", Numeric),  # what they brought between, net of returns; null in runs from before it was counted
    Column("net_before", Numeric),  # in as many months up to from_month; null where it was not counted so far back
    Column(
        "net_year_before", Numeric
    ),  # in the same months of the year before; null in runs from before it was counted
    UniqueConstraint(
        "segmentation_id",
        "from_month",
        "to_month",
        "country",
        "from_segment",
        "to_segment",
        postgresql_nulls_not_distinct=True,
    ),
)

segment_histories = Table(
    "segment_histories",  # one row a segmentation and customer with an order, where the algorithm tells of the past
    metadata,
    required("segmentation_id", Integer),
    required("customer_id", Text),
    required("first_month", Date),  # the same of all rows of a segmentation
    # At the end of it and of each month after, the run's own last: the place in RFM_GROUPS from 1; 0 = no order yet.
    required("places", ARRAY(SmallInteger)),
    PrimaryKeyConstraint("segmentation_id", "customer_id"),
)
