"""Densities equal scipy's estimator with the same bandwidth, lie where values are, and hold everyone."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import gaussian_kde

from dashboard.figures.explore.density import bandwidth, curve
from dashboard.figures.explore.features import FEATURES, densities
from dashboard.figures.explore.histogram import bins, histogram

RANDOM = np.random.default_rng(3)
SPENT = RANDOM.lognormal(6, 1.2, 2_000)
ORDERS = RANDOM.geometric(0.25, 2_000).astype(float)


@pytest.mark.parametrize("is_log", [False, True])
def test_it_is_scipys_with_what_lies_beyond_the_ends_reflected(is_log: bool) -> None:
    seen = np.log10(SPENT) if is_log else SPENT
    places, found = curve(SPENT, SPENT.min(), SPENT.max(), False, is_log)
    whole = np.concatenate([seen, 2 * seen.min() - seen, 2 * seen.max() - seen])
    expected = 3 * gaussian_kde(whole, bandwidth(seen) / whole.std(ddof=1))(places)
    np.testing.assert_allclose(found, expected, atol=0.02 * expected.max())


def test_silvermans_rule() -> None:
    values = np.arange(1.0, 101.0)
    assert bandwidth(values) == pytest.approx(0.9 * values.std(ddof=1) * 100**-0.2)  # quartiles 49.5 / 1.34 are wider
    assert bandwidth(np.array([1.0] * 90 + [2.0] * 10)) > 0  # quartiles alike: by the deviation


@pytest.mark.parametrize(
    ("values", "low", "high", "is_whole"),
    [(SPENT, SPENT.min(), SPENT.max(), False), (ORDERS, 0.5, ORDERS.max() + 0.5, True)],
)
@pytest.mark.parametrize("is_log", [False, True])
def test_it_holds_everyone(values: np.ndarray, low: float, high: float, is_whole: bool, is_log: bool) -> None:
    places, found = curve(values, low, high, is_whole, is_log)
    assert np.trapezoid(found, places) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("values", [[], [1.0, 2.0], [4.0] * 10])
def test_nothing_to_draw(values: list[float]) -> None:
    places, found = curve(np.array(values), 0.5, 10, False, True)
    assert len(places) == len(found) == 0


def test_the_line_follows_the_bars() -> None:
    for values, feature in ((SPENT, FEATURES["monetary"]), (ORDERS, FEATURES["frequency"])):
        for is_log in (True, False):
            series = pd.Series(values)
            bars, line = histogram(series, feature, is_log, "GBP").data
            counts = bins(series, feature, is_log)["customers"].to_numpy()
            read = np.interp(np.asarray(bars.x, dtype=float), line.x, line.y)
            many = counts > 50
            assert many.any()
            np.testing.assert_allclose(read[many], counts[many], rtol=0.45)


def test_by_segment_each_is_as_high_as_its_row() -> None:
    frame = pd.DataFrame({"frequency": [*ORDERS, 3.0, 3.0, 3.0], "name": ["All sorts"] * 2_000 + ["Alike"] * 3})
    found = densities(frame, FEATURES["frequency"], True, 1.0)
    assert list(found) == ["All sorts"]
    assert found["All sorts"][1].max() == 1
    assert found["All sorts"][0].min() >= 0.5
