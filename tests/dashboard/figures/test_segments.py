"""Figures of segments, from literal frames."""

from datetime import date

import pandas as pd
import pytest

from dashboard.figures.model.groups import candidate_numbers, ink_on, score_grid
from dashboard.figures.segments import profile
from dashboard.figures.segments.scatter import customer_scatter
from dashboard.figures.segments.segments import segment_countries, segment_shares
from dashboard.figures.segments.value import chances
from dashboard.figures.style.theme import NEUTRAL, segment_colour

THIN = "\u202f"


def test_shares_show_both_shares_of_each_segment() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Champions", "Lost"],
            "position": [1, 11],
            "target": ["champions", "lost"],
            "customer_share": [0.2, 0.8],
            "sales_share": [0.75, 0.25],
        }
    )
    *lines, rings, discs = segment_shares(frame).data
    assert [list(line.x) for line in lines] == [[0.2, 0.75], [0.8, 0.25]]
    assert [text.strip() for text in rings.text] == [f"20{THIN}%", f"80{THIN}%"]
    assert [text.strip() for text in discs.text] == [f"75{THIN}%", f"25{THIN}%"]
    assert (list(rings.textposition), list(discs.textposition)) == (
        ["middle left", "middle right"],
        ["middle right", "middle left"],
    )
    assert list(discs.marker.color) == [segment_colour(1), segment_colour(11)]
    assert list(discs.customdata[1]) == ["lost", f"<b>Lost</b>: 80.0{THIN}% of customers, 25.0{THIN}% of net sales"]


def test_countries_carry_their_code_and_the_rest_is_grey() -> None:
    frame = pd.DataFrame(
        {"country": ["DE", ""], "country_name": ["Germany", "2 others"], "net": [900.0, 100.0], "share": [0.9, 0.1]}
    )
    (bars,) = segment_countries(frame, "GBP", "#123456").data
    assert (list(bars.x), list(bars.y)) == ([900.0, 100.0], ["Germany", "2 others"])
    assert list(bars.marker.color) == ["#123456", NEUTRAL]
    assert [row[0] for row in bars.customdata] == ["DE", ""]


def test_a_point_for_each_customer_with_a_sentence() -> None:
    frame = pd.DataFrame(
        {
            "customer_id": ["a", "b", "c"],
            "name": ["Champions", "Lost", "Champions"],
            "position": [1, 11, 1],
            "orders": [9, 1, 1],
            "gross": [4310.0, 9.5, 100.0],
            "recency_days": [3, 373, 0],
        }
    )
    figure = customer_scatter(frame, "GBP", date(2011, 12, 10))
    assert [(trace.name, trace.marker.color) for trace in figure.data] == [
        ("Champions", segment_colour(1)),
        ("Lost", segment_colour(11)),
    ]
    champions = figure.data[0]
    assert (list(champions.x), list(champions.y)) == ([3.0, 1.0], [4310.0, 100.0])  # less than a day is drawn as one
    assert champions.marker.size[0] > champions.marker.size[1]
    assert [list(row) for row in champions.customdata] == [
        ["a", "9 orders", "£4.31k", "3 days"],
        ["c", "1 order", "£100", "0 days"],
    ]
    assert champions.hovertemplate == (
        "<b>Customer %{customdata[0]}</b>, Champions:<br>%{customdata[1]}, %{customdata[2]}, "
        "the last %{customdata[3]} before 10 Dec 2011<extra></extra>"
    )
    assert list(figure.layout.yaxis.ticktext)[2:6] == ["£1", "£10", "£100", "£1k"]


def test_two_thousand_points_stay_small() -> None:
    frame = pd.DataFrame(
        {
            "customer_id": [f"customer-{i:07}" for i in range(2_000)],
            "name": "Champions",
            "position": 1,
            "orders": range(1, 2_001),
            "gross": [1234.56 + i for i in range(2_000)],
            "recency_days": range(2_000),
        }
    )
    assert len(customer_scatter(frame, "GBP", date(2011, 12, 10)).to_json()) < 300_000


def test_the_grid_names_its_cells() -> None:
    frame = pd.DataFrame(
        {
            "r_score": [5, 1],
            "value_score": [5, 1],
            "name": ["Champions", "Lost"],
            "position": [1, 11],
            "target": ["champions", "lost"],
            "customers": [30, 10],
        }
    )
    figure = score_grid(frame)
    (cells,) = figure.data
    assert (list(cells.x), list(cells.y)) == ([5, 1], [5, 1])
    assert list(cells.text) == ["Champions<br><b>30</b>", "Lost<br><b>10</b>"]
    assert list(cells.customdata[1]) == [
        "lost",
        f"<b>Lost</b>: 10 customers, 25.0{THIN}% of all, with recency score 1 and value score 1",
    ]
    assert [shape.fillcolor for shape in figure.layout.shapes] == [segment_colour(1), segment_colour(11)]


