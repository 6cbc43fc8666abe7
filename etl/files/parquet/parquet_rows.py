"""Parquet files -> rows: batch by batch, so that a row group of any size takes little memory; canonical text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.files.inputs.inputs import Input
from etl.files.parquet.footer import widest_column
from etl.files.rows.batches import Batch, without_blank, without_nul
from etl.files.rows.canonical_text import decimal_text, moment_text
from etl.files.text.table_shape import MOST_COLUMNS
from warehouse.errors import InputError, NoTableError
from wording.languages import say, whole

_ROWS = 1 << 16  # of a batch
_BUFFER = 1 << 20  # bytes of each column read ahead
_MOST_TIMES = 1_000  # unpacked to packed
_HARMLESS = 1 << 30
_LARGE = 64 << 20  # bytes that a row group may unpack to without a look at its columns
_LONGEST = 1 << 20  # bytes of a column's values, on the average: texts that repeat are held once a row
_WIDE = 300 << 20  # bytes that a row group's column may unpack to: dictionaries and pages are held whole
DAMAGED = "{} is a damaged Parquet file. Copy or export it again."
_BROKEN = (pa.ArrowException, OSError, MemoryError, ValueError, OverflowError, UnicodeDecodeError, KeyError)


@dataclass(frozen=True)
class ParquetTable:
    """The rows of a Parquet file; `open` gives the file anew, so that several threads may read."""

    item: Input
    open: Callable[[], IO[bytes]]
    types: tuple[pa.DataType, ...]

    def batches(self, only: Sequence[int] | None = None) -> Iterator[Batch]:
        """All rows, or some columns of them; blank rows are left out."""
        every = range(len(self.types))
        wanted = list(every if only is None else only)
        line = 1
        try:
            with self.open() as file:
                reader = _opened(file)
                names = reader.schema_arrow.names
                by_name = len(set(names)) == len(names)
                columns = [names[position] for position in sorted(set(wanted))] if by_name else None
                for record in reader.iter_batches(_ROWS, columns=columns, use_threads=False):
                    # in which order they come is pyarrow's to choose
                    at = {name: place for place, name in enumerate(record.schema.names)}
                    places = [at[names[position]] for position in wanted] if by_name else wanted
                    texts = [
                        _text(record.column(place), self.types[position])
                        for place, position in zip(places, wanted, strict=True)
                    ]
                    batch = Batch(texts, np.arange(line, line + record.num_rows, dtype=np.int64))
                    line += record.num_rows
                    yield without_blank(batch, ",") if only is None else batch
        except _BROKEN as error:
            raise InputError(DAMAGED.format(self.item)) from error


def read_parquet(
    item: Input, open_file: Callable[[], IO[bytes]]
) -> tuple[tuple[str, ...], ParquetTable, frozenset[int]]:
    """A Parquet file as (columns, rows, canonical columns); only its footer is read yet.

    Raises InputError when it is damaged, holds no rows, or a column of it holds lists, maps or structures.
    """
    try:
        return _looked_at(item, open_file)
    except _BROKEN as error:
        raise InputError(DAMAGED.format(item)) from error


def _looked_at(item: Input, open_file: Callable[[], IO[bytes]]) -> tuple[tuple[str, ...], ParquetTable, frozenset[int]]:
    with open_file() as file:
        reader = _opened(file)
        schema, meta = reader.schema_arrow, reader.metadata
        rows, size = meta.num_rows, file.seek(0, 2)
        unpacked = [meta.row_group(group).total_byte_size for group in range(meta.num_row_groups)]
        widest, longest = widest_column(file) if max(unpacked, default=0) > _LARGE else (0, 0)
    for column in schema:
        if pa.types.is_nested(_plain(column.type)):
            raise InputError(
                say(
                    "{file}: column {file2} holds {type}, values within values. Export it flat, one value per r"
                    "ow and column.",
                    file=item,
                    file2=column.name,
                    type=column.type,
                )
            )
    if len(schema) > MOST_COLUMNS:
        raise InputError(
            say(
                "{file} has {len} columns; at most {most_columns} can be read. Export fewer columns.",
                file=item,
                len=whole(len(schema)),
                most_columns=whole(MOST_COLUMNS),
            )
        )
    if rows <= 0:
        raise NoTableError(say("{file} holds columns and no rows. Export it again with its rows.", file=item))
    if widest > _WIDE or (sum(unpacked) > _HARMLESS and sum(unpacked) > _MOST_TIMES * size):
        raise InputError(
            say(
                "{file} has a row group whose column unpacks to {value} MB, too much to hold in memory. Wri"
                "te it with smaller row groups.",
                file=item,
                value=whole(widest >> 20),
            )
        )
    if longest > _LONGEST:
        raise InputError(
            say(
                "{file} has a column whose values are {value} MB each, too much to hold in memory. Export i"
                "t without that column.",
                file=item,
                value=whole(longest >> 20),
            )
        )
    types = tuple(_plain(column.type) for column in schema)
    canonical = frozenset(position for position, kind in enumerate(types) if not _is_text(kind))
    return tuple(name.strip() for name in schema.names), ParquetTable(item, open_file, types), canonical


def _opened(file: IO[bytes]) -> pq.ParquetFile:
    return pq.ParquetFile(
        file,
        buffer_size=_BUFFER,
        pre_buffer=False,
        thrift_string_size_limit=64 << 20,
        thrift_container_size_limit=1 << 20,
    )


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of the values: that of a dictionary's."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null, _is_bytes)
    return any(test(kind) for test in tests)


def _is_bytes(kind: pa.DataType) -> bool:
    return any(
        test(kind)
        for test in (
            pa.types.is_binary,
            pa.types.is_large_binary,
            pa.types.is_fixed_size_binary,
            pa.types.is_binary_view,
        )
    )


def _text(column: pa.Array, kind: pa.DataType) -> pa.DictionaryArray:
    """A column as canonical text; only its different values are converted. Null is the empty text."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    values = column.dictionary
    if _is_text(kind) and not _is_bytes(kind) and not pa.types.is_null(kind):
        texts = _checked(values.cast(pa.string()).cast(pa.binary()))
    else:
        texts = pa.array(_texts(values, kind), pa.string())
    indices = column.indices.cast(pa.int32())
    if column.null_count or texts.null_count:
        indices = pc.fill_null(indices, len(texts))
        texts = pa.concat_arrays([texts.fill_null(""), pa.array([""])])
    return without_nul(pa.DictionaryArray.from_arrays(indices, texts))


