"""The first rows of a file as columns: which hold dates, amounts, counts, countries, or tell rows apart."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.hints import may_be_amount, may_be_date, says
from etl.values.blanks import is_blank
from etl.values.countries import UNSPECIFIED, country_code, country_row
from etl.values.dates.dates import looks_numeric, parse_dates
from etl.values.numbers.decimals import Mark, plain_decimals, without_signs, without_units

MOST_ROWS = 20_000
_MOST_PIECES = 1_000  # nobody buys more of a thing in a usual line
_NUMBERS = ("quantity", "unit_price", "total")  # names of what must be numbers
_MANY = 20  # rows
_STRAY = 0.02  # of the values
_TIME = r"\d[:h]\d\d|\d\s?[時时點点시]"
_CLOCK = (  # 7, 0715, 07:15:50.52, 7.15 pm, also behind Excel's day zero
    r"^\s*(?:\d{4}-\d\d-\d\d[T ]\s*)?\d{1,2}(?:\D?\d\d){0,2}(?:[.,]\d+)?"
    r"(?:\s?[AaPp]\.?[Mm]\.?|\s?Uhr|\s?h)?(?:\s?[+-]\d\d:?\d\d|Z)?\s*$|" + _TIME
)
_ZEROS = r"[T ]00:00(:00(\.0+)?)?\s*$"
_MONEY = r"[.,]\d{1,2}\s*$|\p{Sc}|[.,]\d{1,2}\s?\D{0,4}$"
_WHOLE = r"^-?(0|[1-9]\d{0,4})(\.0+)?$"


class Column:
    """The first values of a column, and what they look like."""

    def __init__(self, data: pa.DictionaryArray) -> None:
        encoded = data.dictionary.take(data.indices)  # only the values of these rows
        self.data = pc.utf8_trim_whitespace(encoded).dictionary_encode()
        self.values = self.data.dictionary.filter(pc.invert(is_blank(self.data.dictionary)))
        self.codes = self.data.indices.to_numpy(zero_copy_only=False)

    @property
    def blank(self) -> bool:
        """Nothing in any row."""
        return not len(self.values)

    @cached_property
    def is_date(self) -> bool:
        """Every value a date, in one order or the other; counts of seconds or days are none, they might be anything."""
        if self.blank or _all(looks_numeric(self.values)):
            return False
        return any(parse_dates(self.values, order)[1].mean() >= 0.98 for order in ("mdy", "dmy"))

    @cached_property
    def has_times(self) -> bool:
        """Some value has a time of day other than midnight."""
        timed = pc.and_(
            pc.match_substring_regex(self.values, _TIME), pc.invert(pc.match_substring_regex(self.values, _ZEROS))
        )
        compact = pc.match_substring_regex(self.values, r"^\d{8}[T ]?\d{4}|^\d{9,13}(\.\d+)?$|^\d{5}\.\d*[1-9]")
        return _any(pc.or_(timed, compact))

    @property
    def days(self) -> np.ndarray:
        """The day of each row as it is written, be the month or the day first: datetime64[D]."""
        moments, _ = parse_dates(self.data.dictionary, "mdy")
        return moments.astype("datetime64[D]")[self.codes]

    @cached_property
    def is_time(self) -> bool:
        """Times of day, as far as most values tell: no words such as Morning."""
        clocks = pc.match_substring_regex(self.values, _CLOCK).cast(pa.int8())
        return not self.blank and float(pc.mean(clocks).as_py()) >= 0.5

    @cached_property
    def numbers(self) -> np.ndarray | None:
        """Each row's number (nan where blank); None when most are none."""
        with_point = self.read(".")
        return self.read(",") if with_point is None else with_point

    @cached_property
    def has_comma(self) -> bool:
        """Whether these are numbers with a decimal comma, and cannot be others."""
        return self.read(".") is None and self.read(",") is not None

    def read(self, mark: Mark) -> np.ndarray | None:
        """The numbers, if this is the decimal mark."""
        plain, good, _ = plain_decimals(without_units(self.data.dictionary), mark)
        blank = _flags(is_blank(self.data.dictionary))
        if self.blank or good[~blank].mean() < 0.98:
            return None
        return np.where(good, plain.cast(pa.float64()).to_numpy(), np.nan)[self.codes]

    @cached_property
    def is_constant(self) -> bool:
        """Whether most rows of many have the same value, as invoice numbers of 0 where there is no invoice."""
        return len(self.codes) >= _MANY and bool(np.bincount(self.codes).max() > len(self.codes) / 2)

    @cached_property
    def is_fraction(self) -> bool:
        """Numbers, some of them not whole."""
        return self.numbers is not None and bool((np.nan_to_num(self.numbers) % 1 != 0).any())

    @cached_property
    def is_money(self) -> bool:
        """Numbers, many of them with cents or a currency."""
        if self.numbers is None:
            return False
        return float(pc.mean(pc.match_substring_regex(self.values, _MONEY).cast(pa.int8())).as_py()) >= 0.2

    @cached_property
    def is_count(self) -> bool:
        """Small whole numbers that repeat, a one among them."""
        if self.numbers is None or not _all(pc.match_substring_regex(without_signs(self.values), _WHOLE)):
            return False
        known = np.abs(self.numbers[~np.isnan(self.numbers)])
        repeats = len(self.values) <= max(3, len(self.codes) / 4)
        return bool(repeats and (known == 1).any() and np.median(known) <= 100 and (known <= _MOST_PIECES).mean() > 0.9)

    @cached_property
    def is_country(self) -> bool:
        """Every value names a country."""
        labels = self.values.to_pylist()
        codes = [country_code(label) for label in labels[:300]]
        return bool(codes) and all(code == UNSPECIFIED or country_row(code)[2] for code in codes)

    @cached_property
    def is_email(self) -> bool:
        """Every value is an address."""
        return not self.blank and _all(pc.match_substring_regex(self.values, r"^\S+@\S+\.\S+$"))

    @cached_property
    def is_wordy(self) -> bool:
        """Most values are words rather than codes."""
        return (
            not self.blank
            and float(
                pc.mean(pc.match_substring_regex(self.values, r"\p{L}{3,}.*\s|^\p{L}{4,}$").cast(pa.int8())).as_py()
            )
            > 0.5
        )


