"""A JSON text -> its objects, as they come: one a line, or those of an array."""

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from etl.files.inputs.inputs import BLOCK, Input
from etl.files.json.envelopes import around, ends_well
from etl.files.rows.batches import WHITE, Ragged
from etl.files.text.table_shape import LINE_END
from warehouse.errors import InputError
from wording.languages import say, whole

BROKEN = "not a JSON object"
LONGEST = BLOCK  # characters of one object
_PIECE = BLOCK // 4  # characters read at a time
_BETWEEN = re.compile(r"[\s,]*")

Found = tuple[list[dict[str, Any]], list[int], list[Ragged]]  # objects, their lines, broken lines
_decode = json.JSONDecoder().raw_decode


def objects_of(item: Input, texts: Iterator[str], around_them: list[str]) -> Iterator[Found]:
    """The objects of each piece of a text; what stands around their array is added to `around_them`."""
    pieces = _pieces(texts)
    begin = ""
    while not begin.strip(WHITE + "\ufeff") and (piece := next(pieces, "")):
        begin += piece
    begin = begin.removeprefix("\ufeff")
    found = around(begin)
    if found or begin.lstrip(WHITE).startswith("["):
        at, depth = found or (begin.index("["), 0)
        around_them.append(begin[:at])
        return _of_array(item, chain([begin], pieces), at, depth, around_them)
    return _of_lines(item, chain([begin], pieces))


def _pieces(texts: Iterator[str]) -> Iterator[str]:
    """A text in pieces of about a million characters, none of which ends within a line end."""
    held, size = [""], 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= _PIECE:
            piece = "".join(held)
            end = len(piece) - piece.endswith("\r")
            yield piece[:end]
            held, size = [piece[end:]], 0
    if piece := "".join(held):
        yield piece


def _of_lines(item: Input, pieces: Iterator[str]) -> Iterator[Found]:
    """One object a line; what is none is broken."""
    rest, number = "", 1
    for piece in pieces:
        *lines, rest = LINE_END.split(rest + piece)
        yield _of(lines, number)
        number += len(lines)
        _refuse_long(item, rest, number)
    yield _of([rest], number)


def _of(lines: list[str], number: int) -> Found:
    objects: list[dict[str, Any]] = []
    numbers: list[int] = []
    ragged: list[Ragged] = []
    for at, line in enumerate(lines, number):
        try:
            start = _BETWEEN.match(line).end() if line[:1] != "{" else 0  # type: ignore[union-attr]
            value, end = _decode(line, start)
            if type(value) is dict and (end == len(line) or not line[end:].strip(WHITE + ",")):
                objects.append(value)
                numbers.append(at)
                continue
        except (ValueError, RecursionError):
            pass
        if line.strip(WHITE):
            ragged.append(Ragged(at, line.strip("\r\n"), BROKEN))
    return objects, numbers, ragged


def _of_array(item: Input, pieces: Iterator[str], at: int, depth: int, around_them: list[str]) -> Iterator[Found]:
    """The objects between [, which stands at this place of the first piece, and ], wherever lines end; `depth` objects
    are around."""
    text = next(pieces)
    at += 1
    line = 1 + len(LINE_END.findall(text, 0, at))
    closed = False
    while not closed:
        objects, lines, at, line, closed = _take(text, at, line)
        yield objects, lines, []
        text = text[at:]
        _refuse_long(item, text, line)
        if not closed:
            piece = next(pieces, "")
            if not piece:
                raise InputError(
                    say(
                        "{file} stops in the middle of its array, or is damaged, in line {line}. Export it again.",
                        file=item,
                        line=whole(line),
                    )
                )
            text, at = text + piece, 0
    if depth:
        around_them.append(_refuse_broken(item, chain([text], pieces), depth, line))
    elif text.strip(WHITE) or any(piece.strip(WHITE) for piece in pieces):
        raise InputError(
            say(
                "{file} goes on after the end of its array, in line {line}. Export it again.",
                file=item,
                line=whole(line),
            )
        )


def _refuse_broken(item: Input, pieces: Iterator[str], depth: int, line: int) -> str:
    """What stands behind the array, where it is whole."""
    rest = ""
    for piece in pieces:
        rest += piece
        _refuse_long(item, rest, line)
    if not ends_well(rest, depth):
        raise InputError(
            say(
                "{file} stops in the middle of the object around its array, or is damaged, in line {line}. "
                "Export it again.",
                file=item,
                line=whole(line),
            )
        )
    return rest


def _take(text: str, at: int, line: int) -> tuple[list[dict[str, Any]], list[int], int, int, bool]:
    """The whole objects from here on, their lines; how far they go, in which line that is, whether the array ended."""
    objects: list[dict[str, Any]] = []
    lines: list[int] = []
    while True:
        start = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        line += len(LINE_END.findall(text, at, start))
        if start >= len(text) or text[start] == "]":
            return objects, lines, start + (start < len(text)), line, start < len(text)
        try:
            value, at = _decode(text, start)
        except (ValueError, RecursionError):
            return objects, lines, start, line, False
        if type(value) is not dict:
            return objects, lines, start, line, False
        objects.append(value)
        lines.append(line)
        line += len(LINE_END.findall(text, start, at))


def _refuse_long(item: Input, text: str, line: int) -> None:
    if len(text) > LONGEST:
        raise InputError(
            say(
                "{file} has an object longer than {value} million characters, or damage, in line {line}. Ex"
                "port one object per invoice line.",
                file=item,
                value=LONGEST >> 20,
                line=whole(line),
            )
        )
