"""The chance of an order: what is learnt, its calibration, and when there is too little to learn from."""

import numpy as np
import pyarrow as pa
import pytest

from models.value import chance, checks
from models.value.histories import Customers


def customers(size: int, seed: int = 1) -> Customers:
    """Customers who come back with a chance that falls with the wait against their own interval."""
    random = np.random.default_rng(seed)
    days = random.geometric(0.3, size).astype(float)
    age = random.integers(30, 365, size).astype(float)
    wait = np.where(days > 1, np.minimum(random.integers(1, 200, size), age - 1), age)
    came = random.random(size) < 1 / (1 + np.exp(wait / 40 - days / 2))
    gaps = (age - wait) / np.maximum(days - 1, 1) * (days > 1)
    ids = pa.array([f"C{number:05}" for number in range(size)])
    values = (age, wait, days, np.minimum(days, 2), days * 10, (days - 1) * 10, days * 0, gaps, gaps**2 * (days - 1))
    return Customers(ids, *values, came * 1.0, came * 1.0)


def test_it_learns_and_repeats_itself() -> None:
    model, again = chance.fit([customers(4_000)]), chance.fit([customers(4_000)])
    assert model.as_json() == again.as_json()
    later = customers(4_000, seed=2)
    found = model.predict(later)
    assert ((found > 0) & (found < 1)).all()
    assert found.sum() == pytest.approx((later.days_soon > 0).sum(), rel=0.05)
    metrics = checks.judge(model, later)
    assert metrics["auc"] > 0.75
    assert metrics["brier"] < metrics["brier_flat"]
    rows = metrics["calibration"]
    assert sum(row["customers"] for row in rows) == 4_000
    assert sum(row["customers"] * row["predicted"] for row in rows) == pytest.approx(metrics["expected"])
    assert sum(row["customers"] * row["observed"] for row in rows) == pytest.approx(metrics["observed"])
    assert all(abs(row["predicted"] - row["observed"]) < 0.1 for row in rows if row["customers"] > 100)


def test_nobody_is_waited_for_longer_than_was_learnt() -> None:
    model = chance.fit([customers(1_000)])
    some = customers(50)
    older = Customers(some.ids, *(getattr(some, name) for name in list(vars(some))[1:]))
    object.__setattr__(older, "wait", some.wait + 5_000)
    object.__setattr__(older, "age", some.age + 5_000)
    table = chance.features(older, model.window)
    assert table[:, 0].max() == pytest.approx(np.log1p(model.window))
    assert (model.predict(older) < 0.5).mean() > 0.9


def test_the_tenths_of_the_scale() -> None:
    rows = checks.calibration(np.array([0.0, 0.05, 0.31, 1.0]), np.array([False, True, False, True]))
    assert rows == [
        {"from": 0.0, "predicted": 0.025, "observed": 0.5, "customers": 2},
        {"from": 0.3, "predicted": 0.31, "observed": 0.0, "customers": 1},
        {"from": 0.9, "predicted": 1.0, "observed": 1.0, "customers": 1},
    ]


@pytest.mark.parametrize(("size", "came", "enough"), [(200, 0.5, True), (199, 0.5, False), (300, 0.0, False)])
def test_too_few_to_learn_from(size: int, came: float, enough: bool) -> None:
    some = customers(size)
    object.__setattr__(some, "days_soon", (np.arange(size) < came * size) * 1.0)
    assert chance.can_learn(some) is enough
