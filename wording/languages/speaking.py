"""Which language is spoken now: set a request, a mail, a report; English where nobody said anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

ENGLISH: Final = "en"
KNOWN: Final = {"en": "English", "de": "Deutsch"}  # what a setting may name, each as its speakers call it
OFFERED: Final = ("en", "de")  # those that are complete: what people are let choose, and what their browser may ask for
PSEUDO: Final = "xx"  # English between brackets, by which tests see what is not said by `say`

_NOW: ContextVar[str] = ContextVar("language", default=ENGLISH)
language_now = _NOW.get


def speak(language: str) -> None:
    """Speak this from here on: for whoever sets it before each request."""
    _NOW.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this for the length of a block, in this thread."""
    token = _NOW.set(language)
    try:
        yield
    finally:
        _NOW.reset(token)


def bracketed(text: str) -> str:
    """What PSEUDO says."""
    return f"⟦{text}⟧"
