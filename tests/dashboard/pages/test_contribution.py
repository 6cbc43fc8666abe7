"""Contribution: the curve equals what the lines say; shares, loyalty and bridge from literal frames."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from itertools import pairwise

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.components.panels import Panel
from dashboard.figures.sales import contribution as drawn
from dashboard.figures.segments import profile
from dashboard.filters.selection import GUESTS, Filters, Scope
from dashboard.insights.findings.ranking import ranked_findings
from dashboard.pages import contribution
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import (
    CURVE_POINTS,
    TOPS,
    concentrated,
    concentration,
    top_customers,
)
from dashboard.report.sections.contribution import abc
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import everyone
from tests.dashboard.conftest import filled
from tests.dashboard.queries.test_activity import selected, selections

PANELS = ("pareto", "segments", "countries", "loyalty", "bridge")
LINES = """
select customer_id, kind, invoice_no, quantity * unit_price as money, country, segment_id,
    cast(date_trunc('month', invoiced_at) as date) as month
from (select customer_id, kind, invoice_no, quantity, unit_price, invoiced_at from transactions) as lines
join (select customer_id, country from customers) as people using (customer_id)
join (select customer_id, segment_id from customer_segments where segmentation_id = :segmentation) as members
    using (customer_id)
where kind in ('sale', 'return')
"""


def show(shop: Shop, name: str, filters: Filters) -> Panel:
    """A panel of the page."""
    panel: Panel = getattr(contribution, name)(shop, Place(filters), shop.scope(filters))
    return panel


def plain_customers(shop: Shop, scope: Scope) -> pd.DataFrame:
    """From the lines: `net` and `orders` of each customer with an order in the window, the best first."""
    with shop.engine.connect() as connection:
        lines = pd.read_sql(text(LINES), connection, params={"segmentation": scope.segmentation_id})
    lines = lines[lines["month"].between(scope.start, scope.end)]
    if scope.countries:
        lines = lines[lines["country"].isin(scope.countries)]
    if scope.segments:
        lines = lines[lines["segment_id"].isin(scope.identified_segments)]
    orders = lines[lines["kind"] == "sale"].groupby("customer_id")["invoice_no"].nunique()
    net = lines.groupby("customer_id")["money"].sum().astype(float)
    return pd.DataFrame({"net": net, "orders": orders}).dropna().sort_values("net", ascending=False)


@selections
@pytest.mark.parametrize("store", ["small", "shop"])
def test_the_concentration_equals_the_lines(request: pytest.FixtureRequest, store: str, name: str) -> None:
    shop: Shop = request.getfixturevalue(store)
    scope = selected(shop, name)
    with shop.engine.connect() as connection:
        found = concentration(connection, scope)
    plain = plain_customers(shop, scope)
    net, single = plain["net"].to_list(), plain[plain["orders"] == 1]
    assert (found.customers, found.net) == (len(net), pytest.approx(sum(net)))
    assert (found.singles, found.single_net) == (len(single), pytest.approx(single["net"].sum()))
    tops = {top: sum(net[: top_customers(len(net), top)]) / sum(net) for top in TOPS} if sum(net) > 0 else {}
    assert found.tops == pytest.approx(tops)


GIVEN_BACK = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,BOAT,BOAT,1,2023-01-02 10:00,50000.00,C9999,Germany
C2,BOAT,BOAT,-1,2023-02-20 10:00,50000.00,C9999,Germany
3,MUG,BLUE MUG,8,2023-01-11 10:00,10.00,11,Germany
4,MUG,BLUE MUG,2,2023-02-11 10:00,10.00,11,Germany
5,MUG,BLUE MUG,6,2023-03-12 10:00,10.00,12,Germany
6,MUG,BLUE MUG,4,2023-03-13 10:00,10.00,13,Germany
C7,MUG,BLUE MUG,-2,2023-03-30 10:00,10.00,13,Germany
8,MUG,BLUE MUG,1,2023-01-31 10:00,10.00,14,Germany
9,MUG,BLUE MUG,1,2023-03-31 10:00,10.00,15,Germany
"""


