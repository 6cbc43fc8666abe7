"""Definitions as JSON: what is written is read as the same; what cannot be used is refused with its place."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from audiences.conditions import Definition, read, written
from audiences.conditions.definition import (
    Attribute,
    Both,
    Bought,
    Chosen,
    Compared,
    Either,
    InSegment,
    Known,
    Not,
    Said,
)
from tests.audiences.conditions.test_statement import DEFINITIONS
from warehouse.errors import InputError

LAPSED = {
    "all": [
        {"segment": ["at-risk", "cant-lose"], "of": "rfm"},
        {"any": [{"field": "country", "in": ["GB"]}, {"field": "net", "at_least": 100.5}]},
        {"bought": {"words": "LUNCH BAG"}, "times": 2},
        {"not": {"bought": {"code": "85123A"}, "times": 1, "within_days": 90}},
        {"consent": ["yes", "unknown"]},
        {"field": "last_order_at", "at_least": "2026-01-01", "at_most": "2026-03-31"},
        {"attribute": "Income", "at_most": 50000},
        {"field": "phone", "known": False},
    ]
}


def test_a_definition_is_read_whole() -> None:
    assert read(LAPSED) == Both(
        (
            InSegment("rfm", ("at-risk", "cant-lose")),
            Either((Chosen("country", ("GB",)), Compared("net", Decimal("100.5")))),
            Bought(words="LUNCH BAG", times=2),
            Not(Bought(code="85123A", within_days=90)),
            Said(("yes", "unknown")),
            Compared("last_order_at", date(2026, 1, 1), date(2026, 3, 31)),
            Attribute("Income", most=Decimal(50000)),
            Not(Known("phone")),
        )
    )


@given(DEFINITIONS)
def test_what_is_written_is_read_as_the_same(definition: Definition) -> None:
    assert read(json.loads(json.dumps(written(definition)))) == definition


HERE = "the audience"
OBJECT = 'a condition is an object such as {"field": "net", "at_least": 100}.'
CROSSED = "at_least is more than at_most, so that nobody would be in it."
NO_NUMBER = f"{HERE}, at_least: “{{}}” is no number that can be compared."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], f"{HERE}: {OBJECT}"),
        (
            {},
            f"{HERE}: holds none of all, any, not, field, segment, consent, bought, offer, campaign, attribute, "
            "list, audience.",
        ),
        ({"all": {}}, f"{HERE}, all: takes a list of conditions."),
        ({"all": [{"any": [5]}]}, f"{HERE}, all 1, any 1: {OBJECT}"),
        ({"all": [], "any": []}, f"{HERE}: “any” does not go with all."),
        ({"field": "net", "least": 5}, f"{HERE}: “least” does not go with field."),
        ({"field": "net"}, f"{HERE}: takes at_least, at_most or both."),
        (
            {"field": "net", "at_least": 2, "at_most": 1},
            f"{HERE}: {CROSSED}",
        ),
        ({"field": "net", "at_least": "many"}, NO_NUMBER.format("many")),
        ({"field": "net", "at_least": "1e-99999"}, NO_NUMBER.format("1e-99999")),
        ({"field": "net", "at_least": True}, NO_NUMBER.format("True")),
        ({"field": "net", "at_least": float("inf")}, NO_NUMBER.format("inf")),
        ({"field": "net", "at_least": 1e300}, NO_NUMBER.format("1e+300")),
        ({"field": "last_order_at", "at_least": "1.2.2026"}, f"{HERE}, at_least: takes a day such as 2026-01-31."),
        ({"field": "country", "in": []}, f"{HERE}, in: takes a list of 1 to 10,000 texts."),
        ({"field": "country", "in": ["\x00"]}, f"{HERE}, in: takes a text of 1 to 200 letters."),
        ({"field": "city", "known": 1}, f"{HERE}: known is true or false, and stands alone."),
        ({"consent": ["maybe"]}, f"{HERE}: consent is some of yes, no, unknown."),
        ({"bought": "LUNCH BAG"}, f'{HERE}: bought takes {{"code": …}} or {{"words": …}}.'),
        ({"bought": {"code": "A"}, "times": 0}, f"{HERE}, times: takes a whole number from 1."),
        ({"bought": {"code": "A"}, "within_days": 40_000}, f"{HERE}, within_days: takes at most 36,500 days."),
        ({"field": "email", "begins": "\ud800"}, f"{HERE}, begins: takes a text of 1 to 200 letters."),
        ({"field": "net", "at_least": 10**5000}, NO_NUMBER.format("thousands of digits")),
        (
            {"segment": ["lost"], "at": 1, "left_since": 2},
            f"{HERE}: takes one of at, entered_since, left_since.",
        ),
        (
            {"segment": ["lost"], "at": "Mar 2026"},
            f"{HERE}, at: takes a month such as 2026-01, or how many months ago.",
        ),
        (
            {"segment": ["lost"], "entered_since": 0},
            f"{HERE}, entered_since: takes a month such as 2026-01, or how many months ago.",
        ),
        ({"campaign": "opened"}, f"{HERE}: campaign is one of mailed, held_out, answered."),
        ({"campaign": "mailed", "of": "last"}, f"{HERE}, of: last goes with answered alone."),
        ({"campaign": "mailed", "of": "Spring"}, f"{HERE}, of: takes a whole number from 1."),
        ({"campaign": "mailed", "within_days": 0}, f"{HERE}, within_days: takes a whole number from 1."),
        ({"offer": 5}, f"{HERE}, offer: takes a text of 1 to 200 letters."),
        ({"list": "5"}, f"{HERE}, list: takes a whole number from 1."),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(data: Any, sentence: str) -> None:
    with pytest.raises(InputError) as raised:
        read(data)
    assert str(raised.value) == sentence


def test_an_unknown_field_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"there is no field “spend”\. There are recency_days, frequency, net, "):
        read({"field": "spend", "at_least": 1})


def test_neither_deep_nor_wide_definitions_are_taken() -> None:
    deep: Any = {"consent": ["yes"]}
    for _ in range(9):
        deep = {"not": deep}
    with pytest.raises(InputError, match="nested deeper than 8"):
        read(deep)
    with pytest.raises(InputError, match="more than 100 conditions"):
        read({"all": [{"consent": ["yes"]}] * 100})
