"""The cards of /model on quality, rules, outliers and the crossing of segmentations."""

import json
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.figures.model.dendrogram import dendrogram_plot
from dashboard.figures.model.quality import candidate_multiples, silhouette_plot
from dashboard.figures.style.theme import ACCENT, NEUTRAL, segment_colour, themed
from dashboard.filters.selection import Filters
from dashboard.pages.model import crossing, quality
from dashboard.pages.model import page as model
from dashboard.pages.model.run import absent
from dashboard.pages.segments import segment
from dashboard.queries.segments import runs as queries
from dashboard.shop import Place, Shop
from tests.dashboard.calls import call, texts
from tests.dashboard.literal import published

KMEANS = Filters(segmentation="kmeans")
CANDIDATES = pd.DataFrame(
    {
        "k": [3, 4, 5],
        "silhouette": [0.31, 0.4, 0.35],
        "inertia": [1.2, 0.7, 0.6],
        "stability": [0.9, 0.8, None],
        "gap": [0.5, 0.7, 0.72],
        "davies_bouldin": [None, None, None],
        "smallest_share": [0.2, 0.1, 0.02],
    }
)
TREE: dict[str, Any] = {
    "lines": [
        {"x": [0, 0, 1, 1], "y": [0, 2, 2, 0], "segment_id": "best"},
        {"x": [2, 2, 3, 3], "y": [0, 4, 4, 0], "segment_id": None},
        {"x": [0.5, 0.5, 2.5, 2.5], "y": [2, 9, 9, 4], "segment_id": None},
    ],
    "leaves": [
        {"customers": 5, "segment_id": "best"},
        {"customers": 1, "segment_id": "best"},
        {"customers": 7, "segment_id": "good"},
        {"customers": 2, "segment_id": "fair"},
    ],
    "cut": 3.0,
}
NAMED = {"best": ("Best", 1), "good": ("Good", 2), "fair": ("Fair", 3)}


def panel(function: Any, shop: Shop, filters: Filters = KMEANS, search: str = "") -> Any:
    return function(shop, Place(filters, None, search), shop.scope(filters))


def test_small_charts_mark_the_number_taken_and_the_elbow() -> None:
    figure = candidate_multiples(CANDIDATES, 4, {"inertia": 4, "gap": None})
    assert len(figure.data) == 5  # Davies–Bouldin was not kept
    assert list(figure.data[0].x) == [3, 4, 5]
    assert list(figure.data[0].marker.color) == [NEUTRAL, ACCENT, NEUTRAL]
    assert list(figure.data[1].x) == [3, 4]  # stability of 5 is missing
    words = [one.text for one in figure.layout.annotations]
    assert "Silhouette ↑ <b>0.400</b>" in words
    assert [one.x for one in figure.layout.annotations if one.text == "elbow"] == [4]
    assert "gap's pick" not in words
    inertia = figure.data[2].hovertemplate
    assert inertia[1] == "<b>4 segments</b>, the number taken, which is the elbow: Inertia 0.700<extra></extra>"
    assert all(one.customdata is None for one in figure.data)  # a click leads nowhere


def test_silhouettes_stand_below_each_other_in_segment_colours() -> None:
    figure = silhouette_plot([("Best", 1, [0.8, 0.5]), ("Lost", 4, [0.2, -0.1, -0.3])], 0.25)
    assert [one.fillcolor for one in figure.data] == [segment_colour(1), segment_colour(4)]
    assert list(figure.data[1].x) == [0, 0.2, -0.1, -0.3, 0]
    assert max(figure.data[0].y) < min(figure.data[1].y)
    assert "67\u202f% nearer to another segment" in figure.data[1].text
    assert figure.layout.shapes[0].x0 == 0.25


def test_the_tree_is_coloured_below_its_cut() -> None:
    figure = dendrogram_plot(TREE, NAMED)
    below, above, leaves = figure.data
    assert (below.line.color, above.line.color) == (segment_colour(1), NEUTRAL)
    assert list(below.x) == [0, 0, 1, 1, None]
    assert list(leaves.customdata)[:2] == ["<b>Best</b>: 5 customers", "<b>Best</b>: 1 customer"]
    assert figure.layout.shapes[0].y0 == 3.0
    assert list(figure.layout.xaxis.ticktext) == ["Best", "Good", "Fair"]


def test_what_the_last_merge_sets_apart() -> None:
    assert quality.last_apart(TREE) == ["best"]
    lone = {"lines": [{"x": [0, 0, 1, 1], "y": [0, 3, 3, 0]}], "leaves": TREE["leaves"][1:3]}
    assert quality.last_apart(lone) == ["best"]


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (candidate_multiples(pd.DataFrame(columns=["k"]), 4, {}), "This run kept no candidates"),
        (silhouette_plot([], None), "This run kept no silhouettes"),
        (dendrogram_plot({}, {}), "This run kept no dendrogram"),
    ],
)
def test_nothing_kept_is_said(figure: Any, message: str) -> None:
    assert figure.layout.annotations[0].text == message


