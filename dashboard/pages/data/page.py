"""/data: bring files in, see how they are read, load them, and what was loaded before."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from dashboard.components.asking import card, data, with_icon
from dashboard.components.basics import Children, icon
from dashboard.components.cards import bare
from dashboard.components.panels import bind_store, failure
from dashboard.components.shell import page, page_head
from dashboard.pages.data import desk, view
from dashboard.pages.data.actions import act, ensure_look
from dashboard.pages.data.history import content
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.web.routing import Page
from wording.languages import say, to_say

PLACES = ("data-worker", "data-running", "data-reports", "data-desk", "data-renew")
EVERY_MS, SELDOM_MS = 1_000, 5_000  # while something is at work; while no worker lives
SUBTITLE = to_say(
    "Bring files in, see how they are read, load them. Nothing is stored before you say so. The filters do not apply "
    "here."
)
READ_ONLY = to_say("What was loaded, and what became of each row. The filters do not apply here.")
OF_ALL = to_say(
    "Files hold customers of all countries, and you see some of them. Who sees all brings files in, takes loads back "
    "and works out the segments."
)
WANTED = to_say(
    "Sales: a row is a line of an order, with a customer, a date and an amount. Customers: a row is a person. CSV, "
    "Excel, JSON or Parquet, zipped or not, whatever the columns are called."
)


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(say("Data"), _subtitle()),
        dcc.Store(id="data-asked"),  # what a button asked for: assets/asking.js
        dcc.Store(id="data-acted"),
        dcc.Store(id="data-uploaded"),  # what came: assets/uploads.js
        dcc.Store(id="data-shown"),
        dcc.Store(id="data-stamp"),
        dcc.Interval(id="data-pulse", interval=EVERY_MS, disabled=True),
        html.Div(id="data-worker", className="span-12 place"),
        html.Div(_renewal(shop), id="data-renew", className="span-12 place"),
        drop_zone() if asker().may("upload") else None,
        html.P(id="data-status", className="visually-hidden", role="status"),
        html.P(id="data-error", className="span-12 data-error", role="alert"),
        html.Div(id="data-running", className="span-12 place"),
        html.Div(id="data-desk", className="span-12 place"),
        html.Div(id="data-reports", className="span-12 place"),
        bare("data-content", height=640),
        filtered=False,
    )


def _subtitle() -> str:
    if asker().may("upload"):
        return say(SUBTITLE)
    return say(OF_ALL) if asker().is_limited else say(READ_ONLY)


def _renewal(shop: Shop) -> Children:
    try:
        return view.renewal(shop)
    except Exception as error:  # the rest of the page shows all the same
        failure(error)
        return None


def drop_zone() -> html.Section:
    """Where files are dropped, or chosen by those who do not drag; filled by assets/uploads.js."""
    files, folder = with_icon("upload", say("Choose files")), with_icon("folder2-open", say("Choose a folder"))
    buttons = html.Div(
        [
            html.Button(files, type="button", className="button primary", **data(picks="files")),
            html.Button(folder, type="button", className="button", **data(picks="folder")),
        ],
        className="drop-buttons",
    )
    zone = html.Div(
        [icon("upload"), html.P(say("Drop files or folders here"), className="drop-title"), buttons,
         html.P(say(WANTED), className="drop-note muted")],
        id="drop-zone", className="drop-zone",
    )  # fmt: skip
    return html.Section([zone, html.Div(id="upload-list", className="upload-list")], className="span-12 drop")


def show(
    shop: Shop, acted: dict[str, Any] | None, uploaded: dict[str, Any] | None, before: dict[str, str] | None
) -> tuple[Any, ...]:
    """The parts that have changed, whether to look again and when, and what the browser has now."""
    who = asker()
    with shop.change() as connection:
        found = desk.read(connection, who.name)
        if not (uploaded or {}).get("busy") and ensure_look(connection, found, who):
            found = desk.read(connection, who.name)
    parts = view.parts(found, _said(acted, "close"), _said(acted, "keep"), _renewal(shop))
    new = view.changed(parts, before)
    keys = {place: part.key for place, part in parts.items()}
    stamp = no_update if before and "data-running" not in new and "data-reports" not in new else _stamp(found)
    return (
        *(parts[place].children if place in new else no_update for place in PLACES),
        view.status(found),
        not found.is_busy and found.is_attended,
        EVERY_MS if found.is_attended else SELDOM_MS,
        keys if new else no_update,
        stamp,
    )


def _said(acted: dict[str, Any] | None, name: str) -> int:
    """Up to which job reports were closed, or undoings not wanted."""
    found = (acted or {}).get(name)
    return found if isinstance(found, int) else 0


def _stamp(found: desk.Desk) -> str:
    """Changes when a job begins or ends, and with it what was loaded."""
    return str([(job.job_id, job.state) for job in (*found.running, *found.reports)])


def register(app: Dash, shop: Shop) -> None:
    """Bind buttons to what they do, and the places to what they show."""

    def ask(asked: dict[str, Any] | None, before: dict[str, Any] | None) -> Any:
        if not asked:
            return no_update, no_update
        acted = {"at": asked.get("at"), **{name: _said(before, name) for name in ("close", "keep")}}
        if (name := asked.get("act")) in ("close", "keep"):
            number = str(asked.get("job", ""))
            return acted | {name: int(number) if number.isascii() and number.isdigit() else 0}, ""
        try:
            return acted, act(shop, asked)
        except Exception as problem:
            return acted, " ".join(part for part in failure(problem) if part != say("Not available"))

    def fill(
        acted: dict[str, Any] | None,
        uploaded: dict[str, Any] | None,
        _ticks: int | None,
        before: dict[str, str] | None,
    ) -> tuple[Any, ...]:
        try:
            return show(shop, acted, uploaded, before)
        except Exception as error:  # the page goes on by itself when it has passed
            title, text = failure(error)
            told = card(title, text)
            return no_update, told, no_update, no_update, no_update, title, False, SELDOM_MS, {}, no_update

    app.callback(
        Output("data-acted", "data"),
        Output("data-error", "children"),
        Input("data-asked", "data"),
        State("data-acted", "data"),
    )(ask)
    app.callback(
        *(Output(place, "children") for place in PLACES),
        Output("data-status", "children"),
        Output("data-pulse", "disabled"),
        Output("data-pulse", "interval"),
        Output("data-shown", "data"),
        Output("data-stamp", "data"),
        Input("data-acted", "data"),
        Input("data-uploaded", "data"),
        Input("data-pulse", "n_intervals"),
        State("data-shown", "data"),
    )(fill)
    bind_store(app, "data-content", lambda: content(shop), "data-stamp")


PAGE = Page("data", to_say("Data"), layout, needs_segments=False)
