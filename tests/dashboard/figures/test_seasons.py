"""The charts of seasonality from literal frames."""

from datetime import date

import pandas as pd
import pytest

from dashboard.figures.sales import seasons as drawn
from dashboard.figures.sales import weeks
from dashboard.pages import seasonality


def months(start: date, *net: float) -> pd.DataFrame:
    """A frame of months in a row, with ten orders each."""
    index = [start.year * 12 + start.month - 1 + number for number in range(len(net))]
    days = [date(one // 12, one % 12 + 1, 1) for one in index]
    return pd.DataFrame({"month": days, "net": net, "orders": 10})


def test_a_line_a_year_with_the_partial_month_dotted_and_open() -> None:
    frame = months(date(2010, 12, 1), 800.0, *[700.0] * 10, 1500.0, 600.0)
    figure = drawn.years(frame, "GBP", [date(2011, 12, 1)])
    dotted, line, marks, _, before = figure.data
    assert (dotted.x, dotted.y, dotted.line.dash) == ((11, 12), (1500.0, 600.0), "dot")
    assert line.y[-2:] == (1500.0, None)
    assert marks.marker.symbol[-2:] == ("circle", "circle-open")
    assert marks.customdata[-1] == ["2011-12-01", "December 2011: <b>£600</b> from 10 orders (not a full month)"]
    assert before.customdata == (["2010-12-01", "December 2010: <b>£800</b> from 10 orders"],)
    assert [(one.text, one.x) for one in figure.layout.annotations] == [
        ("<b>2011</b><br>so far", 12),
        ("2010", 12),
    ]


def test_a_month_is_compared_with_the_year_before_and_labels_keep_apart() -> None:
    figure = drawn.years(months(date(2021, 1, 1), *[100.0] * 12, *[112.0] * 12), "EUR")
    marks = next(one for one in figure.data if one.name == "2022")
    assert marks.customdata[2][1] == ("March 2022: <b>€112</b> from 10 orders,<br>12.0\u202f% more than in March 2021")
    low, high = (one.y for one in figure.layout.annotations)
    assert (low, high) == (100.0, 112.0)
    close = drawn.years(months(date(2021, 1, 1), *[100.0] * 12, *[101.0] * 12), "EUR").layout.annotations
    assert close[1].y - close[0].y == pytest.approx(drawn.LABEL_GAP * 101)


def test_hours_show_all_seven_days_and_only_the_open_hours() -> None:
    frame = pd.DataFrame({"weekday": [1, 1, 4], "hour": [9, 12, 12], "orders": [1, 2, 3], "gross": [10.0, 20.0, 30.0]})
    heat = weeks.hours(frame, "GBP").data[0]
    nothing = (None,) * 4
    assert heat.x == (9, 10, 11, 12)
    assert heat.y == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert [tuple(line) for line in heat.z] == [
        (1, None, None, 2),
        nothing,
        nothing,
        (None, None, None, 3),
        nothing,
        nothing,
        nothing,
    ]
    assert (
        heat.text[3][3]
        == "<b>Thursday, 12:00–13:00</b><br>3 orders worth £30 before returns, 50.0\u202f% of all orders"
    )
    assert heat.text[5][0] == "<b>Saturday, 9:00–10:00</b><br>no orders"


def test_weekdays_keep_the_one_without_orders() -> None:
    frame = pd.DataFrame({"weekday": [1, 2, 3, 4, 5, 7], "hour": 9, "orders": [1, 1, 1, 4, 2, 1], "gross": 1.0})
    bars = weeks.weekdays(frame).data[0]
    assert bars.text == (*(f"{n}\u202f%" for n in (10, 10, 10, 40, 20)), "none", "10\u202f%")
    assert seasonality._weekdays_title(frame) == "Thursday brings 40\u202f% of orders, Saturday none"


def test_months_are_bars_around_a_hundred() -> None:
    index = pd.DataFrame({"number": [1, 2], "index": [40.0, 160.0], "years": 1})
    bars = drawn.months(index).data[0]
    assert (bars.x, bars.y, bars.text) == (("Jan", "Feb"), (-60.0, 60.0), ("40", "160"))
    assert bars.customdata == (
        "January is 60\u202f% below the average month",
        "February is 60\u202f% above the average month",
    )


def test_a_line_that_ends_within_the_year_is_named_at_its_last_full_month() -> None:
    frame = months(date(2021, 12, 1), 90.0, 100.0, 120.0, 30.0)
    labels = drawn.years(frame, "GBP", [date(2022, 3, 1)]).layout.annotations
    assert [(one.text, one.x, one.y) for one in labels] == [
        ("<b>2022</b>", 2, 120.0),
        ("so far", 3, 30.0),
        ("2021", 12, 90.0),
    ]
