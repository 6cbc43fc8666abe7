"""Charts for a phone: which words become fewer, and that marks stay."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.figures.explore.pairs import correlation_map
from dashboard.figures.sales.seasons import years
from dashboard.figures.sales.trend import mark_partial, monthly_customers
from dashboard.figures.sales.weeks import hours
from dashboard.figures.style.narrow import CELL_FONT
from dashboard.figures.style.theme import themed

KEYS = ["recency_days", "frequency", "monetary"]


def months(count: int) -> go.Figure:
    days = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(count)]
    return monthly_customers(pd.DataFrame({"month": days, "customers": 5, "new_customers": 2}))


@pytest.mark.parametrize(("count", "expected"), [(7, "M1"), (8, "M3"), (14, "M3"), (15, None)])
def test_months_lose_names_but_no_bars(count: int, expected: str | None) -> None:
    figure = months(count)
    narrow = themed(figure, "light", True)
    assert narrow["layout"]["xaxis"].get("dtick") == expected
    assert [len(trace["x"]) for trace in narrow["data"]] == [count, count]
    assert themed(figure, "light", None)["layout"]["xaxis"].get("dtick") == (None if count > 14 else "M1")


def test_months_of_a_year_and_hours_of_a_day_are_named_shorter() -> None:
    days = [date(2020, month, 1) for month in range(1, 13)]
    of_year = years(pd.DataFrame({"month": days, "net": 5.0, "orders": 1}), "GBP")
    of_day = hours(pd.DataFrame({"weekday": 1, "hour": range(8, 20), "orders": 1, "gross": 5.0}), "GBP")
    axes = [themed(figure, "light", True)["layout"]["xaxis"] for figure in (of_year, of_day)]
    assert ("".join(axes[0]["ticktext"]), axes[0]["tickangle"], axes[1]["dtick"]) == ("JFMAMJJASOND", 0, 3)
    wide = [themed(figure, "light", False)["layout"]["xaxis"] for figure in (of_year, of_day)]
    assert (wide[0]["ticktext"][:2], wide[1]["dtick"]) == (["Jan", "Feb"], 1)


@pytest.mark.parametrize(("entries", "expected"), [(4, False), (5, True)])
def test_a_long_legend_gets_two_columns(entries: int, expected: bool) -> None:
    figure = go.Figure([go.Scatter(x=[1], y=[1], name=str(n)) for n in range(entries)], {"showlegend": True})
    assert ("legend" in themed(figure, "dark", True)["layout"]) == expected
    assert "legend" not in themed(figure, "dark")["layout"]


def test_the_mark_of_a_month_that_is_not_over_finds_no_room() -> None:
    figure, frame = go.Figure(), pd.DataFrame({"month": [date(2020, 1, 1)], "net": [5.0]})
    mark_partial(figure, frame, {date(2020, 1, 1): "so far"})
    figure.add_annotation(text="kept")
    texts = [
        [one["text"] for one in themed(figure, "light", is_narrow)["layout"]["annotations"]] for is_narrow in (0, 1)
    ]
    assert texts == [["so far", "kept"], ["kept"]]


def test_correlations_keep_their_cells_without_numbers() -> None:
    matrix = pd.DataFrame([[1, 0.5, -0.2], [0.5, 1, 0.1], [-0.2, 0.1, 1]], index=KEYS, columns=KEYS)
    figure = correlation_map(matrix)
    kinds = {is_narrow: [one["type"] for one in themed(figure, "light", is_narrow)["data"]] for is_narrow in (0, 1)}
    assert kinds == {0: ["heatmap", "scatter"], 1: ["heatmap"]}


def test_words_in_cells_become_smaller_and_keep_their_colour() -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[1], mode="text", text="Hibernating", textfont={"size": 12, "color": "red"}))
    assert themed(figure, "light", True)["data"][0]["textfont"] == {"size": CELL_FONT, "color": "red"}
    assert figure.data[0].textfont.size == 12
