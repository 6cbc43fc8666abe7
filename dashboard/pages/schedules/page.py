"""/schedules: the list, what looked wrong, and the form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from sqlalchemy import Connection, func, select

from accounts.ownership import Standing, standings
from dashboard.components.asking import data, heard, redrawn
from dashboard.components.basics import Children
from dashboard.components.shell import page, page_head
from dashboard.pages.schedules.actions import act
from dashboard.pages.schedules.form import form
from dashboard.pages.schedules.listing import Alert, content
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.web.routing import Page
from warehouse.schema import alerts, schedules
from wording.languages import say, to_say

EVERY_MS = 2_000
ALERT_DAYS, MOST_ALERTS = 30, 50
SUBTITLE = to_say(
    "Files that come and are loaded by themselves, segments worked out at night, who hears of it. The filters do not "
    "apply here."
)


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    parts = [
        dcc.Store(id="schedules-asked"),
        dcc.Store(id="schedules-acted"),
        dcc.Store(id="schedules-shown"),
        dcc.Interval(id="schedules-pulse", interval=EVERY_MS),
        html.P(id="schedules-error", className="span-12 data-error", role="alert"),
        html.P(id="schedules-told", className="span-12 hint", role="status"),
        html.Div(id="schedules-list", className="span-12 place"),
        html.Div(form(shop.zone, "0"), id="schedules-form", className="span-12 place"),
    ]
    return page(
        page_head(say("Schedules"), say(SUBTITLE)),
        html.Div(parts, className="span-12 grid", **data(asks="schedules-asked")),
        filtered=False,
    )


def read(connection: Connection) -> tuple[list[Standing], list[Alert]]:
    """How all stand, and what looked wrong lately."""
    recent = alerts.c.raised_at > func.now() - timedelta(days=ALERT_DAYS), alerts.c.kind != "failure"
    wanted = select(alerts.c.raised_at, schedules.c.name, alerts.c.kind, alerts.c.words).join(
        schedules, schedules.c.schedule_id == alerts.c.schedule_id
    )
    rows = connection.execute(wanted.where(*recent).order_by(alerts.c.alert_id.desc()).limit(MOST_ALERTS))
    return standings(connection), [(row.raised_at, row.name, row.kind, row.words) for row in rows]


def show(shop: Shop, acted: dict[str, Any] | None) -> tuple[str, list[Children]]:
    """What the list is made from, in short, and the list."""
    shop.refuse_a_part()
    sure = (acted or {}).get("sure")
    with shop.connect() as connection:
        found, wrong = read(connection)
    who = asker()
    parts = [(one.schedule, one.problem, one.run and one.run.state, one.newest and one.newest.step) for one in found]
    return str((parts, [one[-1] for one in wrong], sure)), content(found, wrong, who, sure)


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the list to what there is."""

    def ask(asked: dict[str, Any] | None, acted: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update, no_update, no_update, no_update
        kept, error, told = heard(asked, "remove-ask", "schedule", lambda said: act(shop, said))
        is_added = asked.get("act") == "add" and not error
        return kept, error, told, form(shop.zone, kept["at"]) if is_added else no_update

    def fill(acted: dict[str, Any] | None, _ticks: int | None, before: str | None) -> Any:
        return redrawn(lambda: show(shop, acted), before)

    app.callback(
        Output("schedules-acted", "data"),
        Output("schedules-error", "children"),
        Output("schedules-told", "children"),
        Output("schedules-form", "children"),
        Input("schedules-asked", "data"),
        State("schedules-acted", "data"),
    )(ask)
    app.callback(
        Output("schedules-list", "children"),
        Output("schedules-shown", "data"),
        Input("schedules-acted", "data"),
        Input("schedules-pulse", "n_intervals"),
        State("schedules-shown", "data"),
    )(fill)


PAGE = Page("schedules", to_say("Schedules"), layout, needs_segments=False, needs_orders=False)
