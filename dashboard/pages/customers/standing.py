"""Where one customer stands: segments, scores and why they are what they are, what may come."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.basics import Children, segment_badge
from dashboard.components.panels import Panel
from dashboard.figures.model.scores import MEASURES, cut_points, score_cells
from dashboard.filters import scope_words
from dashboard.filters.published import Segment
from dashboard.filters.selection import Scope
from dashboard.queries.customers import customer as queries
from dashboard.queries.segments import runs
from dashboard.queries.segments import value as value_queries
from dashboard.shop import Place, Shop
from dashboard.words import formats

LABELS = {"r_score": "Recency", "f_score": "Frequency", "m_score": "Monetary"}
RFM = "rfm"


def memberships(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Which segment the customer is in, by each segmentation, and the RFM scores with what they are made of."""
    frame = shop.ask(queries.customer_memberships, shop.published().version, where.argument)
    facts: list[Children] = []
    for row in frame.itertuples():
        segment = Segment(row.segment_id, row.name, row.position, "", "", 0)
        facts += [html.Dt(row.segmentation), html.Dd(segment_badge(segment))]
    scored = frame[frame["r_score"].notna() & (frame["algorithm"] == RFM)]
    if not scored.empty:
        facts += _scores(shop, where, scored.iloc[0])
    facts += _prediction(shop, where)
    as_of = formats.day(shop.published().of(scope).as_of)
    money = scope_words.money(shop.published().of(scope)).lower()
    note = f"As of {as_of} · scores from 1 to 5 against all customers, 5 is best · money: {money}"
    if shop.viewer.is_limited:
        note += " · where a score begins is worked out over all countries, and not shown"
    return Panel("Segments and scores", note, html.Dl(facts, className="facts"))


def _scores(shop: Shop, where: Place, scores: pd.Series) -> list[Children]:
    """Each score with the customer's value and the range that has it, and the group that they make."""
    profile = shop.ask(queries.customer_profile, shop.published().version, where.argument, shop.people()) or {}
    segmentation = shop.published().segmentation(RFM)
    money = profile.get("net" if segmentation.monetary == "net" else "monetary")
    values = {"recency_days": profile.get("recency_days"), "frequency": profile.get("frequency"), "monetary": money}
    ends = None if shop.viewer.is_limited else _ends(shop)
    facts: list[Children] = []
    for measure, column in MEASURES:
        score = int(scores[column])
        said = value_words(measure, values[measure], shop.currency)
        if ends is not None and score in ends.index:
            said += f" · {score} is {range_words(ends, measure, score, shop.currency)}"
        facts += [html.Dt(LABELS[column]), html.Dd([_score(score), html.Div(said, className="score-why")])]
    recency, value = int(scores["r_score"]), (int(scores["f_score"]) + int(scores["m_score"]) + 1) // 2
    hence = f"Recency {recency} and value {value}, the mean of frequency and monetary, halves up: {scores['name']}"
    return [*facts, html.Dt("Hence"), html.Dd(hence, className="score-why")]


def _ends(shop: Shop) -> pd.DataFrame | None:
    """The least and most of each measure by score, as the published groups have them."""
    found = shop.ask(runs.runs, shop.published().version)
    rows = found[found["algorithm"] == RFM]
    cells = score_cells(rows.iloc[0].to_dict()) if len(rows) else pd.DataFrame()
    return None if cells.empty else cut_points(cells)


def value_words(measure: str, value: Any, currency: str) -> str:
    """`Last order 12 days ago`, `7 orders`, `£312`."""
    if measure == "recency_days":
        return f"Last order {formats.plural(int(value), 'day')} ago"
    return formats.plural(int(value), "order") if measure == "frequency" else formats.money(value, currency)


def range_words(ends: pd.DataFrame, measure: str, score: int, currency: str) -> str:
    """What has a score, open at the ends of the scale: `within 12 days`, `3 to 5 orders`, `£900 or more`."""
    least, most = ends.at[score, f"{measure}_least"], ends.at[score, f"{measure}_most"]
    is_best, is_worst = score == max(ends.index), score == min(ends.index)
    if measure == "monetary":
        low, high, unit = formats.money(least, currency), formats.money(most, currency), ""
    else:
        low, high = formats.count(least), formats.count(most)
        one = "day" if measure == "recency_days" else "order"
        unit = f" {one}" if most == 1 else f" {one}s"
    if measure == "recency_days":
        ago = f"{low} to {high}" if low != high else low
        return f"within {high}{unit}" if is_best else f"{low} days or more" if is_worst else f"{ago}{unit}"
    if is_best and not is_worst:
        return f"{low}{' orders' if unit else ''} or more"
    if is_worst:
        return f"up to {high}{unit}" if low != high else f"{high}{unit}"
    return f"{low} to {high}{unit}" if low != high else f"{high}{unit}"


def _prediction(shop: Shop, where: Place) -> list[Children]:
    """What the customer may bring, as far as it can be said."""
    found = shop.ask(value_queries.of_customer, shop.published().version, where.argument) or {}
    facts: list[Children] = []
    if found.get("order_chance_90d") is not None:
        facts += [html.Dt("Order within 90 days"), html.Dd(f"{formats.percent(found['order_chance_90d'], 0)} chance")]
    if found.get("expected_orders_12m") is not None:
        spend = formats.money(found.get("expected_spend_12m"), shop.currency)
        words_ = f"{formats.short(round(found['expected_orders_12m'], 1))} orders, {spend}"
        facts += [html.Dt("Expected in 12 months"), html.Dd(words_)]
        facts += [html.Dt("Still active"), html.Dd(f"{formats.percent(found['probability_alive'], 0)} likely")]
    return facts


def _score(score: int) -> html.Span:
    marks = [html.Span(className="score-mark on" if i < score else "score-mark") for i in range(5)]
    return html.Span([*marks, html.Span(f"{score} of 5", className="score-text")], className="score")
