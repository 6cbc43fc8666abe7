"""Mart -> its cut for a scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Connection, FromClause, Table

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import goods, months, orders, past, people, sample
from dashboard.queries.cuts.keeping import KEYS, kept
from warehouse.schema import (
    sample_months,
    segment_activity,
    segment_attributes,
    segment_cohorts,
    segment_first_orders,
    segment_flows,
    segment_hours,
    segment_last_orders,
    segment_products,
    segment_single_orders,
    segment_sizes,
    segment_value,
)

CUTS: Mapping[Table, Callable[[Scope], FromClause]] = {
    segment_activity: months.activity,
    segment_last_orders: months.last_orders,
    segment_single_orders: months.single_orders,
    sample_months: sample.months,
    segment_cohorts: months.cohorts,
    segment_first_orders: orders.first_orders,
    segment_hours: orders.hours,
    segment_products: goods.products,
    segment_value: people.value,
    segment_attributes: people.attributes,
    segment_sizes: past.sizes,
}


def cut(connection: Connection, mart: Table, scope: Scope) -> FromClause:
    """The mart as a scope asks it: with an audience the same sums over its customers, or a row each of them."""
    if scope.audience is None:
        return mart
    found = CUTS[mart](scope)
    if mart not in KEYS:  # the sample, which is one already
        return found
    return kept(connection, mart, scope.audience, scope.segmentation_id, found)


def inside(scope: Scope, customer_id: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """The condition that a row's customer is in the audience of a scope; none without one."""
    return [] if scope.audience is None else [customer_id.in_(scope.audience.ids())]


def cut_flows(scope: Scope, since: date, until: date) -> FromClause:
    """`segment_flows` between two month ends, whoever is asked about: with an audience a row each of them."""
    return segment_flows if scope.audience is None else past.flows(scope, since, until)
