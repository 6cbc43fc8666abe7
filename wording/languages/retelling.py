"""What was said in English before it was stored, by the worker and what it runs → the same as people speak now.

Commands, logs and tables stay English: a load's report, a job's error or an alert is written once and read by many.
The catalogues of those parts hold its sentences, with places for their values; so a sentence that is stored is known by
what stands between the places, and is said with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from string import Formatter

from wording.languages import days
from wording.languages.catalogues import Spoken, catalogue
from wording.languages.names import listed
from wording.languages.numbers import marked, marks
from wording.languages.saying import say, say_n
from wording.languages.speaking import ENGLISH, PSEUDO, bracketed, language_now

_END = re.compile(r"(?<=[.!?;]) +(?=\S)")
_MONEY = re.compile(r"(?P<minus>\u2212?)(?P<before>[^\d\s\u2212]?)(?P<number>\d[\d,.]*)(?: (?P<after>[A-Z]{3}))?")
_COUNT = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?(\u202f%)?")  # others stay as they came: they may be a file's
COUNTS = frozenset({"n", "rows", "part", "line", "amount", "made", "given", "share"})  # values that we have written
TOLD = frozenset(
    {"time", "reason", "reasons", "what", "example", "days", "times"}
)  # values that are texts of catalogues themselves


@dataclass(frozen=True)
class _Sentence:
    """A text with places for values, known by what stands between them."""

    one: str
    many: str  # '' where it has one form
    pattern: re.Pattern[str]


def say_again(text: str) -> str:
    """A text that was stored in English, in the language that is spoken; as it is where no catalogue has it."""
    language = language_now()
    if language == ENGLISH or not text:
        return text
    return bracketed(text) if language == PSEUDO else _again(language, text)


@lru_cache(maxsize=2_000)
def _again(language: str, text: str) -> str:
    said = " ".join(_in_parts(language, _END.split(text)))
    return said or listed(_in_parts(language, text.split(" and "), " and ")) or text


def _known(language: str, text: str) -> str:
    """One text of the catalogues; '' where it is none."""
    if ("", text) in catalogue(language).texts:
        return say(text)
    head, bracket, behind = text.rpartition(" (")
    if bracket and behind.endswith(")") and ("", head) in catalogue(language).texts:  # a reason, and its column
        return f"{say(head)} ({behind}"
    for one in _sentences(language):
        if found := one.pattern.fullmatch(text):
            return _said(one, found.groupdict())
    return ""


def _said(one: _Sentence, values: dict[str, str]) -> str:
    shown = {name: _shown(name, value) for name, value in values.items()}
    if not one.many:
        return say(one.one, **shown)
    number = values["n"].replace(",", "") if "n" in values else "2"
    return say_n(int(number), one.one, one.many, **shown)


def _shown(name: str, value: str) -> str:
    if name == "segment":
        return say(value, sense="segment")
    if name.endswith("money") and (amount := _MONEY.fullmatch(value)):
        number, sign = marked(amount["number"]), amount["before"] or amount["after"] or ""
        return amount["minus"] + (marks().money.format(number=number, sign=sign) if sign else number)
    if name == "day":
        with suppress(ValueError):
            return days.day_in_full(datetime.strptime(value, "%d %B %Y"))
    if name in COUNTS and _COUNT.fullmatch(value):
        return marked(value)
    return (_known(language_now(), value) if name in TOLD else "") or value


def _in_parts(language: str, parts: list[str], between: str = " ") -> list[str]:
    """The same of several texts behind each other; nothing where one of them is not known: no two languages in one."""
    if not parts:
        return []
    for end in range(1, len(parts) + 1):  # the shortest first: a value at the end of one has room for all behind it
        if found := _known(language, between.join(parts[:end])):
            others = _in_parts(language, parts[end:], between)
            if others or end == len(parts):
                return [found, *others]
    return []


@cache
def _sentences(language: str) -> list[_Sentence]:
    """Those with the most to know them by come first."""
    found = list(_made(catalogue(language)))
    return sorted(found, key=lambda one: -sum(len(text) for text, *_ in Formatter().parse(one.one)))


def _made(spoken: Spoken) -> Iterator[_Sentence]:
    for one, many in spoken.stored:
        for text in filter(None, (one, many)):
            if "{" in text:
                yield _Sentence(one, many, re.compile(_pattern(text), re.DOTALL))


def _pattern(text: str) -> str:
    parts, seen = [], set[str]()
    for words, name, _spec, _conversion in Formatter().parse(text):
        parts.append(re.escape(words))
        if name is not None:
            value = r"[\d,]+" if name == "n" else ".+?"
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{value})")
            seen.add(name)
    return "".join(parts)
