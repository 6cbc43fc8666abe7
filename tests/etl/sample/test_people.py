"""The people of the sample shop: the same ones who buy, told about as real files do."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.sample.people import COLUMNS, DOMAINS, HEADER
from etl.sample.shop import Shop, is_sample, write_sample
from etl.storing.clearing import clear_sample
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.conftest import RunModule
from tests.etl.shop_files import rows_of, stored_rows

SHOP = Shop(80_000)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The orders and the people of a third of the demo's shop."""
    folder = tmp_path_factory.mktemp("sample")
    orders, people = folder / "sample-shop.csv", folder / "sample-shop-customers.csv"
    write_sample(orders, SHOP, people=people)
    return orders, people


def told(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_orders_are_the_same_with_and_without_people(files: tuple[Path, Path], tmp_path: Path) -> None:
    write_sample(alone := tmp_path / "x.csv", SHOP)
    assert alone.read_bytes() == files[0].read_bytes()
    write_sample(tmp_path / "y.csv", SHOP, people=tmp_path / "z.csv")
    assert (tmp_path / "z.csv").read_bytes() == files[1].read_bytes()
    write_sample(tmp_path / "y.csv", Shop(80_000, 2), people=tmp_path / "z.csv")
    assert (tmp_path / "z.csv").read_bytes() != files[1].read_bytes()


def test_they_are_the_shops_buyers(files: tuple[Path, Path]) -> None:
    buyers = {row["CustomerID"] for row in told(files[0])} - {""}
    numbers = [row["CustomerID"] for row in told(files[1])]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= buyers
    assert 0.95 < len(numbers) / len(buyers) < 1


def test_they_have_holes_and_reach_nobody(files: tuple[Path, Path]) -> None:
    people = told(files[1])
    assert list(people[0]) == list(COLUMNS)
    filled = {name: sum(row[name] != "" for row in people) / len(people) for name in COLUMNS}
    assert {name for name, share in filled.items() if share > 0.99} == {"CustomerID", "LoyaltyCard", "Country"}
    assert min(filled.values()) > 0.5
    addresses = [row["Email"] for row in people if row["Email"]]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"[a-z]+(\.[a-z]+)?\d+@[a-z.]+", address) for address in addresses)
    assert {address.partition("@")[2] for address in addresses} == set(DOMAINS)
    consents = Counter(row["MarketingConsent"] for row in people)
    assert set(consents) == {"yes", "no", ""}
    assert min(consents.values()) > 0.15 * len(people)
    assert len({row["FirstName"] for row in people}) > 100
    assert all(1930 <= int(row["BirthYear"]) <= 2008 for row in people if row["BirthYear"])


def test_they_load_and_differ_by_segment(engine: Engine, files: tuple[Path, Path]) -> None:
    load_file(engine, files[0])
    report = load_customers(engine, files[1])
    assert (report.rows_rejected, report.notes) == (0, [])
    # Who bought nothing but what was free, or only in rows with mistakes, is in one file only.
    assert report.joined >= 0.99 * report.customers
    assert set(report.contacts) == {
        *("customer_id", "first_name", "last_name", "email", "consent", "country", "city", "birth_year")
    }
    assert set(report.attributes) == {"Channel", "LoyaltyCard", "HouseholdSize", "BirthYear", "City"}
    consents = dict(rows_of(engine, "select consent, count(*) from customers where email is not null group by 1"))
    assert set(consents) == {True, False, None}
    fit(engine, Options(k=3))
    cards = dict(
        rows_of(
            engine,
            "select segment_id, avg((attributes ->> 'LoyaltyCard')::numeric) from customers "
            "join customer_segments using (customer_id) join segmentations using (segmentation_id) "
            "where algorithm = 'rfm' and attributes ? 'LoyaltyCard' group by 1",
        )
    )
    assert float(cards["champions"]) > 1.5 * float(cards["hibernating"])
    liked = rows_of(
        engine,
        "select count(distinct segment_id) from segment_lift join segmentations using (segmentation_id) "
        "where algorithm = 'rfm' and rank = 1",
    )
    assert liked[0][0] >= 5
    assert clear_sample(engine, print) == 2
    assert set(stored_rows(engine).values()) == {0}


def test_only_a_file_that_begins_so_is_the_samples(files: tuple[Path, Path], tmp_path: Path) -> None:
    assert is_sample(files[1])
    (own := tmp_path / "sample-shop-mine.csv").write_bytes(b"CustomerID,FirstName\n1,Ann\n")
    (elsewhere := tmp_path / "people.csv").write_bytes(HEADER + b"1,Ann,,,,,,,,,\n")
    assert (is_sample(own), is_sample(elsewhere)) == (False, False)


@pytest.mark.parametrize("lines", [1, 10, 120])
def test_the_smallest_shops_have_people_too(tmp_path: Path, lines: int) -> None:
    people = write_sample(tmp_path / "x.csv", Shop(lines), people=(path := tmp_path / "y.csv"))
    assert len(told(path)) == people


def test_the_command_writes_both(run_module: RunModule, tmp_path: Path) -> None:
    done = run_module("etl", "sample", "--lines", "500", "--customers", tmp_path / "p.csv", tmp_path / "o.csv")
    people = len(told(tmp_path / "p.csv"))
    assert done.stderr.splitlines() == [
        f"{tmp_path}/o.csv holds 500 generated lines.",
        f"{tmp_path}/p.csv holds {people:,} of their customers. Load it with: python -m etl customers {tmp_path}/p.csv",
    ]
