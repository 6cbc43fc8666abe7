"""The first administrator: made with a code that only whoever starts the server can read, in its output."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine, insert, select

from accounts import passwords
from accounts.audit import Actor, record
from accounts.sign_in import attempts
from accounts.sign_in.entering import let_in, refuse
from accounts.sign_in.outcomes import Refused, SignedIn, Visit, too_many
from accounts.tokens import code_of, digest_of_code, new_code, new_token
from accounts.users import create, end_setup, hold_gate, is_anybody
from warehouse.access import show
from warehouse.errors import InputError
from warehouse.schema import setup_codes
from wording.languages import say, to_say

LASTS: Final = timedelta(hours=24)
WRONG: Final = to_say("This code is not right (any more). Restart the server to see a new one in its output.")
_GROUPS, _LETTERS = 5, 5  # 122 bits


def begin(engine: Engine, secret_key: str | None = None, *, now: datetime) -> str | None:
    """The code to print; None when there is a user. With SECRET_KEY all processes are told the same until it ends.

    The database keeps its hash, and of what it is made with that key. Without a key each is another one.
    """
    with engine.begin() as connection:
        hold_gate(connection)
        if is_anybody(connection):
            return None
        if secret_key and (known := _known(connection, secret_key, now)) is not None:
            return known
        salt = new_token() if secret_key else None
        code = code_of(secret_key, salt, _GROUPS, _LETTERS) if secret_key and salt else new_code(_GROUPS, _LETTERS)
        row = {"code_hash": digest_of_code(code), "expires_at": now + LASTS, "salt": salt}
        connection.execute(insert(setup_codes).values(**row))
        return code


def _known(connection: Connection, secret_key: str, now: datetime) -> str | None:
    """The code that was made with this key and holds for half its time still."""
    found = select(setup_codes.c.salt, setup_codes.c.code_hash).where(setup_codes.c.expires_at > now + LASTS / 2)
    for salt, kept in connection.execute(found.where(setup_codes.c.salt.is_not(None))).all():
        if digest_of_code(code := code_of(secret_key, salt, _GROUPS, _LETTERS)) == bytes(kept):
            return code
    return None


def create_administrator(
    engine: Engine, code: str, email: str, name: str, password: str, visit: Visit, *, now: datetime
) -> SignedIn | Refused:
    """Make the first administrator and let them in. Wrong codes are counted by address.

    Raises InputError when the address, the name or the password cannot be used, BusyError.
    """
    subjects = {"address": visit.address} if visit.address else {}
    with engine.begin() as connection:
        if wait := attempts.begin(connection, subjects, now=now):
            return too_many(wait)
    with engine.begin() as connection:
        if not _is_right(connection, code, now):
            attempts.failed(connection, subjects, now=now)
            return refuse(connection, None, visit, "set-up code", Refused(say(WRONG)), now)
    passwords.check(password, email, name)
    hashed = passwords.hashed(password)
    with engine.begin() as connection:
        hold_gate(connection)
        if not _is_right(connection, code, now) or is_anybody(connection):
            return Refused(say(WRONG))
        show(connection, "setup", digest_of_code(code))
        user = create(connection, email, name, "admin", password_hash=hashed, ends_setup=False, now=now)
        record(connection, "user_added", Actor.of(user, visit.address), {"by": "set-up code"}, now=now)
        outcome = let_in(connection, user, "setup", visit, now=now)
        end_setup(connection)  # last: the code is what this transaction shows
    if not isinstance(outcome, SignedIn):  # a new user has no second factor
        raise InputError(say(WRONG))
    return outcome


def _is_right(connection: Connection, code: str, now: datetime) -> bool:
    found = setup_codes.c.code_hash == digest_of_code(code), setup_codes.c.expires_at > now
    return connection.execute(select(setup_codes.c.code_hash).where(*found)).first() is not None
