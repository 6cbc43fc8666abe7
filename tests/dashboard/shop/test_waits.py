"""Readers beside a writer: a store that is being filled says so and is asked again, a locked table keeps nobody."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, insert, text

from dashboard.queries.store.stages import nothing_published
from dashboard.shop import Shop
from dashboard.shop import shop as shop_module
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.dashboard.calls import call, post, texts
from tests.dashboard.conftest import MakeApp
from tests.dashboard.literal import LINES
from warehouse.schema import WRITER_LOCK, loads

FIT = "work out its segments with `python -m models fit`"
FIRST = f"The first file is being loaded. When it is done, {FIT}."


@contextmanager
def writer(engine: Engine, *tables: str) -> Iterator[None]:
    """Another command at work, which locks readers out of these tables."""
    with engine.connect() as connection:
        connection.execute(text(f"select pg_advisory_lock({WRITER_LOCK})"))
        # Whoever would wait for the locks below gets them then, and the test fails instead of hanging.
        connection.execute(text("set local idle_in_transaction_session_timeout = '2min'"))
        for table in tables:
            connection.execute(text(f"lock table {table} in access exclusive mode"))
        yield
        connection.rollback()
        connection.execute(text(f"select pg_advisory_unlock({WRITER_LOCK})"))


@pytest.fixture
def literal(engine: Engine, tmp_path: Path) -> Callable[[], None]:
    """Load the literal shop."""

    def load() -> None:
        file = tmp_path / "literal.csv"
        file.write_text(LINES, encoding="utf-8")
        load_file(engine, file)

    return load


@pytest.fixture
def client(engine: Engine, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The app on the test's own store; it asks each time what is published."""
    monkeypatch.setattr(shop_module, "TRUST_SECONDS", 0.0)
    return make_app(engine).server.test_client()


@pytest.mark.parametrize(
    ("statuses", "works", "sentence"),
    [
        ([], False, f"Nothing has been loaded yet. Load a file with `python -m etl load FILE`, then {FIT}."),
        (["failed"], False, f"Nothing has been loaded yet. Load a file with `python -m etl load FILE`, then {FIT}."),
        (["running"], False, f"Nothing has been loaded yet. Load a file with `python -m etl load FILE`, then {FIT}."),
        (["failed", "running"], True, FIRST),
        (["done", "running"], True, f"A file is being loaded. When it is done, {FIT}."),
        (["done"], False, "Nothing has been segmented yet. Work out the segments with `python -m models fit`."),
        (
            ["done"],
            True,
            "The store is being worked on. If `python -m models fit` is running, its segments show when it is done.",
        ),
    ],
)
def test_how_far_a_store_is(engine: Engine, statuses: list[str], works: bool, sentence: str) -> None:
    with engine.begin() as connection:
        for status in statuses:
            row = {"file_name": "shop.csv", "started_at": text("now()"), "status": status}
            connection.execute(insert(loads).values(**row))
    if works:
        with writer(engine), Shop(engine, "GBP").connect() as connection:
            assert str(nothing_published(connection)) == sentence
    else:
        with Shop(engine, "GBP").connect() as connection:
            assert str(nothing_published(connection)) == sentence


def test_a_page_looks_again_until_it_has_something_to_show(
    engine: Engine, client: FlaskClient, literal: Callable[[], None]
) -> None:
    def show(path: str, changed: str = "url.pathname") -> str:
        answer = post(client, "page.children", {"url.pathname": path, "again.n_intervals": 1}, changed)
        found = (answer.get_json(silent=True) or {}).get("response", {})
        return texts(found["page"]["children"]) if "page" in found else "as it was"

    def looks_again() -> bool:
        return not call(client, "again.disabled", {"url.pathname": "/"})["again.disabled"]

    with engine.begin() as connection:
        connection.execute(insert(loads).values(file_name="shop.csv", started_at=text("now()"), status="running"))
    with writer(engine, "transactions", "guest_transactions"):
        for path in ("/", "/segments/champions", "/exports"):
            assert show(path).startswith("The first file is being loaded In a shell:   When it is done")
        assert looks_again()
        assert client.get("/exports/customers.csv").text == f"Not available. {FIRST}\n"
        assert show("/data").startswith("Data")
        assert show("/data", "again.n_intervals") == "as it was"  # only its contents are asked for again
        shown = texts(call(client, "data-content.children", {})["data-content.children"])
        assert ("Running" in shown, "rejected" in shown.split("Loads")[1]) == (True, False)
        assert post(client, "filters.data", {}, "again.n_intervals").status_code == 204
    literal()
    fit(engine, Options())
    assert show("/", "again.n_intervals").startswith("Overview")
    assert not looks_again()
    assert call(client, "filters.data", {}, "again.n_intervals")["filters.data"] == {"search": ""}


@pytest.mark.parametrize(
    ("table", "output"),
    [
        ("transactions", "customer-products-content.children"),
        ("orders", "customer-orders-content.children"),
        ("segment_activity", "overview-figures.children"),
        ("segmentations", "page.children"),
        ("loads", "data-content.children"),
    ],
)
def test_a_locked_table_keeps_nobody_and_is_not_remembered(
    engine: Engine, client: FlaskClient, literal: Callable[[], None], caplog: Any, table: str, output: str
) -> None:
    literal()
    fit(engine, Options())

    def ask() -> str:
        values = {"url.pathname": "/", "filters.data": {"search": ""}, "argument.data": "1"}
        return " ".join(texts(part) for part in call(client, output, values).values())

    call(client, "filters.data", {})  # what is published is known, as it is to any worker that has served a page
    with writer(engine, table):
        assert "One moment" in ask()
    assert "One moment" not in ask()
    assert not caplog.records


def test_an_export_does_not_wait_either(engine: Engine, client: FlaskClient, literal: Callable[[], None]) -> None:
    literal()
    fit(engine, Options())
    with writer(engine, "customer_features"):
        answer = client.get("/exports/customers.csv")
        assert (answer.status_code, answer.text.split(".")[0]) == (503, "One moment")
    assert client.get("/exports/customers.csv").status_code == 200
