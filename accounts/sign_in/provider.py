"""Who signs in with an OpenID provider: what their groups there make them here, and which user they are.

The provider has shown who they are; the web part has checked its token. A person is known by issuer and subject, which
never change, and by their address only the first time, if the provider has verified it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from accounts import users
from accounts.audit import Actor, record
from accounts.details import checked_countries, checked_email, checked_role, refuse_limited_admin
from accounts.rights import strongest
from accounts.sign_in import attempts, sessions
from accounts.sign_in.entering import let_in, refuse
from accounts.sign_in.outcomes import Refused, SignedIn, Visit, too_many
from accounts.tokens import digest
from accounts.users import User
from warehouse.access import show
from warehouse.errors import InputError
from warehouse.schema import identities, used_states
from wording.languages import say, to_say

NO_ROLE = to_say("You are signed in, but none of your groups may use Regulars. Ask your administrator.")
NO_ADDRESS = to_say("Your provider gives no verified email address, so it is not known who you are.")
TAKEN = to_say("Your address belongs to somebody else here. Ask your administrator.")
STATES_KEPT: Final = timedelta(hours=1)  # the cookie that belongs to one lives for ten minutes
DISABLED = to_say("You may not use Regulars any more. Ask your administrator.")


@dataclass(frozen=True)
class Access:
    """A role, and the countries it is limited to; None: all."""

    role: str
    countries: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Person:
    """What the provider says of somebody who signed in."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    name: str
    groups: tuple[str, ...]


def parse_groups(said: str) -> dict[str, Access]:
    """What groups make of people, of a text such as `Shop Admins=admin; France=marketer:FR,BE`.

    Raises InputError on a part that cannot be read, a role that there is not, or a group named twice.
    """
    found: dict[str, Access] = {}
    for part in filter(None, (one.strip() for one in said.split(";"))):
        group, equals, granted = (word.strip() for word in part.rpartition("="))
        role, colon, limits = (word.strip() for word in granted.partition(":"))
        countries = tuple(sorted({code.strip() for code in limits.split(",") if code.strip()}))
        if not equals or not group or group in found or (colon and not countries):
            raise InputError(f"{part!r} does not say what a group may do; write GROUP=role or GROUP=role:FR,DE.")
        refuse_limited_admin(checked_role(role), is_limited=bool(countries))
        found[group] = Access(role, countries or None)
    return found


def access_of(groups: Iterable[str], mapping: Mapping[str, Access]) -> Access | None:
    """The strongest role that any of the groups gives, in the countries of the groups that give it; None: none."""
    given = [mapping[group] for group in groups if group in mapping]
    role = strongest({one.role for one in given})
    if role is None:
        return None
    limits = [one.countries for one in given if one.role == role]
    everywhere = any(countries is None for countries in limits)
    return Access(role, None if everywhere else tuple(sorted({code for codes in limits for code in codes or ()})))


def begin(engine: Engine, visit: Visit, *, now: datetime) -> Refused | None:
    """A sentence where whoever comes back from the provider has to wait, since others behind their address failed."""
    with engine.begin() as connection:
        wait = attempts.begin(connection, _subjects(visit), now=now)
        return refuse(connection, None, visit, "waiting", too_many(wait), now) if wait else None


def is_first(engine: Engine, state: str, *, now: datetime) -> bool:
    """Whether nobody came back by this state before; from here on somebody has, whatever comes of it."""
    with engine.begin() as connection:
        connection.execute(delete(used_states).where(used_states.c.used_at < now - STATES_KEPT))
        once = upsert(used_states).values(state_hash=digest(state), used_at=now).on_conflict_do_nothing()
        return connection.execute(once).rowcount > 0


def failed(engine: Engine, visit: Visit, *, now: datetime) -> None:
    """Put on record that somebody came back without having shown who they are."""
    with engine.begin() as connection:
        attempts.failed(connection, _subjects(visit), now=now)
        record(connection, "sign_in_refused", Actor(address=visit.address), {"because": "provider"}, now=now)


