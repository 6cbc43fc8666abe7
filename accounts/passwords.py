"""Passwords: which may be chosen, and how they are kept.

The rules are those of OWASP ASVS 5 (6.2) and NIST SP 800-63B: length instead of composition, a list of common ones,
nothing of the person's own name. The list holds the 10,000 commonest of twelve and more characters of Mark Burnett's
"Today I am releasing ten million passwords" (2015, public domain).
"""

import os
import re
import threading
import unicodedata
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import hash_secret

from warehouse.errors import InputError, RegularsError
from wording.languages import say, to_say

LEAST, MOST = 12, 128  # characters
OWN = 8  # of these, those that are not the person's name or address, the program's name or a year
OURS = "Regulars"
# Argon2id with 32 MiB in 3 passes, some 60 ms: above OWASP's least (19 MiB, 2 passes). At most PARALLEL at once in a
# process take 64 MiB, however many threads it has. WAITING others may wait; whoever comes beyond is told at once to
# come back: else strangers who try passwords would hold the threads that answer pages.
HASHER: Final = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
PARALLEL, WAITING = 2, 3
BUSY = to_say("Too many people are signing in at once; try again in a moment.")
_COMMON = Path(__file__).with_name("common_passwords.txt")
_YEAR = re.compile("(19|20)[0-9]{2}")
_hashing = threading.BoundedSemaphore(PARALLEL)
_there = threading.BoundedSemaphore(PARALLEL + WAITING)
_own = threading.local()  # whether this thread has a place


class BusyError(RegularsError):
    """More people sign in at once than this process can check."""


def check(password: str, email: str = "", name: str = "") -> None:
    """Raises InputError with a sentence when a password must not be chosen by this person."""
    chosen = normalise(password)
    if len(chosen) < LEAST:
        raise InputError(
            say("The password has {length} characters; it needs at least {least}.", length=len(chosen), least=LEAST)
        )
    if len(chosen) > MOST:
        raise InputError(say("The password is longer than {most} characters.", most=MOST))
    if is_common(chosen):
        raise InputError(
            say("This password is one of the most common ones; choose another, such as four random words.")
        )
    if len(_without(chosen.casefold(), email, name)) < OWN:
        raise InputError(say("The password is little more than your name, your address or Regulars; choose another."))


def is_common(password: str) -> bool:
    """Whether it is on the list, or a piece of up to four characters over and over."""
    folded = password.casefold()
    repeats = any(folded == (folded[:size] * len(folded))[: len(folded)] for size in range(1, 5))
    return repeats or folded in _common()


def normalise(password: str) -> str:
    """The same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFC", password)


@contextmanager
def a_place() -> Iterator[None]:
    """A place among those who wait, for all that is hashed within the block. Raises BusyError, at once."""
    if getattr(_own, "has_place", False):
        yield
        return
    if not _there.acquire(blocking=False):
        raise BusyError(say(BUSY))
    _own.has_place = True
    try:
        yield
    finally:
        _own.has_place = False
        _there.release()


def hashed(password: str) -> str:
    """What is stored. Raises BusyError."""
    with a_place(), _hashing:
        return HASHER.hash(_bytes(password))


def hashed_as(password: str, form: str | None) -> str | None:
    """What the hash of a password is, made as one of this form: the right password's is the stored one.

    A form is a stored hash with other letters in the hash's own place. Without one, or of one that is none of Argon2's,
    it takes as long to say None. Raises BusyError.
    """
    with a_place(), _hashing:
        made = _remade(password, form) if form else None
        if made is None:
            _remade(password, _nobodys())
        return made


def _remade(password: str, form: str) -> str | None:
    try:
        said, salt = extract_parameters(form), form.split("$")[-2]
        made = hash_secret(
            secret=_bytes(password[: MOST + 1]),
            salt=b64decode(salt + "=" * (-len(salt) % 4)),
            time_cost=said.time_cost,
            memory_cost=said.memory_cost,
            parallelism=said.parallelism,
            hash_len=said.hash_len,
            type=said.type,
            version=said.version,
        )
    except (Argon2Error, InvalidHashError, ValueError):
        return None
    return made.decode()


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    return normalise(password).encode("utf-8", "surrogatepass")


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").splitlines())


@cache
def _nobodys() -> str:
    """A hash that nothing matches, made with today's parameters."""
    return HASHER.hash(os.urandom(32))


def _without(password: str, email: str, name: str) -> str:
    """What is left of it without the parts of the address and the names, and years."""
    own = {email, *re.split(r"[\W_]+", f"{email} {name} {OURS}")}
    for part in sorted((normalise(one).casefold() for one in own), key=len, reverse=True):
        if len(part) >= 3:
            password = password.replace(part, "")
    return _YEAR.sub("", password)
