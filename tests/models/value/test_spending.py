"""Gamma-Gamma: the published fit, recovery of what was simulated, shrinkage towards the mean of all."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import check_grad

from models.value import gamma_gamma
from models.value.gamma_gamma import GammaGamma

PUBLISHED = GammaGamma(6.25, 3.74, 15.44, 0.0)


def simulated(model: GammaGamma, customers: int, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """x and mean value of customers who spend as the model says."""
    random = np.random.default_rng(seed)
    x = random.geometric(0.3, customers)
    nu = random.gamma(model.q, 1 / model.gamma, customers)
    return x, random.gamma(model.p * x, 1 / nu) / x


def test_the_published_fit_of_cdnow(shared_data: Path) -> None:
    frame = pd.read_csv(shared_data / "cdnow_summary.csv")
    repeat = frame[(frame["x"] > 0) & (frame["zbar"] > 0)]
    assert len(repeat) == 946
    found = gamma_gamma.fit(repeat["x"].to_numpy(), repeat["zbar"].to_numpy())
    assert found.parameters == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    assert found.expected_value(np.array([0]), np.array([0.0]))[0] == pytest.approx(35.2, abs=0.1)


def test_simulated_customers_give_their_parameters_back(monkeypatch: pytest.MonkeyPatch) -> None:
    x, mean = simulated(PUBLISHED, 40_000)
    found = gamma_gamma.fit(x, mean)
    assert found.parameters == pytest.approx(PUBLISHED.parameters, rel=0.05)
    monkeypatch.setattr(gamma_gamma, "PILOT_ROWS", 2_000)
    assert gamma_gamma.fit(x, mean).parameters == pytest.approx(found.parameters, rel=1e-4)


def test_the_currency_does_not_matter() -> None:
    x, mean = simulated(PUBLISHED, 3_000)
    pounds, pence = gamma_gamma.fit(x, mean), gamma_gamma.fit(x, mean * 100)
    assert pence.parameters == pytest.approx((pounds.p, pounds.q, pounds.gamma * 100), rel=1e-4)
    assert pence.log_likelihood == pytest.approx(pounds.log_likelihood - 3_000 * np.log(100))


def test_the_derivatives_are_those_of_the_likelihood() -> None:
    x, mean = simulated(PUBLISHED, 200)
    purchases, places = np.unique(x.astype(float), return_inverse=True)
    error = check_grad(
        lambda each: gamma_gamma.likelihood(each, purchases, places, mean)[0],
        lambda each: gamma_gamma.likelihood(each, purchases, places, mean)[1],
        np.array([2.0, 3.0, 9.0]),
    )
    assert error < 0.01


def test_few_purchases_are_drawn_to_the_mean_of_all() -> None:
    nobody, once, often = PUBLISHED.expected_value(np.array([0, 1, 100]), np.array([np.nan, 90.0, 90.0]))
    assert nobody == pytest.approx(6.25 * 15.44 / 2.74)
    assert nobody < once < often < 90
    assert often == pytest.approx(90, rel=0.01)
    assert PUBLISHED.has_mean
    assert not GammaGamma(1.0, 0.9, 1.0, 0.0).has_mean
