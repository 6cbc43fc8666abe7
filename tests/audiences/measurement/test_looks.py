"""The bounds: as published, and seldom left by a motion that is looked at all the time."""

from math import exp, log, sqrt

import numpy as np
import pytest
from scipy.special import gammaln, xlog1py, xlogy

from audiences.measurement.lift import Sums, lift
from audiences.measurement.looks import ALPHA, EARLY, FINAL, early_bound, final_bound


def test_the_bound_is_the_mixtures() -> None:
    """At 0.5, where rho is set to be tightest; by the definition of Lambert's function -w exp(-w) = alpha^2 / e."""
    w = 12.0
    for _ in range(100):
        w = log(w) - log(EARLY**2 / exp(1))
    rho = 0.5 / (w - 1)
    by_hand = sqrt((0.5 + rho) * log((0.5 + rho) / (rho * EARLY**2))) / sqrt(0.5)
    assert early_bound(np.array([0.5]))[0] == pytest.approx(by_hand)
    assert early_bound(np.array([0.5]))[0] < min(early_bound(np.array([0.05, 0.2, 0.9])))


def test_the_planned_look_is_students_t() -> None:
    assert final_bound(np.array([10.0, 1e9])) == pytest.approx([2.359, 2.0537], abs=1e-3)  # 98 % of either side
    assert final_bound(np.array([1e9]), 4)[0] == pytest.approx(2.5758, abs=1e-3)  # a hundredth of four


@pytest.mark.parametrize(
    ("sent", "held", "effect"), [(22, 22, 0.0), (270, 30, 0.0), (570, 30, 0.1), (1_140, 60, 0.0), (225, 25, 0.1)]
)
def test_few_held_out_make_no_more_false_tells(sent: int, held: int, effect: float) -> None:
    """Worked out exactly from the two binomials, whatever share orders by itself: how often the planned look is wrong.
    With one success more instead of two it is in 6.8 of 100 campaigns of 1,140 and 60, in 7.4 of 225 and 25."""
    counts = np.stack([one.ravel() for one in np.indices((sent + 1, held + 1))]).astype(float)[None]
    people, none = np.broadcast_to(np.array([sent, held])[None, :, None], counts.shape), np.zeros_like(counts)
    found = lift(Sums(people, none, none, counts, counts, none), is_share=True)
    around = final_bound(found.freedom) * found.error
    wrong = []
    for share in (0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9 - effect / 2, 0.9):
        is_off = np.abs(found.each - effect) > around
        chances = np.multiply.outer(_binomial(sent, min(share + effect, 1)), _binomial(held, share)).ravel()
        wrong.append(float(chances[is_off].sum()) if share + effect <= 1 else 0.0)
    assert 0.03 < max(wrong) < ALPHA


def _binomial(people: int, share: float) -> np.ndarray:
    """The chance of each count."""
    count = np.arange(people + 1)
    ways = gammaln(people + 1) - gammaln(count + 1) - gammaln(people - count + 1)
    return np.asarray(np.exp(ways + xlogy(count, share) + xlog1py(people - count, -share)))


def test_a_motion_that_is_looked_at_all_the_time_seldom_leaves() -> None:
    steps, paths = 300, 4_000
    walks = np.random.default_rng(3).standard_normal((paths, steps)).cumsum(axis=1)
    clock = np.arange(1, steps + 1)
    standard = np.abs(walks) / np.sqrt(clock)
    left = (standard > early_bound(clock / steps)).any(axis=1).mean()
    naive = (standard > 1.96).any(axis=1).mean()
    assert left <= EARLY
    assert naive > 0.3  # what looking costs without
    assert pytest.approx(0.05) == EARLY + FINAL
