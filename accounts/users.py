"""The people: who they are, their role, their limits. Nobody is ever deleted; who left is disabled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from accounts.details import checked_access, checked_email, checked_name, fold
from accounts.rights import may, rights_of
from warehouse.errors import InputError
from warehouse.schema import setup_codes, user_countries, users
from wording.languages import KNOWN, say

_GATE = 0x5E60_ACC0  # advisory lock: whether somebody is the first, or the last administrator, is asked one at a time
_COUNTRIES = (
    select(func.array_agg(user_countries.c.country.distinct()))
    .where(user_countries.c.user_id == users.c.user_id)
    .scalar_subquery()
)
COLUMNS = (
    *(users.c.user_id, users.c.email, users.c.name, users.c.role, users.c.created_at, users.c.disabled_at),
    users.c.language,
    func.has_password(users.c.user_id).label("has_password"),  # whose hash the web may not read
    users.c.totp_confirmed_at.is_not(None).label("has_second_factor"),
    _COUNTRIES.label("countries"),
)


@dataclass(frozen=True)
class User:
    """A person as they are now; `countries` None: all of them."""

    user_id: int
    email: str
    name: str
    role: str
    countries: tuple[str, ...] | None
    has_password: bool
    has_second_factor: bool
    created_at: datetime
    disabled_at: datetime | None
    language: str | None = None  # that they have chosen to read

    @property
    def rights(self) -> frozenset[str]:
        """What they may do; who is disabled nothing, who is limited to countries nothing of the whole shop."""
        return rights_of(self.role, is_limited=self.countries is not None) if self.disabled_at is None else frozenset()

    def may(self, right: str) -> bool:
        """Whether they have a right. Raises KeyError on a right that there is not."""
        return may(self.role, right, is_limited=self.countries is not None) and self.disabled_at is None


def user_of(row: Row[Any], **others: Any) -> User:
    """A user from a row that has COLUMNS; `others` are told by other names there."""
    named = {name: value for name, value in row._mapping.items() if name in User.__dataclass_fields__}
    limits = None if row.countries is None else tuple(sorted(row.countries))
    return User(**named | {"countries": limits} | others)


def everybody(connection: Connection) -> list[User]:
    """All users, those who are disabled last."""
    statement = _select().order_by(users.c.disabled_at.is_not(None), users.c.email)
    return [user_of(row) for row in connection.execute(statement)]


def by_id(connection: Connection, user_id: int) -> User | None:
    """The user of a number."""
    row = connection.execute(_select().where(users.c.user_id == user_id)).first()
    return None if row is None else user_of(row)


def by_email(connection: Connection, email: str) -> User | None:
    """The user of an address, however it is written."""
    row = connection.execute(_select().where(users.c.email == fold(email))).first()
    return None if row is None else user_of(row)


def named(connection: Connection, email: str) -> User:
    """The user of an address. Raises InputError when there is none."""
    if (found := by_email(connection, email)) is None:
        raise InputError(say("There is no user {email}.", email=repr(email)))
    return found


def is_anybody(connection: Connection) -> bool:
    """Whether there is a user; without one, nothing but the first run's page is served."""
    return connection.execute(select(users.c.user_id).limit(1)).first() is not None


def create(
    connection: Connection,
    email: str,
    name: str,
    role: str,
    countries: Iterable[str] | None = None,
    *,
    password_hash: str | None = None,
    ends_setup: bool = True,
    now: datetime,
) -> User:
    """Add a person; set-up codes are worth nothing from then on, unless the caller ends them (`end_setup`).

    Raises InputError.
    """
    hold_gate(connection)
    email = checked_email(email)
    if by_email(connection, email) is not None:
        raise InputError(say("There is a user {email} already.", email=email))
    role, limits = checked_access(connection, role, countries)
    values = {"email": email, "name": checked_name(name), "role": role, "created_at": now}
    statement = insert(users).values(**values, password_hash=password_hash).returning(users.c.user_id)
    user_id = int(connection.execute(statement).scalar_one())
    _limit(connection, user_id, limits)
    if ends_setup:
        end_setup(connection)
    return _again(connection, user_id)


def end_setup(connection: Connection) -> None:
    """Take the set-up codes away: there is somebody now."""
    connection.execute(delete(setup_codes))


def change(connection: Connection, user_id: int, role: str, countries: Iterable[str] | None) -> User:
    """Give a role, and limit it to countries; None: all of them.

    Raises InputError: on a role or country that there is not, on no country at all, on an administrator with a limit,
    and when no administrator would be left.
    """
    hold_gate(connection)
    role, limits = checked_access(connection, role, countries)
    if role != "admin":
        _refuse_last_admin(connection, user_id)
    _limit(connection, user_id, limits)
    other = (users.c.user_id == user_id, users.c.role != role)  # the database refuses a change that is none
    connection.execute(update(users).where(*other).values(role=role))  # last: it may be one's own
    return _again(connection, user_id)


def disable(connection: Connection, user_id: int, *, now: datetime) -> User:
    """Let nobody in as this user. Their sessions are refused from then on. Raises InputError on the last admin."""
    hold_gate(connection)
    _refuse_last_admin(connection, user_id)
    connection.execute(
        update(users).where(users.c.user_id == user_id, users.c.disabled_at.is_(None)).values(disabled_at=now)
    )
    return _again(connection, user_id)


def choose_language(connection: Connection, user_id: int, language: str | None) -> None:
    """What they read and get mail in from now on; None leaves it to their browser, or the shop. Raises InputError."""
    if language is not None and language not in KNOWN:
        raise InputError(say("There is no language {language} here.", language=repr(language)))
    other = users.c.language.is_distinct_from(language)  # the database refuses a change that is none
    connection.execute(update(users).where(users.c.user_id == user_id, other).values(language=language))


def enable(connection: Connection, user_id: int) -> User:
    """Let a disabled user in again, with the password and second factor they had."""
    connection.execute(
        update(users).where(users.c.user_id == user_id, users.c.disabled_at.is_not(None)).values(disabled_at=None)
    )
    return _again(connection, user_id)


def is_last_admin(connection: Connection, user_id: int) -> bool:
    """Whether a user is the only one who can change what others may do."""
    admins = select(users.c.user_id).where(users.c.role == "admin", users.c.disabled_at.is_(None))
    return list(connection.scalars(admins)) == [user_id]


def hold_gate(connection: Connection) -> None:
    """Until the transaction ends, nobody else becomes the first user or leaves as the last administrator."""
    connection.execute(select(func.pg_advisory_xact_lock(_GATE)))


def _select() -> Select[Any]:
    return select(*COLUMNS)


def _again(connection: Connection, user_id: int) -> User:
    if (found := by_id(connection, user_id)) is None:
        raise InputError(say("There is no such user."))
    return found


def _limit(connection: Connection, user_id: int, limits: tuple[str, ...] | None) -> None:
    """What is so already stays: whoever joins by a link was limited by the database, and may not change that."""
    own = user_countries.c.user_id == user_id
    before, wanted = set(connection.scalars(select(user_countries.c.country).where(own))), set(limits or ())
    if gone := before - wanted:
        connection.execute(delete(user_countries).where(own, user_countries.c.country.in_(gone)))
    if new := sorted(wanted - before):
        connection.execute(insert(user_countries), [{"user_id": user_id, "country": country} for country in new])


def _refuse_last_admin(connection: Connection, user_id: int) -> None:
    if is_last_admin(connection, user_id):
        raise InputError(say("This is the last administrator; make somebody else one first."))
