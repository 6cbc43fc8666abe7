"""One customer: who they are, their orders, what they buy. Reads by customer number, over keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from dashboard.queries.store.loads import Stand
from warehouse.orders import holds, product_of
from warehouse.schema import (
    customer_features,
    customer_months,
    customer_segments,
    orders,
    people,
    product_names,
    run_names,
    segment_names,
    transactions,
)

MOST_ORDERS = 200
MOST_PRODUCTS = 10


def customer_profile(
    connection: Connection, version: tuple[int, ...], customer_id: str, stand: Stand = ()
) -> Mapping[str, Any] | None:
    """Features and contacts of a customer; None where there is no such customer. Money as floats."""
    person = people.c
    contacts = (person.email, person.first_name, person.last_name, person.phone)
    about = (person.consent, person.birth_year, person.city, person.postcode)
    statement = (
        select(customer_features, *contacts, *about)
        .select_from(customer_features.outerjoin(people, person.customer_id == customer_features.c.customer_id))
        .where(customer_features.c.customer_id == customer_id)
    )
    frame = read(connection, statement)
    return None if frame.empty else frame.astype(object).where(frame.notna(), None).iloc[0].to_dict()


def customer_memberships(connection: Connection, version: tuple[int, ...], customer_id: str) -> pd.DataFrame:
    """One row a published segmentation: `segmentation`, `algorithm`, `segment_id`, `name`, `position`, scores."""
    member, segment, run = customer_segments.c, segment_names.c, run_names.c
    statement = (
        select(
            run.name.label("segmentation"),
            run.algorithm,
            member.segment_id,
            segment.name,
            segment.position,
            member.r_score,
            member.f_score,
            member.m_score,
        )
        .join_from(customer_segments, run_names, run.segmentation_id == member.segmentation_id)
        .join(
            segment_names,
            (segment.segmentation_id == member.segmentation_id) & (segment.segment_id == member.segment_id),
        )
        .where(member.customer_id == customer_id, run.segmentation_id.in_(version))
        .order_by(run.algorithm.desc(), run.segmentation_id)
    )
    return read(connection, statement)


def customer_orders(connection: Connection, scope: Scope, customer_id: str) -> pd.DataFrame:
    """The latest MOST_ORDERS orders and returns within the months, newest first."""
    o = orders.c
    statement = (
        select(o.invoice_no, o.invoiced_at, o.lines, o.units, o.gross, o.returns)
        .where(o.customer_id == customer_id, o.invoiced_at >= scope.start, o.invoiced_at < scope.until)
        .order_by(o.invoiced_at.desc(), o.invoice_no)
        .limit(MOST_ORDERS)
    )
    return read(connection, statement)


def order_counts(connection: Connection, scope: Scope, customer_id: str) -> tuple[int, int]:
    """How many orders, and how many returns or free invoices, there are within the months, listed or not."""
    o = orders.c
    inside = (o.customer_id == customer_id, o.invoiced_at >= scope.start, o.invoiced_at < scope.until)
    row = connection.execute(select(func.count().filter(o.gross > 0), func.count()).where(*inside)).one()
    return int(row[0]), int(row[1] - row[0])


def customer_trend(connection: Connection, scope: Scope, customer_id: str) -> pd.DataFrame:
    """One row a month with an order or a return: `month`, `net` of returns, `orders`."""
    m = customer_months.c
    statement = (
        select(m.month, (m.gross + m.returns).label("net"), m.orders)
        .where(m.customer_id == customer_id, m.month.between(scope.start, scope.end))
        .order_by(m.month)
    )
    return read(connection, statement)


def customer_products(connection: Connection, scope: Scope, customer_id: str) -> pd.DataFrame:
    """Of the products bought the MOST_PRODUCTS that brought most: `stock_code`, `description`, `net` of returns,
    `orders`, and whether it `is_product`, and not postage or a fee."""
    t, o, p = transactions.c, orders.c, product_names.c
    net, sold = func.sum(t.quantity * t.unit_price), t.kind == "sale"
    product = product_of(t)
    number = func.coalesce(o.invoice_no, t.invoice_no)  # of the order, which a number that comes back has several of
    statement = (
        select(
            product.label("stock_code"),
            func.max(t.description).label("description"),
            net.label("net"),
            func.count(number.distinct()).filter(sold).label("orders"),
            func.coalesce(func.bool_and(p.is_product), False).label("is_product"),
        )
        .select_from(transactions.outerjoin(orders, holds(o, t)).outerjoin(product_names, p.stock_code == product))
        .where(t.customer_id == customer_id, t.kind.in_(("sale", "return")))
        .where(t.invoiced_at >= scope.start, t.invoiced_at < scope.until)
        .group_by(product)
        .having(func.count().filter(sold) > 0)
        .order_by(net.desc(), product)
        .limit(MOST_PRODUCTS)
    )
    return read(connection, statement)
