"""Whatever dies while a file is loaded, and whenever: the store is as before the load or as after it."""

import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psutil
import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from etl.sample.shop import Shop, write_sample
from tests.programs import PROGRAMS, ROOT, Forked, clean_environment
from warehouse.embedded import share
from warehouse.explain import IN_USE

KILLS = int(os.environ.get("REGULARS_TEST_KILLS", "9"))  # three moments for each kind of death
LINES = 4_000
WIDE = " in a box" * 150  # behind a product's name: a table grows large by few lines
Program = subprocess.Popen[bytes] | Forked
SAID = re.compile(r"(.* WARNING regulars: The embedded database is recovering .*\n)?(error: .*\n)?")  # nothing, or why
TABLES = ("transactions", "guest_transactions", "rejected_rows", "customers", "countries")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with empty tables; nobody may run its server again."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    carried_out(home, "status")
    return home


@pytest.fixture
def empty(prepared: Path, tmp_path: Path) -> Path:
    """Such a store of a test's own."""
    subprocess.run(["cp", "-a", str(prepared), str(tmp_path / "home")], check=True)
    return tmp_path / "home"


@pytest.fixture
def home(empty: Path, tmp_path: Path) -> Iterator[Path]:
    """A store of its own with one load of half a shop; the other half, overlapping, is `second.csv` beside it."""
    write_sample(tmp_path / "whole.csv", Shop(LINES))
    header, *lines = (tmp_path / "whole.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "first.csv").write_text("".join([header, *lines[: LINES // 2]]), encoding="utf-8")
    (tmp_path / "second.csv").write_text("".join([header, *lines[LINES // 3 :]]), encoding="utf-8")
    with share(empty):  # so that not each command has to start it
        carried_out(empty, "load", tmp_path / "first.csv")
        yield empty


def loader(home: Path, *arguments: object, most: int | None = None) -> Forked:
    """`python -m etl …` on the store; no file may grow beyond `most` bytes."""
    environment = clean_environment() | {"REGULARS_HOME": str(home)}
    return PROGRAMS.start(["etl", *map(str, arguments)], environment, most)


def loader_of_a_pipe(home: Path, stdin: IO[bytes]) -> subprocess.Popen[bytes]:
    """`python -m etl load -` on the store."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "load", "-"],
        env=clean_environment() | {"REGULARS_HOME": str(home)},
        cwd=ROOT,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def files(home: Path) -> dict[str, int]:
    """Names and sizes of the files of tables and indexes, in whichever database."""
    found = {}
    for path in (home / "postgres" / "base").glob("*/[0-9]*"):
        with contextlib.suppress(FileNotFoundError):
            name = f"{path.parent.name}/{path.name.partition('_')[0]}"  # its maps of free space and so on beside it
            found[name] = max(path.stat().st_size, found.get(name, 0))
    return found


def ended(process: Program) -> tuple[int | None, str, str]:
    """Exit code, stdout and stderr."""
    output, errors = process.communicate()
    return process.returncode, output.decode(), errors.decode()


def carried_out(home: Path, *arguments: object) -> str:
    """What a command that must go well prints."""
    code, output, errors = ended(loader(home, *arguments))
    assert (code, errors) == (0, ""), errors
    return output


def state(home: Path) -> dict[str, Any]:
    """Fingerprints of all that was loaded, whatever the number of the load."""
    line = "hashtext(cast(to_jsonb(line) - 'load_id' as text))"
    with share(home) as server:
        engine = create_engine(server.url)
        with opened(engine) as connection:
            found = {
                table: tuple(
                    connection.execute(text(f"select count(*), sum({line}::bigint) from {table} as line")).one()
                )
                for table in TABLES
            }
        engine.dispose()
    return found


def opened(engine: Engine) -> Connection:
    """A connection, as soon as the server has come back from the death of one of its processes."""
    end = time.monotonic() + 60
    while True:
        try:
            return engine.connect()
        except OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@contextmanager
def held(home: Path, table: str) -> Iterator[None]:
    """A table that nobody gets to: a load that comes to it waits, however quick it is. The server may be killed."""
    with share(home) as server:
        engine = create_engine(server.url)
        connection = engine.connect()
        connection.execute(text(f"lock table {table} in access exclusive mode"))
        try:
            yield
        finally:
            connection.invalidate()
            connection.close()
            engine.dispose()


def kill_loader(home: Path, process: Program) -> None:
    process.send_signal(signal.SIGKILL)


def kill_server(home: Path, process: Program) -> None:
    """Everything of PostgreSQL at once, as when the machine loses power."""
    for victim in server_processes(home):
        victim.kill()


def kill_session(home: Path, process: Program) -> None:
    """One of PostgreSQL's own processes, which makes it restart all others."""
    children = server_processes(home)[1:]
    if children:
        random.choice(children).kill()


def server_processes(home: Path) -> list[psutil.Process]:
    try:
        pid = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(pid)
        return [postmaster, *postmaster.children(recursive=True)]
    except (OSError, IndexError, psutil.NoSuchProcess):
        return []


@pytest.mark.timeout(600)
def test_a_load_happens_or_does_not(home: Path, tmp_path: Path) -> None:
    second, chance = tmp_path / "second.csv", random.Random(KILLS)
    before, began = state(home), time.monotonic()
    carried_out(home, "load", second)
    usual, after = time.monotonic() - began, state(home)
    carried_out(home, "undo", 2)
    assert state(home) == before
    outcomes = []
    for turn in range(KILLS):
        process = loader(home, "load", second)
        time.sleep(chance.uniform(0, usual * 1.1))
        (kill_loader, kill_server, kill_session)[turn % 3](home, process)
        _, _, errors = ended(process)
        assert SAID.fullmatch(errors), errors
        found = state(home)
        assert found in (before, after), f"turn {turn}"
        outcomes.append(found == after)
        if found == after:
            done = [
                load for load in json.loads(carried_out(home, "status", "--json"))["loads"] if load["status"] == "done"
            ]
            carried_out(home, "undo", done[-1]["load_id"])
    assert not all(outcomes)
    carried_out(home, "load", second)
    assert state(home) == after
    loads = json.loads(carried_out(home, "status", "--json"))["loads"]
    assert {load["status"] for load in loads} <= {"done", "failed"}


@pytest.mark.timeout(120)
def test_a_first_load_that_dies_with_its_server_leaves_no_files(empty: Path, tmp_path: Path) -> None:
    write_sample(tmp_path / "shop.csv", Shop(12_000))
    home, before = empty, state(empty)
    present = files(home)
    with held(home, "customers"), (tmp_path / "shop.csv").open("rb") as shop, loader_of_a_pipe(home, shop) as process:
        try:
            while not any(size > 1 << 18 for name, size in files(home).items() if name not in present):
                assert process.poll() is None
                time.sleep(0.05)
        finally:
            kill_loader(home, process)
            kill_server(home, process)
    assert len(set(files(home)) - set(present)) > 2
    assert list(home.glob("regulars-stdin-*")) != []
    carried_out(home, "status")
    assert set(files(home)) - set(present) == set()
    assert list(home.glob("regulars-stdin-*")) == []
    assert state(home) == before
    assert "loaded" in carried_out(home, "load", tmp_path / "shop.csv")


@pytest.mark.timeout(120)
def test_a_full_disk_ends_in_a_sentence(empty: Path, tmp_path: Path) -> None:
    write_sample(narrow := tmp_path / "narrow.csv", Shop(15_000))
    header, *lines = narrow.read_text(encoding="utf-8").splitlines()
    wide = (",".join([*cells[:2], cells[2] + WIDE, *cells[3:]]) for cells in (line.split(",") for line in lines))
    (tmp_path / "shop.csv").write_text("\n".join([header, *wide]), encoding="utf-8")
    home = empty
    # With its server it may let no file grow beyond this: as good as a full disk.
    code, _, errors = ended(loader(home, "load", tmp_path / "shop.csv", most=17 << 20))
    assert (code, errors) == (1, f"error: {IN_USE['58030']}\n")
    assert {rows for rows, _ in state(home).values()} == {0}
    assert "loaded" in carried_out(home, "load", tmp_path / "shop.csv")
