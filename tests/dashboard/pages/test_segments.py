"""The views of segments and of one segment, as plain functions on a store."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
from dash.development.base_component import Component

from dashboard.components.panels import Panel
from dashboard.components.tables import Table
from dashboard.filters.selection import GUESTS, Filters, Scope, months_between
from dashboard.pages.segments import (
    lists as segment_lists,
)
from dashboard.pages.segments import (
    page as segments,
)
from dashboard.pages.segments import (
    segment,
)
from dashboard.pages.segments import (
    tables as segments_tables,
)
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_page
from dashboard.queries.sales import activity
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import everyone
from dashboard.words import formats
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_by
from tests.dashboard.queries.test_activity import selected, selections
from tests.dashboard.tables import body, foot, table_hrefs

ALL = Filters()
Function = Callable[[Shop, Place, Scope], Any]
LIST: tuple[Function, ...] = (segments.shares, segments.scatter, segments_tables.ranked, segments_tables.profiles)
DETAIL: tuple[Function, ...] = (
    segment.head,
    segment.figures,
    segment.sales,
    segment.months,
    segment.countries,
    segment_lists.products,
    segment_lists.customers,
)


def panel(function: Function, shop: Shop, filters: Filters = ALL, argument: str | None = None) -> Any:
    """What a card shows for filters."""
    return function(shop, Place(filters, argument), shop.scope(filters))


def hrefs(component: Any) -> list[str]:
    """All addresses inside a component, in reading order."""
    found = []
    for part in component if isinstance(component, list | tuple) else [component]:
        if isinstance(part, Table):
            found += table_hrefs(part)
        if isinstance(part, Component):
            found += [part.href] if getattr(part, "href", None) else []
            found += hrefs(getattr(part, "children", None) or [])
    return found


def body_rows(table: Any) -> list[list[str]]:
    """The words of each row of a table's body and foot."""
    return [*body(table), *filter(None, [foot(table)])]


@selections
def test_shares_of_everyone_equal_plain_sql(shop: Shop, name: str) -> None:
    scope = selected(shop, name)
    found = everyone(shop, scope).set_index("segment_id")
    plain = plain_by(shop.engine, scope.only(segments=()), "segment_id").dropna(subset="segment_id")
    plain = plain.set_index("segment_id")
    for share, column in (("customer_share", "customers"), ("sales_share", "net")):
        total = plain[column].sum()
        expected = (plain[column] / total if total else plain[column]).to_dict()
        assert found[share].to_dict() == pytest.approx(expected)


def test_the_ranking_holds_every_segment_and_the_total_of_customers_alone(shop: Shop) -> None:
    scope = shop.scope(Filters())
    table, guests = panel(segments_tables.ranked, shop).body
    rows = body_rows(table)
    frame = shop.ask(activity.by_segment, scope)
    bought = frame[(frame["customers"] > 0) & frame["segment_id"].notna()]
    names = [shop.published().of(scope).segment(one).name for one in bought["segment_id"]]  # type: ignore[union-attr]
    assert [row[0] for row in rows] == [*names, "All customers"]
    customers = [int(row[1].replace(",", "")) for row in rows[:-1]]
    assert customers == bought["customers"].tolist()
    own = plain_by(shop.engine, scope, "segment_id").dropna(subset="segment_id").sum(numeric_only=True)
    assert rows[-1][1:6] == [
        f"{sum(customers):,}",
        formats.money(own["net"], "GBP"),
        "100.0\u202f%",
        f"{own['orders'] / own['customers']:.1f}",
        formats.money((own["gross"] + own["returns"]) / own["orders"], "GBP"),
    ]
    assert {len(row) for row in rows} == {len(segments_tables.RANKED_COLUMNS)}
    nobody = frame[frame["segment_id"].isna()].iloc[0]
    net, orders = nobody["net"], int(nobody["orders"])
    assert texts(guests) == (
        f"Guests  brought {formats.money(net, 'GBP')} net of returns in {orders:,} orders, "
        f"{formats.money(net / orders, 'GBP')} each; with them it is {formats.money(net + own['net'], 'GBP')}."
    )