class Head:
    """The first rows of a file."""

    def __init__(self, columns: Sequence[pa.DictionaryArray]) -> None:
        self.columns = [Column(column.slice(0, MOST_ROWS)) for column in columns]

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
            return next((label for label, column in self._named(header) if self._is_party(label, column)), "COLUMN")
        tests = {"invoiced_at": ("is_date", may_be_date), "unit_price": ("is_money", may_be_amount)}
        test, may_be = tests.get(name, ("blank", may_be_date))
        for label, column in zip(header, self.columns, strict=False):
            if label and not column.blank and getattr(column, test) and may_be(label):
                return label
        return "COLUMN"

    def _named(self, header: Sequence[str]) -> Iterator[tuple[str, Column]]:
        yield from (pair for pair in zip(header, self.columns, strict=False) if pair[0] and not pair[1].blank)

    @staticmethod
    def _is_party(label: str, column: Column) -> bool:
        return says(label, "party") and not column.is_date and column.numbers is None

    def headless(self, header: Sequence[str]) -> bool:
        """Whether the header looks like a row: with a date or a number in it; where nothing was found to divide it,
        dates and numbers for the most part."""
        undivided = len(header) == 1
        parts = header[0].split() if undivided else [label or "-" for label in header]
        texts = pa.array(parts or ["-"], pa.string())
        dates = np.logical_or(parse_dates(texts, "mdy")[1], parse_dates(texts, "dmy")[1])
        values = np.logical_or(dates, plain_decimals(texts)[1])
        return bool(values.mean() > 0.5 if undivided and len(parts) > 1 else values.any())


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
