"""What goes together, who buys more of what, what to offer next. All loaded orders count, whatever the filters.

Questions carry the version of what is published: publishing writes these tables anew. Reads by key only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from dashboard.queries.whole import whole_shop
from warehouse.orders import product_of
from warehouse.schema import product_names, product_pairs, segment_lift, segment_offers, segment_products, transactions

MOST_PAIRS = 12
MOST_LIFTS = 8
MOST_OFFERS = 8
CUSTOMER_OFFERS = 5
FIRST, SECOND = product_names.alias("first"), product_names.alias("second")
Version = tuple[int, ...]


def find_product(connection: Connection, version: Version, stock_code: str) -> Mapping[str, Any] | None:
    """`stock_code`, `description`, `is_product`; None where nothing of that code was ever traded."""
    p = product_names.c
    statement = select(p.stock_code, p.description, p.is_product).where(p.stock_code == stock_code)
    found = connection.execute(statement).one_or_none()
    return None if found is None else dict(found._mapping)


def product_standing(connection: Connection, scope: Scope, stock_code: str) -> Mapping[str, Any] | None:
    """`gross`, `net` of returns, `units`, `rank` by net, and `all_net`, `all_products` of all; None without a sale."""
    mart = cut(connection, segment_products, scope)
    m, gross, net = mart.c, func.sum(mart.c.gross), func.sum(_net(mart))
    ranked = (
        select(
            m.stock_code,
            gross.label("gross"),
            net.label("net"),
            func.sum(m.units).label("units"),
            func.row_number().over(order_by=(net.desc(), m.stock_code)).label("rank"),
            func.sum(net).over().label("all_net"),
            func.count().over().label("all_products"),
        )
        .where(*scope.where(mart))
        .group_by(m.stock_code)
        .having(gross > 0)
        .subquery()
    )
    frame = read(connection, select(ranked).where(ranked.c.stock_code == stock_code))
    return None if frame.empty else frame.iloc[0].to_dict()


def product_months(connection: Connection, scope: Scope, stock_code: str) -> pd.DataFrame:
    """One row a month with a sale or a return: `month`, `net` (of returns), `units`, and its parts `identified_net`,
    `guest_net`."""
    mart = cut(connection, segment_products, scope)
    m = mart.c
    statement = (
        select(
            m.month,
            func.sum(_net(mart)).label("net"),
            func.sum(m.units).label("units"),
            func.coalesce(func.sum(_net(mart)).filter(m.segment_id.is_not(None)), 0).label("identified_net"),
            func.coalesce(func.sum(_net(mart)).filter(m.segment_id.is_(None)), 0).label("guest_net"),
        )
        .where(*scope.where(mart), m.stock_code == stock_code)
        .group_by(m.month)
        .having((func.sum(m.gross) > 0) | (func.sum(_net(mart)) < 0))
        .order_by(m.month)
    )
    return read(connection, statement)


def _net(mart: FromClause) -> ColumnElement:
    """Of returns, which are null in runs from before they were counted."""
    return mart.c.gross + func.coalesce(mart.c.returns, 0)


def _rules(*conditions: ColumnElement[bool]) -> Select:
    """Rules with `description` and `other_description`."""
    p = product_pairs
    return (
        select(p, FIRST.c.description, SECOND.c.description.label("other_description"))
        .join(FIRST, FIRST.c.stock_code == p.c.stock_code)
        .join(SECOND, SECOND.c.stock_code == p.c.other_stock_code)
        .where(*conditions)
    )


@whole_shop
def frequent_pairs(connection: Connection, version: Version) -> pd.DataFrame:
    """The MOST_PAIRS pairs in most orders, each once, from the product whose orders hold the other more often."""
    p = product_pairs.c
    order = (p.orders.desc(), p.confidence.desc(), p.stock_code, p.other_stock_code)
    frame = read(connection, _rules().order_by(*order).limit(2 * MOST_PAIRS))
    pairs = [frozenset(pair) for pair in zip(frame["stock_code"], frame["other_stock_code"], strict=True)]
    return (
        frame[~pd.Series(pairs, index=frame.index, dtype=object).duplicated()].head(MOST_PAIRS).reset_index(drop=True)
    )


@whole_shop
def rules_of(connection: Connection, version: Version, stock_code: str) -> pd.DataFrame:
    """The MOST_PAIRS products that go with one, by the bound of their share of its orders, highest first."""
    p = product_pairs.c
    statement = _rules(p.stock_code == stock_code).order_by(p.confidence_bound.desc(), p.other_stock_code)
    return read(connection, statement.limit(MOST_PAIRS))


def _lifts(segmentation_id: int, *conditions: ColumnElement[bool]) -> Select:
    lift = segment_lift
    return (
        select(lift, FIRST.c.description)
        .join(FIRST, FIRST.c.stock_code == lift.c.stock_code)
        .where(lift.c.segmentation_id == segmentation_id, *conditions)
    )


@whole_shop
def favourites(connection: Connection, version: Version, segmentation_id: int) -> pd.DataFrame:
    """Of each segment that has one, the product it buys more than others with most certainty."""
    statement = _lifts(segmentation_id, segment_lift.c.rank == 1).order_by(segment_lift.c.segment_id)
    return read(connection, statement)


@whole_shop
def favourites_of(connection: Connection, version: Version, segmentation_id: int, segment_id: str) -> pd.DataFrame:
    """The first MOST_LIFTS products that a segment buys more than others."""
    lift = segment_lift.c
    conditions = (lift.segment_id == segment_id, lift.rank <= MOST_LIFTS)
    return read(connection, _lifts(segmentation_id, *conditions).order_by(lift.rank))


@whole_shop
def buyers_of(connection: Connection, version: Version, segmentation_id: int, stock_code: str) -> pd.DataFrame:
    """One row a segment: who of it ever bought a product, against the others."""
    lift = segment_lift.c
    return read(connection, _lifts(segmentation_id, lift.stock_code == stock_code).order_by(lift.segment_id))


@whole_shop
def offers_to(connection: Connection, version: Version, segmentation_id: int, segment_id: str) -> pd.DataFrame:
    """The first MOST_OFFERS products to offer a segment, with the rule behind each."""
    offer, rule = segment_offers.c, product_pairs.c
    statement = (
        select(
            offer.rank,
            offer.stock_code,
            offer.other_stock_code,
            offer.customers,
            offer.expected,
            rule.confidence,
            rule.confidence_bound,
            rule.lift,
            FIRST.c.description,
            SECOND.c.description.label("other_description"),
        )
        .join(
            product_pairs,
            (rule.stock_code == offer.stock_code) & (rule.other_stock_code == offer.other_stock_code),
        )
        .join(FIRST, FIRST.c.stock_code == offer.stock_code)
        .join(SECOND, SECOND.c.stock_code == offer.other_stock_code)
        .where(offer.segmentation_id == segmentation_id, offer.segment_id == segment_id, offer.rank <= MOST_OFFERS)
        .order_by(offer.rank)
    )
    return read(connection, statement)


@whole_shop
def offers_to_customer(connection: Connection, version: Version, customer_id: str) -> pd.DataFrame:
    """The CUSTOMER_OFFERS products that go best with what a customer has bought and that they never bought.

    Each for its best reason, the rule with the highest bound of its confidence; by that bound, highest first.
    """
    t, p = transactions.c, product_pairs.c
    product = product_of(t).label("stock_code")
    bought = select(product).where(t.customer_id == customer_id, t.kind == "sale").distinct().cte("bought")
    best = func.row_number().over(
        partition_by=p.other_stock_code, order_by=(p.confidence_bound.desc(), p.lift_bound.desc(), p.stock_code)
    )
    rules = (
        select(p.stock_code, p.other_stock_code, best.label("place"))
        .join(bought, bought.c.stock_code == p.stock_code)
        .where(p.other_stock_code.not_in(select(bought.c.stock_code)))
        .subquery()
    )
    statement = (
        _rules()
        .join(rules, (rules.c.stock_code == p.stock_code) & (rules.c.other_stock_code == p.other_stock_code))
        .where(rules.c.place == 1)
        .order_by(p.confidence_bound.desc(), p.other_stock_code)
        .limit(CUSTOMER_OFFERS)
    )
    return read(connection, statement)
