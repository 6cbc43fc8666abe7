"""The view of the model, as plain functions on a store."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard.figures.model.scores import cells_by_value, cut_points
from dashboard.filters.selection import Filters, Scope
from dashboard.pages.model import page as model
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts

ALL = Filters()
KMEANS = Filters(segmentation="kmeans")


def panel(function: Callable[[Shop, Place, Scope], Any], shop: Shop, filters: Filters = ALL) -> Any:
    """What a card shows for filters."""
    return function(shop, Place(filters), shop.scope(filters))


def test_both_segmentations_are_listed_and_the_one_in_view_is_marked(shop: Shop) -> None:
    names = [one.name for one in shop.published().segmentations]
    for filters, name in ((Filters(), names[0]), (KMEANS, names[1])):
        words = texts(panel(model.listing, shop, filters).body)
        assert all(one in words for one in names)
        assert f"{name} in view" in words
        assert words.count("in view") == 1
        assert "k-means clusters" in words
        assert "kmeans" not in words


def test_measures_are_told_in_words(shop: Shop) -> None:
    assert "days since the last order, orders, sales net of returns" in texts(panel(model.rule, shop).body)


def test_the_grid_holds_every_customer_once(shop: Shop) -> None:
    figure = panel(model.structure, shop).body
    run = model.run_of(shop, shop.scope(Filters()))
    cells = [int(text.split("<b>")[1].split("<")[0].replace(",", "")) for text in figure.data[0].text]
    assert sum(cells) == run["metrics"]["with_order"]
    assert len(cells) <= 25


def test_the_number_of_segments_is_explained(shop: Shop) -> None:
    run = model.run_of(shop, shop.scope(KMEANS))
    structure, rule = panel(model.structure, shop, KMEANS), panel(model.rule, shop, KMEANS)
    assert list(structure.body.data[0].x) == [one["k"] for one in run["metrics"]["candidates"]]
    assert structure.title.startswith(f"{run['metrics']['k']} segments were taken from ")
    words = texts(rule.body)
    assert run["metrics"]["reason"] in words
    assert run["parameters"]["rule"] in words


def test_centroids_are_shown_in_days_orders_and_money(shop: Shop) -> None:
    run = model.run_of(shop, shop.scope(KMEANS))
    found = panel(model.members, shop, KMEANS)
    words = texts(found.body)
    assert found.note.startswith("Centroids: geometric means")
    for one in run["metrics"]["centroids"]:
        assert f"{one['recency_days']:,.0f} {one['frequency']:.1f} £" in words
    assert panel(model.members, shop).note.startswith("Means of customers")


CELLS = pd.DataFrame(
    [
        ("champions", 5, 5, 4, 3, 1, 9, 4, 8, 100.0, 900.0),
        ("champions", 5, 4, 5, 2, 2, 7, 3, 3, 950.0, 2000.0),
        ("lost", 1, 1, 1, 4, 200, 300, 1, 1, 5.0, 20.0),
    ],
    columns=[
        *("segment_id", "r_score", "f_score", "m_score", "customers"),
        *("recency_days_least", "recency_days_most", "frequency_least", "frequency_most"),
        *("monetary_least", "monetary_most"),
    ],
)


def test_frequency_and_monetary_make_the_value_score() -> None:
    assert cells_by_value(CELLS).to_dict("records") == [
        {"segment_id": "champions", "r_score": 5, "value_score": 5, "customers": 5},
        {"segment_id": "lost", "r_score": 1, "value_score": 1, "customers": 4},
    ]


def test_cut_points_span_each_score() -> None:
    ends = cut_points(CELLS)
    assert list(ends.index) == [5, 4, 1]
    assert ends.loc[5, ["recency_days_least", "recency_days_most"]].tolist() == [1, 9]
    assert ends.loc[5, ["frequency_least", "frequency_most"]].tolist() == [4, 8]
    assert ends.loc[4, ["frequency_least", "monetary_least"]].tolist() == [3, 100.0]
    assert ends.loc[4, ["recency_days_least"]].isna().all()


@pytest.mark.parametrize("function", [model.listing, model.structure, model.rule, model.members])
def test_the_other_filters_change_nothing(shop: Shop, function: Callable[[Shop, Place, Scope], Any]) -> None:
    narrow = Filters(countries=("Nowhere",), segments=("champions",))
    found, alone = panel(function, shop, narrow), panel(function, shop)
    assert (found.title, texts(found.note)) == (alone.title, texts(alone.note))
