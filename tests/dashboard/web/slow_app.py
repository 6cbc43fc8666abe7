"""An application that takes its time, with the dashboard's rules of turns: what a test serves."""

import time
from collections.abc import Iterable
from typing import Any

from dashboard.web.guard.turns import Turns

SECONDS = 0.2
PATIENCE = 1.0


def _application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    if environ["PATH_INFO"] != "/healthz":
        time.sleep(SECONDS)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]


application = Turns(_application, PATIENCE)
