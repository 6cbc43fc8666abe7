"""One embedded PostgreSQL a test session; each test that asks for `engine` gets a database of its own."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from warehouse.embedded import share
from warehouse.migrations import upgrade
from warehouse.settings import Settings, libpq_url, spell

ROOT = Path(__file__).parent.parent
RunModule = Callable[..., subprocess.CompletedProcess[str]]
_numbers = itertools.count()

# What starts, stops and kills programs and browsers depends on how busy the machine is: such a test may try twice, and
# pytest's closing line says how many did.
TIMED = (
    "tests/browser/",
    "tests/dashboard/web/test_serving.py",
    "tests/etl/storing/test_kills.py",
    "tests/etl/storing/test_load_safety.py",
    "tests/models/publishing/test_publishing.py",
    "tests/warehouse/test_command.py",
    "tests/warehouse/embedded/test_server.py",
    "tests/warehouse/embedded/test_ending.py",
    "tests/worker/test_processes.py",
)

# `make quick` leaves out what takes long: TIMED, what by these fixtures starts programs, reads the real data or makes a
# database of its own, and what is marked `slow` in its own file.
SLOW_FIXTURES = {"run_module", "shared_data", "database_url"}

# The same generated cases in every run: a change is judged by what it changed. REGULARS_FUZZ looks for new cases.
hypothesis_settings.register_profile("repeated", derandomize=True, database=None)
hypothesis_settings.load_profile("default" if "REGULARS_FUZZ" in os.environ else "repeated")


def pytest_configure() -> None:
    """Heed Ctrl-C even in the background, where shells have it ignored: programs under test would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that a busy machine can disturb try twice; mark those that take long."""
    for item in items:
        is_timed = item.nodeid.startswith(TIMED)
        if is_timed:
            item.add_marker(pytest.mark.flaky(reruns=1))
        if is_timed or SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The SQLAlchemy URL of the session's server; its database `template` holds the migrated, empty tables."""
    with share(tmp_path_factory.mktemp("server")) as server:
        _administer(server.url, "create database template")
        engine = create_engine(_on(server.url, "template"))
        upgrade(engine)
        engine.dispose()
        yield server.url


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """The URL of a fresh database with empty tables, dropped after the test."""
    name = f"test_{next(_numbers)}"
    _administer(server_url, f"create database {name} template template")
    yield _on(server_url, name)
    _administer(server_url, f"drop database {name} with (force)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings that name the test's database by DATABASE_URL."""
    return Settings(database_url=database_url, home=tmp_path / ".regulars")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An Engine on the test's database."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def run_module(request: pytest.FixtureRequest) -> RunModule:
    """`run_module("etl", "load", file, env={…})` runs `python -m etl load …` on the test's database.

    With `embedded=HOME` it runs on the embedded server of that home instead. The result has text in stdout and stderr.
    """

    def run(
        *arguments: object,
        env: Mapping[str, str] | None = None,
        embedded: Path | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        environment = clean_environment()
        if embedded is None:
            environment["DATABASE_URL"] = libpq_url(request.getfixturevalue("database_url"))
        else:
            environment["REGULARS_HOME"] = str(embedded)
        return subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            env=environment | dict(env or {}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The directory of real data beside the checkout; tests that need it are skipped where it is not."""
    directory = ROOT.parent / "shared" / "data"
    if not directory.is_dir():
        pytest.skip(f"needs the real data in {directory}")
    return directory


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """The directory of small inputs beside the checkout; tests that need it are skipped where it is not."""
    directory = ROOT.parent / "shared" / "cases"
    if not directory.is_dir():
        pytest.skip(f"needs the cases in {directory}")
    return directory


def clean_environment() -> dict[str, str]:
    """Ours without any setting of Regulars that the developer happens to have."""
    names = ("DATABASE_URL", "SECRET_KEY", "LOG_LEVEL")
    return {name: value for name, value in os.environ.items() if name not in names and "REGULARS_" not in name} | {
        "PYTHONPATH": str(ROOT)
    }


def _on(url: str, database: str) -> str:
    return spell(make_url(url).set(database=database))


def _administer(url: str, statement: str) -> None:
    engine = create_engine(_on(url, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
