"""Audiences as of a past month's end: the conditions that what is kept can answer, and those that it cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from audiences.conditions import read
from audiences.lists import then
from tests.audiences.shop import Customer, fill, fill_past, store
from tests.databases import connected
from warehouse.schema import customer_months, deliveries, listed_customers

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
# a fell from champions to lost, b came in May, c in June.
SHOP = {
    "a": Customer(
        "DE",
        places=(1, 1, 11),
        first=date(2026, 1, 2),
        bought={"A1": (date(2026, 1, 2), date(2026, 5, 9))},
        is_listed=True,
    ),
    "b": Customer(
        places=(0, 2, 1),
        first=date(2026, 5, 3),
        bought={"B1": (date(2026, 5, 3),)},
        consent=True,
        lists={1: "sent", 2: "held"},
        ordered=(date(2026, 5, 23),),
    ),
    "c": Customer(places=(0, 0, 1), first=date(2026, 6, 2), bought={"A1": (date(2026, 6, 2),)}),
}
# customer, month, orders, gross, returns, last order
BROUGHT = [
    ("a", date(2026, 1, 1), 1, 10, 0, date(2026, 1, 2)),
    ("a", date(2026, 5, 1), 2, 30, -5, date(2026, 5, 9)),
    ("b", date(2026, 5, 1), 1, 7, 0, date(2026, 5, 3)),
    ("c", date(2026, 6, 1), 1, 9, 0, date(2026, 6, 2)),
]


@pytest.fixture(scope="module")
def connection(server_url: str) -> Iterator[Connection]:
    with connected(server_url, "audiences_then") as engine, engine.connect() as connection:
        fill(connection, SHOP)
        fill_past(connection, SHOP)
        for number, day in ((1, "2026-05-23"), (2, "2026-06-11")):
            made = deliveries.update().where(deliveries.c.delivery_id == number)
            connection.execute(made.values(made_at=day))
        names = ("customer_id", "month", "orders", "gross", "returns", "last_order_on")
        rows = [dict(zip(names, one, strict=True)) | {"units": one[2]} for one in BROUGHT]
        connection.execute(insert(customer_months), rows)
        yield connection


def found(connection: Connection, definition: Any, month: date) -> str:
    others = {3: read({"segment": ["champions"]}), 4: read({"consent": ["yes"]})}
    ids = select(listed_customers.c.customer_id).order_by(listed_customers.c.customer_id)
    by_bits, by_rows = (
        "".join(connection.scalars(ids.where(then.at_month_end(read(definition), stand, month))))
        for stand in (store(others), replace(store(others), knows_words=False))
    )
    assert by_bits == by_rows
    return by_bits


@pytest.mark.parametrize(
    ("definition", "april", "may"),
    [
        ({"all": []}, "a", "ab"),
        ({"any": []}, "", ""),
        ({"segment": ["champions"]}, "a", "a"),
        ({"segment": ["loyal"]}, "", "b"),
        ({"not": {"segment": ["champions"]}}, "", "b"),
        ({"segment": ["champions"], "at": "2026-04"}, "a", "a"),
        ({"field": "frequency", "at_least": 2}, "", "a"),
        ({"field": "frequency", "at_most": 1}, "a", "b"),
        ({"field": "net", "at_least": 35, "at_most": 35}, "", "a"),
        ({"field": "monetary", "at_least": 40}, "", "a"),
        ({"field": "recency_days", "at_most": 23}, "", "a"),  # the 9th of May is 23 days before the 1st of June
        ({"field": "recency_days", "at_most": 22}, "", ""),
        ({"field": "last_order_at", "at_most": "2026-01-31"}, "a", ""),
        ({"field": "first_order_at", "at_least": "2026-02-01"}, "", "b"),
        ({"bought": {"code": "A1"}}, "a", "a"),
        ({"bought": {"words": "lunch"}, "times": 2}, "", "a"),
        ({"not": {"bought": {"words": "lunch"}, "within_days": 30}}, "a", "b"),
        ({"field": "country", "in": ["DE"]}, "a", "a"),
        ({"any": [{"audience": 3}, {"bought": {"code": "B1"}}]}, "a", "ab"),
        ({"consent": ["yes"]}, "", "b"),  # as they say now
        ({"audience": 4}, "", "b"),
        ({"list": 1}, "a", "a"),  # as it is now
        ({"field": "average_order_value", "at_least": 10, "at_most": 10}, "a", ""),  # then 40 / 3
        ({"field": "return_rate", "at_least": 0.125}, "", "a"),
        ({"field": "tenure_days", "at_least": 119}, "a", "a"),  # the 1st of May is 119 days after the 2nd of January
        ({"field": "tenure_days", "at_most": 29}, "", "b"),
        ({"field": "distinct_products", "at_least": 1}, "a", "ab"),
        ({"field": "distinct_products", "at_most": 0}, "", ""),
        ({"field": "frequency", "known": True}, "a", "ab"),
        ({"segment": ["loyal"], "entered_since": "2026-04"}, "", "b"),  # not since a month that is not over
        ({"segment": ["champions"], "left_since": "2026-04"}, "", ""),
        ({"campaign": "mailed"}, "", "b"),
        ({"campaign": "mailed", "within_days": 5}, "", ""),  # on the 23rd
        ({"campaign": "answered"}, "", "b"),
        ({"campaign": "held_out"}, "", ""),  # in June
    ],
)
def test_who_was_in_it_then(connection: Connection, definition: Any, april: str, may: str) -> None:
    assert (found(connection, definition, APRIL), found(connection, definition, MAY)) == (april, may)


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        (
            {"field": "discount_share", "at_least": 0.5},
            "Share of lines bought below the usual price is known of now alone.",
        ),
        ({"offer": "B1"}, "Whom to offer a product is known of now alone."),
        ({"field": "order_chance_90d", "at_least": 0.5}, "Chance of an order in 90 days is known of now alone."),
        ({"segment": ["lost"], "left_since": 2}, "Segments are known from Apr 2026 to Jun 2026, not of Mar 2026."),
        ({"segment": ["lost"], "at": 4}, "Segments are known from Apr 2026 to Jun 2026, not of Jan 2026."),
        ({"audience": 9}, "Who was in audience 9 is known of now alone."),
    ],
)
def test_what_cannot_be_told(connection: Connection, definition: Any, sentence: str) -> None:
    with pytest.raises(then.UntoldError) as caught:
        found(connection, definition, MAY)
    assert str(caught.value) == sentence


def test_everybody_is_counted_by_where_they_were_and_are(connection: Connection) -> None:
    champions, lost = read({"segment": ["champions"]}), read({"segment": ["lost"]})
    found = then.movement(connection, champions, lost, store(), APRIL)
    now = {"a": (False, True), "b": (False, True), "c": (False, True)}  # all are lost by the published segmentation
    assert found == then.Movement({((True, False), now["a"]): 1, (None, now["b"]): 2}, (None, None))
    assert [(found.were(at), found.are(at)) for at in (0, 1)] == [(1, 1), (0, 0)]
    unsure = then.movement(connection, champions, read({"offer": "B1"}), store(), APRIL)
    assert {group for group, _ in unsure.customers} == {(True, None), None}
    assert unsure.untold == (None, "Whom to offer a product is known of now alone.")
