"""Codes of customers by month -> sizes and flows, counted and written.

Customers between two months are not additive over the months between, so each pair of months has its own counts, and
what those customers really brought: one index look-up answers any two. Pairs × cells × countries bound the rows
whatever the transactions; the earliest months give way where they would be more than MOST_ROWS.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np
import pyarrow as pa

from models.history import running_totals
from models.history.drift import stability_index
from models.rfm.groups import GROUPS
from models.store.analysis import Analysis
from warehouse.schema import segment_flows, segment_sizes

MOST_ROWS = 1_000_000
IDS = [None, *(group.id for group in GROUPS)]  # by code
CELLS = len(IDS)
DECIMALS = 4  # of money: sums of floats are exact to far more


def write(
    analysis: Analysis,
    segmentation_id: int,
    months: Sequence[date],
    codes: np.ndarray,
    countries: np.ndarray,
    names: Sequence[str],
    totals: np.ndarray,
) -> list[dict[str, object]]:
    """Write both tables of a segmentation; the stability index of each month's shares against the month before.

    `totals` as `running_totals.read` gives them.
    """
    sizes = np.array([_bincount(row, countries, len(names)) for row in codes])
    flows = list(_flows(codes, countries, len(names), totals))
    first = len(months) - 1 - max((one.back for one in flows), default=0)
    month, country, code = (values.astype(np.int32) for values in np.nonzero(sizes[first:, :, 1:]))
    counted = {
        "country": _labels(country, names),
        "month": _labels(month + first, months),
        "segment_id": _labels(code + 1, IDS),
        "customers": pa.array(sizes[first:, :, 1:][month, country, code]),
    }
    analysis.write(segment_sizes.name, _table(counted, segmentation_id))
    # As in the key, so that its index grows at one end; a month at a time, so that few texts are held.
    _write(analysis, (_table(_columns(one, months, names), segmentation_id) for one in reversed(flows)))
    members = sizes.sum(axis=1)[:, 1:]
    return [
        {"month": months[i].isoformat(), "psi": stability_index(members[i - 1], members[i])}
        for i in range(first + 1, len(months))
    ]


@dataclass(frozen=True)
class Flows:
    """The flows from one month to all later ones, an entry each."""

    back: int  # how many months it is before the last
    counts: np.ndarray  # rows: from, to, country, old code, new code, customers
    net: np.ndarray  # what these customers brought between the two month ends
    net_before: np.ndarray  # in as many months before; NaN where the totals do not reach back so far
    net_year_before: np.ndarray  # in the same months of the year before


def _flows(codes: np.ndarray, countries: np.ndarray, size: int, totals: np.ndarray) -> Iterator[Flows]:
    """From each month to all later ones, the latest first, as long as the rows are few enough."""
    last, rows = len(codes) - 1, 0
    wide = countries.astype(np.int64) * CELLS
    for start in range(last - 1, -1, -1):
        base = (wide + codes[start]) * CELLS
        found = [_pair(base + codes[end], size, totals, start, end) for end in range(start + 1, last + 1)]
        counts, net, earlier, year = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
        rows += counts.shape[1]
        if rows > MOST_ROWS and start < last - 1:
            return
        yield Flows(last - start, counts.astype(np.int32), net, earlier, year)


def _pair(
    cells: np.ndarray, size: int, totals: np.ndarray, start: int, end: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Counts and the three sums of money of the flows between two months; `cells` number country, old and new code."""
    counted = np.bincount(cells, minlength=size * CELLS * CELLS).reshape(size, CELLS, CELLS)
    country, old, new = np.nonzero(counted[:, :, 1:])
    places = (country * CELLS + old) * CELLS + new + 1
    customers = counted[country, old, new + 1]
    counts = np.stack([np.full_like(old, start), np.full_like(old, end), country, old, new + 1, customers])
    earlier = running_totals.before(totals, start, end)
    net_before = np.full(len(old), np.nan) if earlier is None else _sums(cells, earlier, counted.size)[places]
    net, net_year_before = (
        _sums(cells, amounts(totals, start, end), counted.size)[places]
        for amounts in (running_totals.between, running_totals.year_before)
    )
    return counts, net, net_before, net_year_before


def _sums(cells: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(cells, amounts, minlength=size)


def _bincount(codes: np.ndarray, countries: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(countries.astype(np.int64) * CELLS + codes, minlength=size * CELLS).reshape(size, CELLS)


def _columns(flows: Flows, months: Sequence[date], names: Sequence[str]) -> dict[str, pa.Array]:
    start, end, country, old, new, customers = flows.counts
    return {
        "country": _labels(country, names),
        "from_month": _labels(start, months),
        "to_month": _labels(end, months),
        "from_segment": _labels(old, IDS),
        "to_segment": _labels(new, IDS),
        "customers": pa.array(customers),
        "net": pa.array(flows.net.round(DECIMALS)),
        "net_before": pa.array(flows.net_before.round(DECIMALS), from_pandas=True),
        "net_year_before": pa.array(flows.net_year_before.round(DECIMALS)),
    }


def _labels(numbers: np.ndarray, labels: Sequence[object]) -> pa.Array:
    return pa.array(labels).take(pa.array(numbers))


def _table(columns: dict[str, pa.Array], segmentation_id: int) -> pa.Table:
    table = pa.table(columns)
    return table.append_column("segmentation_id", pa.repeat(pa.scalar(segmentation_id), len(table)))


def _write(analysis: Analysis, tables: Iterator[pa.Table]) -> None:
    for first in tables:  # where there is any
        batches = (batch for table in chain([first], tables) for batch in table.to_batches())
        analysis.write(segment_flows.name, pa.RecordBatchReader.from_batches(first.schema, batches))