def _checked(values: pa.BinaryArray) -> pa.StringArray:
    """Bytes as text; those that are no UTF-8 with U+FFFD in their place."""
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array(_texts(values, values.type), pa.string())


def _texts(values: pa.Array, kind: pa.DataType) -> list[str | None]:
    if pa.types.is_floating(kind):
        found = values.cast(pa.float32() if pa.types.is_float16(kind) else kind).cast(pa.string()).to_pylist()
        return [None if text is None or text == "nan" else decimal_text(text) for text in found]
    if pa.types.is_decimal(kind):
        return [None if value is None else decimal_text(format(value, "f")) for value in values.to_pylist()]
    if _is_bytes(kind):
        return [None if value is None else value.decode("utf-8", "replace") for value in values.to_pylist()]
    if pa.types.is_timestamp(kind):
        return _moments(values, kind)
    if pa.types.is_date(kind) or pa.types.is_time(kind):
        return [None if value is None else moment_text(value) for value in _to_microseconds(values, kind).to_pylist()]
    return values.cast(pa.string()).to_pylist()


def _to_microseconds(values: pa.Array, kind: pa.DataType) -> pa.Array:
    return values.cast(pa.time64("us"), safe=False) if pa.types.is_time64(kind) else values


def _moments(values: pa.Array, kind: pa.TimestampType) -> list[str | None]:
    """ISO texts; those of a zone that Python knows as its clocks show them, of any other in UTC."""
    micro = values.cast(pa.timestamp("us", kind.tz), safe=False)
    try:
        moments = micro.to_pylist()
    except (ValueError, KeyError, OSError, ImportError):  # an unknown zone, or a year beyond 9999
        if kind.tz is None:
            return values.cast(pa.string()).to_pylist()
        try:
            moments = micro.cast(pa.timestamp("us", "UTC")).to_pylist()
        except (ValueError, OverflowError):
            return values.cast(pa.int64()).cast(pa.string()).to_pylist()
    return [None if value is None else moment_text(value) for value in moments]
