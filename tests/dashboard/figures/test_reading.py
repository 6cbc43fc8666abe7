"""What a drawn chart says, as a table."""

from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.figures.reading import ChartTable, Kind, read

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
SAID = "%{customdata}<extra></extra>"
MONEY = {"tickprefix": "£", "tickformat": "~s"}


def table(figure: go.Figure, **told: Any) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
    """Columns with their kinds, and rows."""
    found = read(figure.to_dict(), **told)
    return [(one.name, one.kind.value) for one in found.columns], list(found.rows)


def test_bars_by_month_stand_side_by_side() -> None:
    bars = [
        {"type": "bar", "x": [JAN, FEB], "y": [10.5, 20.0], "name": "Customers"},
        {"type": "bar", "x": [FEB, JAN], "y": np.array([2, 1]), "name": "Guests"},
    ]
    assert table(go.Figure(bars, {"yaxis": MONEY})) == (
        [("Month", "month"), ("Customers", "money"), ("Guests", "money")],
        [(JAN, 10.5, 1), (FEB, 20.0, 2)],
    )


def test_lying_bars_say_what_the_hover_says() -> None:
    words = [["champions", "<b>Champions</b>: 3 customers,<br>75 %"], ["", "Others: 1"]]
    bars = {"type": "bar", "orientation": "h", "x": [0.75, 0.25], "y": ["Champions", "Others"], "customdata": words}
    figure = go.Figure([bars | {"hovertemplate": "%{customdata[1]}<extra></extra>"}], {"xaxis": {"tickformat": ".0%"}})
    assert table(figure, label="Segment", value="Share") == (
        [("Segment", "text"), ("Share", "share"), ("In words", "text")],
        [("Champions", 0.75, "Champions: 3 customers, 75 %"), ("Others", 0.25, "Others: 1")],
    )


def test_a_band_has_two_edges_and_lines_for_the_eye_none() -> None:
    band = {"x": [JAN, FEB, FEB, JAN], "y": [3, 5, 1, 2], "fill": "toself", "hoverinfo": "skip", "name": "Likely"}
    line = {"x": [JAN, FEB], "y": [2.5, None], "mode": "lines", "name": "Most likely"}
    eye = {"x": [JAN, FEB], "y": [0, 0], "mode": "lines", "hoverinfo": "skip"}
    assert table(go.Figure([band, line, eye])) == (
        [("Month", "month"), ("Likely, from", "number"), ("Likely, to", "number"), ("Most likely", "number")],
        [(JAN, 2, 3, 2.5), (FEB, 1, 5, None)],
    )


def test_an_axis_names_its_places() -> None:
    marks = {"x": [1, 2], "y": [4, 5], "mode": "markers", "name": "2026"}
    axis = {"tickvals": [1, 2, 3], "ticktext": ["Jan", "Feb", "Mar"], "title": {"text": "Month"}}
    assert table(go.Figure([marks], {"xaxis": axis})) == (
        [("Month", "text"), ("2026", "number")],
        [("Jan", 4), ("Feb", 5)],
    )


def test_rows_may_be_called_otherwise_than_they_stand() -> None:
    bars = {"type": "bar", "x": [0.1, 0.3], "y": [7, 8], "ids": ["£1 to £2", "£2 to £4"]}
    figure = go.Figure([bars], {"xaxis": {"title": {"text": "Sales"}}, "yaxis": {"title": {"text": "Customers"}}})
    assert table(figure) == ([("Sales", "text"), ("Customers", "number")], [("£1 to £2", 7), ("£2 to £4", 8)])


def test_a_heat_map_keeps_its_shape() -> None:
    cells = {"type": "heatmap", "x": [0, 1], "y": ["2026-01-01", "2026-02-01"], "z": [[0, 0.5], [0, None]]}
    told = {"zhoverformat": ".0%", "meta": {"first": [12, 8], "sign": ""}}
    assert table(go.Figure([cells | told]), label="Cohort") == (
        [("Cohort", "month"), ("0", "number"), ("1", "share")],
        [(JAN, 12, 0.5), (FEB, 8, None)],
    )


def test_points_of_a_plane_name_whose_they_are() -> None:
    points = [
        {"x": np.array([1.5], dtype=np.float32), "y": [0.25], "mode": "markers", "name": "Loyal", "customdata": ["17"]},
        {"x": [2], "y": [0.5], "mode": "markers", "name": "Lost", "customdata": ["18"]},
    ]
    axes = {"xaxis": {"title": {"text": "Orders"}}, "yaxis": {"tickformat": ".0%"}}
    figure = go.Figure([one | {"hovertemplate": SAID} for one in points], axes)
    assert table(figure, of_customers=True, value="Returned") == (
        [("Customer", "text"), ("Segment", "text"), ("Orders", "number"), ("Returned", "share")],
        [("17", "Loyal", 1.5, 0.25), ("18", "Lost", 2, 0.5)],
    )
    nameless = [one | {"customdata": [None]} for one in points]
    assert [name for name, _ in table(go.Figure(nameless, axes), of_customers=True)[0]] == ["Segment", "Orders", "Up"]


def test_an_interval_around_a_point() -> None:
    point = {"x": [JAN], "y": [10], "mode": "lines", "error_y": {"array": [2], "arrayminus": [1]}, "name": "Share"}
    assert table(go.Figure([point]))[1] == [(JAN, 10, 9, 12)]


def test_flows_boxes_and_maps() -> None:
    flows = {"node": {"label": ["New 1,200", "At risk 3"]}, "link": {"source": [0], "target": [1], "value": [3]}}
    assert table(go.Figure([flows | {"type": "sankey"}])) == (
        [("From", "text"), ("To", "text"), ("Customers", "number")],
        [("New", "At risk", 3)],
    )
    five = {"lowerfence": [1], "q1": [2], "median": [3], "q3": [4], "upperfence": [5]}
    assert table(go.Figure([{"type": "box", "name": "Lost", "hoverinfo": "skip", **five}]))[1] == [
        ("Lost", 1, 2, 3, 4, 5)
    ]
    land = {"type": "choropleth", "locations": ["DEU"], "z": [2.0], "ids": ["Germany"]}
    land["customdata"] = [["DE", "<b>x</b>", 99]]
    figure = go.Figure([land | {"hovertemplate": "%{customdata[1]}<extra></extra>"}])
    assert table(figure, label="Country", value="Net sales") == (
        [("Country", "text"), ("Net sales", "money"), ("In words", "text")],
        [("Germany", 99, "x")],
    )


@pytest.mark.parametrize("figure", [go.Figure(), go.Figure([{"x": [1], "y": [1], "hoverinfo": "skip"}])])
def test_a_chart_that_shows_nothing_has_no_table(figure: go.Figure) -> None:
    assert read(figure.to_dict()) == ChartTable((), ())
    assert Kind("money") is Kind.MONEY
