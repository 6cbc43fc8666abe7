"""Everyone's recency, frequency and monetary at the end of each month, streamed from the months with a sale."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from sqlalchemy import Connection, text

from models.store import statements
from warehouse.bulk import copy_out

CHUNK = 1 << 23  # bytes parsed at once
MOST_UNITS = 2**62  # of all sales together, so that sums are exact
COLUMNS = {"number": pa.int32(), "month": pa.int32(), "orders": pa.int32(), "money": pa.int64(), "day": pa.int32()}
COUNTRIES = 'select country from customer_features order by customer_id collate "C"'
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class State:
    """What is known of everyone at a moment, by customer number; changed by the next month, so use it at once."""

    frequency: np.ndarray  # 0: no order yet
    monetary: np.ndarray  # whole numbers, of 1 / units
    recency_days: np.ndarray
    units: int


def month_ends(
    connection: Connection, size: int, until: date, most: int, is_net: bool = False
) -> Iterator[tuple[date, State]]:
    """The states at the ends of the last `most` months before the month `until`, from the first sale on.

    Money is gross, or net of what was given back by then.
    """
    units = _units(connection)
    frequency, days = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    monetary = np.zeros(size, dtype=np.int64)
    end = _number(until)

    def states(since: int, before: int) -> Iterator[tuple[date, State]]:
        for month in range(max(since, end - most), before):
            as_of = (_month(month + 1) - EPOCH).days
            yield _month(month), State(frequency, monetary, as_of - days, units)

    current: int | None = None
    for chunk in _chunks(connection, until, units, is_net):
        bounds = np.flatnonzero(np.diff(chunk["month"])) + 1
        for part in np.split(np.arange(len(chunk["month"])), bounds):
            month = int(chunk["month"][part[0]])
            if current is not None and month > current:
                yield from states(current, month)
            current = month if current is not None or chunk["orders"][part].any() else None
            number = chunk["number"][part]  # nobody twice in a month
            frequency[number] += chunk["orders"][part]
            monetary[number] += chunk["money"][part]
            days[number] = np.maximum(days[number], chunk["day"][part])
    if current is not None:
        yield from states(current, end)


def home_countries(connection: Connection) -> tuple[np.ndarray, list[str]]:
    """Everyone's home country as a number, by customer number, and the countries."""
    data = b"".join(copy_out(connection, COUNTRIES, header=False))
    if not data:
        return np.zeros(0, dtype=np.int32), []
    column = _read(data, {"country": pa.string()})["country"].combine_chunks().dictionary_encode()
    return column.indices.to_numpy(), column.dictionary.to_pylist()


def _units(connection: Connection) -> int:
    """The power of ten that makes all sales whole numbers; less where their sum would not fit, which ends in ties."""
    scales = "coalesce(max(greatest(min_scale(gross), min_scale(returns))), 0)"
    statement = text(f"select {scales}, coalesce(sum(gross - returns), 0) from customer_months")  # noqa: S608 own words
    scale, total = connection.execute(statement).one()
    while scale and total * 10**scale >= MOST_UNITS:
        scale -= 1
    return 10 ** int(scale)


def _chunks(connection: Connection, until: date, units: int, is_net: bool) -> Iterator[dict[str, np.ndarray]]:
    statement = statements.read("history", "segment_flows_months")
    parameters = {"until": until, "units": units, "is_net": is_net}
    for lines in _whole_lines(copy_out(connection, statement, parameters, header=False)):
        table = _read(lines, COLUMNS)
        yield {name: table[name].to_numpy() for name in COLUMNS}


def _whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK and b"\n" in piece:
            whole, _, rest = b"".join(held).rpartition(b"\n")
            yield whole + b"\n"
            held, size = [rest], len(rest)
    if size:
        yield b"".join(held)


def _read(data: bytes, types: dict[str, pa.DataType]) -> pa.Table:
    return arrow_csv.read_csv(
        io.BytesIO(data),
        read_options=arrow_csv.ReadOptions(column_names=list(types)),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(column_types=types, null_values=[], strings_can_be_null=False),
    )


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
