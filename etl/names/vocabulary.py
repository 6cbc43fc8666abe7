"""What columns and values are called, as data: the tables of `synonyms/`.

Headers have a table a language in `synonyms/headers/`; what names hint at, statuses and exports have a table a subject.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from etl.names.labels import fold

HEADERS = ("transactions", "customers")  # kinds of files
LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "tr", "pl", "cs", "hu", "ro", "hr"),
    *("ru", "uk", "bg", "el", "sv", "da", "fi", "lt", "lv", "et", "ja", "zh", "ko", "th", "id"),
)


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


@cache
def folded(kind: str, name: str) -> frozenset[str]:
    """The words of one of its lists, as labels are compared."""
    return frozenset(fold(word) for word in synonyms(kind)[name])


@cache
def _table(name: str) -> dict[str, Any]:
    folder = resources.files("etl.names").joinpath("synonyms")
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _rank(ranks: list[list[str]], rank: int) -> list[str]:
    return ranks[rank] if rank < len(ranks) else []
