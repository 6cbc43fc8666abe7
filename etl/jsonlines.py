"""JSON -> rows: one object a line, or an array of objects; objects in objects become `customer.id`."""

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from etl.batches import WHITE, Batch, Ragged, Spool, SpooledTable, text_column
from etl.canonical import NUMBER, ONE_KIND, TRUTH, float_text, truth_text
from etl.encodings import MIXED, decoded
from etl.inputs import BLOCK, Input
from etl.shapes import LINE_END, MOST_COLUMNS
from warehouse.errors import InputError

BROKEN = "not a JSON object"
_KINDS = {int: NUMBER, float: NUMBER, bool: TRUTH}
_BETWEEN = re.compile(r"[\s,]*")
LONGEST = BLOCK  # characters of one object


class Columns:
    """Gathers objects by key, in the order in which keys first came."""

    def __init__(self, title: object) -> None:
        self._title = title
        self.names: dict[str, int] = {}
        self.kinds: dict[str, int] = {}

    def batch(self, objects: list[dict[str, Any]], lines: list[int], ragged: list[Ragged]) -> Batch:
        """Objects as a batch with a column for every key seen so far."""
        values = self._by_key(objects)
        for name in list(values):
            if any(type(value) is dict for value in values[name]):
                self._flatten(values, name)
        for name in values:
            self.names.setdefault(name, len(self.names))
        if len(self.names) > MOST_COLUMNS:
            raise InputError(f"{self._title} has more than {MOST_COLUMNS:,} different keys. Export fewer columns.")
        blank = [""] * len(objects)
        cells = [self._texts(name, values[name], lines) if name in values else blank for name in self.names]
        return Batch([text_column(column) for column in cells], np.array(lines, np.int64), ragged)

    def _by_key(self, objects: list[dict[str, Any]]) -> dict[str, list[Any]]:
        keys: dict[str, None] = {}
        for each in objects:
            if not each.keys() <= keys.keys():
                keys |= dict.fromkeys(each)
        return {key: [each.get(key) for each in objects] for key in keys}

    def _flatten(self, values: dict[str, list[Any]], name: str) -> None:
        """Put the columns of an object's keys in its place."""
        inner = [value if type(value) is dict else {} for value in values[name]]
        outer = [None if type(value) is dict else value for value in values[name]]
        flat: dict[str, list[Any]] = {}
        for key, column in values.items():
            if key != name:
                flat[key] = column
                continue
            if any(value is not None for value in outer):
                flat[name] = outer
            flat |= {f"{name}.{child}": column for child, column in self._by_key(inner).items()}
        values.clear()
        values.update(flat)

    def _texts(self, name: str, values: list[Any], lines: list[int]) -> list[str]:
        kinds = set(map(type, values))
        if kinds <= {str}:
            return values
        for kind in kinds:
            self.kinds[name] = self.kinds.get(name, 0) | _KINDS.get(kind, 0)
        if kinds <= {int}:
            return list(map(str, values))
        return [self._text(name, value, line) for value, line in zip(values, lines, strict=True)]

    def _text(self, name: str, value: Any, line: int) -> str:
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        if isinstance(value, bool):
            return truth_text(value)
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return float_text(value)
        if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
            return json.dumps(value, ensure_ascii=False) if value else ""
        raise InputError(
            f"{self._title}: {name} holds lists or objects within objects (line {line:,}), which are no columns. "
            "Export one flat object per invoice line."
        )

    def canonical(self) -> frozenset[int]:
        """The positions of columns whose values other than text are all of one kind."""
        return frozenset(self.names[name] for name, kind in self.kinds.items() if kind in ONE_KIND)


def read_json(
    item: Input, blocks: Iterator[bytes], encoding: str
) -> tuple[tuple[str, ...], SpooledTable, frozenset[int]]:
    """All of a JSON text as (columns, rows, canonical columns); InputError when it holds no objects, or no whole array.

    A damaged line among others is a row of its own, to be rejected; within an array, damage ends the reading.
    """
    spool, columns = Spool(), Columns(item)
    for objects, lines, ragged in _objects(item, decoded(blocks, encoding or MIXED, item)):
        if objects or ragged:
            spool.add(columns.batch(objects, lines, ragged))
    if not columns.names:
        raise InputError(
            f"{item} holds no JSON objects with keys. Export one object per line, with its fields as keys."
        )
    return tuple(columns.names), SpooledTable(len(columns.names), ((spool, 0),)), columns.canonical()


