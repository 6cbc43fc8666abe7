"""A short human rule for each segment, so that it can be rebuilt in any other tool, with its precision and recall.

A surrogate (Craven & Shavlik 1996): shallow decision trees tell a segment's customers from all others by features in
their own units. Each leaf is a rule of at most three conditions; thresholds are rounded as people would say them, and
only then the rules are judged, and the one with the best F1 is kept. The figures kept are of everyone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import floor, log10
from typing import Any

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from models import naming
from models.transforms import values_of

DEPTH = 3
SAMPLE_ROWS = 20_000
LEAST_LEAF = 0.05  # of a segment's customers
DIGITS = 2  # of a rounded threshold
WHOLE = {"recency_days", "frequency", "tenure_days", "distinct_products", "units"}


@dataclass(frozen=True)
class Condition:
    """`feature` `sign` `value`, in the feature's own unit; a customer without the feature does not meet it."""

    feature: str
    sign: str  # "<=" or ">"
    value: float

    def holds(self, values: np.ndarray) -> np.ndarray:
        """For which values it is met."""
        return values <= self.value if self.sign == "<=" else values > self.value


@dataclass(frozen=True)
class Rule:
    """Conditions that are all met, in words, and how well they find the segment."""

    conditions: tuple[Condition, ...]
    words: str
    precision: float  # of those the rule finds, so many are of the segment
    recall: float  # of the segment, so many are found

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self) | {"conditions": [asdict(one) for one in self.conditions]}


def find_rules(
    buyers: pd.DataFrame, segment_ids: np.ndarray, features: Sequence[str], currency: str
) -> dict[str, Rule]:
    """The best rule of each segment of customers with an order; a segment that is everyone has none.

    Trees see the customers with the lowest sample keys, so the order of rows does not matter.
    """
    values = values_of(buyers, features)
    keys = buyers["sample_key"].to_numpy(dtype=np.int64)
    sample = np.argsort(keys, kind="stable")[:SAMPLE_ROWS]
    seen = np.nan_to_num(values[sample], nan=-1.0)
    found = {}
    for segment_id in sorted(set(segment_ids)):
        own = segment_ids == segment_id
        if own[sample].any() and not own.all():
            best = _best(seen, own[sample], features)
            if best:
                found[segment_id] = _judged(best, values, own, features, currency)
    return found


def applies(conditions: Sequence[Condition], values: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """Which rows of values (a column a feature, NaN where missing) meet all conditions."""
    met = np.ones(len(values), dtype=bool)
    for one in conditions:
        met &= one.holds(values[:, list(features).index(one.feature)])
    return met


def _best(seen: np.ndarray, own: np.ndarray, features: Sequence[str]) -> tuple[Condition, ...]:
    """The rule with the best F1 on the sample, the shorter of two as good; nothing where no leaf is of the segment."""
    best: tuple[Condition, ...] = ()
    mark = 0.0
    for weights in (None, "balanced"):
        for depth in range(1, DEPTH + 1):
            least = max(1, int(LEAST_LEAF * own.sum()))
            tree = DecisionTreeClassifier(
                max_depth=depth, min_samples_leaf=least, class_weight=weights, random_state=0
            ).fit(seen, own)
            for conditions in _leaves(tree, features):
                met = applies(conditions, seen, features)
                score = 2 * (met & own).sum() / max(met.sum() + own.sum(), 1)
                if score > mark + 0.005:
                    best, mark = conditions, float(score)
    return best


def _leaves(tree: DecisionTreeClassifier, features: Sequence[str]) -> list[tuple[Condition, ...]]:
    """The way to each leaf as rounded conditions, at most two of a feature (from and to)."""
    nodes, found = tree.tree_, []

    def walk(node: int, path: Mapping[tuple[str, str], float]) -> None:
        if nodes.children_left[node] < 0:
            found.append(tuple(Condition(name, sign, value) for (name, sign), value in path.items()))
            return
        name = features[nodes.feature[node]]
        value = rounded(name, float(nodes.threshold[node]))
        walk(nodes.children_left[node], {**path, (name, "<="): value})
        walk(nodes.children_right[node], {**path, (name, ">"): value})

    walk(0, {})
    return [one for one in found if one]


def rounded(feature: str, value: float) -> float:
    """A threshold as people say it: whole days and orders, other numbers to two digits (shares to a hundredth)."""
    if feature in WHOLE and abs(value) < 100:
        return float(floor(value))
    if feature in SHARES or value == 0:
        return round(value, DIGITS)
    digits = DIGITS - 1 - floor(log10(abs(value)))
    near = round(value, digits)
    return float(floor(near)) if feature in WHOLE else near


def _judged(
    conditions: tuple[Condition, ...], values: np.ndarray, own: np.ndarray, features: Sequence[str], currency: str
) -> Rule:
    met = applies(conditions, values, features)
    both = float((met & own).sum())
    return Rule(conditions, say(conditions, currency), both / max(met.sum(), 1), both / max(own.sum(), 1))


ORDER = ("recency_days", "frequency", "monetary")  # first in a sentence, the others after


def say(conditions: Sequence[Condition], currency: str) -> str:
    """In words: "last order within 35 days and more than 6 orders"."""
    spans: dict[str, dict[str, float]] = {}
    for one in conditions:
        spans.setdefault(one.feature, {})[one.sign] = one.value
    names = sorted(spans, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    parts = [_SAY.get(name, _general(name))(spans[name].get(">"), spans[name].get("<="), currency) for name in names]
    return " and ".join(parts)


def _recency(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return f"last order within {naming.days(most or 0)}"
    if most is None:
        return f"last order more than {naming.days(over)} ago"
    return f"last order {over + 1:,.0f} to {naming.days(most)} ago"


def _orders(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return "one order only" if most == 1 else f"at most {most:,.0f} orders"
    if most is None:
        return f"more than {over:,.0f} {'order' if over == 1 else 'orders'}"
    return f"{most:,.0f} orders" if over + 1 == most else f"{over + 1:,.0f} to {most:,.0f} orders"


def _sales(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return f"sales up to {naming.money(most or 0, currency)}"
    if most is None:
        return f"sales over {naming.money(over, currency)}"
    return f"sales over {naming.money(over, currency)} and up to {naming.money(most, currency)}"


def _general(name: str) -> Any:
    label = LABELS.get(name, name.replace("_", " "))

    def say_span(over: float | None, most: float | None, currency: str) -> str:
        write = _WRITE.get(name, _number) if name not in MONEY else lambda value: naming.money(value, currency)
        if over is None:
            return f"{label} at most {write(most or 0)}"
        return f"{label} over {write(over)}" + ("" if most is None else f" and at most {write(most)}")

    return say_span


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


SHARES = {"return_rate", "weekend_share", "night_share", "discount_share"}
MONEY = {"net", "average_order_value"}
LABELS = {
    "net": "net sales",
    "tenure_days": "days since the first order",
    "average_order_value": "sales per order",
    "interval_days": "days between orders",
    "distinct_products": "different products",
    "return_rate": "share returned",
    "weekend_share": "share of orders at weekends",
    "night_share": "share of orders from 22 to 6 o'clock",
    "discount_share": "share of lines bought clearly below the usual price",
}
_WRITE = dict.fromkeys(SHARES, lambda value: naming.percent(value, 0))
_SAY = {"recency_days": _recency, "frequency": _orders, "monetary": _sales}
