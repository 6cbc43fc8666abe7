"""Where the clean rows of a file go while it streams by.

Nearly all lines are certainly new: they go straight into their table. Those that may repeat an earlier line, or be
stored already, go aside for the database to compare. What the invoices are about is summed up beside them.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.cleaning import SALE, CleanRows, Rejected
from etl.packing import (
    HEADER,
    TRAILER,
    Pack,
    bytes_of,
    pack_decimals,
    pack_flags,
    pack_integers,
    pack_moments,
    pack_rows,
    pack_texts,
)
from etl.repeats import Repeats, line_hashes
from etl.staging import encode_rejected

_HEAD = ("invoice_no", "invoiced_at", "country")  # with the customer, what the lines of an invoice share
_TAIL = ("stock_code", "description", "quantity", "unit_price", "kind")
LINE_COLUMNS = ("customer_id", *_HEAD, *_TAIL, "load_id")
GUEST_COLUMNS = LINE_COLUMNS[1:]
CANDIDATE_COLUMNS = ("line_number", *LINE_COLUMNS[:-1])
INVOICE_COLUMNS = ("is_sale", "customer_id", *_HEAD)
_PACKS: dict[str, Pack] = {"invoiced_at": pack_moments, "quantity": pack_decimals, "unit_price": pack_decimals}

_IN_MEMORY = 8 << 20  # bytes of a spool before it moves to a file
_PIECE = 1 << 20


class Spool:
    """Bytes that wait until it is their turn to be copied."""

    def __init__(self, head: bytes = b"", tail: bytes = b"") -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (`close` is ours)
        self._head, self._tail = head, tail
        self.rows = 0

    def add(self, data: bytes, rows: int) -> None:
        """Keep the bytes of some rows."""
        self._file.write(data)
        self.rows += rows

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield self._head
        yield from iter(lambda: self._file.read(_PIECE), b"")
        yield self._tail

    def close(self) -> None:
        """Remove what was kept."""
        self._file.close()


@dataclass(frozen=True)
class Period:
    """Times within which lines may be stored already: seconds since 1970."""

    first: float
    last: float


class Streams:
    """Takes batches of clean rows; `feed` gives the bytes of new lines of customers, the spools hold the rest."""

    def __init__(self, load_id: int, lines: int, stored: Period | None) -> None:
        """`lines` is about how many will come; `stored` is None for an empty store."""
        self._load_id, self._stored, self._repeats = load_id, stored, Repeats(lines)
        self.guests, self.candidates, self.invoices = (Spool(HEADER, TRAILER) for _ in range(3))
        self.rejected, self.reasons = Spool(), Counter[str]()
        self.examples: dict[str, Rejected] = {}  # the first row of each reason
        self.rows = 0  # that were fit to be stored

    def feed(self, rows: CleanRows) -> bytes:
        """Rows without `HEADER` and `TRAILER`, for `LINE_COLUMNS`."""
        if not len(rows.lines):
            return b""
        self.rows += len(rows.lines)
        packed = _Batch(rows, self._load_id)
        self.invoices.add(packed.invoices(), len(packed.starts))
        aside = self._repeats.notice(line_hashes(rows)) | self._may_be_stored(packed)
        self.candidates.add(packed.candidates(np.flatnonzero(aside)), int(aside.sum()))
        guests = np.flatnonzero(packed.guest & ~aside)
        self.guests.add(packed.lines(guests), len(guests))
        return packed.lines(np.flatnonzero(~packed.guest & ~aside))

    def reject(self, rows: list[Rejected]) -> None:
        """Keep rows that cannot be stored."""
        for row in rows:
            self.reasons[row.reason] += 1
            self.examples.setdefault(row.reason, row)
        if rows:
            self.rejected.add(encode_rejected(self._load_id, rows), len(rows))

    def close(self) -> None:
        """Remove what waits."""
        for spool in (self.guests, self.candidates, self.invoices, self.rejected):
            spool.close()

    def _may_be_stored(self, packed: "_Batch") -> np.ndarray | bool:
        if self._stored is None:
            return False
        return (packed.seconds >= self._stored.first) & (packed.seconds <= self._stored.last)


class _Batch:
    """Some rows whose distinct values are packed, and the runs of neighbours that share an invoice."""

    def __init__(self, rows: CleanRows, load_id: int) -> None:
        self._numbers, columns = rows.lines, rows.columns
        self._codes = {name: column.indices.to_numpy() for name, column in columns.items()}
        self._fields = {name: _PACKS.get(name, pack_texts)(column.dictionary) for name, column in columns.items()}
        is_guest = pc.equal(columns["customer_id"].dictionary, "")
        self.guest = is_guest.to_numpy(zero_copy_only=False)[self._codes["customer_id"]]
        moments = columns["invoiced_at"].dictionary.cast(pa.timestamp("s")).cast(pa.int64())
        self.seconds = moments.to_numpy(zero_copy_only=False)[self._codes["invoiced_at"]]
        self._buyers = pc.if_else(is_guest, _count(GUEST_COLUMNS), _with_count(self._fields["customer_id"]))
        self._ends = _joined(self._fields["kind"], pack_integers(np.array([load_id])).take(pa.array([0] * 4)))
        changed = np.zeros(len(self._numbers), bool)
        changed[0] = True
        for name in ("customer_id", *_HEAD):
            changed[1:] |= self._codes[name][1:] != self._codes[name][:-1]
        self.starts = np.flatnonzero(changed)
        self._run = np.cumsum(changed) - 1

    def lines(self, rows: np.ndarray) -> bytes:
        """The rows at these positions, for `LINE_COLUMNS` or, those of guests, for `GUEST_COLUMNS`."""
        if not len(rows):
            return b""
        buyers = self._buyers.take(pa.array(self._codes["customer_id"][self.starts]))
        heads = _joined(buyers, *(self._field(name, self.starts) for name in _HEAD))
        middle = (self._field(name, rows) for name in _TAIL[:-1])
        ends = self._ends.take(pa.array(self._codes["kind"][rows]))
        return bytes_of(_joined(heads.take(pa.array(self._run[rows])), *middle, ends))

    def candidates(self, rows: np.ndarray) -> bytes:
        """The rows at these positions, for `CANDIDATE_COLUMNS`."""
        fields = [self._field(name, rows) for name in CANDIDATE_COLUMNS[1:]]
        return bytes_of(pack_rows([pack_integers(self._numbers[rows]), *fields], len(CANDIDATE_COLUMNS)))

    def invoices(self) -> bytes:
        """One row a run, for `INVOICE_COLUMNS`."""
        is_sale = np.logical_or.reduceat(self._codes["kind"] == SALE, self.starts)
        fields = [self._field(name, self.starts) for name in INVOICE_COLUMNS[1:]]
        return bytes_of(pack_rows([pack_flags(is_sale), *fields], len(INVOICE_COLUMNS)))

    def _field(self, name: str, rows: np.ndarray) -> pa.BinaryArray:
        return self._fields[name].take(pa.array(self._codes[name][rows]))


def _count(columns: tuple[str, ...]) -> bytes:
    return len(columns).to_bytes(2, "big")


def _with_count(customers: pa.BinaryArray) -> pa.BinaryArray:
    return pack_rows([customers], len(LINE_COLUMNS))


def _joined(*fields: pa.BinaryArray) -> pa.BinaryArray:
    return pc.binary_join_element_wise(*fields, b"")
