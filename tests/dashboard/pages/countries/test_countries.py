"""Countries: the frames equal plain SQL over the lines; maps, table and one country's page from literal shops."""

from datetime import date

import pandas as pd
import pytest

from dashboard.components.panels import Panel
from dashboard.figures.sales import maps
from dashboard.figures.sales.outlines import neighbours, outlines, view
from dashboard.filters.selection import Filters
from dashboard.pages.countries import country
from dashboard.pages.countries import page as countries
from dashboard.pages.countries.page import table_title
from dashboard.pages.countries.table import ranked
from dashboard.queries.sales.countries import alpha_3_codes, customers_by_segment, sales
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts
from tests.dashboard.plain import plain_by
from tests.dashboard.queries.test_activity import selected, selections
from tests.dashboard.tables import body, foot, heads, table_hrefs


def show(shop: Shop, name: str, filters: Filters) -> Panel:
    """A panel of the list."""
    panel: Panel = getattr(countries, name)(shop, Place(filters), shop.scope(filters))
    return panel


def show_one(shop: Shop, name: str, code: str, filters: Filters) -> Panel:
    """A panel of one country's page."""
    panel: Panel = getattr(country, name)(shop, Place(filters, code), shop.scope(filters))
    return panel


def frame_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Countries of (name, alpha-3, sales), with ten orders of five customers each."""
    frame = pd.DataFrame(rows, columns=["country_name", "alpha_3", "net"])
    shares = frame["net"] / frame["net"].sum()
    return frame.assign(
        gross=frame["net"],
        country=frame["country_name"],
        share=shares,
        customers=5,
        orders=10,
        single_customers=2,
        target=frame["country_name"],
    )


@selections
def test_the_frame_equals_plain_sql(shop: Shop, name: str) -> None:
    scope = selected(shop, name)
    found = countries.countries_frame(shop, scope).sort_values("country").reset_index(drop=True)
    expected = plain_by(shop.engine, scope, "country")
    assert found["country"].tolist() == expected["country"].tolist()
    columns = ["customers", "orders", "net", "single_customers"]
    assert found[columns].astype(float).to_numpy().tolist() == [
        pytest.approx(row) for row in expected[columns].to_numpy().tolist()
    ]
    assert found["share"].sum() == pytest.approx(1.0 if expected["gross"].sum() else 0.0)


def test_the_table_in_words(small: Shop) -> None:
    table = show(small, "table", Filters()).body
    assert body(table) == [
        ["United Kingdom", "2", "5", "£153", "62.3\u202f%", "£30.60", "50\u202f%", "▼ 68.9\u202f%"],
        ["Atlantis", "4", "4", "£44", "17.9\u202f%", "£11", "0\u202f%", "–"],
        ["Germany", "1", "3", "£37.50", "15.3\u202f%", "£12.50", "100\u202f%", "▼ 80.0\u202f%"],
        ["France", "2", "2", "£11", "4.5\u202f%", "£5.50", "0\u202f%", "▲ 120.0\u202f%"],
    ]
    assert heads(table)[-1] == "Change Mar 2023 vs Feb 2023"
    assert foot(table) == ["All", "9", "14", "£246", "100.0\u202f%", "£17.54", "22\u202f%", "▼ 52.7\u202f%"]


def test_each_panel_answers_where_nothing_is_selected(small: Shop) -> None:
    nothing = Filters(countries=("Nowhere",))
    found = {name: show(small, name, nothing) for name in ("world", "near", "table")}
    assert {name: panel.title for name, panel in found.items()} == {
        "world": "Sales by country",
        "near": "Around the home market",
        "table": "Countries by sales",
    }
    assert found["world"].body.layout.annotations[0].text == maps.NOTHING_HERE
    assert texts(found["table"].body) == "No sales in this selection."


def test_what_the_map_cannot_draw_is_named(small: Shop) -> None:
    panel = show(small, "world", Filters())
    assert panel.title.startswith("United Kingdom brings 62\u202f% of net sales, 3 other countries the rest")
    assert panel.note.endswith("not on the map: Atlantis (£44)")
    assert panel.body.data[0].locations == ("GBR", "DEU", "FRA")
    assert panel.body.data[0].customdata[0][0] == "GB"


def test_many_missing_countries_are_cut() -> None:
    names = [(f"Isle {number}", "", 10.0) for number in range(6)]
    assert countries._missing(frame_of(("Germany", "DEU", 90.0), *names), "GBP") == (
        "not on the map: Isle 0 (£10), Isle 1 (£10), Isle 2 (£10), 3 more (£30)"
    )
    assert countries._missing(frame_of(("Germany", "DEU", 90.0)), "GBP") == ""


def test_the_world_is_coloured_by_the_logarithm() -> None:
    frame = frame_of(
        ("United Kingdom", "GBR", 9e6), ("Malta", "MLT", 50.0), ("France", "FRA", 9e4), ("Nothing", "ITA", 0)
    )
    figure = maps.world_map(frame, "GBP")
    shown = figure.data[0]
    assert shown.locations == ("GBR", "FRA")
    assert shown.z == pytest.approx((6.954, 4.954), abs=1e-3)
    assert shown.customdata[1] == [
        "France",
        "<b>France</b>: £90.0k in net sales, 1.0\u202f% of all,<br>10 orders · 5 customers",
        9e4,
    ]
    axis = figure.layout.coloraxis
    assert (axis.cmin, axis.cmax) == pytest.approx((4.654, 6.954), abs=1e-3)
    assert axis.colorbar.ticktext == ("£50k", "£200k", "£1M", "£5M")


@pytest.mark.parametrize("reach", [(9e6, 9e6), (1.0, 9e6), (100.0, 450.0), (5e3, 9e8)])
def test_the_colour_bar_has_few_round_labels(reach: tuple[float, float]) -> None:
    frame = frame_of(("France", "FRA", reach[0]), ("Germany", "DEU", reach[1]))
    figure = maps.world_map(frame, "GBP")
    ticks = figure.layout.coloraxis.colorbar
    assert 2 <= len(ticks.ticktext) <= 4
    assert all(figure.layout.coloraxis.cmin <= at <= figure.layout.coloraxis.cmax for at in ticks.tickvals)
    assert not any("." in label for label in ticks.ticktext)


def test_guests_without_customers_read_well() -> None:
    frame = frame_of(("France", "FRA", 10.0)).assign(customers=0)
    assert maps.world_map(frame, "GBP").data[0].customdata[0][1].endswith("10 orders of guests")


def test_outlines_lie_where_the_countries_are() -> None:
    spain, france = outlines()["ESP"], outlines()["FRA"]
    assert (round(spain.box.south), round(spain.box.north)) == (36, 44)  # not the Canaries
    assert (round(france.box.west), round(france.box.east)) == (-5, 8)  # not Guiana
    assert neighbours("GBR", {"GBR", "FRA", "DEU", "USA", "AUS"}) == ["DEU", "FRA"]


@pytest.mark.parametrize(("home", "others"), [("GBR", ["DEU", "ESP"]), ("USA", ["CAN"]), ("RUS", []), ("NZL", ["AUS"])])
def test_a_view_holds_its_countries_and_stays_on_the_map(home: str, others: list[str]) -> None:
    box = view(home, others)
    middles = [(outlines()[code].longitude, outlines()[code].latitude) for code in (home, *others)]
    assert all(box.west < x < box.east and box.south < y < box.north for x, y in middles)
    assert -80 < box.south < box.north < 85
    assert box.south < box.middle[1] < box.north


@selections
def test_the_few_numbers_of_comparisons_equal_plain_sql(shop: Shop, name: str) -> None:
    scope = selected(shop, name)
    with shop.engine.connect() as connection:
        net, customers = sales(connection, scope), customers_by_segment(connection, scope)
    by_country = plain_by(shop.engine, scope, "country")
    by_segment = plain_by(shop.engine, scope, "segment_id")
    assert dict(net.to_numpy().tolist()) == pytest.approx(
        dict(zip(by_country["country"], by_country["net"], strict=True))
    )
    expected = by_segment[by_segment["segment_id"].notna() & (by_segment["customers"] > 0)]
    assert customers["segment_id"].tolist() == expected["segment_id"].tolist()
    assert customers["customers"].tolist() == expected["customers"].tolist()


def test_codes_are_read_once_a_publication(small: Shop) -> None:
    with small.engine.connect() as connection:
        found = alpha_3_codes(connection, (1,))
    assert found == {"DE": "DEU", "FR": "FRA", "GB": "GBR"}


@pytest.mark.parametrize(
    ("orders", "gross", "expected"),
    [
        ([30, 20, 10], [300.0, 400.0, 100.0], "3 countries by net sales; orders are largest in B"),
        (
            *([30, 20, 10, 1, 0], [300.0, 400.0, 100.0, 3_900.0, 0.0]),
            "4 countries by net sales; orders are largest in B, of the 3 with at least 10 orders",
        ),
        ([30, 20, 1], [300.0, 400.0, 3_900.0], "3 countries by net sales"),
    ],
)
def test_the_title_counts_who_bought_and_says_among_whom(orders: list[int], gross: list[float], expected: str) -> None:
    names = ["A", "B", "C", "D", "E"][: len(orders)]
    assert (
        table_title(pd.DataFrame({"country_name": names, "orders": orders, "gross": gross, "net": gross})) == expected
    )


def test_change_needs_something_before() -> None:
    frame = frame_of(("A", "", 120.0), ("B", "", 50.0), ("C", "", 10.0))
    changes = pd.DataFrame({"late": [60.0, 5.0], "early": [40.0, 10.0]}, index=["A", "B"])
    table = ranked(frame, Filters(), "GBP", changes, "Change in 3 mo")
    assert [row[-1] for row in body(table)] == ["▲ 50.0\u202f%", "▼ 50.0\u202f%", "–"]
    assert foot(table)[-1] == "▲ 30.0\u202f%"


def test_names_lead_to_the_country_with_the_filters_kept() -> None:
    table = ranked(frame_of(("Channel Islands", "", 1.0)), Filters(date(2023, 1, 1)), "GBP")
    assert body(table)[0][0] == "Channel Islands"
    assert list(table_hrefs(table)) == ["/countries/Channel%20Islands?from=2023-01"]


def test_the_panels_of_online_retail(retail: Shop) -> None:
    assert (
        show(retail, "world", Filters()).title
        == "United Kingdom brings 84\u202f% of net sales, 37 other countries the rest"
    )
    assert show_one(retail, "trend", "DE", Filters()).title == "Net sales peaked in October 2011"
    spring = Filters.from_query("from=2011-03&to=2011-08&country=DE,FR")
    assert show(retail, "world", spring).title == "Germany brings 57\u202f% of net sales, France 43\u202f%"
