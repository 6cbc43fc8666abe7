"""One definition gives one statement: the customers that plain Python finds by the same conditions."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from audiences.conditions import Definition, members
from audiences.conditions.definition import (
    LAST,
    Attribute,
    Begins,
    Both,
    Bought,
    Chosen,
    Compared,
    Either,
    Everyone,
    InAudience,
    InCampaign,
    InList,
    InSegment,
    Known,
    Not,
    Offered,
    Part,
    Said,
    Then,
    WasInSegment,
)
from tests.audiences.shop import AS_OF, PRODUCTS, Customer, fill, fill_past, holds, store
from warehouse.errors import InputError

DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
TEXTS = st.sampled_from(["Bonn", "bonn", "Bo%", "B_", "Łódź", ""])
AMOUNTS = st.sampled_from([Decimal(one) for one in ("-5", "0", "0.01", "10", "99.99", "100")])
ORDER_DAYS = st.lists(DAYS, min_size=1, max_size=3, unique=True).map(lambda days: tuple(sorted(days)))
SPANS = st.none() | st.integers(1, 180)
CUSTOMERS = st.builds(
    Customer,
    country=st.sampled_from(["GB", "DE"]),
    last=st.none() | DAYS,
    frequency=st.integers(0, 4),
    net=AMOUNTS,
    chance=st.none() | st.sampled_from([Decimal("0.1"), Decimal("0.9")]),
    is_person=st.booleans(),
    consent=st.sampled_from([True, False, None]),
    email=st.sampled_from([None, "", "a@b.example"]),
    city=st.none() | TEXTS,
    postcode=st.none() | TEXTS,
    phone=st.sampled_from([None, "", "030 1234"]),
    attributes=st.none() | st.dictionaries(st.just("Income"), st.sampled_from(["5", " 10.5", "-1", "n/a", ""])),
    segment=st.sampled_from(["champions", "lost"]),
    bought=st.dictionaries(
        st.sampled_from([*PRODUCTS]),
        st.lists(DAYS, min_size=1, max_size=3, unique=True).map(lambda d: tuple(sorted(d))),
    ),
    is_listed=st.booleans(),
    places=st.just(()) | st.tuples(*[st.sampled_from([0, 1, 8])] * 2, st.sampled_from([1, 8])),
    lists=st.dictionaries(st.sampled_from([1, 2, 3]), st.sampled_from(["sent", "held"])),
    ordered=st.lists(st.dates(date(2026, 5, 20), date(2026, 6, 28)), max_size=4, unique=True).map(tuple),
)
SHOPS = st.lists(CUSTOMERS, min_size=1, max_size=8).map(lambda all: {f"c{at}": one for at, one in enumerate(all)})
PLACES = TEXTS.filter(bool) | st.just("DE")
AUDIENCES = {7: Compared("net", Decimal(10)), 8: Not(InAudience(7))}


def _compared(name: str, values: st.SearchStrategy) -> st.SearchStrategy:
    both = st.tuples(values, values).map(sorted)
    return (both | values.map(lambda one: (one, None)) | values.map(lambda one: (None, one))).map(
        lambda bounds: Compared(name, *bounds)
    )


LEAVES = st.one_of(
    _compared("recency_days", st.integers(0, 200).map(Decimal)),
    _compared("frequency", st.integers(0, 4).map(Decimal)),
    _compared("net", AMOUNTS),
    _compared("last_order_at", DAYS),
    _compared("order_chance_90d", st.just(Decimal("0.5"))),
    st.builds(Chosen, st.just("country"), st.sampled_from([("DE",), ("GB", "DE")])),
    st.builds(Chosen, st.sampled_from(["city", "postcode"]), st.lists(PLACES, min_size=1, unique=True).map(tuple)),
    st.builds(Begins, st.sampled_from(["city", "postcode", "email"]), TEXTS.filter(bool)),
    st.builds(
        Known, st.sampled_from(["recency_days", "order_chance_90d", "country", "city", "postcode", "email", "phone"])
    ),
    st.builds(Said, st.lists(st.sampled_from(["yes", "no", "unknown"]), min_size=1, unique=True).map(tuple)),
    st.builds(InSegment, st.just("rfm"), st.sampled_from([("lost",), ("champions", "lost")])),
    st.builds(Bought, st.sampled_from([*PRODUCTS]), st.none(), st.integers(1, 3), st.none() | st.integers(1, 180)),
    st.builds(
        Bought,
        st.none(),
        st.sampled_from(["lunch BAG", "%", "_", "x"]),
        st.integers(1, 3),
        st.none() | st.integers(1, 180),
    ),
    st.builds(Attribute, st.just("Income"), st.just(Decimal(0)), st.none() | st.just(Decimal(10))),
    st.builds(Attribute, st.just("Income"), values=st.just(("n/a", "5"))),
    st.builds(
        WasInSegment,
        st.just("rfm"),
        st.sampled_from([("champions",), ("at-risk", "lost"), ("champions", "at-risk")]),
        st.sampled_from(Then),
        st.sampled_from([1, 2, date(2026, 4, 1), date(2026, 5, 1)]),
    ),
    st.builds(InCampaign, st.sampled_from(Part), st.sampled_from([None, 1, 2]), st.sampled_from([None, 15, 30, 60])),
    st.builds(InCampaign, st.just(Part.ANSWERED), st.just(LAST), st.sampled_from([None, 15, 30])),
    st.builds(Offered, st.sampled_from(["A1", "B1"])),
    st.just(InList(1)),
    st.builds(InAudience, st.sampled_from([7, 8])),
)
DEFINITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple).map(Both),
        st.lists(inner, max_size=3).map(tuple).map(Either),
        inner.map(Not),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shop=SHOPS, definitions=st.lists(DEFINITIONS, min_size=4, max_size=10))
def test_the_statement_finds_whom_plain_python_finds(
    engine: Engine, shop: dict[str, Customer], definitions: list[Definition]
) -> None:
    with engine.connect() as connection:
        fill(connection, shop)
        fill_past(connection, shop)
        for one in definitions:
            expected = [n for n, customer in shop.items() if holds(one, customer, n, AUDIENCES)]
            for knows_words in (True, False):
                stand = replace(store(AUDIENCES), knows_words=knows_words)
                assert connection.scalars(members(one, stand)).all() == expected


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        (InSegment("kmeans", ("a",)), "No segmentation of the kind “kmeans” is published: there are rfm."),
        (InSegment("rfm", ("vip",)), "The published segmentation has no segment “vip”: there are champions, lost."),
        (Attribute("Incom", values=("5",)), "Nothing is known of customers as “Incom”: there are Income."),
        (Chosen("country", ("Germany",)), "The shop has no country “Germany”: write DE."),
        (Not(Chosen("country", ("XX",))), "The shop has no country “XX”: there are DE, GB."),
        (
            WasInSegment("kmeans", ("lost",), Then.AT, 1),
            "No segmentation of the kind “kmeans” is published: there are rfm.",
        ),
        (
            WasInSegment("rfm", ("prospect",), Then.AT, 1),
            "Nothing is known of the past of a segment “prospect”: there are about-to-sleep, at-risk, cant-lose,"
            " champions, hibernating, lost, loyal, need-attention, new, potential-loyalists, promising.",
        ),
        (
            WasInSegment("rfm", ("lost",), Then.LEFT, 3),
            "Segments are known from Apr 2026 to Jun 2026, not of 3 months ago.",
        ),
        (
            WasInSegment("rfm", ("lost",), Then.ENTERED, date(2026, 3, 1)),
            "Segments are known from Apr 2026 to Jun 2026, not of Mar 2026.",
        ),
        (InCampaign(Part.MAILED, 9), "There is no campaign 9 of which a list has left."),
        (InList(9), "There is no list 9: it was removed, or never was."),
        (InAudience(9), "There is no audience 9: it was removed, or never was."),
        (InAudience(3), "Audience 3 leads back to itself, or through more than 8 others."),
    ],
)
def test_what_the_store_does_not_have_is_refused(definition: Definition, sentence: str) -> None:
    circle = {3: Not(InAudience(4)), 4: Both((Everyone, InAudience(3)))}
    with pytest.raises(InputError) as raised:
        members(definition, store(circle))
    assert str(raised.value) == sentence


def test_several_products_of_one_day_are_one_day(engine: Engine) -> None:
    day = AS_OF - timedelta(days=10)
    shop = {"c1": Customer(bought={"A1": (day,), "A2": (day,)}), "c2": Customer(bought={"A1": (day,), "A2": (AS_OF,)})}
    with engine.connect() as connection:
        fill(connection, shop)
        assert connection.scalars(members(Bought(words="lunch bag", times=2), store())).all() == ["c2"]
