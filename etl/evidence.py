"""What only the whole file can tell: the order of its dates, whether its customer numbers read as floats, whether a
leading C marks its cancelled invoices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.dates import DateOrder, split_dates
from etl.readers import read_batches
from etl.sources import Source
from warehouse.errors import InputError

COLUMNS = ("invoice_no", "invoiced_at", "customer_id")  # those that need a look at the whole
CANCELLED = r"^[Cc]\d"
GUESTS = ("", "nan", "null", "none")  # customer numbers that mean nobody, in lower case
_FLOAT_ID = r"^\d+\.0$"


@dataclass(frozen=True)
class Reading:
    """How to read the values of one file."""

    date_order: DateOrder = "mdy"
    float_ids: bool = False  # every customer number reads like 17850.0: the .0 is no part of it
    c_cancels: bool = True  # invoices C536379 are cancelled; false where every invoice begins so


class Evidence:
    """Gathers over the batches of one file; `reading` draws the conclusion."""

    def __init__(self) -> None:
        self.rows = 0
        self.day_first = self.month_first = self.either = ""  # an example of each
        self.ids = self.other_ids = False  # any customer number, any that is no float
        self.invoices = self.plain_invoices = False  # any invoice number, any without the C

    def add(self, invoice_no: pa.StringArray, invoiced_at: pa.StringArray, customer_id: pa.StringArray) -> None:
        """Take in the distinct values of some rows."""
        if not (self.day_first and self.month_first):
            dates = split_dates(invoiced_at)
            self.day_first = self.day_first or _example(invoiced_at, dates.proves_day_first)
            self.month_first = self.month_first or _example(invoiced_at, dates.proves_month_first)
            self.either = self.either or _example(invoiced_at, dates.either)
        if not self.other_ids:
            ids = pc.utf8_trim_whitespace(customer_id)
            ids = ids.filter(pc.invert(pc.is_in(pc.utf8_lower(ids), pa.array(GUESTS))))
            self.ids |= len(ids) > 0
            self.other_ids = not _all(pc.match_substring_regex(ids, _FLOAT_ID))
        if not self.plain_invoices:
            invoices = pc.utf8_trim_whitespace(invoice_no)
            invoices = invoices.filter(pc.not_equal(invoices, ""))
            self.invoices |= len(invoices) > 0
            self.plain_invoices = not _all(pc.match_substring_regex(invoices, CANCELLED))

    def reading(self, date_order: DateOrder | None) -> Reading:
        """How to read the file; InputError when the order of its dates stays open and `date_order` does not say."""
        return Reading(
            date_order or self._date_order(),
            float_ids=self.ids and not self.other_ids,
            c_cancels=self.plain_invoices or not self.invoices,
        )

    def _date_order(self) -> DateOrder:
        if self.day_first and self.month_first:
            raise InputError(
                f"The dates contradict each other: {self.month_first} has the month first, {self.day_first} the day. "
                "Say which is right with --date-order mdy or --date-order dmy; rows that do not fit are then rejected."
            )
        if self.either and not (self.day_first or self.month_first):
            raise InputError(
                f"Dates such as {self.either} can be read in two ways, and no row of the file tells which. "
                "Say so with --date-order mdy (month first) or --date-order dmy (day first)."
            )
        return "dmy" if self.day_first else "mdy"


def gather(source: Source, where: Mapping[str, int]) -> Evidence:
    """The evidence of a whole file; only the columns that matter are decoded."""
    evidence = Evidence()
    for batch in read_batches(source, only=[where[name] for name in COLUMNS], raw_bytes=True):
        evidence.add(*(column.dictionary for column in batch.columns))
        evidence.rows += len(batch.lines) + len(batch.ragged)
    return evidence


def _example(texts: pa.StringArray, where: np.ndarray) -> str:
    return cast(str, texts[int(where.argmax())].as_py()).strip() if where.any() else ""


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())
