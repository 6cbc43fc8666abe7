"""/forecast: what the next months may bring, how sure that is, and how it was tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children, link, notice, place
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content, read_place
from dashboard.components.shell import page, page_head
from dashboard.figures.sales import forecast as drawn
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.selection import Scope, join_queries, page_query, period_in_words, query_fields
from dashboard.filters.unread import Doubt
from dashboard.pages.forecast import tables, words
from dashboard.pages.forecast.known import TITLES, TODAY, Known, known
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, to_say

FIELD = "ahead"
SPANS = {"3": to_say("3 months"), "6": to_say("6 months"), "12": to_say("12 months")}
USUAL = "6"
DRAWN_BEFORE = 36  # months known that are drawn
TO_COME = {"net": to_say("Sales to come"), "orders": to_say("Orders to come")}


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    options = [{"value": value, "label": say(label)} for value, label in SPANS.items()]
    control = dbc.Select(id="forecast-ahead", options=options, value=USUAL, size="sm")
    tools = html.Div([html.Label(say("Look ahead"), htmlFor="forecast-ahead"), control])
    return page(
        page_head(
            say("Forecast", sense="page"),
            say(
                "What the next months may bring, from the full months up to the filter's last one. The filter's "
                "countries apply; its first month does not, because every month known helps."
            ),
        ),
        html.Div(tools, className="table-tools span-12", id="forecast-tools"),
        bare("forecast-figures", height=120),
        graph_card("forecast-net", say("Sales to come"), columns=7, height=340),
        graph_card("forecast-parts", say("Who brings them"), columns=5, height=340),
        graph_card("forecast-orders", say("Orders to come"), columns=7, height=300),
        content_card("forecast-tried", say("How it was tried"), columns=5, height=300),
        content_card("forecast-table", say("Month by month"), height=320),
    )


def span(search: str) -> int:
    """How many months the address looks ahead."""
    wanted = dict(query_fields(search)).get(FIELD, USUAL)
    return int(wanted if wanted in SPANS else USUAL)


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address asks of the select that is not there."""
    spans = {value: say(label) for value, label in SPANS.items()}
    what = say("span", sense="choice of a link")
    yield from choice_doubts(where.search, FIELD, what, spans, spans[str(span(where.search))])


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """Sales and orders of the next months, from … to, against the months compared."""
    found = known(shop, scope)
    if isinstance(found, str):
        more = link(say("See Value"), place(where.filters, "value")) if found == say(TODAY) else ""
        return html.Div(notice(say("No forecast here"), html.Span([found, " ", more])), className="card-panel")
    spans = sorted({1, 3, span(where.search)})
    return key_figures([_sum(found, "net", months) for months in spans] + [_sum(found, "orders", spans[-1])])


def _sum(found: Known, measure: str, months: int) -> KeyFigure:
    ahead = found.ahead(measure)
    assert ahead is not None
    low, likely, high = ahead.together(months)
    label = f"{say(TITLES[measure])}, {period_in_words(found.coming[0], found.coming[months - 1])}"
    ends = {"low": found.written(measure, low), "high": found.written(measure, high)}
    before = found.before(months)
    hint = say("{percent} likely between {low} to {high}", percent=words.sure(), **ends)
    if before is None:
        return KeyFigure(label, found.written(measure, likely), change_note=say("{low} to {high}", **ends), hint=hint)
    was = float(found.frame.loc[before[0], measure].sum())
    told = say(
        "{likely} most likely, {was} in {period}",
        likely=found.written(measure, likely),
        was=found.written(measure, was),
        period=before[1],
    )
    against = say("vs {period}", period=before[1])
    return KeyFigure(label, found.written(measure, likely), likely / was - 1, against, hint=hint, compared=told)


