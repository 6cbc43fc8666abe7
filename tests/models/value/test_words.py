"""What the models say about how far they were off: of one miss one percentage."""

from models.value.words import order_chance

MISSED = {
    **{"expected": 1652.0, "observed": 1348, "low": 1200, "high": 2100, "customers": 4000, "from": "2011-03-01"},
    **{"auc": None, "knows_season": True, "year_ago": None},
}


def test_a_miss_is_told_of_what_was_expected() -> None:
    """As the title on screen does: 1,348 of 1,652 are 18 % fewer, and not a level that was 23 % too high."""
    assert order_chance(MISSED) == (
        "Checked on 90 days it had not seen (1 Mar 2011 to 29 May 2011): of 4,000 customers it expected 1,652 to "
        "order, between 1,200 and 2,100, and 1,348 did, 18 % fewer than expected. Its level follows the same 90 days "
        "of the year before."
    )
