"""The first rows of a file as columns: which hold dates, amounts, counts, countries, or tell rows apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.contacts import match_contacts
from etl.names.hints import may_be_amount, may_be_date, says
from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank
from etl.values.dates.dates import parse_dates
from etl.values.numbers.decimals import Mark, plain_decimals

MOST_ROWS = 20_000
_NUMBERS = ("quantity", "unit_price", "total")  # names of what must be numbers
_STRAY = 0.02  # of the values
_SUMS = (
    r"(?i)^(?:(?:grand|sub)[- ]?totals?|totals?|sums?|summe|gesamt(?:summe|betrag)?|zwischensumme|total g[eé]n[eé]ral"
    r"|somme|suma|totale|totaal|soma|razem|celkem|összesen|итого|всего|toplam|合計|合计|总计|합계|รวม)\s*:?$"
)


@dataclass(frozen=True)
class Amounts:
    """What is known of how a file writes amounts, beside what its rows show."""

    told: Mark | None = None  # the decimal mark that somebody says it has
    before: Mark | None = None  # that of an earlier file of its shape
    cents: frozenset[int] = frozenset()  # positions of amounts in hundredths


AS_SEEN = Amounts()


class Head:
    """The first rows of a file."""

    def __init__(self, columns: Sequence[pa.DictionaryArray], amounts: Amounts = AS_SEEN) -> None:
        self._amounts = amounts
        self.columns = self._made([column.slice(0, MOST_ROWS) for column in columns])
        if (sums := _sum_up(self.columns)).any():
            kept = pa.array(~sums)
            self.columns = self._made([column.slice(0, MOST_ROWS).filter(kept) for column in columns])

    def _made(self, columns: Sequence[pa.DictionaryArray]) -> list[Column]:
        told, cents = self._amounts.told, self._amounts.cents
        return [Column(data, lambda: self.mark, told, at in cents) for at, data in enumerate(columns)]

    @cached_property
    def mark(self) -> Mark:
        """The decimal mark that all columns have that show one; else that of an earlier file, or a point."""
        proven = {column.proven for column in self.columns} - {None}
        return proven.pop() or "." if len(proven) == 1 else self._amounts.before or "."

    def only(self, rows: np.ndarray) -> "Head":
        """Some of the rows: bool."""
        return Head([column.data.filter(pa.array(rows)) for column in self.columns], self._amounts)

    def with_column(self, at: int, data: pa.DictionaryArray) -> "Head":
        """The same rows, with other values in a column."""
        columns = [data if place == at else column.data for place, column in enumerate(self.columns)]
        return Head(columns, self._amounts)

    def prefer(self, name: str, positions: list[int]) -> list[int]:
        """Those columns that hold anything, numbers where the name asks for them; the first where they all hold the
        same, or number the same orders."""
        if not self.columns:
            return positions
        filled = [at for at in positions if not self.columns[at].blank]
        if name == "invoice_no":
            filled = [at for at in filled if not self.columns[at].is_constant]
        if name == "time":
            filled = [at for at in filled if self.columns[at].is_time]
        if name in _NUMBERS:
            filled = [at for at in filled if self.columns[at].numbers is not None]
        if name == "invoiced_at":
            filled = self._with_times(filled)
        if len(filled) < 2:
            return filled
        first = self.columns[filled[0]].data
        same = all(self.columns[at].data.cast(pa.string()).equals(first.cast(pa.string())) for at in filled[1:])
        alike = name == "invoice_no" and all(self.alike(filled[0], at) for at in filled[1:])
        return filled[:1] if same or alike else filled

    def _with_times(self, positions: list[int]) -> list[int]:
        """Of columns that say the same days, the one that has times of day as well."""
        timed = [at for at in positions if self.columns[at].has_times]
        if len(positions) < 2 or len(timed) != 1:
            return positions
        days = [self.columns[at].days for at in positions]
        return timed if all(np.array_equal(each, days[0]) for each in days[1:]) else positions

    def is_date(self, position: int) -> bool:
        """Whether a column holds dates."""
        return bool(self.columns) and self.columns[position].is_date

    def has_times(self, position: int) -> bool:
        """Whether a column of dates has times of day."""
        return bool(self.columns) and self.columns[position].has_times

    def repeats(self, position: int | None) -> bool:
        """Whether a column has values that several rows share."""
        if position is None or not self.columns:
            return False
        return len(self.columns[position].values) < len(self.columns[position].codes)

    def determines(self, one: int, other: int) -> bool:
        """Whether rows alike in one column are alike in the other as well, a stray few aside."""
        codes = self.columns[one].codes.astype(np.int64)
        both = codes * (len(self.columns[other].data.dictionary) + 1) + self.columns[other].codes
        return len(np.unique(both)) <= len(np.unique(codes)) * (1 + _STRAY)

    def alike(self, one: int, other: int) -> bool:
        """Whether rows are alike in one column where, and only where, they are in the other."""
        codes, others = self.columns[one].codes.astype(np.int64), self.columns[other].codes
        pairs = len(np.unique(codes * (len(self.columns[other].data.dictionary) + 1) + others))
        return 1 < pairs == len(np.unique(codes)) == len(np.unique(others))

    def example(self, header: Sequence[str], name: str) -> str:
        """A column that might be meant by a name, to show how to say so."""
        if name == "customer_id":
            return next(
                (label for is_one in _PARTIES for label, column in self._named(header) if is_one(label, column)),
                "COLUMN",
            )
        tests = {"invoiced_at": ("is_date", may_be_date), "unit_price": ("is_money", may_be_amount)}
        test, may_be = tests.get(name, ("blank", may_be_date))
        for label, column in zip(header, self.columns, strict=False):
            if label and not column.blank and getattr(column, test) and may_be(label):
                return label
        return "COLUMN"

    def _named(self, header: Sequence[str]) -> Iterator[tuple[str, Column]]:
        yield from (pair for pair in zip(header, self.columns, strict=False) if pair[0] and not pair[1].blank)

    def headless(self, header: Sequence[str]) -> bool:
        """Whether the header looks like a row: with a date or a number in it; where nothing was found to divide it,
        dates and numbers for the most part."""
        undivided = len(header) == 1
        parts = header[0].split() if undivided else [label or "-" for label in header]
        texts = pa.array(parts or ["-"], pa.string())
        dates = np.logical_or(parse_dates(texts, "mdy")[1], parse_dates(texts, "dmy")[1])
        values = np.logical_or(dates, plain_decimals(texts)[1])
        return bool(values.mean() > 0.5 if undivided and len(parts) > 1 else values.any())


def _sum_up(columns: Sequence[Column]) -> np.ndarray:
    """Which rows sum up those above them, as sheets end: the first cell that is not blank says so, and others are."""
    rows = len(columns[0].codes) if columns else 0
    first, blanks = np.full(rows, False), np.zeros(rows, np.int64)
    seen = np.full(rows, False)
    for column in columns:
        blank = is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)[column.codes]
        said = pc.match_substring_regex(column.data.dictionary, _SUMS).to_numpy(zero_copy_only=False)[column.codes]
        first |= ~seen & ~blank & said
        seen |= ~blank
        blanks += blank
    return np.asarray(first & (blanks > 0))


def _is_party(label: str, column: Column) -> bool:
    return says(label, "party") and not column.is_date and column.numbers is None


def _is_card(label: str, column: Column) -> bool:
    return says(label, "customer_card") and not column.is_date


def _is_name(label: str, column: Column) -> bool:
    return fold(label) in folded("content", "bare_name") and not column.is_date and column.numbers is None


def _is_phone(label: str, column: Column) -> bool:
    match = match_contacts([label], {})
    return "phone" in {*match.where, *match.open} and not column.is_date


_PARTIES = (_is_party, _is_card, _is_name, _is_phone)  # what may tell customers, the surest first
