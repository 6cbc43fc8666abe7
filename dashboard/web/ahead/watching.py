"""Around an application: whether a request is being answered, for what has time to wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from dashboard.shop.beside.aside import Aside

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def register(server: Flask, aside: Aside) -> None:
    """Tell it of every request."""
    application: Application = server.wsgi_app

    def watched(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        aside.begin()
        try:
            return application(environ, start_response)
        finally:
            aside.end()

    server.wsgi_app = watched  # type: ignore[method-assign]
