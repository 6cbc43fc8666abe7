"""The population stability index against literal values, and what runs store of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pandas as pd
import pytest
from sqlalchemy import Engine, text

from models.history.drift import between_runs, distributions, reading, stability_index
from models.publishing.fit import Options, fit
from tests.models.shops import customer_frame, line


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([50, 50], [50, 50], 0.0),
        ([50, 50], [500, 500], 0.0),
        ([50, 50], [60, 40], 0.0405465),  # 0.1 ln 1.2 - 0.1 ln 0.8
        ([10, 20, 70], [20, 20, 60], 0.0847298),  # 0.1 ln 2 - 0.1 ln (6/7)
        ([0, 10, 20], [0, 10, 20], 0.0),
        ([100, 0], [50, 50], 2.6261329),  # -0.5 ln 0.5 + 0.495 ln (0.5 / 0.005): half a customer in the empty bin
        ([0, 0], [1, 2], None),
        ([1, 2], [0, 0], None),
    ],
)
def test_the_index(old: list[int], new: list[int], expected: float | None) -> None:
    found = stability_index(old, new)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-6))
    assert stability_index(new, old) == (None if found is None else pytest.approx(found, abs=1e-12))


@pytest.mark.parametrize(
    ("index", "word"), [(0.0, "stable"), (0.0999, "stable"), (0.1, "shifting"), (0.25, "shifting"), (0.26, "shifted")]
)
def test_readings(index: float, word: str) -> None:
    assert reading(index) == word


def test_distributions_hold_everyone_in_about_equal_bins() -> None:
    frame = customer_frame(range(1, 101), [1] * 60 + [2] * 40, range(100, 200))
    frame = pd.concat([frame, frame.head(1).assign(frequency=0)])  # somebody without an order
    found = distributions(frame)
    assert found["recency_days"]["counts"] == [10] * 10
    assert found["frequency"] == {"edges": [1.0, 2.0], "counts": [60, 40, 0]}
    assert between_runs(found, frame) == {"recency_days": 0.0, "frequency": 0.0, "monetary": 0.0}
    later = between_runs(found, frame.assign(recency_days=frame["recency_days"] + 30))
    assert later["recency_days"] > 0.25
    assert later["monetary"] == 0.0


def test_nobody_has_no_distribution() -> None:
    assert distributions(customer_frame([], [], [])) == {}


def test_runs_store_drift_against_the_run_before(engine: Engine, fill: Callable[..., None]) -> None:
    def shop(months: int) -> None:
        start = datetime(2011, 1, 3)
        fill_lines = [
            line(f"c{n}", f"i{n}-{m}", start + timedelta(days=30 * m + n % 25), price=5 + n + m)
            for m in range(months)
            for n in range(40)
            if (n + m) % 3
        ]
        fill(fill_lines)

    def metrics() -> dict[str, dict]:
        with engine.connect() as connection:
            rows = connection.execute(text("select algorithm, metrics from segmentations where published"))
            return {row.algorithm: row.metrics for row in rows}

    shop(3)
    fit(engine, Options(k=3))
    first = metrics()
    assert first["rfm"]["feature_drift"] is None
    assert [one["month"] for one in first["rfm"]["segment_drift"]] == ["2011-02-01", "2011-03-01"]
    fit(engine, Options(k=3))
    again = metrics()
    for one in again.values():
        drift = one["feature_drift"]
        assert (drift["recency_days"], drift["frequency"], drift["monetary"]) == (0.0, 0.0, 0.0)
        assert drift["as_of"] == "2011-03-29"
    assert again["rfm"]["segment_drift"] == first["rfm"]["segment_drift"]
