"""“Keep this view” on every page, and `/`, which leads to the view that somebody chose to begin with.

`/` with a filter, or by a link of the dashboard itself, stays the overview.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from dash import Dash, Input, Output, no_update
from flask import redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from accounts.kept import boards, saved_views
from dashboard.components.basics import link, woven
from dashboard.components.panels import failure
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import once
from dashboard.shop.said import UNREAD, read_fields, read_form, read_text
from dashboard.web.access.table import PAGE_ROUTES, CallbackRights, page_right
from dashboard.web.keeping import board, thread
from warehouse.errors import InputError
from wording.languages import say, to_say

log = logging.getLogger(__name__)
NOT_A_VIEW = to_say("This page cannot be kept.")
YES = "yes"


def register(app: Dash, shop: Shop, rights: CallbackRights) -> None:
    """Bind the forms of every page, and what `/` begins with."""

    def keep(asked: dict[str, Any] | None) -> Any:
        if not isinstance(asked, dict):
            return no_update
        try:
            if asked.get("act") == board.ACT:
                return board.put(app.server, shop, rights, asked, read_address(asked.get("address")))
            views = link(say("Saved views"), "/views")
            return woven(say("“{name}” is kept: {views}."), name=kept(shop, asked), views=views)
        except Exception as error:
            title, text = failure(error)
            return text if isinstance(error, InputError) else f"{title}. {text}"

    app.callback(Output("view-told", "children"), Input("view-asked", "data"), prevent_initial_call=True)(keep)
    app.server.add_url_rule("/keep/boards", "own_boards", lambda: board.names(shop))
    app.server.before_request(lambda: beginning(shop))
    thread.register(app, shop)


def kept(shop: Shop, asked: object) -> str:
    """Keep what a form asks for; its name. Raises InputError."""
    said = read_form(asked)
    fields, address = read_fields(said), read_address(said.get("address"))
    name = saved_views.checked(fields.get("name", ""))

    def keep(connection: Connection) -> str:
        shared = fields.get("shared") == YES
        saved_views.keep(connection, name, address, asker().name, is_shared=shared, now=datetime.now(UTC))
        return name

    return once(shop, "views", said, keep)


def read_address(said: object) -> str:
    """An address of a page that the asker may open. Raises InputError for any other."""
    address = saved_views.as_address(read_text(said, saved_views.LONGEST_ADDRESS))
    path = (address or "").partition("?")[0]
    right = page_right(path)
    if address is None or right is None:
        raise InputError(UNREAD)
    if not asker().may(right) or path.strip("/") == "views":
        raise InputError(say(NOT_A_VIEW))
    return address


def beginning(shop: Shop) -> Response | None:
    """Where `/` leads who chose a view to begin with."""
    is_plain = request.method == "GET" and request.path == "/" and not request.query_string
    if not is_plain or (request.endpoint or "") not in PAGE_ROUTES:
        return None
    try:
        with shop.connect() as connection:
            address = saved_views.as_address(saved_views.start_of(connection, asker().name) or "/")
            if address is not None and boards.is_gone(connection, address, asker().name):
                return None
    except Exception:  # which the page tells
        log.debug("no start page is known", exc_info=True)
        return None
    return None if address in (None, "/") else redirect(f"{request.script_root}{address}")