def test_who_only_returned_is_in_the_total(small: Shop) -> None:
    table, _ = panel(segments_tables.ranked, small).body
    rows = {row[0]: row[1:4] for row in body_rows(table)}
    assert rows["Returned only"] == ["0", "−£11", "−5.0\u202f%"]
    own = plain_by(small.engine, small.scope(Filters()), "segment_id").dropna(subset="segment_id")
    assert rows["All customers"] == ["9", formats.money(own["net"].sum(), "GBP"), "100.0\u202f%"]


def test_guests_alone_are_in_no_segment(shop: Shop) -> None:
    found = panel(segments_tables.ranked, shop, Filters(segments=(GUESTS,)))
    assert found.title == "Guests are in no segment"
    assert texts(found.body).startswith("Guests  brought £")
    assert "with them" not in texts(found.body)
    assert hrefs(found.body) == ["/segments/guests?segment=guests"]


def test_a_segment_keeps_its_share_when_it_is_filtered(shop: Shop) -> None:
    champions = [
        next(row for row in body_rows(panel(segments_tables.ranked, shop, one).body[0]) if row[0] == "Champions")[:6]
        for one in (Filters(), Filters(segments=("champions",)), Filters(segments=("champions", GUESTS)))
    ]
    assert champions[0] == champions[1] == champions[2]


def test_links_keep_the_filters(shop: Shop) -> None:
    filters = Filters(countries=("DE",))
    assert "/segments/champions?country=DE" in hrefs(panel(segments_tables.ranked, shop, filters).body)
    assert "/segments/champions?country=DE" in hrefs(panel(segments.scatter, shop, filters).note)


def test_every_point_of_the_scatter_carries_its_customer(small: Shop) -> None:
    found = panel(segments.scatter, small)
    ids = {row[0] for trace in found.body.data for row in trace.customdata}
    assert ids == {"11", "12", "13", "14", "15", "16", "b~1/ü", "b~2", "b~3%"}
    assert texts(found.note).startswith(
        "All 9 customers · gross sales, before returns · larger with more orders · Jan–Apr 2023"
    )


def test_the_profile_leaves_new_customers_out_where_all_are_new(shop: Shop) -> None:
    first = shop.published().first_month
    whole = body_rows(panel(segments_tables.profiles, shop).body)
    later = body_rows(panel(segments_tables.profiles, shop, Filters(start=first.replace(year=first.year + 1))).body)
    assert (len(whole[0]), len(later[0])) == (7, 8)
    assert whole[0][0] == "All customers"


@pytest.mark.parametrize("function", LIST)
@pytest.mark.parametrize("filters", [Filters(countries=("Nowhere",)), Filters(segments=("no-such",))])
def test_nothing_selected_is_said_on_every_card(shop: Shop, function: Function, filters: Filters) -> None:
    found: Panel = panel(function, shop, filters)
    words = texts(found.body) or " ".join(note.text for note in found.body.layout.annotations)
    assert words in (
        "No segments in this selection.",
        "No segments in this selection",
        "No identified customers in this selection",
    )


@selections
@pytest.mark.parametrize("argument", ["champions", GUESTS, "prospect", "no-such"])
def test_a_segment_answers_to_every_selection(shop: Shop, name: str, argument: str) -> None:
    scope = selected(shop, name)
    place = Place(Filters(countries=scope.countries, segments=scope.segments), argument)
    for function in DETAIL:
        assert function(shop, place, scope) is not None


def test_one_segment_whatever_segments_are_filtered(shop: Shop) -> None:
    filters = Filters(segments=("lost",))
    found, alone = (panel(segment.sales, shop, one, "champions") for one in (filters, Filters()))
    assert isinstance(found.body, go.Figure)
    assert json.loads(found.body.to_json()) == json.loads(alone.body.to_json())
    assert "Champions" in found.note


def test_the_head_of_a_segment(shop: Shop) -> None:
    head = panel(segment.head, shop, Filters(countries=("DE",), segments=("lost",)), "champions")
    assert texts(head).startswith("Champions Top value, active now.  Rule: ")
    assert hrefs(head) == [
        "/segments?country=DE",
        "/customers?country=DE&segment=champions",
        "/exports/customers.csv?country=DE&segment=champions",
    ]


