"""The last card of /migration: what changed since the run before, or where there was none, between the months that
the view compares."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.basics import Children
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, data_table, name_cell
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.reach import why_no_share
from dashboard.filters.selection import Scope
from dashboard.insights.shares import at_end, shares
from dashboard.insights.spans import shared_months
from dashboard.pages.migration import moves
from dashboard.pages.migration.month_ends import everyone
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.words import formats
from wording.languages import marked, say, to_say

MEASURES = (
    ("recency_days", to_say("Days since last order")),
    ("frequency", to_say("Orders")),
    ("monetary", to_say("Sales")),
)
NO_CHANGE = 0.0005  # of a share, that reads as 0.0 pts
FIRST = to_say("This is the first run of its kind; the next one is compared with it")


def since_last_run(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How far the measures moved since the published run before, and which segments kept their names."""
    if shop.viewer.is_limited:  # a run keeps how far measures moved over all countries
        return _then_and_now(shop, where, scope)
    run = run_of(shop, scope)
    drift, identity = run["metrics"].get("feature_drift"), run["metrics"].get("identity")
    if not drift:
        return _then_and_now(shop, where, scope)
    known = [(label, drift[name]) for name, label in MEASURES if drift.get(name) is not None]
    worst = max((value for _, value in known), default=0.0)
    rows: list[list[Cell]] = [[say(label), marked(f"{value:.3f}"), say(moves.reading(value))] for label, value in known]
    columns = [
        Column(say("Measure"), False),
        Column(
            say("How far it moved"), hint=say("Stability index: below 0.1 stable, up to 0.25 shifting, above shifted")
        ),
        Column(say("Reading"), False),
    ]
    body: list[Children] = [data_table(columns, rows, caption=say("Drift of the measures"))]
    if identity:
        body.insert(
            0,
            html.P(
                _identity_in_words(identity, {one.segment_id: one.name for one in shop.published().of(scope).segments}),
                className="prose",
            ),
        )
    note = say(
        "All customers with an order, in tenths of the run as of {date}",
        date=formats.day(pd.Timestamp(drift["as_of"]).date()),
    )
    return Panel(
        say("Since the run before, recency, orders and sales are {reading}", reading=say(moves.reading(worst))),
        note,
        body,
    )


def _identity_in_words(identity: dict, names: dict[str, str]) -> str:
    kept = [one for one in identity["segments"] if one["kept"]]
    fresh = [names.get(one["segment_id"], one["segment_id"]) for one in identity["segments"] if not one["kept"]]
    total = len(identity["segments"])
    least = min((one["overlap"] for one in kept), default=0.0)
    text = (
        say(
            "{kept} of {total} segments are those of the run before, at least {least} the same customers each.",
            kept=len(kept),
            total=total,
            least=formats.percent(least, 0),
        )
        if kept
        else say("{kept} of {total} segments are those of the run before.", kept=0, total=total)
    )
    return " ".join([text, *([say("Named afresh: {segments}.", segments=", ".join(fresh))] if fresh else [])])


def _then_and_now(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The shares of the segments at the two month ends that the view compares, from the orders alone; where it compares
    none, at the latest of them."""
    sizes = shop.ask(queries.sizes, everyone(scope))
    ends = shared_months(shop, everyone(scope))
    if sizes.empty:
        return Panel(
            say("Nothing to compare with yet"),
            say("{first}: how far recency, orders and sales moved", first=say(FIRST)),
            "",
        )
    if ends is None:
        return _now(shop, where, scope, sizes)
    frame = named_segments(shares(sizes, ends), shop.published().of(scope))
    then, now = (formats.day(moves.month_end(shop.published(), scope, month)) for month in ends)
    least, most = frame["points"].idxmin(), frame["points"].idxmax()
    title = say(
        "{most} gained most in share of customers, {least} lost most",
        most=frame.loc[most, "name"],
        least=frame.loc[least, "name"],
    )
    if frame["points"].abs().max() < NO_CHANGE:
        title = say("No segment's share of customers has changed")
    rows: list[list[Cell]] = [
        [
            name_cell(where, shop.published().of(scope).once(row.segment_id)),
            formats.count(row.then),
            formats.percent(row.share_then),
            formats.count(row.now),
            formats.percent(row.share_now),
            formats.points(row.points),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Segment"), False),
        *(
            Column(text)
            for text in (say("Then"), say("Share then"), say("Now"), say("Share now"), say("Change of share"))
        ),
    ]
    note = _note(shop, scope, say("Customers on {then} and on {now}", then=then, now=now), say(FIRST))
    return Panel(title, note, data_table(columns, rows, caption=say("Segments then and now")))


def _now(shop: Shop, where: Place, scope: Scope, sizes: pd.DataFrame) -> Panel:
    """The shares at one month's end, and why they are compared with none."""
    month = max((one for one in sizes["month"] if one <= scope.end), default=sizes["month"].min())
    counts = at_end(sizes, month).rename("customers").reset_index()
    frame = named_segments(counts, shop.published().of(scope))
    day = formats.day(moves.month_end(shop.published(), scope, month))
    rows: list[list[Cell]] = [
        [
            name_cell(where, shop.published().of(scope).once(row.segment_id)),
            formats.count(row.customers),
            formats.share(row.customers, frame["customers"].sum()),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column(say("Segment"), False), Column(say("Customers")), Column(say("Share"))]
    note = _note(
        shop, scope, say("Customers on {day}", day=day), why_no_share(shop.published(), everyone(scope)), say(FIRST)
    )
    return Panel(say("Segments on {day}", day=day), note, data_table(columns, rows, caption=say("Segments now")))


def _note(shop: Shop, scope: Scope, measure: str, *more: str) -> str:
    parts = (measure, scope_words.who(shop.published(), everyone(scope)), *more)
    return " · ".join(part for part in parts if part)
