"""Which of a campaign's people are counted by now, and at which looks: settled by lists and days, never by answers.

The first list's people have the planned look, on the day their days are over; where they are too few on a side, those
of the next lists join them until they are enough. People of later lists join once their own days are over: a look of
the sequence each time (`looks`). So nobody is counted of whom the data can tell nothing yet, and no list that is made
later gets a planned look of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

LEAST = 20  # people in a group, below which nothing is told
Rows = Sequence[Any]  # mappings of column to value


@dataclass(frozen=True)
class Waiting:
    """Who was drawn since, and does not count yet."""

    sent: int
    held: int
    until: date  # the last of their days


@dataclass(frozen=True)
class Counted:
    """First days of lists, in order: those of the planned look, and those that count by now."""

    planned: tuple[date, ...]
    starts: tuple[date, ...]
    is_over: bool  # the days of the planned look
    waiting: Waiting | None

    def looks(self) -> tuple[date, ...]:
        """The first day of the last list in each look that was taken; none before the planned one."""
        return self.starts[len(self.planned) - 1 :] if self.is_over else ()


def counted(groups: Rows, window_days: int, last_day: date | None) -> Counted:
    """From the rows of the statement `groups`. Pure."""
    starts = tuple(sorted({row["starts_on"] for row in groups}))
    planned = next((part for part in _beginnings(starts) if min(_people(groups, part)) >= LEAST), starts)

    def is_over(start: date) -> bool:
        return last_day is not None and start + timedelta(days=window_days - 1) <= last_day

    over = is_over(planned[-1])
    if over:
        now = planned + tuple(start for start in starts[len(planned) :] if is_over(start))
    else:
        now = tuple(start for start in planned if last_day is not None and start <= last_day) or planned
    later = tuple(start for start in starts if start not in now)
    if not later:
        return Counted(planned, now, over, None)
    return Counted(planned, now, over, Waiting(*_people(groups, later), later[-1] + timedelta(days=window_days - 1)))


def _beginnings(starts: tuple[date, ...]) -> list[tuple[date, ...]]:
    return [starts[: number + 1] for number in range(len(starts))]


def _people(groups: Rows, starts: tuple[date, ...]) -> tuple[int, int]:
    """Written to, and held out."""
    own = [row for row in groups if row["starts_on"] in starts]
    sent = sum(int(row["people"]) for row in own if not row["is_held"])
    return sent, sum(int(row["people"]) for row in own) - sent
