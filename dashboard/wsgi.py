"""For gunicorn: `gunicorn dashboard.wsgi:server`.

A worker imports this after its fork, so each has its own connection pool and its own hold on the embedded server.
"""

from __future__ import annotations

import os

from dashboard.web.serving import secret, slim

slim()  # before what it leaves out is imported

from dashboard.app import create_app  # noqa: E402
from dashboard.web.access.starting import give_way  # noqa: E402
from dashboard.web.watch import logs, measures  # noqa: E402
from warehouse.engine import Warehouse  # noqa: E402
from warehouse.errors import RegularsError  # noqa: E402
from warehouse.settings import Settings  # noqa: E402

ANSWER_SECONDS = 10.0  # what a page waits for one answer of the database; marts answer in milliseconds

settings = Settings.from_environment()
logs.configure(settings)
if settings.web.has_metrics:
    measures.share_between_workers(os.getppid())
try:
    engine = Warehouse(settings, for_web=True, patience=ANSWER_SECONDS).engine
except RegularsError as error:
    give_way(error, settings)
app = create_app(settings, engine, secret())
server = app.server

# Dash registers its bundles at the first request, and two first requests at once race (plotly/dash#3971).
with server.test_request_context("/"):
    app.index()
