"""/sign-in, /sign-out, /set-up, and the links of invitations: the ways in and out."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from math import ceil
from typing import Any

from flask import Blueprint, Response, make_response, redirect, request, url_for
from sqlalchemy import Engine

from accounts.passwords import BusyError
from accounts.sign_in import (
    NeedsCode,
    Outcome,
    Refused,
    SignedIn,
    first_run,
    invitations,
    sign_out,
    verify,
    verify_code,
)
from dashboard.web.access import starting, visitors
from dashboard.web.access.force import Force
from dashboard.web.access.origin import SAFE, own_path
from dashboard.web.access.rendering import message, show
from warehouse.errors import InputError, SettingsError
from warehouse.settings import Settings
from wording.languages import say, to_say

SOON = timedelta(seconds=1)  # of who found no place
DIFFERENT = to_say("The two passwords are not the same.")


def register(routes: Blueprint, engine: Engine, settings: Settings, force: Force) -> None:
    """Add the ways in."""
    ways = {
        "sign_in": ("/sign-in", partial(_sign_in, engine, settings, force)),
        "sign_in_code": ("/sign-in/code", partial(_code, engine, settings)),
        "set_up": ("/set-up", partial(_set_up, engine, settings, force)),
        "invitation": ("/invitation/<token>", partial(_link, engine, "invitation")),
        "reset": ("/reset/<token>", partial(_link, engine, "reset")),
    }
    for endpoint, (path, view) in ways.items():
        routes.add_url_rule(path, endpoint, view, methods=["GET", "POST"])
    routes.add_url_rule("/sign-out", "sign_out", partial(_sign_out, engine), methods=["POST"])


def _sign_in(engine: Engine, settings: Settings, force: Force) -> Any:
    if force.lacks_first_user():
        return redirect(url_for("access.set_up"))
    onward = _onward()
    if request.method in SAFE:
        return redirect(onward) if visitors.session() else _sign_in_form(onward)
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        outcome = verify(
            engine, email, password, visitors.visit(), now=visitors.now(), secret_key=settings.secret_key
        )  # fmt: skip
    except BusyError as error:
        outcome = Refused(str(error), SOON)
    return _after(outcome, onward, lambda said: _sign_in_form(onward, said, email))


def _sign_in_form(onward: str, sentence: str = "", email: str = "") -> str:
    return show("sign_in", say("Sign in"), next=onward, sentence=sentence, email=email, out="out" in request.args)


def _code(engine: Engine, settings: Settings) -> Any:
    onward, token = _onward(), visitors.cookie(visitors.CODE)
    if token is None:
        return redirect(url_for("access.sign_in", next=onward))
    if request.method in SAFE:
        return show("code", say("Your code"), next=onward, sentence="")
    code, visit, now = request.form.get("code", ""), visitors.visit(), visitors.now()
    try:
        outcome: Outcome = verify_code(
            engine, token, code, visit, now=now, secret_key=settings.secret_key
        )  # fmt: skip
    except SettingsError as error:
        outcome = Refused(str(error))
    return _after(outcome, onward, lambda said: show("code", say("Your code"), next=onward, sentence=said))


def _set_up(engine: Engine, settings: Settings, force: Force) -> Any:
    if force.is_anybody():
        return redirect(url_for("access.sign_in"))
    given = {name: request.form.get(name, "") for name in ("code", "email", "name")}
    if request.method in SAFE:
        starting.tell_once(engine, settings.secret_key)
        return show("set_up", say("Set up Regulars"), sentence="", **given)

    def make() -> Outcome:
        password = _password()
        return first_run.create_administrator(
            engine, **given, password=password, visit=visitors.visit(), now=visitors.now()
        )

    return _after(
        _tried(make), url_for("/"), lambda said: show("set_up", say("Set up Regulars"), sentence=said, **given)
    )


def _link(engine: Engine, kind: str, token: str) -> Any:
    with engine.connect() as connection:
        found = invitations.look(connection, token, now=visitors.now())
    if found is None or found.kind != kind:
        return message(say("This link is not valid"), say(invitations.USED_UP), "/sign-in", say("Sign in")), 404
    title = say("Welcome to Regulars") if kind == "invitation" else say("A new password")
    name = request.form.get("name", "")
    known = {"kind": kind, "email": found.email, "role": found.role, "name": name}
    if request.method in SAFE:
        return show("link", title, sentence="", **known)

    def accept() -> Outcome:
        password = _password()
        return invitations.accept(engine, token, password, visitors.visit(), now=visitors.now(), name=name)

    return _after(_tried(accept), url_for("/"), lambda said: show("link", title, sentence=said, **known))


def _sign_out(engine: Engine) -> Any:
    token, session = visitors.cookie(visitors.SESSION), visitors.session()
    if token and session:
        sign_out(engine, token, session.user, visitors.visit(), now=visitors.now())
    response = make_response(redirect(url_for("access.sign_in"), 303))
    return visitors.forget(response, visitors.SESSION)


def _tried(way: Any) -> Outcome:
    """What a way in came to; what was given wrong is a sentence."""
    try:
        outcome: Outcome = way()
    except (InputError, BusyError) as error:
        return Refused(str(error), SOON if isinstance(error, BusyError) else timedelta())
    return outcome


def _after(outcome: Outcome, onward: str, again: Any) -> Response:
    """In, on to the code, or the form again with a sentence."""
    if isinstance(outcome, SignedIn):
        return visitors.forget(let_in(outcome, onward), visitors.CODE)
    if isinstance(outcome, NeedsCode):
        response = make_response(redirect(url_for("access.sign_in_code", next=onward), 303))
        return visitors.keep(response, visitors.CODE, outcome.token, visitors.CODE_SECONDS)
    seconds = ceil(outcome.wait.total_seconds())  # half a second is a wait too: to be tried again, not wrong
    response = make_response(again(outcome.sentence), 429 if seconds else 401)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def let_in(outcome: SignedIn, onward: str) -> Response:
    """Give the browser its new session, by which it is known later too, and lead it on."""
    response = make_response(redirect(onward, 303))
    if outcome.device:
        visitors.keep(response, visitors.DEVICE, outcome.device, visitors.DEVICE_SECONDS)
    return visitors.keep(response, visitors.SESSION, outcome.token)


def _onward() -> str:
    """Where to go on to, as the browser asks for it."""
    return own_path(request.values.get("next"), request.script_root)


def _password() -> str:
    """The password that was chosen, typed alike twice. Raises InputError."""
    password = request.form.get("password", "")
    if password != request.form.get("again", ""):
        raise InputError(say(DIFFERENT))
    return password
