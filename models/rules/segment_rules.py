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

from models.features.names import is_attribute
from models.features.transforms import values_of
from models.rules.conditions import SHARES, WHOLE, Condition, in_words

DEPTH = 3
SAMPLE_ROWS = 20_000
LEAST_LEAF = 0.05  # of a segment's customers
DIGITS = 2  # of a rounded threshold
STEPS = 10  # of an attribute's deviation, that its thresholds are rounded to


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
    steps = [_step(name, column) for name, column in zip(features, values[sample].T, strict=True)]
    seen = np.nan_to_num(values[sample], nan=-1.0)
    found = {}
    for segment_id in sorted(set(segment_ids)):
        own = segment_ids == segment_id
        if own[sample].any() and not own.all():
            best = _best(seen, own[sample], features, steps)
            if best:
                found[segment_id] = _judged(best, values, own, features, currency)
    return found


def columns(said: Mapping[str, Rule]) -> dict[str, dict[str, Any]]:
    """What `segments` keeps of the rules, by segment."""
    return {
        one: {"rule": rule.words, "rule_precision": rule.precision, "rule_recall": rule.recall}
        for one, rule in said.items()
    }


def applies(conditions: Sequence[Condition], values: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """Which rows of values (a column a feature, NaN where missing) meet all conditions."""
    met = np.ones(len(values), dtype=bool)
    for one in conditions:
        met &= one.holds(values[:, list(features).index(one.feature)])
    return met


def _best(seen: np.ndarray, own: np.ndarray, features: Sequence[str], steps: Sequence[float]) -> tuple[Condition, ...]:
    """The rule with the best F1 on the sample, the shorter of two as good; nothing where no leaf is of the segment."""
    best: tuple[Condition, ...] = ()
    mark = 0.0
    for weights in (None, "balanced"):
        for depth in range(1, DEPTH + 1):
            least = max(1, int(LEAST_LEAF * own.sum()))
            tree = DecisionTreeClassifier(
                max_depth=depth, min_samples_leaf=least, class_weight=weights, random_state=0
            ).fit(seen, own)
            for conditions in _leaves(tree, features, steps):
                met = applies(conditions, seen, features)
                score = 2 * (met & own).sum() / max(met.sum() + own.sum(), 1)
                if score > mark + 0.005:
                    best, mark = conditions, float(score)
    return best


def _leaves(
    tree: DecisionTreeClassifier, features: Sequence[str], steps: Sequence[float]
) -> list[tuple[Condition, ...]]:
    """The way to each leaf as rounded conditions, at most two of a feature (from and to)."""
    nodes, found = tree.tree_, []

    def walk(node: int, path: Mapping[tuple[str, str], float]) -> None:
        if nodes.children_left[node] < 0:
            found.append(tuple(Condition(name, sign, value) for (name, sign), value in path.items()))
            return
        name = features[nodes.feature[node]]
        value = rounded(name, float(nodes.threshold[node]), steps[nodes.feature[node]])
        walk(nodes.children_left[node], {**path, (name, "<="): value})
        walk(nodes.children_right[node], {**path, (name, ">"): value})

    walk(0, {})
    return [one for one in found if one]


def rounded(feature: str, value: float, step: float = 0.0) -> float:
    """A threshold as people say it: whole days and orders, other numbers to two digits (shares to a hundredth).

    Attributes are rounded to whole steps: two digits of a year of birth would be a century.
    """
    if step:
        return round(round(value / step) * step, 9)
    if feature in WHOLE and abs(value) < 100:
        return float(floor(value))
    if feature in SHARES or value == 0:
        return round(value, DIGITS)
    digits = DIGITS - 1 - floor(log10(abs(value)))
    near = round(value, digits)
    return float(floor(near)) if feature in WHOLE else near


def _step(feature: str, values: np.ndarray) -> float:
    """What an attribute's thresholds are multiples of: a power of ten; of yes and no a half; 0 for other features."""
    known = values[~np.isnan(values)]
    if not is_attribute(feature) or not len(known):
        return 0.0
    if np.isin(known, (0, 1)).all():
        return 0.5
    return float(10.0 ** floor(log10(max(known.std(), 1e-6) / STEPS)))


def _judged(
    conditions: tuple[Condition, ...], values: np.ndarray, own: np.ndarray, features: Sequence[str], currency: str
) -> Rule:
    met = applies(conditions, values, features)
    both = float((met & own).sum())
    return Rule(conditions, in_words(conditions, currency), both / max(met.sum(), 1), both / max(own.sum(), 1))