@pytest.fixture(scope="module")
def given_back(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Six customers, of whom the one who bought most has given everything back."""
    file = tmp_path_factory.mktemp("given-back") / "lines.csv"
    file.write_text(GIVEN_BACK, encoding="utf-8")
    with filled(server_url, "dashboard_given_back", file) as engine:
        yield Shop(engine, "GBP")


def test_nobody_leads_by_money_that_was_given_back(given_back: Shop) -> None:
    """Net by hand: 11 £100, 12 £60, 13 £20, 14 and 15 £10, C9999 nothing; of £200 the best brings half."""
    lines = pd.read_csv(StringIO(GIVEN_BACK))
    net = (lines["Quantity"] * lines["UnitPrice"]).groupby(lines["CustomerID"]).sum().sort_values(ascending=False)
    scope = given_back.scope(Filters())
    found = given_back.ask(concentration, scope)
    assert (found.customers, found.net, found.tops[20]) == (6, net.sum(), net.iloc[0] / net.sum()) == (6, 200.0, 0.5)
    assert found.curve["sales"].iloc[-1] == 1.0
    assert show(given_back, "pareto", Filters()).title == "20\u202f% of customers bring 50\u202f% of net sales"
    assert [(letter, round(customers * 6), round(sales, 2)) for letter, _, customers, sales in abc(found)] == [
        ("A", 2, 0.8),
        ("B", 2, 0.15),
        ("C", 2, 0.05),
    ]
    once = next(one for one in ranked_findings(given_back, scope) if "ordered only once" in one.title)
    assert once.text == "5 customers spent £20 on average, £100 together, net of returns."
    assert once.money == 100.0
    of_customers = [one for one in ranked_findings(given_back, scope) if one.target[0] == "contribution"]
    assert max(one.money for one in of_customers) <= 200


def test_no_segment_leads_by_money_that_was_given_back(given_back: Shop) -> None:
    """Net per order and customer: C9999's segment brings nothing in one order."""
    scope = given_back.scope(Filters())
    frame = everyone(given_back, scope)
    assert list(profile.measures(frame)["order_value"]) == pytest.approx(
        list((frame["gross"] + frame["returns"]) / frame["orders"])
    )
    average = profile.measures(profile.total(frame)).iloc[0]
    assert (average["order_value"], average["sales_per_customer"]) == (pytest.approx(200 / 7), pytest.approx(200 / 6))


def test_the_top_customers_of_online_retail(retail: Shop) -> None:
    scope = retail.scope(Filters())
    net = plain_customers(retail, scope)["net"].to_list()
    with retail.engine.connect() as connection:
        found = concentration(connection, scope)
    assert (found.customers, round(found.net, 2)) == (4338, round(sum(net), 2))
    assert found.tops[20] == pytest.approx(sum(net[:868]) / sum(net))
    panel = show(retail, "pareto", Filters())
    assert panel.title == f"20\u202f% of customers bring {100 * sum(net[:868]) / sum(net):.0f}\u202f% of net sales"
    assert panel.note.startswith(
        "Customers with an order, ranked by sales net of returns in the period, without guests"
    )
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
        "pareto": "20\u202f% of customers bring 61\u202f% of net sales",
        "countries": "United Kingdom brings 62\u202f% of net sales",
        "loyalty": "22\u202f% ordered more than once; they bring 33\u202f% of net sales",
        "bridge": "Returns take 13.1\u202f% of gross sales",
    }
    assert panels["segments"].body.data[0].y[-1] == "Guests"
    assert panels["segments"].body.data[0].customdata[-1] == ["guests", "<b>Guests</b>: £24, 9.8\u202f% of net sales"]
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
    frame = pd.DataFrame({"country": names, "country_name": names, "gross": 60.0, "net": [55.0, *[5.0] * 9]})
    bars = contribution.country_bars(frame)
    assert bars.iloc[[0, 6, 7]][["name", "net", "share", "target"]].to_numpy().tolist() == [
        ["Land 0", 55.0, 0.55, "Land 0"],
        ["Land 6", 5.0, 0.05, "Land 6"],
        ["3 others", 15.0, 0.15, ""],
    ]
    assert len(contribution.country_bars(frame.head(8))) == 8
    figure = drawn.shares(bars, "GBP")
    assert figure.data[0].text[0] == "<b>55\u202f%</b>  £55"
    assert figure.data[0].customdata[7] == ["", "<b>3 others</b>: £15, 15.0\u202f% of net sales"]


