"""What the numbers of customers and invoices are like, over the whole file."""

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.recognition.whole_file.spellings import Spellings
from etl.values.blanks import is_guest

_C_CODE = r"^[Cc]\d+[^\d\s]"
_NUMBER = r"^\d+(\.0+)?$"
_FLOAT = r"^\d+\.0+$"
_PLAIN = r"^\d[\d.]*$"  # a number of digits, among addresses and codes perhaps
_PREFIX = r"^\s*(?P<letters>[A-Za-z]{2,8})[-_/ .]?\d"
_MOST_PREFIXES = 50
_EMAIL = r"^[^@\s]+@[^@\s]+$"


class CustomerNumbers:
    """Gathers over the batches of a file; `label` is the column's own name, which some exports repeat among rows."""

    def __init__(self, label: str | None) -> None:
        self._label = label
        self.any = self._any_float = False
        self._all_whole = self._all_emails = True
        self.spellings = Spellings()

    def add(self, numbers: pa.StringArray) -> None:
        """Take in the distinct numbers of some rows."""
        numbers = pc.utf8_trim_whitespace(numbers)
        numbers = _without(numbers.filter(pc.invert(is_guest(numbers))), self._label)
        self.any |= len(numbers) > 0
        if self._all_whole:
            plain = numbers.filter(pc.match_substring_regex(numbers, _PLAIN))
            self._any_float = self._any_float or _some(plain, _FLOAT)
            self._all_whole = _all(plain, _NUMBER)
        self._all_emails = self._all_emails and _all(numbers, _EMAIL)
        if not self._all_emails:
            self.spellings.add(numbers)

    @property
    def are_floats(self) -> bool:
        """Whether some of digits read like 17850.0, and all others like 17850, beside addresses and codes, if any."""
        return self._any_float and self._all_whole

    @property
    def are_emails(self) -> bool:
        """Whether every one is an address."""
        return self.any and self._all_emails


class InvoiceNumbers:
    """Gathers over the batches of a file; `label` is the column's own name, which some exports repeat among rows."""

    def __init__(self, label: str | None) -> None:
        self._label = label
        self._any = self._plain = False  # any at all, any of digits
        self._codes = False  # any with a C, digits and more, as identifiers have
        self._all_whole, self._any_float = True, False
        self.prefixes: Counter[str] = Counter()  # distinct numbers of batches, by the letters that they begin with

    def add(self, invoices: pa.StringArray) -> None:
        """Take in the distinct numbers of some rows."""
        self._add_prefixes(invoices)
        if self._codes and not self._all_whole:
            return
        invoices = pc.utf8_trim_whitespace(invoices)
        self._codes = self._codes or _some(invoices, _C_CODE)
        if self._plain and not self._all_whole:
            return
        invoices = _without(invoices.filter(pc.not_equal(invoices, "")), self._label)
        self._any |= len(invoices) > 0
        self._plain = self._plain or _some(invoices, _NUMBER)
        self._all_whole = self._all_whole and _all(invoices, _NUMBER)
        self._any_float = self._any_float or _some(invoices, _FLOAT)

    @property
    def are_floats(self) -> bool:
        """Whether some read like 536365.0, and all others like 536365."""
        return self._any_float and self._all_whole

    def _add_prefixes(self, invoices: pa.StringArray) -> None:
        if len(self.prefixes) > _MOST_PREFIXES:
            return
        found = pc.struct_field(pc.extract_regex(invoices, _PREFIX), "letters").drop_null()
        self.prefixes.update({each["values"]: each["counts"] for each in pc.value_counts(found).to_pylist()})

    @property
    def credits(self) -> tuple[str, ...]:
        """Letters that mark credit notes, among numbers most of which begin with others."""
        words = folded("statuses", "credit_prefixes")
        others = sum(count for letters, count in self.prefixes.items() if fold(letters) not in words)
        if len(self.prefixes) > _MOST_PREFIXES or not others:
            return ()
        return tuple(
            sorted(letters for letters, count in self.prefixes.items() if fold(letters) in words and count < others)
        )

    @property
    def cancel_by_c(self) -> bool:
        """Whether a C before digits marks what was cancelled: others are plain numbers, and no code begins so."""
        return (self._plain and not self._codes) or not self._any


def _without(values: pa.StringArray, label: str | None) -> pa.StringArray:
    return values if label is None else values.filter(pc.not_equal(values, label))


def _all(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.all(pc.match_substring_regex(values, pattern), min_count=0).as_py())


def _some(values: pa.StringArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(values, pattern), min_count=0).as_py())
