"""A store with a shop in it and a folder of the files that the documents name, for each command its own copy."""

import csv
import os
import shutil
import sqlite3
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine

from audiences.__main__ import parser as audiences
from etl.__main__ import parser as etl
from models.__main__ import parser as models
from tests.databases import filled_once, fresh
from warehouse.settings import libpq_url

LINES = 4_000
Rows = Iterable[Sequence[object]]
_numbers = count()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the files that the documents name."""
    folder = tmp_path_factory.mktemp("docs")
    run(etl(), "sample", "--lines", LINES, "--customers", folder / "people-of-sample.csv", folder / "made-up-shop.csv")
    write(folder / "crm.xlsx", with_spend(folder / "people-of-sample.csv"))
    days = {"shop": range(1, 300), "january": range(1, 60), "february": range(40, 90), "repair": range(1, 9)}
    for name, some in days.items():
        write(folder / f"{name}.csv", shop(some))
    (folder / "exports").mkdir()
    shutil.copy(folder / "january.csv", folder / "exports" / "march.csv")
    write(folder / "people.csv", [("Income", "Wine", "Meat"), *((20_000 + 90 * n, n, n % 7) for n in range(200))])
    orders = [(n, f"K{n % 40}", f"2011-05-{1 + n % 28:02}") for n in range(1000, 1090)]
    items = [(1000 + n % 90, f"P{n % 9}", 1 + n % 3, "2.50") for n in range(200)]
    write(folder / "orders.csv", [("order_id", "customer_id", "order_date"), *orders])
    write(folder / "items.csv", [("order_id", "product_id", "quantity", "price"), *items])
    write(folder / "customers.csv", [("customer_id", "email"), *((f"K{n}", f"k{n}@shop.example") for n in range(40))])
    (folder / "lapsing.json").write_text('{"segment": ["at-risk", "cant-lose"]}', encoding="utf-8")
    with closing(sqlite3.connect(folder / "shop.db")) as database, database:
        database.execute("create table orders (id, day, customer, product, pieces, price)")
        lines = [(n, f"2013-01-{1 + n % 28:02}", f"C{n % 50}", f"P{n % 9}", 1 + n % 3, 2.5) for n in range(100)]
        database.executemany("insert into orders values (?, ?, ?, ?, ?, ?)", lines)
    return folder


@pytest.fixture(scope="session")
def prepared(server_url: str, files: Path) -> str:
    """The name of a template in which a shop and its customers are loaded and fitted, and an audience is kept."""

    def fill(engine: Engine) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DATABASE_URL", libpq_url(engine.url.render_as_string(hide_password=False)))
            run(etl(), "load", files / "made-up-shop.csv")
            run(etl(), "customers", files / "crm.xlsx")
            run(models(), "fit", "--k", 3)
            run(audiences(), "keep", "Lapsed", files / "lapsing.json")

    return filled_once(server_url, "docs", fill)


@pytest.fixture
def store(server_url: str, prepared: str) -> Iterator[str]:
    """The URL of a copy of it."""
    with fresh(server_url, f"docs_{os.getpid()}_{next(_numbers)}", prepared) as url:
        yield libpq_url(url)


@pytest.fixture
def empty_store(database_url: str) -> str:
    """The URL of a database with empty tables."""
    return libpq_url(database_url)


def run(parser: ArgumentParser, *words: object) -> None:
    """Run a command in this process; its errors are raised."""
    arguments = parser.parse_args([str(word) for word in words])
    arguments.main(arguments)


def shop(days: Iterable[int]) -> Rows:
    """A shop's lines, a column for each part of an amount; the dates of a few do not say which is the month."""
    yield "Order ID", "Date", "Customer ID", "Product", "Quantity", "Price", "Line total"
    for day in days:
        pieces, price = 1 + day % 3, 2 + day % 5
        date = f"{1 + day % 28:02}/{1 + day % 12:02}/2012"
        yield day, date, f"C{day % 50}", f"P{day % 9}", pieces, f"{price}.00", f"{pieces * price}.00"


def with_spend(people: Path) -> Rows:
    """The rows of a file of customers, with an income and what they spent on wine and meat."""
    with people.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    yield *header, "Income", "Wine", "Meat"
    for number, row in enumerate(rows):
        yield *row, 20_000 + number * 7_919 % 60_000, number * 31 % 500, number * 17 % 200


def write(path: Path, rows: Rows) -> None:
    """A CSV file or a workbook."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