def test_the_address_names_the_other_segmentation() -> None:
    found = published().segmentations
    assert crossing.chosen("", found) is found[0]
    assert crossing.chosen("?against=kmeans", found) is found[1]
    assert crossing.chosen("?against=nothing%00", found) is found[0]
    assert crossing.chosen("?against=kmeans", ()) is None


def test_the_crossing_counts_every_customer_once() -> None:
    rfm, kmeans = published().segmentations
    counts = {("best", "best"): 30, ("best", "good"): 10, ("lost", "good"): 5}
    words = texts(crossing.table(Place(Filters()), rfm, kmeans, counts))
    assert words == (
        "RFM groups by K-means RFM groups \\ K-means Best Good All "
        "Best 30 75\u202f% 10 25\u202f% 40 Lost 5 100\u202f% 5 All 30 15 45"
    )


def test_rules_stand_in_the_table_and_at_the_segment(shop: Shop) -> None:
    scope = shop.scope(KMEANS)
    rules = shop.ask(queries.segment_rules, scope.version, scope.segmentation_id)
    words = texts(panel(model.members, shop).body)
    assert len(rules)
    for row in rules.itertuples():
        shares = [f"{100 * value:.0f}\u202f%" for value in (row.rule_precision, row.rule_recall)]
        assert f"{row.rule} {shares[0]} {shares[1]}" in words
        head = texts(segment.head(shop, Place(KMEANS, row.segment_id), scope))
        assert f"Rule:  {row.rule} (finds {shares[1]} of them; {shares[0]} of whom it finds belong here)" in head
    assert segment.rule_line(shop, scope, "prospect") == []


def test_unusual_customers_are_counted_explained_and_linked(shop: Shop) -> None:
    scope = shop.scope(KMEANS)
    run, found = model.run_of(shop, scope), panel(model.outliers, shop)
    frame = shop.ask(queries.outliers, scope.version, scope.segmentation_id, 20)
    count = run["metrics"]["outliers"]
    assert len(frame) == min(count, 20)
    if count:
        assert found.title.startswith(f"{count} customer")
    for row in frame.itertuples():
        assert row.reason[1:] in texts(found.body)
        assert f"/customers/{row.customer_id}?segmentation=kmeans" in str(found.body)
    assert run["parameters"]["outlier_rule"] in found.note


def test_the_crossing_says_how_far_both_agree(shop: Shop) -> None:
    run, found = model.run_of(shop, shop.scope(KMEANS)), panel(crossing.crossed, shop)
    assert f"agreement {run['metrics']['crossed']['rfm']['adjusted_rand']:.2f} of 1" in found.title
    assert texts(found.body[0]).endswith(str(f"{run['metrics']['with_order']:,}"))


def test_quality_of_a_run_is_in_words_and_small(shop: Shop) -> None:
    run, found = model.run_of(shop, shop.scope(KMEANS)), panel(model.structure, shop)
    assert "refits agree to" in found.title
    assert len(found.body.data) == 7  # inertia, silhouette, Calinski–Harabasz, Davies–Bouldin, gap, stability, sizes
    rule = texts(panel(model.rule, shop).body)
    assert all(sentence in rule for sentence in run["metrics"]["against"])
    plot = panel(model.silhouettes, shop)
    assert "nearer to another segment" in plot.title
    for figure in (found.body, plot.body):
        assert len(json.dumps(themed(figure, "light"))) < 300_000


class OldRuns(Shop):
    """Runs from before anything of this was kept."""

    def ask(self, query: Any, *arguments: Any) -> Any:
        answer = super().ask(query, *arguments)
        return answer.assign(metrics=[{}] * len(answer)) if query is queries.runs else answer


@pytest.mark.parametrize("function", [model.silhouettes, model.dendrogram, model.outliers, crossing.crossed])
def test_older_runs_leave_cards_out(shop: Shop, function: Any) -> None:
    found = panel(function, OldRuns(shop.engine, "GBP"))
    assert found.title == ""
    assert str(found.note) == str(absent().note)


@pytest.mark.parametrize("function", [model.silhouettes, model.dendrogram])
def test_rfm_has_neither_silhouettes_nor_a_tree(shop: Shop, function: Any) -> None:
    assert panel(function, shop, Filters()).title == ""


def test_the_select_and_the_address(client: FlaskClient, shop: Shop) -> None:
    filters = {"search": "?segmentation=kmeans&sort=x"}
    shown = call(client, "model-against.options", {"filters.data": filters})
    assert [one["value"] for one in shown["model-against.options"]] == ["rfm"]
    assert shown["model-against.value"] == "rfm"
    assert shown["model-tools.style"] == {"display": "none"}  # nothing to choose


def test_a_choice_becomes_the_address() -> None:
    found = published().segmentations
    join = crossing.address
    assert join("?segmentation=ward&sort=x", "kmeans", found) == "?segmentation=ward&sort=x&against=kmeans"
    assert join("?against=kmeans", "kmeans", found) is None
    assert join("?against=kmeans", "nothing", found) is None
    assert join("", None, found) is None
    assert join("", "kmeans", ()) is None
