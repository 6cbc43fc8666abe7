"""What is said of a segment comes from what is known of its customers, never from the medians that fill gaps."""

import numpy as np
import pytest

from models.attributes.features import Feature
from models.attributes.kmeans import fit_clusters
from models.attributes.names import name_segments
from models.attributes.standing import rank
from models.attributes.traits import Profile

GAP = np.nan
INCOME, CHILDREN = Feature("Income", ("Income",), meaning="income"), Feature("Children", ("Children",))
BORN = Feature("Birth year", ("Birth year",), meaning="birth")


def told(features: list[Feature], known: np.ndarray) -> list[tuple[str, str]]:
    """Names and descriptions of two segments of rows with gaps, as `segment_by_attributes` makes them."""
    filled = np.where(np.isnan(known), np.nanmedian(known, axis=0), known)
    fitted = fit_clusters(filled, np.arange(len(known)), 2, 1)
    return [(group.name, said) for group, said in name_segments(rank(features, known, fitted)[1], is_valued=False)]


def groups(*kinds: tuple[int, list[float]]) -> np.ndarray:
    return np.array([row for count, row in kinds for row in [row] * count])


@pytest.mark.parametrize(
    ("features", "known", "expected"),
    [
        (  # of most of the poorer the children are not known: the median, 1, is no news of them, and in no mean
            [INCOME, CHILDREN],
            groups((60, [60_000, 1]), (10, [60_000, 0]), (33, [20_000, GAP]), (19, [20_000, 3])),
            [("High income, few Children",
              "Income 60,000 on average (all: 43,000); Children 0.86 on average (all: 1.3)."),
             ("Low income", "Income 20,000 on average (all: 43,000).")],
        ),
        (  # known of most, though not of all: the mean is theirs, and its basis is told
            [INCOME, CHILDREN],
            groups((70, [60_000, 1]), (20, [20_000, GAP]), (30, [20_000, 3])),
            [("Few Children, high income",
              "Children 1 on average (all: 1.6); Income 60,000 on average (all: 43,300)."),
             ("Very many Children, low income",
              "Children 3 on average (all: 1.6; known of 60\u202f%); Income 20,000 on average (all: 43,300).")],
        ),
    ],
)  # fmt: skip
def test_gaps_say_nothing(features: list[Feature], known: np.ndarray, expected: list[tuple[str, str]]) -> None:
    assert told(features, known) == expected


def test_a_segment_of_gaps_is_hardly_known() -> None:
    centres, means = np.array([[1.0, 0.5], [GAP, GAP]]), np.array([[3.0, 1980.0], [GAP, GAP]])
    share, known = np.array([False, False]), np.array([[1.0, 1.0], [0.0, 0.0]])
    profile = Profile([CHILDREN, BORN], means, means[0], centres, share, np.array([40, 10]), known)
    assert [(group.name, said) for group, said in name_segments(profile, is_valued=False)] == [
        ("Many Children, younger", "Children 3 on average (all: 3); Birth year 1980 on average (all: 1980)."),
        ("Little is known", "Of most of them no attribute is known that the segments are made of."),
    ]