def test_the_customers_of_a_segment(shop: Shop) -> None:
    rows = body_rows(panel(segment_lists.customers, shop, Filters(), "champions").body)
    sales = [row[-1] for row in rows]
    assert len(rows) == 10
    assert panel(segment_lists.customers, shop, Filters(), "champions").title == (
        f"Customer {rows[0][0]} leads with {sales[0]}"
    )


def test_money_that_was_given_back_leads_no_list(retail: Shop) -> None:
    """12346 bought for 77,183.60 and returned all of it, 16446 for 168,472.50 and all but 2.90."""
    for segment_id in ("at-risk", "champions"):
        found = panel(segment_lists.customers, retail, Filters(), segment_id)
        assert not {row[0] for row in body_rows(found.body)} & {"12346", "16446"}
    best = retail.ask(customer_page, retail.scope(Filters()), CustomerFilter())[0]
    assert best["net"].tolist() == sorted(best["net"], reverse=True)
    assert not set(best["customer_id"]) & {"12346", "16446"}


def test_a_segment_that_this_segmentation_has_not(shop: Shop) -> None:
    published = shop.published()
    ids = [{one.segment_id for one in segmentation.segments} for segmentation in published.segmentations]
    missing = sorted(ids[0] - ids[1])[0]
    head = panel(segment.head, shop, Filters(segmentation="kmeans"), missing)
    name = published.segmentations[0].segment(missing).name  # type: ignore[union-attr]
    assert texts(head).startswith(
        f"“{published.segmentations[1].name}” has no segment “{name}” It has these: Champions"
    )


def test_a_segment_that_does_not_exist(shop: Shop) -> None:
    found = segment.layout(shop, "no-such")
    assert texts(found) == "There is no segment no-such See all segments"
    assert hrefs(found) == ["/segments"]


BASKETS = ("segment-favourites", "segment-offers")


@pytest.mark.parametrize(
    ("argument", "missing"),
    [
        ("champions", set()),
        (GUESTS, {"segment-months", "segment-customers", "segment-advice", *BASKETS}),
        (
            "returns-only",
            {*BASKETS, "segment-figures", "segment-sales", "segment-months", "segment-countries", "segment-products"},
        ),
    ],
)
def test_each_kind_of_segment_has_its_cards(shop: Shop, small: Shop, argument: str, missing: set[str]) -> None:
    everything = {f"segment-{name}" for name in ("head", "figures", "sales", "months", "countries", "products")}
    everything |= {"segment-customers", "segment-advice", *BASKETS}
    layout = segment.layout(
        small if argument == "returns-only" else shop, argument
    )  # such as only the literal shop has for sure
    assert {child.id for child in layout.children if hasattr(child, "id")} - {"argument"} == everything - missing


def test_a_chart_of_who_stays_away_is_as_wide_as_its_months_and_tells_no_peak(shop: Shop) -> None:
    scope = shop.scope(Filters())
    months = months_between(scope.start, scope.end)
    for function, title in ((segment.sales, "Sales by month"), (segment.months, "Customers by month")):
        found = panel(function, shop, Filters(), "lost")
        assert found.title == title
        assert {len(trace.x) for trace in found.body.data} == {months}


def test_no_share_of_new_customers_of_segments_that_have_ordered_once(small: Shop) -> None:
    filters = Filters(date(2023, 4, 1), date(2023, 4, 1))
    once = segments_tables._once(small, small.scope(filters))
    bought = activity.by_segment, small.scope(Filters())
    frame = small.ask(*bought)
    single = frame[frame["segment_id"].notna() & (frame["customers"] == frame["single_customers"])]
    assert once >= set(single["segment_id"])
    names = {one.segment_id: one.name for one in small.published().segmentations[0].segments}
    rows = {row[0]: row[-1].strip() for row in body_rows(panel(segments_tables.profiles, small, filters).body)}
    assert {name: rows[name] for one in once if (name := names.get(one)) in rows} == {
        name: formats.NOTHING for one in once if (name := names.get(one)) in rows
    }
    assert formats.NOTHING in rows.values()
