"""K-means: agreement with scikit-learn, planted groups, determinism, degenerate shops."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from models.clusters import clustering
from models.clusters.clustering import cluster
from tests.models.shops import customer_frame, planted_customers
from warehouse.errors import InputError, NoDataError, RegularsError

COLUMNS = ["recency_days", "frequency", "monetary"]


def standardised(customers: pd.DataFrame) -> np.ndarray:
    logs = np.log1p(customers[COLUMNS].to_numpy(float))
    return (logs - logs.mean(axis=0)) / logs.std(axis=0)


def test_planted_groups_are_found() -> None:
    customers, planted = planted_customers(4000)
    fitted = cluster(customers)
    assert fitted.choice.k == 4
    assert adjusted_rand_score(planted, fitted.labels) >= 0.9


def test_planted_groups_are_found_by_a_fit_on_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "FIT_ROWS", 800)
    monkeypatch.setattr(clustering, "SILHOUETTE_ROWS", 300)
    customers, planted = planted_customers(4000)
    fitted = cluster(customers)
    assert (fitted.choice.k, fitted.fit_rows, len(fitted.labels)) == (4, 800, 4000)
    assert adjusted_rand_score(planted, fitted.labels) >= 0.9


@pytest.mark.parametrize("k", [3, 5])
def test_it_agrees_with_scikit_learn(k: int) -> None:
    customers, _ = planted_customers(1500, seed=7)
    fitted = cluster(customers, k=k, seed=11)
    points = standardised(customers)
    model = KMeans(n_clusters=k, n_init=10, random_state=11).fit(points)
    assert adjusted_rand_score(model.labels_, fitted.labels) == 1
    assert fitted.choice.taken.inertia == pytest.approx(model.inertia_ / len(points))
    assert fitted.choice.taken.silhouette == pytest.approx(silhouette_score(points, model.labels_))
    assert fitted.choice.reason == f"{k} segments were asked for."


def test_rows_in_any_order_give_the_same_bits() -> None:
    customers, _ = planted_customers(2000, seed=5)
    fitted = cluster(customers)
    shuffled = customers.sample(frac=1, random_state=1)
    again = cluster(shuffled)
    labels = pd.Series(again.labels, index=shuffled.index).sort_index()
    assert labels.tolist() == fitted.labels.tolist()
    assert again.centres.tobytes() == fitted.centres.tobytes()
    assert again.choice == fitted.choice


def test_numbers_of_clusters_do_not_depend_on_the_start() -> None:
    customers, _ = planted_customers(2000, seed=5)
    one, other = cluster(customers, 4, seed=1), cluster(customers, 4, seed=2)
    assert one.labels.tolist() == other.labels.tolist()
    assert (np.diff(one.centroids[:, 2]) < 0).all()  # by falling value


def test_centroids_are_geometric_means_in_original_units() -> None:
    customers, _ = planted_customers(2000)
    fitted = cluster(customers, 4)
    for number, centroid in enumerate(fitted.centroids):
        members = customers.loc[fitted.labels == number, COLUMNS].to_numpy(float)
        assert centroid == pytest.approx(np.expm1(np.log1p(members).mean(axis=0)), rel=1e-6)


@pytest.mark.parametrize(
    ("recency", "k", "kind", "sentence"),
    [
        ([5] * 29, None, NoDataError, "K-means needs at least 30 customers with an order, and there are 29."),
        ([5] * 40, None, NoDataError, "K-means cannot tell the customers apart: they are all alike."),
        ([5, 6] * 20, 3, InputError, "3 segments cannot be made of only 2 different customers: choose fewer."),
        (list(range(40)), 12, InputError, "12 segments cannot be made: choose from 2 to 11."),
        (list(range(40)), 1, InputError, "1 segments cannot be made: choose from 2 to 11."),
    ],
)
def test_what_cannot_be_clustered(recency: list[int], k: int | None, kind: type[RegularsError], sentence: str) -> None:
    with pytest.raises(kind) as caught:
        cluster(customer_frame(recency, [1] * len(recency), [10] * len(recency)), k)
    assert str(caught.value) == sentence


def test_few_different_customers_give_few_segments() -> None:
    fitted = cluster(customer_frame([1, 50, 300] * 12, [9, 3, 1] * 12, [900, 200, 10] * 12))
    assert fitted.choice.k == 3
    assert len(set(fitted.labels)) == 3


def test_online_retail_silhouettes(shared_data: Path) -> None:
    frame = pd.read_csv(
        shared_data / "online_retail.csv.gz", encoding="latin-1", dtype={"CustomerID": str, "InvoiceNo": str}
    ).drop_duplicates()
    frame = frame[frame["CustomerID"].notna() & (frame["Quantity"] > 0) & (frame["UnitPrice"] > 0)]
    frame = frame[~frame["InvoiceNo"].str.startswith("C")]
    frame["at"] = pd.to_datetime(frame["InvoiceDate"], format="%m/%d/%Y %H:%M").dt.normalize()
    frame["sales"] = frame["Quantity"] * frame["UnitPrice"]
    grouped = frame.groupby("CustomerID").agg(
        last=("at", "max"), frequency=("InvoiceNo", "nunique"), monetary=("sales", "sum")
    )
    recency = (pd.Timestamp("2011-12-10") - grouped["last"]).dt.days
    fitted = cluster(
        customer_frame(recency.to_numpy(), grouped["frequency"].to_numpy(), grouped["monetary"].to_numpy())
    )
    found = {candidate.k: round(candidate.silhouette, 2) for candidate in fitted.choice.candidates}
    assert fitted.choice.k == 4
    assert (found[3], found[4]) == (0.34, 0.33)
    sizes = sorted(np.bincount(fitted.labels), reverse=True)
    assert sizes == pytest.approx([1549, 1174, 897, 718], abs=15)
