"""What people may be called, and the countries they may be limited to: values as they are stored, or a sentence."""

import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import Connection, select

from accounts.rights import ROLES, UNLIMITED
from warehouse.errors import InputError
from warehouse.schema import countries as known_countries
from wording.languages import say, to_say

_ADDRESS = re.compile(r"[^@\s\ufffd<>\"(),:;\\\[\]]{1,64}@[^@\s\ufffd/<>\"(),:;\\\[\]]{1,253}")
_NAME = 100  # characters
ADMIN_UNLIMITED = to_say("An administrator sees all countries: choose another role, or name no country.")


def fold(email: str) -> str:
    """An address as it is stored; what no database holds becomes a mark that no address has."""
    folded = unicodedata.normalize("NFC", email).strip().lower()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in folded)


def checked_email(email: str) -> str:
    """The address as it is stored. Raises InputError when it is none."""
    if not _ADDRESS.fullmatch(folded := fold(email)):
        raise InputError(say("{email} is not an email address.", email=repr(email)))
    return folded


def checked_name(name: str) -> str:
    """A name on one line. Raises InputError on a long one."""
    one_line = " ".join(name.split())
    if len(one_line) > _NAME or not one_line.replace(" ", "").isprintable():
        raise InputError(say("A name has up to {most} characters, all of which can be seen.", most=_NAME))
    return one_line


def checked_role(role: str) -> str:
    """The role. Raises InputError when it is none."""
    if role not in ROLES:
        raise InputError(say("{role} is not a role; there are {roles}.", role=repr(role), roles=", ".join(ROLES)))
    return role


def checked_access(
    connection: Connection, role: str, countries: Iterable[str] | None
) -> tuple[str, tuple[str, ...] | None]:
    """A role with the countries that it is limited to; None: all. Raises InputError, also on a limited administrator,
    who could take their limit away."""
    refuse_limited_admin(checked_role(role), is_limited=countries is not None)
    return role, checked_countries(connection, countries)


def refuse_limited_admin(role: str, *, is_limited: bool) -> None:
    """Raises InputError."""
    if role == UNLIMITED and is_limited:
        raise InputError(say(ADMIN_UNLIMITED))


def checked_countries(connection: Connection, given: Iterable[str] | None) -> tuple[str, ...] | None:
    """Countries as they are stored. Raises InputError on one neither ISO 3166 nor the shop's data know, or on none."""
    from pycountry import countries as iso  # reads its database on first use only

    if given is None:
        return None
    shop = {code.casefold(): code for code in connection.scalars(select(known_countries.c.country))}
    found = []
    for country in given:
        code = country.strip()
        if code.casefold() in shop:
            found.append(shop[code.casefold()])
        elif len(code) == 2 and iso.get(alpha_2=code.upper()) is not None:
            found.append(code.upper())
        else:
            raise InputError(say("{country} is no country; give its ISO code, such as FR.", country=repr(country)))
    if not found:
        raise InputError(say("Name at least one country, or no limit at all."))
    return tuple(sorted(set(found)))
