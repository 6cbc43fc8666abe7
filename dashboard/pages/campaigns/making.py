"""A campaign's list that is made beside the page: large ones, by the worker. Asked for, shown as it goes, stopped."""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy import Connection

from audiences.campaigns import keeping
from audiences.lists import counting, standing
from audiences.lists import keeping as audiences
from dashboard.components.asking import bar, button, data
from dashboard.components.basics import Children, icon
from dashboard.components.panels import failure
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.said import UNREAD, read_form, read_number, to_number
from dashboard.words import formats
from warehouse import jobs
from warehouse.errors import InputError
from warehouse.jobs import Job
from wording.languages import say, to_say

KIND: Final = "send"
LARGE: Final = 20_000  # customers of an audience of which a list takes seconds
EVERY_MS: Final = 2_000
LAST: Final = 50  # jobs among which the one of a campaign is looked for
MOST_HERE: Final = 100_000  # of which the page itself makes a list: five seconds of a processor
START = to_say(
    "It is a list of {count} customers, more than the page itself makes ({most}): ask your operator to start the "
    "worker, which makes large ones."
)
ASK = to_say(
    "It is a list of {count} customers, more than the page itself makes ({most}): ask somebody who sees all countries "
    "and who people are."
)
BEGINS = to_say("Begins")
FAILED = to_say("It failed.")
NO_WORKER = to_say("It waits: the program that makes large lists, the worker, is not running just now.")


def goes_beside(shop: Shop, connection: Connection, campaign: keeping.Campaign) -> bool:
    """Whether the worker makes the list, which reads as somebody who sees everything: a large one, or one that has to
    wait for another. Raises InputError for one that is too large for the page, where the worker cannot make it."""
    is_own = shop.viewer.is_limited or not shop.viewer.personal
    can_go = not is_own and jobs.is_attended(connection)
    if can_go and any(one.kind == KIND for one in jobs.open_jobs(connection)):
        return True
    definition = audiences.versions(connection, campaign.audience_id)[campaign.audience_version].definition
    customers = counting.size(connection, definition, standing.stands(connection)).customers
    if not can_go and customers > MOST_HERE:
        count, most = formats.count(customers), formats.count(MOST_HERE)
        raise InputError(say(ASK if is_own else START, count=count, most=most))
    return can_go and customers > LARGE


def ask(connection: Connection, campaign: keeping.Campaign, rule: str) -> None:
    """Ask the worker for it. Raises InputError where one of the same campaign is being made."""
    before = newest(connection, campaign.campaign_id)
    if before is not None and before.is_open:
        raise InputError(say("A list of it is being made already."))
    jobs.enqueue(connection, KIND, {"campaign": campaign.campaign_id, "rule": rule}, asker().name)


def newest(connection: Connection, number: int) -> Job | None:
    """The job of a campaign that was asked for last; none of them for who sees no jobs."""
    found = jobs.history(connection, limit=LAST, kinds=(KIND,))
    return next((one for one in found if one.arguments.get("campaign") == number), None)


def stop(shop: Shop, number: int, said: object) -> None:
    """Stop the list of a campaign that is being made: nothing of it is kept."""
    asker().need("audiences")
    asked = read_form(said)
    with shop.change() as connection:
        one = newest(connection, number)
        if asked.get("act") != "cancel" or one is None or one.job_id != read_number(asked, "job"):
            raise InputError(UNREAD)
        jobs.cancel(connection, one.job_id, asker().name)


def state(shop: Shop, number: int) -> tuple[str, bool, Children]:
    """The last list that was asked for: in short, whether it is still being made, and as it is shown."""
    with shop.connect() as connection:
        one = newest(connection, number)
        is_attended = one is None or not one.is_open or jobs.is_attended(connection)
    if one is None:
        return "", False, ""
    key = str((one.job_id, one.state, one.step, one.progress, one.cancel_asked_at is not None, is_attended))
    return key, one.is_open, _shown(one, is_attended)


def _shown(one: Job, is_attended: bool) -> Children:
    if one.state == "done":
        return ""
    if not one.is_open:
        words = say("{why} No list was made; ask for it once more.", why=say(one.error or FAILED))
        return html.Div([icon("exclamation-circle"), html.Span(words)], className="seen-error", role="status")
    waits, stops = one.state == "waiting", one.cancel_asked_at is not None
    step = say("Being stopped") if stops else say("Waits for its turn") if waits else say(one.step or BEGINS)
    share = None if waits or stops else one.progress
    tools = [] if stops else [button(say("Stop", sense="job"), "cancel", "quiet", "x-lg", job=one.job_id)]
    head: list[Any] = [
        html.Strong(say("The list is being made")),
        html.Span(step if is_attended else say(NO_WORKER), className="muted"),
        html.Span(formats.percent(share, 0) if share is not None else "", className="job-share"),
        html.Div(tools, className="job-stop"),
    ]
    parts = [html.Div(head, className="job-head"), bar(share, say("The list is being made"))]
    return html.Div(parts, className="card-panel")


def place() -> list[Children]:
    """Where it shows on the campaign's page."""
    return [
        dcc.Store(id="campaign-asked"),
        dcc.Store(id="campaign-made"),
        dcc.Interval(id="campaign-pulse", interval=EVERY_MS),
        html.Div(id="campaign-making", className="span-12 place", **data(asks="campaign-asked")),
    ]


def show(shop: Shop, number: int, asked: object, before: object) -> tuple[Any, Any, Any]:
    """What shows, what is kept of that, and a sign where a list has ended meanwhile; nothing new where all is `before`.

    `asked` is what a button says, heard once.
    """
    known = before if isinstance(before, list) and len(before) == 3 else ["", False, None]
    at = asked.get("at") if isinstance(asked, dict) else None
    try:
        if at != known[2]:
            stop(shop, number, asked)
        key, is_open, shown = state(shop, number)
    except Exception as error:
        return html.P(". ".join(failure(error)), className="data-error", role="alert"), ["", False, at], no_update
    if [key, is_open, at] == known:
        return no_update, no_update, no_update
    return shown, [key, is_open, at], key if known[1] and not is_open else no_update


def register(app: Dash, shop: Shop) -> None:
    """Show it again and again, and let the panels look when it is there."""

    def fill(asked: dict[str, Any] | None, _ticks: int | None, argument: str | None, before: list[Any] | None) -> Any:
        try:
            number = to_number(argument)
        except InputError:
            raise PreventUpdate from None  # the page is another one by now
        return show(shop, number, asked, before)

    app.callback(
        Output("campaign-making", "children"),
        Output("campaign-made", "data"),
        Output("campaign-changed", "data", allow_duplicate=True),
        Input("campaign-asked", "data"),
        Input("campaign-pulse", "n_intervals"),
        State("argument", "data"),
        State("campaign-made", "data"),
        prevent_initial_call="initial_duplicate",
    )(fill)
