"""What charts show, from literal frames; and that plotly and matplotlib both draw just that."""

import re
from datetime import date

import pandas as pd

from dashboard.figures.descriptions.bridge import StepBar, step_bars
from dashboard.figures.descriptions.concentration import SalesCurve, Top, sales_curve
from dashboard.figures.descriptions.loyalty import LoyaltyBar, loyalty_bars
from dashboard.figures.descriptions.months import IndexBar, index_bars, monthly_sales, year_lines
from dashboard.figures.descriptions.ranked import (
    RankedBar,
    customers_by_country,
    customers_by_segment,
    sales_shares,
)
from dashboard.figures.descriptions.segments import Mark, SegmentShares, customer_points, segment_shares
from dashboard.figures.descriptions.week import HourCell, Weekday, WeekHours, week_hours, weekday_shares
from dashboard.figures.sales import contribution, seasons, trend, weeks
from dashboard.figures.segments import attributes, scatter, segments
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL, segment_colour
from dashboard.report.charts import bars, lines, week

JAN, FEB = date(2023, 1, 1), date(2023, 2, 1)
MONTHS = pd.DataFrame(
    {
        "month": [JAN, FEB],
        "net": [1200.0, 300.0],
        "identified_net": [1000.0, 200.0],
        "guest_net": [200.0, 100.0],
        "orders": [12, 3],
    }
)
STEPS = [("Gross", 100.0, True), ("Returns", -20.0, False), ("Other", 5.0, False), ("Net", 85.0, True)]
HOURS = pd.DataFrame({"weekday": [1, 1, 3], "hour": [9, 10, 9], "orders": [4, 2, 2], "gross": [40.0, 20.0, 9.0]})
INDEX = pd.DataFrame({"number": [1, 2, 3], "index": [120.4, 100.0, 79.6]})


def colours(svg: str) -> set[str]:
    """The fills and strokes of what is drawn."""
    return set(re.findall(r"#[0-9a-f]{6}", svg))


def words(svg: str) -> str:
    return " ".join(re.findall(r">([^<>\n]+)</text>", svg))


def test_sales_by_month() -> None:
    found = monthly_sales(MONTHS, {FEB: "so far"})
    assert [(one.name, one.colour, one.values, one.is_empty) for one in found.series] == [
        ("Identified customers", ACCENT, (1000.0, 200.0), False),
        ("Guests", NEUTRAL, (200.0, 100.0), False),
    ]
    assert (found.months, found.marks, found.opacities, found.tops) == (
        (JAN, FEB),
        ("", "so far"),
        [1, 0.45],
        [1200.0, 300.0],
    )
    drawn = trend.monthly_sales(MONTHS, "GBP", {FEB: "so far"})
    assert [(bar.name, tuple(bar.y)) for bar in drawn.data] == [(one.name, one.values) for one in found.series]
    on_paper = bars.monthly(MONTHS, "GBP", {FEB: "so far"})
    assert colours(on_paper) >= {ACCENT, NEUTRAL}
    assert "so far" in words(on_paper)


def test_the_years() -> None:
    before = MONTHS.assign(month=[date(2022, 1, 1), date(2022, 2, 1)])
    found = year_lines(pd.concat([before, MONTHS]), [FEB])
    assert [(one.colour, one.numbers, one.values, one.full) for one in found] == [
        (ACCENT, [1, 2], [1200.0, 300.0], (True, False)),
        (ACCENT_SOFT, [1, 2], [1200.0, 300.0], (True, True)),
    ]
    drawn = seasons.years(MONTHS, "GBP", [FEB])
    assert list(drawn.data[-1].marker.symbol) == ["circle", "circle-open"]
    assert ACCENT in colours(lines.years(MONTHS, "GBP", [FEB]))


def test_the_months_against_the_average() -> None:
    found = index_bars(INDEX)
    assert found == [IndexBar(1, 120.4, ACCENT), IndexBar(2, 100.0, ACCENT_SOFT), IndexBar(3, 79.6, NEUTRAL)]
    assert [one.text for one in found] == ["120", "100", "80"]
    assert list(seasons.months(INDEX).data[0].text) == ["120", "100", "80"]
    assert words(bars.month_index(INDEX)).endswith("120 100 80")


