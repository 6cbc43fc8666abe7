"""A backup holds every row of every table, and restoring it is all or nothing."""

import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from tests.accounts.people import person
from tests.conftest import RunModule
from warehouse import schedules
from warehouse.access.guards import guarding
from warehouse.backup import back_up, programs, restore
from warehouse.backup.restoring import FUNCTIONS
from warehouse.errors import InputError, NoDataError, SchemaError, WarehouseError
from warehouse.migrations import HEAD, VERSION_TABLE, current_version, upgrade

Tables = dict[str, list[str]]


@contextmanager
def unseen(description: str, total: float | None = None, unit: str = "") -> Iterator[object]:
    yield lambda amount=1: None


# Copies that are made again when they are missing: their tables come back empty.
COPIES = {"kept_lines", "kept_loads", "kept_answers", "kept_sums"}


def tables(engine: Engine) -> Tables:
    """Every row of every table but of copies, as PostgreSQL writes it."""
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - COPIES
        return {
            name: sorted(connection.scalars(text(f'select cast(t as text) from "{name}" t'))) for name in sorted(names)
        }


def shape(engine: Engine) -> dict[str, list[object]]:
    """The columns, keys and indexes of every table."""
    found: dict[str, list[object]] = {}
    with engine.connect() as connection:
        for kind, source in {
            "columns": "select table_name, column_name, data_type, is_nullable, column_default, identity_generation"
            " from information_schema.columns where table_schema = 'public'",
            "keys": "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
            " where connamespace = 'public'::regnamespace",
            "functions": "select proname, pg_get_functiondef(oid) from pg_proc"
            " where pronamespace = 'public'::regnamespace",
            "triggers": "select tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
            "indexes": "select tablename, indexdef from pg_indexes where schemaname = 'public'",
        }.items():
            found[kind] = sorted((tuple(row) for row in connection.execute(text(source))), key=repr)
    return found


def save(engine: Engine, file: Path) -> int:
    return back_up(engine, engine.url.render_as_string(hide_password=False), file, unseen)  # type: ignore[arg-type]


def bring_back(engine: Engine, file: Path, replace: bool = False) -> object:
    return restore(engine, file, unseen, lambda: None, replace)  # type: ignore[arg-type]


def empty(engine: Engine) -> None:
    """No table left."""
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))


@pytest.fixture
def backup(engine: Engine, tmp_path: Path) -> Path:
    """The file of a store with a few odd rows."""
    with engine.begin() as connection:
        connection.execute(
            text("insert into countries (country, name) values ('FR', E'Fr\\tan\\nce'), ('.', E'\\\\.')")
        )
    save(engine, tmp_path / "small.backup")
    return tmp_path / "small.backup"


@pytest.mark.store("sample_store")
def test_a_restored_store_is_the_store_row_by_row(engine: Engine, tmp_path: Path) -> None:
    person(engine, countries=["FR"])
    with engine.begin() as connection:
        schedules.add(connection, "Nightly", "fit", every="night", at="03:00")
        connection.execute(
            text("insert into countries (country, name) values ('.', E'\\\\.'), ('\\', E'a\\tb\\n\\\\.\\n')")
        )
    before, form = tables(engine), shape(engine)
    assert sum(map(len, before.values())) > 10_000
    size = save(engine, tmp_path / "shop.backup")
    assert size == (tmp_path / "shop.backup").stat().st_size
    empty(engine)
    restored = bring_back(engine, tmp_path / "shop.backup")
    assert (tables(engine), shape(engine)) == (before, form)
    assert (restored.rows, restored.tables, restored.upgraded) == (  # type: ignore[attr-defined]
        sum(map(len, before.values())) - 1, len(before) - 1, False,  # the version is no data
    )  # fmt: skip
    with engine.begin() as connection:  # numbers that the database gives go on where they were
        last = connection.scalar(text("select max(load_id) from loads"))
        started = "insert into loads (file_name, started_at, status) values ('x', now(), 'running') returning load_id"
        assert connection.scalar(text(started)) == last + 1


def test_a_session_is_as_it_was_after_restoring(engine: Engine, backup: Path) -> None:
    shown = text("select current_schema(), current_setting('statement_timeout'), current_setting('row_security')")
    with engine.connect() as connection:
        before = connection.execute(shown).one()
    bring_back(engine, backup, replace=True)
    with engine.connect() as connection:
        assert connection.execute(shown).one() == before


def test_a_backup_is_for_its_owner_alone_and_nothing_lies_beside(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir() if "part" in path.name] == []


