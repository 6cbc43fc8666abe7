"""The gate: before every request it is settled who asks and whether they may. Whatever no table names is refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from sqlalchemy import Engine

from accounts.rights import WHOLE_SHOP
from accounts.sign_in import Moment, look
from accounts.tokens import digest
from accounts.users import User
from dashboard.shop import NOBODY, Viewer, be, be_known_by
from dashboard.shop.asker import LIMITED, Asker, asking
from dashboard.web.access import origin, recording, table, visitors
from dashboard.web.access.force import Force
from dashboard.web.access.rendering import message
from dashboard.web.guard import away, callbacks
from dashboard.web.watch.logs import route
from warehouse.access import proof
from wording.languages import say, speak, to_say

log = logging.getLogger(__name__)
SIGNED_OUT = to_say("You are signed out. Sign in again to go on.")
NOT_YOURS = to_say("Your role may not do this. Ask an administrator for the right to it.")
OUTDATED = to_say("This form is out of date, perhaps because you signed in or out in another tab. Open it again.")
AWAY = to_say("The database does not answer just now. This page looks again by itself.")
AWAY_NOW = to_say("The database does not answer just now.")
RETRY_SECONDS = "5"
FORMS = "access."  # how the routes of our forms begin


class Gate:
    """One an app. `callbacks` is filled while the pages bind theirs."""

    def __init__(self, engine: Engine, force: Force, index: Callable[[], Any]) -> None:
        self.callbacks = table.CallbackRights()
        self._engine = engine
        self._force = force
        self._moment = Moment(engine)
        self._index = index  # the page around the app, which shows nothing of the shop by itself

    def lets_all_in(self) -> bool:
        """Whether there is nobody to tell apart: one's own machine without accounts."""
        return not (self._force.always or self._force.is_anybody())

    def register(self, server: Flask) -> None:
        """Stand before every request."""
        server.before_request(self.admit)
        server.teardown_request(_leave)
        server.after_request(visitors.after)

    def admit(self) -> Any:
        """None where the request may go on, else the answer."""
        g.in_force, g.session, g.moment = True, None, self._moment
        if table.ROUTES.get(request.endpoint or "") == table.OPEN and not _is_form():
            _be(None)  # styles, scripts, health: whoever asks, without a question to the database
            return None
        try:
            g.in_force = self._force.holds(request)
            token = visitors.cookie(visitors.SESSION) if g.in_force else None
            g.session = look(self._engine, token, now=visitors.now()) if token else None
        except Exception as error:  # who cannot be known is let in nowhere
            away.tell(log, "nobody can be let in", error)
            return self._unavailable()
        _be(g.session.user if g.session else None, token)
        if fault := origin.fault(request, is_callback=request.endpoint == table.CALLBACKS_ROUTE):
            log.warning("request refused: %s", fault)
            return Response(f"{say(fault)}\n", 415 if fault == origin.NO_JSON else 403, mimetype="text/plain")
        if _is_form() and request.method == "POST" and not visitors.is_own_form():
            return message(say("Open this form again"), say(OUTDATED), request.path, say("Open it again")), 400
        return self._decide()

    def _decide(self) -> Any:
        need = table.ROUTES.get(request.endpoint or "")
        if not g.in_force:  # one's own machine, nobody to tell apart: no accounts, no forms of theirs
            return redirect(url_for("/")) if _is_form() else None
        if need == table.OPEN:
            return None
        if g.session is None:
            return self._signed_out()
        if missing := {right for right in self._needed(need) if not _may(g.session.user, right)}:
            return self._forbidden(_why_not(g.session.user, missing))
        return recording.refuse_too_many(self._engine, g.session.user)

    def _needed(self, need: str | None) -> frozenset[str | None]:
        """All that a request needs; None is what nobody has."""
        if request.endpoint is None:  # there is no such route, which is answered as ever
            return frozenset({table.SIGNED_IN})
        if need is not None and request.endpoint in table.PAGE_ROUTES:
            return frozenset({need, table.page_right(request.path) or table.SIGNED_IN})
        if need is not None and request.endpoint == table.CALLBACKS_ROUTE:
            request.max_content_length = callbacks.MOST_BYTES
            body = request.get_json(silent=True)
            found = self.callbacks.of(body.get("output") if isinstance(body, dict) else None)
            return frozenset({need, *(found or {None})})
        return frozenset({need})

    def _signed_out(self) -> Any:
        """Pages lead to the form; what a page asks for tells it."""
        is_page = request.endpoint in table.PAGE_ROUTES or _is_form()
        if not (is_page and request.method in origin.SAFE):
            door = {"X-Sign-In": url_for("access.sign_in", out=1)}  # for the page that asks: assets/regulars.js
            return Response(f"{say(SIGNED_OUT)}\n", 401, door, mimetype="text/plain")
        asked = request.script_root + request.full_path.removesuffix("?")
        return redirect(url_for("access.sign_in", next=None if asked == url_for("/") else asked))

    def _forbidden(self, why: str) -> Any:
        user = g.session.user
        log.warning("refused: %s needs more than user %s may, who is %s", route(), user.user_id, user.role)
        if request.endpoint in table.PAGE_ROUTES:
            return self._index(), 403  # with the rail, and a word in place of the content
        if _is_form():
            return message(say("Not part of your role"), why, "/", say("Go to the overview")), 403
        return Response(f"{why}\n", 403, mimetype="text/plain")

    def _unavailable(self) -> Any:
        headers = {"Retry-After": RETRY_SECONDS, "X-Away": "database"}  # which assets/busy.js tells from a rush
        if request.endpoint in table.PAGE_ROUTES or _is_form():
            return message(say("One moment"), say(AWAY), refresh=RETRY_SECONDS), 503, headers
        return Response(f"{say(AWAY_NOW)}\n", 503, mimetype="text/plain", headers=headers)


def _be(user: User | None, token: str | None = None) -> None:
    """Set who asks for the length of the request, what the database shows them, and by what it knows them."""
    rights: frozenset[str] | None = frozenset() if g.in_force else None  # of nobody known: none, or all
    who = Asker(None, rights) if user is None else Asker(user.email, user.rights, user.countries is not None)
    if user is not None and user.language is not None:
        speak(user.language)
    g.stack = ExitStack()
    g.stack.enter_context(asking(who))
    be_known_by(proof("session", digest(token)) if user and token else "")
    # Not taken back at the end of the request: a file that is still streamed then belongs to the same viewer.
    if user is not None:
        be(Viewer(user.countries, personal=user.may("see_personal_data")))
    else:
        be(NOBODY if g.in_force else None)


def _leave(_error: BaseException | None) -> None:
    if (stack := g.pop("stack", None)) is not None:
        stack.close()


def _may(user: User, right: str | None) -> bool:
    return right == table.SIGNED_IN or (right is not None and user.may(right))


def _why_not(user: User, missing: set[str | None]) -> str:
    """In a sentence: for want of the role, or because one sees some countries only."""
    return say(LIMITED if user.countries is not None and missing <= WHOLE_SHOP else NOT_YOURS)


def _is_form() -> bool:
    return (request.endpoint or "").startswith(FORMS)
