"""The exact rules of RFM groups: blocks of cells, words, and that they find each group wholly and nobody else."""

import numpy as np
import pandas as pd
import pytest

from models.rfm.groups import GROUPS
from models.rfm.scores import assign_groups, value_score
from models.rules.rfm_rules import blocks, exact_rules, score_cells, score_key
from tests.models.shops import customer_frame

SCORES = ["r_score", "f_score", "m_score"]


def shop(size: int, seed: int = 4) -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(seed)
    orders = random.geometric(0.3, size)
    buyers = customer_frame(random.integers(1, 366, size), orders, (orders * random.lognormal(5, 1, size)).round(2))
    return buyers, assign_groups(buyers)


def test_blocks_are_the_cells_of_each_group() -> None:
    for group in GROUPS:
        covered = {
            (recency, int(value_score(np.array(f), np.array(m))))
            for block in blocks(group)
            for recency in range(block.recency[0], block.recency[1] + 1)
            for f in range(1, 6)
            for m in range(1, 6)
            if block.total[0] <= f + m <= block.total[1]
        }
        assert covered == group.cells


@pytest.mark.parametrize("size", [1, 7, 40, 3_000])
def test_they_find_each_group_wholly_and_nobody_else(size: int) -> None:
    buyers, members = shop(size)
    ids = members["segment_id"].to_numpy(dtype=object)
    found = exact_rules(buyers, ids, score_cells(buyers, members))
    assert set(found) == set(ids)
    assert all((rule.precision, rule.recall) == (1, 1) for rule in found.values())


def test_judged_from_data_not_taken_for_granted() -> None:
    buyers, members = shop(3_000)
    ids = members["segment_id"].to_numpy(dtype=object)
    moved = ids.copy()
    moved[np.flatnonzero(ids == "champions")[:10]] = "lost"
    found = exact_rules(buyers, moved, score_cells(buyers, members))
    assert found["champions"].precision == 1 - 10 / (ids == "champions").sum()
    assert found["lost"].recall == pytest.approx((ids == "lost").sum() / ((ids == "lost").sum() + 10))


def test_words_and_cut_points() -> None:
    buyers = customer_frame([1, 2, 3, 4, 5], [9, 7, 5, 3, 1], [900.5, 70, 50, 30, 10])
    members = assign_groups(buyers)
    cells = score_cells(buyers, members)
    rules = exact_rules(buyers, members["segment_id"].to_numpy(dtype=object), cells)
    assert {name: rule.words for name, rule in rules.items()} == {
        "champions": "last order within 1 day and scores of orders and sales that add up to 7 or more",
        "loyal": "last order 2 to 3 days ago and scores of orders and sales that add up to 7 or more",
        "need-attention": "last order 3 days ago and scores of orders and sales that add up to 5 to 6",
        "hibernating": "last order 4 days ago and scores of orders and sales that add up to 2 to 4, or "
        "last order 5 days ago or more and scores of orders and sales that add up to 3 to 4",
        "lost": "last order 5 days ago or more and scores of orders and sales that add up to 2",
    }
    assert score_key(cells, "GBP") == (
        "Score of orders: 1 from 1, 2 from 3, 3 from 5, 4 from 7, 5 from 9; "
        "of gross sales: 1 from £10.00, 2 from £30.00, 3 from £50.00, 4 from £70.00, 5 from £900.50"
    )


def test_net_money_is_named_and_may_be_below_nothing() -> None:
    buyers = customer_frame([1, 2, 3, 4, 5], [9, 7, 5, 3, 1], [900.5, 70, 50, 0, -4287.63])
    members = assign_groups(buyers)
    cells = score_cells(buyers, members)
    rules = exact_rules(buyers, members["segment_id"].to_numpy(dtype=object), cells, "net")
    assert rules["champions"].words == (
        "last order within 1 day and scores of orders and net sales that add up to 7 or more"
    )
    assert {(rule.precision, rule.recall) for rule in rules.values()} == {(1.0, 1.0)}
    assert score_key(cells, "GBP", "net").endswith(
        "of sales net of returns: 1 from \u2212£4,287.63, 2 from £0.00, 3 from £50.00, 4 from £70.00, 5 from £900.50"
    )


def test_cells_equal_pandas() -> None:
    buyers, members = shop(500)
    cells = score_cells(buyers, members)
    joined = buyers.join(members[["segment_id", *SCORES]].astype(dict.fromkeys(SCORES, int)))
    grouped = joined.groupby(["segment_id", *SCORES])
    expected = grouped.agg(customers=("frequency", "size"), least=("monetary", "min"), most=("recency_days", "max"))
    found = cells.set_index(["segment_id", *SCORES]).sort_index()
    assert found["customers"].to_dict() == expected["customers"].to_dict()
    assert found["monetary_least"].to_dict() == expected["least"].to_dict()
    assert found["recency_days_most"].to_dict() == expected["most"].to_dict()
