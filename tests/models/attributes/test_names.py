"""What segments by attributes are called: what each is comes before what it is not, and no two are called the same."""

import numpy as np
import pytest

from models.attributes.contents import with_age
from models.attributes.features import Feature
from models.attributes.names import name_segments
from models.attributes.traits import Profile

INCOME = Feature("Income", ("Income",), meaning="income")
BORN = Feature("Year Birth", ("Year_Birth",), meaning="birth")
AGE = Feature("Alter", ("Alter",), meaning="age")
EINKOMMEN = Feature("Nettoeinkommen", ("Nettoeinkommen",))
COMPLAIN = Feature("Complain", ("Complain",))
CARD = Feature("Has Card", ("HasCard",))
SINGLE = Feature("Marital Status Single", ("Marital_Status",), ("Single",))
WIDOW = Feature("Marital Status Widow", ("Marital_Status",), ("Widow",))
PAIR = Feature("In a relationship", ("Marital_Status",), ("Married",), "partner")
SEX = Feature("Gender Male", ("Gender",), ("Male",), opposite="Gender Female")

REFUND = Feature("Refunded", ("Refund",), ("yes",), opposite="not Refunded")
JOINED = Feature("Year joined", ("Joined",))


def names(features: list[Feature], rows: list[list[float]], sizes: list[int], deviations: list[float]) -> list[str]:
    """The names of segments with these means, where a feature without a deviation is a share of yes."""
    means, weights = np.array(rows), np.array(sizes)
    overall = weights @ means / weights.sum()
    is_share = np.array([not one for one in deviations])
    spread = np.where(is_share, np.sqrt(np.maximum(overall * (1 - overall), 1e-9)), deviations)
    profile = Profile(features, means, overall, (means - overall) / spread, is_share, weights, np.ones(means.shape))
    found = name_segments(profile, is_valued=False)
    assert len({group.id for group, _ in found}) == len(rows)
    return [group.name for group, _ in found]


@pytest.mark.parametrize(
    ("features", "rows", "sizes", "deviations", "expected"),
    [
        (  # hardly anybody complains or is a widow: that names those who do, and nobody else
            [COMPLAIN, WIDOW, BORN, INCOME],
            [[0, 0, 1980, 31_000], [0, 0, 1956, 52_000], [0, 1, 1956, 52_000], [1, 0, 1968, 42_000]],
            [700, 700, 40, 10],
            [0, 0, 12, 20_000],
            ["Younger, low income", "Older, high income", "Older, Marital Status Widow", "Complain"],
        ),
        (  # what is not there names a segment where nothing else does, and many have it
            [CARD, SINGLE],
            [[1, 1], [1, 0], [0, 0.5]],
            [300, 300, 100],
            [0, 0],
            ["Has Card, Marital Status Single", "Has Card", "No Has Card"],
        ),
        ([CARD, COMPLAIN], [[0.7, 0.01], [0.05, 0.01]], [300, 300], [0, 0], ["Mostly Has Card", "No Has Card"]),
        ([PAIR, SEX], [[1, 0.1], [0, 0.1], [0.5, 1]], [90, 90, 90], [0, 0],
         ["Gender Female, in a relationship", "Gender Female, single", "Gender Male"]),
        ([EINKOMMEN, AGE], [[60, 30], [20, 70]], [90, 90], [20, 20],
         ["High Nettoeinkommen, younger", "Low Nettoeinkommen, older"]),
        # alike in words: what they differ in most is told
        ([INCOME, BORN], [[62_000, 1990], [60_000, 1972], [20_000, 1981]], [90, 90, 90], [15_000, 30],
         ["High income, younger", "High income, older", "Very low income"]),
        ([INCOME], [[62_000], [58_000], [20_000]], [90, 90, 90], [20_000],
         ["Higher income", "Lower income", "Very low income"]),
        ([INCOME], [[61_000], [60_000], [59_000], [20_000]], [90, 90, 90, 90], [20_000],
         ["Income about 61,000", "Income about 60,000", "Income about 59,000", "Very low income"]),
        # of what nearly all are alike in, nobody is named; a year is later or earlier, not high or low
        ([REFUND, INCOME], [[0.02, 60_000], [0.08, 20_000]], [90, 90], [0, 20_000], ["High income", "Low income"]),
        ([JOINED], [[2021], [2016]], [90, 90], [2], ["Later Year joined", "Earlier Year joined"]),
        # ages are told as ages, whatever the column of years is called
        ([BORN], [[1990], [1972]], [90, 90], [10], ["Younger", "Older"]),
        ([BORN], [[1991], [1990], [1989], [1950]], [90, 90, 90, 90], [15],
         ["Born about 1991", "Born about 1990", "Born about 1989", "Much older"]),
        ([AGE], [[31], [30], [29], [70]], [90, 90, 90, 90], [15],
         ["About 31 years old", "About 30 years old", "About 29 years old", "Much older"]),
        # hardly anybody complains: those who do not are not called by it, though nothing else tells them apart
        ([COMPLAIN, BORN], [[0, 1974], [0, 1974], [0.01, 1974]], [300, 300, 300], [0, 12],
         ["Of middle age", "Of middle age (2)", "Of middle age (3)"]),
        ([COMPLAIN], [[0.1], [0.1]], [50, 50], [0], ["Close to the average", "Close to the average (2)"]),
    ],
)  # fmt: skip
def test_a_name_says_what_a_segment_is(
    features: list[Feature], rows: list[list[float]], sizes: list[int], deviations: list[float], expected: list[str]
) -> None:
    assert names(features, rows, sizes, deviations) == expected


@pytest.mark.parametrize(
    ("label", "values", "meaning"),
    [
        ("Year_Birth", [1960, 1985, 1990], "birth"),
        ("Geburtsjahr", [1960, 1985, 1990], "birth"),
        ("Year_Birth", [1893, 1960, 1985, 1990], "birth"),  # a slip among them
        ("Rok narození", [1950, 1970, 1990], "birth"),
        ("v3", [1950, 1970, 1990], "birth"),
        ("Year joined", [2015, 2018, 2021], ""),
        ("Alter", [20, 40, 77], "age"),
        ("Age", [20, 40, 77], "age"),
        ("Points", [20, 40, 77], ""),
        ("Income", [1950, 1970, 1990.5], ""),
    ],
)
def test_years_of_birth_and_ages_are_known_by_name_or_content(label: str, values: list[float], meaning: str) -> None:
    known = np.array([*values, np.nan])
    assert with_age(Feature(label, (label,)), known).meaning == meaning


def test_names_in_other_letters_have_addresses_of_their_own() -> None:
    features = [Feature("Доход", ("Доход",)), Feature("Траты", ("Траты",))]
    found = names(features, [[9, 5], [5, 9], [1, 1]], [50, 50, 50], [3, 3])
    assert found == ["Very high Доход", "Very high Траты", "Very low Доход, very low Траты"]
