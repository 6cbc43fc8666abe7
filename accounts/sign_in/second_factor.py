"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when the phone is gone."""

from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import Connection, delete, func, insert, select, update

from accounts.audit import Actor, record
from accounts.tokens import digest_of_code, new_code, seal, unseal
from accounts.users import User
from warehouse.errors import InputError
from warehouse.schema import recovery_codes, users
from wording.languages import say, to_say

STEP: Final = 30  # seconds of a code
DRIFT: Final = 1  # steps that a clock may be early or late
ASTRAY: Final = 10  # steps beyond which a code was used by a clock that was ahead, and has been set back
RECOVERY_CODES: Final = 10
_GROUPS, _LETTERS = 4, 6  # 24 characters are 117 bits: no slow hash is needed
ISSUER: Final = "Regulars"
_WRONG = to_say("This code is not right, or it was used already; wait for the next one.")


def begin(connection: Connection, user: User, secret_key: str | None, *, name: str = ISSUER) -> str:
    """Prepare the second factor: the `otpauth://` address that an app reads as a QR code; its `secret` can be typed.

    It counts once `confirm` has seen a code of it. Raises InputError when one is on, SettingsError without SECRET_KEY.
    """
    if user.has_second_factor:
        raise InputError(say("The second factor is on already; switch it off first."))
    secret = pyotp.random_base32()
    sealed = seal(secret_key, secret)
    connection.execute(
        update(users).where(users.c.user_id == user.user_id).values(totp_secret=sealed, totp_last_step=None)
    )
    return pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=name)


def confirm(
    connection: Connection, user: User, code: str, secret_key: str | None, actor: Actor, *, now: datetime
) -> list[str]:
    """Switch it on with a first code; ten recovery codes, told only here. Raises InputError when it is not right."""
    if user.has_second_factor or not _takes_code(connection, user.user_id, code, secret_key, now):
        raise InputError(say(_WRONG))
    connection.execute(update(users).where(users.c.user_id == user.user_id).values(totp_confirmed_at=now))
    record(connection, "second_factor", actor, {"user": user.email}, now=now)
    return _new_codes(connection, user.user_id)


def takes(connection: Connection, user_id: int, code: str, secret_key: str | None, *, now: datetime) -> str | None:
    """Use up a code of the app or a recovery code: `app`, `recovery`, or None when it is neither.

    Raises SettingsError when SECRET_KEY is another one than when the factor was set up.
    """
    if _takes_code(connection, user_id, code, secret_key, now):
        return "app"
    found = recovery_codes.c.user_id == user_id, recovery_codes.c.code_hash == digest_of_code(code)
    return "recovery" if connection.execute(delete(recovery_codes).where(*found)).rowcount else None


def renew_recovery_codes(connection: Connection, user: User, actor: Actor, *, now: datetime) -> list[str]:
    """Ten new recovery codes instead of those that are left. Raises InputError when the second factor is off."""
    if not user.has_second_factor:
        raise InputError(say("The second factor is off."))
    record(connection, "recovery_codes", actor, {"user": user.email}, now=now)
    return _new_codes(connection, user.user_id)


def recovery_codes_left(connection: Connection, user_id: int) -> int:
    """How many recovery codes have not been used."""
    counted = select(func.count()).select_from(recovery_codes).where(recovery_codes.c.user_id == user_id)
    return int(connection.execute(counted).scalar_one())


def switch_off(connection: Connection, user: User, actor: Actor, *, now: datetime) -> None:
    """No second factor any more, and no recovery codes. Ask a user for a code first (`check_code`), an admin not."""
    values = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None}
    connection.execute(update(users).where(users.c.user_id == user.user_id).values(**values))
    connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user.user_id))
    record(connection, "second_factor_off", actor, {"user": user.email}, now=now)


def _takes_code(connection: Connection, user_id: int, code: str, secret_key: str | None, now: datetime) -> bool:
    sealed = connection.scalar(select(users.c.totp_secret).where(users.c.user_id == user_id))
    digits = "".join(code.split())
    if sealed is None or not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    step = _step(pyotp.TOTP(unseal(secret_key, sealed)), digits, now)
    if step is None:
        return False
    # In one statement, so that of two who show the same code at once one is refused.
    last = users.c.totp_last_step
    is_later = last.is_(None) | (last < step) | (last > step + ASTRAY)
    used = update(users).where(users.c.user_id == user_id, is_later).values(totp_last_step=step)
    return connection.execute(used).rowcount == 1


def _step(totp: pyotp.TOTP, digits: str, now: datetime) -> int | None:
    """The step, around now, that a code is of."""
    current = int(now.timestamp()) // STEP
    steps = range(current - DRIFT, current + DRIFT + 1)
    right = [step for step in steps if pyotp.utils.strings_equal(totp.at(step * STEP), digits)]
    return max(right, default=None)


def _new_codes(connection: Connection, user_id: int) -> list[str]:
    codes = [new_code(_GROUPS, _LETTERS) for _ in range(RECOVERY_CODES)]
    connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    connection.execute(
        insert(recovery_codes), [{"user_id": user_id, "code_hash": digest_of_code(code)} for code in codes]
    )
    return codes
