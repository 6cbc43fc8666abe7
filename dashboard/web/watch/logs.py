"""Lines of log: text for people, or JSON for programs; each of a request carries the request's number.

Of a request its route is told and never its address: addresses name customers and hold what was searched for.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from warehouse.settings import Settings

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


def formatter(kind: str) -> logging.Formatter:
    """A line a record: `json` or `text`."""
    shared: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()] if kind == "json" else [_text]
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[remove, *drawn])


def _text(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """`2026-11-28T14:00:00Z WARNING name what happened (request=…)`, and a traceback below."""
    structlog.processors.format_exc_info(_logger, _method, event)
    head = [event.pop("timestamp"), event.pop("level").upper(), event.pop("logger"), event.pop("event")]
    trace = event.pop("exception", "")
    more = " ".join(f"{name}={value}" for name, value in event.items())
    return " ".join(str(part) for part in head) + (f" ({more})" if more else "") + (f"\n{trace}" if trace else "")


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
