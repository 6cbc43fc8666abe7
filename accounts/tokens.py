"""Tokens that open something: given out once, kept as hashes; and texts sealed with a key of SECRET_KEY.

A token has 256 bits of chance, so a plain SHA-256 of it is as good as a slow hash (no list of candidates is possible).
"""

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING

from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

# What is sealed; each with a key of its own, so that what is sealed as one thing opens as no other.
FACTOR, PASSWORDS = "second factor", "stored password"
_NEEDED = "SECRET_KEY is not set, and a {what} needs one: set it to a long random text that stays the same."
_CHANGED = "A stored secret cannot be opened: SECRET_KEY is another one than when it was stored."
# Letters and digits that nobody takes for one another.
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_token() -> str:
    """A token for a cookie or a link: 43 characters that need no quoting in an address."""
    return secrets.token_urlsafe(32)


def new_code(groups: int, letters: int) -> str:
    """A code that a person copies or types: `ABCDE-FGHJK`; nearly 5 bits a character."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(letters)) for _ in range(groups))


def digest(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def digest_of_code(code: str) -> bytes:
    """What is stored of a code, however it is typed: small letters, spaces and missing dashes are no difference."""
    return digest("".join(letter for letter in code.upper() if letter.isalnum()))


def seal(secret_key: str | None, text: str, what: str = FACTOR) -> str:
    """A text that only the same SECRET_KEY opens, or one whose later lines hold it. SettingsError without one."""
    return _box(secret_key, what).encrypt(text.encode()).decode()


def unseal(secret_key: str | None, sealed: str, what: str = FACTOR) -> str:
    """The text in it. Raises SettingsError when SECRET_KEY is missing or another one."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(secret_key, what).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SettingsError(_CHANGED) from None


def _box(secret_key: str | None, what: str) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if not secret_key:
        raise SettingsError(_NEEDED.format(what=what))

    def lock(line: str) -> Fernet:
        key = HKDF(SHA256(), length=32, salt=None, info=f"regulars {what}".encode()).derive(line.encode())
        return Fernet(base64.urlsafe_b64encode(key))

    return MultiFernet([lock(line.strip()) for line in secret_key.splitlines() if line.strip()])  # the first one seals
