"""What charts show, from literal frames; and that plotly and matplotlib both draw just that."""

import re
from datetime import date

import pandas as pd

from dashboard.figures.descriptions.bridge import StepBar, step_bars
from dashboard.figures.descriptions.months import IndexBar, index_bars, monthly_sales, year_lines
from dashboard.figures.descriptions.week import Weekday, weekday_shares
from dashboard.figures.sales import contribution, seasons, trend, weeks
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT, NEUTRAL
from dashboard.report.charts import bars, lines

JAN, FEB = date(2023, 1, 1), date(2023, 2, 1)
MONTHS = pd.DataFrame(
    {
        "month": [JAN, FEB],
        "gross": [1200.0, 300.0],
        "identified_gross": [1000.0, 200.0],
        "guest_gross": [200.0, 100.0],
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
