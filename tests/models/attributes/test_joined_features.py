"""Clusters by orders and attributes together."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, text

from etl.people.load import load_customers
from models.attributes.joined_features import join
from models.publishing.fit import Options, fit
from tests.models.shops import line
from warehouse.errors import InputError, NoDataError

Fill = Callable[..., None]
START = datetime(2024, 1, 1, 12)


@pytest.fixture
def shop(engine: Engine, fill: Fill, tmp_path: Path) -> Engine:
    """90 customers who buy alike; income parts them in halves, a plan in thirds, which every ninth does not have."""
    names = [f"m{i:02d}" for i in range(90)]
    fill([line(name, f"I{i}", START + timedelta(days=i % 10), price=20 + i % 3) for i, name in enumerate(names)])
    rows = [
        f"{name},{'' if i == 3 else 1000 + i % 7 if i % 2 else 90_000 + i % 7},{'' if i % 9 == 0 else 'abc'[i % 3]}"
        for i, name in enumerate(names)
    ]
    path = tmp_path / "people.csv"
    path.write_text("\n".join(["customer_id,Income,Plan", *rows]) + "\n")
    load_customers(engine, path)
    return engine


def rows_of(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_income_parts_the_customers(shop: Engine) -> None:
    fit(shop, Options(k=2, features=("attribute:Income",), transform="none"))
    query = (
        "select customer_id, segment_id from customer_segments join segmentations using (segmentation_id) "
        "where algorithm = 'kmeans' and published"
    )
    members = dict(rows_of(shop, query))
    halves = [{members[f"m{i:02d}"] for i in range(90) if i % 2 == part and i != 3} for part in (0, 1)]
    assert [len(half) for half in halves] == [1, 1]
    assert halves[0] != halves[1]
    rules = rows_of(shop, "select rule, rule_precision from segments where rule like 'Income%' order by 1")
    assert rules == [("Income at most 46,000", 1), ("Income over 46,000", 1)]
    (centroids,) = rows_of(shop, "select metrics -> 'centroids' from segmentations where algorithm = 'kmeans'")[0]
    assert sorted(round(one["attribute:Income"], -4) for one in centroids) == [0, 90_000]


def test_categories_are_columns_with_one_for_the_unknown(shop: Engine) -> None:
    fit(shop, Options(k=2))
    with shop.connect() as connection:
        joined = join(connection, ("recency_days", "attribute:Plan", "attribute:Income"))
    plans = [f"attribute:Plan={value}" for value in ("b", "c", "a", "unknown")]
    assert set(joined.features) == {"recency_days", *plans, "attribute:Income"}
    assert joined.features[0] == "recency_days"
    assert dict(zip(joined.features, joined.weights, strict=True)) == {
        **dict.fromkeys(("recency_days", "attribute:Income"), 1.0), **dict.fromkeys(plans, 0.5)
    }  # fmt: skip
    assert sum(joined.columns[plan] for plan in plans).tolist() == [1] * 90
    assert np.flatnonzero(joined.columns["attribute:Plan=unknown"]).tolist() == list(range(0, 90, 9))
    assert np.flatnonzero(np.isnan(joined.columns["attribute:Income"])).tolist() == [3]
    outcome = fit(shop, Options(k=3, features=("attribute:Plan",)))
    assert outcome.segmentations[1]["metrics"]["k"] == 3


@pytest.mark.parametrize(
    ("features", "error", "sentence"),
    [
        (("attribute:Age",), InputError, "--features: there is no attribute Age. There are Income, Plan."),
        (("Income",), InputError, "There is no feature Income. The features are "),
    ],
)
def test_what_there_is_not(shop: Engine, features: tuple[str, ...], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as caught:
        fit(shop, Options(features=features))
    assert str(caught.value).startswith(sentence)


def test_without_attributes(engine: Engine, fill: Fill) -> None:
    fill([line("a", "1", "2024-01-01")])
    with pytest.raises(NoDataError, match="There are no customer attributes yet"):
        fit(engine, Options(features=("attribute:Income",)))
