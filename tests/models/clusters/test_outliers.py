"""Unusual customers: the planted ones are found, whatever the order; set aside they move nobody else."""

import numpy as np
import pandas as pd
import pytest

from models.clusters import outliers
from models.clusters.clustering import cluster
from models.clusters.outliers import explain, find, listing
from tests.models.shops import customer_frame, planted_customers


def with_wholesalers() -> pd.DataFrame:
    customers, _ = planted_customers(2_000)
    giants = customer_frame([1, 2, 1, 3, 2], [400, 350, 500, 380, 420], [900_000, 700_000, 2e6, 8e5, 1e6]).assign(
        customer_id=[f"W{number}" for number in range(5)]
    )
    return pd.concat([customers, giants], ignore_index=True)


def test_wholesalers_are_found_and_few_others() -> None:
    customers = with_wholesalers()
    found = find(customers, seed=1)
    assert found.flags[-5:].all()
    assert found.flags.sum() <= 0.015 * len(customers)
    shuffled = customers.sample(frac=1, random_state=3)
    again = find(shuffled, seed=1)
    assert pd.Series(again.flags, index=shuffled.index).sort_index().tolist() == found.flags.tolist()


def test_fitted_segments_do_not_move_because_of_five_wholesalers() -> None:
    customers = with_wholesalers()
    aside = np.zeros(len(customers), dtype=bool)
    aside[-5:] = True
    without = cluster(customers.iloc[:-5], k=4)
    kept, moved = cluster(customers, k=4, aside=aside), cluster(customers, k=4)
    assert kept.centres == pytest.approx(without.centres)
    assert kept.labels[:-5].tolist() == without.labels.tolist()
    assert (kept.labels[-5:] == 0).all()
    assert not np.allclose(moved.centres, without.centres)


def test_the_list_is_bounded_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    customers = with_wholesalers()
    found = find(customers, seed=1)
    names = np.full(len(customers), "Loyal", dtype=object)
    monkeypatch.setattr(outliers, "STORED", 3)
    rows = listing(customers, names, found)
    assert len(rows) == 3
    assert rows["score"].is_monotonic_decreasing
    assert rows["reason"].str.contains("the median of Loyal").all()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([20, 10, 40_000], "spends 40 times the median of Loyal"),
        ([20, 55, 3_000], "orders 5.5 times the median of Loyal"),
        ([300, 10, 1_000], "last order 300 days ago, the median of Loyal is 20"),
        ([1, 10, 1_000], "last order 1 day ago, the median of Loyal is 20"),
        ([20, 10, 1], "spends only a fraction of the median of Loyal (0.1\u202f%)"),
        ([20, 10, 1_100], "an unusual mix of recency, orders and sales for Loyal"),
    ],
)
def test_reasons(values: list[float], expected: str) -> None:
    assert explain(np.array(values, dtype=float), np.array([20.0, 10.0, 1_000.0]), "Loyal") == expected


def test_nobody_is_unusual_among_few_or_equal() -> None:
    assert not find(customer_frame([5] * 50, [1] * 50, [10] * 50), seed=1).flags.any()
    assert not find(customer_frame([5] * 300, [1] * 300, [10] * 300), seed=1).flags.any()
