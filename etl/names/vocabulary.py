"""What columns and values are called, as data: the tables of `synonyms/`."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import zip_longest
from typing import Any

from etl.names.labels import fold


@cache
def synonyms(kind: str) -> dict[str, Any]:
    """The table of synonyms of a kind of file: `transactions`, `customers`, `exports` or another."""
    known = _table(kind)
    further: dict[str, list[list[str]]] = _table("further").get(kind, {})
    for name, ranks in further.items():
        pairs: Iterable[tuple[list[str], list[str]]] = zip_longest(known[name], ranks, fillvalue=[])
        known[name] = [[*one, *more] for one, more in pairs]
    return known


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("etl.names").joinpath("synonyms", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def folded(kind: str, name: str) -> frozenset[str]:
    """The words of one of its lists, as labels are compared."""
    return frozenset(fold(word) for word in synonyms(kind)[name])
