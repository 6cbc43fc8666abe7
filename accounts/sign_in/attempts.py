"""Back-off and lockout after failed sign-ins, counted in the database so that all workers know.

An attempt is counted as failed before the password is looked at, and taken back when it was right: guesses side by
side are as slow as guesses one after another. Addresses that nobody has are counted like those of users. Of an address
of the net, behind which a whole office may sign in at nine, only what was wrong is counted, once that is known: right
passwords side by side hold nobody up, and the others are no more than a server has threads.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, case, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from warehouse.schema import sign_in_attempts as attempts


@dataclass(frozen=True)
class Rule:
    """So many failures are free; each later one doubles the wait, from a second up to `longest`.

    The database holds the dashboard to it (`count_attempts`), whatever is asked there.
    """

    free: int
    longest: timedelta = timedelta(minutes=15)
    forgotten: timedelta = timedelta(hours=24)  # after the last failure


# A person mistypes, in a browser that is known too; an office behind one address has many persons; a code has a million
# values only.
RULES: Final = {
    "email": Rule(free=5),
    "device": Rule(free=5),
    "address": Rule(free=30, forgotten=timedelta(hours=1)),
    "code": Rule(free=5),
}
AFTERWARDS: Final = ("address",)


def held_back(connection: Connection, subjects: dict[str, str], *, now: datetime) -> timedelta:
    """How long these have to wait still; nothing when they may try."""
    waits = [timedelta()]
    for kind, subject in subjects.items():
        statement = select(attempts.c.locked_until).where(attempts.c.kind == kind, attempts.c.subject == subject)
        until = connection.scalar(statement)
        wait = timedelta() if until is None else until - now
        waits += [wait] if wait <= RULES[kind].longest else []  # more was said by a clock that was ahead
    return max(waits)


def begin(connection: Connection, subjects: dict[str, str], *, now: datetime) -> timedelta:
    """Count an attempt as failed, unless one of its subjects has to wait: then count nothing and say how long.

    Commit before the password is looked at.
    """
    for key in sorted(subjects.items()):  # one order for all, so that no two wait for each other
        connection.execute(select(func.pg_advisory_xact_lock(_lock(*key))))
    if (wait := held_back(connection, subjects, now=now)) > timedelta():
        return wait
    for kind, subject in subjects.items():
        if kind not in AFTERWARDS:
            _count(connection, kind, subject, now)
    return timedelta()


def failed(connection: Connection, subjects: dict[str, str], *, now: datetime) -> None:
    """Count what `begin` leaves until it is known."""
    for kind, subject in subjects.items():
        if kind in AFTERWARDS:
            _count(connection, kind, subject, now)


def succeeded(connection: Connection, subjects: dict[str, str]) -> None:
    """Take back what `begin` counted: a person starts anew."""
    for kind, subject in subjects.items():
        if kind not in AFTERWARDS:
            connection.execute(delete(attempts).where(attempts.c.kind == kind, attempts.c.subject == subject))


def forgive(connection: Connection, email: str, user_id: int) -> None:
    """Forget the failures of a user, when they are given a new password."""
    subject = subject_of(email)
    succeeded(connection, {"email": subject, "device": subject, "code": str(user_id)})


def tidy(connection: Connection, *, now: datetime) -> int:
    """Remove what is forgotten anyhow; how many."""
    oldest = now - max(rule.forgotten for rule in RULES.values())
    return connection.execute(delete(attempts).where(attempts.c.last_at < oldest)).rowcount


def subject_of(email: str) -> str:
    """What stands for an address here, so that mistyped ones, or passwords typed in its place, are stored nowhere."""
    return hashlib.sha256(email.encode("utf-8", "surrogatepass")).hexdigest()


def _count(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    rule = RULES[kind]
    again = case((attempts.c.last_at < now - rule.forgotten, 1), else_=attempts.c.failures + 1)
    doubled = func.least(func.power(2, func.least(again - rule.free, 20)), rule.longest.total_seconds())
    until = literal(now) + doubled * literal(timedelta(seconds=1))
    fresh = insert(attempts).values(kind=kind, subject=subject, failures=1, last_at=now, locked_until=None)
    counted = {"failures": again, "last_at": now, "locked_until": case((again >= rule.free, until), else_=None)}
    connection.execute(fresh.on_conflict_do_update(index_elements=["kind", "subject"], set_=counted))


def _lock(kind: str, subject: str) -> int:
    """A number for an advisory lock, of eight bytes with a sign."""
    return int.from_bytes(hashlib.sha256(f"sign-in {kind} {subject}".encode()).digest()[:8], "big", signed=True)
