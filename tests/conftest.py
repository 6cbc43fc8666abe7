"""One embedded PostgreSQL a test session, whatever the number of workers; each test that asks for `engine` gets a
database of its own."""

import gc
import itertools
import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from sqlalchemy.engine import Engine
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.databases import EMPTY, THROWN_AWAY, filled_once, fresh, home_of, leave, removed
from tests.emptied import emptied, engine_on, leave_emptied
from tests.programs import PROGRAMS, ROOT, clean_environment, run_anew
from tests.stores import by_command, fill_sample
from warehouse.embedded import EmbeddedServer, cluster
from warehouse.migrations import upgrade
from warehouse.settings import Settings, libpq_url

RunModule = Callable[..., subprocess.CompletedProcess[str]]
RETAIL = "online_retail.csv.gz"
LOADED, FITTED = "retail_loaded.json", "retail_fitted.json"
_numbers = itertools.count()

# What starts, stops and kills programs and browsers depends on how busy the machine is: such a test may try twice, and
# pytest's closing line says how many did.
TIMED = (
    "tests/browser/",
    "tests/dashboard/web/test_buffered.py",
    "tests/dashboard/web/test_serving.py",
    "tests/etl/storing/test_kills.py",
    "tests/etl/storing/test_load_safety.py",
    "tests/models/publishing/test_publishing.py",
    "tests/warehouse/test_command.py",
    "tests/warehouse/embedded/test_server.py",
    "tests/warehouse/embedded/test_ending.py",
    "tests/worker/test_processes.py",
)

# Files are handed out in this order, the rest after them: nobody is left with a long one when all others are done.
LONGEST = (
    *("tests/browser/", "tests/warehouse/", "tests/models/", "tests/etl/storing/", "tests/etl/", "tests/regulars/"),
    *("tests/docs/", "tests/notebooks/", "tests/worker/"),
)

TOGETHER = ("tests/browser/",)  # each for one worker: its files share a server and a browser that are slow to start

# `make quick` leaves out what takes long: TIMED, what by these fixtures starts programs, reads the real data or makes a
# database of its own, LONG, what is marked `slow` in its own file, and the tests that this one names: each took more
# than a fifth of a second on an idle machine, or all its cases two seconds (29 November 2026).
SLOW = Path(__file__).parent / "slow.txt"
SLOW_FIXTURES = {"run_module", "shared_data", "database_url"}
QUICK = ("tests/worker/test_queue.py",)  # although each has a database: nothing quick would be left of the worker

# Files and tests that take seconds by what they work out.
LONG = (
    "tests/dashboard/pages/customers/test_customers.py",
    "tests/dashboard/pages/test_holes.py",
    "tests/dashboard/pages/test_one_change.py",
    "tests/dashboard/report/",
    "tests/dashboard/shop/test_viewer.py::test_each_panel_is_that_of_their_country_or_says_why_not",
    "tests/dashboard/web/guard/test_fuzz.py",
    "tests/dashboard/web/test_spreadsheets.py",
    "tests/etl/files/test_old_workbooks.py",
    "tests/models/clusters/test_clustering.py",
    "tests/models/clusters/test_stability.py",
    "tests/models/test_contracts.py",
    "tests/models/value/test_level.py",
    "tests/models/value/test_spending.py",
    "tests/warehouse/embedded/test_accounts.py",
    "tests/warehouse/embedded/test_disk_space.py",
    "tests/warehouse/embedded/test_orphans.py",
)

# The same generated cases in every run: a change is judged by what it changed. REGULARS_FUZZ looks for new cases. None
# is timed, for a busy machine makes any of them slow.
hypothesis_settings.register_profile("repeated", derandomize=True, database=None, deadline=None)
hypothesis_settings.register_profile("searching", deadline=None)
hypothesis_settings.load_profile("searching" if "REGULARS_FUZZ" in os.environ else "repeated")
if "REGULARS_FUZZ" not in os.environ:
    # Nor may cases hang on what is imported by then: Hypothesis would read the code of all of it for texts and numbers.
    providers._get_local_constants = Constants