def test_the_weekdays() -> None:
    found = weekday_shares(HOURS)
    assert found[:3] == [
        Weekday("Monday", 6, 0.75, ACCENT),
        Weekday("Tuesday", 0, 0.0, ACCENT_SOFT),
        Weekday("Wednesday", 2, 0.25, ACCENT_SOFT),
    ]
    texts = ["75\u202f%", "none", "25\u202f%", *["none"] * 4]
    assert [day.text for day in found] == texts == list(weeks.weekdays(HOURS).data[0].text)
    assert all(text in words(bars.weekdays(HOURS)) for text in texts)


def test_a_bridge_hangs_each_step_where_the_one_before_ended() -> None:
    found = step_bars(STEPS)
    assert found == [
        StepBar("Gross", 100.0, 0.0, ACCENT),
        StepBar("Returns", -20.0, 100.0, NEUTRAL),
        StepBar("Other", 5.0, 80.0, ACCENT_SOFT),
        StepBar("Net", 85.0, 0.0, ACCENT),
    ]
    assert [(one.top, one.end) for one in found] == [(100.0, 100.0), (100.0, 80.0), (85.0, 85.0), (85.0, 85.0)]
    assert list(contribution.bridge(STEPS, "GBP").data[0].base) == [0.0, 100.0, 80.0, 0.0]
    on_paper = words(bars.bridge(STEPS, "GBP"))
    assert all(name in on_paper for name, _, _ in STEPS)


def test_how_few_customers_bring_how_much() -> None:
    curve = pd.DataFrame({"customers": [0.0, 0.5, 1.0], "sales": [0.0, 0.8, 1.0]})
    tops = {1: 0.1, 20: 0.45}
    found = sales_curve(curve, tops, customers=10)
    assert found == SalesCurve((0.0, 0.5, 1.0), (0.0, 0.8, 1.0), (Top(20, 0.45),))  # one per cent of ten is nobody
    assert (found.tops[0].customers, found.tops[0].name, found.tops[0].text) == (0.2, "top 20\u202f%", "45\u202f%")
    drawn = contribution.pareto(curve, tops, 10).data
    assert (tuple(drawn[1].x), tuple(drawn[1].y)) == (found.customers, found.sales)
    assert list(drawn[2].text) == ["\u00a0\u00a0top 20\u202f%: <b>45\u202f%</b>"]
    on_paper = words(lines.pareto(curve, tops, 10))
    assert "top 20\u202f%: 45\u202f% of net sales" in on_paper
    assert "top 1\u202f%" not in on_paper


def test_shares_of_sales_say_the_same_on_a_page_and_on_paper() -> None:
    rows = [
        ("France", 5000.0, 0.8336, ACCENT, ""),
        ("Oman", 996.0, 0.166, ACCENT, ""),
        ("Rest", 2.4, 0.0004, NEUTRAL, ""),
    ]
    frame = pd.DataFrame(rows, columns=["name", "net", "share", "colour", "target"])
    found = sales_shares(frame, "GBP")
    assert found == [
        RankedBar("France", 0.8336, ACCENT, ("83\u202f%", "£5.00k")),
        RankedBar("Oman", 0.166, ACCENT, ("17\u202f%", "£996")),
        RankedBar("Rest", 0.0004, NEUTRAL, ("<\u202f0.1\u202f%", "£2.40")),
    ]
    drawn = contribution.shares(frame, "GBP").data[0]
    assert list(drawn.text) == [f"<b>{one.words[0]}</b>  {one.words[1]}" for one in found]
    assert "83\u202f% · £5.00k" in words(bars.ranked("countries", found))


