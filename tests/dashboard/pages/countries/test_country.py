"""One country's page: against plain SQL over the lines, against the shop, and where there is nothing."""

from datetime import date

import pandas as pd
import pytest
from dash import html

from dashboard.components.panels import Panel
from dashboard.figures.sales.mix import segment_mix, share_by_month
from dashboard.filters.selection import Filters
from dashboard.pages.countries import country
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_by
from tests.dashboard.queries.test_activity import selected, selections


def show_one(shop: Shop, name: str, code: str, filters: Filters) -> Panel:
    """A panel of one country's page."""
    panel: Panel = getattr(country, name)(shop, Place(filters, code), shop.scope(filters))
    return panel


def test_an_unknown_country_is_said_so(small: Shop) -> None:
    page = country.layout(small, "XX")
    assert page.className == "notice"
    assert texts(page).startswith("There is no country XX")
    assert country.layout(small, "gb").children[0].data == "GB"


def test_the_head_of_a_country(small: Shop) -> None:
    place = Place(Filters(countries=("FR",)), "DE")
    head = country.head(small, place, small.scope(place.filters))
    words = texts(head)
    assert words.startswith("Germany Number 3 of 4 countries by net sales, 15.3\u202f% of those of the shop")
    actions = head.children[1].children[0].children
    button = actions[2].children[0]
    assert [one.href for one in (*actions[:2], button)] == [
        "/countries",
        "/customers?country=DE",
        "/exports/customers.csv?country=DE",
    ]
    assert isinstance(button, html.A)
    nothing = country.head(small, place, small.scope(Filters(date(2023, 4, 1))))
    assert "No sales in Apr 2023" in texts(nothing)


@selections
def test_one_country_equals_plain_sql(shop: Shop, name: str) -> None:
    scope = selected(shop, name)
    code = next(iter(shop.published().country_names))
    inside = country.here(Place(Filters(), code), scope)
    mix = country.mix_frame(shop, inside, country.whole_shop(scope))
    for part, column in ((inside, "share"), (country.whole_shop(scope), "shop_share")):
        expected = plain_by(shop.engine, part, "segment_id")
        expected = expected[expected["segment_id"].notna() & (expected["customers"] > 0)].set_index("segment_id")
        shares = (expected["customers"] / expected["customers"].sum()).to_dict() if len(expected) else {}
        found = dict(zip(mix["segment_id"], mix[column], strict=True))
        assert {one: share for one, share in found.items() if share} == pytest.approx(shares)


def test_the_mix_names_what_is_more_common_than_in_the_shop() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Champions", "Lost"],
            "position": [1, 11],
            "target": ["champions", "lost"],
            "customers": [3, 1],
            "share": [0.75, 0.25],
            "shop_share": [0.4, 0.6],
        }
    )
    figure = segment_mix(frame, "France")
    bars, marks = figure.data
    assert (bars.x, marks.x) == ((0.75, 0.25), (0.4, 0.6))
    assert bars.customdata[0] == [
        "champions",
        "<b>Champions</b>: 3 customers, 75.0\u202f% of those in France;<br>40.0\u202f% in the whole shop",
    ]
    assert [(one.text, one.x) for one in figure.layout.annotations] == [
        ("<b>75\u202f%</b> · 40\u202f%", 0.75),
        ("<b>25\u202f%</b> · 60\u202f%", 0.6),
    ]


def test_the_share_of_the_shop_keeps_months_without_sales() -> None:
    first, second = date(2023, 1, 1), date(2023, 2, 1)
    part = pd.DataFrame({"month": [first], "net": [25.0]})
    whole = pd.DataFrame({"month": [first, second], "net": [100.0, 50.0]})
    frame = country.share_frame(part, whole, "GBP")
    assert frame.to_numpy().tolist() == [
        [first, 0.25, "Jan 2023: <b>25.0\u202f%</b> of the shop's net sales, £25 of £100"],
        [second, 0.0, "Feb 2023: <b>0.0\u202f%</b> of the shop's net sales, £0 of £50"],
    ]
    figure = share_by_month(frame, partial={second: "so far"})
    assert figure.data[0].marker.symbol == ("circle", "circle-open")
    assert [one.text for one in figure.layout.annotations] == ["so far"]
    assert country.share_frame(part.head(0), whole, "GBP").empty


def test_the_panels_of_a_country_without_sales_in_the_window(small: Shop) -> None:
    april = Filters(date(2023, 4, 1))
    titles = {name: show_one(small, name, "DE", april).title for name in ("trend", "mix", "customers", "share")}
    assert titles == {
        "trend": "Sales by month",
        "mix": "Segments against the shop",
        "customers": "New and returning customers",
        "share": "Share of the shop's sales",
    }
