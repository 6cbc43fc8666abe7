"""One customer over the months, on literal rows."""

from datetime import date

import pandas as pd

from dashboard.figures.reading import table
from dashboard.figures.sales.timeline import Mark, MonthEnd, customer_timeline, stretches

JAN, FEB, MAR = (date(2023, month, 1) for month in (1, 2, 3))
FRAME = pd.DataFrame({"month": [JAN, MAR], "net": [120_000.0, -50_000.0], "orders": [2, 0]})
PAST = [MonthEnd(JAN, "New", 4), MonthEnd(FEB, "New", 4), MonthEnd(MAR, "Lost", 11)]
MARKS = [Mark(date(2023, 2, 10), "Spring", False), Mark(date(2023, 3, 5), "Summer", True)]
WINDOW = (JAN, MAR)


def said(figure) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    return {trace.name: list(trace.customdata) for trace in figure.data}


def test_sales_segments_and_campaigns_share_the_months() -> None:
    figure = customer_timeline(FRAME, "GBP", WINDOW, PAST, MARKS)
    assert said(figure) == {
        "Net sales": [
            "Jan 2023: <b>£120k</b> net of returns, 2 orders",
            "Mar 2023: <b>−£50.0k</b> net of returns, 0 orders",
        ],
        "Segment": ["End of Jan 2023: <b>New</b>", "End of Feb 2023: <b>New</b>", "End of Mar 2023: <b>Lost</b>"],
        "Written to": ["10 Feb 2023: written to: <b>Spring</b>"],
        "Held out": ["5 Mar 2023: held out: <b>Summer</b>"],
    }
    assert [(str(one.x0)[:10], str(one.x1)[:10], one.fillcolor) for one in figure.layout.shapes] == [
        ("2022-12-17", "2023-02-16", "#14857f"),
        ("2023-02-14", "2023-03-16", "#776b88"),
    ]
    assert [str(edge)[:10] for edge in figure.layout.xaxis.range] == ["2022-12-16", "2023-03-17"]
    assert list(figure.layout.yaxis2.ticktext) == ["Segment", "Campaigns"]
    axis = figure.layout.yaxis
    assert dict(zip(axis.ticktext, axis.tickvals, strict=True)) == {
        "−£50k": -50_000, "£0": 0, "£50k": 50_000, "£100k": 100_000, "£150k": 150_000,
    }  # fmt: skip
    assert list(figure.data[0].marker.color) == ["#5b5bd6", "#9aa0ab"]


def test_what_is_not_known_takes_no_room() -> None:
    figure = customer_timeline(FRAME, "GBP", WINDOW, [], [])
    assert (len(figure.data), figure.layout.yaxis.domain, figure.layout.shapes) == (1, None, ())
    assert customer_timeline(FRAME[:0], "GBP", WINDOW, PAST, []).layout.yaxis2.ticktext == ("Segment",)
    assert customer_timeline(FRAME[:0], "GBP", WINDOW, [], []).layout.annotations[0].text == "No orders in these months"


def test_stretches_end_where_the_segment_changes() -> None:
    assert stretches(PAST) == [(PAST[0], PAST[1]), (PAST[2], PAST[2])]
    assert stretches([PAST[0], PAST[2], PAST[1]]) == [(one, one) for one in (PAST[0], PAST[2], PAST[1])]
    assert stretches([]) == []


def test_its_table_names_segments_and_campaigns() -> None:
    found = table.read(customer_timeline(FRAME, "GBP", WINDOW, PAST, MARKS).to_dict())
    assert [column.name for column in found.columns] == ["Day", "Net sales", "Segment", "Written to", "Held out"]
    assert found.rows == (
        (JAN, 120_000, "New", None, None),
        (FEB, None, "New", None, None),
        (date(2023, 2, 10), None, None, "Spring", None),
        (MAR, -50_000, "Lost", None, None),
        (date(2023, 3, 5), None, None, None, "Summer"),
    )
