"""What a campaign brought, with how sure that is: by outcome, by segment, and day by day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from audiences.measurement.grounds import BUYERS, OUTCOMES, Grounds, Looks
from audiences.measurement.lift import HELD, SENT, Numbers, Sums, lift
from audiences.measurement.looks import Counts, early_bound, final_bound
from audiences.measurement.looks_taken import LEAST, Waiting

LEAST_OF_A_STRATUM = 10
LEAST_ANSWERS = 10  # buyers of both groups together, before which no look is taken but the planned one


class Verdict(StrEnum):
    """What can be said of an outcome."""

    NOTHING_LOADED = "nothing loaded"  # of the days after sending
    NO_HOLDOUT = "no hold-out"
    TOO_FEW = "too few"
    TOO_EARLY = "too early"
    MORE = "more"  # the whole interval is above nought
    FEWER = "fewer"
    NOT_TOLD = "not told"  # from chance, and no further look will change it


@dataclass(frozen=True)
class Reading:
    """An estimate of what each person who was written to did more, with its interval."""

    each: float
    low: float
    high: float
    sent_mean: float  # as it is, without anything taken off
    held_mean: float
    sent: int  # people
    held: int

    def total(self) -> tuple[float, float, float]:
        """Of all who were written to: estimate, low, high."""
        return self.each * self.sent, self.low * self.sent, self.high * self.sent


@dataclass(frozen=True)
class Outcome:
    """One outcome: what can be said, the reading that says it, and the way there."""

    verdict: Verdict
    last: Reading | None
    each: Numbers  # by day
    low: Numbers
    high: Numbers
    told_on: date | None = None  # where an earlier look told it, and those since, of more people, tell nothing


@dataclass(frozen=True)
class Segment:
    """A segment of a campaign, by itself."""

    name: str
    sent: int
    held: int
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Result:
    """All that is measured of a campaign."""

    sent: int  # that count by now
    held: int
    days: tuple[date, ...]
    window_days: int
    passed: float  # of the days after sending: 0 to 1
    is_over: bool
    outcomes: Mapping[str, Outcome]
    segments: tuple[Segment, ...]
    waiting: Waiting | None  # who was drawn since, and counts later

    @property
    def drawn(self) -> tuple[int, int]:
        """All who were written to and held out, whether they count yet or not."""
        later = self.waiting
        return self.sent + (later.sent if later else 0), self.held + (later.held if later else 0)


def result(found: Grounds) -> Result:
    """Measure it. The intervals of all segments hold together, so each is wider than the campaign's own would be."""
    told = max(int((found.people.min(axis=1) >= LEAST).sum()), 1)
    of_looks = found.looks.sums[BUYERS].people if found.looks else found.people[:, :, None]
    told_then = np.maximum((of_looks.min(axis=1) >= LEAST).sum(axis=0), 1)
    segments = [
        Segment(
            name,
            int(found.people[place][SENT]),
            int(found.people[place][HELD]),
            _outcomes(found, [place], told, told_then),
        )
        for place, name in enumerate(found.segments)
    ]
    sent, held = (int(one) for one in found.people.sum(axis=0))
    passed = min(float(found.passed[-1]), 1.0) if found.days else 0.0
    outcomes = _outcomes(found, [*range(len(found.segments))], 1, np.ones_like(told_then))
    return Result(
        *(sent, held, found.days, found.window_days, passed, found.is_over, outcomes),
        tuple(sorted(segments, key=lambda one: (-one.sent, one.name))),
        found.waiting,
    )


def _outcomes(found: Grounds, places: list[int], alike: int, alike_then: Counts) -> dict[str, Outcome]:
    """`alike`: how many are to hold together, by now and at each look."""
    return {name: _outcome(found, places, name, alike, alike_then) for name in OUTCOMES}


def _outcome(found: Grounds, places: list[int], name: str, alike: int, alike_then: Counts) -> Outcome:
    people = found.people[places].sum(axis=0)
    nothing = np.array([])
    if not found.days:
        return Outcome(Verdict.NOTHING_LOADED, None, nothing, nothing, nothing)
    if not people[HELD]:
        return Outcome(Verdict.NO_HOLDOUT, None, nothing, nothing, nothing)
    if people.min() < LEAST:
        return Outcome(Verdict.TOO_FEW, None, nothing, nothing, nothing)
    course = _Course.of(found.sums, places, name, found.passed, alike)
    if found.looks is None:
        last = course.reading(-1)
        return Outcome(_verdict(last) or Verdict.TOO_EARLY, last, course.each, course.low, course.high)
    looks = _Course.of(found.looks.sums, places, name, found.looks.passed, alike_then, is_planned=True)
    if len(found.looks.days) == 1:  # the planned look is the end of the way
        course.low[-1:], course.high[-1:] = looks.low, looks.high
    return _kept(found.looks, looks, course)


def _kept(taken: Looks, looks: "_Course", course: "_Course") -> Outcome:
    """What the newest look says that tells anything: what was told stays told. All of them hold together."""
    way = course.each, course.low, course.high
    for place in reversed(range(len(taken.days))):
        reading = looks.reading(place)
        if verdict := _verdict(reading):
            return Outcome(verdict, reading, *way, None if place == len(taken.days) - 1 else taken.days[place])
    return Outcome(Verdict.NOT_TOLD, looks.reading(-1), *way)


@dataclass(frozen=True)
class _Course:
    """Estimates one after the other, by day or by look."""

    sums: Sums  # of all places together
    each: Numbers
    low: Numbers
    high: Numbers

    @classmethod
    def of(
        cls,
        given: Mapping[str, Sums],
        places: list[int],
        name: str,
        passed: Numbers,
        alike: int | Counts,
        is_planned: bool = False,
    ) -> "_Course":
        """`is_planned`: the first is the planned look."""
        sums = Sums(*(one[places] for one in vars(given[name]).values()))
        estimate = lift(sums.merged(LEAST_OF_A_STRATUM), name == BUYERS)
        around = early_bound(passed, alike) * estimate.wide_error
        around[given[BUYERS].y[places].sum(axis=(0, 1)) < LEAST_ANSWERS] = np.inf
        if is_planned:
            around[:1] = final_bound(estimate.freedom[:1], np.ravel(alike)[:1]) * estimate.error[:1]
        whole = Sums(*(one.sum(axis=0) for one in vars(sums).values()))
        around[whole.people.min(axis=0) < LEAST] = np.inf
        return cls(whole, estimate.each, estimate.each - around, estimate.each + around)

    def reading(self, place: int) -> Reading:
        """The one at a place."""
        people = self.sums.people[:, place]
        sent, held = self.sums.y[:, place] / people
        each, low, high = (float(one[place]) for one in (self.each, self.low, self.high))
        return Reading(each, low, high, float(sent), float(held), int(people[SENT]), int(people[HELD]))


def _verdict(one: Reading) -> Verdict | None:
    """None where nothing can be told from chance."""
    if one.low > 0:
        return Verdict.MORE
    return Verdict.FEWER if one.high < 0 else None
