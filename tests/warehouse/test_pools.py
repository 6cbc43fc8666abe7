"""One writer at a time, also where a pool gives every transaction another session."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from etl.sample.shop import Shop, write_sample
from etl.storing.load import load_file
from etl.storing.status import read_status
from models.publishing.fit import Options, fit
from tests.conftest import ROOT, RunModule
from tests.etl.shop_files import row, rows_of, shop_file
from tests.warehouse.pools import needs_pgbouncer, pooled
from warehouse.settings import libpq_url
from warehouse.writers import is_written, sole_writer

pytestmark = needs_pgbouncer


@pytest.fixture
def pool_url(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[str]:
    """The test's database behind PgBouncer, a session a transaction."""
    with pooled(database_url, tmp_path, "transaction") as url:
        yield url


@pytest.fixture
def pool(pool_url: str) -> Iterator[Engine]:
    """An Engine on the pool."""
    engine = create_engine(pool_url)
    yield engine
    engine.dispose()


def test_sessions_change_between_transactions(pool: Engine) -> None:
    """Else the pool would prove nothing."""
    with pool.connect() as one, pool.connect() as other:
        mine = one.scalar(text("select pg_backend_pid()"))
        one.commit()
        assert other.scalar(text("select pg_backend_pid()")) == mine
        assert one.scalar(text("select pg_backend_pid()")) != mine


def test_loads_and_runs_work_behind_it(pool: Engine, tmp_path: Path) -> None:
    write_sample(path := tmp_path / "shop.csv", Shop(3_000))
    loaded = load_file(pool, path).rows_loaded
    assert (load_file(pool, path).rows_known, loaded > 2_500) == (loaded, True)
    fit(pool, Options(k=3))
    fit(pool, Options(k=3))
    with pool.connect() as connection:
        state = read_status(connection)
    assert [load["status"] for load in state["loads"]] == ["done", "done"]
    assert rows_of(pool, "select count(*) from segmentations where published") == [(2,)]
    here = "database = (select oid from pg_database where datname = current_database())"
    assert rows_of(pool, f"select count(*) from pg_locks where locktype = 'advisory' and {here}") == [(0,)]


def test_writers_take_turns_behind_it(pool: Engine, engine: Engine, tmp_path: Path) -> None:
    """Twelve loads of three files at once: each line is stored once, whichever came first."""
    files = [shop_file(tmp_path, *(row(str(n)) for n in range(at, at + 4)), name=f"{at}.csv") for at in range(3)]
    threads = [threading.Thread(target=load_file, args=(pool, path)) for path in files * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert rows_of(engine, "select status, count(*) from loads group by 1") == [("done", 12)]
    assert rows_of(engine, "select invoice_no, count(*) from transactions group by 1 order by 1") == [
        (str(n), 1) for n in range(6)
    ]


def test_the_lock_holds_while_its_transaction_does(pool: Engine, engine: Engine) -> None:
    waited: list[str] = []

    def second() -> None:
        with sole_writer(pool, lambda: waited.append("told")):
            waited.append("in")

    with sole_writer(pool, lambda: waited.append("first")) as connection:
        (thread := threading.Thread(target=second)).start()
        _until(lambda: waited == ["told"])
        with engine.connect() as reader:
            assert is_written(reader)
        connection.commit()
        thread.join(20)
        assert waited == ["told", "in"]
    with engine.connect() as reader:
        assert not is_written(reader)


def test_one_snapshot_begins_where_the_writer_before_ended(engine: Engine) -> None:
    """Direct or pooled: who waits must not see the store as it was when it began to wait."""
    seen: list[int] = []

    def second() -> None:
        with sole_writer(engine, lambda: None, one_snapshot=True) as connection:
            seen.append(connection.scalar(text("select count(*) from countries")) or 0)
            with engine.begin() as other:
                other.execute(text("insert into countries (country, name) values ('FR', 'France')"))
            seen.append(connection.scalar(text("select count(*) from countries")) or 0)

    with sole_writer(engine, lambda: None) as connection:
        (thread := threading.Thread(target=second)).start()
        time.sleep(0.3)
        connection.execute(text("insert into countries (country, name) values ('DE', 'Germany')"))
        connection.commit()
    thread.join(20)
    assert seen == [1, 1]


def test_a_killed_loader_lets_the_next_one_in(pool_url: str, pool: Engine, engine: Engine, tmp_path: Path) -> None:
    write_sample(path := tmp_path / "shop.csv", Shop(300_000))
    environment = os.environ | {"DATABASE_URL": libpq_url(pool_url), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", "etl", "load", str(path)], cwd=ROOT, env=environment)
    _until(lambda: rows_of(engine, "select status from loads") == [("running",)])
    process.send_signal(signal.SIGKILL)
    process.wait()
    report = load_file(pool, shop_file(tmp_path, row("1"), name="small.csv"))
    assert report.rows_loaded == 1
    assert rows_of(engine, "select status from loads order by load_id") == [("failed",), ("done",)]


def test_a_pool_without_transactions_is_refused(
    engine: Engine, database_url: str, tmp_path: Path, run_module: RunModule
) -> None:
    with pooled(database_url, tmp_path, "statement") as url:
        done = run_module("etl", "status", env={"DATABASE_URL": libpq_url(url)})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: The pool in front of the database does not allow transactions: set its pool_mode to transaction "
        "or session.\n"
    )


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
