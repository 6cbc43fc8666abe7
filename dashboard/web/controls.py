"""The address <-> the filter controls, and the filters on which all panels hang."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from dashboard.components.basics import Children, dot, link
from dashboard.components.filterbar import picker_summary
from dashboard.components.panels import failure
from dashboard.filters.comparison import mode_of, reaches
from dashboard.filters.implied import on_page, own_of
from dashboard.filters.published import Published, guest_segment
from dashboard.filters.selection import (
    COMPARISONS,
    CURSORS,
    NONE,
    PREVIOUS,
    YEAR,
    Filters,
    Scope,
    add_months,
    join_queries,
    page_query,
)
from dashboard.shop import Shop
from dashboard.words import formats
from wording.languages import say, to_say

COMPARED = {
    PREVIOUS: to_say("vs previous period"),
    YEAR: to_say("vs same period last year"),
    NONE: to_say("no comparison"),
}
EVERYBODY = "everybody"  # what the picker says without an audience
CONTROLS = ("from", "to", "countries", "segments", "segmentation", "audience", "compare")
PRESETS = ((3, to_say("3 mo")), (6, to_say("6 mo")), (12, to_say("12 mo")), (0, to_say("All", sense="months")))


def register(app: Dash, shop: Shop) -> None:
    """Bind the address to the controls, and the controls to the address."""
    names = tuple(f"filter-{name}" for name in CONTROLS)

    def change(
        search: str | None,
        start: str | None,
        end: str | None,
        countries: list[str] | None,
        segments: list[str] | None,
        segmentation: str | None,
        audience: str | None,
        compare: str | None,
        _clears: int | None,
        _ticks: int | None,
        pathname: str | None,
        current: dict[str, str] | None,
    ) -> Any:
        values = (start, end, countries, segments, segmentation, audience, compare)
        try:
            published = shop.published()
        except Exception as error:
            if ctx.triggered_id == "again":
                raise PreventUpdate from None  # nothing has changed
            failure(error)
            idle = {"search": search or "", "idle": "yes"}
            return [no_update] * 7 + [[]] * 7 + [no_update] * 4 + [idle, no_update, no_update]
        asked, given = Filters.from_query(search), ctx.triggered_id
        own = own_of(pathname, published, asked.segmentation)
        before = on_page(asked, own, chosen=False).filters
        filters, extras = before, page_query(search)
        if given == "filter-clear":
            filters, extras = Filters(), ""
        elif given in names:
            filters = _chosen(published, before, *values)
            extras = page_query(search, without=CURSORS) if filters != before else extras
            own = own_of(pathname, published, filters.segmentation)
        # Clear takes away what a page is narrowed to, and leaves it where that is nothing.
        leaves = given == "filter-clear" and own is not None and own.without(before) == Filters()
        found = on_page(filters, own, chosen=leaves or (own is not None and given == f"filter-{own.field}"))
        controls = _controls(published, found.filters, page_query(extras, without=CURSORS))
        # A control that shows its value is left alone: someone may have changed it since it was sent.
        for i, shown in enumerate(values):
            controls[i] = no_update if controls[i] == shown else controls[i]
        kept = {"search": join_queries(found.filters.to_query(), extras)}
        said = _changed(search, join_queries(found.said.to_query(), extras))
        return [*controls, no_update if kept == current else kept, said, found.pathname or no_update]

    app.callback(
        *(Output(name, "value") for name in names),
        Output("filter-from", "options"),
        Output("filter-to", "options"),
        Output("filter-segmentation", "options"),
        Output("filter-audience", "options"),
        Output("filter-compare", "options"),
        Output("filter-countries", "options"),
        Output("filter-segments", "options"),
        Output("filter-presets", "children"),
        Output("filter-countries-summary", "children"),
        Output("filter-segments-summary", "children"),
        Output("filter-audience-place", "hidden"),
        Output("filters", "data"),
        Output("url", "search"),
        Output("url", "pathname", allow_duplicate=True),
        Input("url", "search"),
        *(Input(name, "value") for name in names),
        Input("filter-clear", "n_clicks"),
        Input("again", "n_intervals"),
        Input("url", "pathname"),
        State("filters", "data"),
        prevent_initial_call="initial_duplicate",
    )(change)
    app.clientside_callback(  # runs in the browser: assets/regulars.js
        ClientsideFunction("regulars", "filterBar"), Output("filter-bar", "className"), Input("filters", "data")
    )


def _changed(before: str | None, after: str) -> Any:
    return no_update if (before or "") == after else after


def _chosen(
    published: Published,
    before: Filters,
    start: str | None,
    end: str | None,
    countries: list[str] | None,
    segments: list[str] | None,
    segmentation: str | None,
    audience: str | None,
    compare: str | None,
) -> Filters:
    """The filters that the controls say; a full window is no filter, and another segmentation drops the segments.

    Nor is the comparison that the control shows without being asked for one.
    """
    first, last = published.first_month, published.last_month
    since, until = _month(start, first), _month(end, last)
    if since > until:
        since, until = until, since
    default = published.segmentations[0].algorithm
    other = segmentation or default
    kept = () if other != published.segmentation(before.segmentation).algorithm else tuple(segments or ())
    return Filters(
        None if since <= first else since,
        None if until >= last else until,
        tuple(countries or ()),
        kept,
        None if other == default else other,
        _comparison(published, before, compare),
        _audience(published, before, audience),
        before.parts,
    )


def _comparison(published: Published, before: Filters, chosen: Any) -> str | None:
    """What changes are to be against: what the control shows of itself is no choice."""
    scope = published.scope(before)
    if chosen not in COMPARISONS or chosen == mode_of(published, scope):
        return before.compare
    return None if chosen == mode_of(published, scope.only(compare=None)) else str(chosen)


def _audience(published: Published, before: Filters, chosen: str | None) -> str | None:
    """The audience that is chosen; what a link says of one that cannot be shown stays until another is."""
    if chosen and chosen != EVERYBODY:
        return chosen
    return before.audience if published.audience(before.audience) is None else None


def _month(value: Any, default: date) -> date:
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        return default


def _controls(published: Published, filters: Filters, extras: str) -> list[Any]:
    segmentation = published.segmentation(filters.segmentation)
    scope = published.scope(filters)
    months = _months(published)
    segments = [*segmentation.segments, guest_segment()]
    names = {segment.segment_id: segment.name for segment in segments}
    return [
        f"{scope.start:%Y-%m}",
        f"{scope.end:%Y-%m}",
        list(filters.countries),
        [segment for segment in filters.segments if segment in names],
        segmentation.algorithm,
        filters.audience if published.audience(filters.audience) else EVERYBODY,
        mode_of(published, scope),
        months,
        months,
        [{"value": one.algorithm, "label": one.name} for one in published.segmentations],
        _audiences(published),
        _comparisons(published, scope),
        [{"value": code, "label": name} for code, name in published.country_names.items()],
        [{"value": one.segment_id, "label": html.Span([dot(one.position), one.name])} for one in segments],
        _presets(published, filters, extras),
        picker_summary(say("All countries"), [published.country_name(code) for code in filters.countries]),
        picker_summary(say("All segments"), [names.get(one, one) for one in filters.segments]),
        not published.audiences,
    ]


def _months(published: Published) -> list[dict[str, str]]:
    if not published.has_orders:
        return [{"value": f"{published.first_month:%Y-%m}", "label": say("All time")}]
    month, found = published.last_month, []
    while month >= published.first_month:
        found.append({"value": f"{month:%Y-%m}", "label": formats.month(month)})
        month = add_months(month, -1)
    return found


def _audiences(published: Published) -> list[dict[str, Any]]:
    """Those that can be chosen, everybody first; one that the viewer cannot read says so."""
    found: list[dict[str, Any]] = [{"value": EVERYBODY, "label": say("Everybody")}]
    for one in published.audiences or ():
        label = say("{name}: not shown to you", name=one.name) if one.refusal else one.name
        found.append({"value": str(one.audience_id), "label": label, "disabled": bool(one.refusal)})
    return found


def _comparisons(published: Published, scope: Scope) -> list[dict[str, Any]]:
    """What the window can be compared with; what the data do not reach cannot be chosen."""
    found = []
    for mode, label in COMPARED.items():
        can = reaches(published, scope, mode)
        found.append(
            {
                "value": mode,
                "label": say(label) if can else say("{label}: not in the data", label=say(label)),
                "disabled": not can,
            }
        )
    return found


def _presets(published: Published, filters: Filters, extras: str) -> list[Children]:
    """Links to the last months up to the end of the data; `extras` is what the page keeps in the address."""
    links: list[Children] = []
    for months, label in PRESETS if published.has_orders else ():
        start = add_months(published.last_month, 1 - months) if months else None
        if start is not None and start <= published.first_month:
            continue
        target = filters.only(start=start, end=None)
        mark = " active" if (target.start, target.end) == (filters.start, filters.end) else ""
        links.append(
            link(
                say(label, sense="" if months else "months"),
                join_queries(target.to_query(), extras) or "?",
                f"preset{mark}",
            )
        )
    return links
