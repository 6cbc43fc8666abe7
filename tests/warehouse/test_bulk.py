"""COPY in and out: exact values, constant memory, either side giving up midway."""

import tracemalloc
from collections.abc import Iterator

import psycopg2
import pytest
from sqlalchemy import Connection, Engine, bindparam, select, text

from warehouse.bulk import copy_in, copy_out, read_sql_file
from warehouse.schema import countries, rejected_rows

COLUMNS = ("load_id", "line_number", "reason", "raw")
MANY = 200_000


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        yield connection


def many_rows(count: int = MANY) -> Iterator[bytes]:
    for start in range(0, count, 1000):
        yield b"".join(b"1,%d,because,%s\n" % (line, b"x" * 100) for line in range(start, start + 1000))


def test_special_characters_come_back_as_they_went_in(connection: Connection) -> None:
    text_in = b'1,1,"a ""quote"", a comma","line\nbreak; \xc3\xbc %(x)s \\N \\."\n1,2,"",""\n'
    assert copy_in(connection, "rejected_rows", COLUMNS, [text_in, b"", b"1,3,x,y\n"]) == 3
    connection.commit()
    rows = connection.execute(select(rejected_rows).order_by(rejected_rows.c.line_number)).all()
    assert [tuple(row) for row in rows] == [
        (1, 1, 'a "quote", a comma', "line\nbreak; ü %(x)s \\N \\."),
        (1, 2, "", ""),
        (1, 3, "x", "y"),
    ]
    out = b"".join(copy_out(connection, "select * from rejected_rows order by line_number"))
    assert out == b"load_id,line_number,reason,raw\n" + text_in.replace(b'"",""', b'"",""') + b"1,3,x,y\n"


def test_identifiers_are_quoted(connection: Connection) -> None:
    connection.execute(text('create temp table "odd "" name" ("Select" text)'))
    assert copy_in(connection, 'odd " name', ["Select"], [b"1\n"]) == 1


def test_an_empty_copy_writes_nothing(connection: Connection) -> None:
    assert copy_in(connection, "rejected_rows", COLUMNS, []) == 0


@pytest.mark.parametrize("value", ["'; drop table x --", "100%", "%(name)s", "ü\n\"'\\", ":name", ""])
def test_values_are_bound_safely(connection: Connection, value: str) -> None:
    out = b"".join(
        copy_out(connection, "select 5 % 3 as rest, :name = any(:names) as found", {"name": value, "names": [value]})
    )
    assert out == b"rest,found\n2,t\n"


def test_a_sqlalchemy_query_can_be_copied(connection: Connection) -> None:
    copy_in(connection, "countries", ("country", "name", "alpha_3"), [b"FR,France,FRA\nDE,Germany,DEU\nXX,%,\n"])
    chosen = select(countries).where(countries.c.country.in_(["FR", "XX"])).order_by("country")
    assert b"".join(copy_out(connection, chosen, header=False)) == b"FR,France,FRA\nXX,%,\n"
    expanding = text("select name from countries where country in :chosen -- all").bindparams(
        bindparam("chosen", expanding=True)
    )
    assert b"".join(copy_out(connection, expanding, {"chosen": ["DE"]})) == b"name\nGermany\n"


def test_200_000_rows_pass_both_ways_in_constant_memory(connection: Connection) -> None:
    tracemalloc.start()
    try:
        assert copy_in(connection, "rejected_rows", COLUMNS, many_rows()) == MANY
        size = sum(len(piece) for piece in copy_out(connection, "select * from rejected_rows"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 20_000_000
    assert peak < 4_000_000


def test_an_error_of_the_source_comes_out_as_it_is(connection: Connection) -> None:
    def broken() -> Iterator[bytes]:
        yield b"1,1,x,y\n"
        raise ValueError("the file ends in the middle")

    with pytest.raises(ValueError, match="ends in the middle"):
        copy_in(connection, "rejected_rows", COLUMNS, broken())
    connection.rollback()
    assert connection.execute(text("select count(*) from rejected_rows")).scalar() == 0


def test_an_error_of_the_database_comes_out_and_leaves_the_connection_usable(connection: Connection) -> None:
    with pytest.raises(psycopg2.DataError):
        copy_in(connection, "rejected_rows", COLUMNS, [b"one,1,x,y\n"])
    connection.rollback()
    with pytest.raises(psycopg2.DataError):
        list(copy_out(connection, "select 1 / (5 - n) from generate_series(1, 9) n"))
    connection.rollback()
    assert connection.execute(text("select 1")).scalar() == 1


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_a_consumer_may_leave_midway(connection: Connection, taken: int) -> None:
    pieces = copy_out(connection, "select generate_series(1, 500000000), repeat('x', 100)")
    for _ in range(taken):
        next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    connection.rollback()
    assert connection.execute(text("select 1")).scalar() == 1


def test_a_consumer_may_leave_a_query_that_has_not_answered_yet(connection: Connection) -> None:
    connection.execute(text("set statement_timeout = '300ms'"))
    with pytest.raises(psycopg2.errors.QueryCanceled):
        next(copy_out(connection, "select pg_sleep(30)"))


def test_sql_files_are_read_by_package_and_name() -> None:
    assert "revision" in read_sql_file("warehouse.migrations", "script.py.mako")
