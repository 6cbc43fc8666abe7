"""What only the whole file can tell: the order of its dates, its decimal mark, whether its customer numbers read as
floats, whether a leading C marks its cancelled invoices, what stands on the first line of an order only."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.files.readers import Batch, read_batches
from etl.files.rows.read_ahead import ahead
from etl.files.sources import Source
from etl.names.labels import in_cents
from etl.recognition.whole_file.buyers import Buyers
from etl.recognition.whole_file.order_sums import OrderSums
from etl.values.blanks import is_blank, is_guest
from etl.values.dates.dates import DateOrder, looks_numeric, split_dates
from etl.values.first_line_only import Carry
from etl.values.numbers.decimal_marks import Marks, decide
from etl.values.numbers.decimals import Mark, without_units
from etl.values.order_numbers_above import PRODUCT, continues, fill_down
from etl.values.reading import Reading
from warehouse.errors import InputError

LOOKED_AT = ("invoice_no", "invoiced_at", "customer_id", "quantity", "unit_price", "total", "address", "witness")
NUMBERS = ("quantity", "unit_price", "total")
_C_CODE = r"^[Cc]\d+[^\d\s]"
_NUMBER = r"^\d+(\.0)?$"
_FLOAT_ID = r"^\d+\.0$"
_EMAIL = r"^[^@\s]+@[^@\s]+$"
_ISO = r"^\s*\d{4}-"
_TIME = r"\d[:h]\d\d|\d{8}[T ]?\d{4}|^\d{9,13}|^\d{5}\.\d"
_DOTTED = r"^\s*\d{1,2}\.\d{1,2}\.\d"  # as nobody writes the month first
_NEGATIVE = r"^\s*[-(\x{2212}]|-\s*$"


class Evidence:
    """Gathers over the batches of one file; `reading` draws the conclusion."""

    def __init__(
        self, where: Mapping[str, int], canonical: frozenset[int] = frozenset(), header: Sequence[str] = ()
    ) -> None:
        self._labels = {name: header[at] for name, at in where.items()} if header else {}
        self.rows = 0
        self.continued = False
        self.statuses = ("status" in where or "returned" in where) and "is_return" not in where
        self.day_first = self.month_first = self.either = self.dotted = ""  # an example of each
        self.ids = self.other_ids = self.no_emails = False  # any customer number, any that is no float, no address
        self.invoices = self.numbers = self.other_invoices = False  # any, any of digits, any that is no float
        self.codes = False  # any with a C, digits and more, as identifiers have
        self.times = self.written_dates = self.counted_dates = self.negatives = False
        self.typed = {name for name, at in where.items() if at in canonical}
        self.marks = {name: Marks() for name in NUMBERS if name in where and name not in self.typed}
        self.same_totals = self.other_totals = 0  # lines with the total of the line before, of the same order; others
        self.carry = Carry(where if "invoice_no" in where else ())
        self.sums: OrderSums | None = None
        self.buyers = Buyers()

    def add(self, columns: Mapping[str, pa.DictionaryArray]) -> None:
        """Take in some rows: the columns that are looked at, by name."""
        self.carry.add(columns["invoice_no"], columns) if "invoice_no" in columns else None
        if "total" in columns and "invoice_no" in columns:
            self._totals(columns["invoice_no"], columns["total"].indices.to_numpy())
        values = {name: column.dictionary for name, column in columns.items() if name in LOOKED_AT}
        self._dates(values["invoiced_at"])
        self._customers(values["customer_id"])
        for name in ("address", "witness"):
            if name in columns:
                self.buyers.add(columns["customer_id"], columns[name])
        if "invoice_no" in values:
            self._invoices(values["invoice_no"])
        for name in NUMBERS:
            if name in self.marks and name in values:
                self.marks[name].add(values[name] if name == "total" else without_units(values[name]))
            if name in values and not self.negatives:
                self.negatives = _any(pc.match_substring_regex(values[name], _NEGATIVE))

    def _totals(self, invoices: pa.DictionaryArray, totals: np.ndarray) -> None:
        orders = invoices.indices.to_numpy()
        named = ~is_blank(invoices.dictionary).to_numpy(zero_copy_only=False)[orders]
        same_total = (totals[1:] == totals[:-1])[(orders[1:] == orders[:-1]) & named[1:]]
        self.same_totals += int(same_total.sum())
        self.other_totals += int((~same_total).sum())

    def _dates(self, texts: pa.StringArray) -> None:
        self.times = self.times or _any(pc.match_substring_regex(texts, _TIME))
        if self.day_first and self.month_first:
            return
        texts = texts.filter(pc.invert(pc.match_substring_regex(texts, _ISO))) if len(texts) else texts
        if not len(texts):
            self.written_dates = True
            return
        dates = split_dates(texts)
        self.written_dates |= bool(dates.matched.any())
        self.counted_dates |= _any(looks_numeric(texts))
        self.day_first = self.day_first or _example(texts, dates.proves_day_first)
        self.month_first = self.month_first or _example(texts, dates.proves_month_first)
        if dates.either.any() and not (self.either and self.dotted):
            dotted = pc.match_substring_regex(texts, _DOTTED).to_numpy(zero_copy_only=False)
            self.either = self.either or _example(texts, dates.either & ~dotted)
            self.dotted = self.dotted or _example(texts, dates.either & dotted)

    def _customers(self, ids: pa.StringArray) -> None:
        if self.other_ids and self.no_emails:
            return
        ids = pc.utf8_trim_whitespace(ids)
        ids = ids.filter(pc.invert(is_guest(ids)))
        ids = self._without_label(ids, "customer_id")
        self.ids |= len(ids) > 0
        self.other_ids = self.other_ids or not _all(pc.match_substring_regex(ids, _FLOAT_ID))
        self.no_emails = self.no_emails or not _all(pc.match_substring_regex(ids, _EMAIL))

    def _invoices(self, invoices: pa.StringArray) -> None:
        if self.codes and self.other_invoices:
            return
        invoices = pc.utf8_trim_whitespace(invoices)
        self.codes = self.codes or _any(pc.match_substring_regex(invoices, _C_CODE))
        if self.numbers and self.other_invoices:
            return
        invoices = self._without_label(invoices.filter(pc.not_equal(invoices, "")), "invoice_no")
        self.invoices |= len(invoices) > 0
        self.numbers = self.numbers or _any(pc.match_substring_regex(invoices, _NUMBER))
        self.other_invoices = self.other_invoices or not _all(pc.match_substring_regex(invoices, _FLOAT_ID))

    def _without_label(self, values: pa.StringArray, name: str) -> pa.StringArray:
        """Values without the column's own name, as it stands in headers that some exports repeat."""
        return values.filter(pc.not_equal(values, self._labels[name])) if name in self._labels else values

    def reading(
        self,
        date_order: DateOrder | None = None,
        decimal: Mark | None = None,
        zone: str | None = None,
        remembered: Mapping[str, Any] | None = None,
        labels: Mapping[str, str] | None = None,
    ) -> Reading:
        """How to read the file; InputError when the order of its dates or its decimal mark stays open.

        `remembered` is what an earlier file of the same shape told; `labels` are the file's own names of the columns.
        """
        before, names = remembered or {}, {name: (labels or {}).get(name, name) for name in self.marks}
        decided = decide({names[name]: marks for name, marks in self.marks.items()}, decimal, before.get("decimal"))
        return Reading(
            date_order or self._date_order(before.get("date_order"), "," in decided.values()),
            float_ids=self.ids and not self.other_ids,
            c_cancels=(self.numbers and not self.codes) or not self.invoices,
            float_invoices=self.invoices and not self.other_invoices,
            email_ids=self.ids and not self.no_emails,
            numeric_dates=self.counted_dates and not self.written_dates,
            zone=zone,
            marks={name: decided[label] for name, label in names.items() if decided[label] != "."},
            cents=in_cents(labels or {}),
            refunds_off=self.statuses and not self.negatives,
            nobody=self.buyers.nobody,
            numbers=self.buyers.numbers,
            continued=self.continued,
            carried=self.carry.names,
            firsts=self.carry.firsts,
        )

    @property
    def told(self) -> dict[str, str]:
        """What the file itself tells, for later files of its shape that do not."""
        orders = {"dmy": self.day_first, "mdy": self.month_first}
        proven = [order for order, example in orders.items() if example]
        marks = {mark for marks in self.marks.values() for mark in marks.proof}
        return ({"date_order": proven[0]} if len(proven) == 1 else {}) | (
            {"decimal": next(iter(marks))} if len(marks) == 1 else {}
        )

    def _date_order(self, remembered: DateOrder | None, comma: bool) -> DateOrder:
        if self.day_first and self.month_first:
            raise InputError(
                f"The dates contradict each other: {self.month_first} has the month first, {self.day_first} the day. "
                "Say which is right with --date-order mdy or --date-order dmy; rows that do not fit are then rejected."
            )
        if self.either and not (self.day_first or self.month_first):
            if remembered:
                return remembered
            if self.dotted or comma or self._comma_currency:
                return "dmy"
            raise InputError(
                f"Dates such as {self.either} can be read in two ways, and no row of the file tells which. "
                "Say so with --date-order mdy (month first) or --date-order dmy (day first)."
            )
        return "dmy" if self.day_first or (self.dotted and not self.month_first) else "mdy"

    @property
    def _comma_currency(self) -> bool:
        return any(marks.comma_currency for marks in self.marks.values())

    def settled_dates(self, reading: Reading) -> bool:
        """Whether only its amounts tell that the day comes first: those of a file with a decimal comma, or in R$."""
        settles = "," in reading.marks.values() or self._comma_currency
        open_ = bool(self.either) and not (self.day_first or self.month_first or self.dotted)
        return settles and open_ and reading.date_order == "dmy"


