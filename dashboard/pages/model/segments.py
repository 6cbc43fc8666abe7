"""The tables of /model: where the segments stand and the rule that finds each, and who is unusual in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.components.basics import place
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Cell, Column, Words, data_table, link_cell, name_cell
from dashboard.figures.model.scores import MEASURES
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import Scope
from dashboard.pages.model.run import absent, name_of
from dashboard.queries.segments import runs as queries
from dashboard.shop import Place, Shop
from dashboard.shop.runs import run_of
from dashboard.words import formats
from wording.languages import marked, say, say_again, say_n, to_say, to_say_n

SHOWN_OUTLIERS = 20
BUY = to_say_n(
    "{n} customer buys in an unusual way, {share} of all", "{n} customers buy in an unusual way, {share} of all"
)
ARE = to_say_n("{n} customer is unusual, {share} of all", "{n} customers are unusual, {share} of all")
CENTROIDS = to_say("Centroids: geometric means of customers with an order, in days, orders and {money} · as of {day}")
MEANS = to_say("Means of customers with an order, in days, orders and {money} · as of {day}")
MOST_LABELS = 5  # attributes in a table
RULE_COLUMNS = 3


def members(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Sizes, centres and rules of the segments, in days, orders and money."""
    run, segmentation = run_of(shop, scope), shop.published().of(scope)
    frame = named_segments(shop.ask(queries.segment_means, scope.version, scope.segmentation_id), segmentation)
    if run["metrics"].get("profiles"):
        return _by_attributes(shop, where, scope, run)
    centroids = {one["segment_id"]: one for one in run["metrics"].get("centroids", ())}
    if centroids:
        frame = frame.assign(
            **{name: [centroids.get(one, {}).get(name) for one in frame["segment_id"]] for name, _ in MEASURES}
        )
    total, most = frame["customers"].sum(), max(frame["customers"].max(), 1) if len(frame) else 1
    rules = shop.ask(queries.segment_rules, scope.version, scope.segmentation_id)
    rows: list[list[Cell]] = [
        [
            name_cell(where, segmentation.segment(row.segment_id)),
            Bar(formats.count(row.customers), row.customers / most, segment_colour(row.position)),
            formats.share(row.customers, total),
            formats.count(row.recency_days),
            formats.NOTHING if pd.isna(row.frequency) else marked(f"{row.frequency:.1f}"),
            formats.money(row.monetary, shop.currency),
            *_rule(rules, row.segment_id),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Segment"), False),
        Column(say("Customers")),
        Column(say("Share")),
        Column(say("Days since last order")),
    ]
    columns += [Column(say("Orders")), Column(scope_words.money(segmentation))]
    columns += _rule_columns() if len(rules) else []
    note = say(
        CENTROIDS if centroids else MEANS,
        money=formats.lowered(scope_words.money(segmentation)),
        day=formats.day(run["as_of"]),
    )
    title = _title(frame)
    return Panel(title, note, data_table(columns, rows, caption=say("The segments")))


def _by_attributes(shop: Shop, where: Place, scope: Scope, run: Mapping[str, Any]) -> Panel:
    """Sizes, means of attributes and rules of a segmentation that knows no orders."""
    segmentation, metrics = shop.published().of(scope), run["metrics"]
    means = {one["segment_id"]: one["means"] for one in metrics["profiles"]}
    labels = list(next(iter(means.values())))[:MOST_LABELS]
    frame = named_segments(shop.ask(queries.segment_means, scope.version, scope.segmentation_id), segmentation)
    frame = frame[frame["segment_id"].isin(list(means))]
    total, most = frame["customers"].sum(), max(frame["customers"].max(), 1)
    rules = shop.ask(queries.segment_rules, scope.version, scope.segmentation_id)
    rows: list[list[Cell]] = [
        [
            name_cell(where, segmentation.segment(row.segment_id)),
            Bar(formats.count(row.customers), row.customers / most, segment_colour(row.position)),
            formats.share(row.customers, total),
            *(_mean(means[row.segment_id][label], label, label in metrics.get("shares", ())) for label in labels),
            *_rule(rules, row.segment_id),
        ]
        for row in frame.itertuples()
    ]
    columns = [
        Column(say("Segment"), False),
        Column(say("Customers")),
        Column(say("Share")),
        *(Column(label) for label in labels),
    ]
    columns += _rule_columns() if len(rules) else []
    note = say(
        "Means of the customers whose value is known, of yes-or-no ones the share · {segmentation}",
        segmentation=name_of(run),
    )
    return Panel(_title(frame), note, data_table(columns, rows, caption=say("The segments")))


def _mean(value: float | None, label: str, is_share: bool) -> str:
    if value is None:
        return formats.NOTHING
    return formats.percent(value, 0) if is_share else formats.valued(value, label)


def _rule_columns() -> list[Column]:
    found = say("Of the customers that the rule finds, the share that is of the segment: its precision")
    right = say("Of the segment's customers, the share that the rule finds: its recall")
    hint = say("The short rule that finds the segment best, to rebuild it in another tool")
    return [
        Column(say("Rule"), False, hint=hint),
        Column(say("Right", sense="of a rule"), hint=found),
        Column(say("Found", sense="of a rule"), hint=right),
    ]


def _rule(rules: pd.DataFrame, segment_id: str) -> list[Cell]:
    """The cells of its RULE_COLUMNS; none where no segment has a rule."""
    own = rules[rules["segment_id"] == segment_id]
    if own.empty:
        return [formats.NOTHING] * RULE_COLUMNS if len(rules) else []
    one = own.iloc[0]
    words = Words(say_again(one["rule"]), "rule-words")
    return [words, formats.percent(one["rule_precision"], 0), formats.percent(one["rule_recall"], 0)]


def _title(frame: pd.DataFrame) -> str:
    if frame.empty:
        return say("Where the segments stand")
    top = frame.loc[frame["customers"].idxmax()]
    part = formats.share(top["customers"], frame["customers"].sum(), 0)
    return say("{segment} is the largest segment with {part} of customers", segment=top["name"], part=part)


def outliers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The customers with unusual buying, and why each is."""
    run, segmentation = run_of(shop, scope), shop.published().of(scope)
    count = run["metrics"].get("outliers")
    if count is None:  # a run without orders, or from before they were looked for
        return absent()
    frame = shop.ask(queries.outliers, scope.version, scope.segmentation_id, SHOWN_OUTLIERS)
    rule = say_again(run["parameters"].get("outlier_rule", ""))
    if frame.empty:
        return Panel(say("No customer is unusual"), rule, "")
    top, has_orders = max(float(frame["score"].max()), 1e-9), "with_order" in run["metrics"]
    rows: list[list[Cell]] = [
        [
            link_cell(row.customer_id, place(where.filters, "customers", row.customer_id)),
            name_cell(where, segmentation.segment(row.segment_id)),
            Words(_sentence(say_again(row.reason)), "rule-words"),
            *(_orders(row, segmentation.monetary == "net", shop.currency) if has_orders else ()),
            Bar(marked(f"{row.score:.1f}"), row.score / top),
        ]
        for row in frame.itertuples()
    ]
    columns = [Column(say("Customer"), False), Column(say("Segment"), False), Column(say("Why"), False)]
    measures = [Column(say("Days since last order")), Column(say("Orders")), Column(scope_words.money(segmentation))]
    columns += measures if has_orders else []
    distance = (
        say("Robust distance from the usual customer") if has_orders else say("Beyond the quartiles, in their distance")
    )
    columns.append(Column(say("Distance"), hint=distance, sort="descending"))
    share = formats.share(count, run["metrics"].get("with_order", run["metrics"].get("with_attributes")))
    title = say_n(count, *(BUY if has_orders else ARE), share=share)
    shown = [say("The {shown} most unusual.", shown=len(frame))] if len(frame) < count else []
    return Panel(title, " ".join([*shown, rule]), data_table(columns, rows, caption=say("Unusual customers")))


def _orders(row: Any, is_net: bool, currency: str) -> list[Cell]:
    money = row.net if is_net else row.monetary
    return [formats.count(row.recency_days), formats.count(row.frequency), formats.money(money, currency)]


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]
