"""Served below a path of a site (`/regulars`): addresses are put right at the edge, so that inside none of it is known.

Inside, a page is `/segments`, whether a link, a callback or a file asks for it. Requests come in without the path that
all of it is served below, and what the browser is to go to gets it on the way out. Redirects and forms get it by Flask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import orjson
from dash import Dash
from flask import Response, request

from dashboard.web.guard.callbacks import PATH

LAYOUT = "/_dash-layout"
# Properties whose value is an address, in a component or in what a callback answers.
ADDRESSES: Final = ("href", "src", "action", "pathname", "topojsonURL")
FIGURE = "figure"  # large, and without addresses

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Below:
    """Around an application: takes the path off each request, whether or not a proxy did so already."""

    def __init__(self, application: Application, base: str) -> None:
        self._application = application
        self._base = base

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer as the application does."""
        path = environ.get("PATH_INFO", "")
        if path == self._base or path.startswith(f"{self._base}/"):
            environ["PATH_INFO"] = path.removeprefix(self._base) or "/"
        environ["SCRIPT_NAME"] = self._base
        return self._application(environ, start_response)


def register(app: Dash, base: str) -> None:
    """Serve an application below `base`; it is bound last, so that all else sees addresses of inside."""
    if not base:
        return
    server = app.server

    def come_in() -> None:
        if request.method == "POST" and request.path == PATH:
            body = request.get_json(silent=True)  # what was looked at before, so that what is changed here counts
            for part in (*body.get("inputs", ()), *body.get("state", ())) if isinstance(body, dict) else ():
                if isinstance(part, dict) and part.get("property") == "pathname":
                    part["value"] = inward(part.get("value"), base)

    def go_out(answer: Response) -> Response:
        if request.path in (PATH, LAYOUT) and answer.is_json and answer.status_code == 200:
            answer.set_data(orjson.dumps(outward(orjson.loads(answer.get_data()), base)))
        return answer

    server.before_request(come_in)
    server.after_request(go_out)
    server.wsgi_app = Below(server.wsgi_app, base)


def inward(address: Any, base: str) -> Any:
    """The browser's `/regulars/segments` as `/segments`."""
    is_below = isinstance(address, str) and (address == base or address.startswith(f"{base}/"))
    return (address.removeprefix(base) or "/") if is_below else address


def outward(value: Any, base: str) -> Any:
    """What goes to the browser, with `/segments` in it as `/regulars/segments`."""
    if isinstance(value, list):
        return [outward(one, base) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _address(one, base) if name in ADDRESSES and isinstance(one, str)
        else one if name == FIGURE
        else outward(one, base)
        for name, one in value.items()
    }  # fmt: skip


def _address(address: str, base: str) -> str:
    is_ours = address.startswith("/") and not address.startswith("//")
    return base + address if is_ours else address