def test_a_file_that_is_there_is_not_written_over(engine: Engine, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(InputError, match="is there already"):
        save(engine, backup)
    assert backup.read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing = tmp_path / "pg_dump"
    failing.write_text(
        "#!/bin/sh\necho '(PostgreSQL) 99'\n[ $1 = --version ] && exit\necho 'No space left on device' >&2\nexit 1\n"
    )
    failing.chmod(0o755)
    monkeypatch.setattr(programs, "_own", lambda name: str(failing))
    with pytest.raises(WarehouseError, match="The disk is full"):
        save(engine, tmp_path / "shop.backup")
    assert [path.name for path in tmp_path.iterdir()] == ["pg_dump"]


def test_a_store_with_data_stays_unless_told(engine: Engine, backup: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into countries (country, name) values ('DE', 'Germany')"))
    before = tables(engine)
    with pytest.raises(InputError, match=r"holds data \(countries\).*--replace"):
        bring_back(engine, backup)
    assert tables(engine) == before
    bring_back(engine, backup, replace=True)
    assert [row.partition(",")[0] for row in tables(engine)["countries"]] == ["(.", "(FR"]


def test_a_backup_that_breaks_off_leaves_the_store_as_it_was(engine: Engine, backup: Path, tmp_path: Path) -> None:
    whole, before = backup.read_bytes(), tables(engine)
    for end in range(1, len(whole), max(1, len(whole) // 12)):
        cut = tmp_path / "cut.backup"
        cut.write_bytes(whole[:end])
        with pytest.raises(InputError, match=r"damaged|is no backup"):
            bring_back(engine, cut, replace=True)
        assert tables(engine) == before


def test_an_older_backup_is_brought_up_to_date(engine: Engine, backup: Path, tmp_path: Path) -> None:
    from alembic import command

    from warehouse.migrations import configuration

    form = shape(engine)
    empty(engine)
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0003")
        connection.execute(text("insert into countries (country, name) values ('DE', 'Germany')"))
    save(engine, tmp_path / "old.backup")
    empty(engine)
    upgrade(engine)
    restored = bring_back(engine, tmp_path / "old.backup")
    assert restored.upgraded is True  # type: ignore[attr-defined]
    assert (shape(engine), len(tables(engine)["countries"])) == (form, 1)
    with engine.connect() as connection:
        assert current_version(connection) == HEAD


def test_a_newer_backup_is_refused(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"update {VERSION_TABLE} set version_num = '9999'"))
    save(engine, tmp_path / "new.backup")
    with engine.begin() as connection:
        connection.execute(text(f"update {VERSION_TABLE} set version_num = '{HEAD}'"))
    before = tables(engine)
    with pytest.raises(SchemaError, match="made by a newer Regulars"):
        bring_back(engine, tmp_path / "new.backup", replace=True)
    assert tables(engine) == before


def test_nothing_is_no_store_to_back_up(engine: Engine, tmp_path: Path) -> None:
    empty(engine)
    with pytest.raises(NoDataError, match="no tables of Regulars yet"):
        save(engine, tmp_path / "x.backup")


@pytest.mark.parametrize("content", [b"", b"PGDMP", b"id,amount\n1,2\n", b"PGDMP\x01\x10\x00" + bytes(100)])
def test_what_is_no_backup_is_said_so(engine: Engine, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.backup"
    file.write_bytes(content)
    with pytest.raises(InputError, match="is no backup that"):
        bring_back(engine, file)


def test_another_programs_backup_is_none_of_ours(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table others (a integer)"))
    address, environment = programs.reading(engine.url.render_as_string(hide_password=False).replace("+psycopg2", ""))
    tool = programs.program("pg_dump", 18)
    command = [tool, "-Fc", f"--file={tmp_path / 'x'}", "--table=others", f"--dbname={address}"]
    subprocess.run(command, env=environment, check=True)
    with pytest.raises(InputError, match="is no backup that"):
        bring_back(engine, tmp_path / "x")


def test_all_that_the_migrations_make_is_known(engine: Engine) -> None:
    with engine.connect() as connection:
        made = connection.scalars(
            text("select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace")
        )
        known = connection.scalars(
            text("select p::regprocedure::text from unnest(:names) p"), {"names": list(FUNCTIONS)}
        )
        guards = connection.scalars(text("select p::regproc::regprocedure::text from unnest(:names) p"),
                                    {"names": list(guarding())})  # fmt: skip
        assert set(made) == {*known, *guards}


def test_tables_of_others_stay(engine: Engine, backup: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table others as select 7 as a"))
    bring_back(engine, backup, replace=True)
    assert tables(engine)["others"] == ["(7)"]


def test_a_newer_server_needs_newer_tools() -> None:
    with pytest.raises(WarehouseError, match=r"is PostgreSQL 99, and pg_dump here is version 18: install"):
        programs.program("pg_dump", 99)


def test_no_program_is_told_the_password() -> None:
    address, environment = programs.reading("postgresql://anna:s3cret@db.example:5433/shop?sslmode=require")
    assert ("s3cret" in address, environment["PGPASSWORD"], "sslmode=require" in address) == (False, "s3cret", True)


def test_the_commands_say_what_they_did(run_module: RunModule, tmp_path: Path) -> None:
    file = tmp_path / "shop.backup"
    saved = run_module("warehouse", "backup", file)
    assert (saved.returncode, saved.stderr) == (0, "")
    assert saved.stdout.startswith(f"{file} holds the whole store, in 0.")
    restored = run_module("warehouse", "restore", file)
    assert (restored.returncode, restored.stderr) == (0, "")
    assert f"from {file}, made at {datetime.now().year}-" in restored.stdout
    refused = run_module("warehouse", "backup", file)
    assert (refused.returncode, refused.stderr.startswith(f"error: {file} is there already")) == (1, True)


def test_the_embedded_store_is_saved_and_brought_to_another_home(run_module: RunModule, tmp_path: Path) -> None:
    file, shop = tmp_path / "shop.backup", tmp_path / "shop.csv"
    shop.write_text(
        "Order,Date,Customer,Product,Quantity,Price\n"
        + "".join(f"{n},2024-01-{n:02},C{n % 5},P{n},{n},1.50\n" for n in range(1, 29))
    )
    for home, words in (
        ("a", ("etl", "load", shop)),
        ("a", ("warehouse", "backup", file)),
        ("b", ("warehouse", "restore", file)),
    ):
        done = run_module(*words, embedded=tmp_path / home)
        assert (done.returncode, done.stderr) == (0, "")
    told = [run_module("etl", "status", "--json", embedded=tmp_path / home).stdout for home in ("a", "b")]
    assert told[0] == told[1]
    assert '"rows_loaded": 28' in told[0]
    assert os.listdir(tmp_path / "b")
