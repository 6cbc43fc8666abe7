"""Rules: what they say, and that applying them again gives the precision and recall they state."""

import numpy as np
import pandas as pd
import pytest

from models.features.transforms import values_of
from models.rfm.scores import assign_groups
from models.rules.segment_rules import Condition, applies, find_rules, in_words, rounded
from tests.models.shops import customer_frame, planted_customers

FEATURES = ("recency_days", "frequency", "monetary")


def shop() -> pd.DataFrame:
    random = np.random.default_rng(8)
    return customer_frame(
        random.integers(1, 400, 3_000), random.geometric(0.3, 3_000), random.lognormal(6, 1, 3_000).round(2)
    )


def test_applied_again_a_rule_does_what_it_states() -> None:
    customers = shop()
    ids = assign_groups(customers)["segment_id"].to_numpy(object)
    found = find_rules(customers, ids, FEATURES, "GBP")
    assert set(found) == set(ids)
    values = values_of(customers, FEATURES)
    for segment_id, rule in found.items():
        met, own = applies(rule.conditions, values, FEATURES), ids == segment_id
        assert rule.precision == pytest.approx((met & own).sum() / met.sum())
        assert rule.recall == pytest.approx((met & own).sum() / own.sum())
        assert rule.words == in_words(rule.conditions, "GBP")
        assert all(rounded(one.feature, one.value) == one.value for one in rule.conditions)
        assert len(rule.conditions) <= 3


def test_a_segment_that_is_a_box_is_told_exactly_in_any_order() -> None:
    customers = shop()
    box = (customers["recency_days"] <= 35) & (customers["frequency"] > 6)
    ids = np.where(box, "in", "out").astype(object)
    rule = find_rules(customers, ids, FEATURES, "GBP")["in"]
    assert (rule.precision, rule.recall) == (1, 1)
    assert rule.words in [f"last order within {days} days and more than 6 orders" for days in (34, 35)]
    order = np.random.default_rng(1).permutation(len(customers))
    assert find_rules(customers.iloc[order], ids[order], FEATURES, "GBP")["in"] == rule


def test_planted_groups_have_good_rules() -> None:
    customers, planted = planted_customers(2_000)
    found = find_rules(customers, planted.astype(str).astype(object), FEATURES, "GBP")
    assert len(found) == 4
    assert min(min(rule.precision, rule.recall) for rule in found.values()) > 0.85


def test_everyone_needs_no_rule() -> None:
    customers = shop()
    assert find_rules(customers, np.full(len(customers), "all", dtype=object), FEATURES, "GBP") == {}


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ([("frequency", ">", 6), ("recency_days", "<=", 35)], "last order within 35 days and more than 6 orders"),
        ([("recency_days", ">", 35), ("recency_days", "<=", 90)], "last order 36 to 90 days ago"),
        ([("recency_days", ">", 180), ("frequency", "<=", 1)], "last order more than 180 days ago and one order only"),
        ([("frequency", ">", 1), ("frequency", "<=", 3)], "2 to 3 orders"),
        ([("monetary", ">", 1200), ("monetary", "<=", 5000)], "sales over £1,200 and up to £5,000"),
        ([("return_rate", ">", 0.25)], "share returned over 25\u202f%"),
        ([("distinct_products", "<=", 12)], "different products at most 12"),
        ([("average_order_value", ">", 310)], "sales per order over £310"),
        ([("attribute:Year birth", "<=", 1974)], "Year birth at most 1974"),
        (
            [("attribute:Year birth", ">", 1960), ("attribute:Year birth", "<=", 1974)],
            "Year birth over 1960 and at most 1974",
        ),
        ([("attribute:Income", ">", 1974)], "Income over 1,974"),
    ],
)
def test_words(conditions: list[tuple[str, str, float]], words: str) -> None:
    assert in_words([Condition(*one) for one in conditions], "GBP") == words


@pytest.mark.parametrize(
    ("feature", "value", "expected"),
    [
        ("recency_days", 35.5, 35),
        ("recency_days", 187.5, 190),
        ("frequency", 6.5, 6),
        ("monetary", 1234.56, 1200),
        ("monetary", 0.0, 0),
        ("return_rate", 0.1234, 0.12),
    ],
)
def test_thresholds_are_rounded_as_people_say_them(feature: str, value: float, expected: float) -> None:
    assert rounded(feature, value) == expected
