"""The head of a text: its header, and what divides its columns, a delimiter or fixed places; or why it is none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.files.inputs.inputs import Input
from etl.files.text.encodings import MIXED, refuse_nul, utf8_blocks
from etl.files.text.fixed_width import Fields, fields_of, is_ruled
from etl.files.text.table_shape import LINE_END, MOST_COLUMNS, Shape, shape_of
from warehouse.errors import InputError, NoTableError
from wording.counts import counted
from wording.languages import say, whole

HEAD = 1 << 20  # bytes within which the header must end
_DEEPEST = 60  # rows that may stand above a header
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class TextHead:
    """Where the rows of a text begin, and how they are divided."""

    columns: tuple[str, ...]
    header_bytes: int
    header_lines: int = 0
    delimiter: str = ","
    fields: Fields = ()  # the places of the columns, where places divide them
    notes: tuple[str, ...] = ()  # sentences for whoever loads the file


@dataclass(frozen=True)
class _Beginning:
    """The first bytes of a text, as UTF-8 where it is recoded."""

    item: Input
    data: bytes
    is_complete: bool  # nothing comes behind

    @property
    def marked(self) -> int:
        """Bytes of the mark in front of the text."""
        return len(self.data) - len(self.data.removeprefix(_BYTE_ORDER_MARK))

    @property
    def lines(self) -> list[str]:
        """The whole lines, decoded."""
        text = b"".join(utf8_blocks(iter([self.data[self.marked :]]), MIXED, self.item)).decode()
        return LINE_END.split(text)[: None if self.is_complete else -1]


def head_of(item: Input, texts: Iterator[bytes], named: Sequence[str] | None) -> TextHead:
    """The head of a delimited text, or of one in columns of fixed places; `named` are columns without a header.

    Raises InputError where it has none that can be read.
    """
    begin = _beginning(item, texts)
    marked = begin.marked
    text = begin.data[marked:].decode("latin-1")  # one character a byte: lengths stay bytes
    if not text.strip():
        raise empty(item)
    shape = shape_of(text, begin.is_complete, named)
    if shape is None:
        raise NoTableError(
            say(
                "{file} has no line end in its first {head} characters, so it is not a CSV file.",
                file=item,
                head=whole(HEAD),
            )
        )
    divided = shape.reads_well and len(shape.columns) > 1  # decimal commas divide rows, but no header
    if named is None and not divided and (fixed := _fixed(begin)):
        return fixed
    if named is not None and shape.width != len(named):
        if headless := _fixed_headless(begin, named):
            return headless
        raise _miscounted(item, named, shape.first)
    if len(shape.columns) > MOST_COLUMNS:
        raise InputError(
            say(
                "{file} has {len} columns; at most {most_columns} can be read. Export fewer columns.",
                file=item,
                len=whole(len(shape.columns)),
                most_columns=whole(MOST_COLUMNS),
            )
        )
    if begin.is_complete and not text[shape.start :].strip():
        raise NoTableError(say("{file} holds a header and no rows. Export it again with its rows.", file=item))
    columns = shape.columns if named is not None else tuple(_decode(name) for name in shape.columns)
    return TextHead(columns, marked + shape.start, shape.lines, shape.delimiter, notes=_skipped(item, shape))


def empty(item: Input) -> InputError:
    """The error of a file without anything in it."""
    return NoTableError(
        say("{file} is empty. A transactions file has a header line and one line per invoice line.", file=item)
    )


def _beginning(item: Input, texts: Iterator[bytes]) -> _Beginning:
    data = b""
    while len(data) < HEAD and (block := next(texts, None)) is not None:
        data += block
    refuse_nul(item, data[:HEAD], 0)
    return _Beginning(item, data[:HEAD], len(data) <= HEAD)


def _miscounted(item: Input, named: Sequence[str], first: Sequence[str]) -> InputError:
    return NoTableError(
        f"--columns names {len(named)} columns, and {item} has {len(first)} in its first line: "
        f"{', '.join(map(_decode, first[:20]))}. Name each of them, or write - for one to skip."
    )


def _skipped(item: Input, shape: Shape) -> tuple[str, ...]:
    if not shape.skipped:
        return ()
    first = " ".join(cell.strip() for cell in map(_decode, shape.skipped[0].cells) if cell.strip())[:60]
    rows = counted(len(shape.skipped), "row")
    return (f"{item}: {rows} above the header in line {shape.header_line:,} skipped, beginning with: {first}",)


def _decode(name: str) -> str:
    data = name.encode("latin-1", "replace")
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").strip()


def _fixed(begin: _Beginning) -> TextHead | None:
    """The head of a text in columns of fixed places; None when it is none."""
    lines, marked = begin.lines, begin.marked
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for place, at in enumerate(filled[:_DEEPEST]):
        fields = fields_of([lines[each] for each in filled[place : place + 1_000]])
        if not fields:
            continue
        starts = [0, *(start for start, _ in fields[1:])]
        columns = tuple(lines[at][start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True))
        below = filled[place + 1] if place + 1 < len(filled) and is_ruled(lines[filled[place + 1]]) else at
        note = f"{begin.item}: {counted(place, 'row')} above the header in line {at + 1:,} skipped."
        size = marked + _bytes_of(begin.data[marked:], below + 1)
        return TextHead(columns, size, below + 1, fields=fields, notes=(note,) if place else ())
    return None


def _fixed_headless(begin: _Beginning, named: Sequence[str]) -> TextHead | None:
    """The head of a text in columns of fixed places without a header; None when it has not as many as are named."""
    fields = fields_of([line for line in begin.lines if line.strip()][:1_000], headless=True)
    if not fields or len(fields) != len(named):
        return None
    return TextHead(tuple(named), begin.marked, fields=fields)


def _bytes_of(data: bytes, lines: int) -> int:
    """How many bytes the first lines take."""
    ends = list(LINE_END.finditer(data.decode("latin-1")))
    return ends[lines - 1].end() if lines else 0
