"""The report by mail: the form, and what is mailed already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update

from accounts.ownership import Standing
from dashboard.components.asking import button, card, confirmation, data, heard, redrawn, without_commands
from dashboard.components.basics import Children, icon
from dashboard.components.forms import WEEKDAYS, Fields, row
from dashboard.components.panels import failure
from dashboard.components.thresholds.threshold import ABOVE, BELOW, FIGURES, MOVED, Threshold
from dashboard.filters.selection import Filters
from dashboard.pages.exports import of_board
from dashboard.pages.exports.subscribing import act, subscriptions, view_of
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.words import formats
from warehouse.errors import InputError
from wording.runs import result_of

FIELDS = Fields("subscription")
EVERY_MS = 3_000
EVERY = (("week", "Every week"), ("night", "Every day"))
WHEN = (
    ("", "Every time"),
    (BELOW, "Only when a key figure is below"),
    (ABOVE, "Only when a key figure is above"),
    (MOVED, "Only when a key figure has moved by more than"),
)
TITLE = "Mail this view"
OF_BOARD = "Mail this board"
MOVES = (
    "With a picture and the key figures in the letter, the report as a PDF and its numbers as a workbook; a webhook "
    "gets the figures. Months up to the newest move on with the data."
)
MOVES_OF_BOARD = (
    "With a picture of the board in the letter, the board as a PDF and its numbers as a workbook; a webhook gets what "
    "each chart says. Each card keeps its own filters. Nothing in it tells of a single customer."
)
CROSSING = (
    "Looked at then, with the numbers of this view: sent once when it is crossed, and again after it has come back. A "
    "month that is not over counts as far as it goes. How much a figure moved is against what the view compares with, "
    "in full months."
)
CROSSING_OF_BOARD = CROSSING.replace("of this view", "that you choose").replace("the view compares", "they compare")
CROSSED = "It is crossed, and told: nothing more is sent until it has come back"
NO_MAIL = (
    "No mail can be sent yet: whoever runs Regulars has to name a mail server (REGULARS_SMTP_HOST). Then a view can be "
    "mailed every week or every day."
)


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
    return html.Div(parts, className="span-12 stacked", **data(asks="subscriptions-asked"))


def form(shop: Shop, search: str, key: str) -> Children:
    """A card that mails the view, or the board, that an address names; another `key` empties it."""
    shop.refuse_a_part()
    number = of_board.named_in(search)
    title, of_cards = (TITLE, []) if number is None else (OF_BOARD, of_board.seen(shop, number)[1])
    words = view_of(Filters.from_query(search), shop.published())[1]
    if number is not None:
        words = of_board.seen(shop, number)[0].name
    if not shop.mails:
        return card(title, NO_MAIL, key="form-none")
    own = asker().name or ""
    choices = of_board.choices(shop, of_cards)
    fields = row(
        FIELDS.text("emails", "To", value=own, placeholder="anna@shop.example"),
        FIELDS.select("every", "How often", EVERY),
        FIELDS.select("weekday", "Day", WEEKDAYS),
        FIELDS.text("at", "Time", kind="time", value="08:00"),
        FIELDS.select("when", "Send", WHEN, wide=True),
        FIELDS.select("figure", "Key figure", [(key, one.label) for key, one in FIGURES.items()]),
        FIELDS.text("value", "Value", placeholder="10000, of shares per cent", inputMode="decimal"),
        *([FIELDS.select(of_board.OF_CARD, "Of", choices, wide=True)] if choices else []),
        FIELDS.text("webhook", "And to a webhook", wide=True, placeholder="https://…"),
    )
    ask = html.Div(button(title, "subscribe", "primary", "send"), className="form-row")
    crossing, moves = (CROSSING, MOVES) if number is None else (CROSSING_OF_BOARD, MOVES_OF_BOARD)
    hints = [html.P(crossing, className="form-hint of-crossing"), html.P(moves, className="form-hint")]
    style = "form asking-form" if number is None else "form asking-form of-a-board"
    body = html.Div([fields, *hints, ask], className=style, role="form")
    return card(f"{title}: {words}", f"At the time of day in {shop.zone}", body, key=f"form-{key}")


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
    return str((states, sure)), [card(title, "On the rights of whoever asked for it", *rows)]


def _one(shop: Shop, one: Standing, sure: int | None) -> html.Article:
    schedule = one.schedule
    head = html.Div([html.Strong(schedule.name), _state(one)], className="schedule-head")
    facts: list[tuple[str, str]] = [("When", f"{schedule.words[0].upper()}{schedule.words[1:]}")]
    if told := schedule.arguments.get("only"):
        facts.append(("Only", _only(shop, told, schedule.crossed_at is not None)))
    hook = [schedule.tell["webhook"]] if schedule.tell.get("webhook") else []
    facts.append(("To", ", ".join([*schedule.tell.get("emails", ()), *hook])))
    if one.run is not None and not one.problem and (said := result_of(one.run)):
        facts.append(("Last", said))
    if schedule.owner:
        facts.append(("Owner", schedule.owner))
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
    return f"When {words}{'. ' + CROSSED if is_crossed else ', once each time'}"


def _state(one: Standing) -> html.Span:
    is_open = one.newest is not None and one.newest.is_open
    return html.Span(one.newest.step or "Waits", className="chip") if is_open and one.newest else html.Span()


def _problem(one: Standing) -> list[Children]:
    words = without_commands(one.problem) or one.problem
    return [html.P([icon("exclamation-circle"), html.Span(words)], className="seen-error")] if words else []


def _buttons(one: Standing) -> html.Div:
    number, name = one.schedule.schedule_id, one.schedule.name
    words = "Look now" if one.schedule.arguments.get("only") else "Send now"
    send = button(words, "send", label_for=f"{words}: {name}", schedule=number)
    stop = button("Stop", "stop-ask", "quiet", label_for=f"Stop: {name}", schedule=number)
    return html.Div([send, stop], className="form-row schedule-tools")


def _question(one: Standing) -> html.Div:
    number, name = one.schedule.schedule_id, one.schedule.name
    stop = button("Stop it", "stop", "danger", label_for=f"Stop it: {name}", schedule=number)
    keep = button("Keep it", "keep", label_for=f"Keep it: {name}", schedule=number)
    return confirmation(f"Stop mailing {name}?", stop, keep)


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
            return card(TITLE, ". ".join(failure(error)))

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
    app.callback(
        Output("subscriptions-list", "children"),
        Output("subscriptions-shown", "data"),
        Input("subscriptions-acted", "data"),
        Input("subscriptions-pulse", "n_intervals"),
        State("subscriptions-shown", "data"),
    )(fill)
