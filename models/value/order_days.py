"""The order days of a fixed sample of customers, read once: who they were on any past day, without asking again.

The chance of an order learns on many past days and is tried on more, which would be a query each; the sample bounds
what that costs however large the shop is.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa

from models.store.analysis import Analysis
from models.value.histories import Customers

MOST_CUSTOMERS = 30_000  # a count of buyers out of them is known to about 1 %
EPOCH = date(1970, 1, 1).toordinal()
RECENT = 90  # days, as in customer_value_histories.sql


@dataclass(frozen=True)
class OrderDays:
    """A row a customer and order day, sorted by both; days are numbers from 1970-01-01."""

    customers: np.ndarray
    days: np.ndarray
    seen: dict[tuple[int, int, int | None], Customers] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        """Customers."""
        return int(self.customers[-1]) + 1 if len(self.customers) else 0

    @property
    def first(self) -> int:
        """The first day of all."""
        return int(self.days.min()) if len(self.days) else 0

    def at(self, cutoff: int, horizon: int, look_back: int | None = None) -> Customers:
        """Everyone with an order before the day `cutoff`, and whether they ordered within `horizon` days from it on.

        With `look_back`, as if the data had begun so many days before: what days that differ in how much is known
        before them have in common. Money is not read: NaN.
        """
        asked = (cutoff, horizon, look_back)
        if asked not in self.seen:
            self.seen[asked] = self._find(*asked)
        return self.seen[asked]

    def _find(self, cutoff: int, horizon: int, look_back: int | None) -> Customers:
        before = self.days < cutoff
        if look_back is not None:
            before &= self.days >= cutoff - look_back
        customer, day = self.customers[before], self.days[before]
        starts = np.flatnonzero(np.diff(customer, prepend=-1))
        ends = np.append(starts[1:], len(customer))[: len(starts)] - 1
        gaps = np.diff(day, prepend=0).astype(np.float64)
        gaps[starts] = 0
        after = (self.days >= cutoff) & (self.days < cutoff + horizon)
        soon = np.bincount(self.customers[after], minlength=len(self))[customer[starts]]
        unknown = np.full(len(starts), np.nan)
        return Customers(
            ids=pa.array(customer[starts]),
            age=(cutoff - day[starts]).astype(np.float64),
            wait=(cutoff - day[ends]).astype(np.float64),
            days=(ends - starts + 1).astype(np.float64),
            recent_days=_sums((day >= cutoff - RECENT).astype(np.float64), starts),
            gross=unknown,
            repeat_gross=unknown,
            returns=unknown,
            last_gap=gaps[ends],
            squared_gaps=_sums(gaps**2, starts),
            days_soon=soon.astype(np.float64),
            days_after=soon.astype(np.float64),
        )


def _sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """The sum from each start to the next."""
    return np.add.reduceat(values, starts) if len(starts) else np.empty(0)


def number_of(day: date) -> int:
    """A day as OrderDays counts it."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The day of a number."""
    return date.fromordinal(number + EPOCH)


def read_order_days(analysis: Analysis, until: date) -> OrderDays:
    """The order days before `until` of the sample; the shared tables have to be there."""
    rows = analysis.run("value", "sampled_order_days", {"until": until, "most": MOST_CUSTOMERS})
    table = rows.read_all().cast(pa.schema({"number": pa.int64(), "day": pa.int64()}))
    return OrderDays(table["number"].to_numpy(), table["day"].to_numpy())
