"""What administrators do to others, each with its line on record and its effect on open sessions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from accounts import passwords, users
from accounts.audit import Actor, record
from accounts.sign_in import attempts, sessions
from accounts.users import User


def add(
    connection: Connection,
    email: str,
    name: str,
    role: str,
    countries: Iterable[str] | None,
    password: str,
    actor: Actor,
    *,
    now: datetime,
) -> User:
    """A user with a password. Raises InputError, BusyError."""
    passwords.check(password, email, name)
    user = users.create(
        connection, email, name, role, countries, password_hash=passwords.hashed(password), now=now
    )  # fmt: skip
    record(connection, "user_added", actor, _state(user), now=now)
    return user


def change_access(
    connection: Connection, user: User, role: str, countries: Iterable[str] | None, actor: Actor, *, now: datetime
) -> User:
    """Another role, limited to countries or, with None, of all, at once: open sessions have it with their next page.

    Raises InputError.
    """
    return _changed(connection, user, users.change(connection, user.user_id, role, countries), actor, now)


def disable(connection: Connection, user: User, actor: Actor, *, now: datetime) -> int:
    """Let nobody in as this user, and end their sessions; how many were open. Raises InputError on the last admin."""
    users.disable(connection, user.user_id, now=now)
    ended = sessions.end_all(connection, user.user_id, now=now)
    record(connection, "user_disabled", actor, {"user": user.email, "sessions": ended}, now=now)
    return ended


def enable(connection: Connection, user: User, actor: Actor, *, now: datetime) -> User:
    """Let a disabled user in again."""
    enabled = users.enable(connection, user.user_id)
    attempts.forgive(connection, user.email, user.user_id)
    record(connection, "user_enabled", actor, {"user": user.email}, now=now)
    return enabled


def end_sessions(connection: Connection, user: User, actor: Actor, *, now: datetime, but: int | None = None) -> int:
    """End the sessions of a user, but the one of this number; how many were open."""
    ended = sessions.end_all(connection, user.user_id, now=now, but=but)
    record(connection, "sessions_ended", actor, {"user": user.email, "sessions": ended}, now=now)
    return ended


def end_session(connection: Connection, user: User, session_id: int, actor: Actor, *, now: datetime) -> bool:
    """End one session of a user; whether it was open."""
    was_open = sessions.end(connection, session_id, user.user_id, now=now)
    if was_open:
        record(connection, "sessions_ended", actor, {"user": user.email, "sessions": 1}, now=now)
    return was_open


def _changed(connection: Connection, before: User, after: User, actor: Actor, now: datetime) -> User:
    details = {"user": after.email, "before": _rights(before), "after": _rights(after)}
    if details["before"] != details["after"]:
        record(connection, "user_changed", actor, details, now=now)
    return after


def _state(user: User) -> dict[str, object]:
    return {"user": user.email, **_rights(user)}


def _rights(user: User) -> dict[str, object]:
    return {"role": user.role, "countries": None if user.countries is None else list(user.countries)}