def begin(
    source: Source, where: Mapping[str, int], head: Batch | None = None, sums: OrderSums | None = None
) -> Evidence:
    """The evidence of a file of which no row was looked at yet.

    `head` are the first rows: what they show to be filled on every line of an order need not be looked at. `sums` are
    gathered beside it.
    """
    evidence = Evidence(where, getattr(source, "canonical", frozenset()), source.columns)
    evidence.sums = sums
    evidence.continued = continues(head, where)
    if head is not None and "invoice_no" in where and not evidence.continued:
        first = Carry(where)
        first.add(head.columns[where["invoice_no"]], {name: head.columns[at] for name, at in where.items()})
        evidence.carry.possible -= first.repeated
    return evidence


def gather(
    source: Source, where: Mapping[str, int], head: Batch | None = None, sums: OrderSums | None = None
) -> Evidence:
    """The evidence of a whole file, its encoding not known yet; only the columns that matter are looked at."""
    evidence = begin(source, where, head, sums)
    names = [name for name in where if name in LOOKED_AT or name in evidence.carry.possible]
    names += [name for name in PRODUCT if name in where] if evidence.continued else []
    places = [where[name] for name in names]
    places += [at for at in (sums.positions if sums else []) if at not in places]
    batches = read_batches(source, only=places, undecided=True)
    if evidence.continued:
        batches = fill_down(batches, {name: at for at, name in enumerate(names)})
    for batch in ahead(batches):
        evidence.add(dict(zip(names, batch.columns, strict=False)))
        if sums:
            sums.add(dict(zip(places, batch.columns, strict=True)), batch.lines)
        evidence.rows += len(batch.lines) + len(batch.ragged)
    return evidence


def _example(texts: pa.StringArray, where: np.ndarray) -> str:
    return cast(str, texts[int(where.argmax())].as_py()).strip() if where.any() else ""


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())
