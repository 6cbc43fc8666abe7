"""Codes of customers by month -> sizes and flows, counted and written.

Customers between two months are not additive over the months between, so each pair of months has its own counts: one
index look-up answers any two. Pairs × cells × countries bound the rows whatever the transactions; the earliest months
give way where they would be more than MOST_ROWS.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from sqlalchemy import Connection

from models import statements
from models.drift import stability_index
from models.groups import GROUPS
from warehouse.bulk import copy_in
from warehouse.schema import segment_flows, segment_sizes

MOST_ROWS = 1_000_000
IDS = [None, *(group.id for group in GROUPS)]  # by code
CELLS = len(IDS)


def write(
    connection: Connection,
    segmentation_id: int,
    months: Sequence[date],
    codes: np.ndarray,
    countries: np.ndarray,
    names: Sequence[str],
) -> list[dict[str, object]]:
    """Write both tables of a segmentation; the stability index of each month's shares against the month before."""
    sizes = np.array([_bincount(row, countries, len(names)) for row in codes])
    flows = list(_flows(codes, countries, len(names)))
    first = len(months) - 1 - max((back for back, _ in flows), default=0)
    month, country, code = (values.astype(np.int32) for values in np.nonzero(sizes[first:, :, 1:]))
    _copy(
        connection,
        segment_sizes.name,
        {
            "country": _labels(country, names),
            "month": _labels(month + first, months),
            "segment_id": _labels(code + 1, IDS),
            "customers": pa.array(sizes[first:, :, 1:][month, country, code]),
        },
        segmentation_id,
    )
    for _, counts in flows:
        _copy(connection, segment_flows.name, _columns(counts, months, names), segmentation_id)
    statements.analyze(connection, segment_sizes.name)
    statements.analyze(connection, segment_flows.name)
    totals = sizes.sum(axis=1)[:, 1:]
    return [
        {"month": months[i].isoformat(), "psi": stability_index(totals[i - 1], totals[i])}
        for i in range(first + 1, len(months))
    ]


def _flows(codes: np.ndarray, countries: np.ndarray, size: int) -> Iterator[tuple[int, list[np.ndarray]]]:
    """From each month to all later ones, the latest first, as long as the rows are few enough.

    Yields how many months it is back, and columns: from, to, country, old code, new code, customers.
    """
    last, rows = len(codes) - 1, 0
    wide = countries.astype(np.int64) * CELLS
    for start in range(last - 1, -1, -1):
        found = []
        base = (wide + codes[start]) * CELLS
        for end in range(start + 1, last + 1):
            counted = np.bincount(base + codes[end], minlength=size * CELLS * CELLS).reshape(size, CELLS, CELLS)
            country, old, new = np.nonzero(counted[:, :, 1:])
            customers = counted[country, old, new + 1]
            found.append(np.stack([np.full_like(old, start), np.full_like(old, end), country, old, new + 1, customers]))
        columns = np.concatenate(found, axis=1)
        rows += columns.shape[1]
        if rows > MOST_ROWS and start < last - 1:
            return
        yield last - start, list(columns.astype(np.int32))


def _bincount(codes: np.ndarray, countries: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(countries.astype(np.int64) * CELLS + codes, minlength=size * CELLS).reshape(size, CELLS)


def _columns(counts: list[np.ndarray], months: Sequence[date], names: Sequence[str]) -> dict[str, pa.Array]:
    start, end, country, old, new, customers = counts
    return {
        "country": _labels(country, names),
        "from_month": _labels(start, months),
        "to_month": _labels(end, months),
        "from_segment": _labels(old, IDS),
        "to_segment": _labels(new, IDS),
        "customers": pa.array(customers),
    }


def _labels(numbers: np.ndarray, labels: Sequence[object]) -> pa.Array:
    return pa.array(labels).take(pa.array(numbers))


def _copy(connection: Connection, table_name: str, columns: dict[str, pa.Array], segmentation_id: int) -> None:
    table = pa.table(columns)
    table = table.append_column("segmentation_id", pa.repeat(pa.scalar(segmentation_id), len(table)))
    buffer = io.BytesIO()
    arrow_csv.write_csv(table, buffer, arrow_csv.WriteOptions(include_header=False))
    copy_in(connection, table_name, table.column_names, [buffer.getvalue()])
