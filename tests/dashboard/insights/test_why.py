"""Why sales changed: the parts add up exactly, equal pandas over the lines, and obey Compare."""

import re
from dataclasses import replace
from math import log
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.filters.comparison import compared
from dashboard.filters.selection import Filters
from dashboard.insights.why import FACTORS, GUESTS, TOGETHER, causes, worst_first
from dashboard.pages.overview.by_segment import AS_THEN, NEW, NOT_KNOWN, segment_changes
from dashboard.pages.overview.why import where_it_changed, why
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.shop import Place, Shop
from dashboard.words import formats
from tests.dashboard.calls import texts
from tests.dashboard.plain import bound, plain_totals
from tests.dashboard.tables import body
from warehouse.schema import RFM_GROUPS

NOTHING = Totals(**dict.fromkeys(Totals.__dataclass_fields__, 0))  # type: ignore[arg-type]
EARLY = replace(NOTHING, customers=10, identified_orders=20, identified_net=400.0, guest_net=50.0)
LATE = replace(NOTHING, customers=20, identified_orders=30, identified_net=900.0, guest_net=20.0)


def test_a_change_taken_apart_by_hand() -> None:
    mean = (900 - 400) / log(900 / 400)
    found = causes(LATE, EARLY)
    assert [one.name for one in found] == [*FACTORS, GUESTS]
    assert [one.amount for one in found] == pytest.approx(
        [mean * log(20 / 10), mean * log(1.5 / 2), mean * log(30 / 20), -30]
    )
    assert sum(one.amount for one in found) == pytest.approx(920 - 450)
    back = causes(EARLY, LATE)
    assert [one.amount for one in back] == pytest.approx([-one.amount for one in found])


@pytest.mark.parametrize("late", [NOTHING, replace(LATE, identified_net=-5.0)])
def test_where_nothing_can_be_shared_out_it_is_one_cause(late: Totals) -> None:
    found = causes(late, EARLY)
    assert [one.name for one in found] == [TOGETHER, GUESTS]
    assert sum(one.amount for one in found) == late.identified_net + late.guest_net - 450


def test_no_change_is_no_cause() -> None:
    assert [one.amount for one in causes(EARLY, EARLY)] == [0, 0, 0, 0]


def test_parts_come_worst_first() -> None:
    late = pd.DataFrame({"country": ["DE", "FR"], "net": [10.0, 90.0]})
    early = pd.DataFrame({"country": ["FR", "GB"], "net": [50.0, 30.0]})
    rows = list(worst_first(late, early, "country").itertuples(index=False, name=None))
    assert rows == [("GB", 0.0, 30.0, -30.0), ("DE", 10.0, 0.0, 10.0), ("FR", 90.0, 50.0, 40.0)]


@pytest.mark.parametrize("search", ["", "?compare=previous&country=GB", "?from=2025-01&to=2025-02&compare=year"])
def test_the_bridge_is_that_of_plain_totals(shop: Shop, search: str) -> None:
    filters = Filters.from_query(search)
    scope = shop.scope(filters)
    found = compared(shop.published(), scope)
    assert found is not None
    late, early = (plain_totals(shop.engine, one)["net"] for one in found.scopes(scope))
    panel = why(shop, Place(filters, None, search), scope)
    bars = [float(value) for value in panel.body.data[0]["y"]]
    assert (bars[0], bars[-1]) == pytest.approx((early, late))
    assert sum(bars[:-1]) == pytest.approx(late)
    assert found.early_words() in panel.note


# What the lines of a window came to, by the segment of the month end before it.
BROUGHT = """
select p.place, sum(l.quantity * l.unit_price)
from transactions l
join customers c on c.customer_id = l.customer_id and (:all_countries or c.country = any(:countries))
join segment_histories h on h.customer_id = l.customer_id and h.segmentation_id = :segmentation
cross join lateral (
    select h.places[(extract(year from age(:start, h.first_month)) * 12
        + extract(month from age(:start, h.first_month)))::int] as place
) p
where l.invoiced_at >= :start and l.invoiced_at < cast(:end as date) + interval '1 month'
    and l.kind in ('sale', 'return')
group by p.place
"""


