"""What a campaign is measured on: sums of the orders of both groups, day by day after sending, from the store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, text

from audiences.measurement.lift import Numbers, Sums
from warehouse.bulk import read_sql_file
from warehouse.schema import campaigns, data_days

BEFORE_DAYS = 365  # what people ordered in so many days before is taken off
BUYERS, ORDERS, NET = "buyers", "orders", "net"
OUTCOMES = (BUYERS, ORDERS, NET)
Rows = Sequence[Any]  # mappings of column to value


@dataclass(frozen=True)
class Grounds:
    """A campaign's groups and what they did. Axes of the sums: segment, group, day (up to its end)."""

    segments: tuple[str, ...]
    people: NDArray[np.int64]  # segment, group
    window_days: int
    days: tuple[date, ...]  # none: no day after sending is loaded yet
    passed: Numbers  # by day: the share of the days after sending that is over, of all people together
    last_start: date
    sums: Mapping[str, Sums]  # by outcome

    @property
    def is_over(self) -> bool:
        """Whether the days after sending are over for everybody."""
        return bool(self.days) and self.days[-1] >= self.last_start + timedelta(days=self.window_days - 1)


def grounds(connection: Connection, campaign_id: int) -> Grounds | None:
    """None where nobody was drawn for it yet, or of what the viewer sees."""
    window = connection.scalar(select(campaigns.c.window_days).where(campaigns.c.campaign_id == campaign_id))
    asked = {"campaign": campaign_id, "before": BEFORE_DAYS}
    groups = connection.execute(_statement("groups"), asked).mappings().all()
    if window is None or not groups:
        return None
    answers = connection.execute(_statement("answers"), asked | {"days": window}).mappings().all()
    return summed(groups, answers, int(window), connection.scalar(select(data_days.c.last_day)))


def _statement(name: str) -> Any:
    drawn = read_sql_file("audiences.measurement.sql", "drawn.sql")
    return text(read_sql_file("audiences.measurement.sql", f"{name}.sql").replace("{drawn}", drawn))


def summed(groups: Rows, answers: Rows, window_days: int, last_day: date | None) -> Grounds:
    """The rows of the two statements as sums up to each day. Pure."""
    segments = tuple(sorted({row["segment"] for row in groups}))
    starts = [row["starts_on"] for row in groups]
    days = _days(min(starts), max(starts) + timedelta(days=window_days - 1), last_day)
    place = {day: number for number, day in enumerate(days)}

    def before(column: str) -> Numbers:
        """The same on every day."""
        found = np.zeros((len(segments), 2, 1))
        for row in groups:
            found[segments.index(row["segment"]), int(row["is_held"]), 0] += float(row[column])
        return np.repeat(found, max(len(days), 1), axis=2)

    def after(column: str) -> Numbers:
        found = np.zeros((len(segments), 2, max(len(days), 1)))
        for row in answers:
            if row["day"] in place:  # none lies after the last day that is loaded, but for a load meanwhile
                at = segments.index(row["segment"]), int(row["is_held"]), place[row["day"]]
                found[at] += float(row[column])
        return np.asarray(found.cumsum(axis=2))

    people, buyers = before("people"), after("buyers")
    orders_before, net_before = (
        (before("orders"), before("orders_squared")),
        (before("net"), before("net_squared")),
    )
    sums = {
        BUYERS: Sums(people, *orders_before, buyers, buyers, after("buyers_orders_before")),
        ORDERS: Sums(people, *orders_before, after("orders"), after("orders_squared"), after("orders_orders_before")),
        NET: Sums(people, *net_before, after("net"), after("net_squared"), after("net_net_before")),
    }
    counted = people[:, :, 0].astype(np.int64)
    return Grounds(segments, counted, window_days, days, _passed(groups, days, window_days), max(starts), sums)


def _days(first: date, last: date, loaded: date | None) -> tuple[date, ...]:
    until = min(last, loaded) if loaded else first - timedelta(days=1)
    return tuple(first + timedelta(days=number) for number in range((until - first).days + 1))


def _passed(groups: Rows, days: Iterable[date], window: int) -> Numbers:
    whole = window * sum(int(row["people"]) for row in groups)
    return np.array(
        [
            sum(int(row["people"]) * min(max((day - row["starts_on"]).days + 1, 0), window) for row in groups) / whole
            for day in days
        ]
    )
