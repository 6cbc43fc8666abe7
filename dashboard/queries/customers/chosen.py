"""The customers that somebody chose in a chart."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from audiences.conditions import condition, read
from audiences.lists.standing import stands
from dashboard.filters.choosing import Choice
from dashboard.filters.selection import Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import listed, members
from dashboard.queries.cuts import began_with
from dashboard.queries.store.loads import Stand
from warehouse.schema import customer_months, customer_products, customer_segments, listed_customers, orders

F = listed_customers.c


def chosen_count(connection: Connection, choice: Choice, scope: Scope, stand: Stand = ()) -> int:
    """How many they are; `scope` is that of the choice's filters."""
    statement = select(func.count()).select_from(members()).where(*_conditions(connection, choice, scope))
    return int(connection.execute(statement).scalar_one())


def chosen_numbers(connection: Connection, choice: Choice, scope: Scope) -> tuple[str, ...]:
    """Their numbers, ascending."""
    statement = select(F.customer_id).select_from(members()).where(*_conditions(connection, choice, scope))
    return tuple(connection.scalars(statement.order_by(F.customer_id)))


def _conditions(connection: Connection, choice: Choice, scope: Scope) -> list[ColumnElement[bool]]:
    own = choice.scope(scope)
    if choice.customers is not None:  # drawn whatever the months
        return [customer_segments.c.segmentation_id == scope.segmentation_id, F.customer_id.in_(choice.customers)]
    conditions = listed(own, CustomerFilter())
    if choice.part is not None:
        conditions.append(condition(read(json.loads(choice.part)), stands(connection)))
    if choice.product is not None:
        conditions.append(F.customer_id.in_(_buyers(choice.product, own)))
    if choice.cohort is not None:
        m = customer_months.c
        is_first = (m.customer_id == F.customer_id, m.orders > 0, m.previous_month.is_(None))
        conditions.append(exists().where(*is_first, m.month == choice.cohort.month))
        if choice.cohort.product:
            conditions.append(F.customer_id.in_(began_with(choice.cohort.product)))
    if choice.hour is not None:
        o = orders.c
        day, hour = choice.hour
        at = [func.extract("isodow", o.invoiced_at) == day]
        at += [] if hour is None else [func.extract("hour", o.invoiced_at) == hour]
        when = (o.invoiced_at >= own.start, o.invoiced_at < own.until)
        conditions.append(exists().where(o.customer_id == F.customer_id, o.gross > 0, *when, *at))
    return conditions


def _buyers(code: str, scope: Scope) -> Select[tuple[str]]:
    """Who bought a product; of a part of the months, then."""
    b = customer_products.c
    ever = select(b.customer_id).where(b.stock_code == code)
    if not scope.is_part:
        return ever
    day = func.unnest(b.days).column_valued("day")
    return ever.where(exists(select(day).where(day >= scope.start, day < scope.until)))
