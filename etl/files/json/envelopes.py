"""An object around all of a JSON text, as interfaces answer: `{"orders": [{…}], "has_more": false}`."""

import json
import re
from functools import cache
from typing import NamedTuple

from etl.files.text.table_shape import LINE_END
from etl.names.labels import fold
from etl.names.vocabulary import folded

_WHITE = re.compile(r"\s*")
_BETWEEN = re.compile(r"[\s,]*")
_DEEPEST = 3  # objects around the array
_decode = json.JSONDecoder().raw_decode


class Around(NamedTuple):
    """Where the array of an envelope begins, and how many objects are around it."""

    at: int
    depth: int


def around(begin: str) -> Around | None:
    """The envelope that the first characters of a text show; None where each line is an object of its own, or where
    the object is a record itself."""
    at = _WHITE.match(begin).end()  # type: ignore[union-attr]
    return None if begin[at : at + 1] != "{" or _is_lines(begin, at) else _within(begin, at, 1)


def ends_well(rest: str, depth: int) -> bool:
    """Whether what stands behind the array ends the objects around it, and nothing else follows."""
    whole = '{"":' * depth + "0" + rest.rstrip()
    try:
        return _decode(whole)[1] == len(whole)
    except (ValueError, RecursionError):
        return False


def _is_lines(text: str, at: int) -> bool:
    end = LINE_END.search(text, at)
    if end is None or not text[end.end() :].strip():
        return False
    try:
        closed = _decode(text, at)[1]
        return closed <= end.start() and not text[closed : end.start()].strip(" \t,")
    except (ValueError, RecursionError):
        return False


def _within(text: str, at: int, depth: int) -> Around | None:
    """The array of records among the keys of the object that begins here."""
    at += 1
    alone = True  # nothing of an order stands before
    try:
        while True:
            key, at = _decode(text, _BETWEEN.match(text, at).end())  # type: ignore[union-attr]
            at = text.index(":", at) + 1
            at = _WHITE.match(text, at).end()  # type: ignore[union-attr]
            if text[at] == "[" and _holds_records(text, at, fold(str(key)), alone or depth > 1):
                return Around(at, depth)
            if text[at] == "{" and fold(str(key)) in folded("content", "records") and depth < _DEEPEST:
                return _within(text, at, depth + 1)
            at, alone = _decode(text, at)[1], False
    except (ValueError, IndexError, RecursionError):
        return None


def _holds_records(text: str, at: int, key: str, alone: bool) -> bool:
    """Whether an array holds the file's records; of a name that lines of an order have too, if it stands alone or if
    these hold lines."""
    first = _WHITE.match(text, at + 1).end()  # type: ignore[union-attr]
    if key not in folded("content", "records") or text[first : first + 1] != "{":
        return False
    if alone or key not in _of_orders():
        return True
    record = _decode(text, first)[0]
    return any(fold(name) in _of_orders() and isinstance(value, list) and value for name, value in record.items())


@cache
def _of_orders() -> frozenset[str]:
    return folded("content", "order_lines")