def test_the_chosen_number_stands_out() -> None:
    frame = pd.DataFrame({"k": [3, 4], "silhouette": [0.336, 0.333], "smallest_share": [0.179, 0.166]})
    silhouette, smallest = candidate_numbers(frame, 4).data
    assert list(silhouette.text) == ["0.336", "<b>0.333</b>"]
    assert list(smallest.text) == [f"17.9{THIN}%", f"<b>16.6{THIN}%</b>"]
    assert silhouette.hovertemplate[1] == (
        f"<b>4 segments</b>, the number taken: silhouette 0.333, the smallest holds 16.6{THIN}% of customers"
        "<extra></extra>"
    )


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (
            segment_shares(pd.DataFrame(columns=["name", "position", "target", "customer_share", "sales_share"])),
            "No segments in this selection",
        ),
        (
            segment_countries(pd.DataFrame(columns=["country", "country_name", "net", "share"]), "GBP", "#000000"),
            "No sales in this selection",
        ),
        (
            customer_scatter(pd.DataFrame(columns=["recency_days"]), "GBP", date(2011, 1, 1)),
            "No identified customers in this selection",
        ),
        (score_grid(pd.DataFrame(columns=["customers"])), "No customers have scores in this segmentation"),
        (candidate_numbers(pd.DataFrame(columns=["k"]), 4), "This run kept no candidates"),
    ],
)
def test_nothing_to_show_is_said(figure: object, message: str) -> None:
    assert [note.text for note in figure.layout.annotations] == [message]  # type: ignore[attr-defined]


def test_measures_of_a_segment_and_of_all() -> None:
    frame = pd.DataFrame(
        {
            "segment_id": ["champions", "lost", None],
            "customers": [2, 8, 0],
            "new_customers": [1, 0, 0],
            "orders": [10, 8, 5],
            "identified_orders": [10, 8, 0],
            "gross": [1000.0, 200.0, 500.0],
            "returns": [-100.0, 0.0, 0.0],
            "identified_net": [900.0, 200.0, 0.0],
            "units": [50.0, 16.0, 5.0],
            "recency_days": [5.0, 300.0, None],
        }
    )
    values = profile.measures(frame)
    assert values.iloc[0].to_dict() == {
        "recency_days": 5.0,
        "orders_per_customer": 5.0,
        "sales_per_customer": 450.0,
        "order_value": 90.0,
        "items_per_order": 5.0,
        "return_rate": 0.1,
        "new_share": 0.5,
    }
    assert values.iloc[2].dropna().to_dict() == {"order_value": 100.0, "items_per_order": 1.0, "return_rate": 0.0}
    average = profile.measures(profile.total(frame.head(2))).iloc[0]
    assert (average["recency_days"], average["sales_per_customer"]) == (241.0, 110.0)


@pytest.mark.parametrize(
    ("ratio", "tint", "compared"),
    [
        (1.0, "transparent", "≈"),
        (1.04, "rgba(42, 120, 194, 0.01)", "≈"),
        (2.0, "rgba(42, 120, 194, 0.21)", "▲ 2.0×"),
        (40.0, "rgba(42, 120, 194, 0.42)", "▲ 40×"),
        (0.25, "rgba(224, 122, 44, 0.42)", "▼ 0.25×"),
        (0.0, "rgba(224, 122, 44, 0.42)", "▼ 0.00×"),
        (None, "transparent", ""),
        (float("nan"), "transparent", ""),
    ],
)
def test_tints_follow_the_ratio(ratio: float | None, tint: str, compared: str) -> None:
    assert (profile.tint(ratio), profile.compared(ratio)) == (tint, compared)


def test_a_long_silence_and_many_returns_are_tinted_as_the_opposite_is_elsewhere() -> None:
    assert profile.tint(2.0, "return_rate") == profile.tint(2.0, "recency_days") == profile.tint(0.5, "order_value")
    assert profile.tint(0.5, "return_rate") == profile.tint(2.0, "order_value") == profile.tint(2.0)


@pytest.mark.parametrize(
    ("years", "compared"),
    [(17.0, "▲ 17 years"), (-17.2, "▼ 17 years"), (1.0, "▲ 1 year"), (0.4, "≈"), (float("nan"), "")],
)
def test_years_are_compared_by_their_difference(years: float, compared: str) -> None:
    """1954 and 1988 are a generation apart, and not about the same."""
    assert profile.compared_years(profile.as_ratio(years)) == compared
    assert profile.tint(profile.as_ratio(20)) == profile.tint(2)


def test_ink_is_legible_on_every_segment() -> None:
    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for position in range(1, 13):
        colour = segment_colour(position)
        light, dark = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def test_a_bar_of_chances_carries_whom_it_is_of() -> None:
    bars = chances(pd.DataFrame({"chance_bin": [1, 19], "customers": [3, 1]})).data[0]
    chance = '"field":"order_chance_90d"'
    assert [row[0] for row in bars.customdata] == [
        f'{{"all":[{{{chance},"at_least":"0.05"}},{{"not":{{{chance},"at_least":"0.1"}}}}]}}',
        f'{{{chance},"at_least":"0.95"}}',  # the last has its upper end in it
    ]
