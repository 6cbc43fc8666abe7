"""/model: which segmentations are published, how they were made, and how good they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children
from dashboard.components.cards import content_card, graph_card, worked_out
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Cell, Column, Words, data_table, link_cell
from dashboard.figures.explore.features import FEATURES
from dashboard.figures.model.groups import LEVELS, score_grid
from dashboard.figures.model.scores import MEASURES, cells_by_value, cut_points, score_cells
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope
from dashboard.pages.model import crossing
from dashboard.pages.model.quality import candidates, dendrogram, silhouettes
from dashboard.pages.model.run import basis, name_of
from dashboard.pages.model.segments import members, outliers
from dashboard.queries.segments import runs as queries
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import marked, say, say_again, to_say

SCALE_HINT = to_say(
    "Mean silhouette of a sample, from -1 to 1: how much nearer customers are to their segment than to the next"
)
KINDS = {  # algorithm -> what it makes
    "rfm": to_say("RFM groups"),
    "kmeans": to_say("k-means clusters"),
    "minibatch": to_say("mini-batch k-means clusters"),
    "ward": to_say("Ward clusters"),
    "average": to_say("average-linkage clusters"),
    "complete": to_say("complete-linkage clusters"),
    "gaussian-mixture": to_say("Gaussian mixture"),
    "hdbscan": to_say("HDBSCAN clusters"),
    "attributes": to_say("k-means clusters of attributes"),
}
PARAMETER_NAMES = {
    "measures": to_say("Measures"),
    "features": to_say("Measures"),
    "monetary": to_say("Money"),
    "levels": to_say("Scores"),
    "scores": to_say("Cut points"),
    "ties": to_say("Equal customers"),
    "transform": to_say("Transformation"),
    "k": to_say("Numbers tried"),
    "seed": to_say("Random seed"),
    "starts": to_say("Random starts"),
    "fit_rows": to_say("Customers fitted on"),
    "outliers": to_say("Extreme customers"),
}


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Model"),
            say(
                "How customers became segments: the published segmentations, their rules and their quality. "
                "Months, countries and segments of the filter do not matter here; the segmentation does."
            ),
        ),
        content_card("model-runs", say("Published segmentations"), height=108),
        graph_card("model-structure", say("How the segments came about"), columns=7, height=480),
        content_card("model-rule", say("The rule"), columns=5, height=480),
        content_card("model-segments", say("The segments"), height=200),
        graph_card("model-silhouettes", say("How well customers sit in their segments"), height=360),
        graph_card("model-dendrogram", say("How customers were joined"), height=360),
        crossing.tools(),
        content_card("model-crossing", say("Against another segmentation"), height=200),
        content_card("model-outliers", say("Unusual customers"), height=200),
    )


def listing(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The published segmentations; the one in view is marked, the others are a click away."""
    frame = shop.ask(queries.runs, scope.version)
    rows: list[list[Cell]] = []
    for run in frame.to_dict("records"):
        silhouette = run["metrics"].get("silhouette")
        in_view = run["segmentation_id"] == scope.segmentation_id
        target = "" if run["algorithm"] == frame.at[0, "algorithm"] else f"?segmentation={run['algorithm']}"
        name = link_cell(name_of(run), f"/model{target or '?'}")
        rows.append(
            [
                [name, Words(say("in view"), "chip chip-after")] if in_view else name,
                say(KINDS.get(run["algorithm"], run["algorithm"])),
                formats.day(run["as_of"]),
                f"{formats.day(run['created_at'])}, {run['created_at']:%H:%M}",
                formats.count(run["segments"]),
                formats.count(run["customers"]),
                formats.NOTHING if silhouette is None else marked(f"{silhouette:.3f}"),
            ]
        )
    columns = [
        Column(say("Segmentation"), False),
        Column(say("Kind"), False),
        Column(say("As of")),
        Column(say("Made")),
    ]
    columns += [Column(say("Segments"), hint=say("With customers who have ordered")), Column(say("Customers"))]
    columns.append(Column(say("How well they sit"), hint=say(SCALE_HINT)))
    title = formats.plural(len(frame), "segmentation is published", "segmentations are published")
    note = say("Recency counts to the day of 'as of' · how well customers sit is measured of clusters alone")
    body = [data_table(columns, rows, caption=say("Published segmentations"))]
    return Panel(title, note, [*body, worked_out("How good segments are: Silhouette")])


