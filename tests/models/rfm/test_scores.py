"""Scores and groups: every cell, ties, independence of the order of rows, the published sizes."""

from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rfm.groups import FREE_ONLY, GROUP_OF_CELL, GROUPS, PROSPECT, RETURNS_ONLY
from models.rfm.scores import assign_groups, score, value_score
from tests.models.shops import customer_frame
from warehouse.schema import RFM_NAMES

PUBLISHED = [601, 828, 493, 35, 87, 178, 358, 590, 75, 759, 334]  # reference/rfm-groups.md, in its order


def test_the_25_cells_are_covered_exactly_once() -> None:
    cells = [cell for group in GROUPS for cell in group.cells]
    assert sorted(cells) == sorted(product(range(1, 6), repeat=2))
    assert [group.position for group in (*GROUPS, PROSPECT)] == list(range(1, 13))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([7], [1]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        ([5, 4, 3, 2, 1], [5, 4, 3, 2, 1]),
        ([1, 1, 1, 1, 9], [1, 1, 1, 1, 5]),
        ([3, 3, 3, 3], [1, 1, 1, 1]),
        ([1, 2, 2, 2, 2, 2, 2, 2, 2, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1, 5]),
    ],
)
def test_scores(values: list[int], expected: list[int]) -> None:
    assert score(pd.Series(values, dtype="int64")).tolist() == expected


@given(st.lists(st.decimals(0, 50, places=2), min_size=1, max_size=60), st.randoms(use_true_random=False))
def test_scores_follow_the_definition_in_any_order(values: list[Decimal], random: object) -> None:
    expected = [1 + 5 * sum(other < value for other in values) // len(values) for value in values]
    assert score(pd.Series(values, dtype=object)).tolist() == expected
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = score(pd.Series([values[position] for position in order], dtype=object))
    assert shuffled.tolist() == [expected[position] for position in order]


def test_floats_that_differ_by_the_order_of_adding_are_ties() -> None:
    assert 0.1 + 0.2 != 0.3
    assert score(pd.Series([0.1 + 0.2, 0.3])).tolist() == [1, 1]


def test_value_scores_round_halves_up() -> None:
    frequency, monetary = np.array([1, 1, 4, 5, 2]), np.array([1, 2, 5, 5, 5])
    assert value_score(frequency, monetary).tolist() == [1, 2, 5, 5, 4]


def test_customers_without_an_order_are_prospects_and_count_in_no_rank() -> None:
    customers = customer_frame([1, 2, 3, 4, 5, -1], [5, 4, 3, 2, 1, 0], [50, 40, 30, 20, 10, 0])
    customers["recency_days"] = customers["recency_days"].astype("Int64").replace(-1, pd.NA)
    groups = assign_groups(customers)
    assert groups["segment_id"].tolist() == [
        *("champions", "loyal", "need-attention", "hibernating", "lost"),
        "prospect",
    ]
    assert groups["r_score"].tolist()[:5] == [5, 4, 3, 2, 1]
    assert groups[["r_score", "f_score", "m_score"]].iloc[5].isna().all()


def test_every_cell_gets_its_group() -> None:
    random = np.random.default_rng(3)
    customers = customer_frame(
        random.integers(1, 400, 3000), random.integers(1, 60, 3000), random.integers(1, 90000, 3000)
    )
    groups = assign_groups(customers)
    values = (groups["f_score"].astype(int) + groups["m_score"].astype(int) + 1) // 2
    cells = list(zip(groups["r_score"].astype(int), values, strict=True))
    assert set(cells) == set(GROUP_OF_CELL)
    assert groups["segment_id"].tolist() == [GROUP_OF_CELL[cell].id for cell in cells]


def test_who_only_gave_goods_back_or_had_free_ones_is_no_prospect() -> None:
    customers = customer_frame([1, -1, -1, -1], [5, 0, 0, 0], [50, -20, 0, 0])
    customers = customers.assign(has_returns=[1, 1, 0, 0], has_free=[0, 0, 0, 1])
    assert assign_groups(customers)["segment_id"].tolist() == ["lost", "returns-only", "prospect", "free-only"]
    assert (RETURNS_ONLY.id, RETURNS_ONLY.name) == ("returns-only", "Returned only")
    assert "first order" not in RETURNS_ONLY.advice


@pytest.fixture(scope="module")
def sales(shared_data: Path) -> pd.DataFrame:
    """Sale lines of identified customers, duplicates kept; sales in thousandths."""
    columns = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
    frame = pd.read_csv(
        shared_data / "online_retail.csv.gz", encoding="latin-1", dtype=dict.fromkeys(columns, str), usecols=columns
    )
    frame["quantity"] = frame["Quantity"].astype(int)
    frame["price"] = (frame["UnitPrice"].astype(float) * 1000).round().astype(int)
    kept = frame["CustomerID"].notna() & (frame["quantity"] > 0) & (frame["price"] > 0)
    frame = frame[kept & ~frame["InvoiceNo"].str.startswith("C")].copy()
    frame["day"] = pd.to_datetime(frame["InvoiceDate"], format="%m/%d/%Y %H:%M").dt.normalize()
    frame["sales"] = frame["quantity"] * frame["price"]
    return frame


def customers_of(sales: pd.DataFrame) -> pd.DataFrame:
    grouped = sales.groupby("CustomerID").agg(
        last=("day", "max"), frequency=("InvoiceNo", "nunique"), monetary=("sales", "sum")
    )
    grouped["recency_days"] = (pd.Timestamp("2011-12-10") - grouped["last"]).dt.days
    return grouped.rename_axis("customer_id").reset_index()


def test_online_retail_has_the_published_sizes(sales: pd.DataFrame) -> None:
    customers = customers_of(sales)
    groups = assign_groups(customers)
    sizes = groups["segment_id"].value_counts()
    assert [sizes[group.id] for group in GROUPS] == PUBLISHED
    champions = customers["monetary"][groups["segment_id"] == "champions"].sum() / customers["monetary"].sum()
    assert round(100 * champions, 2) == 50.23


def test_online_retail_groups_survive_a_shuffle(sales: pd.DataFrame) -> None:
    customers = customers_of(sales)
    groups = assign_groups(customers)
    for seed in range(5):
        shuffled = assign_groups(customers.sample(frac=1, random_state=seed))
        pd.testing.assert_frame_equal(shuffled.sort_index(), groups)


def test_the_ground_floor_calls_the_groups_the_same() -> None:
    assert {one.id: one.name for one in (*GROUPS, PROSPECT, RETURNS_ONLY, FREE_ONLY)} == RFM_NAMES
