"""Totals of a window: customers, orders, sales, by month, segment or country. Reads the activity marts only.

The marts keep each customer-month's previous month, so that distinct customers of any window are a sum:
a customer counts in the first of their months that lies in the window (see design, section 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from warehouse.schema import segment_activity as activity
from warehouse.schema import segment_last_orders as last_orders
from warehouse.schema import segment_single_orders as single_orders

EPOCH = date(1970, 1, 1)
COUNTS = ("customers", "new_customers", "orders", "identified_orders", "single_customers")


def _when(condition: ColumnElement[bool], value: ColumnElement) -> ColumnElement:
    return func.coalesce(func.sum(value).filter(condition), 0)


def measures(start: date) -> list[ColumnElement]:
    """Sums over rows of the activity mart in a window that begins with `start`.

    customers and new customers (identified ones), orders, orders of identified customers, gross, returns and net (both
    together), gross and net of identified customers and of guests, units.
    """
    a = activity.c
    guests, net = a.segment_id.is_(None), a.gross + a.returns
    first_seen = or_(a.previous_month.is_(None), a.previous_month < start)
    return [
        _when(first_seen, a.customers).label("customers"),
        _when(a.previous_month.is_(None), a.customers).label("new_customers"),
        func.coalesce(func.sum(a.orders), 0).label("orders"),
        _when(~guests, a.orders).label("identified_orders"),
        func.coalesce(func.sum(a.gross), 0).label("gross"),
        func.coalesce(func.sum(a.returns), 0).label("returns"),
        func.coalesce(func.sum(net), 0).label("net"),
        _when(~guests, a.gross).label("identified_gross"),
        _when(guests, a.gross).label("guest_gross"),
        _when(~guests, net).label("identified_net"),
        _when(guests, net).label("guest_net"),
        func.coalesce(func.sum(a.units), 0).label("units"),
    ]


@dataclass(frozen=True)
class Totals:
    """The key figures of a window. Money in the shop's currency, gross of returns unless named otherwise."""

    customers: int
    new_customers: int
    orders: int
    identified_orders: int
    gross: float
    returns: float  # <= 0
    net: float  # gross and returns together
    identified_gross: float
    guest_gross: float
    identified_net: float
    guest_net: float
    units: float
    single_customers: int  # with one order in the window
    single_gross: float  # of that order

    @property
    def repeat_customers(self) -> int:
        """Customers with two or more orders in the window: those before it count not, so that windows compare."""
        return self.customers - self.single_customers


def totals(connection: Connection, scope: Scope) -> Totals:
    """The key figures of a scope."""
    row = connection.execute(select(*measures(scope.start)).where(*scope.where(activity))).one()._asdict()
    return _totals(row | connection.execute(_single_orders(scope)).one()._asdict())


def totals_of(frame: pd.DataFrame) -> Totals:
    """The key figures that the rows of `by_segment` or `by_country` add up to: everyone belongs to one of them."""
    return _totals({field.name: frame[field.name].sum() for field in fields(Totals)})


def _totals(numbers: Mapping[str, Any]) -> Totals:
    exact = {one.name: numbers[one.name] for one in fields(Totals)}
    return Totals(**{name: int(value) if name in COUNTS else float(value) for name, value in exact.items()})  # type: ignore[arg-type]


def _single_orders(scope: Scope, *by: ColumnElement) -> Select:
    o = single_orders.c
    inside = and_(*scope.who(single_orders), o.month >= scope.start, o.later_month <= scope.end)
    statement = select(*by, *_singles()).where(inside)
    return statement.group_by(*by) if by else statement


def _singles() -> tuple[ColumnElement, ColumnElement]:
    o = single_orders.c
    return (
        func.coalesce(func.sum(o.customers), 0).label("single_customers"),
        func.coalesce(func.sum(o.gross), 0).label("single_gross"),
    )


def by_month(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a month of the window that has data, ascending: `month`, the measures and single orders.

    Here customers are those of the month itself, as are those with a single order; returning ones are customers less
    new_customers.
    """
    a, o = activity.c, single_orders.c
    sums = [column for column in measures(scope.start) if column.name != "customers"]
    customers = func.coalesce(func.sum(a.customers), 0).label("customers")
    statement = select(a.month, customers, *sums).where(*scope.where(activity)).group_by(a.month).order_by(a.month)
    inside = (*scope.where(single_orders), o.month == o.later_month)
    single = read(connection, select(o.month, *_singles()).where(*inside).group_by(o.month))
    return _filled(read(connection, statement).merge(single, on="month", how="left"))


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """With zeros where nobody ordered once."""
    return frame.fillna({"single_customers": 0, "single_gross": 0})


def by_segment(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a segment with anything in the window, guests with a null `segment_id`: measures, single orders,
    and `recency_days`, the mean at the end of the window."""
    return _by(connection, scope, "segment_id")


def by_country(connection: Connection, scope: Scope) -> pd.DataFrame:
    """One row a country with anything in the window, most net sales first: measures, single orders, `recency_days`."""
    return _by(connection, scope, "country")


def _by(connection: Connection, scope: Scope, key: str) -> pd.DataFrame:
    column = activity.c[key]
    statement = (
        select(column, *measures(scope.start))
        .where(*scope.where(activity))
        .group_by(column)
        .order_by(func.sum(activity.c.gross + activity.c.returns).desc(), column)
    )
    frame = read(connection, statement)
    single = read(connection, _single_orders(scope, single_orders.c[key]))
    recency = read(connection, _last_orders(scope, last_orders.c[key]))
    return _filled(frame.merge(single, on=key, how="left").merge(recency, on=key, how="left"))


def _last_orders(scope: Scope, *by: ColumnElement) -> Select:
    """Mean days from the last order in the window to its end."""
    r = last_orders.c
    last_seen = or_(r.next_month.is_(None), r.next_month > scope.end)
    end = (scope.as_of - EPOCH).days
    mean = (end - func.sum(r.last_order_days) / func.nullif(func.sum(r.customers), 0)).label("recency_days")
    return select(*by, mean).where(and_(*scope.where(last_orders)), last_seen).group_by(*by)
