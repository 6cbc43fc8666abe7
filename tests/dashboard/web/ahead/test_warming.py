"""Panels that are there before anybody asks: after a start, and one click away from a view."""

import time
from collections.abc import Iterator

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.app import create_app
from dashboard.shop.beside.aside import QUIET_SECONDS, Aside
from tests.dashboard.calls import find, post
from tests.dashboard.conftest import for_web
from tests.dashboard.web.guard.test_answered import statements
from tests.databases import connected
from warehouse.settings import Settings

pytestmark = pytest.mark.slow
PATIENCE = 60


@pytest.fixture(scope="module")
def store(server_url: str, worker_id: str, sample_store: str) -> Iterator[Engine]:
    """A shop of one's own."""
    with connected(server_url, f"ahead_{worker_id}", sample_store) as engine:
        yield for_web(engine)


@pytest.fixture(scope="module")
def served(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dash]:
    """An app that works ahead."""
    url = store.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=url, home=tmp_path_factory.mktemp("ahead")), store, b"secret")
    yield app
    app.server.extensions["aside"].stop()


@pytest.fixture
def client(served: Dash) -> FlaskClient:
    """A browser on this machine, when all is done that can be done ahead."""
    rest(served)
    found = served.server.test_client()
    find(found, "overview-trend-graph.figure")  # by which the callbacks are known
    found.environ_base["HTTP_ACCEPT_ENCODING"] = "br"
    return found


def rest(app: Dash) -> None:
    aside: Aside = app.server.extensions["aside"]
    end, quiet = time.monotonic() + PATIENCE, 0
    while quiet < 3 and time.monotonic() < end:
        quiet = quiet + 1 if aside.is_idle else 0
        time.sleep(QUIET_SECONDS / 4)
    assert quiet == 3


def marts(client: FlaskClient, store: Engine, output: str, search: str) -> list[str]:
    """What a panel asks of marts when it is opened."""
    values = {"filters.data": {"search": search}, "theme.data": "light", "narrow.data": False}
    with statements(store) as asked:
        assert post(client, output, values).status_code == 200
    return [one for one in asked if "segment_" in one]


def test_the_common_views_are_there_after_a_start(client: FlaskClient, store: Engine) -> None:
    assert marts(client, store, "overview-trend-graph.figure", "") == []
    assert marts(client, store, "countries-table-content.children", "") == []


def test_what_is_one_click_away_is_there(served: Dash, client: FlaskClient, store: Engine) -> None:
    view = "?country=DE"
    assert marts(client, store, "overview-trend-graph.figure", view) != []
    rest(served)
    assert marts(client, store, "countries-table-content.children", view) == []
    assert marts(client, store, "seasons-years-graph.figure", view) != []
