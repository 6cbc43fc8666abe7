"""Whose language a request is answered in: what the user has chosen, else this browser, else what the browser prefers
of those that are offered, else the shop's."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, abort, make_response, redirect, request

from dashboard.web.access import visitors
from dashboard.web.access.origin import host_of, own_path
from warehouse.settings import Settings
from wording.languages import ENGLISH, KNOWN, OFFERED, PSEUDO, speak

COOKIE_SECONDS: Final = 400 * 86_400  # the longest that browsers keep one


def register(server: Flask, settings: Settings) -> None:
    """Speak it from the beginning of each request; `/language/<language>` is where a browser chooses one."""
    known = {*KNOWN, *((PSEUDO,) if settings.environment == "development" else ())}
    server.before_request(lambda: speak(of_browser(known, settings.language)))
    server.teardown_request(lambda _error: speak(ENGLISH))  # whatever else the thread does
    server.add_url_rule("/language/<language>", "language", partial(choose, known))


def of_browser(known: Collection[str], default: str) -> str:
    """What a browser whose user has chosen nothing is answered in."""
    if (chosen := visitors.cookie(visitors.LANGUAGE)) in known:
        return str(chosen)
    if len(OFFERED) < 2:
        return default
    liked = (one.partition("-")[0].lower() for one, quality in request.accept_languages if quality)
    return next((one for one in liked if one in OFFERED), default)


def choose(known: Collection[str], language: str) -> Any:
    """Keep it in the browser, and go back to where it was chosen; whoever is signed in keeps theirs in the account."""
    if language not in known:
        abort(404)
    asked, before = None, request.referrer or ""
    if host_of(before) == request.host:
        _, _, path, query, _ = urlsplit(before)
        asked = f"{path}?{query}"
    answer = make_response(redirect(own_path(asked, request.script_root), 303))
    return visitors.keep(answer, visitors.LANGUAGE, language, COOKIE_SECONDS)
