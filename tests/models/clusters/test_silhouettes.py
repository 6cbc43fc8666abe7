"""Silhouettes of several labellings at once against scikit-learn's of each."""

import numpy as np
import pytest
from sklearn import config_context
from sklearn.metrics import silhouette_score

from models.clusters.silhouettes import mean_silhouettes


def test_each_is_what_scikit_learn_finds() -> None:
    random = np.random.default_rng(3)
    points = random.normal(size=(3_000, 3))
    points[7] = points[8]
    labellings = [random.integers(0, k, 3_000) * 2 for k in (2, 5, 8)]
    labellings[1][0] = 99  # alone in its cluster
    with config_context(working_memory=8):  # several chunks
        found = mean_silhouettes(points, labellings)
    assert found == pytest.approx([silhouette_score(points, labels) for labels in labellings], abs=1e-12)


@pytest.mark.parametrize("labels", [[1, 1, 1], [0, 1, 2]])
def test_nobody_or_everybody_apart_is_nothing(labels: list[int]) -> None:
    points = np.array([[0.0], [1.0], [5.0]])
    told = np.array([0, 0, 1])
    assert mean_silhouettes(points, [np.array(labels), told]) == [0.0, pytest.approx(silhouette_score(points, told))]


def test_points_of_one_place_have_none() -> None:
    points = np.array([[1.0], [1.0], [1.0], [1.0]])
    assert mean_silhouettes(points, [np.array([0, 0, 1, 1])]) == [0.0]
