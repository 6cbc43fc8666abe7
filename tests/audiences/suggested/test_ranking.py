"""Suggestions from ideas and what is known of their customers."""

import pytest

from audiences.conditions import read
from audiences.measurement import Answers
from audiences.suggested.ideas import Offer, Rhythm, ideas
from audiences.suggested.ranking import Known, Measured, Suggestion, of_segments, ranked
from audiences.suggested.stakes import beyond


@pytest.mark.parametrize(
    ("order", "chance", "stake"),
    [(100.0, 0.25, 750.0), (100.0, None, 1000.0), (100.0, 1.0, 0.0), (0.0, 0.5, 0.0)],
)
def test_what_would_come_anyway_is_taken_off(order: float, chance: float | None, stake: float) -> None:
    assert beyond(order, chance, 100, 10) == stake


def test_without_anybody_who_came_back_nobody_is_late() -> None:
    assert [one.key for one in ideas(None, ())] == ["lapsing"]


def test_the_most_money_first_with_reasons_and_conditions() -> None:
    known = ideas(Rhythm(30, 90), (Offer("A1", "LUNCH BAG"),))
    numbers = [Known(10, 50.0, 0.2), Known(1, 20.0, None), Known(40, 25.0, 0.01), Known(200, 60.0, 0.5)]
    offer, lapsing, never, second = ranked(zip(known, numbers, strict=True), "£")
    assert (offer.key, never.key, second.key) == ("offer-A1", "never-returned", "second-order")
    assert lapsing == Suggestion(
        "lapsing",
        "Lapsing regulars",
        10,
        40.0,
        "10 customers ordered 3 times or more and have been silent for over twice their usual time between orders."
        " Assumed, not measured: one in ten orders once more, at their average order of £50.00 net of returns,"
        " less the £10.00 each is expected to bring anyway (20 % order within 90 days unasked): £40.",
        {"all": [{"field": "frequency", "at_least": 3}, {"field": "overdue", "at_least": 2}]},
    )
    assert second.reason == (
        "1 customer ordered once, 30 to 90 days ago; of those who come back half do within 30 days, nine in ten within"
        " 90. Assumed, not measured: one in ten orders a second time, at their average order of £20.00 net of returns,"
        " what would come anyway is not known and not taken off: £2."
    )
    for one in (offer, lapsing, never, second):
        assert not one.is_measured
        read(one.conditions)


def test_what_has_nothing_at_stake_is_not_suggested() -> None:
    known = ideas(Rhythm(30, 90), (Offer("A1", "LUNCH BAG"),))
    numbers = [Known(0, None, None), Known(5, None, None), Known(5, -3.0, 0.1), Known(5, 10.0, 1.0)]
    assert ranked(zip(known, numbers, strict=True)) == []


def test_what_campaigns_measured_stands_in_the_place_of_an_assumption() -> None:
    answers = {"Lost": Answers(2, 1_000, 40.0), "At risk": Answers(1, 240, 2.4), "New": Answers(5, 9_000, 900.0)}
    measured = of_segments({"Lost": 30, "At risk": 10, "Loyal": 40}, answers)
    assert measured == Measured(2, 1_240, pytest.approx(0.0325))
    (lapsing,) = ranked([(next(ideas(None, ())), Known(80, 50.0, 0.2, measured))], "£")
    assert (lapsing.is_measured, lapsing.stake, lapsing.reason) == (
        True,
        pytest.approx(130.0),
        "80 customers ordered 3 times or more and have been silent for over twice their usual time between orders."
        " Measured in 2 campaigns, 1,240 people of their segments: 3.2 of 100 written to ordered who would not have by"
        " themselves, at their average order of £50.00 net of returns: £130.",
    )
    assert of_segments({"Lost": 30, "Loyal": 31}, answers) is None
    assert of_segments({}, answers) is None
    nothing = Known(80, 50.0, 0.2, Measured(1, 100, -0.01))
    assert ranked([(next(ideas(None, ())), nothing)]) == []  # they did worse than those held out
