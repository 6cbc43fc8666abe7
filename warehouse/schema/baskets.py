"""What is bought by whom and together; everything loaded counts, whatever the filters of a view."""

from sqlalchemy import Column, Double, Index, Integer, PrimaryKeyConstraint, SmallInteger, Table, Text

from warehouse.schema.base import metadata, required

segment_lift = Table(
    "segment_lift",  # one row a segment and often-bought product, those that the segment never bought included
    metadata,
    required("segmentation_id", Integer),
    required("segment_id", Text),
    required("stock_code", Text),
    required("customers", Integer),  # of the segment who ever bought it
    required("buyers", Integer),  # of the segment who ever bought anything
    required("other_customers", Integer),  # the same of all other segments
    required("other_buyers", Integer),
    required("lift", Double),  # share of the segment's buyers / share of the others
    required("lift_bound", Double),  # the lift is at least this, for all rows of the segmentation at once
    Column("usual_lift", Double),  # the segment's over all the products: how much more it buys of everything
    Column("rank", SmallInteger),  # 1 = highest bound; null with few customers or a bound below usual_lift
    PrimaryKeyConstraint("segmentation_id", "segment_id", "stock_code"),
)
Index("ix_segment_lift_stock_code", segment_lift.c.stock_code, segment_lift.c.segmentation_id)

product_pairs = Table(
    "product_pairs",  # one row a rule: orders with the first product hold the second one more often than others
    metadata,
    required("stock_code", Text),
    required("other_stock_code", Text),
    required("orders", Integer),  # that hold both
    required("customers", Integer),  # who ordered both at once
    required("orders_of", Integer),  # that hold the first
    required("orders_of_other", Integer),  # that hold the second
    required("all_orders", Integer),  # sale orders of identified customers
    required("confidence", Double),  # orders / orders_of
    required("confidence_bound", Double),  # at least this, for all rules at once
    required("lift", Double),  # confidence / (orders_of_other / all_orders)
    required("lift_bound", Double),
    PrimaryKeyConstraint("stock_code", "other_stock_code"),
)

segment_offers = Table(
    "segment_offers",  # one row a segment and product to offer next
    metadata,
    required("segmentation_id", Integer),
    required("segment_id", Text),
    required("rank", SmallInteger),  # 1 = most expected takers
    required("stock_code", Text),  # what they have bought
    required("other_stock_code", Text),  # what they lack
    required("customers", Integer),  # of the segment who have bought the first and never the second
    required("expected", Double),  # customers * confidence_bound of the rule: takers if each orders the first again
    PrimaryKeyConstraint("segmentation_id", "segment_id", "other_stock_code"),
)
