"""Signing in: an address and a password, then a code where the user has a second factor.

What is said to whoever is refused never tells whether the address is known, and takes as long either way. No
connection is held while a password is hashed, or while it waits for its turn.
"""

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, func, select, update

from accounts import passwords
from accounts.audit import Actor, record
from accounts.details import fold
from accounts.sign_in import attempts, devices, second_factor, sessions
from accounts.sign_in.outcomes import NeedsCode, Outcome, Refused, SignedIn, Visit, too_many
from accounts.tokens import digest
from accounts.users import User, by_email, by_id
from warehouse.access import show
from warehouse.schema import users
from wording.languages import say, to_say

WRONG: Final = to_say("The address or the password is not right.")
WRONG_CODE: Final = to_say("This code is not right, or it was used already.")
STARTED_LATE: Final = to_say("Signing in took too long; begin again.")


def verify(
    engine: Engine,
    email: str,
    password: str,
    visit: Visit,
    *,
    now: datetime,
    code: str | None = None,
    secret_key: str | None = None,
) -> Outcome:
    """Look at an address and a password, and at a code where one is given; everything is counted and on record.

    `secret_key` is for the code, and for browsers to be known again.

    Raises passwords.BusyError when too many sign in at once, SettingsError when a code cannot be checked.
    """
    subjects = _subjects(email, visit, secret_key)
    with engine.connect() as connection:  # who has to wait anyhow takes nobody's place
        is_held = attempts.held_back(connection, subjects, now=now) > timedelta()
    with nullcontext() if is_held else passwords.a_place():
        with engine.begin() as connection:
            wait = attempts.begin(connection, subjects, now=now)
            user = by_email(connection, email)
            form = None if user is None or user.disabled_at else password_form(connection, user.user_id)
            if wait:
                return refuse(connection, user, visit, "waiting", too_many(wait), now)
        made = passwords.hashed_as(password, form)
        renewed = passwords.hashed(password) if made and passwords.is_outdated(made) else None
    with engine.begin() as connection:
        if user is None or not is_password(connection, user.user_id, made):
            attempts.failed(connection, subjects, now=now)
            return refuse(connection, user, visit, "password", Refused(say(WRONG)), now)
        if renewed:
            connection.execute(update(users).where(users.c.user_id == user.user_id).values(password_hash=renewed))
            show(connection, "password", user.user_id, renewed)
        outcome = let_in(connection, user, "password", visit, now=now)
        attempts.succeeded(connection, subjects)
    if isinstance(outcome, NeedsCode) and code:
        return verify_code(engine, outcome.token, code, visit, now=now, secret_key=secret_key)
    return _known(outcome, secret_key) if isinstance(outcome, SignedIn) else outcome


def verify_code(
    engine: Engine, token: str, code: str, visit: Visit, *, now: datetime, secret_key: str | None
) -> SignedIn | Refused:
    """Look at the code of somebody whose password was right: of the app, or a recovery code.

    Raises SettingsError when SECRET_KEY is missing or another one than when the second factor was set up.
    """
    with engine.begin() as connection:
        user_id = sessions.awaiting(connection, token, now=now)
        user = None if user_id is None else by_id(connection, user_id)
    if user is None:
        return Refused(say(STARTED_LATE))
    if refused := check_code(engine, user, code, visit, now=now, secret_key=secret_key, waiting=token):
        return refused
    with engine.begin() as connection:
        show(connection, "waiting", digest(token))
        if not sessions.end_token(connection, token, now=now):  # used a moment ago
            return Refused(say(STARTED_LATE))
        return _known(_open(connection, user, "code", visit, now), secret_key)


def check_code(
    engine: Engine, user: User, code: str, visit: Visit, *, now: datetime, secret_key: str | None, waiting: str = ""
) -> Refused | None:
    """Use up a code of a user, as for signing in; ask for one before the second factor is switched off, too.

    `waiting` is the token of whoever is not signed in yet. None when it is right. Raises SettingsError as `verify_code`
    does.
    """
    subjects = {"code": str(user.user_id)}
    with engine.begin() as connection:
        if wait := attempts.begin(connection, subjects, now=now):
            return refuse(connection, user, visit, "waiting", too_many(wait), now)
    with engine.begin() as connection:
        if waiting:
            show(connection, "waiting", digest(waiting))
        kind = second_factor.takes(connection, user.user_id, code, secret_key, now=now)
        if kind is None:
            return refuse(connection, user, visit, "code", Refused(say(WRONG_CODE)), now)
        if kind == "recovery":
            left = second_factor.recovery_codes_left(connection, user.user_id)
            record(connection, "recovery_code", Actor.of(user, visit.address), {"left": left}, now=now)
        attempts.succeeded(connection, subjects)
    return None


def let_in(connection: Connection, user: User, method: str, visit: Visit, *, now: datetime) -> SignedIn | NeedsCode:
    """Open a session for somebody who has shown who they are, or ask for their second factor first."""
    if not user.has_second_factor or method == "provider":  # a provider asks for its own
        return _open(connection, user, method, visit, now)
    return NeedsCode(_start(connection, user, method, visit, now, awaits_code=True))


def sign_out(engine: Engine, token: str, user: User, visit: Visit, *, now: datetime) -> None:
    """End the session of a token."""
    with engine.begin() as connection:
        show(connection, "session", digest(token))
        if sessions.end_token(connection, token, now=now):
            record(connection, "sign_out", Actor.of(user, visit.address), now=now)


def _open(connection: Connection, user: User, method: str, visit: Visit, now: datetime) -> SignedIn:
    token = _start(connection, user, method, visit, now)
    record(connection, "sign_in", Actor.of(user, visit.address), {"by": method}, now=now)
    return SignedIn(token, user)


def _start(
    connection: Connection, user: User, method: str, visit: Visit, now: datetime, awaits_code: bool = False
) -> str:
    return sessions.start(
        connection,
        user.user_id,
        method,
        address=visit.address,
        agent=visit.agent,
        now=now,
        awaits_code=awaits_code,
        previous=None if awaits_code else visit.previous,
    )


def refuse(connection: Connection, user: User | None, visit: Visit, why: str, said: Refused, now: datetime) -> Refused:
    """Put it on record; of an address that nobody has only that it was tried: it may be a password, mistyped."""
    actor = Actor(address=visit.address) if user is None else Actor.of(user, visit.address)
    record(connection, "sign_in_refused", actor, {"because": why}, now=now)
    return said


def _known(let_in: SignedIn, secret_key: str | None) -> SignedIn:
    return replace(let_in, device=devices.given(let_in.user.email, secret_key))


def _subjects(email: str, visit: Visit, secret_key: str | None) -> dict[str, str]:
    """Whose failures count: those in known browsers by themselves, whatever strangers do elsewhere, or beside."""
    subject = attempts.subject_of(fold(email))
    if devices.known(visit.device, email, secret_key):
        return {"device": subject}  # of all of them: each sign-in gives another one
    subjects = {"email": subject}
    return subjects | ({"address": visit.address} if visit.address else {})


def password_form(connection: Connection, user_id: int) -> str | None:
    """What a user's password is hashed with; the hash itself stays in the database."""
    return connection.scalar(select(func.password_form(user_id)))


def is_password(connection: Connection, user_id: int, made: str | None) -> bool:
    """Whether this is the hash of a user's password, who is known by it from here on in this transaction."""
    if made is None:
        return False
    show(connection, "password", user_id, made)
    return bool(connection.scalar(select(func.is_shown(user_id, ["password"]))))
