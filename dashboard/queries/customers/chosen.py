"""The customers of whom an audience is to be made: of a view, or chosen in a chart."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select

from dashboard.filters.choosing import Choice
from dashboard.filters.selection import Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.drawn import drawn_around
from dashboard.queries.customers.lists import listed, members
from dashboard.queries.store.loads import Stand
from warehouse.schema import customer_products, customer_segments, listed_customers

F = listed_customers.c


def chosen_count(connection: Connection, choice: Choice, scope: Scope, stand: Stand = ()) -> int:
    """How many they are; `scope` is that of the choice's filters."""
    statement = select(func.count()).select_from(members()).where(*_conditions(choice, scope))
    return int(connection.execute(statement).scalar_one())


def chosen_numbers(connection: Connection, choice: Choice, scope: Scope) -> tuple[str, ...]:
    """Their numbers, ascending."""
    statement = select(F.customer_id).select_from(members()).where(*_conditions(choice, scope))
    return tuple(connection.scalars(statement.order_by(F.customer_id)))


def _conditions(choice: Choice, scope: Scope) -> list[ColumnElement[bool]]:
    if choice.shape is not None:
        whose = F.customer_id.in_(drawn_around(choice.shape, scope))
        return [customer_segments.c.segmentation_id == scope.segmentation_id, whose]
    conditions = listed(scope, CustomerFilter())
    if choice.product is not None:
        conditions.append(F.customer_id.in_(_buyers(choice.product, scope)))
    return conditions


def _buyers(code: str, scope: Scope) -> Select[tuple[str]]:
    """Who bought a product; of a part of the months, then."""
    b = customer_products.c
    ever = select(b.customer_id).where(b.stock_code == code)
    if not scope.is_part:
        return ever
    day = func.unnest(b.days).column_valued("day")
    return ever.where(exists(select(day).where(day >= scope.start, day < scope.until)))
