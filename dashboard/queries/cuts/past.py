"""The marts of the past, from each customer's segment at the end of past months."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Join,
    Numeric,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
)

from dashboard.filters.selection import Scope, add_months, months_between
from dashboard.queries.cuts.who import who
from warehouse.schema import RFM_GROUPS, customer_months, segment_histories

YEAR = 12  # months that the money of movers reaches back before the first of the past, as in `models.history`
H, M = segment_histories.c, customer_months.c


def sizes(scope: Scope) -> Subquery:
    """As `segment_sizes`, a row a customer and month end."""
    members = who(scope)
    each = func.unnest(H.places).table_valued("place", with_ordinality="nth").render_derived(name="each")
    month = H.first_month + func.make_interval(0, cast(each.c.nth - 1, Integer))
    return (
        select(
            H.segmentation_id,
            members.c.country,
            _segment(each.c.place).label("segment_id"),
            cast(month, Date).label("month"),
            literal(1, Integer).label("customers"),
        )
        .select_from(_histories(members).join(each, true()))
        .where(H.segmentation_id == scope.segmentation_id, each.c.place > 0)
        .subquery("sizes")
    )


def flows(scope: Scope, since: date, until: date) -> Subquery:
    """As `segment_flows` between two month ends, a row a customer who had ordered by the later one."""
    members, money = who(scope), _money(scope, since, until)
    from_place, to_place = (H.places[_nth(month)] for month in (since, until))
    span = months_between(since, until) - 1
    is_known = _nth(since) - span >= -YEAR
    amounts: dict[str, ColumnElement] = {
        name: func.coalesce(money.c[name], 0) for name in ("net", "net_before", "net_year_before")
    }
    amounts["net_before"] = case((is_known, amounts["net_before"]), else_=cast(null(), Numeric))
    return (
        select(
            H.segmentation_id,
            members.c.country,
            literal(since, Date).label("from_month"),
            literal(until, Date).label("to_month"),
            _segment(from_place).label("from_segment"),
            _segment(to_place).label("to_segment"),
            literal(1, Integer).label("customers"),
            *(value.label(name) for name, value in amounts.items()),
        )
        .select_from(_histories(members).outerjoin(money, money.c.customer_id == H.customer_id))
        .where(H.segmentation_id == scope.segmentation_id, _nth(since) >= 1, to_place > 0)
        .subquery("flows")
    )


def _histories(members: Subquery) -> Join:
    return segment_histories.join(members, members.c.customer_id == H.customer_id)


def _segment(place: ColumnElement[int]) -> ColumnElement[str]:
    """The name of a place; null of 0, where nobody had ordered yet."""
    return case(dict(enumerate(RFM_GROUPS, 1)), value=place)


def _nth(month: date) -> ColumnElement[int]:
    """Where a month stands in the array of places, from 1."""
    first = func.extract("year", H.first_month) * 12 + func.extract("month", H.first_month)
    return cast(literal(month.year * 12 + month.month, Integer) - first + 1, Integer)


def _money(scope: Scope, since: date, until: date) -> Subquery:
    """One row a customer: what they brought between both ends, in as many months before, and in those a year before."""
    members, span = who(scope), months_between(since, until) - 1

    def between(after: date, last: date) -> ColumnElement:
        return func.sum(M.gross + M.returns).filter(M.month > after, M.month <= last)

    brought: Select = select(
        M.customer_id,
        between(since, until).label("net"),
        between(add_months(since, -span), since).label("net_before"),
        between(add_months(since, -YEAR), add_months(until, -YEAR)).label("net_year_before"),
    )
    earliest = min(add_months(since, -span), add_months(since, -YEAR))
    return (
        brought.select_from(customer_months.join(members, members.c.customer_id == M.customer_id))
        .where(M.month > earliest, M.month <= until)
        .group_by(M.customer_id)
        .subquery("money")
    )
