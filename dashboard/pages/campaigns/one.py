"""/campaigns/<number>: where its cards stand, when they look, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, dcc, html, no_update

from audiences.destinations import FORMATS
from dashboard.components.basics import Children, link, woven
from dashboard.components.cards import bare, content_card, graph_card
from dashboard.components.panels import PanelFunction, charted, charts_of, failure, read_place
from dashboard.components.shell import page, page_head
from dashboard.figures.style.theme import empty, themed
from dashboard.pages.campaigns import making
from dashboard.pages.campaigns.acting import keep_answered, keep_told, send_again
from dashboard.pages.campaigns.reading import Read, read
from dashboard.pages.campaigns.shown import answered, by_segment, course, figures, lists, number_of, story
from dashboard.shop import Shop
from wording.languages import marked, say, say_form


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