class _Scanner:
    """Takes objects from a text that comes in pieces, counting lines."""

    def __init__(self, item: Input) -> None:
        self._item, self._decode = item, json.JSONDecoder().raw_decode
        self.text, self.at, self.line = "", 0, 1
        self.final = self.closed = False  # no more text; the array's end was seen
        self.array: bool | None = None  # as long as nothing is known

    def feed(self, piece: str, final: bool) -> None:
        """Go on with the text that is left and the next piece."""
        self.text, self.at, self.final = self.text[self.at :] + piece, 0, final
        if self.array is None:
            self.array = self.text.lstrip(WHITE + "\ufeff").startswith("[")
            self._go(self.text.index("[") + 1 if self.array else len(self.text) - len(self.text.lstrip("\ufeff")))

    def _go(self, to: int) -> None:
        if to > self.at:
            self.line += len(LINE_END.findall(self.text, self.at, to))
            self.at = to

    def take(self) -> tuple[int, Any] | None:
        """The line and value of what comes next: a dict, or the text of what is none; None until there is more."""
        self._go(_BETWEEN.match(self.text, self.at).end())  # type: ignore[union-attr]
        if self.at >= len(self.text):
            return None
        if self.array and not self.closed and self.text[self.at] == "]":
            self.closed = True
            self._go(_BETWEEN.match(self.text, self.at + 1).end())  # type: ignore[union-attr]
        if self.closed:
            if self.at < len(self.text):
                raise InputError(
                    f"{self._item} goes on after the end of its array, in line {self.line:,}. Export it again."
                )
            return None
        line, start = self.line, self.at
        end, value = self._next_of_array() if self.array else self._next_of_lines()
        if end is None:
            return None
        self._go(end)
        return line, value if isinstance(value, dict) else self.text[start:end].strip("\r\n")

    def _next_of_array(self) -> tuple[int | None, Any]:
        try:
            value, end = self._decode(self.text, self.at)
        except (ValueError, RecursionError):
            if not self.final and len(self.text) - self.at <= LONGEST:
                return None, None
            raise self._damaged(self.final) from None
        if not isinstance(value, dict) and end < len(self.text):
            raise self._damaged(False)
        return (end, value) if isinstance(value, dict) else (None, None)

    def _damaged(self, cut: bool) -> InputError:
        if cut:
            return InputError(
                f"{self._item} stops in the middle, or is damaged, after line {self.line:,}. Export it again."
            )
        return InputError(
            f"{self._item} is damaged in line {self.line:,}: an array must hold objects of less than "
            f"{LONGEST >> 20} million characters and nothing else. Export it again."
        )

    def _next_of_lines(self) -> tuple[int | None, Any]:
        """The next object; what can't be read ends with its line, as does what has something else behind it."""
        found = LINE_END.search(self.text, self.at)
        whole = self.final or (found is not None and found.end() < len(self.text))
        line_end = found.end() if found else len(self.text)
        try:
            value, end = self._decode(self.text, self.at)
        except (ValueError, RecursionError):
            return (line_end, None) if whole else (None, None)
        if end < line_end:
            rest = _BETWEEN.match(self.text, end).end()  # type: ignore[union-attr]
            if rest < line_end and self.text[rest] != "{":
                return (line_end, None) if whole else (None, None)
        return (end, value) if self.final or end < len(self.text) else (None, None)


def _objects(item: Input, texts: Iterator[str]) -> Iterator[tuple[list[dict[str, Any]], list[int], list[Ragged]]]:
    """Objects, their lines and broken lines, for each piece of the text."""
    scanner = _Scanner(item)
    while not scanner.final:
        piece = "".join(_gathered(texts, BLOCK // 4))
        scanner.feed(piece, final=not piece)
        objects: list[dict[str, Any]] = []
        lines: list[int] = []
        ragged: list[Ragged] = []
        while (found := scanner.take()) is not None:
            line, value = found
            if isinstance(value, dict):
                objects.append(value)
                lines.append(line)
            elif value.strip(WHITE):
                ragged.append(Ragged(line, value, BROKEN))
        if len(scanner.text) - scanner.at > 2 * LONGEST:
            raise InputError(
                f"{item} has an object longer than {LONGEST >> 20} million characters in line {scanner.line:,}. "
                "Export one object per invoice line."
            )
        yield objects, lines, ragged
    if scanner.array and not scanner.closed:
        raise InputError(f"{item} stops in the middle of its array. Copy or export it again.")


def _gathered(texts: Iterator[str], size: int) -> Iterator[str]:
    """Pieces until they are `size` characters together; none at the end."""
    taken = 0
    while taken < size and (piece := next(texts, None)) is not None:
        taken += len(piece)
        yield piece
