"""Customers whom marks mean, as an address says them."""

from datetime import date

import pytest

from dashboard.filters.narrowing.who import Cohort, Hour, Said, Who, buyers, product_of, read, said, subject, written
from dashboard.filters.selection import Filters
from dashboard.filters.unread import unread_fields

MARCH = date(2026, 3, 1)
BIN = '{"all":[{"field":"net","at_least":"5"},{"not":{"field":"net","at_least":"9"}}]}'


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("hour.7.11", Hour(7, 11)),
        ("hour.1", Hour(1)),
        ("first.2026-03", Cohort(MARCH)),
        ("first.2026-03.2", Cohort(MARCH, 2)),
        ("first.2026-03.2.85.A", Cohort(MARCH, 2, "85.A")),
        ("first.2026-03.0.85A", Cohort(MARCH, 0, "85A")),
        (BIN, Said(BIN)),
    ],
)
def test_what_is_written_is_read(text: str, who: Who) -> None:
    assert (read(text), written(who)) == (who, text)
    address = Filters(parts=(who, Hour(2))).to_query()
    assert Filters.from_query(address) == Filters(parts=(who, Hour(2)))


def test_conditions_are_written_in_one_way() -> None:
    assert read('{ "field": "net",\n "at_least": "ü" }') == Said('{"field":"net","at_least":"ü"}')


NOBODY = ["", "hour", "hour.8", "hour.1.24", "hour.1.", "first.2026", "first.2026-13", "first.1500-01"]
BROKEN = ["[]", "{}", "5", "null", '{"a":', '{"a":"\x00"}', '{"a":' * 700 + "1" + "}" * 700, f'{{"a":"{"b" * 4000}"}}']


@pytest.mark.parametrize("text", [*NOBODY, "first.2026-03.9999", *BROKEN])
def test_what_says_nobody_is_told_and_left_out(text: str) -> None:
    assert read(text) is None
    filters = Filters(unread=(("part", text[:40] or "x"),))
    assert [one.label for one in unread_fields(filters)] == ["it without that"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Hour(1, 2), Hour(5), True),
        (Hour(1), Cohort(MARCH), False),
        (Said(BIN), said({"field": "net", "at_most": 3}), True),
        (Said(BIN), said({"field": "frequency", "at_most": 3}), False),
        (said({"segment": ["lost"], "of": "rfm", "at": "2026-03"}), said({"not": {"segment": ["a"]}}), True),
        (buyers("A"), buyers("A"), True),
        (buyers("A"), buyers("B"), False),
        (said({"attribute": "Plan", "in": ["a"]}), said({"attribute": "Size", "in": ["a"]}), False),
    ],
)
def test_what_is_about_the_same(one: Who, other: Who, same: bool) -> None:
    assert (subject(one) == subject(other)) is same


def test_whose_buyers_they_are() -> None:
    assert product_of(buyers("85A")) == "85A"
    others = (Hour(1), Said(BIN), said({"bought": {"words": "bag"}}), said({"bought": {"code": "A"}, "times": 2}))
    assert [product_of(one) for one in others] == [""] * 4
