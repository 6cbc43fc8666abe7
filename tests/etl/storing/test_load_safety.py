"""What a load that fails, dies or meets another one leaves behind."""

import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from etl.sample.shop import Shop, write_sample
from etl.storing import store
from etl.storing.journal import INTERRUPTED, tidy
from etl.storing.load import load_file
from tests.etl.shop_files import counted, row, rows_of, shop_file, stored_rows
from tests.programs import PROGRAMS, Forked, clean_environment
from warehouse.errors import InputError
from warehouse.schema import WRITER_LOCK
from warehouse.settings import libpq_url


def test_a_load_that_fails_leaves_a_row_that_says_so(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(*_: object) -> None:
        raise InputError("The moon is in the wrong place.")

    monkeypatch.setattr(store, "add_customers", spoil)
    with pytest.raises(InputError, match="The moon"):
        load_file(engine, shop_file(tmp_path, row(), row(quantity="x")))
    assert rows_of(engine, "select status, error, rows_read from loads") == [
        ("failed", "The moon is in the wrong place.", None)
    ]
    assert stored_rows(engine) == {"transactions": 0, "guest_transactions": 0, "rejected_rows": 0, "customers": 0}
    monkeypatch.undo()
    assert counted(engine, tmp_path / "shop.csv") == (2, 1, 0, 1, 0)


def _loader(database_url: str, path: Path) -> Forked:
    environment = clean_environment() | {"DATABASE_URL": libpq_url(database_url)}
    return PROGRAMS.start(["etl", "load", str(path), "--json"], environment)


def _until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes a while."""
    write_sample(path := tmp_path_factory.mktemp("large") / "shop.csv", Shop(300_000))
    return path


@pytest.mark.parametrize("pause", [0.0, 0.2, 0.5])
def test_a_killed_load_leaves_nothing_but_a_row(engine: Engine, database_url: str, large: Path, pause: float) -> None:
    process = _loader(database_url, large)
    try:
        _until(lambda: rows_of(engine, "select status from loads") == [("running",)])
        tidy(engine)  # sees a live one and leaves it alone
        assert rows_of(engine, "select status from loads") == [("running",)]
        time.sleep(pause)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    free = f"select pg_try_advisory_xact_lock({WRITER_LOCK})"
    _until(lambda: rows_of(engine, free) == [(True,)])
    tidy(engine)
    assert rows_of(engine, "select status, error from loads") == [("failed", INTERRUPTED)]
    assert set(stored_rows(engine).values()) == {0}
    assert rows_of(engine, "select count(*) from pg_class where relname like 'staged%'") == [(0,)]


def test_a_second_load_waits_for_the_first(engine: Engine, tmp_path: Path) -> None:
    first = shop_file(tmp_path, row("1"), name="1.csv")
    second = shop_file(tmp_path, row("1"), row("2"), name="2.csv")
    said: list[str] = []
    with engine.connect() as other:
        other.execute(text(f"select pg_advisory_lock({WRITER_LOCK})"))
        threads = [
            threading.Thread(target=load_file, args=(engine, path), kwargs={"notify": said.append})
            for path in (first, second)
        ]
        for thread in threads:
            thread.start()
        _until(lambda: len(said) == 2)
        assert stored_rows(engine)["transactions"] == 0
        other.execute(text(f"select pg_advisory_unlock({WRITER_LOCK})"))
    for thread in threads:
        thread.join(30)
    assert said == ["Another load is running; waiting for it to finish ..."] * 2
    assert rows_of(engine, "select status, sum(rows_loaded) from loads group by 1") == [("done", 2)]
    assert rows_of(engine, "select invoice_no from transactions order by 1") == [("1",), ("2",)]


def test_readers_are_not_kept_waiting_while_a_file_is_copied(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(engine, shop_file(tmp_path, row("1"), name="1.csv"))
    seen: list[int] = []
    original = store.add_customers

    def look(*arguments: Any) -> None:
        with engine.begin() as reader:
            reader.execute(text("set local lock_timeout = '1s'"))
            seen.append(reader.scalar(text("select count(*) from transactions")) or 0)
        original(*arguments)

    monkeypatch.setattr(store, "add_customers", look)
    load_file(engine, shop_file(tmp_path, row("2"), name="2.csv"))
    assert seen == [1]
