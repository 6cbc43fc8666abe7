"""Segments by attributes alone: the features, the fit, the names, and what is published."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, text

from etl.people.load import load_customers
from models.attributes.choice import choose_features
from models.attributes.features import Attribute, Feature
from models.attributes.kmeans import fit_clusters
from models.attributes.measures import without_repeats
from models.attributes.segments import Choices, read_attributes, read_values
from models.publishing.fit import Options, fit
from models.publishing.fit_attributes import fit_attributes
from warehouse.errors import InputError, NoDataError


def rows_of(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What a query gives."""
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def attribute(
    name: str, kind: str = "numeric", customers: int = 100, frequent: Iterable[str] = (), **is_: bool
) -> Attribute:
    """An attribute's profile."""
    flags = {"is_constant": False, "is_unique": False} | is_
    return Attribute(name, name, kind, customers, frequent=tuple(frequent), **flags)


KNOWN = [
    attribute("Income"),
    attribute("Spent"),
    attribute("marital_Single", frequent=("0", "1")),
    attribute("marital_Married", frequent=("0", "1")),
    attribute("marital_Together", frequent=("0", "1")),
    attribute("Plan", "categorical", frequent=("gold", "silver", "none at all")),
    attribute("CustomerKey", is_unique=True),
    attribute("Fixed", is_constant=True),
    attribute("Rare", customers=3),
]

PLANS = ["Plan is gold", "Plan is silver", "Plan is none at all"]
CITIES = Attribute("City", "City", "categorical", 100, False, False, ("Paris", "Rome", "Ulm"), (30, 2, 1))


@pytest.mark.parametrize(
    ("known", "asked", "words"),
    [
        (KNOWN, None, ["Income", "Spend=Spent", "In a relationship=marital_Married+marital_Together"]),
        (KNOWN[1:], None, ["Spent", "marital_Single", "marital_Married", "marital_Together", *PLANS]),
        (KNOWN, "all", ["Income", "Spent", "marital_Single", "marital_Married", "marital_Together", *PLANS]),
        ([CITIES], "city", ["City is Paris", "City is Rome", "City is none of Paris or Rome"]),
        ([KNOWN[0], CITIES], "all", ["Income"]),  # its common values are too few of it
        (KNOWN, "income, Both = Income + spent", ["Income", "Both=Income+Spent"]),
        (KNOWN, "plan", PLANS),
        (KNOWN, "Rare,Fixed", ["Rare", "Fixed"]),
        ([attribute("Club", "categorical", frequent=("yes", "no"))], None, ["Club is yes"]),
        (
            [*KNOWN[:2], attribute("marital_status", "categorical", frequent=("Married", "Single", "Together"))],
            None,
            ["Income", "Spend=Spent", "marital_status is Married or Together"],
        ),
    ],
)
def test_features(known: list[Attribute], asked: str | None, words: list[str]) -> None:
    assert [feature.words for feature in choose_features(known, asked)] == words


