"""Rows that take something back, and orders that something else calls refunded: gathered over a file."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.canonical_names import AMOUNTS
from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.recognition.back.told_once import Order, Told, match
from etl.values.blanks import is_blank
from etl.values.discounts import name_discounts
from etl.values.numbers.decimals import Mark, plain_decimals, without_units
from etl.values.order_amounts import order_keys
from etl.values.reading import Reading
from etl.values.records.kinds import Meaning, kinds_of_records
from etl.values.statuses import called_off, filled, flags, is_part_back

LOOKED_AT = (
    *("invoice_no", "customer_id", "address", "payee", "reference", *AMOUNTS, "description", "stock_code", "type"),
    *("status", "returned", "refunded_at", "cancelled_at", "is_return"),
)
SAY_SO = ("status", "returned", "refunded_at")  # columns by which an order is refunded in full
Columns = Mapping[str, pa.DictionaryArray]  # by name
_NUMBERED = re.compile(r"^(?P<letters>[^\W\d_]+)[-_/ .]?[0-9]")
_MOST = 1_000_000  # orders that are remembered


class RowsBack:
    """Gathers over the batches of a file whose columns stand at `where`; `beside` are positions of refunded amounts."""

    def __init__(
        self,
        where: Mapping[str, int],
        marks: Mapping[str, Mark],
        cents: Sequence[str] = (),
        kinds: Mapping[str, Meaning] = {},
        refunded: Sequence[str] = (),
        statuses: Sequence[str] = (),
        beside: Sequence[int] = (),
    ) -> None:
        """`refunded` are a tool's own words for refunds, `statuses` those of which no sale came."""
        self._marks, self._cents, self._kinds, self._beside = marks, cents, kinds, beside
        self._refunded, self._statuses = refunded, statuses
        self.is_asked = bool(beside or set(SAY_SO) & set(where))
        self.orders: dict[str, Order] = defaultdict(Order)
        self.told = Told()

    def add(self, columns: Columns, places: Mapping[int, pa.DictionaryArray], lines: np.ndarray) -> None:
        """Take in some rows: columns by name, those at positions, and where each row begins."""
        if not (self.is_asked and len(lines) and len(self.orders) <= _MOST):
            return
        made = np.nan_to_num(self._made(columns, len(lines)))
        said, off = self._said(columns, len(lines))
        back = self._take_back(columns, made) & ~off
        cancelled = _cancelled(columns, len(lines)) & ~back & ~off & (made > 0)
        said &= ~back & ~off & (made > 0)
        beside = np.zeros(len(lines), bool)
        for at in self._beside:
            beside |= _rows(places[at], lambda values: pc.match_substring_regex(values, "[1-9]"))
        part = self._parts(columns, len(lines)) & ~back
        rows = np.flatnonzero(back | cancelled | said | beside | part)
        if not len(rows):
            return
        keys = order_keys(columns.get("invoice_no"), lines).take(pa.array(rows)).to_pylist()
        buyers, of = self._buyers(columns, rows), _texts(columns.get("reference"), rows)
        for key, row, buyer, taken in zip(keys, rows.tolist(), buyers, of, strict=True):
            order = self.orders[key]
            order.buyer = order.buyer or buyer
            order.said += float(made[row]) if said[row] else 0.0
            order.back += abs(float(made[row])) if back[row] else 0.0
            order.cancelled += float(made[row]) if cancelled[row] else 0.0
            order.part |= bool(part[row])
            order.of = order.of or (taken if back[row] else "")

    @property
    def take_back(self) -> bool:
        """Whether any rows do."""
        return any(order.back for order in self.orders.values())

    def parts_untold(self) -> list[str]:
        """Orders of which a status says that a part came back, and no row of theirs or of who bought takes any back."""
        buyers = {order.buyer for order in self.orders.values() if order.back}
        return [key for key, order in self.orders.items() if order.part and not (order.back or order.buyer in buyers)]

    def tell(
        self, amounts: Mapping[str, float], reading: Reading, parts: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        """Find out which refunds rows tell: those of `amounts` beside orders, and of orders that something else says
        are refunded in full. `reading` says which letters before numbers cancel, `parts` what discounts leave of lines,
        by their orders."""
        letters = (*(("c",) if reading.c_cancels else ()), *map(fold, reading.credits))

        def cancels(key: str) -> bool:
            found = _NUMBERED.match(key.strip())
            return found is not None and fold(found["letters"]) in letters

        said = {
            key: order.said * parts.get(key, 1.0)
            for key, order in self.orders.items()
            if order.said and not cancels(key)
        }
        self.told = match(self.orders, said | dict(amounts), cancels)

    @property
    def tell_all(self) -> bool:
        """Whether rows tell of every order that something else says is refunded in full."""
        said = [key for key, order in self.orders.items() if order.said]
        return bool(said) and all(key in self.told.orders for key in said)

    def sentences(self, labels: Mapping[str, str]) -> Iterable[str]:
        """What came of orders that columns say are refunded."""
        label = " or ".join(labels[name] for name in SAY_SO if name in labels)
        told = self.told.among(key for key, order in self.orders.items() if order.said)
        return told.sentences(label, self.tell_all)

    def _made(self, columns: Columns, rows: int) -> np.ndarray:
        if "total" in columns:
            return self._numbers("total", columns)
        price = self._numbers("unit_price", columns) if "unit_price" in columns else np.zeros(rows)
        return price * self._numbers("quantity", columns) if "quantity" in columns else price

    def _numbers(self, name: str, columns: Columns) -> np.ndarray:
        column, mark = columns[name], self._marks.get(name, ".")
        plain, good, _ = plain_decimals(without_units(column.dictionary), mark, name in self._cents)
        return np.where(good, plain.cast(pa.float64()).to_numpy(), np.nan)[column.indices.to_numpy()]

    def _take_back(self, columns: Columns, made: np.ndarray) -> np.ndarray:
        """Rows that are returns themselves: below nothing and no discounts, or by a flag or a kind."""
        back = made < 0
        for name in ("description", "stock_code"):
            if name in columns:
                back &= ~_of_some(columns[name], back, name_discounts)
        if "type" in columns:
            kinds = columns["type"]
            back = (back & ~self._of_kind(kinds, "less")) | self._of_kind(kinds, "back")
        if "is_return" in columns:
            back |= _rows(columns["is_return"], lambda values: pc.equal(flags(values, "back"), "back"))
        return np.asarray(back & (made != 0))

    def _said(self, columns: Columns, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Rows of which a status, a yes or a moment says that all of it went back; and those that sell nothing."""
        said, off, part = (np.zeros(rows, bool) for _ in range(3))
        if "status" in columns:
            status = columns["status"]
            meanings = np.array([*self._meaning(status.dictionary).to_pylist(), ""])[:-1][status.indices.to_numpy()]
            said, off, part = meanings == "back", meanings == "off", meanings == "part"
        if "returned" in columns:
            said = said | _rows(columns["returned"], lambda values: pc.equal(flags(values, "back"), "back"))
        if "refunded_at" in columns:
            said = said | (_rows(columns["refunded_at"], filled) & ~part)
        if "cancelled_at" in columns:
            off = off | (_rows(columns["cancelled_at"], filled) & ~part)
        if "type" in columns:
            off = off | self._of_kind(columns["type"], "off")
        return said, off

    def _parts(self, columns: Columns, rows: int) -> np.ndarray:
        """Rows of which a status says that a part came back."""
        if "status" not in columns:
            return np.zeros(rows, bool)
        return _rows(columns["status"], _are_parts_back)

    def _of_kind(self, kinds: pa.DictionaryArray, meaning: Meaning) -> np.ndarray:
        return _rows(kinds, lambda values: pc.equal(kinds_of_records(values, self._kinds), meaning))

    def _meaning(self, values: pa.StringArray) -> pa.StringArray:
        return called_off(values, True, self._refunded, self._statuses)

    def _buyers(self, columns: Columns, rows: np.ndarray) -> list[str]:
        """Who bought, or gets a payment that takes one back: the first of these columns that is filled."""
        found = [""] * len(rows)
        for name in ("payee", "customer_id", "address"):
            if name in columns:
                texts = _texts(columns[name], rows)
                found = [known or text for known, text in zip(found, texts, strict=True)]
        return found


def _texts(column: pa.DictionaryArray | None, rows: np.ndarray) -> list[str]:
    """The values of some rows, as they are compared; '' for blank ones and where there is no column."""
    if column is None:
        return [""] * len(rows)
    values = pc.utf8_lower(pc.utf8_trim_whitespace(column.dictionary))
    values = pc.if_else(is_blank(values), "", values)
    found: list[str] = values.take(column.indices.take(pa.array(rows))).to_pylist()
    return found


def _rows(column: pa.DictionaryArray, test: Callable[[pa.StringArray], pa.BooleanArray]) -> np.ndarray:
    """A test of values, for each row: bool."""
    return np.asarray(test(column.dictionary).to_numpy(zero_copy_only=False)[column.indices.to_numpy()])


def _are_parts_back(values: pa.StringArray) -> pa.BooleanArray:
    return pa.array([is_part_back(text or "") for text in values.to_pylist()], pa.bool_())


def _of_some(
    column: pa.DictionaryArray, rows: np.ndarray, test: Callable[[pa.StringArray], pa.BooleanArray]
) -> np.ndarray:
    """A test of the values of some rows (bool), no other value being looked at: bool for each row."""
    found = np.zeros(len(rows), bool)
    if rows.any():
        codes, at = np.unique(column.indices.to_numpy()[rows], return_inverse=True)
        found[rows] = test(column.dictionary.take(pa.array(codes))).to_numpy(zero_copy_only=False)[at]
    return found


def _cancelled(columns: Columns, rows: int) -> np.ndarray:
    """Rows of orders whose number has letters before it that may say so: a C, or those of credit notes."""
    if "invoice_no" not in columns:
        return np.zeros(rows, bool)
    words = {"c", *folded("statuses", "credit_prefixes")}

    def may_cancel(values: pa.StringArray) -> pa.BooleanArray:
        found = pc.struct_field(pc.extract_regex(pc.utf8_trim_whitespace(values), _NUMBERED.pattern), "letters")
        those = [each for each in found.unique().to_pylist() if each and fold(each) in words]
        return pc.is_in(found, pa.array(those, pa.string()))

    return _rows(columns["invoice_no"], may_cancel)
