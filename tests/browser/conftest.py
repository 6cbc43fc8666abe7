"""A real server with a generated shop, and a real browser that minds every error.

Each is started once and lent from test to test, for starting is what costs; tests/conftest.py hands this whole folder
to one worker.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import Engine, create_engine

from scripts.ensure_chromium import find_chromium
from tests.browser.emptying import Emptied
from tests.browser.serving import served
from tests.browser.watching import PATIENCE
from tests.browser.windows import LAPTOP, fresh, lent
from tests.databases import connected
from tests.databases import fresh as fresh_database

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def store(server_url: str, worker_id: str, sample_store: str) -> Iterator[Engine]:
    """A generated shop, for SQL."""
    with connected(server_url, f"browser_{worker_id}", sample_store) as engine:
        yield engine


@pytest.fixture(scope="session")
def address(store: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `python -m dashboard` serves the shop."""
    url = store.url.render_as_string(hide_password=False)
    with served(url, tmp_path_factory.mktemp("server") / "server.log", "--no-worker") as found:
        yield found


@pytest.fixture(scope="session")
def emptied(server_url: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emptied]:
    """Where a store that nobody has put anything into is served, with a worker beside."""
    with fresh_database(server_url, f"emptied_{worker_id}") as url:
        engine = create_engine(url)
        with served(url, tmp_path_factory.mktemp("emptied") / "server.log") as found:
            yield Emptied(found, engine)
        engine.dispose()


@pytest.fixture
def empty(emptied: Emptied) -> Iterator[Emptied]:
    """The same, and empty again afterwards."""
    yield emptied
    emptied.empty()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip("THERE IS NO CHROMIUM: run scripts/ensure_chromium.py, else no browser test is run")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def window(browser: Browser, address: str) -> Iterator[Page]:
    """The window that `page` lends."""
    with fresh(browser, address) as found:
        yield found


@pytest.fixture(scope="session")
def second_window(browser: Browser, address: str) -> Iterator[Page]:
    """The window that `other` lends."""
    with fresh(browser, address) as found:
        yield found


@pytest.fixture
def page(window: Page, address: str) -> Iterator[Page]:
    """A laptop's browser on the served shop."""
    with lent(window, address, LAPTOP) as found:
        yield found


@pytest.fixture
def other(second_window: Page, address: str) -> Iterator[Page]:
    """Another person's browser, which shares nothing with `page`."""
    with lent(second_window, address, LAPTOP) as found:
        yield found
