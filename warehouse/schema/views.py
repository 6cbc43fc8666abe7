"""What a viewer may see of tables that hold more: views of `warehouse.access`, where each column is explained.

Not part of the tables' `metadata`: nothing but the dashboard reads them.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.derived import customer_features

views = MetaData()

people = Table(
    "people",  # of customers; all from email on is null for viewers who may not see who people are
    views,
    Column("customer_id", Text),
    Column("country", Text),
    Column("consent", Boolean),
    Column("has_email", Boolean),
    Column("has_phone", Boolean),
    Column("email", Text),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("phone", Text),
    Column("birth_year", SmallInteger),
    Column("city", Text),
    Column("postcode", Text),
    Column("attributes", JSONB),
)

# Of customer_features, the same columns. Below a policy PostgreSQL looks up no amount in an index, because a comparison
# of amounts might tell of rows that the viewer does not see; here the rule is one condition among others.
listed_customers = Table("listed_customers", views, *(Column(one.name, one.type) for one in customer_features.columns))

delivered = Table(
    "delivered",  # of delivery_members; sent_as is null for viewers who may not see who people are
    views,
    Column("delivery_id", BigInteger),
    Column("customer_id", Text),
    Column("role", Text),
    Column("segment", Text),
    Column("place", BigInteger),
    Column("sent_as", JSONB),
)

mailings = Table(
    "mailings",  # of deliveries and campaigns
    views,
    Column("delivery_id", BigInteger),
    Column("campaign_id", BigInteger),
    Column("made_at", DateTime(timezone=True)),
    Column("starts_on", Date),
    Column("window_days", Integer),
)

# Of customers alone whom the viewer sees; what is said of whoever shares their address counts in all countries. An
# address is where messages arrive: an e-mail address, or a phone number with its country's code.
shared_addresses = Table(
    "shared_addresses",  # of those with the address of somebody who said no, or is on a list of people who get nothing
    views,
    Column("customer_id", Text),
    Column("says_no", Boolean),
    Column("is_suppressed", Boolean),
)

written_addresses = Table(
    "written_addresses",  # of those with the address of somebody whom a campaign's list holds: when it was made
    views,
    Column("customer_id", Text),
    Column("campaign_id", BigInteger),
    Column("made_at", DateTime(timezone=True)),
    Column("is_held", Boolean),  # anybody with their address is held out
)

rejected_lines = Table(
    "rejected_lines",  # of rejected_rows; raw is null for viewers who may not see who people are
    views,
    Column("load_id", BigInteger),
    Column("line_number", BigInteger),
    Column("reason", Text),
    Column("raw", Text),
)

load_stand = Table(
    "load_stand",  # of loads, one row
    views,
    Column("loads", BigInteger),
    Column("last_load_id", BigInteger),
    Column("last_finished_at", DateTime(timezone=True)),
    Column("has_done", Boolean),
    Column("has_running", Boolean),
    Column("has_sales", Boolean),
)

data_days = Table(
    "data_days",  # of orders and guest_orders: one row, or none without any
    views,
    Column("first_day", Date),
    Column("last_day", Date),
)

run_names = Table(
    "run_names",  # of segmentations
    views,
    Column("segmentation_id", Integer),
    Column("name", Text),
    Column("algorithm", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("as_of", Date),
    Column("parameters", JSONB),
    Column("published", Boolean),
    Column("is_stale", Boolean),
)

segment_names = Table(
    "segment_names",  # of segments
    views,
    Column("segmentation_id", Integer),
    Column("segment_id", Text),
    Column("name", Text),
    Column("position", SmallInteger),
    Column("description", Text),
    Column("advice", Text),
    Column("rule", Text),
    Column("rule_precision", Numeric),
    Column("rule_recall", Numeric),
)

product_names = Table(
    "product_names",  # of products
    views,
    Column("stock_code", Text),
    Column("description", Text),
    Column("is_product", Boolean),
)

attribute_names = Table(
    "attribute_names",  # of attributes
    views,
    Column("name", Text),
    Column("label", Text),
    Column("position", SmallInteger),
    Column("kind", Text),
    Column("is_constant", Boolean),
    Column("is_share", Boolean),  # zeros and ones
)

attribute_values = Table(
    "attribute_values",  # of attributes: the commonest; of few people only for viewers who may see who people are
    views,
    Column("name", Text),
    Column("position", BigInteger),
    Column("value", Text),
    Column("customers", BigInteger),
)

value_notes = Table(
    "value_notes",  # of value_models
    views,
    Column("kind", Text),
    Column("as_of", Date),
    Column("parameters", JSONB),
    Column("is_identified", Boolean),
)
