"""The charts and key figures of all pages without a server, and what of them somebody may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash
from flask import Flask

from dashboard.components.panels import BareFunction, PanelFunction, charts_of, strips_of
from dashboard.pages import PAGES
from dashboard.shop import Shop
from dashboard.web.access.table import PAGES as RIGHTS
from dashboard.web.access.table import CallbackRights
from dashboard.web.charting.boards import is_allowed, output_of


@dataclass(frozen=True)
class Cards:
    """What can be on a board: charts and strips by name, and what each needs."""

    charts: Mapping[str, PanelFunction]
    strips: Mapping[str, BareFunction]
    server: Any
    rights: CallbackRights

    def lets(self, card: str) -> bool:
        """Whether the asker may have a card."""
        output = output_of(self.server, card)
        return output is not None and is_allowed(self.rights, output)


def all_cards(shop: Shop) -> Cards:
    """Of all pages, bound as the dashboard binds them."""
    server: Any = Flask("report")
    app = Dash("report", server=server, enable_mcp=False, add_log_handler=False)
    rights = CallbackRights()
    for module in PAGES:
        module.register(app, shop)
        rights.bound(app.callback_map, RIGHTS[module.PAGE.path], module.PAGE.path)
    return Cards(charts_of(server), strips_of(server), server, rights)
