"""Every algorithm: agreement with scikit-learn called directly, planted groups, shuffles, samples, noise."""

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, MiniBatchKMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from models.clusters import algorithms, clustering
from models.clusters.algorithms import NOISE, fit_each, grow
from models.clusters.clustering import Recipe, cluster
from models.clusters.kinds import ALGORITHMS, LINKAGES
from models.publishing.segmentations import clustered_segmentation, rfm_segmentation
from tests.models.shops import customer_frame, planted_customers
from warehouse.errors import InputError, NoDataError

pytestmark = pytest.mark.slow


def points(size: int = 600) -> np.ndarray:
    customers, _ = planted_customers(size, seed=4)
    logs = np.log1p(customers[list(clustering.FEATURES)].to_numpy(float))
    return (logs - logs.mean(axis=0)) / logs.std(axis=0)


@pytest.mark.parametrize("slug", ALGORITHMS)
def test_planted_groups_are_found_in_any_order(slug: str) -> None:
    customers, planted = planted_customers(1_500, seed=3)
    fitted = cluster(customers, k=4, recipe=Recipe(slug))
    assert adjusted_rand_score(planted, fitted.labels) >= 0.9
    shuffled = customers.sample(frac=1, random_state=1)
    again = cluster(shuffled, k=4, recipe=Recipe(slug))
    assert pd.Series(again.labels, index=shuffled.index).sort_index().tolist() == fitted.labels.tolist()
    assert again.choice == fitted.choice
    assert again.details == fitted.details


@pytest.mark.parametrize("slug", ["ward", "hdbscan", "gaussian-mixture"])
def test_everyone_is_assigned_when_only_a_sample_is_fitted(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "FIT_ROWS", 400)
    monkeypatch.setattr(algorithms, "CHUNK", 70)
    customers, planted = planted_customers(2_000)
    fitted = cluster(customers, k=4, recipe=Recipe(slug))
    assert (fitted.fit_rows, len(fitted.labels)) == (400, 2_000)
    assert adjusted_rand_score(planted, fitted.labels) >= 0.9


@pytest.mark.parametrize("linkage", LINKAGES)
@pytest.mark.parametrize("k", [2, 4, 7])
def test_a_cut_of_the_tree_is_scikit_learns(linkage: str, k: int) -> None:
    sample = points()
    theirs = AgglomerativeClustering(n_clusters=k, linkage=linkage).fit_predict(sample)
    assert adjusted_rand_score(theirs, grow(sample, linkage).cut(k)) == 1


def test_the_others_are_scikit_learns_own() -> None:
    sample = points()
    theirs = MiniBatchKMeans(n_clusters=4, n_init=10, random_state=5, batch_size=1024).fit(sample)
    assert fit_each("minibatch", sample, [4], seed=5)[4].labels.tolist() == theirs.labels_.tolist()
    mixture = GaussianMixture(4, n_init=3, random_state=5, reg_covar=algorithms.FLOOR, max_iter=500).fit(sample)
    found = fit_each("gaussian-mixture", sample, [4], seed=5)[4]
    assert found.labels.tolist() == mixture.predict(sample).tolist()
    (dense,) = fit_each("hdbscan", sample, [], seed=5).values()
    size = int(str(dense.notes["min_cluster_size"]))
    assert dense.labels.tolist() == HDBSCAN(min_cluster_size=size, copy=True).fit(sample).labels_.tolist()


def test_noise_is_a_segment_of_its_own() -> None:
    customers, _ = planted_customers(800)
    random = np.random.default_rng(1)
    strange = customer_frame(
        random.integers(1, 400, 60), random.integers(1, 60, 60), random.integers(5, 90_000, 60)
    ).assign(customer_id=[f"S{number}" for number in range(60)])
    everyone = pd.concat([customers, strange], ignore_index=True)
    found = clustered_segmentation(everyone, rfm_segmentation(everyone).members, None, 42, "GBP", Recipe("hdbscan"))
    ids = [group.id for group, _ in found.segments]
    assert ids[-4:] == ["unclustered", "prospect", "returns-only", "free-only"]
    sizes = found.members["segment_id"].value_counts()
    assert set(sizes.index) == set(ids) - {"prospect", "returns-only", "free-only"}
    assert 20 < sizes["unclustered"] < 100
    assert found.metrics["noise_share"] > 0
    assert "k" not in found.parameters


def test_noise_has_no_number() -> None:
    assert NOISE == -1  # the last of an array, on which the naming relies


def test_no_groups_at_all() -> None:
    with pytest.raises(NoDataError, match="HDBSCAN finds no separate groups of customers"):
        fit_each("hdbscan", np.zeros((100, 2)), [], seed=1)


def test_unknown_names() -> None:
    with pytest.raises(InputError, match="There is no algorithm dbscan"):
        Recipe("dbscan").check()
    with pytest.raises(InputError, match="There is no feature age"):
        Recipe(features=("age",)).check()
    with pytest.raises(InputError, match="each named once"):
        Recipe(features=("net", "net")).check()


@pytest.mark.parametrize("slug", ["kmeans", "ward", "gaussian-mixture"])
def test_eleven_segments_have_eleven_names(slug: str) -> None:
    random = np.random.default_rng(5)
    customers = customer_frame(
        random.integers(1, 400, 900), random.geometric(0.2, 900), random.lognormal(6, 1, 900).round(2)
    )
    found = clustered_segmentation(customers, rfm_segmentation(customers).members, 11, 42, "GBP", Recipe(slug))
    assert len({group.id for group, _ in found.segments}) == 14
    assert found.members["segment_id"].nunique() == 11


def test_a_dendrogram_shows_the_last_merges() -> None:
    customers, _ = planted_customers(600)
    drawn = cluster(customers, k=4, recipe=Recipe("ward")).details["dendrogram"]
    assert len(drawn["lines"]) == 29
    assert len(drawn["leaves"]) == 30
    assert sum(leaf["customers"] for leaf in drawn["leaves"]) == 600
    crossing = [line for line in drawn["lines"] if max(line["y"]) > drawn["cut"]]
    assert len(crossing) == 3
    assert all(line["cluster"] is None for line in crossing)
    assert {line["cluster"] for line in drawn["lines"] if line not in crossing} == {0, 1, 2, 3}
