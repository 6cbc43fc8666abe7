"""The record of who did what: added to, read by page, let go of when it is old. Never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import eq, ge, lt
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from accounts.details import fold
from accounts.users import User
from warehouse.errors import InputError
from warehouse.schema import AUDIT_DAYS, audit, shop_settings
from wording.languages import marked, say, to_say

# What can be on record, and how a page says it.
ACTIONS: Final = {
    "sign_in": to_say("signed in"),
    "sign_in_refused": to_say("was refused"),
    "sign_out": to_say("signed out"),
    "password": to_say("chose a new password"),
    "second_factor": to_say("switched the second factor on"),
    "second_factor_off": to_say("switched the second factor off"),
    "recovery_codes": to_say("got new recovery codes"),
    "recovery_code": to_say("used a recovery code"),
    "invite": to_say("invited somebody"),
    "withdraw": to_say("took a link back"),
    "reset": to_say("gave out a link to choose a new password"),
    "user_added": to_say("added a user"),
    "user_changed": to_say("changed a user's role or limits"),
    "user_disabled": to_say("disabled a user"),
    "user_enabled": to_say("enabled a user"),
    "sessions_ended": to_say("ended sessions"),
    "export": to_say("exported"),
    "report": to_say("made a report"),
    "upload": to_say("uploaded a file"),
    "load": to_say("loaded a file"),
    "undo": to_say("took a load back"),
    "fit": to_say("worked out segments"),
    "schedule": to_say("changed a schedule"),
    "publish": to_say("published a segmentation"),
    "audience": to_say("changed an audience"),
    "audience_sent": to_say("sent an audience out"),
    "push": to_say("pushed a list out"),
    "connection": to_say("changed a connection"),
    "settings": to_say("changed a setting"),
    "subject": to_say("handed out what is stored about a customer"),
    "forget": to_say("erased a customer"),
    "audit_retired": to_say("let go of old entries of this record"),
}
# Of these, what is told by mail to whom it is about, where mail is sent; of late, not of long ago.
TOLD: Final = (
    "password", "second_factor", "second_factor_off", "recovery_codes", "recovery_code", "reset", "user_changed",
)  # fmt: skip
TOLD_FOR: Final = timedelta(days=1)
KEPT_DAYS, LEAST_DAYS, MOST_DAYS = 365, 30, 3650
PAGE = 100
_RETIRE = text("select retire_audit(:older_than)")


@dataclass(frozen=True)
class Actor:
    """Who does something: a user with their address in the net, or a command, which has neither."""

    user_id: int | None = None
    email: str | None = None
    address: str | None = None

    @classmethod
    def of(cls, user: User, address: str | None = None) -> "Actor":
        """A user as an actor."""
        return cls(user.user_id, user.email, address)


COMMAND_LINE: Final = Actor(email="command line")
SYSTEM: Final = Actor(email="system")


@dataclass(frozen=True)
class Entry:
    """One line of the record."""

    audit_id: int
    at: datetime
    user_id: int | None
    user_email: str | None
    address: str | None
    action: str
    details: Mapping[str, Any]
    rows: int | None


@dataclass(frozen=True)
class Filters:
    """Which lines are asked for; None: all. `since` counts, `until` does not any more."""

    action: str | None = None
    user_email: str | None = None
    address: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def record(
    connection: Connection,
    action: str,
    actor: Actor,
    details: Mapping[str, Any] | None = None,
    rows: int | None = None,
    *,
    now: datetime,
) -> None:
    """Add a line, in the transaction of what it tells of. `details` are JSON; no personal data of customers in them.

    Raises KeyError on an action that ACTIONS does not have.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    connection.execute(
        insert(audit).values(
            at=now,
            user_id=actor.user_id,
            user_email=actor.email,
            address=actor.address,
            action=action,
            details=dict(details or {}),
            rows=rows,
        )
    )


def entries(
    connection: Connection, filters: Filters = Filters(), *, before: int | None = None, most: int = PAGE
) -> list[Entry]:
    """A page of lines, newest first: those older than the line `before` (its `audit_id`), the last of a page."""
    if filters.action is not None and filters.action not in ACTIONS:
        return []
    email = None if filters.user_email is None else fold(filters.user_email)
    wanted = (
        (eq, audit.c.action, filters.action),
        (eq, audit.c.user_email, email),
        (eq, audit.c.address, filters.address),
        (ge, audit.c.at, filters.since),
        (lt, audit.c.at, filters.until),
        (lt, audit.c.audit_id, before),
    )
    chosen = [compare(column, value) for compare, column, value in wanted if value is not None]
    statement = select(audit).where(*chosen).order_by(audit.c.audit_id.desc()).limit(most)
    return [Entry(**row._mapping) for row in connection.execute(statement)]


def kept_days(connection: Connection) -> int:
    """For how many days lines are kept."""
    value = connection.scalar(select(shop_settings.c.value).where(shop_settings.c.name == AUDIT_DAYS))
    return KEPT_DAYS if value is None else int(value)


def keep_days(connection: Connection, days: int, actor: Actor, *, now: datetime) -> None:
    """Choose for how many days. Raises InputError on fewer than 30, which nothing can take away."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise InputError(
            say("The record is kept for {least} to {most} days.", least=LEAST_DAYS, most=marked(f"{MOST_DAYS:,}"))
        )
    before = kept_days(connection)
    values = {"value": str(days), "changed_at": now}
    statement = upsert(shop_settings).values(name=AUDIT_DAYS, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    record(connection, "settings", actor, {"setting": AUDIT_DAYS, "before": before, "value": days}, now=now)


def retire(engine: Engine, *, now: datetime) -> int:
    """Let go of lines older than is chosen; how many went. Whoever runs the worker calls it once a day."""
    with engine.begin() as connection:
        days = kept_days(connection)
        gone = int(connection.execute(_RETIRE, {"older_than": now - timedelta(days=days)}).scalar_one())
        if gone:
            record(connection, "audit_retired", SYSTEM, {"days": days}, gone, now=now)
        return gone


def count(connection: Connection) -> int:
    """How many lines there are."""
    return int(connection.execute(select(func.count()).select_from(audit)).scalar_one())
