"""Choosing another password, which ends the other sessions of its user."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Engine, update

from accounts import passwords
from accounts.audit import Actor, record
from accounts.sign_in import attempts, sessions
from accounts.sign_in.entering import is_password, password_form, refuse
from accounts.sign_in.outcomes import Refused, SignedIn, Visit, too_many
from accounts.sign_in.sessions import Session
from accounts.tokens import digest
from accounts.users import User
from warehouse.access import show
from warehouse.schema import users
from wording.languages import say, to_say

WRONG: Final = to_say("The present password is not right.")


def change_password(
    engine: Engine, session: Session, current: str, chosen: str, visit: Visit, *, now: datetime
) -> SignedIn | Refused:
    """Give a signed-in user another password: all their sessions end, and a new one begins for this browser.

    A wrong present password is counted as when signing in, but by itself: strangers who try to sign in keep nobody from
    a new password. Raises InputError when the new one must not be chosen, passwords.BusyError.
    """
    user = session.user
    passwords.check(chosen, user.email, user.name)
    subjects = {"device": attempts.subject_of(f"signed in as {user.user_id}")}
    with passwords.a_place():
        with engine.begin() as connection:
            if wait := attempts.begin(connection, subjects, now=now):
                return too_many(wait)
            form = password_form(connection, user.user_id)
        made, hashed = passwords.hashed_as(current, form), passwords.hashed(chosen)
    with engine.begin() as connection:
        if not is_password(connection, user.user_id, made):
            return refuse(connection, user, visit, "present password", Refused(say(WRONG)), now)
        attempts.succeeded(connection, subjects)
        set_password(connection, user, hashed, Actor.of(user, visit.address), now=now)
        show(connection, "session", digest(visit.previous or ""))
        token = sessions.start(
            connection,
            user.user_id,
            session.method,
            address=visit.address,
            agent=visit.agent,
            now=now,
            until=session.expires_at,
        )
    return SignedIn(token, user)


def set_password(connection: Connection, user: User, hashed: str, actor: Actor, *, now: datetime) -> None:
    """Store a hash as a user's password, end all their sessions, forget their failures."""
    record(connection, "password", actor, {"user": user.email}, now=now)  # while what shows who they are holds still
    attempts.forgive(connection, user.email, user.user_id)
    sessions.end_all(connection, user.user_id, now=now)
    connection.execute(update(users).where(users.c.user_id == user.user_id).values(password_hash=hashed))
