"""The migrated tables are those of schema.py; creating them is safe, refusing others is clear."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from warehouse import migrations
from warehouse.errors import SchemaError
from warehouse.migrations import HEAD, VERSION_TABLE, configuration, current_version, prepare, upgrade
from warehouse.schema import metadata


@pytest.fixture
def empty(engine: Engine) -> Engine:
    """The test's database without any table."""
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    return engine


def test_the_migrated_database_is_what_schema_py_states(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_what_comparing_overlooks_is_the_same_too(engine: Engine, empty: Engine) -> None:
    """Nulls not distinct, partial indexes: PostgreSQL's own words for each index and constraint."""
    words = text(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid::regclass::text !~ '^pg_|regulars_version|information_schema' order by 1"
    )
    found = []
    for create in (upgrade, metadata.create_all):
        with engine.begin() as connection:
            connection.execute(text("drop schema public cascade"))
            connection.execute(text("create schema public"))
        create(engine)
        with engine.connect() as connection:
            found.append([tuple(row) for row in connection.execute(words) if not row[0].startswith("pg_")])
    assert found[0] == found[1]
    assert any("NULLS NOT DISTINCT" in definition for _, definition in found[0])


def test_head_is_the_newest_file(engine: Engine) -> None:
    with engine.connect() as connection:
        assert ScriptDirectory.from_config(configuration(connection)).get_heads() == [HEAD]


def test_an_empty_database_gets_its_tables_and_only_once(empty: Engine) -> None:
    prepare(empty)
    assert set(inspect(empty).get_table_names()) == {*metadata.tables, VERSION_TABLE}
    assert upgrade(empty) is False
    with empty.connect() as connection:
        assert current_version(connection) == HEAD


def test_two_commands_may_create_the_tables_at_once(empty: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: prepare(empty), range(4)))
    assert set(inspect(empty).get_table_names()) == {*metadata.tables, VERSION_TABLE}


def test_tables_of_other_programs_are_left_alone(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("create table spatial_ref_sys (srid integer)"))
        connection.execute(text("create table alembic_version (version_num text)"))
    prepare(empty)
    assert inspect(empty).has_table("transactions")
    assert inspect(empty).has_table("spatial_ref_sys")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            f"update {VERSION_TABLE} set version_num = '0000'",
            "are older than this program: run `python -m warehouse upgrade`",
        ),
        (f"update {VERSION_TABLE} set version_num = '9999'", "are newer than this program: update Regulars"),
        (
            f"drop table {VERSION_TABLE}",
            "tables that are not Regulars' own (alerts, asked_forms, attributes)",
        ),
    ],
)
def test_other_versions_are_refused(engine: Engine, statement: str, sentence: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(SchemaError) as caught:
        prepare(engine)
    assert sentence in str(caught.value)


def test_a_failed_migration_leaves_nothing(empty: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "VERSION_TABLE", "x" * 10)
    with empty.begin() as connection:
        connection.execute(text("create type transactions as (a integer)"))  # stands in the way of the last table
    with pytest.raises(Exception, match="already exists"):
        upgrade(empty)
    assert inspect(empty).get_table_names() == []


def test_the_tables_can_be_removed_again(empty: Engine) -> None:
    from alembic import command

    prepare(empty)
    with empty.begin() as connection:
        command.downgrade(configuration(connection), "base")
    assert inspect(empty).get_table_names() == [VERSION_TABLE]


def test_the_engine_of_a_test_is_fresh(engine: Engine, database_url: str) -> None:
    other = create_engine(database_url)
    with other.connect() as connection:
        assert connection.execute(text("select count(*) from loads")).scalar() == 0
    other.dispose()
