"""What advice on segments and findings stand on, beyond the questions of the other views. Reads marts and samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import CTE, Connection, Double, and_, cast, exists, func, select, true

from dashboard.filters.members import Members
from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut, inside
from dashboard.queries.frames import read
from dashboard.queries.sales.activity import measures
from dashboard.queries.whole import whole_shop
from warehouse.schema import (
    customer_features,
    customer_segments,
    orders,
    people,
    product_names,
    segment_activity,
    segment_first_orders,
    segment_hours,
    segment_offers,
    segment_products,
    transactions,
)

SAMPLED = 5_000  # customers, as many as the fixed sample holds
OVERDUE = 2  # usual intervals without an order, after which somebody is overdue
MOST_CHANGES = 3  # products each way


def segment_months(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an identified segment and month of all the data, whatever the window: `orders`, `gross`, `returns`,
    `net` (of returns)."""
    return _months(connection, scope, "segment_id").dropna(subset="segment_id").reset_index(drop=True)


def country_months(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a country and month of all the data, whatever the window: `orders`, `gross`, `returns`, `net`
    (of returns); guests where asked for."""
    return _months(connection, scope, "country")


def _months(connection: Connection, scope: Scope, key: str) -> pd.DataFrame:
    activity = cut(connection, segment_activity, scope)
    a = activity.c
    sums = [func.sum(a[name]).label(name) for name in ("orders", "gross", "returns")]
    sums.append(func.sum(a.gross + a.returns).label("net"))
    statement = select(a[key], a.month, *sums).where(*scope.who(activity))
    return read(connection, statement.group_by(a[key], a.month).order_by(a[key], a.month))


def segment_countries(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an identified segment and country with customers in the window: `customers`."""
    activity = cut(connection, segment_activity, scope)
    a, number = activity.c, measures(activity, scope.start)[0]
    statement = select(a.segment_id, a.country, number).where(*scope.where(activity), a.segment_id.is_not(None))
    frame = read(connection, statement.group_by(a.segment_id, a.country).order_by(a.segment_id, a.country))
    return frame[frame["customers"] > 0].reset_index(drop=True)


def segment_hours_of(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row an identified segment, weekday (ISO) and hour with sale orders in the window: `orders`."""
    hours = cut(connection, segment_hours, scope)
    h = hours.c
    keys = (h.segment_id, h.weekday, h.hour)
    statement = select(*keys, func.sum(h.orders).label("orders")).where(*scope.where(hours), h.segment_id.is_not(None))
    return read(connection, statement.group_by(*keys).order_by(*keys))


def first_order_value(connection: Connection, scope: Scope) -> float | None:
    """The mean gross of the first orders that fell into the window; None without any."""
    mart = cut(connection, segment_first_orders, scope)
    f = mart.c
    row = connection.execute(select(func.sum(f.gross), func.sum(f.customers)).where(*scope.where(mart))).one()
    return float(row[0]) / int(row[1]) if row[1] else None


@dataclass(frozen=True)
class Free:
    """Customers who have had goods, but free of charge alone."""

    customers: int
    units: float


def free_only(connection: Connection, scope: Scope) -> Free:
    """Of those who have had nothing else, of all time: whoever has ever paid is none of them.

    Lines tell what was free; those of the few who have an order are found by an index.
    """
    member, line, home = customer_segments.c, transactions.c, customer_features.c
    conditions = [member.segmentation_id == scope.segmentation_id, member.segment_id == "free-only"]
    conditions += [exists().where(orders.c.customer_id == member.customer_id), *inside(scope, member.customer_id)]
    if scope.countries:
        conditions.append(home.country.in_(scope.countries))
    row = connection.execute(
        select(func.count(line.customer_id.distinct()), func.coalesce(func.sum(line.quantity), 0))
        .select_from(customer_segments)
        .join(customer_features, home.customer_id == member.customer_id)
        .join(transactions, line.customer_id == member.customer_id)
        .where(*conditions, line.kind == "free", line.quantity > 0)
    ).one()
    return Free(int(row[0]), float(row[1]))


def rhythms(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a segment that the sample holds, of whole lives whatever the window.

    `sampled`, and of them `emails`, `phones` (known) and `overdue` (silent for more than OVERDUE usual intervals, the
    shop's where they have none of their own); `interval` and `usual`: the median days between two orders of the
    segment's and of the shop's customers who came back, null without any.
    """
    member, person = customer_segments.c, people.c
    everyone = _lives()
    shop = select(func.percentile_cont(0.5).within_group(everyone.c.gap).label("usual")).cte("shop")
    fixed = everyone if scope.audience is None else _lives(scope.audience)
    silent = fixed.c.recency_days > OVERDUE * func.coalesce(fixed.c.gap, shop.c.usual)
    statement = (
        select(
            member.segment_id,
            func.count().label("sampled"),
            func.count().filter(person.has_email).label("emails"),
            func.count().filter(person.has_phone).label("phones"),
            func.count().filter(silent).label("overdue"),
            func.percentile_cont(0.5).within_group(fixed.c.gap).label("interval"),
            func.min(shop.c.usual).label("usual"),
        )
        .select_from(fixed.join(shop, true()))
        .join(
            customer_segments,
            and_(member.customer_id == fixed.c.customer_id, member.segmentation_id == scope.segmentation_id),
        )
        .outerjoin(people, person.customer_id == fixed.c.customer_id)
        .group_by(member.segment_id)
        .order_by(member.segment_id)
    )
    if scope.countries:
        statement = statement.where(fixed.c.country.in_(scope.countries))
    return read(connection, statement)


def _lives(audience: Members | None = None) -> CTE:
    """The fixed sample of SAMPLED customers, of the shop or of an audience, with the mean days between two orders."""
    f = customer_features.c
    gap = cast(f.tenure_days - f.recency_days, Double) / func.nullif(f.frequency - 1, 0)
    statement = select(f.customer_id, f.country, f.recency_days, func.nullif(gap, 0).label("gap"))
    if audience is not None:
        statement = statement.where(f.customer_id.in_(audience.ids()))
    ordered = statement.order_by(f.sample_key, f.customer_id).limit(SAMPLED)
    return ordered.cte("lives" if audience is None else "own_lives")


@whole_shop
def first_offers(connection: Connection, version: tuple[int, ...], segmentation_id: int) -> pd.DataFrame:
    """Of each segment that has one, the product to offer next: `stock_code` and `description` of what they have
    bought, `other_stock_code` and `other_description` of what they lack, `customers` who do, `expected` takers."""
    offer, first, second = segment_offers.c, product_names.alias("first"), product_names.alias("second")
    statement = (
        select(
            offer.segment_id,
            offer.stock_code,
            offer.other_stock_code,
            offer.customers,
            offer.expected,
            first.c.description,
            second.c.description.label("other_description"),
        )
        .join(first, first.c.stock_code == offer.stock_code)
        .join(second, second.c.stock_code == offer.other_stock_code)
        .where(offer.segmentation_id == segmentation_id, offer.rank == 1)
        .order_by(offer.segment_id)
    )
    return read(connection, statement)


def best_seller(connection: Connection, version: tuple[int, ...], segmentation_id: int) -> Mapping[str, Any] | None:
    """`stock_code`, `description` of the product that brought most of all, net of returns; None without products."""
    m, p = segment_products.c, product_names.c
    net = func.sum(m.gross + func.coalesce(m.returns, 0))
    best = (
        select(m.stock_code, net.label("net"))
        .where(m.segmentation_id == segmentation_id)
        .group_by(m.stock_code)
        .having(net > 0)
        .order_by(net.desc(), m.stock_code)
        .limit(1)
        .subquery()
    )
    statement = select(p.stock_code, p.description).join(best, best.c.stock_code == p.stock_code)
    found = connection.execute(statement).one_or_none()
    return None if found is None else dict(found._mapping)


def product_changes(
    connection: Connection, scope: Scope, late: tuple[date, date], early: tuple[date, date]
) -> pd.DataFrame:
    """The MOST_CHANGES products whose net sales rose most and those whose fell most between two windows of months.

    One row a product: `stock_code`, `description`, `late`, `early`.
    """
    mart = cut(connection, segment_products, scope)
    m = mart.c
    net = m.gross + func.coalesce(m.returns, 0)  # what was given back is no change
    now, before = (func.coalesce(func.sum(net).filter(m.month.between(*window)), 0) for window in (late, early))
    sums = (
        select(m.stock_code, now.label("late"), before.label("early"))
        .where(*scope.who(mart), m.month.between(*late) | m.month.between(*early))
        .group_by(m.stock_code)
        .cte("sums")
    )
    change = sums.c.late - sums.c.early
    parts = [
        select(sums).order_by(order, sums.c.stock_code).limit(MOST_CHANGES).subquery()
        for order in (change.desc(), change)
    ]
    both = select(parts[0]).union(select(parts[1])).subquery()
    p = product_names.c
    statement = (
        select(both.c.stock_code, p.description, both.c.late, both.c.early)
        .join(product_names, p.stock_code == both.c.stock_code)
        .order_by((both.c.late - both.c.early).desc(), both.c.stock_code)
    )
    return read(connection, statement)
