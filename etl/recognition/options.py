"""What people say about a file that it does not tell itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from etl.values.dates.dates import DateOrder
from etl.values.numbers.decimals import Mark


@dataclass(frozen=True)
class Options:
    """What people say about a file that it does not tell itself."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    decimal: Mark | None = None
    timezone: str | None = None
    columns: tuple[str, ...] | None = None  # names of a file's columns that has no header; '' for one to skip
    encoding: str | None = None  # Python's name of a text's
    rows: Literal["new", "same"] | None = None  # of people numbered by row: whether they are others than those stored
    sheet: str | None = None  # of a workbook
    called_off: tuple[str, ...] = ()  # statuses of which no sale came
    kinds: Mapping[str, str] = field(default_factory=dict)  # of records: sale, return or nothing
    somebody: tuple[str, ...] = ()  # numbers of customers that look like nobody's
    amounts: Literal["cents", "units"] | None = None  # what whole amounts are in, where the file does not tell
    months: str | None = None  # the language of months that are others elsewhere
    known_orders: Literal["skip", "replace", "add"] | None = None  # what becomes of orders stored with other lines

    @property
    def details(self) -> dict[str, Any]:
        """What a load is the same as an earlier one by; options that are not given and came later leave no trace."""
        later = {
            "decimal": self.decimal,
            "timezone": self.timezone,
            "columns": list(self.columns or ()),
            "encoding": self.encoding,
            "sheet": self.sheet,
            "called_off": list(self.called_off),
            "kinds": dict(self.kinds),
            "somebody": list(self.somebody),
            "amounts": self.amounts,
            "months": self.months,
            "known_orders": self.known_orders if self.known_orders != "skip" else None,  # then as if not asked
        }
        return {"map": dict(self.mapping), "date_order": self.date_order} | {k: v for k, v in later.items() if v}