def structure(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The grid of scores, or the numbers of segments that were tried."""
    run = run_of(shop, scope)
    if run["metrics"].get("candidates"):
        return candidates(run)
    cells = cells_by_value(score_cells(run))
    named = named_segments(cells, shop.published().of(scope))
    best = named.loc[(named["r_score"] == LEVELS) & (named["value_score"] == LEVELS), "customers"].sum()
    title = say(
        "{share} of customers have the best score in recency and value",
        share=formats.share(best, named["customers"].sum(), 0),
    )
    return Panel(title, basis(run), score_grid(named))


def rule(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How a customer gets a segment: the rule in words, or what the scores mean in days, orders and money."""
    run, money = run_of(shop, scope), scope_words.money(shop.published().of(scope))
    facts = [
        part
        for name, label in PARAMETER_NAMES.items()
        if name in run["parameters"]
        for part in (html.Dt(say(label)), html.Dd(_written(run["parameters"][name], money)))
    ]
    parameters = html.Dl(facts, className="facts facts-after")
    if "reason" in run["metrics"]:
        texts = [html.P(say_again(text)) for text in (run["metrics"]["reason"], *run["metrics"].get("against", ()))]
        texts.append(html.P(say_again(run["parameters"].get("rule", "")), className="muted"))
        return Panel(say("How the number was chosen"), basis(run), [html.Div(texts, className="prose"), parameters])
    ends = cut_points(score_cells(run))
    columns = [Column(say("Score"), False), Column(say("Days since last order")), Column(say("Orders")), Column(money)]
    spans = [_spans(ends, measure, _writer(measure, shop.currency)) for measure, _ in MEASURES]
    best = max(ends.index, default=0)
    rows: list[list[Cell]] = [
        [say("{score} · best", score=score) if score == best else f"{score}", *cells]
        for score, *cells in zip(ends.index, *spans, strict=True)
    ]
    note = say("The range of each score, a fifth of the customers where none are equal · {basis}", basis=basis(run))
    table = html.Div(data_table(columns, rows, caption=say("What the scores mean")), className="table-inside")
    return Panel(say("What the scores mean"), note, [table, parameters])


def _writer(measure: str, currency: str) -> Callable[[float], str]:
    return (lambda value: formats.money(value, currency)) if measure == "monetary" else formats.count


def _spans(ends: pd.DataFrame, measure: str, write: Callable[[float], str]) -> list[str]:
    """`1 – 14` for each score; one number where both ends read alike."""
    pairs = [
        (write(least), write(most))
        for least, most in zip(ends[f"{measure}_least"], ends[f"{measure}_most"], strict=True)
    ]
    return [least if least == most else f"{least} – {most}" for least, most in pairs]


def _written(value: Any, money: str) -> str:
    if isinstance(value, list):
        return ", ".join(_measure(str(part), money) for part in value)
    return (
        formats.count(value)
        if isinstance(value, int)
        else say(scope_words.MONEY.get(value, "")) or say_again(str(value))
    )


def _measure(key: str, money: str) -> str:
    """A feature in words, that of money by the run's own basis, an attribute by its name."""
    words = (
        formats.lowered(money)
        if key == "monetary"
        else formats.lowered(say(FEATURES[key].name, sense="feature"))
        if key in FEATURES
        else key.removeprefix("attribute:")
    )
    return words.replace("_", " ").replace("=", " = ").replace("+", " + ")  # a sum of many may break between its parts


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind_content(app, shop, "model-runs", listing)
    bind(app, shop, "model-structure", structure)
    bind_content(app, shop, "model-rule", rule)
    bind_content(app, shop, "model-segments", members)
    bind(app, shop, "model-silhouettes", silhouettes)
    bind(app, shop, "model-dendrogram", dendrogram)
    bind_content(app, shop, "model-crossing", crossing.crossed)
    bind_content(app, shop, "model-outliers", outliers)
    crossing.register(app, shop)


PAGE = Page("model", to_say("Model"), layout, needs_orders=False, doubts=crossing.doubts)
