"""The first values of a column: whether they look like dates, numbers, amounts, counts, countries, addresses."""

from collections.abc import Callable
from functools import cached_property
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.blanks import is_blank
from etl.values.countries import UNSPECIFIED, country_code, country_row
from etl.values.dates.dates import DateOrder, looks_numeric, parse_dates
from etl.values.dates.month_names import ANY
from etl.values.numbers.decimal_marks import Marks
from etl.values.numbers.decimals import Mark, plain_decimals, without_signs, without_units

_ORDERS: tuple[DateOrder, ...] = ("mdy", "dmy")
_MOST_PIECES = 1_000  # nobody buys more of a thing in a usual line
_MANY = 20  # rows
_FULL = 0.95  # of the rows
_TIME = r"\d[:h]\d\d|\b[Kk]l(?:o|\.)?\s?\d|\d{4}\s+\d{1,2}\.\d\d\s*$|\d\s?[时時點点시]"
_CLOCK = (  # 7, 0715, 07:15:50.52, 7.15 pm, also behind Excel's day zero
    r"^\s*(?:\d{4}-\d\d-\d\d[T ]\s*)?\d{1,2}(?:\D?\d\d){0,2}(?:[.,]\d+)?"
    r"(?:\s?[AaPp]\.?[Mm]\.?|\s?Uhr|\s?h)?(?:\s?[+-]\d\d:?\d\d|Z)?\s*$|" + _TIME
)
_PARTS_OF_HOURS = r"^\s*\d{1,3}[.,]\d\s*$"  # 1.5 is no time of day: minutes have two digits
_EPOCH = r"^\s*\d{9,13}(?:\.\d+)?\s*$"
_ZEROS = r"[T ]00:00(:00(\.0+)?)?\s*$"
_OTHER: dict[Mark, Mark] = {".": ",", ",": "."}
_MONEY = r"[.,](?:\d{1,2}|-{1,2}|–)\s*$|\p{Sc}|[.,]\d{1,2}\s?\D{0,4}$"
_WHOLE = r"^-?(0|[1-9]\d{0,4})(\.0+)?$"


