"""What rows say as conditions, what they lack, and definitions opened again."""

from datetime import date
from typing import Any, get_args

import pytest

from audiences.conditions import leaves, read, written
from audiences.conditions.definition import Bought, Leaf
from dashboard.pages.audiences.builder.months import when_options
from dashboard.pages.audiences.builder.opened import tree_of
from dashboard.pages.audiences.builder.said import alone, condition_of, definition_of, shaped
from dashboard.pages.audiences.builder.subjects import offered
from dashboard.pages.audiences.builder.tree import Group, Row, plain, read_tree
from dashboard.queries.audiences.catalogue import Attribute, Catalogue, Segments
from tests.dashboard.calls import texts
from warehouse.errors import InputError

THERE = Catalogue(
    segments={"rfm": Segments("RFM groups", {"champions": "Champions"}, (date(2026, 1, 1), date(2026, 2, 1)))},
    countries={"DE": "Germany"},
    attributes={
        "Income": Attribute("Income", True),
        "Plan": Attribute("Plan", False, ("gold",)),
        "Job": Attribute("Job", False),
    },
    lists={5: "Fair"},
    audiences={4: "Autumn"},
    campaigns={3: "Spring"},
)
PRODUCT = {"by": "words", "product": " LUNCH BAG ", "times": "2", "span": "days", "days": "90"}


ROWS = (
    (Row("net", "least", {"least": "100.50"}), {"field": "net", "at_least": "100.50"}),
    (Row("net", "between", {"least": "1", "most": "9"}), {"field": "net", "at_least": 1, "at_most": 9}),
    (Row("frequency", "exactly", {"least": "3"}), {"field": "frequency", "at_least": 3, "at_most": 3}),
    (Row("return_rate", "most", {"most": "12.5"}), {"field": "return_rate", "at_most": "0.125"}),
    (Row("net", "unknown"), {"field": "net", "known": False}),
    (Row("last_order_at", "least", {"least": "2026-01-31"}), {"field": "last_order_at", "at_least": "2026-01-31"}),
    (Row("city", "in", {"text": "Bath, York"}), {"field": "city", "in": ["Bath", "York"]}),
    (Row("city", "in", {"text": "Wells, Somerset;"}), {"field": "city", "in": ["Wells, Somerset"]}),
    (Row("postcode", "not begins", {"text": "BA "}), {"not": {"field": "postcode", "begins": "BA"}}),
    (Row("country", "not in", {}, ("DE",)), {"not": {"field": "country", "in": ["DE"]}}),
    (Row("consent", "in", {}, ("yes",)), {"consent": ["yes"]}),
    (Row("segment:rfm", "in", {}, ("champions",)), {"segment": ["champions"], "of": "rfm"}),
    (Row("bought", "in", PRODUCT), {"bought": {"words": "LUNCH BAG"}, "times": 2, "within_days": 90}),
    (
        Row("bought", "not in", {**PRODUCT, "by": "code", "span": "ever"}),
        {"not": {"bought": {"code": "LUNCH BAG"}, "times": 2}},
    ),
    (Row("attribute:Income", "least", {"least": "5"}), {"attribute": "Income", "at_least": 5}),
    (Row("attribute:Income", "in", {"text": "5, 6"}), {"attribute": "Income", "in": ["5", "6"]}),
    (Row("attribute:Plan", "in", {}, ("gold",)), {"attribute": "Plan", "in": ["gold"]}),
    (Row("attribute:Job", "not in", {"text": "cook"}), {"not": {"attribute": "Job", "in": ["cook"]}}),
    (Row("list", "in", {"one": "5"}), {"list": 5}),
    (Row("audience", "not in", {"one": "4"}), {"not": {"audience": 4}}),
    (
        Row("past:rfm", "at", {"when": "2026-01"}, ("champions",)),
        {"segment": ["champions"], "of": "rfm", "at": "2026-01"},
    ),
    (
        Row("past:rfm", "not entered_since", {"when": "2"}, ("champions",)),
        {"not": {"segment": ["champions"], "of": "rfm", "entered_since": 2}},
    ),
    (
        Row("past:rfm", "left_since", {"when": "1"}, ("champions",)),
        {"segment": ["champions"], "of": "rfm", "left_since": 1},
    ),
    (
        Row("campaign", "not mailed", {"one": "", "span": "days", "days": "30"}),
        {"not": {"campaign": "mailed", "within_days": 30}},
    ),
    (Row("campaign", "held_out", {"one": "3", "span": "ever"}), {"campaign": "held_out", "of": 3}),
    (Row("campaign", "answered", {"one": "last", "span": "ever"}), {"campaign": "answered", "of": "last"}),
    (Row("campaign", "mailed", {"one": "last", "span": "ever"}), {"campaign": "mailed"}),
    (Row("offer", "in", {"product": " 20725 "}), {"offer": "20725"}),
    (Row("offer", "not in", {"product": "20725"}), {"not": {"offer": "20725"}}),
)


@pytest.mark.parametrize(("row", "said"), ROWS)
def test_a_row_says_a_condition_and_is_opened_again(row: Row, said: dict[str, Any]) -> None:
    found = condition_of(row, THERE)
    assert written(found) == said
    assert definition_of(tree_of(found, THERE), THERE) == found


