"""Who has to come again: requests that waited too long, and files and reports beyond those that are made already.

Under more users than it can carry a server only answers what is of no use any more, unless it refuses a part of it at
once. And a few large lists or reports must not take every thread from the pages.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from dashboard.web.buffered import ARRIVED

PATIENCE = 8.0  # seconds that a request may wait for a thread
SLOW = "/exports/"  # in a path: files, which are made while they are sent
SLOW_AT_ONCE = 3  # in a process, of its 8 threads
AGAIN_SECONDS = 3
BUSY = "Too many people ask at once. Please try again in a few seconds.\n"
SLOW_BUSY = "Other files are being made. Please try again in a few seconds.\n"

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Turns:
    """Around an application: refuses what came too late or is too much, before it costs anything."""

    def __init__(self, application: Application, patience: float = PATIENCE, at_once: int = SLOW_AT_ONCE) -> None:
        self._application = application
        self._patience = patience
        self._slow = threading.BoundedSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer, or say when to come again."""
        if time.monotonic() - environ.get(ARRIVED, time.monotonic()) > self._patience:
            return _come_again(BUSY)(environ, start_response)
        if SLOW not in environ.get("PATH_INFO", ""):
            return self._application(environ, start_response)
        if not self._slow.acquire(blocking=False):
            return _come_again(SLOW_BUSY)(environ, start_response)
        try:
            answer = self._application(environ, start_response)
        except BaseException:
            self._slow.release()
            raise
        return _Held(answer, self._slow)


class _Held:
    """An answer that has its place until its last byte is taken or nobody wants it any more."""

    def __init__(self, answer: Iterable[bytes], places: threading.BoundedSemaphore) -> None:
        self._answer, self._pieces = answer, iter(answer)
        self._give_back = weakref.finalize(self, places.release)  # once

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """End the answer."""
        try:
            if close := getattr(self._answer, "close", None):
                close()
        finally:
            self._give_back()


def _come_again(text: str) -> Response:
    headers = {"Retry-After": str(AGAIN_SECONDS), "Cache-Control": "no-store"}
    return Response(text, 503, headers, mimetype="text/plain")


def register(server: Flask) -> None:
    """Let every request of an application take its turn."""
    server.wsgi_app = Turns(server.wsgi_app)  # type: ignore[method-assign]
