"""The cards of /explore on two features and on all of them."""

from __future__ import annotations

from typing import cast

import pandas as pd
from dash import html

from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, Heat, badge_cell, data_table
from dashboard.figures.explore import correlations as matrices
from dashboard.figures.explore import features
from dashboard.figures.explore import pairs as drawn
from dashboard.figures.explore.features import FEATURES, MOST_POINTS, Choice
from dashboard.figures.explore.histogram import NOBODY
from dashboard.figures.segments.profile import SCALE, compared, tint
from dashboard.filters.narrowing.shapes import Axes
from dashboard.filters.published import GUEST_SEGMENT
from dashboard.filters.selection import Scope
from dashboard.pages.explore.basis import basis, customers
from dashboard.shop import Place, Shop
from dashboard.shop.few import GATHERED, gathered, left_out, without_few
from dashboard.words import formats

STRONG, WEAK = 0.6, 0.2  # Spearman coefficients from which, and up to which, a relation is called so
ALIKE = "pairs alike by definition, such as sales and net sales, are left out of the title"
TITLES = {  # without anything to say, and what a pair does
    "pearson": ("What rises together", "rise together"),
    "spearman": ("What ranks customers alike", "rank customers alike"),
}
MEASURES = {
    "pearson": "1: on a straight line between orders of magnitude; −1: one falls as the other rises; about 0: neither",
    "spearman": "1: both rank customers alike; −1: the other way round; about 0: neither; "
    "outliers count no more than others",
}


def scatter(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The two chosen features, a point a customer."""
    choice = Choice.from_search(where.search)
    frame = customers(shop, scope)
    kept = frame
    for key in (choice.x, choice.y):
        kept = kept.loc[features.drawable(kept[key], choice.is_log).index]
    points = kept.head(MOST_POINTS)  # by sample key: a fixed sample again
    drawn_points = gathered(shop, points, list(dict.fromkeys((choice.x, choice.y))))
    measure = f"A point a customer, in the colour of the segment; {formats.count(len(points))} drawn"
    if not shop.viewer.personal:
        number = formats.plural(len(drawn_points), "point")
        measure = f"{number} in the colours of the segments, {GATHERED}{left_out(shop)}"
    elif len(points) < len(frame):
        left = len(frame) - len(kept)
        measure += f" of {formats.count(len(frame))}" + (
            f", {formats.count(left)} without both values here" * bool(left)
        )
    x, y = FEATURES[choice.x], FEATURES[choice.y]
    figure = drawn.feature_scatter(drawn_points, x, y, choice.is_log, shop.currency)
    return Panel(relation(frame, choice), basis(shop, scope, measure, len(frame)), figure)


def axes(search: str) -> Axes:
    """What the scatter shows, as the address has it."""
    choice = Choice.from_search(search)
    return Axes(choice.x, choice.y, choice.is_log, is_lifelong=True)


def relation(frame: pd.DataFrame, choice: Choice) -> str:
    """Whether the two features go together, in words."""
    x, y = FEATURES[choice.x], FEATURES[choice.y]
    names = f"{x.short} and {y.short[0].lower()}{y.short[1:]}"
    if x == y:
        return f"{x.short} against itself: choose another feature"
    pair = frame[[x.key, y.key]].dropna()
    if len(pair) < 3 or (pair.nunique() < 2).any():
        return names
    value = float(pair.corr(method="spearman").iloc[0, 1])
    number = f"{matrices.coefficient(value)} of 1"
    if abs(value) < WEAK:
        return f"{names} have little to do with each other ({number})"
    strength = "strongly" if abs(value) >= STRONG else "moderately"
    way = "rise together" if value > 0 else "go opposite ways"
    return f"{names} {way} {strength} ({number})"


def pearson(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Correlations of magnitudes."""
    return _correlations(shop, scope, "pearson")


def spearman(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Correlations of ranks."""
    return _correlations(shop, scope, "spearman")


def _correlations(shop: Shop, scope: Scope, method: str) -> Panel:
    number, matrix = correlations(shop, scope, method)
    title, does = TITLES[method]
    found = matrices.strongest(matrix)
    if found:
        one, other = (FEATURES[key].short for key in found[:2])
        title = f"{one} and {other[0].lower()}{other[1:]} {does} most: {matrices.coefficient(found[2])} of 1"
    return Panel(title, basis(shop, scope, f"{MEASURES[method]}; {ALIKE}", number), drawn.correlation_map(matrix))


def correlations(shop: Shop, scope: Scope, method: str) -> tuple[int, pd.DataFrame]:
    """How many customers there are, and all features against each other; worked out once for each choice of them."""

    def compute() -> tuple[int, pd.DataFrame]:
        frame = customers(shop, scope)
        return len(frame), matrices.correlation(frame, method)

    who = (scope.version, scope.segmentation_id, scope.countries, scope.segments, scope.audience)
    return cast(tuple[int, pd.DataFrame], shop.remember((correlations, method, *who), compute))


def by_segment(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The median of each feature by segment, against the median of all."""
    frame = without_few(shop, customers(shop, scope), "segment_id")
    measure = f"Medians; below each, how many times the median of all shown customers; {SCALE}{left_out(shop)}"
    note = basis(shop, scope, measure, len(frame))
    if frame.empty:
        return Panel("Features by segment", note, html.P(NOBODY, className="muted"))
    whole, found = frame[list(FEATURES)].median(), features.medians(frame)
    segmentation = shop.published().of(scope)
    rows = [
        [badge_cell(segmentation.segment(row["segment_id"]) or GUEST_SEGMENT), *_cells(row, whole, shop.currency)]
        for _, row in found.iterrows()
    ]
    columns = [Column("Segment", False), *(Column(one.short, hint=one.name) for one in FEATURES.values())]
    foot = ["All", *(one.write(whole[key], shop.currency) for key, one in FEATURES.items())]
    table = data_table(columns, rows, caption="Median of each feature by segment", foot=foot)
    return Panel(_widest(found, whole), note, table)


def _cells(row: pd.Series, whole: pd.Series, currency: str) -> list[Cell]:
    ratios = [row[key] / whole[key] if whole[key] > 0 else None for key in FEATURES]
    return [
        Heat(feature.write(row[key], currency), compared(ratio), tint(ratio, key))
        for (key, feature), ratio in zip(FEATURES.items(), ratios, strict=True)
    ]


def _widest(found: pd.DataFrame, whole: pd.Series) -> str:
    """The segment and feature furthest above all customers."""
    keys = [key for key, one in FEATURES.items() if whole[key] > 0 and one.kind != "percent"]  # no multiples of shares
    ratios = (found.set_index("name")[keys] / whole[keys]).stack().dropna()
    if len(found) < 2 or ratios.empty or ratios.max() <= 1:
        return "Features by segment"
    name, key = ratios.idxmax()
    return f"{name} stand out by {FEATURES[key].name.lower()}: {formats.times(float(ratios.max()))} the median of all"