def sales(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Sales known and to come."""
    return _course(shop, where, scope, "net")


def orders(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Orders known and to come."""
    return _course(shop, where, scope, "orders")


def _course(shop: Shop, where: Place, scope: Scope, measure: str) -> Panel:
    found = known(shop, scope)
    if isinstance(found, str):
        return Panel(say(TO_COME[measure]), found, drawn.course({}, [], (), {}, None, {}))
    ahead, months = found.ahead(measure), span(where.search)
    assert ahead is not None
    coming = list(zip(found.coming, ahead.low, ahead.point, ahead.high, strict=True))[:months]
    history = dict(zip(found.months, found.values(measure), strict=True))
    odd = {found.months[number] for number in ahead.unusual}
    pace = found.pace(measure)
    leads = (found.coming[0], pace[0] / pace[1]) if pace else None
    sentences = words.of_each(found, measure, history, odd)
    figure = drawn.course(
        dict(list(history.items())[-DRAWN_BEFORE:]),
        [(month, float(low), float(point), float(high)) for month, low, point, high in coming],
        odd,
        sentences,
        leads,
        tick(shop, measure),
    )
    return Panel(words.title(found, measure, months), words.note(found, measure, odd, pace), figure)


def tick(shop: Shop, measure: str) -> dict[str, Any]:
    """How an axis of the measure is written."""
    return {"tickformat": "~s"} | ({"tickprefix": formats.currency_sign(shop.currency)} if measure == "net" else {})


def who(shop: Shop, where: Place, scope: Scope) -> Panel:
    """New and returning customers, and guests."""
    found = known(shop, scope)
    if isinstance(found, str):
        return Panel(say("Who brings them"), found, drawn.parts([], {}, str, {}))
    months = span(where.search)
    split = {name: [float(value) for value in values[:months]] for name, values in found.split("net").items()}
    share = sum(split["returning"]) / sum(map(sum, split.values())) if "returning" in split else 0.0
    title = say("Returning customers bring {share} of it", share=formats.percent(share, 0))
    note = found.basis(say("Sales net of returns, most likely"))
    note += " · " + say("new: in the month of their first order")
    figure = drawn.parts(found.coming[:months], split, lambda value: found.written("net", value), tick(shop, "net"))
    return Panel(title, note, figure)


def tried(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How far off it would have been."""
    found = known(shop, scope)
    if isinstance(found, str):
        return Panel(say("How it was tried"), found, "")
    ahead = found.ahead("net")
    assert ahead is not None
    title = say("It would have been {miss} off a month", miss=formats.percent(ahead.shown.miss))
    if not ahead.is_model:
        plain = say(ahead.rules.plain_words)
        title = say("No better than {method}, so that is what is shown", method=plain)
    note = say(
        "From each of the latest {origins} months on, up to a year ahead, knowing only those before",
        origins=ahead.shown.origins,
    )
    return Panel(title, note, tables.trials(found))


def listed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """A row a month to come."""
    found = known(shop, scope)
    if isinstance(found, str):
        return Panel(say("Month by month"), found, "")
    country = tables.country_of(shop, scope)
    note = found.basis(say("{percent} likely from … to", percent=words.sure()))
    if country:
        name = shop.published().country_name(country)
        note += " · " + say("nationwide public holidays of {country}", country=name)
    return Panel(say("Month by month"), note, tables.months(found, span(where.search), country))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the select."""
    bind_bare(app, shop, "forecast-figures", figures)
    bind(app, shop, "forecast-net", sales)
    bind(app, shop, "forecast-parts", who)
    bind(app, shop, "forecast-orders", orders)
    bind_content(app, shop, "forecast-tried", tried)
    bind_content(app, shop, "forecast-table", listed)

    def show(filters: dict[str, str] | None) -> str:
        return str(span(read_place(filters, None).search))

    def choose(wanted: str | None, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        if wanted not in SPANS or int(wanted) == span(where.search):
            return no_update
        extras = page_query(where.search, without=(FIELD,))
        asked = "" if wanted == USUAL else f"{FIELD}={wanted}"
        return join_queries(where.filters.to_query(), extras, asked) or "?"

    app.callback(Output("forecast-ahead", "value"), Input("filters", "data"))(show)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("forecast-ahead", "value"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(choose)


PAGE = Page("forecast", to_say("Forecast", sense="page"), layout, doubts=doubts)
