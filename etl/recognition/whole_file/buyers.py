"""Numbers that are nobody's, and addresses that stand beside a customer's number: gathered over the file.

Shops write 0, -1 or 9999 for whoever bought as a guest. Such a number is nobody's where several people stand beside it;
the row is then known by its own address, and an address that stands beside one number elsewhere is that customer's.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.recognition.whole_file.shared_addresses import SharedAddresses
from etl.values.blanks import is_guest

_MAY_BE_NOBODY = r"^(?:[-+]?0+|-\d+|(?:9{3,}|1{5,}|(?:99)?12345(?:678)?9?))(?:\.0+)?$"
_SURELY = r"^(?:[-+]?0+|-\d+)(?:\.0+)?$"  # no shop numbers its customers so
_FEW = 3  # people beside a number that a customer may have
_ADDRESS = r"^[^@\s]+@[^@\s]+$"


class Buyers:
    """Gathers over the batches of a file: numbers and the people beside them."""

    def __init__(self) -> None:
        self._beside: dict[str, set[str]] = {}  # numbers that may be nobody's -> people, a few of them
        self._numbers: dict[str, str] = {}  # addresses -> their number; '' where they have several
        self._shared = SharedAddresses()
        self.missing = False  # a number, somewhere

    def add(self, customers: pa.DictionaryArray, people: pa.DictionaryArray) -> None:
        """Take in some rows: numbers, and addresses or else names."""
        width = max(len(people.dictionary), 1)
        both = np.unique(customers.indices.to_numpy().astype(np.int64) * width + people.indices.to_numpy())
        numbers = pc.utf8_trim_whitespace(customers.dictionary.take(pa.array(both // width)))
        others = pc.utf8_lower(pc.utf8_trim_whitespace(people.dictionary.take(pa.array(both % width))))
        guests, odd = is_guest(numbers), pc.match_substring_regex(numbers, _MAY_BE_NOBODY)
        self.missing |= bool(pc.any(guests, min_count=0).as_py())
        for number, person in _rows(numbers, others, pc.and_(odd, pc.not_equal(others, ""))):
            found = self._beside.setdefault(number, set())
            if len(found) < _FEW:
                found.add(person)
        named = pc.invert(pc.or_(pc.match_substring_regex(others, _ADDRESS), is_guest(others)))
        for number, person in _rows(
            pc.utf8_lower(numbers), others, pc.and_(named, pc.match_substring_regex(numbers, _ADDRESS))
        ):
            self._shared.add(number, person)
        usual = pc.and_(pc.invert(pc.or_(guests, odd)), pc.match_substring_regex(others, _ADDRESS))
        for number, person in _rows(numbers, others, usual):
            if self._numbers.setdefault(person, number) != number:
                self._numbers[person] = ""

    @property
    def nobody(self) -> tuple[str, ...]:
        """The numbers that are nobody's."""
        sure = pc.match_substring_regex(pa.array(list(self._beside), pa.string()), _SURELY).to_pylist()
        pairs = zip(self._beside.items(), sure, strict=True)
        odd = [number for (number, people), always in pairs if len(people) >= (2 if always else _FEW)]
        return tuple(sorted([*odd, *self._shared.nobody]))

    @property
    def numbers(self) -> dict[str, str]:
        """Addresses of customers whose number is missing somewhere; empty where none is."""
        if not (self.missing or self.nobody):
            return {}
        return {person: number for person, number in self._numbers.items() if number}


def _rows(numbers: pa.StringArray, others: pa.StringArray, which: pa.BooleanArray) -> list[tuple[str, str]]:
    return list(zip(numbers.filter(which).to_pylist(), others.filter(which).to_pylist(), strict=True))
