"""Stores with attributes of customers, made once a session; nobody may change them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.shop import Shop
from etl.people.load import load_customers
from etl.storing.load import load_file
from models.attributes.segments import Choices
from models.publishing.fit import Options, fit
from models.publishing.fit_attributes import fit_attributes
from tests.dashboard.conftest import filled
from tests.dashboard.literal import LINES


def people(folder: Path) -> Path:
    """120 customers with numbers from 11, most of them without orders in the literal shop."""
    rows = [
        f"{11 + i},{('DE', 'FR', '')[i % 3]},{20 + i % 50 + i / 10},{i % 2},{('gold', 'silver', 'tin')[i * i % 3]}"
        for i in range(120)
    ]
    path = folder / "people.csv"
    path.write_text("\n".join(["customer_id,country,Age,Member,Plan", *rows]) + "\n")
    return path


@pytest.fixture(scope="session")
def alone(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Customers without any transaction."""
    with filled(server_url, "pages_attributes", None) as engine:
        load_customers(engine, people(tmp_path_factory.mktemp("people")))
        fit_attributes(engine, Choices("Age,Member", k=4))
        yield Shop(engine, "GBP")


@pytest.fixture(scope="session")
def joined(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The literal shop with the attributes of some of its customers."""
    folder = tmp_path_factory.mktemp("joined")
    (folder / "shop.csv").write_text(LINES, encoding="utf-8")
    with filled(server_url, "pages_joined", None) as engine:
        load_file(engine, folder / "shop.csv")
        load_customers(engine, people(folder))
        fit(engine, Options())
        fit_attributes(engine, Choices("Age,Member", k=3))
        yield Shop(engine, "GBP")
