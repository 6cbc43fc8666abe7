"""Objects of a JSON text -> rows; objects in objects become `customer.id`, the lines of an order rows."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from etl.files.inputs.inputs import Input
from etl.files.json.interfaces import named_by_tool
from etl.files.json.nested_orders import lines_key, numbered, one_each, unfolded
from etl.files.json.objects import objects_of
from etl.files.json.pages import said_of_pages
from etl.files.json.refunds import REFUNDS, with_refunds
from etl.files.rows.batches import Batch, BatchSpool, Ragged, SpooledTable, text_column
from etl.files.rows.canonical_text import NUMBER, ONE_KIND, TRUTH, float_text, truth_text
from etl.files.text.encodings import MIXED, decoded
from etl.files.text.table_shape import MOST_COLUMNS
from etl.names.labels import fold
from etl.names.vocabulary import folded
from warehouse.errors import InputError, NoTableError
from wording.console import progress
from wording.languages import say, whole

_DEEPEST = 4  # objects in objects
_KINDS = {int: NUMBER, float: NUMBER, bool: TRUTH}


class Columns:
    """Gathers objects by key, in the order in which keys first came."""

    def __init__(self, title: object) -> None:
        self._title = title
        self.names: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self._last = 0  # line of the last object, or the row of one that is unfolded
        self._lines_at = ""  # the key under which orders hold their lines

    def batch(self, objects: list[dict[str, Any]], lines: list[int], ragged: list[Ragged]) -> Batch:
        """Objects as a batch with a column for every key seen so far."""
        objects = [with_refunds(each) if REFUNDS in each else each for each in objects]
        self._lines_at = self._lines_at or lines_key(objects)
        if self._lines_at:
            objects, lines = unfolded(objects, lines, self._lines_at)
            lines, ragged = numbered(lines, ragged, self._last)
        lines = one_each(lines, self._last)
        self._last = max([self._last, *lines[-1:], *(row.line for row in ragged[-1:])])
        values = self._by_key(objects)
        for _ in range(_DEEPEST):
            for name in [name for name, held in values.items() if any(type(value) is dict for value in held)]:
                self._flatten(values, name)
        values = named_by_tool(values)
        for name in values:
            self.names.setdefault(name, len(self.names))
        if len(self.names) > MOST_COLUMNS:
            raise InputError(
                say(
                    "{file} has more than {most_columns} different keys. Export fewer columns.",
                    file=self._title,
                    most_columns=whole(MOST_COLUMNS),
                )
            )
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
        if isinstance(value, list) and (_is_beside(name) or not any(isinstance(each, list | dict) for each in value)):
            return json.dumps(value, ensure_ascii=False) if value else ""
        raise NoTableError(
            say(
                "{file}: {file2} holds lists or objects within objects (line {line}), which are no columns."
                " Export one flat object per invoice line.",
                file=self._title,
                file2=name,
                line=whole(line),
            )
        )

    def canonical(self) -> frozenset[int]:
        """The positions of columns whose values other than text are all of one kind."""
        return frozenset(self.names[name] for name, kind in self.kinds.items() if kind in ONE_KIND)


def _is_beside(name: str) -> bool:
    """Whether a list of this name says nothing of what was sold: refunds, taxes, shipments."""
    return any(fold(part) in folded("content", "not_lines") for part in name.split("."))


def read_json(
    item: Input, blocks: Iterator[bytes], encoding: str, size: int | None = None
) -> tuple[tuple[str, ...], SpooledTable, frozenset[int], tuple[str, ...]]:
    """All of a JSON text as (columns, rows, canonical columns, sentences on it); InputError when it holds no objects,
    or no whole array.

    A damaged line among others is a row of its own, to be rejected; within an array, damage ends the reading. `size` is
    that of all blocks, where it is known.
    """
    spool, columns, around, records = BatchSpool(), Columns(item), list[str](), 0
    with progress(say("Looking at {file}", file=item.name), total=size, unit="bytes") as advance:
        texts = decoded(_told(blocks, advance), encoding or MIXED, item)
        for objects, lines, ragged in objects_of(item, texts, around):
            records += len(objects)
            if objects or ragged:
                spool.add(columns.batch(objects, lines, ragged))
    if not columns.names:
        raise NoTableError(
            say(
                "{file} holds no JSON objects with keys. Export one object per line, with its fields as keys.",
                file=item,
            )
        )
    table = SpooledTable(len(columns.names), ((spool, 0),))
    return tuple(columns.names), table, columns.canonical(), said_of_pages(around, records)


def _told(blocks: Iterator[bytes], advance: Callable[[float], None]) -> Iterator[bytes]:
    for block in blocks:
        yield block
        advance(len(block))
