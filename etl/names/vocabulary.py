"""What columns and values are called, as data: the tables of `synonyms/`.

Headers have a table a language in `synonyms/headers/`; what names hint at, statuses and exports have a table a subject.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from etl.names.labels import fold

HEADERS = ("transactions", "customers")  # kinds of files
LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "tr", "pl", "cs", "hu", "ro", "hr"),
    *("ru", "uk", "bg", "el", "sv", "da", "fi", "lt", "lv", "et", "ja", "zh", "ko", "th", "id", "he"),
    *("ar", "fa", "vi", "hi"),
)
_SUBJECTS = ("combined", "consent", "content", "documents", "exports", "orders", "people", "statuses")
# Subjects of which each language has a table of its own in one file, and what it holds.
SPOKEN = {
    "measures": ("per", "rate", "hour", "hourly", "day", "daily", "weight"),
    "date_parts": ("year", "month", "day", "other"),
    "sides": ("debit", "credit"),
}
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_UNDIVIDED = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")
_SHORT, _SIGNS = 3, 2  # letters of the shortest word that tells a language; of those whose letters are signs


@cache
def synonyms(kind: str) -> dict[str, Any]:
    """The table of synonyms of a kind of file, all languages in one, or of another subject: `exports`, `content` …"""
    if kind not in HEADERS:
        return _table(kind)
    spoken = [_table(f"headers/{language}").get(kind, {}) for language in LANGUAGES]
    return {
        name: [
            [label for table in spoken for label in _rank(table.get(name, []), rank)] for rank in range(len(meanings))
        ]
        for name, meanings in _table("headers/ranks")[kind].items()
    }


def lacking(language: str) -> Iterator[tuple[str, str]]:
    """Kinds of files and names of columns for which a language has no label, and so relies on content."""
    table = _table(f"headers/{language}")
    for kind in HEADERS:
        for name in _table("headers/ranks")[kind]:
            if not any(table.get(kind, {}).get(name, [])):
                yield kind, name
    for subject, names in SPOKEN.items():
        own = _table(subject).get(language, {})
        yield from ((subject, name) for name in names if not own.get(name))


@cache
def spoken(subject: str, name: str) -> frozenset[str]:
    """The words of all languages for something of a subject of `SPOKEN`, as labels are compared."""
    return frozenset(fold(word) for word in spelled(subject, name))


@cache
def spelled(subject: str, name: str) -> tuple[str, ...]:
    """The same, as they are written, in small letters."""
    return tuple(word.casefold() for table in _table(subject).values() for word in table.get(name, ()))


@cache
def folded(kind: str, name: str) -> frozenset[str]:
    """The words of one of its lists, as labels are compared."""
    return frozenset(fold(word) for word in synonyms(kind)[name])


@cache
def words_beyond_ascii() -> dict[str, frozenset[str]]:
    """The words of all tables that hold letters beyond ASCII, in lower case, and the languages that they are of; none
    of those of tables of all languages."""
    of_languages = [(language, _table(f"headers/{language}")) for language in LANGUAGES]
    of_languages += [(language, _table(subject).get(language, {})) for subject in SPOKEN for language in LANGUAGES]
    of_all = [("", _table(name)) for name in _SUBJECTS]
    found: dict[str, set[str]] = {}
    named = (*_table("words").items(), *_table("people_and_places").items())
    for language, table in (*of_languages, *named, *of_all):
        for word in chain.from_iterable(map(words_of, _texts(table))):
            found.setdefault(word.lower(), set()).update({language} if language else ())
    return {word: frozenset(languages) for word, languages in found.items()}


def labels_known(header: Sequence[str], language: str) -> int:
    """How many labels are of the table of headers of a language; none for one that has no table."""
    if language not in LANGUAGES:
        return 0
    return sum(fold(label) in _labels_of(language) for label in header if label)


@cache
def _labels_of(language: str) -> frozenset[str]:
    return frozenset(map(fold, _texts(_table(f"headers/{language}"))))


def is_foreign(header: Sequence[str]) -> bool:
    """Whether half of the labels have no word that any table knows: they may be of a language that none is of."""
    named = [label for label in header if label]
    return sum(not _is_known(label) for label in named) >= len(named) / 2


def _is_known(label: str) -> bool:
    """Whether a label is, or has, a word of the tables; or hardly any letter, and so says nothing in any language."""
    known, whole = _known_words(), fold(label)
    words = {fold(word) for word in _WORD.findall(_HUMP.sub(" ", label))}
    letters = sum(letter.isalpha() for letter in whole)
    if letters < _SIGNS or whole in known or not known.isdisjoint(words):
        return True
    return not whole.isascii() and any(word in whole for word in _signs())  # scripts that divide no words


@cache
def _known_words() -> frozenset[str]:
    """The words of all tables of what columns are called, as labels are compared."""
    tables = [synonyms(kind) for kind in (*HEADERS, "content", "orders", "people", "date_parts", "measures", "words")]
    texts = chain.from_iterable(map(_texts, tables))
    return frozenset(fold(each) for text in texts for each in (text, *_WORD.findall(text)) if len(fold(each)) > 1)


@cache
def _signs() -> frozenset[str]:
    """Those of scripts that write several words without a space between them."""
    return frozenset(word for word in _known_words() if _UNDIVIDED.fullmatch(word))


def words_of(text: str) -> list[str]:
    """The words of a text that hold letters beyond ASCII, the shortest left out."""
    found = (word for word in _WORD.findall(text) if not word.isascii())
    return [word for word in found if len(word) >= (_SHORT if word.lower() != word.upper() else _SIGNS)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@cache
def _table(name: str) -> dict[str, Any]:
    folder = resources.files("etl.names").joinpath("synonyms")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _rank(ranks: list[list[str]], rank: int) -> list[str]:
    return ranks[rank] if rank < len(ranks) else []
