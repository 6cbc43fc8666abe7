"""A real server with a generated shop, and a real browser that minds every error."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import Engine, create_engine

from dashboard.web.serving import free_port
from scripts.ensure_chromium import find_chromium
from tests.browser.watching import PATIENCE, Watcher
from tests.databases import filled_once, fresh
from tests.programs import ROOT, clean_environment, run_anew
from warehouse.settings import libpq_url

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
LINES = 15_000


@pytest.fixture(scope="session")
def shop_url(server_url: str, worker_id: str) -> Iterator[str]:
    """The URL of a database with a generated shop, made by the commands that people use."""
    with fresh(server_url, f"browser_{worker_id}", filled_once(server_url, "browser", fill_by_commands)) as url:
        yield url


def fill_by_commands(engine: Engine) -> None:
    """A generated shop, loaded and fitted."""
    url = engine.url.render_as_string(hide_password=False)
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "sample-shop.csv")
        for arguments in (
            ["etl", "sample", "--lines", str(LINES), "--seed", "3", file],
            ["etl", "load", file],
            ["models", "fit"],
        ):
            done = run_anew(arguments, environment(url), timeout=240)
            assert done.returncode == 0, done.stderr


def environment(url: str) -> dict[str, str]:
    """What a command on that database needs."""
    return clean_environment() | {"DATABASE_URL": libpq_url(url)}


@pytest.fixture(scope="session")
def store(shop_url: str) -> Iterator[Engine]:
    """The same database, for SQL."""
    engine = create_engine(shop_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def address(shop_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `python -m dashboard` serves the shop."""
    with served(shop_url, tmp_path_factory.mktemp("server") / "server.log") as found:
        yield found


@contextmanager
def served(url: str, log: Path) -> Iterator[str]:
    """Where `python -m dashboard` serves a database."""
    port = free_port("127.0.0.1", None, default=8250)
    command = [sys.executable, "-m", "dashboard", "--port", str(port)]
    own = environment(url) | {"REGULARS_HOME": str(log.parent / "home")}  # where uploaded files go
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=own, cwd=ROOT, stdout=output, stderr=output, start_new_session=True) as process,
    ):
        found = f"http://127.0.0.1:{port}"
        try:
            _wait(found + "/healthz", log)
            yield found
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")


def _wait(address: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text(errors='replace')}")


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


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page in a fresh context, like another person's browser; fails at the end on anything that went wrong in it."""
    context: BrowserContext = browser.new_context(
        base_url=address,
        reduced_motion="reduce",
        accept_downloads=True,
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE * 1000)
    watcher = Watcher(address)
    page = context.new_page()
    watcher.watch(page)
    try:
        yield page
        watcher.check()
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A laptop's browser on the served shop."""
    with opened(browser, address, viewport={"width": 1440, "height": 900}) as found:
        yield found
