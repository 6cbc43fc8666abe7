"""What a campaign brought, with how sure that is: by outcome, by segment, and day by day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from audiences.measurement.grounds import BUYERS, OUTCOMES, Grounds
from audiences.measurement.lift import HELD, SENT, Numbers, Sums, lift
from audiences.measurement.looks import early_bound, final_bound

LEAST = 20  # people in a group, below which nothing is told
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

    def total(self) -> tuple[float, float, float]:
        """Of all who were written to: estimate, low, high."""
        return self.each * self.sent, self.low * self.sent, self.high * self.sent


@dataclass(frozen=True)
class Outcome:
    """One outcome: what can be said, the reading of the last day, and the way there."""

    verdict: Verdict
    last: Reading | None
    each: Numbers  # by day
    low: Numbers
    high: Numbers


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

    sent: int
    held: int
    days: tuple[date, ...]
    window_days: int
    passed: float  # of the days after sending: 0 to 1
    is_over: bool
    outcomes: Mapping[str, Outcome]
    segments: tuple[Segment, ...]


def result(found: Grounds) -> Result:
    """Measure it. The intervals of all segments hold together, so each is wider than the campaign's own would be."""
    told = [place for place, pair in enumerate(found.people) if pair.min() >= LEAST]
    segments = [
        Segment(
            name,
            int(found.people[place][SENT]),
            int(found.people[place][HELD]),
            _outcomes(found, [place], max(len(told), 1)),
        )
        for place, name in enumerate(found.segments)
    ]
    sent, held = (int(one) for one in found.people.sum(axis=0))
    passed = float(found.passed[-1]) if found.days else 0.0
    outcomes = _outcomes(found, [*range(len(found.segments))], 1)
    return Result(
        *(sent, held, found.days, found.window_days, passed, found.is_over, outcomes),
        tuple(sorted(segments, key=lambda one: (-one.sent, one.name))),
    )


def _outcomes(found: Grounds, places: list[int], looks_alike: int) -> dict[str, Outcome]:
    sums = {name: Sums(*(one[places] for one in vars(found.sums[name]).values())) for name in OUTCOMES}
    buyers = sums[BUYERS].y.sum(axis=(0, 1))
    return {name: _outcome(found, sums[name], buyers, name == BUYERS, looks_alike) for name in OUTCOMES}


def _outcome(found: Grounds, sums: Sums, buyers: Numbers, is_share: bool, looks_alike: int) -> Outcome:
    people = sums.people[:, :, 0].sum(axis=0)
    nothing = np.array([])
    if not found.days:
        return Outcome(Verdict.NOTHING_LOADED, None, nothing, nothing, nothing)
    if not people[HELD]:
        return Outcome(Verdict.NO_HOLDOUT, None, nothing, nothing, nothing)
    if people.min() < LEAST:
        return Outcome(Verdict.TOO_FEW, None, nothing, nothing, nothing)
    estimate = lift(sums.merged(LEAST_OF_A_STRATUM), is_share)
    around = early_bound(found.passed, looks_alike) * estimate.wide_error
    around[buyers < LEAST_ANSWERS] = np.inf
    if found.is_over:
        around[-1] = final_bound(estimate.freedom[-1:], looks_alike)[0] * estimate.error[-1]
    low, high = estimate.each - around, estimate.each + around
    means = sums.y.sum(axis=0)[:, -1] / people
    last = Reading(
        float(estimate.each[-1]),
        float(low[-1]),
        float(high[-1]),
        float(means[SENT]),
        float(means[HELD]),
        int(people[SENT]),
    )
    return Outcome(_verdict(last, found.is_over), last, estimate.each, low, high)


def _verdict(last: Reading, is_over: bool) -> Verdict:
    if last.low > 0:
        return Verdict.MORE
    if last.high < 0:
        return Verdict.FEWER
    return Verdict.NOT_TOLD if is_over else Verdict.TOO_EARLY
