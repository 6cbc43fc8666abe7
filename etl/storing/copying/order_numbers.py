"""The orders of a file by their numbers, as `warehouse.orders` tells them apart: counted while it streams by."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow.compute as pc

from etl.storing.copying.copy_batches import INVOICE, Packed
from etl.values.cleaning import CleanRows
from warehouse.orders import APART, APART_OF_GUESTS
from wording.counts import counted, the_first

_BY = ("customer_id", "invoice_no")
_ROW = np.dtype([("key", np.uint64), ("day", np.int32)])
_NO_SALE = np.iinfo(np.int32).min  # a day
_ONE = np.uint64(1)
_DAY = 86_400  # seconds
_EPOCH = date(1970, 1, 1)
_IN_MEMORY = 1 << 20  # bytes
_AT_ONCE = 1 << 20  # orders that are compared together
_FIRST = 2_000  # orders that are looked up in the store
_OFTEN = 0.5  # of them


class Orders:
    """Counts orders by hashes of who and which number, kept in a file with the days of their sales: 63 bits, of which
    two agree once in 200,000 counts of 10 million orders, and whether they are of guests."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (`close` is ours)
        self._rows = 0

    def add(self, hashes: np.ndarray, are_guests: np.ndarray, days: np.ndarray) -> None:
        """Take in hashes (uint64), whether they are of guests (bool) and days since 1970 (int32), `_NO_SALE` of what is
        none; equal ones as often as they come."""
        found = _distinct((hashes << _ONE) | are_guests.astype(np.uint64), days)
        self._rows += len(found)
        self._file.write(found.tobytes())

    def count(self) -> tuple[int, int]:
        """How many orders there are, and how many of customers have the number of an earlier one of theirs; read in as
        many passes as keep few in memory."""
        passes = -(-self._rows // _AT_ONCE) or 1
        orders, again = np.sum([self._count(part, passes) for part in range(passes)], axis=0).tolist()
        return orders, again

    def _count(self, part: int, passes: int) -> tuple[int, int]:
        self._file.seek(0)
        found = [np.zeros(0, _ROW)]
        while data := self._file.read(_ROW.itemsize * _IN_MEMORY):
            rows = np.frombuffer(data, _ROW)
            found.append(rows[(rows["key"] >> _ONE) % np.uint64(passes) == part] if passes > 1 else rows)
        together = np.concatenate(found)
        rows = _distinct(together["key"], together["day"])
        same, days = rows["key"][1:] == rows["key"][:-1], rows["day"].astype(np.int64)
        of_guests = rows["key"][1:] & _ONE == _ONE
        apart = np.where(of_guests, APART_OF_GUESTS, APART)
        again = same & (days[:-1] != _NO_SALE) & (np.diff(days) > apart)
        return len(rows) - int(same.sum()) + int(again.sum()), int((again & ~of_guests).sum())

    def close(self) -> None:
        """Remove what was kept."""
        self._file.close()


@dataclass
class Numbered:
    """The orders of a file: how many, and the first of those of customers, for the store to say where it has their
    numbers."""

    orders: Orders = field(default_factory=Orders)
    first: dict[tuple[str, str, int], None] = field(default_factory=dict)  # customer, number and day

    def feed(self, rows: CleanRows, packed: Packed) -> None:
        """Take in a batch."""
        kinds = rows.columns["kind"]
        is_sale = pc.equal(kinds.dictionary, "sale").to_numpy(zero_copy_only=False)[kinds.indices.to_numpy()]
        days = (packed.seconds // _DAY).astype(np.int32)
        days[~is_sale] = _NO_SALE
        changed = packed.changed(INVOICE)
        changed[1:] |= days[1:] != days[:-1]
        starts = np.flatnonzero(changed)
        are_guests = packed.guest[starts]
        hashes = np.where(are_guests, packed.hashes.of(INVOICE, starts), packed.hashes.of(_BY, starts))
        self.orders.add(hashes, are_guests, days[starts])
        if len(self.first) < _FIRST:
            self._keep(rows, starts[is_sale[starts] & ~are_guests][:_FIRST], days)

    def _keep(self, rows: CleanRows, starts: np.ndarray, days: np.ndarray) -> None:
        texts = (rows.columns[name].take(starts).to_pylist() for name in _BY)
        self.first.update(dict.fromkeys(zip(*texts, days[starts].tolist(), strict=True)))

    def asked(self) -> dict[str, Any]:
        """The parameters of `lines/numbers_again.sql`."""
        customers, numbers, days = zip(*self.first, strict=True) if self.first else ((), (), ())
        return {
            "customers": list(customers),
            "numbers": list(numbers),
            "days": [_EPOCH + timedelta(days=each) for each in days],
        }


def said_of_numbers(within: int, first: int, stored: Sequence[Any]) -> list[str]:
    """In sentences, what became of orders whose number comes back: so many `within` the file, and of the `first` ones
    those that are `stored`, on other days."""
    found = []
    if within:
        have = "order of this file has" if within == 1 else "orders of this file have"
        found.append(
            f"{within:,} {have} the number of an earlier one of the same customer, more than {APART} days before: "
            "orders of their own, for numbers begin anew."
        )
    far, near = ([row for row in stored if (row.gap > APART) == is_far] for is_far in (True, False))
    of = f"{{}} of {the_first(first, 'order')} {{}} the number of another one of the same customer in the store"
    if far:
        found.append(
            f"{of.format(f'{len(far):,}', 'has' if len(far) == 1 else 'have')}, more than {APART} days away"
            f"{_example(far[0])}: orders of their own, for numbers begin anew."
        )
    if len(near) > _OFTEN * first:
        found.append(
            f"{of.format(f'{len(near):,}', 'has' if len(near) == 1 else 'have')}, within {counted(APART, 'day')}"
            f"{_example(near[0])}: each counts as one order on several days. If numbers begin anew each day, undo this "
            "load, join number and day in one column and load with --map invoice_no=COLUMN."
        )
    return found


def _example(row: Any) -> str:
    return f" (such as {row.invoice_no}, of {row.day} here and of {row.stored_day} there)"


def _distinct(keys: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The different pairs of a key and a day, in their order."""
    order = np.lexsort((days, keys))
    rows = np.empty(len(keys), _ROW)
    rows["key"], rows["day"] = keys[order], days[order]
    other = (rows["key"][1:] != rows["key"][:-1]) | (rows["day"][1:] != rows["day"][:-1])
    return rows[np.append(True, other)[: len(rows)]]
