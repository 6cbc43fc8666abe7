"""Features as points: against scikit-learn's transformers, missing values, and back again."""

import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import PowerTransformer, StandardScaler

from models.features.names import statement
from models.features.transforms import prepare, values_of

EVERYONE = np.arange(200)
KEPT = np.ones(200, dtype=bool)


def values() -> np.ndarray:
    random = np.random.default_rng(2)
    return np.column_stack([random.lognormal(4, 1, 200), random.integers(-50, 80, 200), random.random(200)])


@pytest.mark.parametrize("transform", ["log1p", "yeo-johnson", "none"])
@pytest.mark.parametrize("scale", ["standard", "robust"])
def test_points_can_be_turned_back(transform: str, scale: str) -> None:
    points = values()
    prepared = prepare(points, EVERYONE, KEPT, transform, scale)
    assert prepared.restore(points) == pytest.approx(values())


def test_yeo_johnson_is_scikit_learns() -> None:
    points = values()
    prepare(points, EVERYONE, KEPT, "yeo-johnson", "standard")
    assert points == pytest.approx(PowerTransformer().fit_transform(values()), abs=1e-6)


def test_standard_is_scikit_learns() -> None:
    points = values()
    prepare(points, EVERYONE, KEPT, "none", "standard")
    assert points == pytest.approx(StandardScaler().fit_transform(values()))


def test_robust_points_have_quartiles_a_normals_apart() -> None:
    points = values()
    prepare(points, EVERYONE, KEPT, "none", "robust")
    low, middle, high = np.quantile(points, [0.25, 0.5, 0.75], axis=0)
    assert middle == pytest.approx(np.zeros(3), abs=1e-9)
    assert high - low == pytest.approx(np.full(3, 1.3489795))


def test_a_missing_value_is_the_median_of_those_there_are() -> None:
    frame = pd.DataFrame({"interval_days": pd.array([1.0, None, 5.0, 30.0, None], dtype="Float64")})
    points = values_of(frame, ["interval_days"])
    prepared = prepare(points, np.arange(5), np.ones(5, dtype=bool), "none", "standard")
    assert prepared.fills.tolist() == [5]
    assert prepared.restore(points)[:, 0] == pytest.approx([1, 5, 5, 30, 5])


def test_what_is_set_aside_does_not_move_the_others() -> None:
    kept = KEPT.copy()
    kept[:3] = False
    plain, extreme = values(), values()
    extreme[:3, 0] = 1e9
    prepare(plain, EVERYONE[3:], kept, "log1p", "standard")
    prepare(extreme, EVERYONE[3:], kept, "log1p", "standard")
    assert plain[3:].tobytes() == extreme[3:].tobytes()


def test_constant_features_are_no_trouble() -> None:
    for transform in ("log1p", "yeo-johnson", "none"):
        points = np.full((200, 1), 7.0)
        prepare(points, EVERYONE, KEPT, transform, "robust")
        assert points.tolist() == [[0.0]] * 200


def test_intervals_are_of_those_who_came_back() -> None:
    assert statement("interval_days").startswith("case when frequency > 1 then")
    assert statement("net") == "cast(net as float8)"
