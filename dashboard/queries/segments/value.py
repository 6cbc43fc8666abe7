"""What customers may bring: the predictions' sums from their mart, the models behind them, who is fading.

Predictions are of one day, the segmentation's `as_of`; the months of a scope do not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, and_, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut, inside
from dashboard.queries.frames import read
from dashboard.queries.whole import whole_shop
from warehouse.schema import (
    customer_features,
    customer_segments,
    customer_value,
    segment_value,
    value_models,
    value_notes,
)

BINS = 20  # of the mart's histogram, of 5 % each
DAYS = 90  # that the chance of an order looks ahead
MOST_FADING = 12  # listed of them


@whole_shop
def models(connection: Connection, version: tuple[int, ...]) -> Mapping[str, Mapping[str, Any]]:
    """By kind (`bgnbd`, `gamma_gamma`, `order_chance`): `as_of`, `parameters`, `metrics`, `note`."""
    rows = connection.execute(select(value_models)).mappings()
    return {row["kind"]: dict(row) for row in rows}


def model_notes(connection: Connection, version: tuple[int, ...]) -> Mapping[str, Mapping[str, Any]]:
    """The same without what the models were tried on: of `metrics` only whether the model could tell, and no `note`."""
    rows = connection.execute(select(value_notes)).mappings()
    return {row["kind"]: {**row, "metrics": {"is_identified": row["is_identified"]}, "note": ""} for row in rows}


def by_segment(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a segment with customers: sums of the predictions, missing where there are none."""
    mart = cut(connection, segment_value, scope)
    v = mart.c
    sums = [func.sum(v[name]).label(name) for name in ("buyers_90d", "value_90d", "orders_12m", "spend_12m", "alive")]
    sums.append(func.sum(v.repeat_customers).label("repeat_customers"))
    statement = (
        select(v.segment_id, func.sum(v.customers).label("customers"), *sums)
        .where(*scope.who(mart))
        .group_by(v.segment_id)
        .order_by(v.segment_id)
    )
    return read(connection, statement)


def histogram(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a bin of the chance of an order within 90 days that has customers: `chance_bin`, `customers`."""
    mart = cut(connection, segment_value, scope)
    v = mart.c
    statement = (
        select(v.chance_bin, func.sum(v.customers).label("customers"))
        .where(*scope.who(mart), v.chance_bin.is_not(None))
        .group_by(v.chance_bin)
        .order_by(v.chance_bin)
    )
    return read(connection, statement)


@dataclass(frozen=True)
class Fading:
    """Everyone who fell out of their rhythm and is still expected to bring something, and the first of them."""

    customers: int  # all of them, however many are listed
    value: float  # still expected of them all
    listed: pd.DataFrame  # the MOST_FADING who are expected to bring most


def fading(connection: Connection, scope: Scope) -> Fading:
    """The customers long overdue of whom something is still expected; walks an index of such alone.

    Listed with `customer_id`, `segment_id`, `recency_days`, `net` (brought so far, net of returns), `overdue`,
    `fading_value`, `order_chance_90d`, `probability_alive`.
    """
    v, member, feature = customer_value.c, customer_segments.c, customer_features.c
    same = and_(member.customer_id == v.customer_id, member.segmentation_id == scope.segmentation_id)
    conditions = [v.fading_value.is_not(None), v.fading_value > 0, *inside(scope, v.customer_id)]
    if scope.countries:
        conditions.append(feature.country.in_(scope.countries))
    if scope.segments:
        conditions.append(member.segment_id.in_(scope.identified_segments))
    names = ("overdue", "fading_value", "order_chance_90d", "probability_alive")
    everyone = (
        select(v.customer_id, member.segment_id, feature.recency_days, feature.net, *(v[name] for name in names))
        .select_from(customer_value.join(customer_segments, same))
        .join(customer_features, feature.customer_id == v.customer_id)
        .where(*conditions)
    )
    listed = everyone.order_by(v.fading_value.desc(), v.customer_id.desc()).limit(MOST_FADING)
    whole = everyone.subquery()
    count, value = connection.execute(select(func.count(), func.sum(whole.c.fading_value)).select_from(whole)).one()
    return Fading(int(count), float(value or 0.0), read(connection, listed))


def of_customer(connection: Connection, version: tuple[int, ...], customer_id: str) -> Mapping[str, Any] | None:
    """One customer's predictions, numbers as floats; None where nothing is known."""
    frame = read(connection, select(customer_value).where(customer_value.c.customer_id == customer_id))
    return None if frame.empty else frame.astype(object).where(frame.notna(), None).iloc[0].to_dict()
