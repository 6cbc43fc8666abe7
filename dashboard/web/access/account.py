"""/account: what one may do, one's password, second factor and sessions."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, make_response, redirect, request, url_for
from markupsafe import Markup
from sqlalchemy import Engine

from accounts import administration
from accounts.passwords import BusyError
from accounts.sign_in import Refused, change_password, check_code, second_factor, sessions
from accounts.users import choose_language
from dashboard.web.access import visitors
from dashboard.web.access.browsers import shown
from dashboard.web.access.rendering import rights_in_words, show
from dashboard.web.access.signing import DIFFERENT, let_in
from dashboard.web.access.visitors import LANGUAGE as COOKIE
from warehouse.errors import InputError, SettingsError
from warehouse.settings import Settings
from wording.languages import say, to_say

DONE = {  # what was just done, as the address says it
    "password": to_say("Your password is changed, and your other sessions have ended."),
    "factor-off": to_say("The second factor is off."),
    "ended": to_say("Ended."),
    "language": to_say("Your language is kept."),
}


def register(routes: Blueprint, engine: Engine, settings: Settings) -> None:
    """Add the page and what its forms do."""
    routes.add_url_rule("/account", "account", partial(_account, engine))
    for path, endpoint, view in (
        ("/account/password", "password", partial(_change_password, engine)),
        ("/account/second-factor", "second_factor", partial(_begin_factor, engine, settings)),
        ("/account/second-factor/confirm", "confirm_factor", partial(_confirm_factor, engine, settings)),
        ("/account/second-factor/recovery-codes", "recovery_codes", partial(_renew_codes, engine, settings)),
        ("/account/second-factor/off", "no_factor", partial(_switch_off, engine, settings)),
        ("/account/sessions", "end_session", partial(_end_session, engine)),
        ("/account/language", "choose_language", partial(_choose_language, engine)),
    ):
        routes.add_url_rule(path, endpoint, view, methods=["POST"])


def _account(engine: Engine, sentence: str = "") -> str:
    session = visitors.own_session()
    user = session.user
    with engine.connect() as connection:
        left = second_factor.recovery_codes_left(connection, user.user_id)
        open_ones = sessions.open_of(connection, user.user_id, now=visitors.now())
    done = say(DONE.get(request.args.get("done", ""), ""))
    return show(
        "account",
        say("Your account"),
        sentence=sentence or done,
        tone="worse" if sentence else "better",
        rights=rights_in_words(user),
        codes_left=left,
        sessions=[shown(one) for one in open_ones],
        own_session_id=session.session_id,
        sessions_action="/account/sessions",
        sessions_do="",
    )


def _change_password(engine: Engine) -> Any:
    current, chosen = request.form.get("current", ""), request.form.get("password", "")
    if chosen != request.form.get("again", ""):
        return _account(engine, say(DIFFERENT)), 400
    session, visit = visitors.own_session(), visitors.visit()
    try:
        outcome = change_password(engine, session, current, chosen, visit, now=visitors.now())
    except (InputError, BusyError) as error:
        return _account(engine, str(error)), 400
    if isinstance(outcome, Refused):
        return _account(engine, outcome.sentence), 400
    return let_in(outcome, url_for("access.account", done="password"))


def _begin_factor(engine: Engine, settings: Settings) -> Any:
    try:
        with engine.begin() as connection:
            uri = second_factor.begin(connection, visitors.own_session().user, settings.secret_key)
    except (InputError, SettingsError) as error:
        return _account(engine, str(error)), 400
    return _factor_form(uri)


def _factor_form(uri: str, sentence: str = "") -> str:
    secret = parse_qs(urlsplit(uri).query).get("secret", [""])[0]
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return show("factor", say("Second factor"), qr=_qr(uri), uri=uri, secret=spaced, sentence=sentence)


def _qr(text: str) -> Markup:
    """A QR code as SVG, to stand in the page."""
    import segno  # only where somebody switches the second factor on

    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(scale=4, border=2, omitsize=True, dark="#000", light="#fff"))


def _confirm_factor(engine: Engine, settings: Settings) -> Any:
    code, uri = request.form.get("code", ""), request.form.get("uri", "")
    try:
        with engine.begin() as connection:
            user = visitors.own_session().user
            codes = second_factor.confirm(
                connection, user, code, settings.secret_key, visitors.actor(), now=visitors.now()
            )
    except (InputError, SettingsError) as error:
        is_shown = uri.startswith("otpauth://totp/") and len(uri) < 1_000
        return (_factor_form(uri, str(error)) if is_shown else _account(engine, str(error))), 400
    return show("codes", say("Your recovery codes"), codes=codes)


def _renew_codes(engine: Engine, settings: Settings) -> Any:
    if refused := _wrong_code(engine, settings):
        return _account(engine, refused), 400
    with engine.begin() as connection:
        user = visitors.own_session().user
        codes = second_factor.renew_recovery_codes(connection, user, visitors.actor(), now=visitors.now())
    return show("codes", say("Your recovery codes"), codes=codes)


def _switch_off(engine: Engine, settings: Settings) -> Any:
    if refused := _wrong_code(engine, settings):
        return _account(engine, refused), 400
    with engine.begin() as connection:
        second_factor.switch_off(connection, visitors.own_session().user, visitors.actor(), now=visitors.now())
    return redirect(url_for("access.account", done="factor-off"), 303)


def _wrong_code(engine: Engine, settings: Settings) -> str:
    """Why a code does not count; nothing where it does."""
    user = visitors.own_session().user
    if not user.has_second_factor:
        return say("The second factor is off.")
    code, visit, key = request.form.get("code", ""), visitors.visit(), settings.secret_key
    try:
        refused = check_code(engine, user, code, visit, now=visitors.now(), secret_key=key)
    except SettingsError as error:
        return str(error)
    return "" if refused is None else refused.sentence


def _choose_language(engine: Engine) -> Any:
    try:
        with engine.begin() as connection:
            choose_language(connection, visitors.own_session().user.user_id, request.form.get("language") or None)
    except InputError as error:
        return _account(engine, str(error)), 400
    return visitors.forget(make_response(redirect(url_for("access.account", done="language"), 303)), COOKIE)


def _end_session(engine: Engine) -> Any:
    session, which = visitors.own_session(), request.form.get("session", "")
    with engine.begin() as connection:
        if which == "all":
            administration.end_sessions(
                connection, session.user, visitors.actor(), now=visitors.now(), but=session.session_id
            )
        elif which.isascii() and which.isdigit() and len(which) < 18:
            administration.end_session(connection, session.user, int(which), visitors.actor(), now=visitors.now())
    return redirect(url_for("access.account", done="ended"), 303)
