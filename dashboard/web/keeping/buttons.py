"""What the buttons of lists of things that people keep have in common: views and boards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from accounts.kept import saved_views
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from dashboard.shop.once import done
from dashboard.shop.said import UNREAD
from warehouse.errors import InputError
from wording.languages import to_say

Action = Callable[[Connection, int, Mapping[str, Any]], str]
BEGINS = to_say("You begin with it from now on. The overview stays one click away.")


def acted(shop: Shop, name: str, actions: Mapping[str, Action], number: int, asked: Mapping[str, Any]) -> str:
    """Do once what a button about one of them asks for; what to tell. Raises InputError."""
    action = actions.get(str(asked.get("act")))
    if action is None:
        raise InputError(UNREAD)
    return done(shop, name, asked, lambda connection: action(connection, number, asked), adds=False)


def begin_with_overview(connection: Connection) -> None:
    """Begin no more with what was kept."""
    saved_views.begin_with(connection, None, asker().name, now=datetime.now(UTC))
