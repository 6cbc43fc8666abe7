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
from dashboard.words.segments import segment_name, segmentation_name
from wording.languages import say, say_n, to_say, to_say_n

LABELS = {"r_score": to_say("Recency"), "f_score": to_say("Frequency"), "m_score": to_say("Monetary")}
DAYS = to_say_n("{low} to {n} day", "{low} to {n} days")
ORDERS = to_say_n("{low} to {n} order", "{low} to {n} orders")
RFM = "rfm"


def memberships(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Which segment the customer is in, by each segmentation, and the RFM scores with what they are made of."""
    frame = shop.ask(queries.customer_memberships, shop.published().version, where.argument)
    facts: list[Children] = []
    for row in frame.itertuples():
        segment = Segment(row.segment_id, segment_name(row.name), row.position, "", "", 0)
        facts += [html.Dt(segmentation_name(row.segmentation)), html.Dd(segment_badge(segment))]
    scored = frame[frame["r_score"].notna() & (frame["algorithm"] == RFM)]
    if not scored.empty:
        facts += _scores(shop, where, scored.iloc[0])
    facts += _prediction(shop, where)
    as_of = formats.day(shop.published().of(scope).as_of)
    money = formats.lowered(scope_words.money(shop.published().of(scope)))
    parts = [
        say("As of {day}", day=as_of),
        say("scores from 1 to 5 against all customers, 5 is best"),
        say("money: {what}", what=money),
    ]
    if shop.viewer.is_limited:
        parts.append(say("where a score begins is worked out over all countries, and not shown"))
    return Panel(say("Segments and scores"), " · ".join(parts), html.Dl(facts, className="facts"))


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
            said += " · " + say(
                "{score} is {range}", score=score, range=range_words(ends, measure, score, shop.currency)
            )
        facts += [html.Dt(say(LABELS[column])), html.Dd([_score(score), html.Div(said, className="score-why")])]
    recency, value = int(scores["r_score"]), (int(scores["f_score"]) + int(scores["m_score"]) + 1) // 2
    hence = say(
        "Recency {recency} and value {value}, the mean of frequency and monetary, halves up: {segment}",
        recency=recency,
        value=value,
        segment=segment_name(scores["name"]),
    )
    return [*facts, html.Dt(say("Hence")), html.Dd(hence, className="score-why")]


def _ends(shop: Shop) -> pd.DataFrame | None:
    """The least and most of each measure by score, as the published groups have them."""
    found = shop.ask(runs.runs, shop.published().version)
    rows = found[found["algorithm"] == RFM]
    cells = score_cells(rows.iloc[0].to_dict()) if len(rows) else pd.DataFrame()
    return None if cells.empty else cut_points(cells)


def value_words(measure: str, value: Any, currency: str) -> str:
    """`Last order 12 days ago`, `7 orders`, `£312`."""
    if measure == "recency_days":
        return say_n(int(value), "Last order {n} day ago", "Last order {n} days ago")
    return formats.plural(int(value), "order") if measure == "frequency" else formats.money(value, currency)


def range_words(ends: pd.DataFrame, measure: str, score: int, currency: str) -> str:
    """What has a score, open at the ends of the scale: `within 12 days`, `3 to 5 orders`, `£900 or more`."""
    least, most = ends.at[score, f"{measure}_least"], ends.at[score, f"{measure}_most"]
    place_ = (score == max(ends.index), score == min(ends.index))
    if measure == "monetary":
        return _range_of_money(formats.money(least, currency), formats.money(most, currency), *place_)
    words = _range_of_days if measure == "recency_days" else _range_of_orders
    return words(int(least), int(most), *place_)


def _range_of_days(least: int, most: int, is_best: bool, is_worst: bool) -> str:
    if is_best:
        return say_n(most, "within {n} day", "within {n} days")
    if is_worst:
        return say("{low} days or more", low=formats.count(least))
    return _between(least, most, *DAYS) if least != most else formats.plural(most, "day")


def _range_of_orders(least: int, most: int, is_best: bool, is_worst: bool) -> str:
    if is_best and not is_worst:
        return say("{low} orders or more", low=formats.count(least))
    if least == most:
        return formats.plural(most, "order")
    return say_n(most, "up to {n} order", "up to {n} orders") if is_worst else _between(least, most, *ORDERS)


def _range_of_money(low: str, high: str, is_best: bool, is_worst: bool) -> str:
    if is_best and not is_worst:
        return say("{low} or more", low=low)
    if low == high:
        return high
    return say("up to {high}", high=high) if is_worst else say("{low} to {high}", low=low, high=high)


def _between(least: int, most: int, one: str, many: str) -> str:
    return say_n(most, one, many, low=formats.count(least))


def _prediction(shop: Shop, where: Place) -> list[Children]:
    """What the customer may bring, as far as it can be said."""
    found = shop.ask(value_queries.of_customer, shop.published().version, where.argument) or {}
    facts: list[Children] = []
    if found.get("order_chance_90d") is not None:
        chance = say("{percent} chance", percent=formats.percent(found["order_chance_90d"], 0))
        facts += [html.Dt(say("Order within 90 days")), html.Dd(chance)]
    if found.get("expected_orders_12m") is not None:
        spend = formats.money(found.get("expected_spend_12m"), shop.currency)
        orders = formats.short(round(found["expected_orders_12m"], 1))
        expected = say("{orders} orders, {spend}", orders=orders, spend=spend)
        facts += [html.Dt(say("Expected in 12 months")), html.Dd(expected)]
        likely = say("{percent} likely", percent=formats.percent(found["probability_alive"], 0))
        facts += [html.Dt(say("Still active")), html.Dd(likely)]
    return facts


def _score(score: int) -> html.Span:
    marks = [html.Span(className="score-mark on" if i < score else "score-mark") for i in range(5)]
    return html.Span([*marks, html.Span(say("{score} of 5", score=score), className="score-text")], className="score")
