"""/migration: who moved between segments from one month's end to another's, and how far the segments drift."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, notice
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.shell import page, page_head
from dashboard.figures.segments.migration import Marks, flow_diagram, flow_height, shares_over_time, stability_bars
from dashboard.filters import parts, scope_words
from dashboard.filters.choosing import Choice, conditions
from dashboard.filters.comparison import full_window
from dashboard.filters.naming import named_segments
from dashboard.filters.narrowing import who
from dashboard.filters.published import Segment
from dashboard.filters.reach import FEWEST, why_no_moves, why_no_share
from dashboard.filters.selection import Scope, period_in_words
from dashboard.insights.shares import shares
from dashboard.insights.spans import shared_months
from dashboard.pages.migration import month_ends, moves
from dashboard.pages.migration.month_ends import everyone, in_window, measured, span_of
from dashboard.pages.migration.moves import Span
from dashboard.pages.migration.places import by_country
from dashboard.pages.migration.runs import since_last_run
from dashboard.pages.migration.tables import table
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from warehouse.schema import RFM_GROUPS, WITHOUT_ORDER
from wording.languages import marked, say, say_n, to_say

TOO_SHORT = to_say(
    "Movement needs customers at the ends of two months at least, the first with {fewest} full months of data up to "
    "it, in RFM groups or k-means. Load more months, clear the countries, or choose another segmentation."
)
RULER = to_say("the past measured with today's centres, in their places among the customers of then")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Migration", sense="page"),
            say("Who moved between segments from one month's end to another: the filter's, or others chosen here."),
        ),
        html.Div(month_ends.selects(), className="table-tools span-12", id="migration-tools"),
        bare("migration-figures", figures=8),
        graph_card("migration-flows", say("Who moved where"), height=flow_height(12)),
        content_card("migration-table", say("From segment to segment"), height=320),
        content_card("migration-places", say("Where it grew and shrank"), height=320),
        graph_card("migration-sizes", say("Segments over time"), columns=7, height=340),
        graph_card("migration-drift", say("Stability of the segments"), columns=5, height=340),
        content_card("migration-runs", say("Since the run before"), height=24),
    )


def moved(shop: Shop, scope: Scope, chosen: Span) -> pd.DataFrame:
    """The flows of the span, named and best first."""
    frame = shop.ask(queries.flows, everyone(scope), chosen.since, chosen.until)
    return moves.named(frame, shop.published().of(scope))


def basis(shop: Shop, scope: Scope, chosen: Span, measure: str) -> str:
    """What a card stands on."""
    published = shop.published()
    ruler = say(RULER) if published.of(scope).algorithm == "kmeans" else ""
    then, now = _ends(shop, scope, chosen)
    days = say("{then} to {now}", then=then, now=now)
    parts = [measure, scope_words.who(published, everyone(scope)), days, ruler]
    return " · ".join(part for part in parts if part)


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """How many stayed, rose, fell, came, went quiet and came back."""
    chosen = span_of(shop, where, scope)
    if chosen is None:
        return html.Div(notice(say("There is no movement to show here"), _nothing(shop, scope)), className="card-panel")
    counts = moves.totals(moved(shop, scope, chosen))
    then, now = _ends(shop, scope, chosen)

    def figure(label: str, name: str, note: str = "") -> KeyFigure:
        part = say(
            "{share} of {customers}, since {day}",
            share=formats.share(counts[name], counts["then"]),
            customers=formats.count(counts["then"]),
            day=then,
        )
        return KeyFigure(label, formats.count(counts[name]), change_note=note or part)

    return key_figures(
        [
            figure(say("Stayed in their segment"), "stayed"),
            figure(say("Moved up"), "up"),
            figure(say("Moved down"), "down"),
            figure(say("New customers"), "new", say("first order since {day}", day=then)),
            figure(say("Went quiet since {day}", day=then), "quiet", say("now Hibernating or Lost")),
            figure(say("Came back since {day}", day=then), "back", say("from Hibernating or Lost")),
            figure(say("Customers then"), "then", then),
            figure(say("Customers now"), "now", now),
        ]
    )


def _nothing(shop: Shop, scope: Scope) -> str:
    """Why nobody is seen to move."""
    if measured(shop, scope)["month"].nunique() < 2:
        return say(TOO_SHORT, fewest=FEWEST)
    return say("{why} Other months may be chosen above.", why=why_no_moves(shop.published(), everyone(scope)))


def _ends(shop: Shop, scope: Scope, chosen: Span) -> tuple[str, str]:
    """The two days in words."""
    published = shop.published()
    since, until = (formats.day(moves.month_end(published, scope, month)) for month in (chosen.since, chosen.until))
    return since, until


def diagram(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The flows as ribbons."""
    chosen = span_of(shop, where, scope)
    if chosen is None:
        return Panel(
            say("Who moved where"), _nothing(shop, scope), flow_diagram(pd.DataFrame(), pd.DataFrame(), ("", ""))
        )
    flows = moved(shop, scope, chosen)
    drawn, rest = moves.bundled(flows)
    note = basis(
        shop,
        scope,
        chosen,
        say("Ribbons in the colour of the segment people left; pale ones stayed; a click chooses its customers"),
    )
    if rest:
        thin = say_n(
            rest,
            "{n} customer in flows too thin to draw: see the table below",
            "{n} customers in flows too thin to draw: see the table below",
        )
        note += f" · {thin}"
    figure = flow_diagram(drawn, flows, _ends(shop, scope, chosen), marks_of(shop, scope, chosen))
    return Panel(moves.sentence(flows), note, figure)


