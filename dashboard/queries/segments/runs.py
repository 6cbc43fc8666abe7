"""The published segmentations themselves: how they were made and how good they are."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.queries.frames import read
from dashboard.queries.whole import whole_shop
from warehouse.schema import (
    customer_features,
    customer_outliers,
    customer_segments,
    segment_names,
    segmentations,
    segments,
)

NAMELESS = 12  # from this position on come those of whom nothing is known, and those like no others


@whole_shop
def runs(connection: Connection, version: tuple[int, ...]) -> pd.DataFrame:
    """One row a published segmentation, RFM first: what `segmentations` says of it, with `segments` (prospects and the
    like left out) and `customers`."""
    s, g = segmentations.c, segments.c
    sizes = (
        select(
            g.segmentation_id,
            func.count().filter(g.position < NAMELESS).label("segments"),
            func.sum(g.customers).label("customers"),
        )
        .group_by(g.segmentation_id)
        .subquery()
    )
    statement = (
        select(
            *(s[name] for name in ("segmentation_id", "name", "algorithm", "as_of", "created_at")),
            s.parameters,
            s.metrics,
            func.coalesce(sizes.c.segments, 0).label("segments"),
            func.coalesce(sizes.c.customers, 0).label("customers"),
        )
        .select_from(segmentations.outerjoin(sizes, sizes.c.segmentation_id == s.segmentation_id))
        .where(s.segmentation_id.in_(version))
        .order_by(s.algorithm != "rfm", s.segmentation_id)
    )
    return read(connection, statement)


@whole_shop
def segment_means(connection: Connection, version: tuple[int, ...], segmentation_id: int) -> pd.DataFrame:
    """One row a segment, best first: `customers`, `gross`, and the means of its customers with an order: recency_days,
    frequency, monetary (null where there is none)."""
    g = segments.c
    names = ("segment_id", "customers", "gross", "recency_days", "frequency", "monetary")
    statement = (
        select(*(g[name] for name in names))
        .where(g.segmentation_id == segmentation_id)
        .order_by(g.position, g.segment_id)
    )
    return read(connection, statement)


def segment_means_seen(
    connection: Connection, version: tuple[int, ...], segmentation_id: int, monetary: str
) -> pd.DataFrame:
    """The same of the customers that the viewer sees, worked out of each; `monetary` as the run counts money."""
    f, member, g = customer_features.c, customer_segments.c, segment_names.c
    has_order = f.frequency > 0
    money = f.net if monetary == "net" else f.monetary
    means = [
        func.avg(column).filter(has_order).label(name)
        for name, column in (("recency_days", f.recency_days), ("frequency", f.frequency), ("monetary", money))
    ]
    same = (g.segmentation_id == member.segmentation_id) & (g.segment_id == member.segment_id)
    statement = (
        select(member.segment_id, func.count().label("customers"), func.sum(f.monetary).label("gross"), *means)
        .select_from(
            customer_segments.join(customer_features, f.customer_id == member.customer_id).join(segment_names, same)
        )
        .where(member.segmentation_id == segmentation_id)
        .group_by(member.segment_id, g.position)
        .order_by(g.position, member.segment_id)
    )
    return read(connection, statement)


def segment_rules(connection: Connection, version: tuple[int, ...], segmentation_id: int) -> pd.DataFrame:
    """One row a segment that has a rule, best first: `segment_id`, `rule`, `rule_precision`, `rule_recall`."""
    g = segment_names.c
    statement = (
        select(g.segment_id, g.rule, g.rule_precision, g.rule_recall)
        .where(g.segmentation_id == segmentation_id, g.rule.is_not(None))
        .order_by(g.position, g.segment_id)
    )
    return read(connection, statement)


def outliers(connection: Connection, version: tuple[int, ...], segmentation_id: int, most: int) -> pd.DataFrame:
    """The most unusual customers first: `customer_id`, `segment_id`, `score`, `reason`, and their measures."""
    o, member, f = customer_outliers.c, customer_segments.c, customer_features.c
    statement = (
        select(o.customer_id, member.segment_id, o.score, o.reason, f.recency_days, f.frequency, f.monetary, f.net)
        .select_from(
            customer_outliers.join(
                customer_segments,
                (member.segmentation_id == o.segmentation_id) & (member.customer_id == o.customer_id),
            ).join(customer_features, f.customer_id == o.customer_id)
        )
        .where(o.segmentation_id == segmentation_id)
        .order_by(o.score.desc(), o.customer_id)
        .limit(most)
    )
    return read(connection, statement)
