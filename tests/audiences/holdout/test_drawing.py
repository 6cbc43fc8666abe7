"""Who is held out: the share of every stratum, the same people whatever their order, newcomers by the share alone."""

from fractions import Fraction

import numpy as np
import pytest

from audiences.holdout.drawing import RANGE, Draw, hashed, quotas

TENTH = Fraction(1, 10)


@pytest.mark.parametrize(
    ("sizes", "share", "expected"),
    [
        ({"a": 100, "b": 50}, TENTH, {"a": 10, "b": 5}),
        ({"a": 14, "b": 14, "c": 2}, TENTH, {"a": 2, "b": 1, "c": 0}),  # 1.4, 1.4, 0.2: three in all
        ({"a": 3, "b": 1}, Fraction(1, 2), {"a": 2, "b": 0}),  # a tie of halves goes to the larger
        ({"a": 4, "b": 4}, Fraction(1, 8), {"a": 1, "b": 0}),
        ({"a": 5}, Fraction(0), {"a": 0}),
        ({}, TENTH, {}),
    ],
)
def test_quotas_add_up_to_the_share_of_all(sizes: dict[str, int], share: Fraction, expected: dict[str, int]) -> None:
    assert quotas(sizes, share) == expected


def test_the_lowest_hashes_of_a_stratum_are_held() -> None:
    hashes = {"a": np.array([7, 3, 9, 5], np.uint64), "b": np.array([1], np.uint64)}
    draw = Draw.of(hashes, Fraction(2, 5))
    assert draw.bounds == {"a": 5, "b": -1}  # two of five: 1.6 of a, 0.4 of b
    assert [one for one in (7, 3, 9, 5) if draw.holds("a", one)] == [3, 5]
    assert not draw.holds("b", 1)


def test_a_hash_is_that_of_the_seed_and_the_number() -> None:
    """As it was when lists were drawn: another one would draw other people."""
    assert hashed("seed", "17") == 0x564ECE1F01A38CD9
    assert hashed("other", "17") != hashed("seed", "17")


def test_newcomers_are_held_by_the_share_and_nobody_else_moves() -> None:
    hashes = [hashed("seed", str(number)) for number in range(20_000)]
    draw = Draw.of({"a": np.array(hashes[:10_000], np.uint64)}, TENTH)
    assert sum(draw.holds("a", one) for one in hashes[:10_000]) == 1_000
    assert 950 < sum(map(draw.holds_newcomer, hashes[10_000:])) < 1_050
    assert [draw.holds_newcomer(RANGE // 10 + one) for one in (0, 1)] == [True, False]
