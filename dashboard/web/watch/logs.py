"""Lines of log: text for people, or JSON for programs; each of a request carries the request's number.

Of a request its route is told and never its address: addresses name customers and hold what was searched for.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from warehouse.settings import Settings
from wording.loglines import formatter

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)  # a number that a proxy may have given
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUIET = ("/assets/", "/_dash-component-suites/", "/healthz", "/readyz", "/metrics")  # asked for all the time
log = logging.getLogger(__name__)


def configure(settings: Settings) -> None:
    """Write the log to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings.web.log_format))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)


def register(server: Flask, settings: Settings) -> None:
    """Give each request a number and a line. In development lines are for LOG_LEVEL=DEBUG alone."""
    is_watched = settings.environment == "production" or settings.web.log_format == "json"
    level = logging.INFO if is_watched else logging.DEBUG

    def begin() -> None:
        given = request.headers.get(HEADER, "") if settings.web.proxies else ""
        number = given if GIVEN.fullmatch(given) else uuid.uuid4().hex[:16]
        g.request_number, g.request_began = number, time.monotonic()
        clear_contextvars()
        bind_contextvars(request=number)

    def end(answer: Response) -> Response:
        answer.headers[HEADER] = g.request_number
        is_quiet = answer.status_code < 500 and any(part in request.path for part in QUIET)
        log.log(
            logging.DEBUG if is_quiet else level,
            "request",
            extra={
                "method": method(),
                "route": route(),
                "status": answer.status_code,
                "milliseconds": round(1000 * (time.monotonic() - g.request_began), 1),
            },
        )
        return answer

    server.before_request(begin)
    server.after_request(end)
    server.teardown_request(lambda _: clear_contextvars())


def method() -> str:
    """The request's method, where it is one."""
    return request.method if request.method in METHODS else "other"


def route() -> str:
    """The rule that a request fell under, `/customers/<id>` for a page; `none` where there is none."""
    rule = request.url_rule.rule if request.url_rule else "none"
    if not rule.endswith("/<path:path>"):
        return rule
    head, *rest = [part for part in (request.view_args or {}).get("path", "").split("/") if part] or [""]
    return (f"/{head}" + ("/<id>" if rest else "")) if g.get("is_page") else "none"
