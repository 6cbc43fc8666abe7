"""What every answer carries: a content security policy, caching, compression; and Dash's renderer, mended.

A change of the filters asks for all panels of the app, of which the renderer takes those away that are not on the
page. It does so by sets in which each of 160 callbacks is compared with each, part by part: 800,000 times a load, two
fifths of a second. Those of different outputs are never equal, so that each need be compared with its like alone.

Who leaves a page while its panels are being asked for takes away where their answers would go: the address changes the
filters just as the page goes. The renderer calls that an error in the console, and a chart that was to be drawn anew
fails; here nobody is asked, and nothing drawn, where nothing is left to put it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from dash import Dash
from flask import Response, request
from flask_compress import Compress

from dashboard.web import index

YEAR = 31_536_000
BASE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

RENDERER, GRAPH = "/dash/dash-renderer/build/dash_renderer.", "/dash/dcc/async-graph."
# Ramda's set keeps what it holds in lists by kinds of objects, and looks through the one of its kind.
SLOW = b"default:return(o=Object.prototype.toString.call(t))in r._items"
QUICK = b'default:return(o=Object.prototype.toString.call(t)+(t.callback&&t.callback.output||""))in r._items'
# All outputs of a callback are gone: it is done, as one without any that is there.
ASKS = b'try{var b=Vc(o,i,t,p,"Input",!0);'
LEAVES = (
    b"try{if(s.length&&s.every(function(e){return Array.isArray(e)&&!e.length}))"
    b"return Ec(Ec({},t),{},{executionPromise:null});" + ASKS.removeprefix(b"try{")
)
DRAWS, STAYS = b"r=r.then(function(){return t.plot(e)})", b"r=r.then(function(){return t.gd.current&&t.plot(e)})"
MENDS = {RENDERER: ((SLOW, QUICK), (ASKS, LEAVES)), GRAPH: ((DRAWS, STAYS),)}  # by path: what stands in what's place


class StaticCache:
    """Compressed bodies of static files, by path; answers with data are not kept."""

    def __init__(self) -> None:
        self.bodies: LRUCache[str, bytes] = LRUCache(200)  # there are about 80 files

    def get(self, key: str) -> bytes | None:
        return self.bodies.get(key) if _is_static() else None

    def set(self, key: str, value: bytes) -> None:
        if _is_static():
            self.bodies[key] = value


def _is_static() -> bool:
    return request.path.startswith(("/_dash-component-suites/", "/assets/"))


def register(app: Dash) -> None:
    """Add the headers and our own static files, and compress each of them once a process."""
    server = app.server
    index.register(server, Path(app.config.assets_folder))
    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,  # exports go out as they come
        COMPRESS_MIN_SIZE=1_000,
        COMPRESS_CACHE_KEY=lambda request: request.path,
        COMPRESS_CACHE_BACKEND=StaticCache,
    )
    policy = _policy(app)

    def add(response: Response) -> Response:
        for name, value in BASE.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy)
        if _is_static() and response.status_code in (200, 304):
            fingerprinted = ".v" in request.path or "v" in request.args
            response.headers["Cache-Control"] = f"public, max-age={YEAR if fingerprinted else 3600}"
        else:  # customers' data stays out of every cache
            response.headers["Cache-Control"] = "no-store"
        return response

    # Flask runs these in reverse: read the file whole, mend it, take it compressed or compress it, add the headers.
    server.after_request(add)
    Compress(server)
    server.after_request(partial(_send_compressed, _compressed(Path(app.config.assets_folder))))
    server.after_request(_mended)
    server.after_request(_read_whole)


def _read_whole(response: Response) -> Response:
    """A static file as one body: a streamed one would be compressed anew for each request."""
    if _is_static() and response.is_streamed and response.status_code == 200:
        response.direct_passthrough = False
        response.set_data(response.get_data())
    return response


def _mended(response: Response) -> Response:
    """Dash's scripts as they go to browsers; a version of one that is made otherwise stays as it is."""
    for path, mends in MENDS.items():
        if path in request.path and response.status_code == 200:
            script = response.get_data()
            for made, mended in mends:
                script = script.replace(made, mended)
            response.set_data(script)
    return response


def _compressed(assets: Path) -> dict[str, Path]:
    """Files that lie compressed beside their own, as hard as it goes: too long to do while somebody waits."""
    found = (one.relative_to(assets) for one in assets.rglob("*.br"))
    return {f"/assets/{one.with_suffix('').as_posix()}": assets / one for one in found}


def _send_compressed(compressed: Mapping[str, Path], response: Response) -> Response:
    """A file as it lies compressed, where the browser takes that."""
    made = compressed.get(request.path)
    if made is None or response.status_code != 200 or "br" not in request.accept_encodings:
        return response
    response.set_data(made.read_bytes())
    response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(f"{response.get_etag()[0]}:br")
    response.make_conditional(request)
    return response


def _policy(app: Dash) -> str:
    rules: dict[str, Any] = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *app.csp_hashes()]),
        "style-src": "'self' 'unsafe-inline'",  # plotly and Dash style elements in place
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
