"""/users: who may sign in and as what; invitations, roles, limits, links, sessions. For administrators."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import Connection, Engine

from accounts import administration
from accounts.sign_in import invitations, second_factor, sessions
from accounts.users import User, by_id, everybody
from dashboard.web.access import visitors
from dashboard.web.access.browsers import shown
from dashboard.web.access.rendering import message, show
from warehouse.errors import InputError
from wording.languages import say, to_say

LASTS = {"invitation": to_say("7 days"), "reset": to_say("24 hours")}
DONE = {
    "withdrawn": to_say("The link does not work any more."),
    "rights": to_say("Saved. It holds from their next page on."),
    "disable": to_say("Nobody can sign in as this user now, and their sessions have ended."),
    "enable": to_say("They can sign in again."),
    "no-factor": to_say("Their second factor is off."),
    "session": to_say("Ended."),
}


def register(routes: Blueprint, engine: Engine) -> None:
    """Add the pages and what their forms do."""
    routes.add_url_rule("/users", "users", partial(_users, engine))
    routes.add_url_rule("/users/invite", "invite", partial(_invite, engine), methods=["POST"])
    routes.add_url_rule("/users/withdraw", "withdraw", partial(_withdraw, engine), methods=["POST"])
    routes.add_url_rule("/users/<int:user_id>", "user", partial(_user, engine))
    routes.add_url_rule("/users/<int:user_id>", "change_user", partial(_change_user, engine), methods=["POST"])


def _users(engine: Engine, sentence: str = "", link: str = "", **given: str) -> str:
    with engine.connect() as connection:
        found = everybody(connection)
        pending = invitations.pending(connection, now=visitors.now())
    return show(
        "users",
        say("Users"),
        users=found,
        pending=pending,
        **_told(sentence),
        **_link("invitation", link),
        **{"email": "", "role": "viewer", "countries": ""} | given,
    )


def _invite(engine: Engine) -> Any:
    given = {name: request.form.get(name, "") for name in ("email", "role", "countries")}
    limits = countries_of(given["countries"])
    try:
        with engine.begin() as connection:
            token = invitations.invite(
                connection, given["email"], given["role"], limits, visitors.actor(), now=visitors.now()
            )
    except InputError as error:
        return _users(engine, str(error), **given), 400
    return _users(engine, link=token)


def _withdraw(engine: Engine) -> Any:
    if (number := _number("invitation")) is not None:
        with engine.begin() as connection:
            invitations.withdraw(connection, number, visitors.actor(), now=visitors.now())
    return redirect(url_for("access.users", done="withdrawn"), 303)


def _user(engine: Engine, user_id: int, sentence: str = "", link: str = "") -> Any:
    with engine.connect() as connection:
        found = by_id(connection, user_id) if user_id < 2**31 else None
        if found is None:
            return message(say("There is no such user"), "", "/users", say("All users")), 404
        open_ones = sessions.open_of(connection, user_id, now=visitors.now())
    return show(
        "user",
        found.email,
        one=found,
        sessions=[shown(each) for each in open_ones],
        own_session_id=None,
        sessions_action=f"/users/{user_id}",
        sessions_do="session",
        **_told(sentence),
        **_link("reset", link),
    )


def _change_user(engine: Engine, user_id: int) -> Any:
    do, token = request.form.get("do", ""), None
    try:
        with engine.begin() as connection:
            found = by_id(connection, user_id) if user_id < 2**31 else None
            if found is not None and do in DOINGS:
                token = DOINGS[do](connection, found)
    except InputError as error:
        return _user(engine, user_id, str(error)), 400
    if token is not None:
        return _user(engine, user_id, link=token)
    return redirect(url_for("access.user", user_id=user_id, done=do), 303)


def _rights(connection: Connection, user: User) -> None:
    role, limits = request.form.get("role", ""), countries_of(request.form.get("countries", ""))
    administration.change_access(connection, user, role, limits, visitors.actor(), now=visitors.now())


def _sessions(connection: Connection, user: User) -> None:
    actor, now = visitors.actor(), visitors.now()
    if request.form.get("session") == "all":
        administration.end_sessions(connection, user, actor, now=now)
    elif (number := _number("session")) is not None:
        administration.end_session(connection, user, number, actor, now=now)


def _plainly(what: Any) -> Any:
    def do(connection: Connection, user: User) -> None:
        what(connection, user, visitors.actor(), now=visitors.now())

    return do


def _reset(connection: Connection, user: User) -> str:
    return invitations.reset(connection, user, visitors.actor(), now=visitors.now())


# What a button says is to be done -> who does it; a token that it gives is shown as a link.
DOINGS: dict[str, Any] = {
    "rights": _rights,
    "session": _sessions,
    "reset": _reset,
    "disable": _plainly(administration.disable),
    "enable": _plainly(administration.enable),
    "no-factor": _plainly(second_factor.switch_off),
}


def countries_of(text: str) -> list[str] | None:
    """`DE, FR` as a list; None, which is no limit, of nothing."""
    return [code.strip() for code in re.split("[,;\n]", text) if code.strip()] or None


def _told(sentence: str) -> dict[str, str]:
    done = say(DONE.get(request.args.get("done", ""), ""))
    return {"sentence": sentence or done, "tone": "worse" if sentence else "better"}


def _link(kind: str, token: str) -> dict[str, str]:
    link = request.url_root.rstrip("/") + invitations.path(kind, token) if token else ""
    title = say("The invitation is ready") if kind == "invitation" else say("The link for a new password is ready")
    return {"link": link, "link_title": title, "link_lasts": say(LASTS[kind])}


def _number(name: str) -> int | None:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
