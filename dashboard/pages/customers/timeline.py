"""One customer's months: sales, the segment at each month's end, the campaigns they were in."""

from __future__ import annotations

from dashboard.components.panels import Panel
from dashboard.figures.sales.timeline import Mark, MonthEnd, customer_timeline, stretches
from dashboard.filters import scope_words
from dashboard.filters.published import Segmentation
from dashboard.filters.selection import Scope
from dashboard.queries.customers import timeline as queries
from dashboard.queries.customers.customer import customer_trend
from dashboard.shop import Place, Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from dashboard.words.segments import segment_name
from warehouse.schema import RFM_GROUPS
from wording.languages import say, say_n

CAMPAIGNS = "audiences"  # the right to see who was written to


def timeline(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Sales by month, and what happened beside them."""
    published = shop.published()
    frame, past = shop.ask(customer_trend, scope, where.argument), _past(shop, where, scope)
    marks = _marks(shop, where, scope) if asker().may(CAMPAIGNS) else []
    active, moves = int((frame["orders"] > 0).sum()), len(stretches(past)) - 1
    ordered = say_n(active, "Ordered in {n} month", "Ordered in {n} months")
    title = ordered if active else say("No orders in these months")
    title += f", {_moved(moves)}" if moves > 0 else ""
    parts = [say("Sales net of returns by month"), scope_words.period(published, scope)]
    parts += (
        [say("below, the segment at each month’s end by {name}, of orders by then", name=published.of(scope).name)]
        if past
        else []
    )
    parts += [say("triangles: campaigns written to, hollow where held out")] if marks else []
    return Panel(
        title, " · ".join(parts), customer_timeline(frame, shop.currency, (scope.start, scope.end), past, marks)
    )


def _moved(times: int) -> str:
    if times < 3:
        return say("changed segment once") if times == 1 else say("changed segment twice")
    return say("changed segment {times} times", times=formats.count(times))


def _past(shop: Shop, where: Place, scope: Scope) -> list[MonthEnd]:
    segmentation = shop.published().of(scope)
    found = shop.ask(queries.customer_past, scope, where.argument)
    return [MonthEnd(month, _name(segmentation, one), RFM_GROUPS.index(one) + 1) for month, one in found]


def _name(segmentation: Segmentation, segment_id: str) -> str:
    """Of a group that may be empty today, and so not among the published."""
    segment = segmentation.segment(segment_id)
    return segment.name if segment else segment_name(segment_id.replace("-", " ").capitalize())


def _marks(shop: Shop, where: Place, scope: Scope) -> list[Mark]:
    """Those of the window; read as they are now, for lists leave at any time."""
    with shop.connect() as connection:
        found = queries.customer_campaigns(connection, where.argument or "")
    return [Mark(one.day, one.name, one.is_held) for one in found if scope.start <= one.day < scope.until]
