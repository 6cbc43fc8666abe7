"""The report by mail: the form, and what is mailed already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from accounts.ownership import Standing
from dashboard.components.asking import button, card, confirmation, data, heard, redrawn, without_commands
from dashboard.components.basics import Children, icon
from dashboard.components.panels import failure
from dashboard.components.thresholds.threshold import Threshold
from dashboard.filters.selection import query_fields
from dashboard.pages.exports.form import TITLE, form
from dashboard.pages.exports.of_board import FIELD
from dashboard.pages.exports.subscribing import act, subscriptions
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from dashboard.words.clock import when
from warehouse.errors import InputError
from wording.languages import say
from wording.runs import result_of

EVERY_MS = 3_000


def place() -> html.Div:
    """Where the form and the list stand."""
    parts = [
        dcc.Store(id="subscriptions-asked"),
        dcc.Store(id="subscriptions-acted"),
        dcc.Store(id="subscriptions-shown"),
        dcc.Interval(id="subscriptions-pulse", interval=EVERY_MS),
        html.P(id="subscriptions-error", className="data-error", role="alert"),
        html.P(id="subscriptions-told", className="hint", role="status"),
        html.Div(id="subscriptions-form", className="place"),
        html.Div(id="subscriptions-list", className="place"),
    ]
    return html.Div(parts, id="subscriptions", className="span-12 stacked", **data(asks="subscriptions-asked"))


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    shop.refuse_a_part()
    sure = (acted or {}).get("sure")
    with shop.connect() as connection:
        found = subscriptions(connection, asker())
    if not found:
        return "", []
    states = [(one.schedule, one.problem, one.newest and (one.newest.state, one.newest.step)) for one in found]
    rows = [_one(shop, one, sure) for one in found]
    title = formats.plural(len(found), "subscription")
    return str((states, sure)), [card(title, say("On the rights of whoever asked for it"), *rows)]


def _one(shop: Shop, one: Standing, sure: int | None) -> html.Article:
    schedule = one.schedule
    head = html.Div([html.Strong(schedule.name), _state(one)], className="schedule-head")
    facts: list[tuple[str, str]] = [(say("When"), when(schedule))]
    if told := schedule.arguments.get("only"):
        facts.append((say("Only"), _only(shop, told, schedule.crossed_at is not None)))
    hook = [schedule.tell["webhook"]] if schedule.tell.get("webhook") else []
    facts.append((say("To", sense="mail"), ", ".join([*schedule.tell.get("emails", ()), *hook])))
    if one.run is not None and not one.problem and (said := result_of(one.run)):
        facts.append((say("Last", sense="run"), said))
    if schedule.owner:
        facts.append((say("Owner"), schedule.owner))
    pairs = [part for label, value in facts for part in (html.Dt(label), html.Dd(value))]
    body: list[Children] = [head, *_problem(one), html.Dl(pairs, className="facts")]
    body.append(_question(one) if sure == schedule.schedule_id else _buttons(one))
    return html.Article(body, className="schedule", key=f"subscription-{schedule.schedule_id}")


def _only(shop: Shop, told: Mapping[str, Any], is_crossed: bool) -> str:
    """`When net sales are below £10,000. It is crossed: nothing more is sent until it has come back.`"""
    try:
        words = Threshold.read(told).words(shop.currency)
    except InputError as error:
        return str(error)
    if not is_crossed:
        return say("When {figure_does}, once each time", figure_does=words)
    return say(
        "When {figure_does}. It is crossed, and told: nothing more is sent until it has come back", figure_does=words
    )


def _state(one: Standing) -> html.Span:
    is_open = one.newest is not None and one.newest.is_open
    return (
        html.Span(say(one.newest.step) if one.newest.step else say("Waits"), className="chip")
        if is_open and one.newest
        else html.Span()
    )


def _problem(one: Standing) -> list[Children]:
    words = without_commands(one.problem) or one.problem
    return [html.P([icon("exclamation-circle"), html.Span(words)], className="seen-error")] if words else []


def _buttons(one: Standing) -> html.Div:
    number, name = one.schedule.schedule_id, one.schedule.name
    words = say("Look now") if one.schedule.arguments.get("only") else say("Send now")
    send = button(words, "send", label_for=f"{words}: {name}", schedule=number)
    stop = button(say("Stop"), "stop-ask", "quiet", label_for=say("Stop: {name}", name=name), schedule=number)
    return html.Div([send, stop], className="form-row schedule-tools")


def _question(one: Standing) -> html.Div:
    number, name = one.schedule.schedule_id, one.schedule.name
    stop = button(say("Stop it"), "stop", "danger", label_for=say("Stop it: {name}", name=name), schedule=number)
    keep = button(say("Keep it"), "keep", label_for=say("Keep it: {name}", name=name), schedule=number)
    return confirmation(say("Stop mailing {name}?", name=name), stop, keep)


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and form and list to what there is."""

    def ask(asked: dict[str, Any] | None, filters: dict[str, str] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update, no_update, no_update
        search = (filters or {}).get("search", "")
        return heard(asked, "stop-ask", "schedule", lambda said: act(shop, said, search))

    def fill_form(acted: dict[str, Any] | None, filters: dict[str, str] | None) -> Any:
        if ctx.triggered_id == "subscriptions-acted" and (acted or {}).get("done") != "subscribe":
            return no_update  # what was written stays until it is done
        try:
            return form(shop, str((filters or {}).get("search") or ""), str((acted or {}).get("at", "0")))
        except Exception as error:
            return card(say(TITLE), ". ".join(failure(error)))

    def put_first(filters: dict[str, str] | None) -> dict[str, Any]:
        """Whoever comes from a board to mail it finds the form first."""
        return {"order": -1} if FIELD in dict(query_fields((filters or {}).get("search"))) else {}

    def fill(acted: dict[str, Any] | None, _ticks: int | None, before: str | None) -> Any:
        return redrawn(lambda: show(shop, acted), before)

    app.callback(
        Output("subscriptions-acted", "data"),
        Output("subscriptions-error", "children"),
        Output("subscriptions-told", "children"),
        Input("subscriptions-asked", "data"),
        State("filters", "data"),
    )(ask)
    app.callback(
        Output("subscriptions-form", "children"), Input("subscriptions-acted", "data"), Input("filters", "data")
    )(fill_form)
    app.callback(Output("subscriptions", "style"), Input("filters", "data"))(put_first)
    app.callback(
        Output("subscriptions-list", "children"),
        Output("subscriptions-shown", "data"),
        Input("subscriptions-acted", "data"),
        Input("subscriptions-pulse", "n_intervals"),
        State("subscriptions-shown", "data"),
    )(fill)
