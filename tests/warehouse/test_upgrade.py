"""A store that the first migration made and people filled comes to the newest tables without losing a value."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from warehouse.errors import SchemaError
from warehouse.migrations import HEAD, VERSION_TABLE, configuration, current_version, prepare, upgrade
from warehouse.schema import metadata

FIRST = "0001"  # frozen: stores out there were made by it
ROWS = Path(__file__).with_name("store_0001.sql")
# Tables and columns that a later migration took away on purpose; nothing else may be missing.
GONE: set[str] = set()
Store = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def old(engine: Engine) -> Engine:
    """A database with the tables of the first migration, a row or more in each."""
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), FIRST)
    with engine.begin() as connection:
        connection.exec_driver_sql(ROWS.read_text(encoding="utf-8"))
    return engine


def _columns(engine: Engine) -> dict[str, list[str]]:
    looked = inspect(engine)
    names = sorted(set(looked.get_table_names()) - {VERSION_TABLE})
    return {name: [column["name"] for column in looked.get_columns(name)] for name in names}


def _store(engine: Engine, columns: dict[str, list[str]]) -> Store:
    """Everything in these columns, as PostgreSQL writes it, in one order."""
    found: Store = {}
    with engine.connect() as connection:
        for name, own in columns.items():
            kept = ", ".join(f"cast({column} as text)" for column in own)
            rows = connection.execute(text(f"select {kept} from {name}"))
            found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def test_every_table_that_stayed_holds_what_it_held(old: Engine) -> None:
    known = _columns(old)
    stayed = {name: [one for one in own if f"{name}.{one}" not in GONE] for name, own in known.items()}
    before = _store(old, stayed)
    assert [name for name, rows in before.items() if not rows] == []
    assert upgrade(old) is True
    now = _columns(old)
    assert {f"{name}.{one}" for name, own in known.items() for one in own if one not in now.get(name, [])} == GONE
    assert _store(old, stayed) == before


def test_the_upgraded_tables_are_those_of_a_new_store(old: Engine) -> None:
    with pytest.raises(SchemaError, match="older than this program"):
        prepare(old)
    upgrade(old)
    prepare(old)
    with old.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        assert current_version(connection) == HEAD
    assert upgrade(old) is False


def test_what_is_new_is_filled_from_what_was_there(old: Engine) -> None:
    upgrade(old)
    with old.connect() as connection:
        singles = connection.execute(text("select * from segment_single_orders order by month, later_month")).all()
        numbers = set(
            connection.scalars(text("select row_id from transactions union all select row_id from guest_transactions"))
        )
        money = connection.execute(text("select net, net_before, net_year_before from segment_flows")).all()
        taken_back = connection.scalars(text("select returns from segment_products")).all()
        by_name = connection.scalars(text("select product_of('', ' Green  TEA') from transactions limit 1")).all()
    january, february, march = (date(2011, month, 1) for month in (1, 2, 3))
    assert [tuple(row) for row in singles] == [
        (1, "GB", "loyal", january, january, 1, Decimal(20)),
        (1, "GB", "loyal", january, february, -2, Decimal("-27.50")),
        (1, "GB", "loyal", february, february, 1, Decimal("7.50")),
        (1, "DE", "new", march, march, 1, Decimal(1)),
    ]
    assert (numbers, [tuple(row) for row in money], list(taken_back)) == ({""}, [(None, None, None)], [None])
    assert list(by_name) == ["green tea"]


def test_a_new_row_can_be_written_as_before(old: Engine) -> None:
    """Numbers that the database gives go on where they were."""
    upgrade(old)
    started = (
        "insert into loads (file_name, started_at, status) values ('next.csv', now(), 'running') returning load_id"
    )
    with old.begin() as connection:
        load = connection.scalar(text(started))
    assert load == 3


def test_an_upgrade_that_fails_leaves_the_old_store(old: Engine) -> None:
    columns = _columns(old)
    before = _store(old, columns)
    with old.begin() as connection:
        connection.execute(text("create table segment_single_orders (a integer)"))  # stands in the way halfway
    with pytest.raises(Exception, match="already exists"):
        upgrade(old)
    with old.begin() as connection:
        assert current_version(connection) == FIRST
        connection.execute(text("drop table segment_single_orders"))
    assert (_columns(old), _store(old, columns)) == (columns, before)
    assert upgrade(old) is True
