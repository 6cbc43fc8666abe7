"""Answers -> the options of a look or a load: `{file name: {option: value}}`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Options = Mapping[str, Mapping[str, Any]]
# Options with one value.
CHOSEN = (
    *("date_order", "decimal", "amounts", "months", "rows", "known_orders", "max_rejected", "as", "sheet", "encoding"),
)
SEVERAL = ("called_off", "kinds", "somebody")  # with a list of values; one that is there already is taken out


def answered(options: Options, file: str, option: str, value: str) -> dict[str, Any]:
    """With an answer to a question; of `map` several lines of NAME=COLUMN. Unknown options leave them as they are."""
    own = dict(options.get(file, {}))
    if option == "map":
        pairs = [line.partition("=")[::2] for line in value.split("\n") if "=" in line]
        own["map"] = mapped(own.get("map", {}), pairs)
    elif option in SEVERAL:
        before = [text for text in own.get(option, ()) if text != value and not _of_one_kind(option, text, value)]
        own[option] = before if value in own.get(option, ()) else [*before, value]
    elif option in CHOSEN:
        own[option] = value
        if option == "as":
            own.pop("map", None)  # its names are those of the other kind
    return {**options, file: own}


def _of_one_kind(option: str, one: str, other: str) -> bool:
    """Whether two answers are of one kind of record, which is one thing."""
    return option == "kinds" and one.rpartition("=")[0] == other.rpartition("=")[0]


def renamed(options: Options, file: str, column: str, name: str) -> dict[str, Any]:
    """With a column taken for `name`; for '', what was said of it is forgotten."""
    own = dict(options.get(file, {}))
    own["map"] = mapped({key: value for key, value in own.get("map", {}).items() if value != column}, [(name, column)])
    return {**options, file: own}


def named(options: Options, file: str, names: Sequence[str]) -> dict[str, Any]:
    """With a name for each column of a file without a header; '-' skips one."""
    own = dict(options.get(file, {})) | {"columns": ",".join(name or "-" for name in names)}
    return {**options, file: own}


def mapped(before: Mapping[str, str], pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Name -> column with these pairs as well: a column has one name, a name one column."""
    found = dict(before)
    for name, column in pairs:
        found = {key: value for key, value in found.items() if value != column and key != name}
        if name:
            found[name] = column
    return found
