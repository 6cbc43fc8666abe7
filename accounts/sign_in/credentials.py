"""Choosing another password, which ends the other sessions of its user."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, select, update

from accounts import passwords
from accounts.audit import Actor, record
from accounts.sign_in import attempts, sessions
from accounts.sign_in.entering import Refused, SignedIn, Visit, refuse, too_many
from accounts.sign_in.sessions import Session
from accounts.users import User
from warehouse.schema import users

WRONG: Final = "The present password is not right."


def change_password(
    engine: Engine, session: Session, current: str, chosen: str, visit: Visit, *, now: datetime
) -> SignedIn | Refused:
    """Give a signed-in user another password: all their sessions end, and a new one begins for this browser.

    A wrong present password is counted as when signing in. Raises InputError when the new one must not be chosen.
    """
    user = session.user
    passwords.check(chosen, user.email, user.name)
    subjects = {"email": attempts.subject_of(user.email)}
    with engine.begin() as connection:
        if wait := attempts.begin(connection, subjects, now=now):
            return too_many(wait)
        stored = connection.scalar(select(users.c.password_hash).where(users.c.user_id == user.user_id))
    if not passwords.matches(current, stored):
        with engine.begin() as connection:
            return refuse(connection, user, visit, "present password", Refused(WRONG), now)
    hashed = passwords.hashed(chosen)
    with engine.begin() as connection:
        attempts.succeeded(connection, subjects)
        set_password(connection, user, hashed, Actor.of(user, visit.address), now=now)
        token = sessions.start(
            connection, user.user_id, session.method, address=visit.address, agent=visit.agent, now=now
        )
    return SignedIn(token, user)


def set_password(connection: Connection, user: User, hashed: str, actor: Actor, *, now: datetime) -> None:
    """Store a hash as a user's password, end all their sessions, forget their failures."""
    connection.execute(update(users).where(users.c.user_id == user.user_id).values(password_hash=hashed))
    sessions.end_all(connection, user.user_id, now=now)
    attempts.forgive(connection, user.email, user.user_id)
    record(connection, "password", actor, {"user": user.email}, now=now)
