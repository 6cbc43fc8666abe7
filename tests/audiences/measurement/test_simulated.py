"""Simulated campaigns whose effect is known: intervals hold as often as is said, however often one looks.

People differ in how often they order; what they ordered in the year before is known. All campaigns at once: the axes
after stratum and group are campaign and day.
"""

from functools import cache

import numpy as np
import pytest

from audiences.measurement.lift import Sums, lift
from audiences.measurement.looks import early_bound, final_bound

CAMPAIGNS, PEOPLE, HELD, DAYS, STRATA = 200, 1_000, 100, 10, 2
EACH = 20.0  # of an order, on average


@cache
def campaigns(effect: float, seed: int, rate: float = 0.3) -> tuple[dict[str, Sums], dict[str, np.ndarray]]:
    """The sums of each outcome, and the truth by day: what those written to did more, a person."""
    rng = np.random.default_rng(seed)
    often = np.sort(rng.gamma(1.0, rate / DAYS, (CAMPAIGNS, PEOPLE)), axis=1)  # strata by how often, as segments are
    held = _drawn(rng)
    before = rng.poisson(often * 365 / 2).astype(float)
    buyers = np.zeros((CAMPAIGNS, PEOPLE))
    orders, net = buyers.copy(), buyers.copy()
    found: dict[str, list[Sums]] = {"buyers": [], "orders": [], "net": []}
    for _ in range(DAYS):
        ordered = rng.poisson(often * np.where(held, 1, 1 + effect))
        orders += ordered
        buyers = np.minimum(orders, 1)
        net += ordered * EACH * rng.exponential(1.0, (CAMPAIGNS, PEOPLE))
        for name, x, y in (("buyers", before, buyers), ("orders", before, orders), ("net", before * EACH, net)):
            found[name].append(_sums(held, x, y))
    days = np.arange(1, DAYS + 1)
    mean = often.mean()
    least = np.exp(-often[:, :, None] * days)
    truth = {
        "buyers": (least - least ** (1 + effect)).mean(axis=(0, 1)),
        "orders": effect * mean * days,
        "net": effect * mean * days * EACH,
    }
    return {name: _stacked(each) for name, each in found.items()}, truth


def _drawn(rng: np.random.Generator) -> np.ndarray:
    size = PEOPLE // STRATA
    order = rng.random((CAMPAIGNS, STRATA, size)).argsort(axis=2)
    return (order < HELD // STRATA).reshape(CAMPAIGNS, PEOPLE)


def _sums(held: np.ndarray, x: np.ndarray, y: np.ndarray) -> Sums:
    def added(values: np.ndarray) -> np.ndarray:
        parts = [np.where(group, values, 0).reshape(CAMPAIGNS, STRATA, -1).sum(axis=2) for group in (~held, held)]
        return np.stack(parts).transpose(2, 0, 1)

    return Sums(added(np.ones_like(y)), added(x), added(x * x), added(y), added(y * y), added(x * y))


def _stacked(days: list[Sums]) -> Sums:
    return Sums(*(np.stack(part, axis=-1) for part in zip(*(vars(one).values() for one in days), strict=True)))


def missed(sums: Sums, truth: np.ndarray, is_share: bool) -> tuple[float, float]:
    """Of how many campaigns an interval does not hold the truth: at any look, and at the planned one."""
    found = lift(sums, is_share)
    around = early_bound(np.arange(1, DAYS + 1) / DAYS) * found.wide_error
    around[..., -1] = final_bound(found.freedom[..., -1]) * found.error[..., -1]
    is_off = np.abs(found.each - truth) > around
    return float(is_off.any(axis=-1).mean()), float(is_off[..., -1].mean())


@pytest.mark.parametrize(("effect", "seed"), [(0.0, 1), (0.4, 2)])
def test_intervals_hold_in_95_of_100_campaigns_at_all_looks_together(effect: float, seed: int) -> None:
    """Without an effect, that is how seldom one is seen."""
    simulated, truth = campaigns(effect, seed)
    for name, sums in simulated.items():
        any_look, planned = missed(sums, truth[name], name == "buyers")
        assert any_look <= 0.06, name
        assert planned <= any_look


def test_what_is_known_from_before_makes_it_sharper() -> None:
    simulated, _ = campaigns(0.0, 1)
    for sums in (simulated["orders"], simulated["net"]):
        plain = Sums(sums.people, *(np.zeros_like(sums.x),) * 2, sums.y, sums.yy, np.zeros_like(sums.xy))
        assert lift(sums).error[:, -1].mean() < 0.98 * lift(plain).error[:, -1].mean()


def test_daily_looks_at_a_plain_interval_would_see_what_is_not_there() -> None:
    simulated, _ = campaigns(0.0, 1)
    found = lift(simulated["orders"])
    assert (np.abs(found.each) > 1.96 * found.error).any(axis=-1).mean() > 0.12
