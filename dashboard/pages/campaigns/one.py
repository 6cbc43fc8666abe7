"""/campaigns/<number>: what one campaign brought, by segment and over time, what it cost, its lists, who answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html, no_update
from plotly import graph_objects as go

from audiences.destinations import FORMATS
from audiences.measurement import BUYERS, NET, Result, sentences
from dashboard.components.basics import Children, link, woven
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, PanelFunction, charted, charts_of, failure, read_place
from dashboard.components.shell import page, page_head
from dashboard.figures.sales.lift import lift_by_day
from dashboard.figures.style.theme import empty, themed
from dashboard.filters.selection import Scope
from dashboard.pages.campaigns import making, tables
from dashboard.pages.campaigns.acting import keep_answered, keep_told, send_again
from dashboard.pages.campaigns.reading import Read, read
from dashboard.shop import Place, Shop
from dashboard.shop.said import to_number
from dashboard.words import formats
from wording.languages import marked, say, say_form, say_n, to_say

HOW = to_say(
    "Each who was written to is compared with people of the same segment who were held out by chance. What they "
    "ordered in the year before is taken off both sides, which takes off chance and no effect. Intervals hold in 95 of "
    "100 campaigns, however often one looks and however many lists it has: before the first list's days are over, and "
    "with people of later lists, they are wider."
)


def layout(shop: Shop, argument: str) -> Children:
    """The page's skeleton. Raises InputError where there is no such campaign."""
    found = read(shop, number_of(argument))
    campaign = found.campaign
    tool = FORMATS.get(campaign.destination_format)
    subtitle = woven(
        say_form(
            campaign.window_days,
            "To {audience}, version {version}, for {tool}. Orders count for {n} day. The filters do not apply here.",
            "To {audience}, version {version}, for {tool}. Orders count for {n} days. The filters do not apply here.",
        ),
        audience=link(found.audience, f"/audiences/{campaign.audience_id}"),
        version=f"{campaign.audience_version}",
        tool=say(tool.name) if tool else say("a file"),
        n=f"{campaign.window_days}",
    )
    known = str(len(found.deliveries))  # which lists whoever asks for one more has seen
    again = html.Button(
        say("Make a new list of it"), id="campaign-again", className="button", type="button", value=known
    )
    return page(
        page_head(campaign.name, subtitle, [again]),
        html.P(id="campaign-again-said", className="span-12 hint campaign-said", role="status"),
        dcc.Store(id="campaign-changed"),
        *making.place(),
        bare("campaign-figures", height=96),
        content_card("campaign-story", say("What it brought"), height=160, columns=6),
        graph_card("campaign-course", say("Buyers more, over time"), height=240, columns=6),
        content_card("campaign-segments", say("By segment"), height=200),
        content_card("campaign-lists", say("Lists"), height=120),
        _told_card(found),
        _answered_card(),
        argument=argument,
        filtered=False,
    )


def _told_card(found: Read) -> html.Section:
    """What people tell of it: the cost, and when it really went out."""
    campaign = found.campaign
    cost = dbc.Input(
        id="campaign-cost", type="text", value="" if campaign.cost is None else marked(f"{campaign.cost.normalize():f}")
    )
    day = dbc.Input(id="campaign-day", type="date", value=campaign.sent_on and campaign.sent_on.isoformat())
    parts = [
        html.Div([html.Label(say("What it cost"), htmlFor="campaign-cost"), cost], className="form-field"),
        html.Div([html.Label(say("First written to on"), htmlFor="campaign-day"), day], className="form-field"),
        html.Button(say("Keep"), id="campaign-keep", className="button", type="button"),
    ]
    note = say(
        "The cost is compared with the sales it brought. Orders count from that day, or from the day of the list."
    )
    return html.Section(
        [
            html.Header(
                [html.H2(say("Cost and day"), className="card-title"), html.P(note, className="card-note")],
                className="card-head",
            ),
            html.Div(parts, className="campaign-told"),
            html.P(id="campaign-kept", role="status", className="muted"),
        ],
        className="card-panel span-6",
    )


