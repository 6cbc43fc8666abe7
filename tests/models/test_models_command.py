"""`python -m models` as a person or a script sees it."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from models.features import money
from models.features.tables import read_customers
from models.publishing.fit import Options, segmentations_of
from tests.models.publishing.test_publishing import shop
from tests.programs import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_fit_and_list(fill: Callable[..., None], run_module: Run) -> None:
    fill(shop())
    empty = run_module("models", "list")
    assert (empty.returncode, empty.stdout) == (0, "There are no segmentations yet: python -m models fit makes them.\n")
    fitted = run_module("models", "fit", "--json")
    assert (fitted.returncode, fitted.stderr) == (0, "")
    result = json.loads(fitted.stdout)
    assert (result["customers"], result["notes"]) == (60, [])
    assert [one["algorithm"] for one in result["segmentations"]] == ["rfm", "kmeans"]
    assert all(sum(s["customers"] for s in one["segments"]) == 60 for one in result["segmentations"])
    listed = json.loads(run_module("models", "list", "--json").stdout)
    assert [(one["algorithm"], one["published"], one["customers"]) for one in listed] == [
        ("kmeans", True, 60),
        ("rfm", True, 60),
    ]
    shown = run_module("models", "list").stdout
    assert "RFM groups" in shown
    assert "K-means" in shown


def test_list_marks_segments_that_are_older_than_the_data(
    engine: Engine, fill: Callable[..., None], run_module: Run
) -> None:
    fill(shop())
    run_module("models", "fit", "--k", "3")
    assert "changed" not in run_module("models", "list").stdout
    with engine.begin() as connection:
        connection.execute(text("update segmentations set is_stale = algorithm = 'rfm'"))
    assert [one["is_stale"] for one in json.loads(run_module("models", "list", "--json").stdout)] == [False, True]
    shown = run_module("models", "list").stdout.splitlines()
    assert [line for line in shown if "RFM groups" in line and "yes, data changed since" in line]
    assert [line for line in shown if "K-means" in line and "changed" not in line]
    assert shown[-1].endswith("Renew them with: python -m models fit")


def test_fit_shows_segments_to_people_in_the_shops_currency(
    engine: Engine, fill: Callable[..., None], run_module: Run
) -> None:
    fill(shop())
    options = ("--k", "3", "--as-of", "2011-09-01", "--monetary", "net")
    shown = run_module("models", "fit", *options, env={"REGULARS_CURRENCY": "EUR"})
    assert shown.returncode == 0
    with engine.connect() as connection:
        assert list(connection.scalars(text("select distinct parameters ->> 'monetary' from segmentations"))) == ["net"]
    assert "3 segments were asked for." in shown.stdout
    assert "€" in shown.stdout
    assert "60 customers as of 2011-09-01, published in" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["fit", "--k", "40"], 1, "error: 40 segments cannot be made: choose from 2 to 11."),
        (["fit", "--keep", "0"], 1, "error: At least one run has to be kept: --keep 1 or more."),
        (["fit", "--as-of", "2001-01-01"], 1, "error: Nothing had been bought before 2001-01-01: the first"),
        (["fit", "--as-of", "soon"], 2, "'soon' is not a day like 2011-12-10"),
    ],
)
def test_errors(fill: Callable[..., None], run_module: Run, arguments: list[str], code: int, sentence: str) -> None:
    fill(shop(30 + 1))
    done = run_module("models", *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_transactions(run_module: Run) -> None:
    done = run_module("models", "fit")
    assert (done.returncode, done.stderr) == (
        1,
        "error: There are no transactions yet: load some with python -m etl load FILE.\n",
    )


def test_without_a_customer_in_any_line(fill: Callable[..., None], run_module: Run) -> None:
    fill([{**row, "customer_id": None} for row in shop(12)])
    done = run_module("models", "fit")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error: No line that is loaded names a customer" in done.stderr
    assert '--map customer_id="COLUMN"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["fit", "--help"], ["list", "--help"]])
def test_help(run_module: Run, arguments: list[str]) -> None:
    done = run_module("models", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: python -m models" in done.stdout


def test_what_computes_nothing_starts_without_the_libraries_that_compute() -> None:
    program = "import sys, models.__main__; print({'sklearn', 'scipy', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.store("retail_store")
def test_online_retail_from_file_to_segments(engine: Engine, retail_fitted: dict[str, Any]) -> None:
    rfm, kmeans = retail_fitted["segmentations"]
    assert (retail_fitted["as_of"], retail_fitted["customers"]) == ("2011-12-10", 4372)
    groups = {one["segment_id"]: one for one in rfm["segments"]}
    assert sum(Decimal(one["gross"]) for one in groups.values()) == Decimal("8887208.894")
    assert sum(one["orders"] for one in groups.values()) == 18532
    assert (groups["free-only"]["customers"], groups["returns-only"]["customers"]) == (1, 33)
    with engine.connect() as connection:
        stored = connection.execute(text("select distinct parameters ->> 'monetary' from segmentations")).scalars()
        assert list(stored) == ["net"]
        wanted = text("select customer_id, segment_id from customer_segments where segmentation_id = :id")
        members = dict(connection.execute(wanted, {"id": rfm["segmentation_id"]}).all())
        check_groups(connection, members, "'sale', 'return'")
    assert kmeans["metrics"]["k"] == 4
    assert [one["segment_id"] for one in kmeans["segments"]] == CLUSTERS


@pytest.mark.store("retail_store")
def test_online_retail_by_gross_sales(engine: Engine) -> None:
    """As the first run would segment it that is asked to; all else that one does is the same for either measure."""
    with engine.connect() as connection:
        connection.execute(text("update segmentations set published = false"))
        customers = read_customers(connection, [], money.GROSS)
        rfm, kmeans = segmentations_of(connection, customers, Options(), [], lambda _: None, money.GROSS)
        members = dict(zip(rfm.members["customer_id"], rfm.members["segment_id"], strict=True))
        sizes = Counter(members.values())
        assert (len(members), sizes["free-only"], sizes["returns-only"]) == (4372, 1, 33)
        check_groups(connection, members, "'sale'")
    assert (rfm.parameters["monetary"], kmeans.parameters["monetary"]) == ("gross", "gross")
    assert kmeans.metrics["k"] == 4
    assert sorted(set(kmeans.members["segment_id"])) == sorted(CLUSTERS)


CLUSTERS = ["champions", "loyal", "potential-loyalists", "hibernating", "returns-only", "free-only"]


def check_groups(connection: Connection, members: dict[str, str], counted: str) -> None:
    """Everybody with an order is in the group of their scores, by the kinds of lines whose money counts."""
    customers = connection.execute(
        text(f"""
            select customer_id, date '2011-12-10' - cast(max(invoiced_at) filter (where kind = 'sale') as date),
                count(distinct invoice_no) filter (where kind = 'sale'),
                sum(quantity * unit_price) filter (where kind in ({counted}))
            from transactions group by customer_id having bool_or(kind = 'sale')
        """)
    ).all()
    assert {customer: members[customer] for customer, *_ in customers} == groups_by_definition(customers)


def groups_by_definition(customers: list) -> dict[str, str]:
    """The groups of rfm-groups.md, by its words rather than by its table of cells."""
    ids, recency, frequency, monetary = zip(*customers, strict=True)
    r = scores([-days for days in recency])
    fm = [int((f + m) / 2 + 0.5) for f, m in zip(scores(frequency), scores(monetary), strict=True)]
    return {name: group(*cell) for name, *cell in zip(ids, r, fm, strict=True)}


def scores(values: list) -> list[int]:
    first: dict[object, int] = {}
    for position, value in enumerate(sorted(values)):
        first.setdefault(value, position)
    return [1 + 5 * first[value] // len(values) for value in values]


def group(r: int, fm: int) -> str:
    if r >= 3 and fm >= 4:
        return "champions" if r == 5 else "loyal"
    if r >= 4:
        return "potential-loyalists" if fm > 1 else "new" if r == 5 else "promising"
    if r == 3:
        return "need-attention" if fm == 3 else "about-to-sleep"
    if fm >= 3:
        return "cant-lose" if fm == 5 else "at-risk"
    return "lost" if (r, fm) == (1, 1) else "hibernating"
