"""Stores with something in them, loaded and fitted through the real functions, once a session.

`small`: the literal shop of `literal.py`; `shop`: a generated one of 6,000 lines; `retail`: Online Retail, skipped
where it is not there. Each is a `Shop`; `app` and `client` serve the generated one. Nobody may change them.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from weakref import WeakKeyDictionary

import pytest
from dash import Dash
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine

from dashboard.app import create_app
from dashboard.shop import Shop, be
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.dashboard.kept import fill_kept
from tests.dashboard.literal import LINES
from tests.databases import connected, filled_once
from warehouse.engine import as_web
from warehouse.settings import Settings

MakeApp = Callable[[Engine], Dash]
ClientOf = Callable[[Shop], FlaskClient]


@contextmanager
def filled(server_url: str, name: str, file: Path | None) -> Iterator[Engine]:
    """A database of its own, with a file loaded and fitted; another process may have one of the same name."""
    with connected(server_url, f"{name}_{os.getpid()}") as engine:
        if file is not None:
            _fill(engine, file)
        yield engine


def _fill(engine: Engine, file: Path) -> None:
    load_file(engine, file)
    fit(engine, Options())


class Compiled(BytecodeCache):
    """What an app has compiled of its templates, for the apps after it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code of the same text of the same file."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Each test has an app of its own, of which each would compile what it shows: an eighth of the time of pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", Flask.jinja_options | {"bytecode_cache": Compiled()})
        yield


@pytest.fixture(autouse=True)
def nobody_looks_any_more() -> Iterator[None]:
    """A gate leaves its viewer to the thread, which all tests share."""
    yield
    be(None)


def for_web(engine: Engine) -> Engine:
    """The same database as the dashboard is served: every transaction is one of the web's role."""
    web = create_engine(engine.url)
    as_web(web)
    return web


class Served(Shop):
    """A shop that reads as the dashboard does; `engine` is the owner's, for what tests compare with."""

    def __init__(self, owner: Engine) -> None:
        super().__init__(owner, "GBP")
        self._engine = for_web(owner)


@pytest.fixture(scope="session")
def small(server_url: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The literal shop."""

    def fill(engine: Engine) -> None:
        file = tmp_path_factory.mktemp("small") / "literal.csv"
        file.write_text(LINES, encoding="utf-8")
        _fill(engine, file)

    with connected(server_url, f"small_{worker_id}", filled_once(server_url, "small", fill)) as engine:
        yield Served(engine)


@pytest.fixture(scope="session")
def shop(server_url: str, worker_id: str, sample_store: str) -> Iterator[Shop]:
    """A generated shop: some 25 countries, two segmentations, three years."""
    with connected(server_url, f"shop_{worker_id}", sample_store) as engine:
        yield Served(engine)


@pytest.fixture(scope="session")
def kept(
    server_url: str, worker_id: str, sample_store: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    """The generated shop with people and audiences, without guests."""

    def fill(engine: Engine) -> None:
        fill_kept(engine, tmp_path_factory.mktemp("kept"))

    with connected(server_url, f"kept_{worker_id}", filled_once(server_url, "kept", fill, sample_store)) as engine:
        yield Served(engine)


@pytest.fixture(scope="session")
def retail(server_url: str, worker_id: str, retail_store: str) -> Iterator[Shop]:
    """Online Retail."""
    with connected(server_url, f"retail_{worker_id}", retail_store) as engine:
        yield Served(engine)


@pytest.fixture(scope="session")
def make_app(tmp_path_factory: pytest.TempPathFactory) -> MakeApp:
    """The whole app on an engine, in test mode."""
    home = tmp_path_factory.mktemp("home")

    def make(engine: Engine) -> Dash:
        url = engine.url.render_as_string(hide_password=False)
        return create_app(Settings(database_url=url, home=home), for_web(engine))

    return make


@pytest.fixture(scope="session")
def client_of(make_app: MakeApp) -> ClientOf:
    """Requests to the one app of a store that nobody changes: it is wired, and gets to know its tables, once."""
    apps: WeakKeyDictionary[Shop, Dash] = WeakKeyDictionary()

    def of(shop: Shop) -> FlaskClient:
        app = apps.get(shop) or apps.setdefault(shop, make_app(shop.engine))
        return app.server.test_client()

    return of


@pytest.fixture(scope="session")
def app(make_app: MakeApp, shop: Shop) -> Dash:
    """The app on the generated shop."""
    return make_app(shop.engine)


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """Requests to the app."""
    return app.server.test_client()
