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
from dashboard.figures.segments.profile import compared, tint
from dashboard.filters.narrowing.shapes import Axes
from dashboard.filters.published import GUEST_SEGMENT
from dashboard.filters.selection import Scope
from dashboard.pages.explore.basis import basis, customers
from dashboard.shop import Place, Shop
from dashboard.shop.few import GATHERED, gathered, left_out, without_few
from dashboard.words import formats
from wording.languages import listed, say, say_n, to_say, to_say_n

STRONG, WEAK = 0.6, 0.2  # Spearman coefficients from which, and up to which, a relation is called so
POINTS = to_say_n(
    "{n} point in the colours of the segments, {gathered}", "{n} points in the colours of the segments, {gathered}"
)
AVERAGED = to_say("blue is above the average of all customers, orange below; where less is better the other way round")
ALIKE = to_say("pairs alike by definition, such as sales and net sales, are left out of the title")
TITLES = {  # without anything to say, and what a pair does
    "pearson": (to_say("What rises together"), to_say("{one} and {other} rise together most: {number} of 1")),
    "spearman": (
        to_say("What ranks customers alike"),
        to_say("{one} and {other} rank customers alike most: {number} of 1"),
    ),
}
TOGETHER = {  # whether strongly
    True: to_say("{one} and {other} rise together strongly ({number} of 1)"),
    False: to_say("{one} and {other} rise together moderately ({number} of 1)"),
}
OPPOSITE = {
    True: to_say("{one} and {other} go opposite ways strongly ({number} of 1)"),
    False: to_say("{one} and {other} go opposite ways moderately ({number} of 1)"),
}
MEASURES = {
    "pearson": to_say(
        "1: on a straight line between orders of magnitude; −1: one falls as the other rises; about 0: neither"
    ),
    "spearman": to_say(
        "1: both rank customers alike; −1: the other way round; about 0: neither; outliers count no more than others"
    ),
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
    number = formats.count(len(points))
    measure = say("A point a customer, in the colour of the segment; {number} drawn", number=number)
    if not shop.viewer.personal:
        measure = say_n(len(drawn_points), *POINTS, gathered=say(GATHERED)) + left_out(shop)
    elif len(points) < len(frame):
        measure = say(
            "A point a customer, in the colour of the segment; {number} drawn of {everyone}",
            number=number,
            everyone=formats.count(len(frame)),
        )
        left = len(frame) - len(kept)
        measure += ", " + say("{left} without both values here", left=formats.count(left)) if left else ""
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
    names = {"one": x.brief, "other": formats.lowered(y.brief)}
    if x == y:
        return say("{feature} against itself: choose another feature", feature=x.brief)
    pair = frame[[x.key, y.key]].dropna()
    if len(pair) < 3 or (pair.nunique() < 2).any():
        return listed(list(names.values()))
    value = float(pair.corr(method="spearman").iloc[0, 1])
    number = matrices.coefficient(value)
    if abs(value) < WEAK:
        return say("{one} and {other} have little to do with each other ({number} of 1)", **names, number=number)
    return say((TOGETHER if value > 0 else OPPOSITE)[abs(value) >= STRONG], **names, number=number)


def pearson(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Correlations of magnitudes."""
    return _correlations(shop, scope, "pearson")


def spearman(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Correlations of ranks."""
    return _correlations(shop, scope, "spearman")


def _correlations(shop: Shop, scope: Scope, method: str) -> Panel:
    number, matrix = correlations(shop, scope, method)
    title = say(TITLES[method][0])
    found = matrices.strongest(matrix)
    if found:
        one, other = (FEATURES[key].brief for key in found[:2])
        most = matrices.coefficient(found[2])
        title = say(TITLES[method][1], one=one, other=formats.lowered(other), number=most)
    measure = f"{say(MEASURES[method])}; {say(ALIKE)}"
    return Panel(title, basis(shop, scope, measure, number), drawn.correlation_map(matrix))


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
    measure = say(
        "Medians; below each, how many times the median of all shown customers; {scale}",
        scale=say(AVERAGED),
    ) + left_out(shop)
    note = basis(shop, scope, measure, len(frame))
    if frame.empty:
        return Panel(say("Features by segment"), note, html.P(say(NOBODY), className="muted"))
    whole, found = frame[list(FEATURES)].median(), features.medians(frame)
    segmentation = shop.published().of(scope)
    rows = [
        [badge_cell(segmentation.segment(row["segment_id"]) or GUEST_SEGMENT), *_cells(row, whole, shop.currency)]
        for _, row in found.iterrows()
    ]
    columns = [Column(say("Segment"), False), *(Column(one.brief, hint=one.title) for one in FEATURES.values())]
    foot = [say("All"), *(one.write(whole[key], shop.currency) for key, one in FEATURES.items())]
    table = data_table(columns, rows, caption=say("Median of each feature by segment"), foot=foot)
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
        return say("Features by segment")
    name, key = ratios.idxmax()
    return say(
        "{segment} stand out by {feature}: {times} the median of all",
        segment=name,
        feature=formats.lowered(FEATURES[key].title),
        times=formats.times(float(ratios.max())),
    )