def pytest_configure() -> None:
    """Heed Ctrl-C even in the background, where shells have it ignored: programs under test would inherit that.

    Nor look for garbage while the tests are collected.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.disable()


def pytest_collection_finish() -> None:
    """Half a million objects that modules and tests are made of stay to the end: nobody need look for garbage there.

    Nor often elsewhere, as each test leaves things behind that stay: it took a twelfth of all time.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests that a busy machine can disturb try twice; mark those that take long; begin with the longest."""
    named = frozenset(SLOW.read_text(encoding="utf-8").splitlines())
    for item in items:
        is_timed = item.nodeid.startswith(TIMED)
        if is_timed:
            item.add_marker(pytest.mark.flaky(reruns=1))
        is_far = SLOW_FIXTURES & set(getattr(item, "fixturenames", ())) and not item.nodeid.startswith(QUICK)
        if item.nodeid.startswith((*TIMED, *LONG)) or is_far or item.nodeid.partition("[")[0] in named:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: next((at for at, start in enumerate(LONGEST) if item.nodeid.startswith(start)), 99))


class ByFile(LoadFileScheduling):
    """A worker gets a file, or all files of a folder."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """How files are handed out to the workers of `-n`."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)  # after the fixtures of a run that ended early
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave nothing at work, and no stores behind: pytest keeps its directories for a while."""
    PROGRAMS.close()
    if not hasattr(session.config, "workerinput") and (factory := getattr(session.config, "_tmp_path_factory", None)):
        removed(factory.getbasetemp())


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A directory of the session, the same for all workers."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def server_url(common: Path) -> Iterator[str]:
    """The SQLAlchemy URL of the session's server, one for all workers; whoever is first makes the empty tables."""
    home = home_of(common)
    usual = cluster.server_options
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "server_options", lambda data: usual(data) | THROWN_AWAY)
        server = EmbeddedServer(home)
    try:
        filled_once(server.url, EMPTY, upgrade, template="template1")
        yield server.url
        leave_emptied(server.url)
        leave(server.url)
    finally:
        server.release()


@pytest.fixture(scope="session")
def sample_store(server_url: str) -> str:
    """A template with a generated shop, loaded and fitted."""
    return filled_once(server_url, "sample", fill_sample)


@pytest.fixture(scope="session")
def retail_lines(server_url: str, shared_data: Path, common: Path) -> str:
    """A template with Online Retail, loaded by the command; what it said is in LOADED."""

    def fill(engine: Engine) -> None:
        (common / LOADED).write_text(by_command(engine, "etl", "load", "--json", shared_data / RETAIL))

    return filled_once(server_url, "retail_lines", fill)


@pytest.fixture(scope="session")
def retail_store(server_url: str, retail_lines: str, common: Path) -> str:
    """The same, fitted by the command; what it said is in FITTED."""

    def fill(engine: Engine) -> None:
        (common / FITTED).write_text(by_command(engine, "models", "fit", "--json"))

    return filled_once(server_url, "retail", fill, template=retail_lines)


@pytest.fixture(scope="session")
def retail_loaded(retail_lines: str, common: Path) -> dict[str, Any]:
    """What `etl load --json` said of Online Retail."""
    return dict(json.loads((common / LOADED).read_text()))


@pytest.fixture(scope="session")
def retail_fitted(retail_store: str, common: Path) -> dict[str, Any]:
    """What `models fit --json` said of it."""
    return dict(json.loads((common / FITTED).read_text()))


@pytest.fixture
def database_url(server_url: str, worker_id: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a fresh database: with empty tables, or a copy of what the marker `store` of the test names."""
    marker, name = request.node.get_closest_marker("store"), f"test_{worker_id}_{next(_numbers)}"
    copied = fresh(server_url, name, request.getfixturevalue(marker.args[0])) if marker else emptied(server_url, name)
    with copied as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings that name the test's database by DATABASE_URL."""
    return Settings(database_url=database_url, home=tmp_path / ".regulars")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An Engine on the test's database."""
    with engine_on(database_url) as engine:
        yield engine


@pytest.fixture
def run_module(request: pytest.FixtureRequest) -> RunModule:
    """`run_module("etl", "load", file, env={…})` runs `python -m etl load …` on the test's database.

    With `embedded=HOME` it runs on the embedded server of that home instead. It is a process of its own, forked from
    one that has imported the package; `anew=True` starts it as a shell does. The result has text in stdout and stderr.
    """

    def run(
        *arguments: object,
        env: Mapping[str, str] | None = None,
        embedded: Path | None = None,
        timeout: float = 120,
        anew: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        environment = clean_environment()
        if embedded is None:
            environment["DATABASE_URL"] = libpq_url(request.getfixturevalue("database_url"))
        else:
            environment["REGULARS_HOME"] = str(embedded)
        start = run_anew if anew else PROGRAMS.run
        return start([str(one) for one in arguments], environment | dict(env or {}), timeout)

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
