"""What segments are called and how many there are: rules over numbers, checked as tables."""

from itertools import combinations

import numpy as np
import pytest

from models.clusters.naming import Profile, describe, money, name_segments
from models.clusters.selection import Candidate, choose
from models.rfm.groups import GROUPS


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        # mean recency score, mean value score of each cluster, from best to worst in value
        ([(4.7, 4.8), (3.1, 4.0), (4.2, 2.3), (1.7, 1.7)], "champions loyal potential-loyalists hibernating"),
        ([(4.3, 4.6), (3.5, 2.4), (1.6, 1.6)], "champions need-attention hibernating"),
        ([(4.6, 4.7), (1.6, 3.6), (4.6, 1.3), (1.2, 1.1)], "champions at-risk new lost"),
        ([(3.8, 4.6), (2.2, 2.0)], "champions hibernating"),  # the best of both is Champions, however mean
        ([(1.5, 4.9), (5.0, 1.0)], "cant-lose new"),  # nobody is best in both
        ([(3.0, 3.0)], "champions"),  # a single segment is the best there is
    ],
)
def test_names(scores: list[tuple[float, float]], expected: str) -> None:
    recency, value = np.array(scores).T
    assert [group.id for group in name_segments(recency, value)] == expected.split()


@pytest.mark.parametrize("size", [3, 5, 8, 11])
def test_names_are_unique_and_champions_stay_champions(size: int) -> None:
    for groups in list(combinations(GROUPS, size))[:200]:
        recency, value = np.array([group.ideal for group in groups]).T
        named = name_segments(recency, value)
        assert len({group.id for group in named}) == size
        kept = {group.id: name.id for group, name in zip(groups, named, strict=True)}
        assert kept.get("champions", "champions") == "champions"


def test_ideal_places_are_the_centres_of_the_cells() -> None:
    ideals = {group.id: group.ideal for group in GROUPS}
    assert ideals["champions"] == (5, 4.5)
    assert ideals["lost"] == (1, 1)
    recency, value = np.array(list(ideals.values())).T
    assert [group.id for group in name_segments(recency, value)] == list(ideals)


def test_descriptions_say_their_numbers() -> None:
    champions, new = GROUPS[0], GROUPS[3]
    assert describe(champions, Profile(14.2, 13.1, 8123.4), "GBP") == (
        "Top value, active now: last order 14 days ago on average, 13 orders and £8,100 each."
    )
    lost = next(group for group in GROUPS if group.id == "lost")
    assert describe(lost, Profile(130, 1.0, 16.0), "GBP") == (
        "Old, little value: last order 130 days ago on average, 1 order and £16 each."
    )  # another cluster may be older
    assert describe(new, Profile(1.0, 1.0, 43.21), "SEK") == (
        "Very recent, light: last order 1 day ago on average, 1 order and 43 SEK each."
    )


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [(8123.4, "GBP", "£8,100"), (412.6, "EUR", "€413"), (3.5, "USD", "$3.50"), (1_250_040, "CHF", "1,250,000 CHF")],
)
def test_money(value: float, currency: str, expected: str) -> None:
    assert money(value, currency) == expected


@pytest.mark.parametrize(
    ("silhouettes", "shares", "k", "reason"),
    [
        ([0.50, 0.40, 0.35], [0.2, 0.1, 0.1], 3, "3 segments separate best (silhouette 0.500)."),
        (
            [0.336, 0.333, 0.318],
            [0.2, 0.1, 0.1],
            4,
            "4 segments (silhouette 0.333) separate about as well as 3 (0.336), and 4 is the most usable number of "
            "those.",
        ),
        ([0.40, 0.39, 0.60], [0.2, 0.1, 0.01], 4, None),  # the best one has a segment nobody could use
        ([0.40, 0.50, 0.60], [0.01, 0.02, 0.01], 5, "5 segments separate best (silhouette 0.600)."),
        ([0.30, 0.30, 0.30, 0.30, 0.30, 0.30], [0.1] * 6, 5, None),
    ],
)
def test_the_number_of_segments(silhouettes: list[float], shares: list[float], k: int, reason: str | None) -> None:
    candidates = [
        Candidate(3 + position, silhouette, 1.0, share)
        for position, (silhouette, share) in enumerate(zip(silhouettes, shares, strict=True))
    ]
    choice = choose(candidates)
    assert choice.k == k
    assert reason is None or choice.reason == reason