def _answered_card() -> html.Section:
    card = content_card("campaign-answered", say("Those who answered"), height=40, columns=6)
    keep = html.Button(say("Keep them as a list"), id="campaign-answered-keep", className="button", disabled=True)
    said = html.P(id="campaign-answered-said", role="status", className="muted")
    card.children += [html.Div(keep, className="campaign-told"), said]
    return card


def number_of(argument: str | None) -> int:
    """The number in the address."""
    return to_number(argument or "", otherwise=say("There is no such campaign."))


def figures(shop: Shop, argument: str | None) -> Children:
    """The strip of numbers."""
    found = read(shop, number_of(argument))
    result, cost = found.result, found.campaign.cost
    told = result.outcomes if result else {}
    sent, held = result.drawn if result else (0, 0)
    buyers, net = (told[name].last if told else None for name in (BUYERS, NET))

    def money(value: float | None) -> str:
        return formats.money(value, shop.currency)

    shown = [
        KeyFigure(
            say("Written to"),
            formats.count(sent),
            change_note=say("{held} held out", held=formats.count(held)),
        ),
        _spanned(say("Buyers more"), buyers, lambda value: formats.signed(value, 0)),
        _spanned(say("Sales more"), net, money),
    ]
    told_cost = "" if cost is not None else say("not told")
    shown.append(KeyFigure(say("Cost"), money(None if cost is None else float(cost)), change_note=told_cost))
    return key_figures(shown)


def _spanned(label: str, last: Any, said: Any) -> KeyFigure:
    if last is None or last.low == float("-inf"):
        return KeyFigure(label, formats.NOTHING, change_note=say("cannot be told"))
    each, low, high = last.total()
    return KeyFigure(label, said(each), change_note=say("{low} to {high}", low=said(low), high=said(high)))


