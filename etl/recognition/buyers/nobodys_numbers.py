"""Numbers such as 0 and -1 that stand for whoever has none, where nothing beside them tells people apart.

By how they stand out: no name where others have one, below all others, more orders than any other, more countries.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.values.blanks import is_guest
from wording.languages import say, to_say, whole

SURELY_NONE = r"^(?:[-+]?0+|-\d+)(?:\.0+)?$"  # as no shop numbers its customers
_USUAL = r"^\d{1,15}(?:\.0+)?$"
_NEXT = 1  # the least number of others, up to which 0 may be the first of them all
_NAMED = 0.95  # of the rows of others, from which a row that names nobody stands out
_TIMES = 2  # as many orders as any other's
_FEWEST = 3  # orders, or countries
_MANY_BELOW = 3  # numbers below zero: then they are how the shop numbers
OTHERS = to_say("all others are {line} or more")


class NobodysNumbers:
    """Gathers over the batches of a file; `head` are columns of its first rows, which tell countries."""

    def __init__(self, head: Mapping[str, pa.DictionaryArray] | None = None) -> None:
        self._places = _countries(head or {})  # of each such number, and the most of any other, under ''
        self._orders = Counter[str]()
        self._people: dict[str, bool] = {}  # such number -> whether somebody stands beside it
        self._nameless = Counter[str]()  # rows of such a number without anybody beside them; under '' those of others
        self._rows = 0  # of others
        self._named = self._has_people = False
        self._most = 0  # no other number has more orders
        self._least: float | None = None  # of the others
        self._others = False

    def add(self, customers: pa.DictionaryArray, orders: pa.DictionaryArray, people: pa.DictionaryArray | None) -> None:
        """Take in some rows: numbers, what tells orders apart, and people beside them where the file has any."""
        numbers = pc.utf8_trim_whitespace(customers.dictionary)
        odd = _flags(pc.match_substring_regex(numbers, SURELY_NONE))
        usual = ~odd & ~_flags(is_guest(numbers))
        self._others = self._others or bool(usual.any())
        self._note_least(numbers.filter(pa.array(usual)))
        if people is not None:
            self._has_people = True
            self._note_people(customers, numbers, odd, usual, people)
        if odd.any():
            each = _distinct(customers, orders, len(numbers))
            self._most += int(each[usual].max(initial=0))
            for at in np.flatnonzero(odd):
                self._orders[numbers[int(at)].as_py()] += int(each[at])

    def _note_least(self, numbers: pa.StringArray) -> None:
        plain = numbers.filter(pc.match_substring_regex(numbers, _USUAL))
        if len(plain):
            least = float(pc.min(plain.cast(pa.float64())).as_py())
            self._least = least if self._least is None else min(self._least, least)

    def _note_people(
        self,
        customers: pa.DictionaryArray,
        numbers: pa.StringArray,
        odd: np.ndarray,
        usual: np.ndarray,
        people: pa.DictionaryArray,
    ) -> None:
        there = ~_flags(is_guest(pc.utf8_trim_whitespace(people.dictionary)))
        codes = customers.indices.to_numpy()
        named = np.bincount(codes, there[people.indices.to_numpy()], len(numbers))
        beside, rows = named > 0, np.bincount(codes, minlength=len(numbers))
        self._rows += int(rows[usual].sum())
        self._nameless[""] += int((rows - named)[usual].sum())
        self._named = self._named or bool((beside & usual).any())
        for at in np.flatnonzero(odd):
            number = numbers[int(at)].as_py()
            self._people[number] = self._people.get(number, False) or bool(beside[at])
            self._nameless[number] += int(rows[at] - named[at])

    @property
    def any_others(self) -> bool:
        """Whether some row has a number that is not such a one."""
        return self._others

    def reasons(self) -> dict[str, str]:
        """The numbers that are nobody's -> why, in words that follow a colon."""
        below = [number for number in self._orders if number.startswith("-")]
        odd = [number for number in self._orders if number not in below or len(below) <= _MANY_BELOW]
        found = {number: self._reason(number) if self._others else say("no row has another") for number in odd}
        return {number: why for number, why in sorted(found.items()) if why}

    def _reason(self, number: str) -> str:
        if self._has_people and self._people.get(number):
            usually = self._rows and self._nameless[""] <= (1 - _NAMED) * self._rows
            if usually and self._nameless[number]:
                return say("rows of it name nobody, as those of others do")
            return ""  # one person's, or known as nobody's by the several beside it
        if self._named:
            return say("no name or address stands beside it, as one does beside others")
        return self._reason_among(number) or self._reason_by_size(number)

    def _reason_among(self, number: str) -> str:
        """By where it stands among the others."""
        if self._least is None or self._least > _NEXT:
            text = to_say("all others are above zero") if self._least is None else OTHERS
            return say(text, line=f"{self._least or 0:,.0f}")
        return say("no other is below zero") if number.startswith("-") else ""

    def _reason_by_size(self, number: str) -> str:
        """By how much more it has than others."""
        if self._orders[number] >= max(_TIMES * self._most, _FEWEST):
            own, most = whole(self._orders[number]), whole(self._most)
            return say("it has {part} orders, and no other more than {rows}", part=own, rows=most)
        places, usual = self._places.get(number, 0), self._places.get("", 0)
        if places >= max(_FEWEST, _TIMES * usual):
            return say(
                "its orders are from {part} countries, and those of any other from {rows} at most",
                part=whole(places),
                rows=whole(usual),
            )
        return ""


def _countries(head: Mapping[str, pa.DictionaryArray]) -> dict[str, int]:
    if not {"customer_id", "country"} <= set(head):
        return {}
    numbers = pc.utf8_trim_whitespace(head["customer_id"].dictionary)
    odd = _flags(pc.match_substring_regex(numbers, SURELY_NONE))
    each = _distinct(head["customer_id"], head["country"], len(numbers))
    usual = each[~odd & ~_flags(is_guest(numbers))]
    found = {numbers[int(at)].as_py(): int(each[at]) for at in np.flatnonzero(odd)}
    return {"": int(usual.max(initial=0)), **found}


def _distinct(customers: pa.DictionaryArray, others: pa.DictionaryArray, width: int) -> np.ndarray:
    """How many different values stand beside each customer."""
    pairs = customers.indices.to_numpy().astype(np.int64) * max(len(others.dictionary), 1) + others.indices.to_numpy()
    return np.bincount(np.unique(pairs) // max(len(others.dictionary), 1), minlength=width)


def _flags(array: pa.BooleanArray) -> np.ndarray:
    return array.to_numpy(zero_copy_only=False)
