"""How good the segments of /model are: the numbers tried, each customer's silhouette, the dendrogram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.panels import Panel
from dashboard.figures.model.dendrogram import dendrogram_plot
from dashboard.figures.model.groups import candidate_numbers
from dashboard.figures.model.quality import candidate_multiples, silhouette_plot
from dashboard.filters.published import Segmentation
from dashboard.filters.selection import Scope
from dashboard.pages.model.run import absent, basis, name_of
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.words import formats
from wording.languages import listed, marked, say, say_n, to_say, to_say_n

MEASURES_NOTE = to_say(
    "By number of segments; ↑ more is better, ↓ less; what each measures is under ⋯, How it is worked out"
)
SILHOUETTE_NOTE = to_say(
    "A line a customer of a sample: 1 sits well in the segment, 0 on the border, below 0 nearer to another segment; "
    "dotted: the mean"
)
TREE_NOTE = to_say(
    "The last merges of a sample: the higher two groups join, the more they differ; the dotted line cuts the tree into "
    "the segments"
)
APART = to_say_n("{segments} differs most from all others", "{segments} differ most from all others")
LEAST_SHARE = 0.005  # what would be rounded to 0 %


def candidates(run: Mapping[str, Any]) -> Panel:
    """The numbers of segments that were tried, and how each did."""
    metrics = run["metrics"]
    frame, k = pd.DataFrame(metrics["candidates"]), metrics["k"]
    stable = frame.loc[frame["k"] == k, "stability"].iloc[0] if "stability" in frame else None
    if stable is None or pd.isna(stable):  # asked for, by attributes, or an older run
        title = say_n(
            len(frame),
            "{number} segments were taken from {n} number tried",
            "{number} segments were taken from {n} numbers tried",
            number=k,
        )
        return Panel(title, basis(run), candidate_numbers(frame, k))
    title = say_n(
        len(frame),
        "{number} segments were taken from {n} number tried; refits agree to {stability} of 1",
        "{number} segments were taken from {n} numbers tried; refits agree to {stability} of 1",
        number=k,
        stability=marked(f"{stable:.2f}"),
    )
    marks = {"inertia": metrics.get("elbow"), "gap": metrics.get("gap_number")}
    return Panel(title, f"{say(MEASURES_NOTE)} · {basis(run)}", candidate_multiples(frame, k, marks))


def silhouettes(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Each customer's silhouette, by segment."""
    run, segmentation = run_of(shop, scope), shop.published().of(scope)
    curves = run["metrics"].get("silhouettes") or {}
    found = [
        (one.name, one.position, curves[one.segment_id]) for one in segmentation.segments if one.segment_id in curves
    ]
    total = sum(len(values) for _, _, values in found)
    if not total:
        return absent(is_chart=True)
    below = {name: sum(value < 0 for value in values) for name, _, values in found}
    part = formats.share(sum(below.values()), total, 0)
    if any(below.values()) and sum(below.values()) < LEAST_SHARE * total:
        part = say("Under {share}", share=formats.percent(0.01, 0))  # "0 %, most of all in" would contradict itself
    if any(below.values()):
        worst = max(found, key=lambda one: below[one[0]] / len(one[2]))
        title = say(
            "{part} of customers sit nearer to another segment than to their own; most of all in {segment} ({share})",
            part=part,
            segment=worst[0],
            share=formats.share(below[worst[0]], len(worst[2]), 0),
        )
    else:
        title = say("{part} of customers sit nearer to another segment than to their own", part=part)
    of_whom = say("{number} customers of {segmentation}", number=formats.count(total), segmentation=name_of(run))
    return Panel(title, f"{say(SILHOUETTE_NOTE)} · {of_whom}", silhouette_plot(found, run["metrics"].get("silhouette")))


def dendrogram(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The tree of an agglomerative run."""
    run = run_of(shop, scope)
    tree = run["metrics"].get("dendrogram")
    if not tree or not tree.get("lines"):
        return absent(is_chart=True)
    named = names(shop.published().of(scope))
    above = [named[one][0] for one in last_apart(tree) if one in named]
    title = say("The tree is cut into {number} segments", number=run["metrics"]["k"])
    if above:
        title = say_n(len(above), *APART, segments=listed(above))
    return Panel(title, f"{say(TREE_NOTE)} · {name_of(run)}", dendrogram_plot(tree, named))


def last_apart(tree: Mapping[str, Any]) -> list[str]:
    """The segments on the smaller side of the very last merge."""
    top = max(tree["lines"], key=lambda line: max(line["y"]))
    middle = (top["x"][0] + top["x"][-1]) / 2
    sides: tuple[list[str], list[str]] = ([], [])
    # A merge parts the leaves where the subtree of its left leg ends: the leg stands in the middle of that subtree.
    split = _split(tree, top)
    for place, leaf in enumerate(tree["leaves"]):
        side = sides[place >= (middle if split is None else split)]
        if leaf["segment_id"] not in side:
            side.append(leaf["segment_id"])
    return min(sides, key=len)


def _split(tree: Mapping[str, Any], top: Mapping[str, Any]) -> float | None:
    """Where the leaves of the left leg end."""
    foot = top["y"][0]
    if not foot:
        return top["x"][0] + 0.5
    reach, pending = top["x"][0], [(top["x"][0], foot)]
    while pending:
        x, y = pending.pop()
        for line in tree["lines"]:
            if abs((line["x"][0] + line["x"][-1]) / 2 - x) < 0.01 and abs(max(line["y"]) - y) < 1e-3:
                reach = max(reach, line["x"][-1])
                pending.append((line["x"][-1], line["y"][-1]))
    return float(reach) + 0.5


def names(segmentation: Segmentation) -> dict[str, tuple[str, int]]:
    """Name and position by id."""
    return {one.segment_id: (one.name, one.position) for one in segmentation.segments}
