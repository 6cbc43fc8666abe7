"""Orders that hold their lines as an array of objects, as shops' interfaces give them: one row a line.

Each line gets the order's own values beside its own, which are then called `line_items.sku`. Other arrays and objects
deeper down (taxes, addresses of addresses) say nothing of the line and stay text.
"""

import json
from dataclasses import replace
from typing import Any

from etl.files.inputs.inputs import BLOCK
from etl.files.rows.batches import Ragged
from etl.names.labels import fold
from etl.names.vocabulary import synonyms
from warehouse.errors import InputError
from wording.languages import say, whole

Object = dict[str, Any]
_DEEP = list | dict
_FEW = 20  # lines
MOST = BLOCK  # characters that the values of an order may take when they stand on each of its lines


def lines_key(objects: list[Object]) -> str:
    """The key under which orders hold their lines; '' where they hold none, or in two places."""
    known = {fold(name) for name in synonyms("content")["order_lines"]}
    held = {key for each in objects for key, value in each.items() if _holds_objects(value)}
    named = [key for key in held if fold(key) in known]
    return named[0] if len(named) == 1 else ""


def unfolded(objects: list[Object], lines: list[int], key: str) -> tuple[list[Object], list[int]]:
    """n orders and where they stand -> their lines, one object each, and where those stand.

    An order without lines is one. InputError for one whose values would fill the memory.
    """
    found: list[Object] = []
    places: list[int] = []
    for each, place in zip(objects, lines, strict=True):
        order = {name: _shallow(value) for name, value in each.items() if name != key}
        inner: Any = each.get(key)
        parts: list[Any] = inner if _holds_objects(inner) else [{}]
        if len(parts) > _FEW and len(parts) * len(_text(order)) > MOST:
            raise InputError(
                say(
                    "The object in line {place} has {len} lines. Export one object per invoice line.",
                    place=whole(place),
                    len=whole(len(parts)),
                )
            )
        for part in parts:
            own = part if isinstance(part, dict) else {}
            found.append(order | {f"{key}.{name}": _shallow(value) for name, value in own.items()})
            places.append(place)
    return found, places


def numbered(lines: list[int], ragged: list[Ragged], after: int) -> tuple[list[int], list[Ragged]]:
    """The places of rows and of broken lines, several of them alike -> numbers of their own from `after` on, in the
    same order: a row that is rejected is known by its number."""
    places = [(line, 0, at) for at, line in enumerate(lines)] + [(row.line, 1, at) for at, row in enumerate(ragged)]
    numbers = {place[1:]: number for number, place in enumerate(sorted(places), after + 1)}
    broken = [replace(row, line=numbers[1, at]) for at, row in enumerate(ragged)]
    return [numbers[0, at] for at in range(len(lines))], broken


def one_each(lines: list[int], after: int) -> list[int]:
    """The lines of rows, counted on where several stand in one: a row without order number is known by its own."""
    found = []
    for line in lines:
        after = max(line, after + 1)
        found.append(after)
    return found


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _shallow(value: Any) -> Any:
    """A value; an array of objects, or what an object holds deeper than its own values, as text."""
    if isinstance(value, list):
        return _text(value)
    if isinstance(value, dict):
        return {name: _text(inner) if isinstance(inner, _DEEP) else inner for name, inner in value.items()}
    return value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
