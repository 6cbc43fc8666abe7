"""What files say about customers beyond their orders: each attribute's profile, and attributes by segment."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

attributes = Table(
    "attributes",  # one row an attribute of `customers.attributes`
    metadata,
    required("name", Text),  # the key there: the column's name as it came
    required("label", Text),  # the same in words
    required("position", SmallInteger),  # as in the file
    required("kind", Text),  # numeric | categorical
    required("customers", BigInteger),  # with a value
    required("distinct_values", BigInteger),
    Column("least", Numeric),  # of a numeric one
    Column("most", Numeric),
    Column("mean", Numeric),
    Column("bin_width", Numeric),  # of its histogram; null where each value is a bar of its own
    required("is_constant", Boolean),
    required("is_unique", Boolean),  # an identifier or free text: as good as one value a customer
    required("frequent", JSONB),  # the commonest values: [[value, customers], …]
    PrimaryKeyConstraint("name"),
)

segment_attributes = Table(
    "segment_attributes",  # a mart: one row a country, segment, attribute and bar; attribute '' is everyone
    metadata,
    required("segmentation_id", Integer),
    required("country", Text),
    required("segment_id", Text),
    required("attribute", Text),
    Column("category", Text),  # of a categorical one; null with low null: all rarer values
    Column("low", Numeric),  # of a numeric one: low <= value < high, or low = high = value
    Column("high", Numeric),
    required("customers", Integer),
    Column("total", Numeric),  # the sum of a numeric one's values
    UniqueConstraint(
        "segmentation_id", "country", "segment_id", "attribute", "category", "low", postgresql_nulls_not_distinct=True
    ),
)
