"""Who may only read the store: looks work, changes say what they need."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.engine import make_url

from etl.storing.load import load_file
from tests.conftest import RunModule
from tests.databases import filled_once
from tests.etl.shop_files import row, shop_file
from tests.stores import fit_store
from warehouse.schema import loads
from warehouse.settings import libpq_url, spell

MAY_NOT = (
    "error: The database user may not do this: to look it needs the right to read all of Regulars' tables, "
    "to change anything it needs to own them.\n"
)


pytestmark = pytest.mark.store("filled")


@pytest.fixture(scope="module")
def filled(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A template with a few lines, loaded and fitted."""
    file = shop_file(tmp_path_factory.mktemp("few"), row("1"), row("2", quantity="x"), row("3", customer="9"))

    def fill(engine: Engine) -> None:
        load_file(engine, file)
        fit_store(engine)

    return filled_once(server_url, "read_only", fill)


@pytest.fixture
def reader(engine: Engine, database_url: str) -> Iterator[dict[str, str]]:
    """The environment of somebody who has SELECT on the tables of a filled store and nothing else."""
    url = make_url(database_url)
    with engine.begin() as connection:
        connection.execute(text("create role looker login"))
        connection.execute(text(f"revoke temporary on database {url.database} from public"))
        connection.execute(text("grant select on all tables in schema public to looker"))
    yield {"DATABASE_URL": libpq_url(spell(url.set(username="looker")))}
    with engine.begin() as connection:
        connection.execute(text("drop owned by looker; drop role looker"))


LOOKS = [
    ("etl", "status"),
    ("etl", "rejected", "1"),
    ("models", "list"),
    ("warehouse", "url"),
    ("warehouse", "upgrade"),
]


@pytest.mark.parametrize("command", LOOKS)
def test_looking_needs_no_right_but_to_read(
    reader: dict[str, str], run_module: RunModule, command: tuple[str, ...]
) -> None:
    owners, theirs = run_module(*command), run_module(*command, env=reader)
    assert (theirs.returncode, theirs.stderr) == (0, "")
    if command[0] != "warehouse":
        assert theirs.stdout == owners.stdout


def test_a_server_that_only_reads(engine: Engine, reader: dict[str, str], run_module: RunModule) -> None:
    """As a standby does, and a user whose transactions are read-only."""
    _left_running(engine)
    owner = make_url(str(engine.url)).query["host"], engine.url.database
    url = f"host={owner[0]} port=5432 user=regulars dbname={owner[1]} options='-c default_transaction_read_only=on'"
    done = run_module("etl", "status", "--json", env={"DATABASE_URL": url})
    assert (done.returncode, done.stderr) == (0, "")


def _left_running(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(loads).values(file_name="b.csv", started_at=text("now()"), status="running"))


def test_a_dead_load_is_told_though_it_cannot_be_noted_down(
    engine: Engine, reader: dict[str, str], run_module: RunModule
) -> None:
    _left_running(engine)
    done = run_module("etl", "status", "--json", env=reader)
    assert [(load["status"], load["error"]) for load in json.loads(done.stdout)["loads"]] == [
        ("done", None),
        ("failed", "the loader was interrupted"),
    ]


@pytest.mark.parametrize("command", [("etl", "load"), ("models", "fit"), ("etl", "undo", "1")])
def test_changing_says_what_it_needs(
    reader: dict[str, str], run_module: RunModule, tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = [shop_file(tmp_path, row("7"), name="other.csv")] if command[-1] == "load" else []
    done = run_module(*command, *file, env=reader)
    assert (done.returncode, done.stderr) == (1, MAY_NOT)


def test_the_dashboard_reads_only(reader: dict[str, str]) -> None:
    from dashboard.app import create_app
    from warehouse.settings import Settings

    settings = Settings.from_environment(reader)
    engine = create_engine(settings.database_url or "")
    client = create_app(settings, engine).server.test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/exports/customers.csv").text.count("\n") == 3
    engine.dispose()
