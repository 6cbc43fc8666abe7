"""What customers may bring: predictions, and the models they come from; replaced as a whole by each `models fit`."""

from sqlalchemy import Column, Date, Index, Integer, Numeric, SmallInteger, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

customer_value = Table(
    "customer_value",  # one row a customer with an order; null where it cannot be said
    metadata,
    Column("customer_id", Text, primary_key=True),
    Column("expected_orders_12m", Numeric),  # order days
    Column("expected_spend_12m", Numeric),  # net of returns or gross, as the run counts money
    Column("probability_alive", Numeric),  # of those with a repeat
    Column("order_chance_90d", Numeric),
    Column("expected_order_value", Numeric),  # of an order day, as the run counts money
    Column("overdue", Numeric),  # days since the last order over the usual days (7 or more) between two
    Column("fading_value", Numeric),  # what is still expected of those who fell out of their rhythm
)
Index(
    "ix_customer_value_fading_value",
    customer_value.c.fading_value,
    customer_value.c.customer_id,
    postgresql_where=customer_value.c.fading_value.is_not(None),
)

value_models = Table(
    "value_models",
    metadata,
    Column("kind", Text, primary_key=True),  # bgnbd | gamma_gamma | order_chance
    required("as_of", Date),
    required("parameters", JSONB),  # empty where the model could not be fitted
    required("metrics", JSONB),
    required("note", Text),  # how far to trust it, in words
)

segment_value = Table(
    "segment_value",  # a mart: sums of customer_value, and the histogram of the chances
    metadata,
    required("segmentation_id", Integer),
    required("country", Text),  # home
    required("segment_id", Text),
    Column("chance_bin", SmallInteger),  # 0 … 19, of 5 % each; null = no chance known
    required("customers", Integer),  # with an order
    Column("buyers_90d", Numeric),  # sum of the chances
    Column("value_90d", Numeric),  # sum of chance × expected order value
    Column("orders_12m", Numeric),
    Column("spend_12m", Numeric),
    required("repeat_customers", Integer),  # whose probability to be active is known
    Column("alive", Numeric),  # sum of these probabilities
    UniqueConstraint("segmentation_id", "country", "segment_id", "chance_bin", postgresql_nulls_not_distinct=True),
)
