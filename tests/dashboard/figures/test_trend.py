"""Charts over months, on literal frames."""

from datetime import date

import pandas as pd

from dashboard.figures.sales.trend import monthly_customers, monthly_sales

JAN, FEB, MAR = (date(2023, month, 1) for month in (1, 2, 3))
FRAME = pd.DataFrame(
    {
        "month": [JAN, FEB, MAR],
        "gross": [1200.0, 800.0, 300.0],
        "net": [1200.0, 800.0, 300.0],
        "identified_net": [1000.0, 800.0, 200.0],
        "guest_net": [200.0, 0.0, 100.0],
        "orders": [12, 8, 3],
        "customers": [9, 6, 2],
        "new_customers": [9, 2, 0],
    }
)


def messages(figure) -> list[str]:  # type: ignore[no-untyped-def]
    return [annotation.text for annotation in figure.layout.annotations]


def test_sales_by_month_with_guests_on_top() -> None:
    figure = monthly_sales(FRAME, "GBP")
    assert [(bar.name, list(bar.x), list(bar.y)) for bar in figure.data] == [
        ("Identified customers", [JAN, FEB, MAR], [1000, 800, 200]),
        ("Guests", [JAN, FEB, MAR], [200, 0, 100]),
    ]
    assert figure.layout.barmode == "relative"
    assert figure.layout.yaxis.tickprefix == "£"
    assert figure.data[0].customdata[0] == "Jan 2023: identified customers brought <b>£1.00k</b> net of returns"
    assert messages(figure) == []


def test_a_month_that_is_not_over_is_marked() -> None:
    figure = monthly_sales(FRAME, "GBP", partial={MAR: "so far"})
    assert messages(figure) == ["so far"]
    assert list(figure.data[0].marker.opacity) == [1, 1, 0.45]
    assert figure.data[0].customdata[2].endswith("so far (not the whole month)")
    assert messages(monthly_sales(FRAME, "GBP", partial={date(2023, 4, 1): "so far"})) == []


def test_without_guests_there_is_no_legend() -> None:
    figure = monthly_sales(FRAME.assign(guest_net=0.0), "EUR")
    assert [bar.name for bar in figure.data] == ["Identified customers"]
    assert figure.layout.showlegend is False


def test_new_and_returning_customers() -> None:
    figure = monthly_customers(FRAME)
    assert [(bar.name, list(bar.y)) for bar in figure.data] == [("Returning", [0, 4, 2]), ("New", [9, 2, 0])]
    assert figure.data[1].customdata[0] == "Jan 2023: <b>9</b> new customers"


def test_empty_frames_give_labelled_empty_figures() -> None:
    empty = FRAME[:0]
    assert messages(monthly_sales(empty, "GBP")) == ["No sales in this selection"]
    assert messages(monthly_customers(empty)) == ["No identified customers in this selection"]
    assert messages(monthly_customers(FRAME.assign(customers=0))) == ["No identified customers in this selection"]


def test_figures_stay_small() -> None:
    months = pd.date_range("2010-01-01", periods=120, freq="MS").date
    long = pd.concat([FRAME] * 40, ignore_index=True).assign(month=months)
    assert len(monthly_sales(long, "GBP").to_json()) < 60_000
