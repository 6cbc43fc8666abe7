"""Puts the gate before an app, and the forms behind it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from dash import Dash
from sqlalchemy import Engine

from dashboard.web.access import account, people, recording, records, rendering, signing, starting
from dashboard.web.access.browsers import day, details, time
from dashboard.web.access.force import Force
from dashboard.web.access.gate import Gate
from dashboard.web.access.provider import groups
from dashboard.web.access.rendering import has_passwords
from warehouse.settings import Settings

log = logging.getLogger(__name__)


def register(app: Dash, engine: Engine, settings: Settings, assets: Path) -> Gate:
    """The gate, to be told which callbacks there are."""
    server: Any = app.server
    force = Force(engine, settings)
    gate = Gate(engine, force, app.index)
    gate.register(server)
    recording.register(server, engine)
    routes = rendering.register(server, assets, settings)
    signing.register(routes, engine, settings, force)
    if settings.provider is not None:
        from dashboard.web.access.provider import routes as provider  # 12 MB of libraries

        provider.register(routes, engine, settings, groups.mapping(settings))
    account.register(routes, engine, settings)
    people.register(routes, engine)
    records.register(routes, engine)
    routes.add_app_template_filter(time)
    routes.add_app_template_filter(day)
    routes.add_app_template_filter(details)
    server.register_blueprint(routes)
    if force.always and has_passwords(settings):
        try:
            starting.tell_once(engine, settings.secret_key)
        except Exception:  # the set-up page tells one when the database answers again
            log.exception("no code for the first administrator can be made")
    return gate
