"""What the models say about how far they were off: of one miss one percentage."""

from typing import Any

import pytest

from models.value.words import order_chance, trial_words

MISSED = {
    **{"expected": 1652.0, "observed": 1348, "low": 1200, "high": 2100, "customers": 4000, "from": "2011-03-01"},
    **{"auc": None, "knows_season": True, "knows_year": True, "year_ago": None},
}


def test_a_miss_is_told_of_what_was_expected() -> None:
    """As the title on screen does: 1,348 of 1,652 are 18 % fewer, and not a level that was 23 % too high."""
    assert order_chance(MISSED) == (
        "Checked on 90 days it had not seen (1 Mar 2011 to 29 May 2011): of 4,000 customers it expected 1,652 to "
        "order, between 1,200 and 2,100, and 1,348 did, 18 % fewer than expected. Its level follows the same 90 days "
        "of the year before."
    )


def test_a_season_that_too_few_tell_is_no_short_history() -> None:
    told = order_chance(MISSED | {"knows_season": False})
    assert "Too few customers ordered at the same time of the year before" in told
    assert "too short" not in told
    assert "too short" in order_chance(MISSED | {"knows_season": False, "knows_year": False})


def trial(observed: int, season: bool) -> dict[str, Any]:
    return {"expected": 100.0, "observed": observed, "knows_season": season}


@pytest.mark.parametrize(
    ("tried", "factor", "own", "words"),
    [
        ([], 1.0, 0, "The range is widened because no earlier date could be tried."),
        (
            [trial(80, True), trial(90, True)],
            0.93,
            2,
            "On 2 earlier dates the count came out 20 % below to 10 % below what was expected. What is expected now is "
            "taken 0.93 times for that. The range is widened because only 2 such dates could be tried.",
        ),
        (
            [trial(140, False)],
            1.0,
            0,
            "On one earlier date the count came out, without the season of a year before, 40 % above what was "
            "expected. The range is as wide as these misses, because no earlier date could be tried as it is told now.",
        ),
        (
            [trial(90 + 5 * one, True) for one in range(5)],
            1.0,
            5,
            "On 5 earlier dates the count came out 10 % below to 10 % above what was expected.",
        ),
    ],
)
def test_what_earlier_dates_say(tried: list[dict[str, Any]], factor: float, own: int, words: str) -> None:
    metrics = {"trials": tried, "factor": factor, "knows_season": True, "spread": {"trials": own}}
    assert trial_words(metrics) == words
