"""A batch of clean rows as PostgreSQL reads them: lines of customers, lines of guests, candidates, homes."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.storing.copying.binary_copy import Pack, pack_decimals
from etl.storing.copying.repeats import Hashes
from etl.values.cleaning import CleanRows
from etl.values.row_identity import ROW_ID
from warehouse.bulk.binary_rows import bytes_of, pack_booleans, pack_integers, pack_moments, pack_rows, pack_texts

INVOICE = ("customer_id", "invoice_no", "country")
HOME = ("customer_id", "country")
_HEAD = ("invoice_no", "country", "invoiced_at")  # with the customer, what most lines of an invoice share
_TAIL = ("stock_code", "description", "quantity", "unit_price", "kind")
LINE_COLUMNS = ("customer_id", *_HEAD, *_TAIL, "load_id")
GUEST_COLUMNS = LINE_COLUMNS[1:]
CANDIDATE_COLUMNS = ("line_number", "may_repeat", *LINE_COLUMNS[:-1])
_PACKS: dict[str, Pack] = {"invoiced_at": pack_moments, "quantity": pack_decimals, "unit_price": pack_decimals}


class Packed:
    """Rows whose distinct values are packed, and the runs of neighbours that share an invoice."""

    def __init__(self, rows: CleanRows, load_id: int) -> None:
        self._numbers, columns = rows.lines, rows.columns
        self._row_id = (ROW_ID,) if ROW_ID in rows.others else ()  # the last of a line's fields, where there is one
        self.hashes = Hashes(rows)
        self._codes = {name: column.indices.to_numpy() for name, column in (columns | rows.others).items()}
        stored = columns | {name: rows.others[name] for name in self._row_id}
        self._fields = {name: _PACKS.get(name, pack_texts)(column.dictionary) for name, column in stored.items()}
        self._countries = columns["country"].dictionary
        is_guest = pc.equal(columns["customer_id"].dictionary, "")
        self.guest = is_guest.to_numpy(zero_copy_only=False)[self._codes["customer_id"]]  # bool, one a row
        moments = columns["invoiced_at"].dictionary.cast(pa.timestamp("s")).cast(pa.int64())
        self.seconds = moments.to_numpy(zero_copy_only=False)[self._codes["invoiced_at"]]  # since 1970, one a row
        width = len(LINE_COLUMNS) + len(self._row_id)
        buyers = pack_rows([self._fields["customer_id"]], width)
        self._buyers = pc.if_else(is_guest, (width - 1).to_bytes(2, "big"), buyers)
        kinds = self._fields["kind"]
        self._ends = _joined(kinds, pack_integers(np.full(len(kinds), load_id)))
        changed = self.changed(INVOICE)
        self.invoice_starts = np.flatnonzero(changed)  # where another invoice, customer or country begins
        self.invoice_of = np.cumsum(changed) - 1  # each row's place in `invoice_starts`
        changed |= self.changed(("invoiced_at",))
        self._starts, self._run = np.flatnonzero(changed), np.cumsum(changed) - 1

    def lines(self, rows: np.ndarray) -> bytes:
        """The rows at these positions, for `LINE_COLUMNS` or, those of guests, for `GUEST_COLUMNS`, and `row_id`."""
        if not len(rows):
            return b""
        buyers = self._buyers.take(pa.array(self._codes["customer_id"][self._starts]))
        heads = _joined(buyers, *(self._field(name, self._starts) for name in _HEAD))
        middle = (self._field(name, rows) for name in _TAIL[:-1])
        ends = self._ends.take(pa.array(self._codes["kind"][rows]))
        own = (self._field(name, rows) for name in self._row_id)
        return bytes_of(_joined(heads.take(pa.array(self._run[rows])), *middle, ends, *own))

    def candidates(self, rows: np.ndarray, may_repeat: np.ndarray) -> bytes:
        """The rows at these positions, for `CANDIDATE_COLUMNS`; of each row, whether it may repeat an earlier one."""
        if not len(rows):
            return b""
        fields = [pack_integers(self._numbers[rows]), pack_booleans(may_repeat[rows])]
        fields += [self._field(name, rows) for name in (*LINE_COLUMNS[:-1], *self._row_id)]
        return bytes_of(pack_rows(fields, len(fields)))

    def homes(self, rows: np.ndarray) -> bytes:
        """The rows at these positions, for `HOME`."""
        if not len(rows):
            return b""
        return bytes_of(pack_rows([self._field(name, rows) for name in HOME], len(HOME)))

    def equal(self, rows: np.ndarray, others: np.ndarray, names: Sequence[str]) -> np.ndarray:
        """Whether the rows at these positions have the very values of as many others in these columns: bool.

        False may also mean that a value occurs twice in its column's dictionary.
        """
        codes = (self._codes[name] for name in names)
        return np.logical_and.reduce([column[rows] == column[others] for column in codes])

    def countries(self) -> set[str]:
        """All that the rows name."""
        used = np.unique(self._codes["country"][self.invoice_starts])
        return set(self._countries.take(pa.array(used)).to_pylist())

    def _field(self, name: str, rows: np.ndarray) -> pa.BinaryArray:
        return self._fields[name].take(pa.array(self._codes[name][rows]))

    def changed(self, names: tuple[str, ...]) -> np.ndarray:
        """Whether each row differs from the one before it in any of these columns: bool, the first one does."""
        changed = np.zeros(len(self._numbers), bool)
        changed[0] = True
        for name in names:
            changed[1:] |= self._codes[name][1:] != self._codes[name][:-1]
        return changed


def _joined(*fields: pa.BinaryArray) -> pa.BinaryArray:
    return pc.binary_join_element_wise(*fields, b"")
