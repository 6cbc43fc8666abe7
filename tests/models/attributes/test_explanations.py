"""What a segmentation by attributes says of itself: rules, unusual customers, quality, and how it goes with others."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sqlalchemy import Engine, text

from etl.people.load import load_customers
from models.attributes.explanations import find
from models.attributes.features import Feature
from models.attributes.kmeans import fit_clusters
from models.attributes.segments import Choices
from models.publishing.fit import Options, fit
from models.publishing.fit_attributes import fit_attributes


def rows_of(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def members_file(folder: Path, ids: list[str]) -> Path:
    """A plan for each customer, one in forty of them of a rare kind; gold spends, and one spends beyond all."""
    plans = ["gold", "silver", "basic"]
    lines = []
    for i, name in enumerate(ids):
        plan = f"odd {i}" if i % 40 == 5 else plans[i % 3]
        spent = 100_000 if i == 6 else 900 + i % 50 if plan == "gold" else 60 + i % 40
        lines.append(f"{name},{plan},{spent}")
    path = folder / "plans.csv"
    path.write_text("\n".join(["customer_id,Plan,Spent", *lines]) + "\n", encoding="utf-8")
    return path


def test_categories_spend_and_the_unusual(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, members_file(tmp_path, [f"m{i:03d}" for i in range(240)]))
    (found,) = fit_attributes(engine, Choices("all", k=4)).segmentations
    metrics = found["metrics"]
    names = {one["name"] for one in found["segments"]}
    assert names == {
        *("Very high Spent, Plan gold", "Low Spent, Plan silver", "Low Spent, Plan basic", "Low Spent, other Plan")
    }
    words = rows_of(engine, "select parameters -> 'features' from segmentations")[0][0]
    assert words == [*(f"Plan is {one}" for one in ("basic", "gold", "silver")),
                     "Plan is none of basic or gold or silver", "Spent"]  # fmt: skip
    rules = rows_of(engine, "select rule, rule_precision, rule_recall from segments order by position")
    assert {words for words, *_ in rules} == {
        "Spent over 500", "Plan is silver", "Plan is basic", "Plan is not one of basic, gold, silver"
    }  # fmt: skip
    assert all(precision > 0.97 and recall > 0.97 for _, precision, recall in rules)
    assert rows_of(engine, "select customer_id, score > 1.5, reason from customer_outliers") == [
        ("m006", True, "Spent 100,000, the median of Very high Spent, Plan gold is 924")
    ]
    assert metrics["outliers"] == 1
    assert sum(len(curve) for curve in metrics["silhouettes"].values()) == 239
    assert metrics["reason"] == "4 segments were asked for."


def test_an_attribute_of_many_values_weighs_as_much_as_a_number() -> None:
    random = np.random.default_rng(5)
    group = random.integers(0, 2, 600)
    level = random.integers(0, 8, 600)  # says nothing
    values = np.column_stack([10.0 * group + random.normal(0, 1, 600), *(level == one for one in range(8))])
    weights = np.array([1.0] + [8**-0.5] * 8)
    fitted = fit_clusters(values, np.arange(600), 2, 1, weights)
    assert adjusted_rand_score(group, fitted.labels) == 1
    unweighted = fit_clusters(values, np.arange(600), 2, 1)
    assert unweighted.choice.taken.silhouette < fitted.choice.taken.silhouette


def test_thresholds_of_attributes_are_rounded_to_their_spread() -> None:
    random = np.random.default_rng(2)
    born = random.integers(1950, 2000, 800).astype(float)
    ids = np.where(born > 1974, "young", "old").astype(object)
    found = find([Feature("Year of birth", ("born",))], born[:, None], np.arange(800), ids)
    assert {one: rule.words for one, rule in found.items()} == {
        "old": "Year of birth at most 1974", "young": "Year of birth over 1974"
    }  # fmt: skip
    assert all((rule.precision, rule.recall) == (1, 1) for rule in found.values())


@pytest.mark.store("orders_alone")
def test_it_is_crossed_with_the_others_where_both_know_the_customers(engine: Engine, tmp_path: Path) -> None:
    ids = [name for (name,) in rows_of(engine, "select customer_id from customers order by 1")][::2]
    load_customers(engine, members_file(tmp_path, [*ids, *(f"new{i}" for i in range(40))]))
    expected = (
        "select b.segment_id, a.segment_id, count(*) from customer_segments a join customer_segments b "
        "using (customer_id) join segmentations s on s.segmentation_id = a.segmentation_id and s.published "
        "and s.algorithm = 'attributes' join segmentations o on o.segmentation_id = b.segmentation_id and o.published "
        "and o.algorithm = 'rfm' where a.segment_id <> 'unknown' and b.segment_id <> 'prospect' group by 1, 2"
    )
    for again in (lambda: fit_attributes(engine, Choices("all", k=3)), lambda: fit(engine, Options(k=3))):
        again()
        crossed = dict(rows_of(engine, "select algorithm, metrics -> 'crossed' from segmentations where published"))
        assert set(crossed["attributes"]) == {"rfm", "kmeans"}
        assert set(crossed["kmeans"]) == {"rfm", "attributes"}
        cells = sorted(tuple(cell) for cell in crossed["rfm"]["attributes"]["cells"])
        assert cells == sorted(rows_of(engine, expected))
        assert sum(count for *_, count in cells) == len(ids)
        assert abs(crossed["rfm"]["attributes"]["adjusted_rand"]) < 0.1
    assert json.dumps(crossed)
