"""Stores that tests of attributes share."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.people.load import load_customers
from etl.sample.shop import Shop as Sample
from etl.sample.shop import write_sample
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.databases import filled_once


@pytest.fixture(scope="session")
def orders_alone(server_url: str) -> str:
    """A template with a generated shop, segmented, of whose customers nothing else is known."""

    def fill(engine: Engine) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made-up-shop.csv"
            write_sample(path, Sample(2_000, seed=5))
            load_file(engine, path)
        fit(engine, Options(k=3))

    return filled_once(server_url, "orders_alone", fill)


@pytest.fixture(scope="session")
def ifood(server_url: str, shared_data: Path) -> str:
    """A template with iFood's customers and their attributes."""
    return filled_once(server_url, "ifood", lambda engine: load_customers(engine, shared_data / "ifood_df.csv.gz"))
