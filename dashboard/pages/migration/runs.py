"""The last card of /migration: what changed since the run before, or over the past year where there was none."""

from __future__ import annotations

from datetime import date

import pandas as pd
from dash import html

from dashboard.components.basics import Children
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, data_table, name_cell
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope, add_months
from dashboard.pages.migration import moves
from dashboard.pages.migration.month_ends import everyone
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.words import formats

MEASURES = (("recency_days", "Days since last order"), ("frequency", "Orders"), ("monetary", "Sales"))
YEAR = 12  # months back where there is no run before
FIRST = "This is the first run of its kind; the next one is compared with it"


def since_last_run(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How far the measures moved since the published run before, and which segments kept their names."""
    if shop.viewer.is_limited:  # a run keeps how far measures moved over all countries
        return _over_a_year(shop, where, scope)
    run = run_of(shop, scope)
    drift, identity = run["metrics"].get("feature_drift"), run["metrics"].get("identity")
    if not drift:
        return _over_a_year(shop, where, scope)
    known = [(label, drift[name]) for name, label in MEASURES if drift.get(name) is not None]
    worst = max((value for _, value in known), default=0.0)
    rows: list[list[Cell]] = [[label, f"{value:.3f}", moves.reading(value)] for label, value in known]
    columns = [Column("Measure", False), Column("Stability index"), Column("Reading", False)]
    body: list[Children] = [data_table(columns, rows, caption="Drift of the measures")]
    if identity:
        body.insert(
            0,
            html.P(
                _identity_in_words(identity, {one.segment_id: one.name for one in shop.published().of(scope).segments}),
                className="prose",
            ),
        )
    note = f"All customers with an order, in tenths of the run as of {formats.day(pd.Timestamp(drift['as_of']).date())}"
    return Panel(f"Since the run before, recency, orders and sales are {moves.reading(worst)}", note, body)


def _identity_in_words(identity: dict, names: dict[str, str]) -> str:
    kept = [one for one in identity["segments"] if one["kept"]]
    fresh = [names.get(one["segment_id"], one["segment_id"]) for one in identity["segments"] if not one["kept"]]
    total = len(identity["segments"])
    least = min((one["overlap"] for one in kept), default=0.0)
    text = f"{len(kept)} of {total} segments are those of the run before"
    text += f", at least {formats.percent(least, 0)} the same customers each." if kept else "."
    return text + (f" Named afresh: {', '.join(fresh)}." if fresh else "")


def _over_a_year(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The sizes of the segments a year ago, or as long ago as is known, and now: from the orders alone."""
    sizes = shop.ask(queries.sizes, everyone(scope))
    months = sorted(sizes["month"].unique())
    if len(months) < 2:
        return Panel("Nothing to compare with yet", f"{FIRST}: how far recency, orders and sales moved", "")
    until, since = months[-1], _a_year_before(months)
    frame = named_segments(compared(sizes, since, until), shop.published().of(scope))
    then, now = (formats.day(moves.month_end(shop.published(), scope, month)) for month in (since, until))
    least, most = frame["points"].idxmin(), frame["points"].idxmax()
    title = f"{frame.loc[most, 'name']} gained most in share of customers, {frame.loc[least, 'name']} lost most"
    if frame["points"].abs().max() < 0.0005:
        title = "No segment's share of customers has changed"
    who = scope_words.who(shop.published(), everyone(scope))
    note = " · ".join(part for part in (f"Customers on {then} and on {now}", who, FIRST) if part)
    rows: list[list[Cell]] = [
        [
            name_cell(where, shop.published().of(scope).segment(row.segment_id)),
            formats.count(row.then),
            formats.share(row.then, frame["then"].sum()),
            formats.count(row.now),
            formats.share(row.now, frame["now"].sum()),
            f"{100 * row.points:+.1f} pts".replace("-", "−"),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column("Segment", False),
        *(Column(text) for text in ("Then", "Share then", "Now", "Share now", "Change of share")),
    ]
    return Panel(title, note, data_table(columns, rows, caption="Segments then and now"))


def _a_year_before(months: list[date]) -> date:
    wanted = add_months(pd.Timestamp(months[-1]).date(), -YEAR)
    return max((month for month in months if pd.Timestamp(month).date() <= wanted), default=months[0])


def compared(sizes: pd.DataFrame, since: date, until: date) -> pd.DataFrame:
    """One row a segment of either month end: `segment_id`, customers `then` and `now`, `points` of share gained.

    `sizes` has `month`, `segment_id`, `customers`.
    """
    ends = {
        name: sizes[sizes["month"] == month].set_index("segment_id")["customers"]
        for name, month in (("then", since), ("now", until))
    }
    frame = pd.DataFrame(ends).fillna(0).astype(int)
    shares = frame / frame.sum()
    return frame.assign(points=shares["now"] - shares["then"]).reset_index()