def test_everything_that_can_be_asked_has_a_row() -> None:
    assert {type(one) for _, said in ROWS for one in leaves(read(said))} == {*get_args(Leaf)}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Row("age", "least"), "Choose what this is about."),
        (Row("net", "in"), "Choose what this is about."),
        (Row("net", "least"), "Give a number."),
        (Row("net", "least", {"least": "many"}), "“many” is no number."),
        (Row("net", "least", {"least": "nan"}), "“nan” is no number."),
        (Row("net", "least", {"least": "1e-99999"}), "“1e-99999” is no number."),
        (Row("net", "least", {"least": "1e999999999"}), "“1e999999999” is no number."),
        (
            Row("net", "between", {"least": "10", "most": "9"}),
            "The first is more than the second, so that nobody would be in it.",
        ),
        (Row("last_order_at", "most"), "Choose a day."),
        (Row("last_order_at", "most", {"most": "31.1.26"}), "takes a day such as 2026-01-31."),
        (
            Row("last_order_at", "between", {"least": "2026-02-01", "most": "2026-01-01"}),
            "The first is more than the second, so that nobody would be in it.",
        ),
        (Row("city", "in", {"text": " , "}), "Write one or more, with commas between."),
        (Row("city", "begins"), "Write how it begins."),
        (Row("country", "in"), "Choose one or more."),
        (Row("bought", "in", {"by": "words"}), "Write words of its description."),
        (
            Row("bought", "in", {"by": "words", "product": " E "}),
            "Write 3 letters or more: fewer are in nearly every description.",
        ),
        (Row("bought", "in", {"by": "code"}), "Write its code or name."),
        (Row("bought", "in", {**PRODUCT, "times": "0"}), "Give a number of times, from 1."),
        (Row("bought", "in", {**PRODUCT, "days": "x"}), "Give a number of days, from 1."),
        (Row("bought", "in", {**PRODUCT, "days": "40000"}), "takes at most 36,500 days."),
        (Row("list", "in"), "Choose a list."),
        (Row("audience", "in", {"one": "٣"}), "Choose an audience."),
        (Row("past:rfm", "at", {"when": "1"}), "Choose one or more."),
        (Row("past:rfm", "at", {}, ("champions",)), "Choose a month."),
        (
            Row("past:rfm", "at", {"when": "soon"}, ("champions",)),
            "takes a month such as 2026-01, or how many months ago.",
        ),
        (Row("campaign", "mailed", {"one": "x"}), "Give a number of a campaign, from 1."),
        (Row("campaign", "mailed", {"span": "days"}), "Give a number of days, from 1."),
        (Row("offer", "in"), "Write its code or name."),
    ],
)
def test_what_a_row_lacks_is_said(row: Row, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        condition_of(row, THERE)
    assert str(caught.value) == sentence


def test_two_signs_may_be_a_word_and_one_letter_a_code() -> None:
    assert condition_of(Row("bought", "in", {"by": "words", "product": "茶杯"}), THERE) == Bought(words="茶杯")
    assert condition_of(Row("bought", "in", {"by": "code", "product": "M"}), THERE) == Bought(code="M")


@pytest.mark.parametrize(
    "definition",
    [
        {
            "all": [
                {"any": [{"consent": ["yes"]}, {"not": {"all": [{"list": 5}, {"audience": 4}]}}]},
                {"not": {"any": []}},
            ]
        },
        {"not": {"field": "net", "at_least": 100}},
        {"not": {"bought": {"code": "1"}, "times": 3}},
        {"not": {"any": [{"field": "email", "known": False}]}},
        {"field": "last_order_at", "at_least": "2026-01-01", "at_most": "2026-01-01"},
        {"field": "city", "in": ["Wells, Somerset", "Bath"]},
    ],
)
def test_what_was_kept_opens_as_it_was(definition: dict[str, Any]) -> None:
    kept = read(definition)
    assert definition_of(read_tree(plain(tree_of(kept, THERE))), THERE) == alone(kept)


def test_another_subject_keeps_what_fits() -> None:
    assert shaped(Row("net", "in", {"least": "5"}), THERE) == Row("net", "least", {"least": "5"})
    assert shaped(Row("frequency", "most", {"most": "5"}), THERE) == Row("frequency", "most", {"most": "5"})
    assert shaped(Row("age", "most"), THERE) == Row("age", "most")
    assert definition_of(Group("all", ()), THERE) == read({"all": []})


def test_past_months_are_those_that_are_kept() -> None:
    subjects = {subject: label for one in offered(THERE) for subject, label in one.subjects.items()}
    assert subjects["past:rfm"] == "Past segment (RFM groups)"
    assert "past:rfm" not in {subject for one in offered(Catalogue()) for subject in one.subjects}
    months = THERE.segments["rfm"].months
    kept = "1 month ago 2 months ago Feb 2026 Jan 2026"
    assert [texts(when_options(months, one)) for one in ("2", "2026-01")] == [kept, kept]
    assert texts(when_options(months, "")) == f"Choose a month … {kept}"
    assert texts(when_options(months, "9")) == f"9 months ago {kept}"  # kept in an audience, and no more in the store
