"""Stability and gap: high for groups that are there, the choice unmoved by what is not."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from models.clusters.selection import Candidate, choose, elbow, gap_number
from models.clusters.stability import agreement, dispersion, gaps, stability


def blobs(groups: int, size: int = 150) -> np.ndarray:
    random = np.random.default_rng(groups)
    centres = random.uniform(-20, 20, (groups, 2))
    return np.vstack([centre + random.normal(scale=0.5, size=(size, 2)) for centre in centres])


def uniform() -> np.ndarray:
    return np.random.default_rng(1).uniform(size=(600, 2))


@pytest.mark.parametrize("slug", ["kmeans", "ward", "gaussian-mixture"])
def test_groups_that_are_there_are_stable(slug: str) -> None:
    found = stability(slug, blobs(4), range(3, 7), seed=1)
    assert found[4] > 0.99
    assert found[4] == max(found.values())
    assert stability(slug, blobs(4), range(3, 7), seed=1) == found


def test_what_is_not_there_is_not_stable() -> None:
    assert stability("kmeans", uniform(), [7], seed=1)[7] < 0.9


@pytest.mark.parametrize("groups", [(1, 1), (1, 4), (3, 3), (4, 7)])
def test_agreement_is_scikit_learns(groups: tuple[int, int]) -> None:
    random = np.random.default_rng(2)
    one, other = (random.integers(0, most, 200) for most in groups)
    assert agreement(one, other) == adjusted_rand_score(one, other)
    assert agreement(one, one) == 1


def test_the_gap_finds_the_groups() -> None:
    found = gaps("kmeans", blobs(4), range(2, 8), seed=1)
    candidates = [Candidate(k, 0.5, 1, 0.1, gap=gap, gap_error=error) for k, (gap, error) in found.items()]
    assert gap_number(candidates) == 4
    assert gap_number([Candidate(3, 0.5, 1, 0.1), Candidate(4, 0.5, 1, 0.1)]) is None


def test_dispersion_is_k_means_inertia() -> None:
    points = blobs(3)
    model = KMeans(n_clusters=3, n_init=5, random_state=1).fit(points)
    assert dispersion(points, model.labels_) == pytest.approx(model.inertia_)


@pytest.mark.parametrize(
    ("inertias", "expected"),
    [([10, 4, 3, 2.5], 4), ([10, 8, 2, 1], 5), ([4, 3, 2, 1], None), ([1, 1, 1], None), ([3, 1], None)],
)
def test_the_elbow(inertias: list[float], expected: int | None) -> None:
    assert elbow([Candidate(3 + position, 0.3, value, 0.1) for position, value in enumerate(inertias)]) == expected


def test_neighbours_are_refused_in_words() -> None:
    choice = choose(
        [
            Candidate(3, 0.40, 3, 0.2, stability=0.95),
            Candidate(4, 0.60, 2, 0.2, stability=0.90),
            Candidate(5, 0.70, 1, 0.01, stability=0.5),
        ]
    )
    assert choice.k == 4
    assert choice.against == (
        "Not 3: customers sit worse in their segments (silhouette 0.400), "
        "though refits agree more (0.95 against 0.90).",
        "Not 5: its smallest segment would hold only 1.0\u202f% of the customers.",
    )
    near = choose([Candidate(4, 0.50, 3, 0.2), Candidate(5, 0.50, 3, 0.2), Candidate(6, 0.505, 3, 0.2)])
    assert near.against == (
        "Not 4: it separates about as well (0.500) but is further from 5.",
        "Not 6: it separates about as well (0.505) but is further from 5.",
    )


def test_at_the_ends_of_what_was_tried_it_is_said_so() -> None:
    ends = [choose([Candidate(k, value, 1, 0.2) for k, value in zip((3, 4), values, strict=True)]).against
            for values in ((0.9, 0.5), (0.5, 0.9))]  # fmt: skip
    assert [len(one) for one in ends] == [2, 2]
    assert ends[0][0] == "Not 2: only 3 to 4 were tried, see --k."
    assert ends[1][1] == "Not 5: only 3 to 4 were tried, see --k."
    assert choose([Candidate(11, 0.5, 1, 0.2)]).against == ("Not 10: nothing else was tried.",)
    assert choose([Candidate(4, 0.5, 1, 0.2)], asked=True).against == ()
