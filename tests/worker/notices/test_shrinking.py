"""When a segment shrank beyond its usual variation."""

from datetime import date

import pytest

from worker.notices.shrinking import alerts_of, has_shrunk

STEADY = [1000, 1010, 1000, 1012, 1001, 1010, 1003, 1011, 1002, 1010]  # changes of about a hundredth
WILD = [1000, 1300, 900, 1250, 950, 1200, 900, 1300, 950, 1200]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([*STEADY, 1000], False),
        ([*STEADY, 930], True),
        ([*STEADY, 1200], False),  # it grew
        ([*WILD, 900], False),  # as it often does
        ([*WILD, 100], True),
        ([*STEADY[:8], 800], False),  # seven changes before: too few to say what is usual
        ([*STEADY[:9], 800], True),
        ([100] * 10 + [97], False),  # less than a twentieth
        ([100] * 10 + [91], False),  # fewer than ten customers
        ([100] * 10 + [90], True),
        ([1000 - 80 * month for month in range(10)] + [230], False),  # it always shrinks as much
        ([0] * 10 + [5, 0], False),
        ([], False),
    ],
)
def test_a_fall_beyond_the_usual(sizes: list[int], expected: bool) -> None:
    assert has_shrunk(sizes) is expected


def test_it_is_told_in_a_sentence_once_a_month() -> None:
    (found,) = alerts_of({"Loyal": STEADY, "Champions": [*STEADY, 808]}, date(2026, 11, 1))
    assert found.key == "segment:Champions:2026-11"
    assert found.words == (
        "Champions has 808 customers at the end of November 2026, 202 fewer (20%) than a month before: more than it "
        "usually varies."
    )
