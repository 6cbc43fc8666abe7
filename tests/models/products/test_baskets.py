"""Bounds, pairs and offers on literal baskets, and the pairs of random shops against plain pandas."""

from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.products import baskets
from models.products import pairs as pair_counts
from models.products.baskets import find_offers, find_rules
from models.products.bounds import deviations, wilson_lower
from models.products.pairs import PairCounts, possessions

Orders = list[tuple[int, set[int]]]  # customer and products from 1


@pytest.mark.parametrize(("comparisons", "z"), [(0, 1.6449), (1, 1.6449), (2, 1.96), (50, 3.0902)])
def test_deviations(comparisons: int, z: float) -> None:
    assert deviations(comparisons) == pytest.approx(z, abs=1e-4)


def test_the_bound_of_a_share() -> None:
    """10 of 50, 1.96 deviations: 11.24 % (the lower end of Wilson's 95 % interval); nothing of 5 has none."""
    assert wilson_lower(np.array([10, 0]), np.array([50, 5]), 1.959964) == pytest.approx([0.112438, 0.0], abs=1e-6)


def batches(names: list[str], rows: list[tuple[object, list[int]]], size: int = 1_000) -> list[pa.RecordBatch]:
    """Rows as a query gives them, so many at once."""
    parts = [rows[start : start + size] for start in range(0, len(rows), size)]
    return [pa.record_batch([pa.array(column) for column in zip(*part, strict=True)], names=names) for part in parts]


def rows(orders: Orders) -> list[tuple[object, list[int]]]:
    """Orders by customer as `baskets.sql` gives them."""
    found: list[tuple[object, list[int]]] = []
    before = None
    for customer, products in sorted(orders, key=lambda order: order[0]):
        found.append((customer != before, list(products)))
        before = customer
    return found


def counted(orders: Orders, size: int, at_once: int = 1_000) -> PairCounts:
    counts = PairCounts(size)
    counts.add(batches(["is_first", "positions"], rows(orders), at_once))
    return counts


def test_pairs_of_literal_orders() -> None:
    orders: Orders = [(1, {1, 2, 3}), (1, {2, 1}), (2, {1}), (3, {2, 3}), (3, {1, 2})]
    counts = counted(orders, 3)
    assert counts.orders.tolist() == [[4, 3, 1], [3, 4, 2], [1, 2, 2]]
    assert counts.customers.tolist() == [[0, 2, 1], [2, 0, 2], [1, 2, 0]]


ORDERS = st.lists(st.tuples(st.integers(0, 5), st.sets(st.integers(1, 6), min_size=1)), min_size=1, max_size=40)


@given(orders=ORDERS, batch=st.integers(1, 10), budget=st.integers(1, 20))
def test_pairs_equal_plain_pandas(orders: Orders, batch: int, budget: int) -> None:
    """In whatever pieces the baskets come."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_counts, "BUDGET", budget)
        counts = counted(orders, 6, batch)
    pairs = [(who, number, *pair) for number, (who, goods) in enumerate(orders) for pair in combinations(goods, 2)]
    frame = pd.DataFrame(pairs, columns=["customer", "order", "a", "b"])
    for name, found in (("order", counts.orders), ("customer", counts.customers)):
        expected = np.zeros((6, 6), dtype=int)
        for (a, b), number in frame.groupby(["a", "b"])[name].nunique().items():
            expected[a - 1, b - 1] += number
            expected[b - 1, a - 1] += number
        if name == "order":
            np.fill_diagonal(expected, [sum(one in goods for _, goods in orders) for one in range(1, 7)])
        assert found.tolist() == expected.tolist()


@given(orders=ORDERS, random=st.randoms(use_true_random=False))
def test_rules_are_the_same_in_any_order(orders: Orders, random: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baskets, "LEAST_CUSTOMERS", 1)
        codes = list("ABCDEF")
        first = find_rules(counted(orders, 6), len(orders), codes)
        random.shuffle(orders)  # type: ignore[attr-defined]
        pd.testing.assert_frame_equal(find_rules(counted(orders, 6), len(orders), codes), first)


def test_rules_of_literal_orders() -> None:
    """Cups go with saucers: in 40 of 50 orders with cups, of 400 orders, 45 with saucers; by hand 7.11 times."""
    cups: Orders = [(who, {1, 2}) for who in range(40)] + [(who, {1}) for who in range(40, 50)]
    rest: Orders = [(who, {2}) for who in range(50, 55)] + [(who, {3}) for who in range(55, 400)]
    rules = find_rules(counted(cups + rest, 3), 400, ["CUP", "SAUCER", "MUG"])
    assert rules[["stock_code", "other_stock_code"]].to_numpy().tolist() == [["CUP", "SAUCER"], ["SAUCER", "CUP"]]
    first = rules.iloc[0]
    numbers = ["orders", "customers", "orders_of", "orders_of_other", "all_orders"]
    assert first[numbers].tolist() == [40, 40, 50, 45, 400]
    assert (first["confidence"], first["lift"]) == pytest.approx((0.8, 0.8 / (45 / 400)))
    z = deviations(3 * 2)
    expected = (0.8 + z**2 / 100 - z * (0.16 / 50 + z**2 / 10_000) ** 0.5) / (1 + z**2 / 50)
    assert (first["confidence_bound"], first["lift_bound"]) == pytest.approx((expected, expected * 400 / 45))


def test_one_buyers_habit_and_thin_evidence_make_no_rule() -> None:
    others: Orders = [(who, {3}) for who in range(100, 500)]
    habit: Orders = [(1, {1, 2})] * 60
    few: Orders = [(who, {1, 2}) for who in range(9)]
    for orders in (habit, few):
        assert find_rules(counted(orders + others, 3), len(orders + others), ["A", "B", "C"]).empty


def test_possessions_by_segment() -> None:
    rows: list[tuple[object, list[int]]] = [("a", [1, 2]), ("a", [1]), ("a", [3, 1]), ("b", [2])]
    found = dict(possessions(batches(["segment_id", "positions"], rows, 2), 3))
    assert {name: counts.tolist() for name, counts in found.items()} == {
        "a": [[3, 1, 1], [1, 1, 0], [1, 0, 1]],
        "b": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    }
    assert list(possessions([], 3)) == []


def test_offers_count_who_lacks_what() -> None:
    """100 have A, 60 of them B: 40 lack it. C is offered for the better of two reasons; too few lack D."""
    codes = list("ABCD")
    rules = pd.DataFrame([(0, 1, 0.5), (0, 2, 0.1), (1, 2, 0.2), (0, 3, 0.9)], columns=["i", "j", "confidence_bound"])
    rules["stock_code"], rules["other_stock_code"] = [codes[i] for i in rules["i"]], [codes[j] for j in rules["j"]]
    owned = np.array([[100, 60, 20, 91], [60, 70, 10, 0], [20, 10, 20, 0], [91, 0, 0, 91]])
    found = find_offers("loyal", owned, rules)
    columns = ["rank", "stock_code", "other_stock_code", "customers", "expected"]
    assert found[columns].to_numpy().tolist() == [[1, "A", "B", 40, 20.0], [2, "B", "C", 60, 12.0]]
    assert set(found["segment_id"]) == {"loyal"}
