"""Names that a language has of its own, and several of them in a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from wording.languages.saying import say
from wording.languages.speaking import ENGLISH, PSEUDO, bracketed, language_now


def country(code: str, english: str) -> str:
    """The name of a country by its ISO code; the English one where the language knows none."""
    language = language_now()
    if language in (ENGLISH, PSEUDO):
        return english if language == ENGLISH else bracketed(english)
    return _countries(language).get(code, english)


@cache
def _countries(language: str) -> dict[str, str]:
    from babel import Locale

    return {str(code): str(name) for code, name in Locale.parse(language).territories.items()}


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return say("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
