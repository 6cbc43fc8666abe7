"""Definitions that were kept, of which something may have been erased since."""

from typing import Any

from audiences.conditions.definition import Definition
from audiences.conditions.reading import read

NOBODY: dict[str, Any] = {"any": []}


def read_stored(data: object) -> Definition:
    """The same of a definition that was kept: what it named and was erased since is in no list any more."""
    return read(_without_blanks(data))


def _without_blanks(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_blanks(one) for one in data if one != ""]
    if not isinstance(data, dict):
        return data
    left = {key: _without_blanks(value) for key, value in data.items()}
    is_nobody = "" in left.values() or any(left.get(key) == [] for key in ("in", "segment"))
    return NOBODY if is_nobody or left.get("bought") == NOBODY else left
