"""One audience, two side by side, and who moved between them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text

from accounts.rights import ROLES
from audiences.conditions import Store, read
from audiences.lists import keeping
from dashboard.filters.selection import Filters
from dashboard.pages.audiences import comparing, makeup, one
from dashboard.pages.audiences.moving import UNKNOWN, followed, moves_in_words, span
from dashboard.pages.audiences.page import detail
from dashboard.shop import Place, Shop
from dashboard.shop.asker import Asker, asking
from tests.dashboard.calls import texts
from tests.dashboard.conftest import Served
from warehouse.schema import segment_flows

MONTHS = {"from_month": date(2026, 1, 1), "to_month": date(2026, 7, 1)}
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
    assert f"Customers {members:,} {germans:,}" in compared
    assert UNKNOWN in compared
    for search in ("?a=1", "?a=1&b=1", "?a=x&b=2"):
        assert words(comparing.content(own, where("compare", search), scope)) == comparing.CHOOSE
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
    ("definition", "found"),
    [
        ({"segment": ["lost"]}, ("rfm", ("lost",), None)),
        ({"all": [{"segment": ["lost"]}, {"field": "country", "in": ["DE"]}]}, ("rfm", ("lost",), ("DE",))),
        ({"all": [{"segment": ["lost"]}, {"consent": ["yes"]}]}, None),
        ({"any": [{"segment": ["lost"]}, {"segment": ["new"]}]}, None),
        ({"field": "country", "in": ["DE"]}, None),
        ({"not": {"segment": ["lost"]}}, None),
    ],
)
def test_which_audiences_are_followed(definition: dict[str, Any], found: object) -> None:
    assert followed(read(definition)) == found


def test_the_months_between_which_one_looks() -> None:
    months = [date(2026, month, 1) for month in (1, 2, 5, 7, 8)]
    assert span(months) == (date(2026, 2, 1), date(2026, 8, 1))
    assert span(months[2:]) == (date(2026, 5, 1), date(2026, 8, 1))
    assert span(months[:1]) is None


def test_who_moved_is_counted_both_ways(engine: Engine) -> None:
    flows = [("DE", "champions", "lost", 3), ("DE", "champions", "champions", 7), ("FR", "champions", "lost", 5),
             ("FR", "lost", "champions", 1), ("DE", None, "champions", 4)]  # fmt: skip
    with engine.begin() as connection:
        connection.execute(text("select set_config('regulars.countries', '*', true)"))
        for country, before, after, customers in flows:
            row = {
                "segmentation_id": 1,
                "country": country,
                "from_month": date(2026, 1, 1),
                "to_month": date(2026, 7, 1),
            }
            moved = {"from_segment": before, "to_segment": after, "customers": customers}
            connection.execute(segment_flows.insert().values(row | moved))
        best = keeping.keep(connection, "Best", read({"segment": ["champions"]}), None)
        gone = keeping.keep(
            connection, "Gone", read({"all": [{"segment": ["lost"]}, {"field": "country", "in": ["FR"]}]}), None
        )
        told = moves_in_words(connection, Store(date(2026, 7, 1), {"rfm": 1}), (best, gone))
        other = moves_in_words(connection, Store(date(2026, 7, 1), {}), (best, gone))
    assert told[1:] == [
        "Of 15 customers in Best at the end of Jan 2026, 5 (33.3\u202f%) were in Gone at the end of Jul 2026.",
        "Of 1 customer in Gone at the end of Jan 2026, 1 (100.0\u202f%) was in Best at the end of Jul 2026.",
    ]
    assert other == [UNKNOWN]
