"""create_app: wiring only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask
from sqlalchemy import Engine

from dashboard.components.shell import shell
from dashboard.figures.style.theme import register_templates
from dashboard.pages import PAGES
from dashboard.report import routes as report
from dashboard.shop import Shop, for_viewers
from dashboard.shop.beside.aside import Aside
from dashboard.web import (
    below,
    controls,
    export,
    headers,
    health,
    lists,
    narrowing,
    rejected,
    routing,
    selecting,
    uploading,
)
from dashboard.web.access import table, wiring
from dashboard.web.ahead import warming, watching
from dashboard.web.charting import boards
from dashboard.web.charting import route as charts
from dashboard.web.finding import route as finder
from dashboard.web.guard import answered, callbacks, errors, hosts, letters, turns
from dashboard.web.index import index_page
from dashboard.web.keeping import route as keeper
from dashboard.web.languages import asked as languages
from dashboard.web.languages import page
from dashboard.web.visiting import route as visiting
from dashboard.web.watch import logs, measures
from warehouse.settings import Settings

ASSETS = Path(__file__).resolve().parent.parent / "assets"


def create_app(settings: Settings, engine: Engine, secret: bytes | None = None) -> Dash:
    """The dashboard on a database; several can live in one process. Those that know the same `secret` share answers,
    and work some out before they are asked.

    Its Flask application is `create_app(...).server`.
    """
    beside = for_viewers(engine)  # of what asks the database without the shop, which says by itself who looks
    server: Any = Flask("regulars", static_folder=None)
    server.config["SECRET_KEY"] = settings.secret_key
    app = Dash(
        __name__,
        server=server,
        assets_folder=str(ASSETS),
        include_assets_files=False,  # linked in order by the index page
        index_string=index_page(ASSETS, settings.web.base_path),
        routes_pathname_prefix="/",
        requests_pathname_prefix=f"{settings.web.base_path}/",  # as the browser asks for them
        suppress_callback_exceptions=True,  # pages come and go; a test checks that every id exists
        title="Regulars",
        update_title="",
        enable_mcp=False,
        add_log_handler=False,
    )
    logs.register(server, settings)
    measures.register(server, beside, settings.web)
    errors.register(server)
    hosts.register(server, settings.web)
    letters.register(server)
    languages.register(server, settings)
    page.register(app)
    gate = wiring.register(app, beside, settings, ASSETS)  # before all that looks at a request
    callbacks.register(app)
    register_templates()
    shop = _shop(engine, settings)
    app.layout = shell  # made when it is asked for, in the language of whoever does
    aside = Aside()
    ahead = warming.Ahead(app, shop, aside, gate.callbacks.of)
    routing.register(app, shop, [module.PAGE for module in PAGES])
    controls.register(app, shop)
    narrowing.register(app, shop)
    selecting.register(app, shop)
    keeper.register(app, shop, gate.callbacks)
    gate.callbacks.bound(app.callback_map, "look")
    for module in PAGES:
        module.register(app, shop)
        gate.callbacks.bound(app.callback_map, table.PAGES[module.PAGE.path], module.PAGE.path)
        ahead.bound(module.PAGE.path)
    boards.register(app, shop, gate.callbacks)
    gate.callbacks.bound(app.callback_map, "look")
    answers = answered.register(server, shop)
    health.register(server, beside)
    export.register(server, shop)
    uploading.register(server, beside, settings)
    rejected.register(server, shop)
    lists.register(server, shop, settings)
    finder.register(server, shop)
    visiting.register(server, shop)
    charts.register(server, shop, gate.callbacks)
    report.register(server, shop)
    headers.register(app)
    turns.register(server)
    if secret is not None:
        shop.share(secret, aside)
        if settings.web.works_ahead:
            warming.register(ahead, answers, aside, is_open=gate.lets_all_in, language=settings.language)
        watching.register(server, aside)
        server.extensions["aside"] = aside
    below.register(app, settings.web.base_path)
    return app


def _shop(engine: Engine, settings: Settings) -> Shop:
    """What the pages ask, as the settings have it."""
    outside = settings.outward
    return Shop(
        *(engine, settings.currency, settings.consent),
        secret_key=settings.secret_key,
        zone=outside.zone,
        networks=outside.networks,
        mails=outside.smtp is not None,
        language=settings.language,
    )