def marks_of(shop: Shop, scope: Scope, chosen: Span) -> Marks:
    """What says who stood where at both ends."""
    until = None if chosen.until == chosen.months[-1] else f"{chosen.until:%Y-%m}"
    segments = tuple(one for one in RFM_GROUPS if one not in WITHOUT_ORDER)
    return Marks(shop.published().of(scope).algorithm, segments, (f"{chosen.since:%Y-%m}", until))


def crossed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The flows as a table."""
    chosen = span_of(shop, where, scope)
    if chosen is None:
        return Panel(say("From segment to segment"), _nothing(shop, scope), "")
    flows = moved(shop, scope, chosen)
    what = say("Rows: segment then; columns: segment now; shares of the row; a number opens an audience of them")
    note = basis(shop, scope, chosen, what)
    marks, view = marks_of(shop, scope, chosen), where.filters.only(segments=(), start=None, end=None)

    def leads(old: Segment, new: Segment) -> str:
        flow = who.read(marks.said_flow(old, new))
        own = Choice(view.only(parts=(*view.parts, flow)))
        said = conditions(own, shop.published(), shop.scope(view), ordered=True)
        return parts.address(said) if said is not None else ""

    return Panel(_crossed_title(flows), note, table(where, shop.published().of(scope), flows, leads))


def _crossed_title(flows: pd.DataFrame) -> str:
    known = flows[flows["move"] != "new"]
    best = known[[one.position == 1 for one in known["old"]]]
    if best.empty:
        return say("From segment to segment")
    kept = best.loc[best["move"] == "stayed", "customers"].sum()
    share = formats.share(kept, best["customers"].sum(), 0)
    return say("{share} of {segment} stayed {segment}", share=share, segment=best.iloc[0]["old"].name)


def course(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Segments' shares of customers at each month's end: nobody is forgotten, so that numbers only grow."""
    segmentation = shop.published().of(scope)
    frame, ends = named_segments(in_window(shop, scope), segmentation), shared_months(shop, everyone(scope))
    parts = [
        say("Share of customers at each month's end"),
        scope_words.who(shop.published(), everyone(scope)),
        _span(frame),
    ]
    title = say("Segments over time")
    if ends is None:
        parts.append(why_no_share(shop.published(), everyone(scope)))
    else:
        changed = named_segments(shares(frame, ends), segmentation)
        row = changed.loc[changed["points"].abs().idxmax()]
        then, now = (formats.percent(row[name], 0) for name in ("share_then", "share_now"))
        since, until = (formats.month(month) for month in ends)
        title = say(
            "{segment} went from {then} of customers at the end of {since} to {now} at the end of {until}",
            segment=row["name"],
            then=then,
            since=since,
            now=now,
            until=until,
        )
    return Panel(title, " · ".join(part for part in parts if part), shares_over_time(frame, segmentation.algorithm))


def _span(frame: pd.DataFrame) -> str:
    """The month ends of a chart, in words."""
    return period_in_words(frame["month"].min(), frame["month"].max()) if len(frame) else ""


def drift(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The stability index of the shares, full month by full month."""
    sizes, full = in_window(shop, scope), full_window(shop.published())
    frame = moves.stability(sizes if full is None else sizes[sizes["month"] <= full[1]])
    frame = frame.assign(word=[moves.reading(value) for value in frame["psi"]])
    note = say("How far the segments' shares moved against the month before, as an index; below 0.1 is stable")
    note = " · ".join(part for part in (note, _span(frame)) if part)
    title = say("Stability of the segments")
    if len(frame):
        last = frame.iloc[-1]
        title = say(
            "The mix of segments is {word}: index {index} in {month}",
            word=say(last["word"]),
            index=marked(f"{last['psi']:.3f}"),
            month=formats.month(last["month"]),
        )
    return Panel(title, note, stability_bars(frame, moves.SHIFTING, moves.SHIFTED))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the two selects."""
    bind_bare(app, shop, "migration-figures", figures)
    bind(app, shop, "migration-flows", diagram)
    bind_content(app, shop, "migration-table", crossed)
    bind_content(app, shop, "migration-places", by_country)
    bind(app, shop, "migration-sizes", course)
    bind(app, shop, "migration-drift", drift)
    bind_content(app, shop, "migration-runs", since_last_run)

    month_ends.register(app, shop)


PAGE = Page("migration", to_say("Migration", sense="page"), layout, doubts=month_ends.doubts)
