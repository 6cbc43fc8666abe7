"""Links that let somebody in once: to join, or to choose a new password. Without one nobody becomes a user.

The link is shown to whoever asked for it, once; the database keeps its hash.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, insert, select, update

from accounts import passwords
from accounts.audit import Actor, record
from accounts.details import checked_access, checked_email
from accounts.sign_in.credentials import set_password
from accounts.sign_in.entering import let_in
from accounts.sign_in.outcomes import NeedsCode, SignedIn, Visit
from accounts.tokens import digest, new_token
from accounts.users import User, by_email, by_id, create
from warehouse.access import bring, show
from warehouse.errors import InputError
from warehouse.schema import invitations, users
from wording.languages import say, to_say

LASTS: Final = {"invitation": timedelta(days=7), "reset": timedelta(hours=24)}
USED_UP: Final = to_say("This link is not valid (any more). Ask your administrator for a new one.")


@dataclass(frozen=True)
class Invitation:
    """An open link: whom it lets in as what; `user_id` only of a link for a new password."""

    invitation_id: int
    email: str
    role: str | None
    countries: tuple[str, ...] | None
    user_id: int | None
    created_at: datetime
    expires_at: datetime

    @property
    def kind(self) -> str:
        """`invitation` or `reset`."""
        return "invitation" if self.user_id is None else "reset"


def path(kind: str, token: str) -> str:
    """Where a link leads, below the address of the dashboard."""
    return f"/{kind}/{token}"


def invite(
    connection: Connection,
    email: str,
    role: str,
    countries: Iterable[str] | None,
    actor: Actor,
    *,
    now: datetime,
) -> str:
    """A link for somebody who is no user yet; its token, told only here. Older links to the same address end.

    Raises InputError.
    """
    email = checked_email(email)
    if by_email(connection, email) is not None:
        raise InputError(say("There is a user {email} already.", email=email))
    role, limits = checked_access(connection, role, countries)
    values = {"email": email, "role": role, "countries": None if limits is None else list(limits)}
    record(connection, "invite", actor, {"user": email, "role": role, "countries": values["countries"]}, now=now)
    return _give(connection, "invitation", values, actor, now)


def reset(connection: Connection, user: User, actor: Actor, *, now: datetime) -> str:
    """A link with which a user chooses a new password; its token. Raises InputError when they are disabled."""
    if user.disabled_at is not None:
        raise InputError(say("{email} is disabled.", email=user.email))
    record(connection, "reset", actor, {"user": user.email}, now=now)
    return _give(connection, "reset", {"email": user.email, "user_id": user.user_id}, actor, now)


def look(connection: Connection, token: str, *, now: datetime) -> Invitation | None:
    """What a link is for; None when it was used, has expired, or never was."""
    number = func.invitation_of(digest(token))
    found = connection.execute(_open(now).where(invitations.c.invitation_id == number)).first()
    return None if found is None else _invitation(found)


def pending(connection: Connection, *, now: datetime) -> list[Invitation]:
    """Links that are open, newest first."""
    found = connection.execute(_open(now).order_by(invitations.c.invitation_id.desc()))
    return [_invitation(row) for row in found]


def withdraw(connection: Connection, invitation_id: int, actor: Actor, *, now: datetime) -> bool:
    """Take a link back before it is used; whether it was open."""
    found = connection.execute(_open(now).where(invitations.c.invitation_id == invitation_id)).first()
    if found is None or not _end(connection, invitation_id, now=now):
        return False
    told = _invitation(found)
    record(connection, "withdraw", actor, {"user": told.email, "link": told.kind}, now=now)
    return True


def _end(connection: Connection, invitation_id: int, *, now: datetime) -> bool:
    which = invitations.c.invitation_id == invitation_id, invitations.c.used_at.is_(None)
    return connection.execute(update(invitations).where(*which).values(used_at=now)).rowcount > 0


def accept(
    engine: Engine, token: str, password: str, visit: Visit, *, now: datetime, name: str = ""
) -> SignedIn | NeedsCode:
    """Use a link up: make the user, or give them the new password, and let them in (a second factor is still asked).

    Raises InputError when the link is not valid or the password must not be chosen; BusyError.
    """
    with engine.begin() as connection:
        invitation = look(connection, token, now=now)
        known = None if invitation is None else by_email(connection, invitation.email)
    if invitation is None:
        raise InputError(say(USED_UP))
    passwords.check(password, invitation.email, name if known is None else known.name)
    hashed = passwords.hashed(password)
    with engine.begin() as connection:
        show(connection, "link", digest(token))
        bring(connection, digest(token))
        user = _use(connection, invitation, name, hashed, visit, now)
        return let_in(connection, user, invitation.kind, visit, now=now)


def _use(connection: Connection, invitation: Invitation, name: str, hashed: str, visit: Visit, now: datetime) -> User:
    if not _end(connection, invitation.invitation_id, now=now):  # somebody was faster
        raise InputError(say(USED_UP))
    if invitation.user_id is None:
        who = invitation.email, name, invitation.role or "", invitation.countries
        user = create(connection, *who, password_hash=hashed, now=now)
        record(connection, "user_added", Actor.of(user, visit.address), {"by": "invitation"}, now=now)
        return user
    connection.execute(select(users.c.user_id).where(users.c.user_id == invitation.user_id).with_for_update())
    known = by_id(connection, invitation.user_id)
    if known is None or known.disabled_at is not None:
        raise InputError(say(USED_UP))
    set_password(connection, known, hashed, Actor.of(known, visit.address), now=now)
    return known


def _give(connection: Connection, kind: str, values: dict[str, Any], actor: Actor, now: datetime) -> str:
    open_ones = invitations.c.email == values["email"], invitations.c.used_at.is_(None)
    connection.execute(update(invitations).where(*open_ones).values(used_at=now))
    token = new_token()
    given = {"token_hash": digest(token), "created_at": now, "created_by": actor.user_id}
    connection.execute(insert(invitations).values(**values, **given, expires_at=now + LASTS[kind]))
    return token


def _open(now: datetime) -> Any:
    seen = (column for column in invitations.c if column.name not in ("token_hash", "created_by"))
    return select(*seen).where(invitations.c.used_at.is_(None), invitations.c.expires_at > now)


def _invitation(row: Any) -> Invitation:
    values = {name: value for name, value in row._mapping.items() if name in Invitation.__dataclass_fields__}
    return Invitation(**values | {"countries": None if row.countries is None else tuple(row.countries)})
