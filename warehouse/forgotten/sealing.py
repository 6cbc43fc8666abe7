"""Texts sealed with keys made of SECRET_KEY, a key a purpose. A second line of it opens what it sealed when it was the
first."""

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def seal(secret_key: str, purpose: bytes, text: str) -> str:
    """A text that only the same SECRET_KEY opens, or one whose later lines hold it."""
    return _box(secret_key, purpose).encrypt(text.encode()).decode()


def unseal(secret_key: str, purpose: bytes, sealed: str) -> str | None:
    """The text in it; None with another SECRET_KEY."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def renewed(secret_key: str, purpose: bytes, sealed: str) -> str | None:
    """The same sealed with the first line, as it is where it is that already; None where no line opens it."""
    first = next(line for line in secret_key.splitlines() if line.strip())
    if unseal(first, purpose, sealed) is not None:
        return sealed
    text = unseal(secret_key, purpose, sealed)
    return None if text is None else seal(secret_key, purpose, text)


def _box(secret_key: str, purpose: bytes) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def lock(line: str) -> Fernet:
        key = HKDF(SHA256(), length=32, salt=None, info=purpose).derive(line.encode())
        return Fernet(base64.urlsafe_b64encode(key))

    return MultiFernet([lock(line.strip()) for line in secret_key.splitlines() if line.strip()])  # the first one seals
