"""What a campaign is measured on: sums of the orders of both groups, day by day after sending, from the store."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select, text

from audiences.measurement.lift import Numbers, Sums
from audiences.measurement.looks_taken import Counted, Rows, Waiting, counted
from warehouse.bulk import read_sql_file
from warehouse.schema import campaigns, data_days

BEFORE_DAYS = 365  # what people ordered in so many days before is taken off
BUYERS, ORDERS, NET = "buyers", "orders", "net"
OUTCOMES = (BUYERS, ORDERS, NET)
Placed = Callable[[Any], int]  # the place of a row in the third axis


@dataclass(frozen=True)
class Grounds:
    """The groups that count by now and what they did. Axes of the sums: segment, group, day (up to its end)."""

    segments: tuple[str, ...]
    people: NDArray[np.int64]  # segment, group
    window_days: int
    days: tuple[date, ...]  # none: no day after sending is loaded yet
    passed: Numbers  # by day: the days after sending that are over, to all of those of the planned look
    sums: Mapping[str, Sums]  # by outcome
    is_over: bool  # the days of the planned look, for everybody in it
    looks: "Looks | None"  # none before the planned one
    waiting: Waiting | None  # who does not count yet


@dataclass(frozen=True)
class Looks:
    """The planned look and those since, each of all whose days were over by then. Axes: segment, group, look."""

    days: tuple[date, ...]
    passed: Numbers
    sums: Mapping[str, Sums]


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
    now = counted(groups, window_days, last_day)
    planned = [row for row in groups if row["starts_on"] in now.planned]
    groups = [row for row in groups if row["starts_on"] in now.starts]
    answers = [row for row in answers if row["starts_on"] in now.starts]
    segments = tuple(sorted({row["segment"] for row in groups}))
    days = _days(now.starts[0], now.starts[-1] + timedelta(days=window_days - 1), last_day)
    place = {day: number for number, day in enumerate(days)}
    known = [row for row in answers if row["day"] in place]  # all, but for a load meanwhile
    sums = _sums(segments, max(len(days), 1), (groups, lambda row: 0), (known, lambda row: place[row["day"]]))
    people = sums[BUYERS].people[:, :, 0].astype(np.int64)
    whole = window_days * sum(int(row["people"]) for row in planned)
    looks = _looks(segments, groups, answers, now, window_days, whole)
    passed = _passed(groups, days, window_days, whole)
    return Grounds(segments, people, window_days, days, passed, sums, now.is_over, looks, now.waiting)


def _looks(
    segments: tuple[str, ...], groups: Rows, answers: Rows, now: Counted, window_days: int, whole: int
) -> Looks | None:
    starts = now.looks()
    if not starts:
        return None

    def place(row: Any) -> int:
        """The look in which they count first."""
        return bisect_left(starts, row["starts_on"])

    ends = tuple(start + timedelta(days=window_days - 1) for start in starts)
    sums = _sums(segments, len(starts), (groups, place), (answers, place))
    people = sums[BUYERS].people.sum(axis=(0, 1))
    return Looks(ends, np.asarray(people * window_days / whole), sums)


def _sums(
    segments: tuple[str, ...], size: int, groups: tuple[Rows, Placed], answers: tuple[Rows, Placed]
) -> dict[str, Sums]:
    """Each row counts from its place on."""

    def added(column: str, told: tuple[Rows, Placed]) -> Numbers:
        found = np.zeros((len(segments), 2, size))
        for row in told[0]:
            found[segments.index(row["segment"]), int(row["is_held"]), told[1](row)] += float(row[column])
        return np.asarray(found.cumsum(axis=2))

    def before(column: str) -> Numbers:
        return added(column, groups)

    def after(column: str) -> Numbers:
        return added(column, answers)

    people, buyers = before("people"), after("buyers")
    orders_before, net_before = (
        (before("orders"), before("orders_squared")),
        (before("net"), before("net_squared")),
    )
    return {
        BUYERS: Sums(people, *orders_before, buyers, buyers, after("buyers_orders_before")),
        ORDERS: Sums(people, *orders_before, after("orders"), after("orders_squared"), after("orders_orders_before")),
        NET: Sums(people, *net_before, after("net"), after("net_squared"), after("net_net_before")),
    }


def _days(first: date, last: date, loaded: date | None) -> tuple[date, ...]:
    until = min(last, loaded) if loaded else first - timedelta(days=1)
    return tuple(first + timedelta(days=number) for number in range((until - first).days + 1))


def _passed(groups: Rows, days: Iterable[date], window: int, whole: int) -> Numbers:
    return np.array(
        [
            sum(int(row["people"]) * min(max((day - row["starts_on"]).days + 1, 0), window) for row in groups) / whole
            for day in days
        ]
    )
