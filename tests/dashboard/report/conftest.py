"""Reports of the stores."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.filters.selection import Filters
from dashboard.report.document import render
from dashboard.shop import Shop
from etl.people.load import load_customers
from etl.storing.load import load_file
from models.attributes.segments import Choices
from models.publishing.fit import Options, fit
from models.publishing.fit_attributes import fit_attributes
from tests.dashboard.conftest import filled
from tests.dashboard.report.reading import Report

NOW = datetime(2026, 3, 4, 5, 6)
EVIL = "<script>alert(1)</script>"


def report_of(shop: Shop, filters: Filters | None = None) -> Report:
    """The report, read."""
    return Report(render(shop, filters or Filters(), NOW))


@pytest.fixture(scope="session")
def html(shop: Shop) -> str:
    """The generated shop's report."""
    return render(shop, Filters(), NOW)


@pytest.fixture(scope="session")
def report(html: str) -> Report:
    """The same, read."""
    return Report(html)


@pytest.fixture(scope="session")
def evil(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop whose file, country, customer and product are markup."""
    file = tmp_path_factory.mktemp("evil") / "<b>shop&co.csv"
    lines = [
        f"{number},{EVIL},{EVIL},{1 + number % 7},2023-{1 + number % 12:02}-11 10:00,4.50,{EVIL}{number % 40},{EVIL}"
        for number in range(200)
    ]
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    file.write_text("\n".join([head, *lines, f"999,MUG,{EVIL},x,2023-01-01,1,1,{EVIL}"]) + "\n", encoding="utf-8")
    with filled(server_url, "report_evil", None) as engine:
        load_file(engine, file)
        fit(engine, Options())
        yield Shop(engine, "USD")


@pytest.fixture(scope="session")
def evil_html(evil: Shop) -> str:
    """Its report."""
    return render(evil, Filters(), NOW)


@pytest.fixture(scope="session")
def people(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Customers without any order."""
    file: Path = tmp_path_factory.mktemp("people") / "people.csv"
    rows = [f"{11 + i},{('DE', 'FR', '')[i % 3]},{20 + i % 50 + i / 10},{i % 2}" for i in range(120)]
    file.write_text("\n".join(["customer_id,country,Age,Member", *rows]) + "\n")
    with filled(server_url, "report_people", None) as engine:
        load_customers(engine, file)
        fit_attributes(engine, Choices("Age,Member", k=4))
        yield Shop(engine, "GBP")