@pytest.mark.parametrize(
    "search",
    [
        "?from=2025-04&to=2025-05&compare=previous",
        "?from=2025-09&to=2025-09&country=GB",
        "?from=2025-10&to=2025-12&segmentation=kmeans",
    ],
)
def test_segments_are_those_before_each_period(shop: Shop, search: str) -> None:
    scope = shop.scope(Filters.from_query(search))
    found = compared(shop.published(), scope)
    assert found is not None
    frame, stand = segment_changes(shop, scope, found)
    assert stand == AS_THEN
    shown = frame[frame["segment_id"] != ""].set_index("segment_id")
    for side, one in zip(("late", "early"), found.scopes(scope), strict=True):
        with shop.engine.connect() as connection:
            rows = connection.execute(text(BROUGHT), bound(one)).all()
        expected = {RFM_GROUPS[place - 1] if place else NEW: float(net) for place, net in rows}
        assert {name: net for name, net in shown[side].items() if net} == pytest.approx(expected)
        assert frame[side].astype(float).sum() == pytest.approx(shop.ask(activity.totals, one).net)  # with guests


@pytest.mark.parametrize(
    ("search", "is_told"),
    [
        ("", True),  # June 2025 to May 2026 against the year before, which began with the end of May 2024
        ("?from=2024-05&to=2024-06&compare=previous", False),  # where the past of segments does not reach
    ],
)
def test_segments_are_told_as_far_back_as_they_are_known(shop: Shop, search: str, is_told: bool) -> None:
    filters = Filters.from_query(search)
    panel = where_it_changed(shop, Place(filters, None, search), shop.scope(filters))
    assert (panel.note.endswith(NOT_KNOWN), "Segments" in texts(panel.body)) == (not is_told, is_told)


def kinds_of(table: Any) -> dict[str, list[list[Any]]]:
    """The rows below each head of the card, amounts as numbers."""
    found: dict[str, list[list[Any]]] = {}
    for name, *cells in body(table):
        if not cells[0]:
            rows = found.setdefault(name, [])
        else:
            rows.append([name, *(worth(one) for one in cells)])
    return found


def worth(text: str) -> float:
    number = re.search(r"([\d.,]+)([kM]?)", text)
    assert number is not None, text
    size = {"": 1.0, "k": 1e3, "M": 1e6}[number[2]]
    return float(number[1].replace(",", "")) * size * (-1 if formats.MINUS in text else 1)


def test_countries_add_up_and_lead_to_their_pages(shop: Shop) -> None:
    scope = shop.scope(Filters())
    found = compared(shop.published(), scope)
    assert found is not None
    late, early = found.scopes(scope)
    frame = worst_first(shop.ask(activity.by_country, late), shop.ask(activity.by_country, early), "country")
    whole = [shop.ask(activity.totals, one).net for one in (late, early)]
    assert frame["change"].sum() == pytest.approx(whole[0] - whole[1])
    panel = where_it_changed(shop, Place(Filters()), scope)
    words = texts(panel.body)
    assert "Countries" in words
    assert "Products" in words
    for at in (0, 1, 2, len(frame) - 2, len(frame) - 1):
        assert shop.published().country_name(str(frame.at[at, "country"])) in words
    for kind, rows in kinds_of(panel.body).items():  # those shown, and all others, make the whole of each kind
        assert [sum(row[side] for row in rows) for side in (1, 2)] == pytest.approx(whole[::-1], rel=0.01), kind


@pytest.mark.parametrize("search", ["?compare=none", "?segment=champions"])
def test_nothing_is_compared_where_compare_says_so(shop: Shop, search: str) -> None:
    filters = Filters.from_query(search)
    for card in (why, where_it_changed):
        assert card(shop, Place(filters), shop.scope(filters)).note.startswith("Nothing to take apart: ")


def test_online_retail(retail: Shop) -> None:
    """June to November 2011 against December 2010 to May 2011."""
    scope = retail.scope(Filters(compare="previous"))
    found = compared(retail.published(), scope)
    assert found is not None
    late, early = (retail.ask(activity.totals, one) for one in found.scopes(scope))
    parts = causes(late, early)
    assert sum(one.amount for one in parts) == pytest.approx(late.net - early.net, abs=1e-6)
    assert [one.name for one in parts] == [*FACTORS, GUESTS]
