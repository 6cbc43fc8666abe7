"""A failing panel shows a sentence and a reference; what is internal goes to the log."""

import errno
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from dashboard.components.panels import failure, read_place, status_of
from dashboard.filters.link_doubts import RefusedError
from dashboard.queries.sales import activity
from dashboard.shop import FewError, LimitedError, Shop
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.dashboard.calls import call, post, texts
from tests.dashboard.conftest import MakeApp
from tests.dashboard.literal import LINES
from warehouse.errors import InputError, LockedError, NoDataError, WarehouseError

SECRET = "secret_table_of_ours"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, make_app: MakeApp, shop: Shop) -> FlaskClient:
    """An app whose activity queries fail in the database."""

    def fail(connection: Any, scope: Any) -> None:
        connection.execute(text(f"select * from {SECRET}"))

    for name in ("totals", "by_month", "by_segment", "by_country"):
        monkeypatch.setattr(activity, name, fail)
    return make_app(shop.engine).server.test_client()


@pytest.mark.parametrize("output", ["overview-figures.children", "overview-trend-title.children"])
def test_a_failing_query(broken: FlaskClient, caplog: pytest.LogCaptureFixture, output: str) -> None:
    with caplog.at_level(logging.ERROR):
        answer = post(broken, output, {"filters.data": {"search": "?country=FR"}})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Something went wrong" in words
    assert not any(internal in words for internal in (SECRET, "psycopg2", "Traceback", "select", "site-packages"))
    record = next(record for record in caplog.records if "reference" in record.getMessage())
    reference = record.getMessage().rsplit(" ", 1)[1]
    assert f"reference {reference}" in words
    assert record.exc_info is not None
    assert SECRET in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RefusedError("?"), 400),
        (InputError("?"), 404),
        (LimitedError("?"), 403),
        (FewError("?"), 403),
        (NoDataError("?"), 409),
        (LockedError("?"), 503),
        (WarehouseError("?"), 503),
        (ValueError("?"), 500),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
    ],
)
def test_whose_fault_it_is(error: Exception, status: int) -> None:
    assert status_of(error) == status


def test_what_is_meant_for_people_is_shown_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert failure(InputError("There is no such file.")) == ("Not available", "There is no such file.")
    assert not caplog.records


def test_a_full_disk_is_said_and_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    title, text = failure(OSError(errno.ENOSPC, "No space left on device", "/tmp/regulars-report-x"))
    assert (title, text) == (
        "Not available",
        "The server's disk is full, so this was not done: tell whoever runs it. With room on it, it works again.",
    )
    (line,) = caplog.records
    assert (line.exc_info, line.getMessage()) == (None, "not done: The disk is full: make room on it and try again.")


def test_two_failures_have_two_references(caplog: pytest.LogCaptureFixture) -> None:
    sentences = {failure(ValueError("internal"))[1] for _ in range(5)}
    assert len(sentences) == 5
    assert "internal" not in "".join(sentences)


@pytest.mark.parametrize("theme", ["light", "dark", None, "junk"])
def test_a_chart_takes_the_theme(client: FlaskClient, theme: Any) -> None:
    found = call(client, "overview-trend-graph.figure", {"filters.data": {"search": ""}, "theme.data": theme})
    colour = found["overview-trend-graph.figure"]["layout"]["template"]["layout"]["font"]["color"]
    assert colour == ("#edeef0" if theme == "dark" else "#1c2024")


@pytest.mark.parametrize("filters", [None, {}, {"search": "?" + "&" * 500}, {"search": "?from=x&compare=%"}])
def test_odd_filter_stores_are_no_failure(client: FlaskClient, caplog: pytest.LogCaptureFixture, filters: Any) -> None:
    found = call(client, "overview-figures.children", {"filters.data": filters})
    assert "Gross sales" in texts(found["overview-figures.children"])
    assert not caplog.records


def test_reading_a_place() -> None:
    place = read_place({"search": "?country=FR&q=1"}, "12")
    assert (place.filters.countries, place.argument, place.search) == (("FR",), "12", "?country=FR&q=1")
    assert read_place(None, None).search == ""


def test_nothing_published_yet(make_app: MakeApp, engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    client = make_app(engine).server.test_client()
    words = texts(call(client, "page.children", {"url.pathname": "/segments"})["page.children"])
    assert "Nothing has been loaded yet" in words
    assert "python -m models fit" in words
    assert "Nothing has been loaded yet" in texts(
        call(client, "overview-figures.children", {"filters.data": {"search": ""}})["overview-figures.children"]
    )
    found = call(client, "filters.data", {"url.search": "?country=FR"})
    assert found["filters.data"] == {"search": "?country=FR", "idle": "yes"}  # the style sheet hides the filter bar
    assert "Data" in texts(call(client, "page.children", {"url.pathname": "/data"})["page.children"])
    assert "Nothing has been loaded yet" in texts(call(client, "data-content.children", {})["data-content.children"])
    answer = client.get("/exports/customers.csv")
    assert answer.status_code == 409
    assert "Nothing has been loaded yet" in answer.get_data(as_text=True)
    assert not caplog.records


def test_a_new_fit_shows_without_a_restart(
    make_app: MakeApp, engine: Engine, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.shop.shop.TRUST_SECONDS", 0)
    client = make_app(engine).server.test_client()
    head, *lines = LINES.splitlines()

    def gross() -> str:
        return texts(
            call(client, "overview-figures.children", {"filters.data": {"search": ""}})["overview-figures.children"]
        )

    for rows, expected in ((lines[:12], "Gross sales £208"), (lines, "Gross sales £282")):
        file = tmp_path / f"{len(rows)}.csv"
        file.write_text("\n".join([head, *rows]) + "\n")
        load_file(engine, file)
        before = gross()
        fit(engine, Options())
        assert expected not in before
        assert expected in gross()
