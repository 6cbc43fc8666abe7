"""Text that no database takes is refused before anybody reads it: a NUL in a query, a form or a header.

A path with one leads nowhere. What comes as JSON is looked at where its shape is known: `shape` for callbacks,
`dashboard.web.uploading` for files.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain

from flask import Flask, Response, request

from wording.languages import say, to_say

NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# They say by themselves what they cannot understand of filters, field by field, and ask nothing by it.
EXPLAINING = ("/", "/<path:path>", "customers_csv", "report_html", "report_pdf")
REFUSED = to_say("This address or form holds a character that is no letter (NUL). Type it again without.")
log = logging.getLogger(__name__)


def register(server: Flask) -> None:
    """Look at each request before the gate does."""

    def check() -> Response | None:
        if request.endpoint in EXPLAINING or not any(NUL in text for text in _texts()):
            return None
        log.warning("request refused: a NUL in it")
        return Response(f"{say(REFUSED)}\n", 400, mimetype="text/plain")

    server.before_request(check)


def _texts() -> Iterator[str]:
    yield from chain.from_iterable(request.args.items(multi=True))
    yield from request.headers.values()
    if request.mimetype in FORMS:
        yield from chain.from_iterable(request.form.items(multi=True))
        yield from (one.filename or "" for one in request.files.values())
