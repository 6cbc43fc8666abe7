"""The charts of features from literal frames: constant and missing ones, bins, boxes, points."""

import math

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.explore import correlations, features
from dashboard.figures.explore import pairs as drawn
from dashboard.figures.explore.boxes import box_plot
from dashboard.figures.explore.features import FEATURES, Choice
from dashboard.figures.explore.histogram import bins, decades, histogram
from dashboard.pages.explore import pairs


def literal() -> pd.DataFrame:
    """Six customers in two segments; all alike in their products, one without an interval."""
    frame = pd.DataFrame({key: np.arange(1.0, 7.0) for key in FEATURES})
    names = ["Best"] * 3 + ["Lost"] * 3
    return frame.assign(
        distinct_products=4.0,
        recency_days=frame["recency_days"][::-1].to_numpy(),
        return_rate=[0.0, 0.0, 0.0, 0.0, 0.0, 0.5],
        interval_days=[math.nan, 2, 3, 4, 5, 6],
        **{"name": names, "position": [1] * 3 + [11] * 3, "segment_id": names, "customer_id": list("abcdef")},
    )


def test_constant_and_missing_features() -> None:
    frame = literal()
    matrix = correlations.correlation(frame, "spearman")
    assert matrix["distinct_products"].isna().all()
    assert matrix.loc["recency_days", "interval_days"] == pytest.approx(-1)
    figure = drawn.correlation_map(matrix)
    assert "−1.00" in figure.data[1].text
    assert "Products" not in {*figure.data[0].x, *figure.data[0].y}  # nothing to say, so no empty line
    assert correlations.strongest(matrix.iloc[:0, :0]) is None
    products = FEATURES["distinct_products"]
    assert histogram(frame["distinct_products"], products, True, "GBP").data[0].y.sum() == 6
    assert pairs.relation(frame, Choice(x="distinct_products")) == "Products and order value"
    assert pairs.relation(frame, Choice(x="recency_days")).endswith("go opposite ways strongly (−1.00 of 1)")


def test_an_axis_without_any_width_names_its_one_value() -> None:
    assert drawn.axis(FEATURES["monetary"], 30.0, 30.0, True, "GBP")["ticktext"] == ["£30"]


def test_bins_hold_everyone_they_can() -> None:
    values = pd.Series([0.0, 1, 1, 2, 3, 10, 500, math.nan])
    for feature in (FEATURES["frequency"], FEATURES["monetary"]):
        logarithmic = bins(values, feature, is_log=True)
        assert logarithmic["customers"].sum() == 6
        assert bins(pd.Series([7.0, 7.0]), feature, is_log=False)["customers"].tolist() == [2]
        assert (logarithmic["high"] > logarithmic["low"]).all()
    whole = bins(values, FEATURES["frequency"], is_log=True)
    assert whole.iloc[0].tolist() == [0.5, 1.5, 2]
    assert bins(values[values.isna()], FEATURES["net"], is_log=False).empty
    assert decades(3, 4000) == [10, 100, 1000]
    assert decades(3, 60) == [5, 10, 20, 50]


def test_no_value_above_zero_asks_for_the_other_scale() -> None:
    figure = histogram(pd.Series([0.0, 0.0]), FEATURES["return_rate"], True, "GBP")
    assert figure.layout.annotations[0].text == "No values above zero: choose the linear scale"


def test_the_charts_of_a_literal_frame() -> None:
    frame = literal()
    curves = features.densities(frame, FEATURES["monetary"], True, 1.0)
    boxes = box_plot(features.boxes(frame, "monetary", True), curves, FEATURES["monetary"], True, "GBP")
    assert [trace.median for trace in boxes.data if trace.type == "box"] == [(2.0,), (5.0,)]
    assert "median £5" in boxes.data[-1].customdata[1]
    assert [float(np.min(trace.y)) for trace in boxes.data if trace.type == "scatter" and trace.fill] == pytest.approx(
        [-0.82, 0.18]
    )
    points = drawn.feature_scatter(frame, FEATURES["frequency"], FEATURES["net"], True, "GBP")
    assert [(trace.name, list(trace.customdata)) for trace in points.data] == [
        ("Best", list("abc")),
        ("Lost", list("def")),
    ]
    bars = drawn.orders_bars(features.by_orders(frame), "GBP")
    assert list(bars.data[0].customdata[0]) == [
        '{"all":[{"field":"frequency","at_least":"1"},{"not":{"field":"frequency","at_least":"2"}}]}',
        "1 order: <b>1 customer</b>, 16.7\u202f%",
    ]
    assert [
        FEATURES[key].tick(value, "GBP") for key, value in (("net", 1e4), ("return_rate", 0.05), ("units", 20))
    ] == [*("£10k", "5\u202f%", "20")]
