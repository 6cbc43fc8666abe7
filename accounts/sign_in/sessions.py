"""What a signed-in browser holds: a token whose hash is in the database, so that any worker knows it and it can be
taken away. It ends after a while unused, after a day in any case, with its user, and at the next sign-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, delete, func, insert, select, update

from accounts.tokens import digest, new_token
from accounts.users import COLUMNS, User, user_of
from warehouse.access import bring, show
from warehouse.schema import sessions, users

IDLE: Final = timedelta(hours=2)  # without a page
LONGEST: Final = timedelta(hours=12)  # of use: a working day
FOR_A_CODE: Final = timedelta(minutes=5)  # between the password and the second factor
SEEN_EVERY: Final = timedelta(minutes=1)  # pages in between are not written down
_ASTRAY: Final = timedelta(minutes=5)  # that clocks of several servers may differ
_AGENT = 200  # characters kept
_KEPT: Final = timedelta(days=30)  # after its end, to be seen in the list


@dataclass(frozen=True)
class Session:
    """A sign-in that opens pages, and whose it is."""

    session_id: int
    user: User
    method: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str | None
    agent: str | None


def start(
    connection: Connection,
    user_id: int,
    method: str,
    *,
    address: str | None,
    agent: str | None,
    now: datetime,
    awaits_code: bool = False,
    previous: str | None = None,
    until: datetime | None = None,
) -> str:
    """A new session; its token, told only here. The session that the browser held before ends.

    `until`: when it ends at the latest, of one that takes the place of another.

    From here on in this transaction its user is known by it, unless a code is missing still.
    """
    if previous:
        end_token(connection, previous, now=now)
    token = new_token()
    connection.execute(
        insert(sessions).values(
            token_hash=digest(token),
            user_id=user_id,
            method=method,
            awaits_code=awaits_code,
            created_at=now,
            last_seen_at=now,
            expires_at=until or now + (FOR_A_CODE if awaits_code else LONGEST),
            address=address,
            agent="".join(filter(str.isprintable, agent or ""))[:_AGENT] or None,
        )
    )
    if not awaits_code:
        show(connection, "session", digest(token))
    return token


def look(engine: Engine, token: str, *, now: datetime) -> Session | None:
    """The session of a token with its user as they are now; None when it opens nothing (any more)."""
    with engine.connect() as connection:
        row = connection.execute(_live(now).where(sessions.c.session_id == func.session_of(digest(token)))).first()
        if row is None:
            return None
        if now - row.last_seen_at >= SEEN_EVERY:
            bring(connection, digest(token))
            _touch(connection, row.session_id, now)
        return _session(row)


def awaiting(connection: Connection, token: str, *, now: datetime) -> int | None:
    """The number of the user who gave the password and still has to give a code; None when there is none."""
    statement = _live(now, awaits_code=True).where(sessions.c.session_id == func.session_of(digest(token)))
    row = connection.execute(statement).first()
    return None if row is None else int(row.user_id)


def open_of(connection: Connection, user_id: int, *, now: datetime) -> list[Session]:
    """The sessions of a user that are open now, the last used one first."""
    statement = _live(now).where(sessions.c.user_id == user_id).order_by(sessions.c.last_seen_at.desc())
    return [_session(row) for row in connection.execute(statement)]


def end(connection: Connection, session_id: int, user_id: int, *, now: datetime) -> bool:
    """End one session of a user; whether it was open."""
    found = sessions.c.session_id == session_id, sessions.c.user_id == user_id
    return _end(connection, now, *found) > 0


def end_token(connection: Connection, token: str, *, now: datetime) -> bool:
    """End the session of a token, as signing out does; whether it was open."""
    bring(connection, digest(token))
    return _end(connection, now, sessions.c.session_id == func.session_of(digest(token))) > 0


def end_all(connection: Connection, user_id: int, *, now: datetime, but: int | None = None) -> int:
    """End all sessions of a user, but the one of this number; how many were open."""
    kept = [] if but is None else [sessions.c.session_id != but]
    return _end(connection, now, sessions.c.user_id == user_id, *kept)


def tidy(connection: Connection, *, now: datetime) -> int:
    """Remove sessions that ended a month ago; how many."""
    return connection.execute(delete(sessions).where(sessions.c.expires_at < now - _KEPT)).rowcount


def _live(now: datetime, awaits_code: bool = False) -> Select[Any]:
    return (
        select(*(column for column in sessions.c if column.name != "token_hash"),
               *(column for column in COLUMNS if column.name not in ("user_id", "created_at")),
               users.c.created_at.label("user_created_at"))
        .join(users, users.c.user_id == sessions.c.user_id)
        .where(
            sessions.c.awaits_code.is_(awaits_code),
            sessions.c.revoked_at.is_(None),
            sessions.c.expires_at > now,
            sessions.c.expires_at <= now + LONGEST + _ASTRAY,  # made by a clock that was ahead, or by nobody's rule
            sessions.c.last_seen_at > now - IDLE,
            users.c.disabled_at.is_(None),
        )
    )  # fmt: skip


def _session(row: Any) -> Session:
    return Session(
        session_id=row.session_id,
        user=user_of(row, created_at=row.user_created_at),
        method=row.method,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        address=row.address,
        agent=row.agent,
    )


def _touch(connection: Connection, session_id: int, now: datetime) -> None:
    seen_before = sessions.c.last_seen_at <= now - SEEN_EVERY  # another worker may have been here
    connection.execute(
        update(sessions).where(sessions.c.session_id == session_id, seen_before).values(last_seen_at=now)
    )
    connection.commit()


def _end(connection: Connection, now: datetime, *which: Any) -> int:
    open_ones = update(sessions).where(*which, sessions.c.revoked_at.is_(None), sessions.c.expires_at > now)
    return connection.execute(open_ones.values(revoked_at=now)).rowcount
