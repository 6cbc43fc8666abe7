"""Everyone's recency, frequency and monetary at the end of each month, streamed from the months with a sale."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from models.store.analysis import Analysis

MOST_UNITS = 2**62  # of all sales together, so that sums are exact
COUNTRIES = "select country from customer_features order by customer_id"
TOTAL = "select coalesce(sum(gross - returns), 0) as total from customer_months"
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class State:
    """What is known of everyone at a moment, by customer number; changed by the next month, so use it at once."""

    frequency: np.ndarray  # 0: no order yet
    monetary: np.ndarray  # whole numbers, of 1 / units
    recency_days: np.ndarray
    units: int


def month_ends(
    analysis: Analysis, size: int, until: date, most: int, is_net: bool = False
) -> Iterator[tuple[date, State]]:
    """The states at the ends of the last `most` months before the month `until`, from the first sale on.

    Money is gross, or net of what was given back by then.
    """
    units = _units(analysis)
    frequency, days = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    monetary = np.zeros(size, dtype=np.int64)
    end = _number(until)

    def states(since: int, before: int) -> Iterator[tuple[date, State]]:
        for month in range(max(since, end - most), before):
            as_of = (_month(month + 1) - EPOCH).days
            yield _month(month), State(frequency, monetary, as_of - days, units)

    current: int | None = None
    for chunk in _chunks(analysis, until, units, is_net):
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


def home_countries(analysis: Analysis) -> tuple[np.ndarray, list[str]]:
    """Everyone's home country as a number, by customer number, and the countries."""
    column = analysis.ask(COUNTRIES).read_all()["country"].combine_chunks().dictionary_encode()
    return column.indices.to_numpy(), column.dictionary.to_pylist()


def _units(analysis: Analysis) -> int:
    """The power of ten that makes all sales whole numbers; less where their sum would not fit, which ends in ties."""
    total = analysis.ask(TOTAL).read_all()["total"]
    scale, most = total.type.scale, total[0].as_py()
    while scale and most * 10**scale >= MOST_UNITS:
        scale -= 1
    return 10 ** int(scale)


def _chunks(analysis: Analysis, until: date, units: int, is_net: bool) -> Iterator[dict[str, np.ndarray]]:
    parameters = {"until": until, "units": units, "is_net": is_net}
    for batch in analysis.run("history", "segment_flows_months", parameters):
        yield {name: batch[name].to_numpy() for name in batch.schema.names}


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