def test_customers_by_segment_and_by_country() -> None:
    sizes = pd.DataFrame({"name": ["Best", "Lost"], "position": [1, 11], "customers": [3, 1]})
    assert customers_by_segment(sizes) == [
        RankedBar("Best", 3.0, segment_colour(1), ("3", "75\u202f%")),
        RankedBar("Lost", 1.0, segment_colour(11), ("1", "25\u202f%")),
    ]
    countries = pd.DataFrame({"country_name": ["Spain", "Peru", "Chad"], "customers": [6, 3, 1]})
    found = customers_by_country(countries, 1)
    assert found == [
        RankedBar("Spain", 6.0, ACCENT, ("6", "60\u202f%")),
        RankedBar("All others", 4.0, NEUTRAL, ("4", "40\u202f%")),
    ]
    assert list(attributes.ranked_bars(found, ["best", "lost"]).data[0].text) == [" 6 · 60\u202f%", " 4 · 40\u202f%"]
    assert "4 · 40\u202f%" in words(bars.ranked("countries", found))


def test_loyalty() -> None:
    rows = [("Customers", 0.05, 0.95, "5", "95"), ("Sales", 0.6, 0.4, "£6", "£4")]
    frame = pd.DataFrame(rows, columns=["name", "repeat", "single", "repeat_text", "single_text"])
    found = loyalty_bars(frame)
    assert found == [LoyaltyBar("Customers", 0.05, 0.95), LoyaltyBar("Sales", 0.6, 0.4)]
    assert [(one.repeat_text, one.single_text) for one in found] == [("", "95\u202f%"), ("60\u202f%", "40\u202f%")]
    assert list(contribution.loyalty(frame).data[0].text) == ["", "60\u202f%"]
    on_paper = words(bars.loyalty(frame))
    assert "5\u202f%" not in on_paper.replace("95\u202f%", "")
    assert "60\u202f% 40\u202f%" in on_paper


def test_segments_by_their_shares() -> None:
    names = ["name", "position", "target", "customer_share", "sales_share"]
    frame = pd.DataFrame([("Best", 1, "1", 0.2, 0.7), ("Lost", 11, "2", 0.8, 0.3)], columns=names)
    found = segment_shares(frame)
    assert found == [
        SegmentShares("Best", segment_colour(1), Mark(0.2, True), Mark(0.7, False)),
        SegmentShares("Lost", segment_colour(11), Mark(0.8, False), Mark(0.3, True)),
    ]
    assert list(segments.segment_shares(frame).data[-1].text) == ["  70\u202f%  ", "  30\u202f%  "]
    on_paper = lines.segment_shares(frame)
    assert colours(on_paper) >= {segment_colour(1), segment_colour(11)}
    assert "20\u202f% 70\u202f% 80\u202f% 30\u202f%" in words(on_paper)


def test_customers_by_recency_and_sales() -> None:
    names = ["customer_id", "name", "position", "orders", "gross", "recency_days"]
    frame = pd.DataFrame([("1", "Best", 1, 3, 0.001, 0), ("2", "Best", 1, 1, 50.0, 40)], columns=names)
    found = customer_points(frame)
    assert (list(found["days"]), list(found["spent"])) == ([1, 40], [0.01, 50.0])
    drawn = scatter.customer_scatter(frame, "GBP", date(2023, 3, 1))
    assert [round(float(value), 2) for value in drawn.data[0].y] == [0.01, 50.0]
    on_paper = words(lines.customers(frame, "GBP"))
    for axis in ("Time since the last order", "Gross sales of the customer"):
        assert axis in on_paper
        assert axis in (drawn.layout.xaxis.title.text, drawn.layout.yaxis.title.text)


def test_the_hours_of_the_week() -> None:
    found = week_hours(HOURS)
    nobody = ((None, None),)
    assert found == WeekHours(
        (9, 10),
        (
            (HourCell(4, 40.0), HourCell(2, 20.0)),
            *nobody,
            (HourCell(2, 9.0), None),
            *nobody * 4,
        ),
    )
    assert [list(row) for row in weeks.hours(HOURS, "GBP").data[0].z] == found.orders
    on_paper = words(week.hours(HOURS))
    assert all(text in on_paper for text in ("Mon", "Sun", "Hour of the day", "9", "10", "4"))
