"""What a hold-out of some size can show, said before anything is sent: the smallest lift that is likely to be seen.

The lift d for which the measurement's own test of two shares has the power 80 %: (z(1 - alpha/2) + z(0.8)) times the
standard error of p0 + d among n1 against p0 among n0 is d (Cohen, Statistical Power Analysis, 2nd ed. 1988, chapter 6;
unpooled, since the measurement is). The variances are those of the measurement, Agresti and Coull's. `alpha` is what
it spends on its last look. What is known of people from before sharpens it a little more; nothing is promised of that.
"""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from wording.languages import marked, say, say_n, to_say, whole

POWER = 0.8
SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)  # that are offered, beside none at all
LEAST = 20  # people on either side, below which nothing is promised
NO_RATE = to_say("No chance of an order is known of them yet, so what a hold-out could show cannot be said.")
_STEPS = 60


@dataclass(frozen=True)
class Sight:
    """What a campaign of this size can see."""

    sent: int
    held: int
    share: float  # that was asked for
    base_rate: float  # of those held out, expected to order by themselves: 0 to 1
    lift: float | None  # the smallest that is likely to be seen, 0 to 1; None: not even the highest there can be

    @property
    def is_enough(self) -> bool:
        """Whether there are people enough on both sides to promise anything."""
        return min(self.sent, self.held) >= LEAST


def sight(people: int, share: float, base_rate: float, alpha: float) -> Sight:
    """What holding out a share of so many people can show."""
    held = round(people * share)
    sent = people - held
    lift = _smallest(sent, held, base_rate, alpha) if min(sent, held) > 0 else None
    return Sight(sent, held, share, base_rate, lift)


def _smallest(sent: int, held: int, rate: float, alpha: float) -> float | None:
    quantile = NormalDist().inv_cdf
    surely, likely = quantile(1 - alpha / 2), quantile(POWER)

    def is_seen(lift: float) -> bool:
        error = sqrt(_careful(rate + lift, sent) / sent + _careful(rate, held) / held)
        return lift >= (surely + likely) * error

    low, high = 0.0, 1 - rate
    if not is_seen(high):
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_seen(middle) else (middle, high)
    return high


def _careful(share: float, people: int) -> float:
    """The variance of a share with two successes and two failures more, of a sample."""
    more = (share * people + 2) / (people + 4)
    return more * (1 - more) * people / max(people - 1, 1)


def advice(seen: Sight, days: int) -> str:
    """The same as a sentence: "With 884 people and 10 % held out you can see a lift of 6 points or more …"."""
    if not seen.held:
        return say("Nobody is held out, so nothing can show whether the campaign brought an order.")
    of = {"people": whole(seen.sent + seen.held), "share": f"{100 * seen.share:.0f} %"}
    if not seen.is_enough:
        return say_n(
            seen.held,
            "With {people} people and {share} held out there would be {n} to compare with: too few to tell anything. "
            "Hold out more, or take a larger audience.",
            "With {people} people and {share} held out there would be {n} to compare with: too few to tell anything. "
            "Hold out more, or take a larger audience.",
            **of,
        )
    if seen.lift is None:
        return say(
            "With {people} people and {share} held out no lift can be seen: hold out more, or take a larger audience.",
            **of,
        )
    return say_n(
        days,
        "With {people} people and {share} held out you can see a lift of {lift} or more: {rate} are expected to order "
        "within {n} day by themselves, and 4 times in 5 such a lift would stand out from chance.",
        "With {people} people and {share} held out you can see a lift of {lift} or more: {rate} are expected to order "
        "within {n} days by themselves, and 4 times in 5 such a lift would stand out from chance.",
        **of,
        lift=_points(seen.lift),
        rate=marked(f"{100 * seen.base_rate:.1f} %"),
    )


def _points(lift: float) -> str:
    """Rounded up, so that no less is promised."""
    points = ceil(round(1000 * lift, 6)) / 10
    if points < 10 and points % 1:
        return say("{points} points", points=marked(f"{points:.1f}"))
    return say_n(round(points), "{n} point", "{n} points")
