"""People of a shop, and a clock that tests set: every function of accounts is told the time."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, text

from accounts.administration import add
from accounts.audit import COMMAND_LINE, Entry, entries
from accounts.sign_in import SignedIn, Visit, verify
from accounts.tokens import digest
from accounts.users import User
from warehouse.access import proof

NOW = datetime.now(UTC).replace(microsecond=0)  # what begins has begun by the database's own clock, and ends later
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=size) for size in (1, 60, 3600, 86400))
PASSWORD = "four random words here"
SECRET_KEY = "a long random text for tests"
HOME = Visit("192.0.2.7", "Firefox")


@contextmanager
def by_owner(engine: Engine) -> Iterator[Connection]:
    """A transaction as a command has it, of whoever owns the tables, whomever the engine is for."""
    with engine.begin() as connection:
        connection.exec_driver_sql("reset role")
        yield connection


def person(
    engine: Engine,
    email: str = "anna@shop.example",
    role: str = "analyst",
    countries: Iterable[str] | None = None,
    password: str = PASSWORD,
) -> User:
    """A user with a password."""
    with by_owner(engine) as connection:
        return add(connection, email, "Anna Berg", role, countries, password, COMMAND_LINE, now=NOW)


def signed_in(engine: Engine, email: str = "anna@shop.example", now: datetime = NOW) -> str:
    """The token of a new session of a user without second factor."""
    outcome = verify(engine, email, PASSWORD, HOME, now=now)
    assert isinstance(outcome, SignedIn)
    return outcome.token


@contextmanager
def being(engine: Engine, email: str) -> Iterator[Connection]:
    """A transaction of somebody who is signed in, limited to the one country that they have."""
    shown = proof("session", digest(signed_in(engine, email)))
    with by_owner(engine) as connection:
        limits = text("select country from user_countries join users using (user_id) where email = :email")
        country = connection.scalar(limits, {"email": email})
    with engine.begin() as connection:
        connection.exec_driver_sql("set local regulars.countries = %(seen)s", {"seen": country or "*"})
        connection.execute(text("select set_config('regulars.proof', :proof, true)"), {"proof": shown})
        yield connection


def pass_by(engine: Engine, table: str, times: Iterable[str], span: timedelta) -> None:
    """Let this much time go by for what stands in a table: to the web's role the database's own clock counts."""
    moved = ", ".join(f"{one} = {one} - :span" for one in times)
    with by_owner(engine) as connection:
        connection.execute(text(f"update {table} set {moved}"), {"span": span})


def recorded(engine: Engine) -> list[Entry]:
    """What is on record, the oldest first."""
    with engine.connect() as connection:
        return entries(connection)[::-1]


def said(engine: Engine) -> list[tuple[str, str | None]]:
    """The same in short: what was done, and by whom."""
    return [(entry.action, entry.user_email) for entry in recorded(engine)]