def sign_in(
    engine: Engine, person: Person, mapping: Mapping[str, Access], visit: Visit, *, now: datetime
) -> SignedIn | Refused:
    """Let somebody in whom the provider knows; make them a user the first time.

    With each sign-in they get the role that their groups give. Users with a password here keep the role they have here.
    """
    access = access_of(person.groups, mapping)
    with engine.begin() as connection:
        users.hold_gate(connection)
        user = _linked(connection, person) or _by_address(connection, person)
        if (sentence := _against(connection, person, user, access)) is not None:
            if user is not None and sentence == NO_ROLE:
                show(connection, "provider", user.email)
                sessions.end_all(connection, user.user_id, now=now)
            attempts.failed(connection, _subjects(visit), now=now)
            return refuse(connection, user, visit, "provider", Refused(say(sentence)), now)
        user = _renewed(connection, person, user, access, visit, now)
        outcome = let_in(connection, user, "provider", visit, now=now)
    return outcome if isinstance(outcome, SignedIn) else Refused(say(DISABLED))


def _subjects(visit: Visit) -> dict[str, str]:
    return {"address": visit.address} if visit.address else {}


def _against(connection: Connection, person: Person, user: User | None, access: Access | None) -> str | None:
    """Why somebody is not let in; None when they are."""
    if user is None and not (person.email and person.email_verified):
        return NO_ADDRESS
    if user is not None and user.disabled_at is not None:
        return DISABLED
    if user is not None and _is_another(connection, person, user):
        return TAKEN
    if access is None and not (user is not None and user.has_password):
        return NO_ROLE
    return None


def _linked(connection: Connection, person: Person) -> User | None:
    found = identities.c.issuer == person.issuer, identities.c.subject == person.subject
    user_id = connection.scalar(select(identities.c.user_id).where(*found))
    return None if user_id is None else users.by_id(connection, user_id)


def _by_address(connection: Connection, person: Person) -> User | None:
    return users.by_email(connection, person.email) if person.email and person.email_verified else None


def _is_another(connection: Connection, person: Person, user: User) -> bool:
    """Whether the provider knows this user by other numbers only: an address that was given on to somebody else."""
    known = identities.c.issuer == person.issuer, identities.c.user_id == user.user_id
    numbers = set(connection.scalars(select(identities.c.subject).where(*known)))
    return bool(numbers) and person.subject not in numbers


def _renewed(
    connection: Connection, person: Person, user: User | None, access: Access | None, visit: Visit, now: datetime
) -> User:
    """The user, made or brought up to date, and linked."""
    email = checked_email(person.email or "") if user is None else user.email
    show(connection, "provider", email)
    if user is None:
        given = access or Access("viewer")
        user = users.create(connection, email, person.name[:100], given.role, given.countries, now=now)
        record(connection, "user_added", Actor.of(user, visit.address), {"by": "provider"}, now=now)
    elif access is not None and not user.has_password:
        user = _with_access(connection, user, access, visit, now)
    if _linked(connection, person) is None:
        values = {"issuer": person.issuer, "subject": person.subject, "user_id": user.user_id}
        connection.execute(insert(identities).values(**values, linked_at=now))
    return user


def _with_access(connection: Connection, user: User, access: Access, visit: Visit, now: datetime) -> User:
    limits = checked_countries(connection, access.countries)
    if (user.role, user.countries) == (access.role, limits):
        return user
    if access.role != "admin" and users.is_last_admin(connection, user.user_id):
        return user  # who else could mend it
    changed = users.change(connection, user.user_id, access.role, limits)
    details = {"user": user.email, "by": "provider", "role": access.role, "countries": list(limits or []) or None}
    record(connection, "user_changed", Actor.of(user, visit.address), details, now=now)
    return changed
