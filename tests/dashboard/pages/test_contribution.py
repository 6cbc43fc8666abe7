"""Contribution: the curve equals plain SQL over the lines; shares, loyalty and bridge from literal frames."""

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.components.panels import Panel
from dashboard.figures.sales import contribution as drawn
from dashboard.filters.selection import GUESTS, Filters, Scope
from dashboard.pages import contribution
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import (
    CURVE_POINTS,
    TOPS,
    concentrated,
    concentration,
    top_customers,
)
from dashboard.shop import Place, Shop
from tests.dashboard.plain import bound
from tests.dashboard.queries.test_activity import selected, selections

PANELS = ("pareto", "segments", "countries", "loyalty", "bridge")
PLAIN_CUSTOMERS = """
select cast(sum(quantity * unit_price) as float) as gross
from transactions t
join customers c using (customer_id)
join customer_segments s on s.customer_id = t.customer_id and s.segmentation_id = :segmentation
where kind = 'sale' and date_trunc('month', invoiced_at) between :start and :end
    and (:all_countries or c.country = any(:countries))
    and (:all_segments or segment_id = any(:segments))
group by t.customer_id order by 1 desc
"""


def show(shop: Shop, name: str, filters: Filters) -> Panel:
    """A panel of the page."""
    panel: Panel = getattr(contribution, name)(shop, Place(filters), shop.scope(filters))
    return panel


