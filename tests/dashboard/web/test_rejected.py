"""Rejected rows as files: to read, harmless; to repair, as they came."""

import csv
import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.web import rejected
from etl.storing.load import load_file

ADDRESS = "/exports/rejected/1.csv"
LINES = [f"{row};2024-04-13;c{row};1;2,50" for row in range(30)]
BROKEN = ["=1+1;never;c1;1;2,50", '"a;b";never;c 2;1;2,50']


@pytest.fixture
def client(engine: Engine, tmp_path: Path) -> FlaskClient:
    """A store with one load, which left two rows out."""
    file = tmp_path / "shop.csv"
    file.write_text("\n".join(["Order;Date;Customer;Qty;Price", *LINES, *BROKEN, ""]), encoding="utf-8")
    load_file(engine, file)
    server = Flask("rejected")
    rejected.register(server, Shop(engine, "GBP"))
    return server.test_client()


def test_to_read_each_has_its_line_and_reason_and_runs_nowhere(client: FlaskClient) -> None:
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rejected-1.csv"'
    assert list(csv.reader(io.StringIO(answer.get_data(as_text=True)))) == [
        ["line", "reason", "row"],
        ["32", "date not readable", "'=1+1;never;c1;1;2,50"],
        ["33", "date not readable", BROKEN[1]],
    ]


def test_to_repair_they_are_as_they_came_under_their_header(client: FlaskClient) -> None:
    answer = client.get(f"{ADDRESS}?for=repair")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rejected-1-to-repair.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True)), delimiter=";"))
    assert rows == [["Order", "Date", "Customer", "Qty", "Price"], *csv.reader(BROKEN, delimiter=";")]


@pytest.mark.parametrize("address", ["/exports/rejected/9.csv", f"/exports/rejected/{'9' * 30}.csv"])
def test_what_there_is_not(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.get_data(as_text=True)) == (
        404,
        "There is no such load, or it rejected nothing.\n",
    )


def test_it_needs_the_right(client: FlaskClient) -> None:
    with asking(Asker("vera", frozenset({"look"}))):
        assert client.get(ADDRESS).status_code == 403
