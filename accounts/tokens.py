"""Tokens that open something: given out once, kept as hashes; and texts sealed with a key of SECRET_KEY.

A token has 256 bits of chance, so a plain SHA-256 of it is as good as a slow hash (no list of candidates is possible).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from warehouse.errors import InputError, SettingsError
from warehouse.forgotten import sealing

# What is sealed; each with a key of its own, so that what is sealed as one thing opens as no other.
FACTOR, PASSWORDS, DEVICE, ANSWERS = "second factor", "stored password", "known browser", "answer of a form"
_NEEDED = "SECRET_KEY is not set, and a {what} needs one: set it to a long random text that stays the same."
_CHANGED = "A stored secret cannot be opened: SECRET_KEY is another one than when it was stored."
BOUND = "for"  # among what is sealed: for which place it is
MOVED = "What opens this place was given for another address: add it anew, with its password or key."
# Letters and digits that nobody takes for one another.
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_token() -> str:
    """A token for a cookie or a link: 43 characters that need no quoting in an address."""
    return secrets.token_urlsafe(32)


def new_code(groups: int, letters: int) -> str:
    """A code that a person copies or types: `ABCDE-FGHJK`; nearly 5 bits a character."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(letters)) for _ in range(groups))


def code_of(secret_key: str, salt: str, groups: int, letters: int) -> str:
    """The code that SECRET_KEY makes of a salt: the same in all processes, and nobody's who has the salt alone."""
    first = next(line.strip() for line in secret_key.splitlines() if line.strip())
    number = int.from_bytes(hmac.digest(first.encode(), f"regulars code {salt}".encode(), "sha512"), "big")
    said = "".join(_ALPHABET[number // len(_ALPHABET) ** place % len(_ALPHABET)] for place in range(groups * letters))
    return "-".join(said[at : at + letters] for at in range(0, len(said), letters))


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def digest_of_code(code: str) -> bytes:
    """What is stored of a code, however it is typed: small letters, spaces and missing dashes are no difference."""
    return digest("".join(letter for letter in code.upper() if letter.isalnum()))


def seal(secret_key: str | None, text: str, what: str = FACTOR) -> str:
    """A text that only the same SECRET_KEY opens, or one whose later lines hold it. SettingsError without one."""
    return sealing.seal(_given(secret_key, what), _purpose(what), text)


def unseal(secret_key: str | None, sealed: str, what: str = FACTOR) -> str:
    """The text in it. Raises SettingsError when SECRET_KEY is missing or another one."""
    opened = sealing.unseal(_given(secret_key, what), _purpose(what), sealed)
    if opened is None:
        raise SettingsError(_CHANGED)
    return opened


def renewed(secret_key: str | None, sealed: str, what: str) -> str | None:
    """The same sealed with the first line of SECRET_KEY, or as it is where it is so; None where no line opens it.

    Raises SettingsError without one.
    """
    return sealing.renewed(_given(secret_key, what), _purpose(what), sealed)


def seal_for(secret_key: str | None, opening: Mapping[str, str], place: Mapping[str, Any]) -> str:
    """What opens a place, so that it opens with this place alone: whoever changes an address gets no password there."""
    return seal(secret_key, json.dumps(dict(opening) | {BOUND: _name_of(place)}), PASSWORDS)


def unseal_for(secret_key: str | None, sealed: str, place: Mapping[str, Any]) -> dict[str, str]:
    """The same again; also of older versions, which sealed for no place (`is_bound`).

    Raises SettingsError as `unseal`, InputError where it was sealed for another place.
    """
    found: dict[str, str] = json.loads(unseal(secret_key, sealed, PASSWORDS))
    if found.pop(BOUND, own := _name_of(place)) != own:
        raise InputError(MOVED)
    return found


def is_bound(secret_key: str | None, sealed: str) -> bool:
    """Whether it is sealed for a place. Raises SettingsError as `unseal`."""
    return BOUND in json.loads(unseal(secret_key, sealed, PASSWORDS))


def _name_of(place: Mapping[str, Any]) -> str:
    """All that is said of it, but the key that its server shows: that is looked at by itself."""
    return json.dumps({name: one for name, one in place.items() if name != "host_key"}, sort_keys=True)


def _purpose(what: str) -> bytes:
    return f"regulars {what}".encode()


def _given(secret_key: str | None, what: str) -> str:
    if not secret_key:
        raise SettingsError(_NEEDED.format(what=what))
    return secret_key