@pytest.mark.parametrize(
    ("known", "asked", "error", "sentence"),
    [
        (KNOWN[:2], "Age", InputError, "--features: there is no attribute Age. There are Income, Spent."),
        (
            KNOWN,
            "X=Income+Plan",
            InputError,
            "--features X=Income+Plan: Plan is not numeric, so it cannot be added up.",
        ),
        (
            KNOWN[6:8],
            None,
            NoDataError,
            "No attribute tells the customers apart: each is constant, an identifier, or mostly missing.",
        ),
        (
            [attribute(f"a{i}") for i in range(61)],
            "all",
            InputError,
            "61 features are more than the 60 that can be used at once. Choose some with --features NAME,NAME.",
        ),
    ],
)
def test_features_that_cannot_be(known: list[Attribute], asked: str, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as caught:
        choose_features(known, asked)
    assert str(caught.value) == sentence


def planted(size: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Three groups in an ordinary, a long-tailed and a yes-or-no measure, and which group each row is of."""
    random = np.random.default_rng(3)
    group = random.integers(0, 3, size)
    plain = np.array([10.0, 50.0, 90.0])[group] + random.normal(0, 2, size)
    tailed = np.expm1(np.array([1.0, 1.2, 7.0])[group] + random.normal(0, 0.2, size))
    return np.column_stack([plain, tailed, (group == 1).astype(float)]), group


def test_planted_groups_are_found_whatever_a_few_extreme_rows_do() -> None:
    values, group = planted()
    keys = np.arange(len(values))
    extreme = np.vstack([values, [[100_000, 5, 0]] * 5])
    fitted = fit_clusters(extreme, np.arange(len(extreme)), None, 1)
    assert fitted.choice.k == 3
    assert fitted.is_outlier.tolist() == [False] * len(values) + [True] * 5
    alone = fit_clusters(values, keys, 3, 1)
    for labels in (fitted.labels[: len(values)], alone.labels):
        assert len(set(zip(labels.tolist(), group.tolist(), strict=True))) == 3


@pytest.mark.parametrize(
    ("values", "k", "error", "sentence"),
    [
        (np.ones((29, 1)), None, NoDataError, "Segmenting by attributes needs at least 30 customers with a value, "
         "and there are 29."),
        (np.ones((40, 1)), None, NoDataError, "K-means cannot tell the customers apart: "
         "their attributes are all alike."),
        (np.arange(40.0)[:, None], 12, InputError, "12 segments cannot be made: choose from 2 to 11."),
        (np.arange(40.0)[:, None] % 3, 4, InputError, "4 segments cannot be made of only 3 different customers: "
         "choose fewer."),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted(values: np.ndarray, k: int | None, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as caught:
        fit_clusters(values, np.arange(len(values)), k, 1)
    assert str(caught.value) == sentence


def people(folder: Path, count: int = 90, first: int = 1, name: str = "people.csv") -> Path:
    """A file of customers with numbers: a third spends much, everyone of the others little; the last says nothing."""
    lines = [
        f"{first + i},{'FR' if i % 2 else 'DE'},{1000 + i if i % 3 == 0 else 10 + i % 7},{i % 5}" for i in range(count)
    ]
    path = folder / name
    path.write_text("\n".join(["customer_id,country,Spent,Kids", *lines, f"{first + count},FR,,"]) + "\n")
    return path


def test_segments_are_published_named_and_counted(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, people(tmp_path))
    with pytest.raises(NoDataError, match="models fit --source customers"):
        fit(engine, Options())
    outcome = fit_attributes(engine, Choices("Spent", k=2))
    assert rows_of(engine, "select segment_id, name, position, customers, orders from segments order by position") == [
        ("very-high-spent", "Very high Spent", 1, 30, 0),
        ("low-spent", "Low Spent", 11, 60, 0),
        ("unknown", "No attributes", 12, 1, 0),
    ]
    (found,) = outcome.segmentations
    assert found["name"] == "Attributes, 2 segments"
    assert found["segments"][0]["description"] == "Spent 1,040 on average (all: 356)."
    assert outcome.notes == ["Segmented by Spent; choose others with --features."]
    query = "select algorithm, published from segmentations"
    assert rows_of(engine, query) == [("attributes", True)]
    everyone = "select country, segment_id, customers from segment_attributes where attribute = '' order by 1, 2"
    assert rows_of(engine, everyone) == rows_of(
        engine,
        "select country, segment_id, count(*) from customers join customer_segments using (customer_id) "
        "group by country, segment_id order by 1, 2",
    )
    totals = "select attribute, sum(customers), sum(total) from segment_attributes where attribute <> '' group by 1"
    assert rows_of(engine, f"{totals} order by 1") == rows_of(
        engine,
        "select key, count(*), sum(cast(value as numeric)) from customers, jsonb_each_text(attributes) "
        "group by key order by 1",
    )
    for mart in ("segment_activity", "segment_first_orders", "segment_hours", "segment_products"):
        assert rows_of(engine, f"select count(*) from {mart}") == [(0,)]


def test_the_same_choices_give_the_same_segments(engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, people(tmp_path))
    members = "select customer_id, segment_id, is_outlier from customer_segments where segmentation_id = {} order by 1"
    for _ in range(2):
        fit_attributes(engine, Choices())
    assert rows_of(engine, members.format(1)) == rows_of(engine, members.format(2))
    assert rows_of(engine, "select segmentation_id from segmentations where published") == [(2,)]


def test_without_attributes_it_says_what_to_do(engine: Engine) -> None:
    with pytest.raises(NoDataError) as caught:
        fit_attributes(engine, Choices())
    assert str(caught.value) == "There are no customer attributes yet: load some with python -m etl customers FILE."


@pytest.mark.store("orders_alone")
def test_beside_orders_each_run_keeps_the_other(engine: Engine, tmp_path: Path) -> None:
    buyers = rows_of(engine, "select count(*) from customers")[0][0]
    load_customers(engine, people(tmp_path, first=90_001))
    fit_attributes(engine, Choices("Spent", k=2))
    published = "select algorithm from segmentations where published order by 1"
    assert [one for (one,) in rows_of(engine, published)] == ["attributes", "kmeans", "rfm"]
    sums = "select sum(customers), sum(gross) from segments join segmentations using (segmentation_id) where "
    by_attributes = rows_of(engine, sums + "algorithm = 'attributes'")[0]
    by_orders = rows_of(engine, sums + "algorithm = 'rfm'")[0]
    assert (by_attributes[0], by_orders[0]) == (buyers + 91, buyers)
    assert by_attributes[1] == by_orders[1]
    fit(engine, Options(k=3))
    assert [one for (one,) in rows_of(engine, published)] == ["attributes", "kmeans", "rfm"]
    assert rows_of(engine, sums + "algorithm = 'rfm' and published")[0][0] == buyers + 91


@pytest.mark.store("ifood")
@pytest.mark.parametrize(
    "choices", [Choices(), Choices(k=4), Choices("Income,MntTotal,Pair=marital_Married+marital_Together")]
)
def test_ifood_gives_the_published_segments(engine: Engine, choices: Choices) -> None:
    (found,) = fit_attributes(engine, choices).segmentations
    assert found["metrics"]["silhouette"] == pytest.approx(0.55, abs=0.01)
    assert (found["metrics"]["k"], found["metrics"]["set_aside"]) == (4, 3)
    sizes = rows_of(
        engine, "select count(*) from customer_segments where not is_outlier group by segment_id order by count(*) desc"
    )
    assert sum(size for (size,) in sizes) == 2202
    assert [size for (size,) in sizes] == pytest.approx([860, 561, 453, 328], abs=8)
    assert rows_of(engine, "select sum(customers) from segments") == [(2205,)]


def textual(shared_data: Path, folder: Path) -> Path:
    """iFood's file as it was before it was prepared: words, dates, constants, spend by category."""
    ready = pd.read_csv(shared_data / "ifood_df.csv.gz")
    kept = [name for name in ready if not name.startswith(("marital_", "education_", "Unnamed", "Mnt")) or name in MNT]
    made = ready[[name for name in kept if name not in ("Age", "Customer_Days", "AcceptedCmpOverall")]].copy()
    made.insert(0, "ID", np.random.default_rng(1).permutation(11_000)[: len(made)])
    made.insert(1, "Year_Birth", 2020 - ready["Age"])
    for at, (name, start) in enumerate((("Education", "education_"), ("Marital_Status", "marital_")), 2):
        columns = [column for column in ready if column.startswith(start)]
        made.insert(at, name, ready[columns].idxmax(axis=1).str.removeprefix(start))
    first = pd.Timestamp("2014-10-10")
    made["Dt_Customer"] = (first - pd.to_timedelta(ready["Customer_Days"] - 2_000, unit="D")).dt.strftime("%d-%m-%Y")
    made.loc[made.index[::90], "Income"] = np.nan
    path = folder / "marketing_campaign.csv"
    made.to_csv(path, sep="\t", index=False)
    return path


MNT = ("MntWines", "MntFruits", "MntMeatProducts", "MntFishProducts", "MntSweetProducts", "MntGoldProds")


def test_ifood_with_its_words_is_segmented_as_well(engine: Engine, shared_data: Path, tmp_path: Path) -> None:
    load_customers(engine, textual(shared_data, tmp_path))
    (found,) = fit_attributes(engine, Choices()).segmentations
    words = rows_of(engine, "select parameters -> 'features' from segmentations")[0][0]
    assert words == ["Income", f"Spend={'+'.join(MNT)}", "Marital_Status is Married or Together"]
    assert (found["metrics"]["k"], found["metrics"]["silhouette"]) == (4, pytest.approx(0.55, abs=0.02))
    sizes = rows_of(engine, "select customers from segments where customers > 0 order by 1 desc")
    assert [size for (size,) in sizes] == pytest.approx([860, 561, 453, 328], abs=35)
    assert [one["name"] for one in found["segments"] if one["customers"]] == [
        *("High spend, single", "High spend, in a relationship", "Low spend, single", "Low spend, in a relationship"),
    ]


CZECH = {"ID": "Číslo", "Year_Birth": "Rok narození", "Marital_Status": "Stav", "Income": "Roční příjem"} | {
    name: name.replace("Mnt", "Útrata ") for name in MNT
}


def test_ifood_in_a_language_that_is_not_known(engine: Engine, shared_data: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(textual(shared_data, tmp_path), sep="\t").rename(columns=CZECH)
    frame.to_csv(tmp_path / "lidé.csv", sep=";", index=False)
    load_customers(engine, tmp_path / "lidé.csv")
    (found,) = fit_attributes(engine, Choices()).segmentations
    words = rows_of(engine, "select parameters -> 'features' from segmentations")[0][0]
    assert words == ["Roční příjem", f"Útrata={'+'.join(CZECH[name] for name in MNT)}", "Stav is Married or Together"]
    assert (found["metrics"]["k"], found["metrics"]["silhouette"]) == (4, pytest.approx(0.55, abs=0.02))
    assert [one["name"] for one in found["segments"] if one["customers"]] == [
        *("High Útrata, single", "High Útrata, in a relationship"),
        *("Low Útrata, single", "Low Útrata, in a relationship"),
    ]


def test_segments_that_run_into_each_other_are_said_to(engine: Engine, tmp_path: Path) -> None:
    random = np.random.default_rng(8)
    frame = pd.DataFrame(random.normal(50, 9, (200, 8)).round(3), columns=[f"Trait{one}" for one in "ABCDEFGH"])
    frame.insert(0, "customer_id", [f"c{i}" for i in range(200)])
    frame.to_csv(tmp_path / "noise.csv", index=False)
    load_customers(engine, tmp_path / "noise.csv")
    outcome = fit_attributes(engine, Choices("all", k=3))
    silhouette = outcome.segmentations[0]["metrics"]["silhouette"]
    assert silhouette < 0.15
    assert outcome.notes[1] == (
        f"These segments run into each other (silhouette {silhouette:.2f}, clear ones have 0.25 and more): "
        "fewer attributes, chosen with --features, may part customers better."
    )


def measured(name: str, *frequent: str, counts: tuple[int, ...] = (), kind: str = "numeric", **is_: bool) -> Attribute:
    """An attribute of 100 customers with frequent values."""
    flags = {"is_constant": False, "is_unique": False} | is_
    return Attribute(name, name, kind, 100, frequent=frequent, counts=counts, **flags)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (  # a bank's
            [
                *(measured("RowNumber", is_unique=True), measured("CreditScore")),
                measured("Gender", "Male", "Female", counts=(60, 40), kind="categorical"),
                *(measured("Age"), measured("Balance"), measured("NumOfProducts", "1", "2", "3")),
                *(measured("HasCrCard", "1", "0"), measured("Exited", "0", "1")),
            ],
            ["CreditScore", "Age", "Balance", "NumOfProducts"],
        ),
        (  # codes are no amounts, counts of products are
            [
                *(measured("Region", "1", "2", "3"), measured("zip_code"), measured("Store ID", "4", "5")),
                *(measured("Fresh"), measured("Milk"), measured("Number of Stores")),
            ],
            ["Fresh", "Milk", "Number of Stores"],
        ),
        (  # nearly all the same
            [measured("Age"), measured("Kids", "0", "1", "2", counts=(99, 1)), measured("Visits")],
            ["Age", "Visits"],
        ),
        (  # one measure alone: all that is known counts, codes as categories
            [measured("Age"), measured("Region", "1", "2", counts=(50, 50)), measured("Member", "1", "0")],
            ["Age", "Region is 1", "Member"],
        ),
        ([measured("Annual Income (k$)"), measured("Age"), measured("Spending Score (1-100)")],
         ["Income=Annual Income (k$)", "Spend=Spending Score (1-100)"]),
        ([measured("Income"), measured("Amount_Books"), measured("Amount_Toys"), measured("Amount_Total")],
         ["Income", "Spend=Amount_Books+Amount_Toys"]),
    ],
)  # fmt: skip
def test_measures_are_chosen_as_an_analyst_would(known: list[Attribute], words: list[str]) -> None:
    assert [feature.words for feature in choose_features(known)] == words


def test_what_repeats_another_feature_is_left_out() -> None:
    random = np.random.default_rng(4)
    one, flag = random.normal(0, 1, 200), random.integers(0, 2, 200)
    gaps = np.where(random.random(200) < 0.1, np.nan, 3 * one + 5)
    values = np.column_stack([one, gaps, flag, 1 - flag, random.normal(0, 1, 200), np.ones(200)])
    features = [Feature(name, (name,)) for name in "abcdef"]
    assert without_repeats(features, values) == [0, 2, 4, 5]


def test_values_are_sums_and_shares(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text('id,a,b,Plan\n1,1,2,"go""ld\nx"\n2,,3,silver\n3,,,\n')
    load_customers(engine, path)
    with pytest.raises(NoDataError):
        fit_attributes(engine, Choices())  # far too few, and nothing is kept
    features = [Feature("Both", ("a", "b")), Feature("Gold", ("Plan",), ('go"ld\nx',))]
    with engine.begin() as connection:
        connection.execute(text("insert into customer_features select customer_id, 'DE', null, 0, 0, 0, 0, null, null, "
                                "null, null, 0, 0, null, null, null, null, 7 from customers"))  # fmt: skip
        ids, keys, values = read_values(connection, features)
        assert [one.name for one in read_attributes(connection)] == ["a", "b", "Plan"]
    assert (ids.tolist(), keys.tolist()) == (["1", "2", "3"], [7, 7, 7])
    np.testing.assert_array_equal(values, [[3, 1], [3, 0], [np.nan, np.nan]])


def test_the_command(run_module: Callable[..., "CompletedProcess[str]"], engine: Engine, tmp_path: Path) -> None:
    load_customers(engine, people(tmp_path))
    done = run_module("models", "fit", "--source", "customers", "--k", 2, "--seed", 7, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["segmentations"][0]
    assert (found["algorithm"], found["metrics"]["k"]) == ("attributes", 2)
    for options, sentence in (
        (("--source", "customers", "--as-of", "2024-01-01"), "--as-of is about orders"),
        (("--features", "Spent"), "There is no feature Spent. The features are "),
    ):
        refused = run_module("models", "fit", *options)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert sentence in refused.stderr
