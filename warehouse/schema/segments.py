"""Segmentations and who is in which segment: published, never edited."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

WITHOUT_ORDER = ("prospect", "returns-only", "free-only")  # the segments of known customers without a paid order
# The groups of every RFM segmentation by id, those without a customer included: links and audiences may name each.
RFM_NAMES = {
    "champions": "Champions",
    "loyal": "Loyal",
    "potential-loyalists": "Potential loyalists",
    "new": "New",
    "promising": "Promising",
    "need-attention": "Need attention",
    "about-to-sleep": "About to sleep",
    "at-risk": "At risk",
    "cant-lose": "Can't lose",
    "hibernating": "Hibernating",
    "lost": "Lost",
    "prospect": "Prospect",
    "returns-only": "Returned only",
    "free-only": "Free only",
}
RFM_GROUPS = tuple(RFM_NAMES)

segmentations = Table(
    "segmentations",
    metadata,
    Column("segmentation_id", Integer, Identity(), primary_key=True),
    required("name", Text),  # "RFM groups", "K-means, 4 segments"
    required("algorithm", Text),  # rfm | kmeans | …
    required("created_at", DateTime(timezone=True)),
    required("as_of", Date),
    required("parameters", JSONB),
    required("metrics", JSONB),
    required("published", Boolean, server_default=text("false")),  # at most one per algorithm
    required("is_stale", Boolean, server_default=text("false")),  # the store has changed since: `models fit` is due
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
    required("segmentation_id", Integer),
    required("segment_id", Text),  # a readable slug: "champions", "at-risk"
    required("name", Text),
    required("position", SmallInteger),  # 1 = best …; the one order and the one colour of a segment
    required("description", Text),  # who they are
    required("advice", Text),  # what to do
    required("customers", Integer),
    required("orders", BigInteger),
    required("gross", Numeric),
    required("returns", Numeric),
    Column("recency_days", Numeric),  # means over the segment's customers with an order
    Column("frequency", Numeric),
    Column("monetary", Numeric),  # net of returns or gross, as parameters of the segmentation say
    Column("rule", Text),  # who is in it, so that any tool can find them: "last order within 35 days and …"
    Column("rule_precision", Numeric),  # of those the rule finds, the share that is of the segment
    Column("rule_recall", Numeric),  # of the segment, the share that the rule finds
    PrimaryKeyConstraint("segmentation_id", "segment_id"),
)

customer_segments = Table(
    "customer_segments",
    metadata,
    required("segmentation_id", Integer),
    required("customer_id", Text),
    required("segment_id", Text),
    Column("r_score", SmallInteger),
    Column("f_score", SmallInteger),
    Column("m_score", SmallInteger),
    required("is_outlier", Boolean, server_default=text("false")),
    PrimaryKeyConstraint("segmentation_id", "customer_id"),
    Index("ix_customer_segments_segment", "segmentation_id", "segment_id", "customer_id"),
)

customer_outliers = Table(
    "customer_outliers",  # the most unusual customers of a segmentation, a bounded number
    metadata,
    required("segmentation_id", Integer),
    required("customer_id", Text),
    required("score", Numeric),  # robust distance
    required("reason", Text),  # in words: "spends 40 times the median of Loyal"
    PrimaryKeyConstraint("segmentation_id", "customer_id"),
)
