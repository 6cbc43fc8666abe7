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

_ANYTHING, _LETTERS = ".+?", 6
_END = re.compile(r"(?<=[.!?;]) +(?=\S)")
_AMOUNT = r"\u2212?[^\d\s\u2212]?\d[\d,.]*(?: [A-Z]{3})?"
_MONEY = re.compile(r"(?P<minus>\u2212?)(?P<before>[^\d\s\u2212]?)(?P<number>\d[\d,.]*)(?: (?P<after>[A-Z]{3}))?")
_COUNT = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?(\u202f%)?")  # others stay as they came: they may be a file's
# Values that we have written: those that are numbers and nothing else, and those that may be more.
_SUMS = frozenset({"n", "rows", "part", "line", "amount", "made", "given", "share"})
NUMBERS = _SUMS | {"k", "low", "high", "least", "best", "usable", "more"}
COUNTS = NUMBERS | {"customers", "orders", "expected", "observed", "learnt", "factor", "tie", "gain", "needed"}
DAYS = {"day": ("%d %B %Y", days.day_in_full), "start": ("%d %b %Y", days.day), "end": ("%d %b %Y", days.day)}
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
    return said or _rule(language, text) or text


def _rule(language: str, text: str) -> str:
    """Conditions behind each other: `last order within 35 days and more than 6 orders, or one order only`."""
    either = [listed(_in_parts(language, one.split(" and "), " and ")) for one in text.split(", or ")]
    if not all(either):
        return ""
    return either[0] if len(either) == 1 else say("{names}, or {last}", names=", ".join(either[:-1]), last=either[-1])


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
    if name.endswith("listed"):
        return ", ".join(_known(language_now(), one) or one for one in value.split(", "))
    if name in COUNTS and _COUNT.fullmatch(value):
        return marked(value)
    told = _known(language_now(), value) if name in TOLD else ""
    return told or _day_or_money(name, value) or value


def _day_or_money(name: str, value: str) -> str:
    """As the language writes it; '' where the value is neither."""
    if name in DAYS:
        written, write = DAYS[name]
        with suppress(ValueError):
            return write(datetime.strptime(value, written))
    if name.endswith("money") and (amount := _MONEY.fullmatch(value)):
        number, sign = marked(amount["number"]), amount["before"] or amount["after"] or ""
        return amount["minus"] + (marks().money.format(number=number, sign=sign) if sign else number)
    return ""


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
            if "{" in text and _tells(text):
                yield _Sentence(one, many, re.compile(_pattern(text), re.DOTALL))


def _tells(text: str) -> bool:
    """Whether enough stands between the places to know a sentence by."""
    parts = list(Formatter().parse(text))
    is_strict = all(name is None or _value(name) != _ANYTHING for _, name, *_ in parts)
    return is_strict or sum(letter.isalpha() for words, *_ in parts for letter in words) >= _LETTERS


def _pattern(text: str) -> str:
    parts, seen = [], set[str]()
    for words, name, _spec, _conversion in Formatter().parse(text):
        parts.append(re.escape(words))
        if name is not None:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{_value(name)})")
            seen.add(name)
    return "".join(parts)


def _value(name: str) -> str:
    """What may stand in a place of that name: nothing that could be the sentence behind it."""
    if name == "n":
        return r"[\d,]+"
    if name in NUMBERS:
        return r"[-\u2212]?[\d,]*\d(?:\.\d+)?(?:[\u202f ]?%)?"
    if name == "days":
        return r"[\d,]+(?: days?)?"
    if name == "what":
        return "(?:(?! and ).)+?"  # else it would be the condition before as well
    return _AMOUNT if name.endswith("money") else _ANYTHING
