"""/exports/report.html and /exports/report.pdf: the report of the view, as a file.

A report costs seconds, so a process makes one at a time; one more may wait, all others are asked to come again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response, request

from dashboard.components.chromium import find_chromium
from dashboard.components.panels import failure, status_of
from dashboard.filters.link_doubts import RefusedError, refuse
from dashboard.filters.selection import NAMES, Filters
from dashboard.report.printing import print_pdf
from dashboard.shop import Shop
from dashboard.web.export import check_fields, file_name, refused
from warehouse.errors import RegularsError
from wording.languages import say, to_say

QUEUE = 2  # the one being made and the one that waits
COME_AGAIN_SECONDS = 15
PDF_SECONDS = 40  # below the proxy's usual minute
NO_CHROMIUM = to_say("There is no Chromium where the dashboard runs, and a PDF needs one. Take the HTML and print it.")


class BusyError(RegularsError):
    """Too many reports are being made."""


class Press:
    """Makes one report at a time."""

    def __init__(self, queue: int = QUEUE) -> None:
        self._places, self._turn = threading.BoundedSemaphore(queue), threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; raises BusyError where as many as may wait do so already."""
        if not self._places.acquire(blocking=False):
            raise BusyError(say("Other reports are being made. Please try again in a few seconds."))
        try:
            with self._turn:
                yield
        finally:
            self._places.release()


def register(server: Flask, shop: Shop, press: Press | None = None) -> None:
    """Add the routes; the query string is that of the views and is read as theirs, never as a path or an option."""
    press = press or Press()

    def report_html() -> Response:
        return _answer(shop, press, "html")

    def report_pdf() -> Response:
        if find_chromium() is None:
            return Response(f"{say(NO_CHROMIUM)}\n", status=404, mimetype="text/plain")
        return _answer(shop, press, "pdf")

    server.add_url_rule("/exports/report.html", view_func=report_html)
    server.add_url_rule("/exports/report.pdf", view_func=report_pdf)


def _answer(shop: Shop, press: Press, kind: str) -> Response:
    search = request.query_string.decode("utf-8", "replace")
    filters = Filters.from_query(search)
    try:
        check_fields(search, NAMES)
        refuse(filters, shop.published())
        with press.turn():
            body = _made(shop, filters, kind)
        name = file_name("report", shop.scope(filters), kind)
    except RefusedError as error:
        return refused(error)
    except Exception as error:  # whatever happens, people see a sentence
        title, text = failure(error)
        busy = {"Retry-After": str(COME_AGAIN_SECONDS)} if isinstance(error, BusyError) else {}
        return Response(f"{title}. {text}\n", status=status_of(error), mimetype="text/plain", headers=busy)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    mimetype = "text/html; charset=utf-8" if kind == "html" else "application/pdf"
    return Response(body, content_type=mimetype, headers=headers)


def _made(shop: Shop, filters: Filters, kind: str) -> str | bytes:
    from dashboard.report.document import render  # matplotlib costs memory: only where a report is asked for

    html = render(shop, filters)
    return html if kind == "html" else print_pdf(html, PDF_SECONDS)
