"""BG/NBD: the published fit, a direct numeric reference, recovery of what was simulated, bounds."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import check_grad
from scipy.special import beta

from models.value import bgnbd, nbd
from models.value.bgnbd import BgNbd, Histories

pytestmark = pytest.mark.slow

PUBLISHED = BgNbd(0.2426, 4.4135, 0.7929, 2.4258, -9582.43)
EAGER = BgNbd(0.8, 6.0, 0.3, 1.1, 0.0)
UNEVEN = BgNbd(1.5, 3.0, 1.0, 0.5, 0.0)  # a = 1: the removable pole


def simulated(model: BgNbd, customers: int, seed: int = 3, weeks: float = 104) -> tuple[np.ndarray, ...]:
    """x, t_x, T of customers who buy and stop as the model says, first seen at any time of the weeks."""
    random = np.random.default_rng(seed)
    rate = random.gamma(model.r, 1 / model.alpha, customers)
    stops = random.beta(model.a, model.b, customers)
    t = random.uniform(0, weeks, customers)
    x, t_x, now, alive = (np.zeros(customers) for _ in range(4))
    alive = alive == 0
    while alive.any():
        now = now + random.exponential(1 / rate)
        bought = alive & (now < t)
        x, t_x = x + bought, np.where(bought, now, t_x)
        alive = bought & (random.random(customers) > stops)
    return x, t_x, t


def reference(model: BgNbd, ahead: float, x: float, t_x: float, t: float) -> float:
    """E[Y(t) | x, t_x, T] by integrating (1 - e^(-lambda p t)) / p over the customers who are alive at T."""

    def integrand(u: float) -> float:
        p = u ** (1 / model.a)  # takes the pole of the beta density at 0 away
        fall = -(model.r + x) * np.log1p(p * ahead / (model.alpha + t))
        return float(-np.expm1(fall) / p * (1 - p) ** (model.b + x - 1))

    ends = ((1e-12, 0.05), (0.05, 0.3), (0.3, 0.9), (0.9, 1 - 1e-12))
    whole = sum(quad(integrand, *each)[0] for each in ends) / model.a / beta(model.a, model.b + x)
    odds = model.a / (model.b + x - 1) * ((model.alpha + t) / (model.alpha + t_x)) ** (model.r + x) if x else 0.0
    return whole / (1 + odds)


def test_the_published_fit_of_cdnow(shared_data: Path) -> None:
    frame = pd.read_csv(shared_data / "cdnow_summary.csv")
    histories = Histories.of(frame["x"].to_numpy(), frame["t_x"].to_numpy(), frame["T"].to_numpy())
    assert histories.customers == 2357
    found = bgnbd.fit(histories)
    assert tuple(round(value, 4) for value in found.parameters) == (0.2426, 4.4135, 0.7929, 2.4258)
    assert round(found.log_likelihood, 2) == -9582.43
    # The worked example of the authors' note: x = 2, t_x = 30.43, T = 38.86, the next 39 weeks.
    assert found.conditional_purchases(39, *np.array([[2], [30.43], [38.86]]))[0] == pytest.approx(1.226, abs=5e-4)
    r, alpha, value = nbd.fit(histories)
    assert (round(r, 3), round(alpha, 3), round(value, 1)) == (0.385, 12.072, -9763.7)


def test_a_fit_repeats_itself_whatever_the_order() -> None:
    x, t_x, t = simulated(EAGER, 500)
    once, shuffled = Histories.of(x, t_x, t), Histories.of(x[::-1], t_x[::-1], t[::-1])
    assert bgnbd.fit(once) == bgnbd.fit(shuffled)


@pytest.mark.parametrize("model", [PUBLISHED, EAGER, BgNbd(1.2, 4.0, 1.6, 3.0, 0.0)])
def test_simulated_customers_give_their_parameters_back(model: BgNbd) -> None:
    x, t_x, t = simulated(model, 15_000)
    found = bgnbd.fit(Histories.of(x, t_x, t))
    assert found.parameters == pytest.approx(model.parameters, rel=0.2)
    assert found.log_likelihood >= bgnbd.likelihood(np.array(model.parameters), Histories.of(x, t_x, t))[0]


def test_many_customers_start_from_a_part_and_end_where_all_do(monkeypatch: pytest.MonkeyPatch) -> None:
    histories = Histories.of(*simulated(EAGER, 6_000))
    whole = bgnbd.fit(histories)
    monkeypatch.setattr(bgnbd, "PILOT_ROWS", 500)
    assert bgnbd.fit(histories).parameters == pytest.approx(whole.parameters, rel=1e-4)


def test_equal_histories_are_one_row() -> None:
    histories = Histories.of(np.array([0, 1, 0]), np.array([0, 2, 0]), np.array([4, 4, 4]))
    assert (histories.counts.tolist(), histories.rows.tolist()) == ([2, 1], [0, 1, 0])
    parameters = np.array(PUBLISHED.parameters)
    rows = [Histories.of(*np.array(row)) for row in ([[0], [0], [4]], [[1], [2], [4]])]
    both = [bgnbd.likelihood(parameters, row)[0] for row in rows]
    assert bgnbd.likelihood(parameters, histories)[0] == pytest.approx(2 * both[0] + both[1])


@pytest.mark.parametrize("parameters", [(0.3, 5.0, 0.8, 2.4), (2.0, 0.5, 3.0, 0.4)])
def test_the_derivatives_are_those_of_the_likelihood(parameters: tuple[float, ...]) -> None:
    histories = Histories.of(*simulated(EAGER, 200))
    for module, first in ((bgnbd, 4), (nbd, 2)):
        error = check_grad(
            lambda each, module=module: module.likelihood(each, histories)[0],
            lambda each, module=module: module.likelihood(each, histories)[1],
            np.array(parameters[:first]),
        )
        assert error < 0.01


@pytest.mark.parametrize("model", [PUBLISHED, EAGER, UNEVEN])
@pytest.mark.parametrize(
    "history", [(0, 0, 38.86), (1, 1.71, 38.86), (2, 30.43, 38.86), (40, 100, 104), (300, 103, 104)]
)
def test_expectations_equal_the_integral(model: BgNbd, history: tuple[float, float, float]) -> None:
    for ahead in (1.0, 39.0, 500.0):
        found = model.conditional_purchases(ahead, *np.array(history, dtype=float)[:, None])[0]
        assert found == pytest.approx(reference(model, ahead, *history), rel=2e-4)


@pytest.mark.parametrize("size", [1e2, 1e3, 1e6])
def test_where_nearly_all_stop_with_one_chance_they_are_numbers_too(size: float) -> None:
    """Found with a shop that orders steadily: the series gave nan orders of everybody."""
    model = BgNbd(0.78, 10.77, 90_669 * size / 1e3, 765_238 * size / 1e3, 0.0)
    x, t = np.array([0.0, 1.0, 40.0]), np.array([10.0, 20.0, 100.0])
    stop = model.a / (model.a + model.b)
    expected = (1 - (1 + stop * 52 / (model.alpha + t)) ** -(model.r + x)) / stop
    assert model.conditional_purchases(52.0, x, t, t, np.ones(3)) == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("model", [PUBLISHED, EAGER, UNEVEN])
def test_a_new_customer_is_one_without_a_history(model: BgNbd) -> None:
    weeks = np.array([0.0, 1.0, 52.0])
    expected = [reference(model, each, 0, 0, 0) for each in weeks]
    assert model.expected_purchases(weeks) == pytest.approx(expected, rel=2e-4, abs=1e-12)


@pytest.mark.parametrize("model", [PUBLISHED, EAGER])
def test_what_has_to_rise_rises_and_chances_are_chances(model: BgNbd) -> None:
    random = np.random.default_rng(5)
    t = random.uniform(1, 150, 2_000)
    x = random.integers(0, 400, 2_000)
    t_x = np.where(x > 0, random.uniform(0, 1, 2_000) * t, 0)
    alive = model.probability_alive(x, t_x, t)
    assert ((alive >= 0) & (alive <= 1)).all()
    assert (alive[x == 0] == 1).all()
    later = np.minimum(t_x + 1, t)
    repeats = x > 0
    assert (model.probability_alive(x, later, t)[repeats] >= alive[repeats]).all()
    by_weeks = [model.conditional_purchases(weeks, x, t_x, t) for weeks in (0, 1, 13, 52, 520)]
    assert (by_weeks[0] == 0).all()
    for sooner, longer in pairwise(by_weeks):
        assert (longer >= sooner).all()
        assert np.isfinite(longer).all()
