"""People of a shop, and a clock that tests set: every function of accounts is told the time."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from accounts.administration import add
from accounts.audit import COMMAND_LINE, Entry, entries
from accounts.sign_in import SignedIn, Visit, verify
from accounts.users import User

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=size) for size in (1, 60, 3600, 86400))
PASSWORD = "four random words here"
SECRET_KEY = "a long random text for tests"
HOME = Visit("192.0.2.7", "Firefox")


def person(
    engine: Engine,
    email: str = "anna@shop.example",
    role: str = "analyst",
    countries: Iterable[str] | None = None,
    password: str = PASSWORD,
) -> User:
    """A user with a password."""
    with engine.begin() as connection:
        return add(connection, email, "Anna Berg", role, countries, password, COMMAND_LINE, now=NOW)


def signed_in(engine: Engine, email: str = "anna@shop.example", now: datetime = NOW) -> str:
    """The token of a new session of a user without second factor."""
    outcome = verify(engine, email, PASSWORD, HOME, now=now)
    assert isinstance(outcome, SignedIn)
    return outcome.token


def recorded(engine: Engine) -> list[Entry]:
    """What is on record, the oldest first."""
    with engine.connect() as connection:
        return entries(connection)[::-1]


def said(engine: Engine) -> list[tuple[str, str | None]]:
    """The same in short: what was done, and by whom."""
    return [(entry.action, entry.user_email) for entry in recorded(engine)]