def story(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What can be said, in words."""
    del scope
    found = read(shop, number_of(where.argument))

    def money(value: float) -> str:
        return formats.money(value, shop.currency)

    if found.result is None:
        return Panel(say("Nobody was written to yet"), "", "")
    words = sentences.story(found.result, money, found.last_day)
    if found.before_after is not None:
        words = sentences.before_and_after(found.before_after, money)
    cost = found.campaign.cost
    words += [worth] if (worth := sentences.returns(found.result, float(cost) if cost else None, money)) else []
    how = [] if found.before_after is not None else [html.P(say(HOW), className="card-note")]
    ready = [] if found.result.days else tables.ready(found.deliveries)  # whoever made a list looks for its file first
    body = [*ready, *(html.P(one) for one in words), *how]
    return Panel(sentences.headline(found.result), _counted(found.result, _first_day(found)), body)


def _first_day(found: Read) -> date | None:
    """Of which orders are answers: as people say, else as the first list has it."""
    return found.campaign.sent_on or (found.deliveries[0].leaving.counts_from if found.deliveries else None)


def _counted(result: Result, begins: date | None) -> str:
    """Which days' orders are counted, and how many are to come."""
    passed = sentences.passed(result)
    if not result.days:
        if begins is None:
            return say("By now {passed}", passed=passed)
        return say_n(
            result.window_days,
            "By now {passed}. Counted are the orders of {n} day from {first} on; another first day can be said below",
            "By now {passed}. Counted are the orders of {n} days from {first} on; another first day can be said below",
            passed=passed,
            first=formats.day(begins),
        )
    return say(
        "By now {passed}. Counted are the orders of {first} to {last}; another first day can be said below",
        passed=passed,
        first=formats.day(result.days[0]),
        last=formats.day(result.days[-1]),
    )


def course(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How the lift in buyers went, day by day."""
    del scope
    found = read(shop, number_of(where.argument)).result
    title, note = (
        say("Buyers more, over time"),
        say("Of a hundred written to, up to each day; the band is the interval"),
    )
    outcome = found.outcomes[BUYERS] if found else None
    figure: go.Figure = empty(say("Nothing to compare yet"))
    if found is not None and outcome is not None and outcome.last is not None:
        figure = lift_by_day(found.days, list(outcome.each), list(outcome.low), list(outcome.high))
    return Panel(title, note, figure)


def by_segment(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The same of each segment by itself."""
    del scope
    found = read(shop, number_of(where.argument)).result
    note = say("As they were when the list was made. Intervals of all segments hold together, so they are wider")
    if found is None:
        return Panel(say("By segment"), note, "")
    return Panel(say("By segment"), note, tables.segments(found, lambda value: formats.money(value, shop.currency)))


def lists(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The campaign's own lists."""
    del scope
    found = read(shop, number_of(where.argument))
    note = say(
        "On record for good; the people held out are in none of them. Made again, a file is the same byte by byte"
    )
    table = tables.lists(found.deliveries, found.missing, found.places)
    return Panel(formats.plural(len(found.deliveries), "list"), note, table)


def answered(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Who ordered after they were written to."""
    del scope
    found = read(shop, number_of(where.argument))
    title = say_n(
        found.answered,
        "{n} person ordered after they were written to",
        "{n} people ordered after they were written to",
    )
    note = say("Some of them would have come anyway. Kept as a list, they can be an audience of their own")
    return Panel(title, note, "")


CONTENTS: dict[str, PanelFunction] = {
    "story": story,
    "segments": by_segment,
    "lists": lists,
    "answered": answered,
}
AGAIN = (Input("filters", "data"), Input("campaign-changed", "data"))  # when a panel looks
Act = Callable[..., str]


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels, which look again after something was done, and the buttons that do it."""
    for name, panel in CONTENTS.items():
        _bind(app, shop, f"campaign-{name}", "content.children", panel)
    _bind(app, shop, "campaign-course", "graph.figure", course)

    def numbers(_filters: Any, _changed: Any, argument: str | None) -> tuple[Children, bool, Any]:
        try:
            found = read(shop, number_of(argument))
            return figures(shop, argument), not found.answered, str(len(found.deliveries))
        except Exception as error:
            return html.P(" ".join(failure(error)), role="status"), True, no_update

    nobody = Output("campaign-answered-keep", "disabled")
    known = Output("campaign-again", "value")
    app.callback(Output("campaign-figures", "children"), nobody, known, *AGAIN, State("argument", "data"))(numbers)
    making.register(app, shop)
    told = ("campaign-cost", "campaign-day")
    _bind_button(app, "campaign-keep", "campaign-kept", lambda number, *said: keep_told(shop, number, *said), *told)
    again = "campaign-again"
    _bind_button(app, again, "campaign-again-said", lambda number, seen: send_again(shop, number, seen), again)
    _bind_button(
        app, "campaign-answered-keep", "campaign-answered-said", lambda number: keep_answered(shop, number), looks=False
    )


def _bind(app: Dash, shop: Shop, panel_id: str, part: str, function: PanelFunction) -> None:
    """Fill a card; of a chart the theme matters."""
    is_chart = part.endswith("figure")
    if is_chart:
        charts_of(app.server)[panel_id] = function

    def fill(
        filters: dict[str, str] | None, _changed: Any, theme: str | None, argument: str | None, is_narrow: bool | None
    ) -> Any:
        try:
            place = read_place(filters, argument)
            panel = function(shop, place, shop.scope(place.filters))
        except Exception as error:
            title, text = failure(error)
            return title, text, themed(empty(""), theme) if is_chart else ""
        return panel.title, panel.note, charted(panel, place, theme, is_narrow) if is_chart else panel.body

    of_look = (Input if is_chart else State)("theme", "data")
    filled = [
        Output(f"{panel_id}-{each.split('.')[0]}", each.split(".")[1])
        for each in ("title.children", "note.children", part)
    ]
    app.callback(*filled, *AGAIN, of_look, State("argument", "data"), State("narrow", "data"))(fill)


def _bind_button(app: Dash, button: str, said: str, act: Act, *fields: str, looks: bool = True) -> None:
    """Let a button do something, and the panels look again; where it cannot be done, say why."""

    def go(clicks: int | None, argument: str | None, *values: Any) -> tuple[Children, Any]:
        if not clicks:
            return "", no_update
        try:
            return act(number_of(argument), *values), clicks if looks else no_update
        except Exception as error:
            title, text = failure(error)
            return text if title == say("Not available") else f"{title}. {text}", clicks if looks else no_update

    app.callback(
        Output(said, "children"),
        Output("campaign-changed", "data", allow_duplicate=True),
        Input(button, "n_clicks"),
        State("argument", "data"),
        *(State(name, "value") for name in fields),
        prevent_initial_call=True,
    )(go)