def test_one_time_and_repeat_customers_share_each_bar() -> None:
    total = Totals(10, 10, 25, 20, 1100.0, -100.0, 1000.0, 1000.0, 100.0, 900.0, 100.0, 50.0, 4, 50.0)
    found = replace(concentrated([200.0, 200.0, 30.0, 15.0, 5.0]), singles=2, single_net=22.5)  # a sample of half
    frame = contribution.loyalty_frame(total, found, "GBP")
    assert frame.to_numpy().tolist() == [
        ["Customers", 0.6, 0.4, "6", "4"],
        ["Orders", 0.8, 0.2, "16", "4"],
        ["Net sales", 0.95, 0.05, "£855", "£45"],
    ]
    repeat, single = drawn.loyalty(frame).data
    assert (repeat.x, single.x) == ((0.6, 0.8, 0.95), (0.4, 0.2, 0.05))
    assert single.customdata[2] == ["", "One-time customers: <b>£45</b>, 5.0\u202f% of net sales"]


def test_the_curve_marks_the_top_customers() -> None:
    found = concentrated([float(number) for number in range(1, 101)])
    _, line, marks = drawn.pareto(found.curve, found.tops, found.customers).data
    assert marks.x == (0.01, 0.05, 0.1, 0.2)
    assert marks.text[3].strip() == "top 20\u202f%: <b>36\u202f%</b>"
    assert line.customdata[-1] == "The best 100\u202f% of customers (100) bring <b>100.0\u202f%</b> of net sales"


@pytest.mark.parametrize(("customers", "expected"), [(1, ()), (4, ()), (5, (0.2,)), (20, (0.05, 0.1, 0.2))])
def test_a_top_of_less_than_one_customer_is_not_marked(customers: int, expected: tuple[float, ...]) -> None:
    found = concentrated([1.0] * customers)
    assert (drawn.pareto(found.curve, found.tops, found.customers).data[2].x or ()) == expected


def test_few_bars_do_not_grow_fat() -> None:
    row = {"name": "Germany", "net": 5.0, "share": 1.0, "colour": "#000000", "target": "DE"}
    assert drawn.shares(pd.DataFrame([row]), "GBP").layout.yaxis.range == (4.5, -0.5)
    assert drawn.shares(pd.DataFrame([row] * 7), "GBP").layout.yaxis.range == (6.5, -0.5)


@pytest.mark.parametrize("values", [[5.0, 1.0, 3.0, 9.0, 2.0, 2.0, 7.0, 4.0, 1.0, 0.5, 12.0], [1.0] * 20, [10.0, -4.0]])
def test_gini_and_tenths_are_those_of_pandas(values: list[float]) -> None:
    found, frame = concentrated(values), pd.Series(values)
    apart = sum(abs(one - other) for one in values for other in values)  # the mean absolute difference
    assert found.gini == pytest.approx(apart / (2 * len(values) ** 2 * frame.mean()), abs=1e-12)
    if len(values) < 10:
        assert found.tenths == ()
        return
    ranked = frame.sort_values(ascending=False).reset_index(drop=True)
    edges = [int(len(values) * tenth / 10 + 0.5) for tenth in range(11)]
    rows = [(end - start, ranked[start:end].sum()) for start, end in pairwise(edges)]
    assert [customers for customers, _ in found.tenths] == [customers for customers, _ in rows]
    assert [net for _, net in found.tenths] == pytest.approx([net for _, net in rows])


def test_tenths_add_up_to_everybody(shop: Shop) -> None:
    scope = shop.scope(Filters())
    found = shop.ask(concentration, scope)
    assert sum(customers for customers, _ in found.tenths) == found.customers
    assert sum(net for _, net in found.tenths) == pytest.approx(found.net)
    panel = contribution.tenths(shop, Place(Filters()), scope)
    assert panel.title.startswith("The best tenth of customers brings ")
    assert f"Gini {found.gini:.2f}" in contribution.pareto(shop, Place(Filters()), scope).note


def test_gini_of_online_retail(retail: Shop) -> None:
    with retail.engine.connect() as connection:
        net = pd.Series(
            [
                float(one)
                for one in connection.scalars(
                    text(
                        "select sum(gross + returns) from orders group by customer_id having max(gross) > 0 order by 1"
                    )
                )
            ]
        )
    rank = pd.Series(range(1, len(net) + 1))
    expected = ((2 * rank - len(net) - 1) * net).sum() / (len(net) * net.sum())
    assert retail.ask(concentration, retail.scope(Filters())).gini == pytest.approx(expected)
