"""The bounds: as published, and seldom left by a motion that is looked at all the time."""

from math import exp, log, sqrt

import numpy as np
import pytest

from audiences.measurement.looks import EARLY, FINAL, early_bound, final_bound


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
