"""Where the clean rows of a file go while it streams by.

Nearly all lines are certainly new: they go straight into their table. Those that may repeat an earlier line, or be
stored already, go aside for the database to compare. What the invoices are about is summed up beside them.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.storing.copying.copy_batches import HOME, INVOICE, Packed
from etl.storing.copying.order_numbers import Numbered
from etl.storing.copying.rejected_rows import encode_rejected
from etl.storing.copying.repeats import Recent, Repeats, firsts
from etl.storing.copying.spools import Spool
from etl.values.cleaning import CleanRows, Rejected
from etl.values.row_identity import ROW_ID, Apart

_LINE = (
    *("invoice_no", "invoiced_at", "quantity", "unit_price"),
    *("customer_id", "stock_code", "description", "country"),
)
_SCATTERED = 0.6  # invoices to lines in a file's first rows, above which lines of an invoice do not stand together


@dataclass(frozen=True)
class Period:
    """Times within which lines may be stored already: seconds since 1970."""

    first: float
    last: float


class Streams:
    """Takes batches of clean rows; `feed` gives the bytes of new lines of customers, the spools hold the rest."""

    def __init__(self, load_id: int, lines: int, stored: Period | None, apart: Apart) -> None:
        """`lines` is about how many will come; `stored` is None for an empty store; `apart` tells equal rows apart."""
        self._load_id, self._stored, self._expected, self._apart = load_id, stored, lines, apart
        self._lines: Repeats | None = None  # needed where an invoice and what is stored of a line tell too little
        self.guests, self.candidates = Spool(), Spool()
        self.rejected, self.reasons = Spool(b"", b""), Counter[str]()
        self.examples: dict[str, Rejected] = {}  # the first row of each reason
        self.invoices = Invoices(lines)
        self.rows = self.repeated = 0  # that were fit to be stored; those of them that certainly repeat another one
        self.added = 0  # of them, that are no rows of the file
        self.erased = 0  # of people who were erased

    def feed(self, rows: CleanRows, added: bool = False) -> bytes:
        """Rows without `HEADER` and `TRAILER`, for `LINE_COLUMNS`; `added` are no rows of the file."""
        if not len(rows.lines):
            return b""
        self.added += len(rows.lines) if added else 0
        if self._apart.row_id is not None and ROW_ID not in rows.others:  # made, and no row of the file
            rows = replace(rows, others=rows.others | {ROW_ID: _blank(len(rows.lines))})
        packed = Packed(rows, self._load_id)
        scattered = len(packed.invoice_starts) > _SCATTERED * len(rows.lines)
        if self._apart.repeatable and not self.rows and (scattered or self._apart.others):
            self._lines = Repeats(self._expected)
        self.rows += len(rows.lines)
        again = self.invoices.feed(rows, packed)
        gone, doubtful = self._repeating(packed, again, (*_LINE, *rows.others))
        self.repeated += int(gone.sum())
        aside = (doubtful | self._may_be_stored(rows, packed)) & ~gone
        self.candidates.add(packed.candidates(np.flatnonzero(aside), doubtful), int(aside.sum()))
        new = ~(aside | gone)
        guests = np.flatnonzero(packed.guest & new)
        self.guests.add(packed.lines(guests), len(guests))
        return packed.lines(np.flatnonzero(~packed.guest & new))

    def reject(self, rows: list[Rejected]) -> None:
        """Keep rows that cannot be stored."""
        for row in rows:
            self.reasons[row.reason] += 1
            self.examples.setdefault(row.reason, row)
        if rows:
            self.rejected.add(encode_rejected(self._load_id, rows), len(rows))

    def close(self) -> None:
        """Remove what waits."""
        for spool in (self.guests, self.candidates, self.rejected, self.invoices):
            spool.close()

    def _repeating(self, packed: Packed, again: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Whether each row certainly equals an earlier one, in the columns `names`, and whether it may: it can only
        where its invoice came before, or within the batch.

        `again` says so of the batch's invoices (see `Invoices.feed`).
        """
        if not self._apart.repeatable:
            none = np.zeros(len(packed.guest), bool)
            return none, none
        first = firsts(packed.hashes.here(names))
        repeated = first < np.arange(len(first))
        certain = repeated.copy()
        certain[repeated] = packed.equal(np.flatnonzero(repeated), first[repeated], names)
        if self._lines:
            return certain, self._lines.notice(packed.hashes.of(names))
        return certain, repeated | again[packed.invoice_of]

    def _may_be_stored(self, rows: CleanRows, packed: Packed) -> np.ndarray | bool:
        """Of returns whenever they are told: what went back may be stored of another day."""
        if self._stored is None:
            return False
        kinds = rows.columns["kind"]
        back = pc.equal(kinds.dictionary, "return").to_numpy(zero_copy_only=False)[kinds.indices.to_numpy()]
        return back | ((packed.seconds >= self._stored.first) & (packed.seconds <= self._stored.last))


@dataclass
class Invoices:
    """What the lines of a file are about, summed up by their invoices, whose lines mostly stand together."""

    lines: int
    homes: Spool = field(default_factory=Spool)  # each customer and country that occur together, at least once
    countries: set[str] = field(default_factory=set)
    first: float = np.inf  # seconds since 1970
    last: float = -np.inf

    def __post_init__(self) -> None:
        self._repeats, self._recent, self.numbered = Repeats(self.lines // 4), Recent(), Numbered()

    def feed(self, rows: CleanRows, packed: Packed) -> np.ndarray:
        """Take in a batch; whether each of its `invoice_starts` may be of an invoice that came before, bool."""
        hashes, starts = packed.hashes, packed.invoice_starts
        buyers = starts[~packed.guest[starts]]
        new = buyers[self._recent.are_new(hashes.of(HOME, buyers))]
        self.homes.add(packed.homes(new), len(new))
        self.numbered.feed(rows, packed)
        self.countries |= packed.countries()
        self.first = min(self.first, float(packed.seconds.min()))
        self.last = max(self.last, float(packed.seconds.max()))
        return self._repeats.notice(hashes.of(INVOICE, starts))

    def counts(self) -> dict[str, Any]:
        """How many invoices there are and have the number of an earlier one, and when the first and the last was."""
        ends = {"first_invoiced_at": self.first, "last_invoiced_at": self.last}
        times = {name: _moment(seconds) for name, seconds in ends.items()}
        orders, again = self.numbered.orders.count()
        return {"invoices": orders, "again": again, **times}

    def close(self) -> None:
        """Remove what waits."""
        for spool in (self.homes, self.numbered.orders):
            spool.close()


def _blank(rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([""]))


def _moment(seconds: float) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None) if np.isfinite(seconds) else None
