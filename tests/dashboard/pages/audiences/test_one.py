"""One audience, two side by side, and who moved between them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from accounts.rights import ROLES
from audiences.conditions import History, Store, read
from audiences.lists import keeping
from dashboard.filters.selection import Filters
from dashboard.pages.audiences import comparing, makeup, one
from dashboard.pages.audiences.moving import NOTE, TOO_SHORT, moves, since
from dashboard.pages.audiences.page import detail
from dashboard.shop import Place, Shop
from dashboard.shop.asker import Asker, asking
from tests.audiences.shop import Customer, fill, fill_past, store
from tests.dashboard.calls import texts
from tests.dashboard.conftest import Served

MARKETER = Asker("anna@shop.example", ROLES["marketer"])


def where(argument: str, search: str = "") -> Place:
    return Place(Filters(), argument, search)


def words(found: Any) -> str:
    parts = (found.title, found.note, found.body) if hasattr(found, "body") else (found,)
    return " ".join(" ".join(map(texts, parts)).split())


@pytest.mark.store("sample_store")
def test_an_audience_has_a_page_and_two_are_compared(own: Served) -> None:
    scope = own.scope(Filters())
    with own.change() as connection:
        best = keeping.keep(connection, "Best", read({"segment": ["champions"]}), "anna@shop.example")
        keeping.change(connection, 1, 1, read({"segment": ["champions", "loyal"]}), None)
        keeping.keep(connection, "Germans", read({"field": "country", "in": ["DE"]}), None)
        keeping.keep(connection, "Lost", read({"list": 99}), None)
        wanted = """select count(*) filter (where {0}), count(*) filter (where country = 'DE'),
            count(*) filter (where {0} and country = 'DE'), count(*) from listed_customers
            join customer_segments using (customer_id) join run_names using (segmentation_id)
            where published and algorithm = 'rfm'"""
        inside = "segment_id in ('champions', 'loyal')"
        members, germans, both, everyone = connection.execute(text(wanted.format(inside))).one()
    here = where(str(best.audience_id))
    head = words(one.head(own, here, scope))
    assert "Best In Champions or Loyal. Version 2, " in head
    assert f"Change Compare See it on every view Export: {members:,} customers Start a campaign" in head
    strip = words(one.strip(own, here, scope))
    assert strip.startswith(f"Customers {members:,} ")
    assert f"0 {members:,} unknown, 0 no" in strip
    segments = words(makeup.segments(own, here, scope))
    assert {"Champions", "Loyal"} <= set(segments.split())
    assert "of all customers" in segments
    assert "are at home in" in words(makeup.countries(own, here, scope))
    assert f"Germans {both:,} " in words(one.others(own, here, scope))
    assert words(one.customers(own, here, scope)).startswith("Customer ")
    versions = words(one.versions(own, here, scope))
    assert "2 versions" in versions
    assert "1 In Champions." in versions
    assert "SQL of its members SELECT listed_customers.customer_id" in versions
    with asking(MARKETER):
        assert "SQL" not in words(one.versions(own, here, scope))
    lost = words(one.head(own, where("3"), scope))
    assert "It cannot be asked: There is no list 99: it was removed, or never was. Version 1," in lost
    assert lost.endswith(" Change")  # so that it can be mended
    assert "Versions" in texts(detail(own, "3"))
    compared = words(comparing.content(own, where("compare", "?a=1&b=2"), scope))
    assert f"Only in Best {members - both:,} Build an audience of them In both {both:,}" in compared
    assert f"Only in Germans {germans - both:,}" in compared
    assert f"Customers {members:,} {germans:,} " in compared
    assert f"Germany {both:,} · " in compared
    assert f" {germans:,} · 100.0 % " in compared
    assert compared.endswith(" pts")  # the last country, with its share's difference
    assert f"Movement {NOTE} Of " in compared
    lacks = {
        "": comparing.CHOOSE,
        "?a=1": comparing.THE_OTHER,
        "?a=1&b=1": comparing.THE_SAME,
        "?a=x&b=2": comparing.THE_OTHER,
    }
    for search, sentence in lacks.items():
        assert words(comparing.content(own, where("compare", search), scope)) == sentence
    options, a, b = comparing.choices(own, "?a=2&b=77")
    assert ([each["label"] for each in options], a, b) == (["Best", "Germans", "Lost"], "2", None)
    assert 0 < both < members < everyone


def test_what_an_address_names(shop: Shop) -> None:
    for argument in ("nonsense", "99"):
        assert texts(detail(shop, argument)).startswith(f"There is no audience {argument} It was removed")
    assert "There is no such list" in texts(detail(shop, "list-99"))
    assert "Compare audiences" in texts(detail(shop, "compare"))
    assert "Build an audience" in texts(detail(shop, "edit"))
    assert words(comparing.content(shop, where("compare"), shop.scope(Filters()))) == comparing.FEW


@pytest.mark.parametrize(
    ("first", "history", "found"),
    [
        (date(2024, 3, 5), None, date(2025, 12, 1)),
        (date(2024, 3, 5), date(2026, 2, 1), date(2026, 2, 1)),  # of segments no earlier month is known
        (date(2026, 4, 5), None, date(2026, 4, 1)),
        (date(2026, 6, 5), None, None),
        (None, None, None),
    ],
)
def test_the_month_since_which_one_looks(first: date | None, history: date | None, found: date | None) -> None:
    histories = {} if history is None else {"rfm": History(history, 5)}
    assert since(Store(date(2026, 7, 1), {"rfm": 1}, histories=histories), first) == found


SHOP = {
    "a": Customer(places=(1, 1, 11), first=date(2026, 1, 2), country="DE"),  # champions, champions, lost
    "b": Customer(places=(1, 2, 1), first=date(2026, 1, 2), segment="champions"),
    "c": Customer(places=(0, 0, 1), first=date(2026, 6, 2), segment="champions"),
}


def test_everybody_is_told_by_where_they_were_and_are(engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection, SHOP)
        fill_past(connection, SHOP)
        best = keeping.keep(connection, "Best", read({"segment": ["champions"]}), None)
        gone = keeping.keep(connection, "Gone", read({"segment": ["lost"]}), None)
        told = keeping.keep(connection, "Told", read({"field": "order_chance_90d", "at_least": 0}), None)
        both, half = (moves(connection, store(), (best, other)) for other in (gone, told))
        early = moves(connection, replace(store(), as_of=date(2026, 2, 1)), (best, gone))
    assert words(both) == " ".join(
        [
            f"Movement {NOTE}",
            "Of 2 customers who were in “Best” at the end of Apr 2026, 1 (50.0 %) is in “Gone” now.",
            "Nobody was in “Gone” at the end of Apr 2026.",
            "Movement End of Apr 2026, and now Only in Best In both Only in Gone Neither All",
            "Only in Best 1 0 1 0 2 In both 0 0 0 0 0 Only in Gone 0 0 0 0 0 Neither 0 0 0 0 0",
            "No order yet 1 0 0 0 1 All, now 2 0 1 0 3",
        ]
    )
    assert words(half).partition("Chance of")[2] == " ".join(
        [
            " an order in 90 days is known of now alone.",
            "Movement End of Apr 2026, and now Only in Best In both Only in Told Neither All",
            "In Best 1 0 0 1 2 Not in Best 0 0 0 0 0 No order yet 1 0 0 0 1 All, now 2 0 0 1 3",
        ]
    )
    assert words(early) == f"Movement {TOO_SHORT}"
