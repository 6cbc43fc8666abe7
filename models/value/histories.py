"""Orders -> one history a customer as of a day: arrays, so that 600,000 customers are a few tens of megabytes."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pyarrow as pa

from models.features import money
from models.store.analysis import Analysis

WEEK = 7.0
COLUMNS = ("age", "wait", "days", "recent_days", "gross", "repeat_gross", "returns", "last_gap", "squared_gaps")
OUTCOMES = ("days_soon", "days_after")


@dataclass(frozen=True)
class Customers:
    """What is known of each customer at the cut-off, an entry each, sorted by id.

    Purchases are order days: several orders on one day count once, because a second invoice an hour later is no
    decision to come back. Times are whole days; the models take weeks, the unit of the published examples.
    """

    ids: pa.Array
    age: np.ndarray  # days since the first order day; 1 or more
    wait: np.ndarray  # days since the last one
    days: np.ndarray  # order days
    recent_days: np.ndarray  # of the last 90 days
    gross: np.ndarray
    repeat_gross: np.ndarray  # of the order days after the first
    returns: np.ndarray  # money given back, <= 0
    last_gap: np.ndarray  # days between the last two order days; 0 without a repeat
    squared_gaps: np.ndarray
    days_soon: np.ndarray  # order days from the cut-off on, within 90 days
    days_after: np.ndarray  # the same, up to the day that was asked for

    def __len__(self) -> int:
        return len(self.age)

    def part(self, rows: slice) -> "Customers":
        """Some of them."""
        return Customers(*(getattr(self, one.name)[rows] for one in fields(self)))

    @property
    def x(self) -> np.ndarray:
        """Repeat purchases."""
        return self.days - 1

    @property
    def t_x(self) -> np.ndarray:
        """Weeks from the first purchase to the last."""
        return (self.age - self.wait) / WEEK

    @property
    def t(self) -> np.ndarray:
        """Weeks watched: from the first purchase to the cut-off."""
        return self.age / WEEK

    @property
    def interval(self) -> np.ndarray:
        """The usual days between two order days; missing without a repeat."""
        return np.where(self.days > 1, (self.age - self.wait) / np.maximum(self.days - 1, 1), np.nan)

    @property
    def kept(self) -> np.ndarray:
        """The share of their money that was not given back, 0 … 1."""
        return np.clip(1 + self.returns / np.maximum(self.gross, 1e-9), 0.0, 1.0)

    @property
    def mean_repeat(self) -> np.ndarray:
        """The mean value of a repeat purchase; 0 without one."""
        return self.repeat_gross / np.maximum(self.days - 1, 1)


def money_after(analysis: Analysis, cutoff: date, until: date) -> dict[str, float]:
    """What the customers known at `cutoff` brought from then to before `until`, by the name of the measure of money."""
    (row,) = analysis.run("value", "money_after", {"cutoff": cutoff, "until": until}).read_all().to_pylist()
    return {money.GROSS: row["gross"], money.NET: row["net"]}


def read_histories(analysis: Analysis, cutoff: date, until: date) -> Customers:
    """Every customer with a sale before `cutoff`, and their order days from then to before `until`."""
    rows = analysis.run("value", "customer_value_histories", {"cutoff": cutoff, "until": until})
    schema = pa.schema({"customer_id": pa.string()} | {name: pa.float64() for name in (*COLUMNS, *OUTCOMES)})
    table = rows.read_all().cast(schema)
    return Customers(table["customer_id"].combine_chunks(), *(table[name].to_numpy() for name in (*COLUMNS, *OUTCOMES)))