def plain_customers(shop: Shop, scope: Scope) -> list[float]:
    with shop.engine.connect() as connection:
        return list(connection.scalars(text(PLAIN_CUSTOMERS), bound(scope)))


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_the_concentration_equals_plain_sql(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    with shop.engine.connect() as connection:
        found = concentration(connection, scope)
    gross = plain_customers(shop, scope)
    assert (found.customers, found.gross) == (len(gross), pytest.approx(sum(gross)))
    tops = {top: sum(gross[: top_customers(len(gross), top)]) / sum(gross) for top in TOPS} if gross else {}
    assert found.tops == pytest.approx(tops)


def test_the_top_customers_of_online_retail(retail: Shop) -> None:
    scope = retail.scope(Filters())
    gross = plain_customers(retail, scope)
    with retail.engine.connect() as connection:
        found = concentration(connection, scope)
    assert (found.customers, round(found.gross, 3)) == (4338, 8887208.894)
    assert found.tops[20] == pytest.approx(sum(gross[:868]) / sum(gross))
    assert {top: round(share * 100) for top, share in found.tops.items()} == {1: 32, 5: 50, 10: 61, 20: 75}
    panel = show(retail, "pareto", Filters())
    assert panel.title == "20\u202f% of customers bring 75\u202f% of sales"
    assert "sample" not in panel.note


def test_the_curve_runs_from_nothing_to_all_and_stays_small() -> None:
    found = concentrated([1.0, 6.0, 3.0])
    assert found.tops == {1: 0.6, 5: 0.6, 10: 0.6, 20: 0.6}
    assert found.curve.to_numpy().tolist() == [[0, 0], [1 / 3, 0.6], [2 / 3, pytest.approx(0.9)], [1, 1]]
    many = concentrated([float(number) for number in range(1, 20_001)]).curve
    assert len(many) <= CURVE_POINTS + len(TOPS)
    assert many.iloc[-1].tolist() == [1.0, pytest.approx(1.0)]
    assert many["customers"].is_monotonic_increasing
    assert concentrated([]).curve.empty


@pytest.mark.parametrize(("customers", "per_cent", "expected"), [(4338, 20, 868), (4338, 1, 43), (9, 1, 1), (10, 5, 1)])
def test_the_top_is_to_the_nearest_customer(customers: int, per_cent: int, expected: int) -> None:
    assert top_customers(customers, per_cent) == expected


def test_a_sample_is_named_in_the_note(small: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sample" not in show(small, "pareto", Filters()).note
    monkeypatch.setattr(small, "ask", lambda query, scope: _sampled(Shop.ask(small, query, scope)))
    assert show(small, "pareto", Filters()).note.endswith(" · from a fixed sample: 3 of 9 customers")


def _sampled(answer: object) -> object:
    return answer if isinstance(answer, Totals) else concentrated([5.0, 3.0, 2.0])


def test_the_sentences_of_the_literal_shop(small: Shop) -> None:
    panels = {name: show(small, name, Filters()) for name in PANELS}
    assert {name: panel.title for name, panel in panels.items() if name != "segments"} == {
        "pareto": "20\u202f% of customers bring 56\u202f% of sales",
        "countries": "United Kingdom brings 56\u202f% of sales",
        "loyalty": "22\u202f% ordered more than once; they bring 34\u202f% of sales",
        "bridge": "Returns take 13.1\u202f% of sales",
    }
    assert panels["segments"].body.data[0].y[-1] == "Guests"
    assert panels["segments"].body.data[0].customdata[-1] == ["", "<b>Guests</b>: £30, 10.6\u202f% of sales"]
    bridge = panels["bridge"].body.data[0]
    assert (bridge.x, bridge.y, bridge.base) == (
        ("Customers", "Guests", "Returns", "Net"),
        (252.5, 30.0, -37.0, 245.5),
        (0.0, 252.5, 282.5, 0.0),
    )


def test_each_panel_answers_where_nothing_is_selected(small: Shop) -> None:
    nothing = Filters(countries=("Nowhere",))
    words = {}
    for name in PANELS:
        panel = show(small, name, nothing)
        words[name] = (panel.title, panel.body.layout.annotations[0].text)
    assert words == {
        "pareto": ("Sales against customers", "No identified customers in this selection"),
        "segments": ("Sales by segment", "No sales in this selection"),
        "countries": ("Sales by country", "No sales in this selection"),
        "loyalty": ("One-time and repeat customers", "No identified customers in this selection"),
        "bridge": ("From gross to net sales", "No sales in this selection"),
    }


def test_guests_alone_have_no_curve_but_a_bar(small: Shop) -> None:
    guests = Filters(segments=(GUESTS,))
    assert show(small, "pareto", guests).body.layout.annotations[0].text == "No identified customers in this selection"
    assert show(small, "segments", guests).body.data[0].y == ("Guests",)


def test_small_countries_are_one_bar() -> None:
    names = [f"Land {number}" for number in range(10)]
    frame = pd.DataFrame({"country": names, "country_name": names, "gross": [55.0, *[5.0] * 9]})
    bars = contribution.country_bars(frame)
    assert bars.iloc[[0, 6, 7]][["name", "gross", "share", "target"]].to_numpy().tolist() == [
        ["Land 0", 55.0, 0.55, "Land%200"],
        ["Land 6", 5.0, 0.05, "Land%206"],
        ["3 others", 15.0, 0.15, ""],
    ]
    assert len(contribution.country_bars(frame.head(8))) == 8
    figure = drawn.shares(bars, "GBP")
    assert figure.data[0].text[0] == "<b>55\u202f%</b>  £55"
    assert figure.data[0].customdata[7] == ["", "<b>3 others</b>: £15, 15.0\u202f% of sales"]


def test_one_time_and_repeat_customers_share_each_bar() -> None:
    total = Totals(10, 10, 25, 20, 1100.0, -100.0, 1000.0, 100.0, 50.0, 4, 50.0)
    frame = contribution.loyalty_frame(total, "GBP")
    assert frame.to_numpy().tolist() == [
        ["Customers", 0.6, 0.4, "6", "4"],
        ["Orders", 0.8, 0.2, "16", "4"],
        ["Sales", 0.95, 0.05, "£950", "£50"],
    ]
    repeat, single = drawn.loyalty(frame).data
    assert (repeat.x, single.x) == ((0.6, 0.8, 0.95), (0.4, 0.2, 0.05))
    assert single.customdata[2] == ["", "One-time customers: <b>£50</b>, 5.0\u202f% of sales"]


def test_the_curve_marks_the_top_customers() -> None:
    found = concentrated([float(number) for number in range(1, 101)])
    _, line, marks = drawn.pareto(found.curve, found.tops, found.customers).data
    assert marks.x == (0.01, 0.05, 0.1, 0.2)
    assert marks.text[3].strip() == "top 20\u202f%: <b>36\u202f%</b>"
    assert line.customdata[-1] == "The best 100\u202f% of customers (100) bring <b>100.0\u202f%</b> of sales"


@pytest.mark.parametrize(("customers", "expected"), [(1, ()), (4, ()), (5, (0.2,)), (20, (0.05, 0.1, 0.2))])
def test_a_top_of_less_than_one_customer_is_not_marked(customers: int, expected: tuple[float, ...]) -> None:
    found = concentrated([1.0] * customers)
    assert (drawn.pareto(found.curve, found.tops, found.customers).data[2].x or ()) == expected


def test_few_bars_do_not_grow_fat() -> None:
    row = {"name": "Germany", "gross": 5.0, "share": 1.0, "colour": "#000000", "target": "DE"}
    assert drawn.shares(pd.DataFrame([row]), "GBP").layout.yaxis.range == (4.5, -0.5)
    assert drawn.shares(pd.DataFrame([row] * 7), "GBP").layout.yaxis.range == (6.5, -0.5)
