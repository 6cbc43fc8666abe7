"""What amounts show over the whole file: their decimal marks, whether totals are orders'."""

from collections.abc import Mapping, Set

import pyarrow as pa

from etl.names.canonical_names import AMOUNTS, MONEY
from etl.values.blanks import is_blank
from etl.values.numbers.decimal_marks import Marks
from etl.values.numbers.decimals import without_units


class AmountSigns:
    """Gathers over the batches of a file: the marks of the columns of these names."""

    def __init__(self, names: Set[str]) -> None:
        self.marks = {name: Marks(name in MONEY) for name in AMOUNTS if name in names}

    def add(self, values: Mapping[str, pa.StringArray]) -> None:
        """Take in the distinct amounts of some rows, by name."""
        for name in AMOUNTS:
            if name in self.marks and name in values:
                self.marks[name].add(values[name] if name == "total" else without_units(values[name]))

    @property
    def comma_currency(self) -> bool:
        """Whether amounts name a currency of a country that writes the decimal comma, and the day first."""
        return any(marks.comma_currency for marks in self.marks.values())

    @property
    def proven(self) -> str | None:
        """The one decimal mark that the file itself tells."""
        found = {mark for marks in self.marks.values() for mark in marks.proof}
        return found.pop() if len(found) == 1 else None


class RepeatedTotals:
    """Gathers over the batches of a file: whether a total is that of the whole order, on each of its lines."""

    def __init__(self) -> None:
        self._same = self._others = 0  # lines with the total of the line before, of the same order; with another one

    def add(self, invoices: pa.DictionaryArray, totals: pa.DictionaryArray) -> None:
        """Take in some rows: their orders and their totals."""
        orders, amounts = invoices.indices.to_numpy(), totals.indices.to_numpy()
        named = ~is_blank(invoices.dictionary).to_numpy(zero_copy_only=False)[orders]
        same = (amounts[1:] == amounts[:-1])[(orders[1:] == orders[:-1]) & named[1:]]
        self._same += int(same.sum())
        self._others += int((~same).sum())

    def are_of_orders(self, least: int) -> bool:
        """Whether so many lines at least repeat the total of the line before, and none has another one."""
        return self._same >= least and not self._others