class Column:
    """The first values of a column, and what they look like."""

    def __init__(
        self,
        data: pa.DictionaryArray,
        usual: Callable[[], Mark] = lambda: ".",
        told: Mark | None = None,
        cents: bool = False,
    ) -> None:
        """`usual` is the decimal mark of the other columns, `told` what somebody said it is; `cents` are hundredths."""
        encoded = data.dictionary.take(data.indices)  # only the values of these rows
        self.data = pc.utf8_trim_whitespace(encoded).dictionary_encode()
        self.values = self.data.dictionary.filter(pc.invert(is_blank(self.data.dictionary)))
        self.codes = self.data.indices.to_numpy(zero_copy_only=False)
        self._read: dict[Mark, np.ndarray | None] = {}
        self._usual, self._told, self._cents = usual, told, cents

    @property
    def blank(self) -> bool:
        """Nothing in any row."""
        return not len(self.values)

    @cached_property
    def is_date(self) -> bool:
        """Every value a date, in one order or the other; counts of seconds or days are none, they might be anything."""
        if self.blank or not self._may_count or _all(looks_numeric(self.values)):
            return False
        ways = product(_ORDERS, (False, True))
        return any(
            parse_dates(self.values, order, buddhist=buddhist, months=ANY)[1].mean() >= 0.98 for order, buddhist in ways
        )

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
        return self._moments[0].astype("datetime64[D]")[self.codes]

    @property
    def moments(self) -> np.ndarray:
        """The moment of each row, read likewise: datetime64[s]."""
        return self._moments[0][self.codes]

    @property
    def dated(self) -> np.ndarray:
        """Which rows have a day: some exports write it on an order's first line only."""
        return self._moments[1][self.codes]

    @cached_property
    def _moments(self) -> tuple[np.ndarray, np.ndarray]:
        """The moments of the values in the order that reads the most of them, of two the one that takes fewer days:
        the first of May to the twelfth is no first month to the twelfth; and which were read."""
        return min((parse_dates(self.data.dictionary, order, months=ANY) for order in _ORDERS), key=_unread_and_span)

    @cached_property
    def is_time(self) -> bool:
        """Times of day, as far as most values tell: no words such as Morning."""
        clocks = pc.match_substring_regex(self.values, _CLOCK).cast(pa.int8())
        if self.blank or _any(pc.match_substring_regex(self.values, _PARTS_OF_HOURS)):
            return False
        return float(pc.mean(clocks).as_py()) >= 0.5

    @cached_property
    def numbers(self) -> np.ndarray | None:
        """Each row's number (nan where blank); None when most are none."""
        found = self.read(self.mark)
        return found / 100 if self._cents and found is not None else found

    @cached_property
    def mark(self) -> Mark:
        """The decimal mark: the one that is told or proven, else that of the other columns."""
        likely = self._told or self.proven or self._usual()
        return likely if self.read(likely) is not None or self.read(_OTHER[likely]) is None else _OTHER[likely]

    @cached_property
    def proven(self) -> Mark | None:
        """The one mark by which these are numbers, and no others."""
        if not self._may_count:
            return None
        marks = Marks()
        marks.add(without_units(self.values))
        found = next(iter(marks.proof), None) if len(marks.proof) == 1 else None
        return found if found and self.read(found) is not None else None

    def read(self, mark: Mark) -> np.ndarray | None:
        """The numbers, if this is the decimal mark."""
        if mark not in self._read:
            self._read[mark] = self._numbers(mark) if self._may_count else None
        return self._read[mark]

    @cached_property
    def _may_count(self) -> bool:
        """Whether there are digits, of ours or of another script: nothing else is a number or a date."""
        return _any(pc.match_substring_regex(self.values, r"\d")) or not _all(pc.string_is_ascii(self.values))

    def _numbers(self, mark: Mark) -> np.ndarray | None:
        plain, good, _ = plain_decimals(without_units(self.data.dictionary), mark)
        blank = _flags(is_blank(self.data.dictionary))
        if self.blank or good[~blank].mean() < 0.98:
            return None
        return np.where(good, plain.cast(pa.float64()).to_numpy(), np.nan)[self.codes]

    @cached_property
    def is_full(self) -> bool:
        """Whether nearly all rows have a value, and not all the same."""
        blank = _flags(is_blank(self.data.dictionary))
        return len(self.values) > 1 and float(np.mean(~blank[self.codes])) >= _FULL

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
        """Most values are words rather than codes: a word alone, or one before others."""
        if self.blank:
            return False
        words = pc.and_(pc.utf8_is_alpha(self.values), pc.greater_equal(pc.utf8_length(self.values), 4))
        if _any(pc.match_substring_regex(self.values, r"\s")):
            words = pc.or_(words, pc.match_substring_regex(self.values, r"\p{L}{3}.*\s"))
        return float(pc.mean(words.cast(pa.int8())).as_py()) > 0.5


def are_moments(values: pa.StringArray) -> np.ndarray:
    """Which of n texts are dates in one order or the other, or count seconds since 1970: bool."""
    counted = pc.match_substring_regex(values, _EPOCH).to_numpy(zero_copy_only=False)
    either = [parse_dates(values, order, months=ANY)[1] for order in _ORDERS]
    return np.asarray(np.logical_or.reduce([counted, *either]))


def _unread_and_span(read: tuple[np.ndarray, np.ndarray]) -> tuple[int, int]:
    moments, good = read
    days = moments[good].astype("datetime64[D]").astype(np.int64)
    return int((~good).sum()), int(np.ptp(days)) if len(days) else 0


def _all(flags: pa.BooleanArray) -> bool:
    return bool(pc.all(flags, min_count=0).as_py())


def _any(flags: pa.BooleanArray) -> bool:
    return bool(pc.any(flags, min_count=0).as_py())


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
