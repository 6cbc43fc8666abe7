"""What real databases answer comes out exactly, is only read, and fails in sentences without a password."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etl.files.databases.query_rows import read_query
from etl.files.readers import read_batches
from etl.files.sources import Source
from etl.storing.load import load_file
from tests.conftest import RunModule
from warehouse.errors import InputError, NoTableError
from warehouse.settings import libpq_url

TYPED = """
select 12345678901234567.89::numeric(20, 2) as money, 0.1::float8 as share, 3::bigint as pieces, true as ok,
       date '2024-02-29' as day, timestamp '2024-02-29 08:26:01' as at, timestamp '2024-02-29' as midnight,
       timestamptz '2024-02-29 08:26:00+00' as zoned, time '08:26' as clock, 'é–' as word, null::text as nothing,
       '\\x636166c3a9'::bytea as bytes, '{}'::uuid as id, 1e-10::numeric as tiny, 'NaN'::numeric as none
""".replace("{}", "6f1c4a52-6d1f-4f0c-9a55-0d6f1f8f6f11")
SHOP = "create table orders (no integer, day text, customer text, product text, pieces integer, price {})"


def rows(source: Source) -> list[tuple[str, ...]]:
    return [row for batch in read_batches(source) for row in zip(*(c.to_pylist() for c in batch.columns), strict=True)]


@pytest.fixture
def url(engine: Engine) -> str:
    """The address of a real PostgreSQL."""
    with engine.connect() as connection:
        connection.execute(text("set timezone to 'UTC'"))
    return libpq_url(engine.url.render_as_string(hide_password=False))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A shop's SQLite database: orders of 40 customers."""
    path = tmp_path / "shop.db"
    with sqlite3.connect(path) as connection:
        connection.execute(SHOP.format("real"))
        lines = [(n, f"2024-01-{1 + n % 28:02}", f"C{n % 40}", f"P{n % 9}", 1 + n % 3, 2.5) for n in range(200)]
        connection.executemany("insert into orders values (?, ?, ?, ?, ?, ?)", lines)
    connection.close()
    return path


def test_every_type_of_postgresql_comes_out_exactly(url: str) -> None:
    source = read_query(f"{url}&options=-ctimezone%3DUTC", TYPED)
    assert dict(zip(source.columns, rows(source)[0], strict=True)) == {
        "money": "12345678901234567.89", "share": "0.1", "pieces": "3", "ok": "true", "day": "2024-02-29",
        "at": "2024-02-29 08:26:01", "midnight": "2024-02-29", "zoned": "2024-02-29 08:26:00+00:00",
        "clock": "08:26:00", "word": "é–", "nothing": "", "bytes": "café",
        "id": "6f1c4a52-6d1f-4f0c-9a55-0d6f1f8f6f11", "tiny": "0.0000000001", "none": "",
    }  # fmt: skip
    own = {"money", "share", "pieces", "ok", "day", "at", "midnight", "zoned", "clock", "id", "tiny", "none"}
    assert {source.columns[at] for at in source.canonical} == own


def test_sqlite_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a b%.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a, b, c)")
        connection.executemany(
            "insert into t values (?, ?, ?)", [(1, 2.55, "x"), (None, b"caf\xc3\xa9", "50%"), (3, "", None)]
        )
    connection.close()
    source = read_query(f"sqlite:///{path}", "select a, b, c from t where c is null or c like '%' order by rowid;")
    assert rows(source) == [("1", "2.55", "x"), ("", "café", "50%"), ("3", "", "")]
    assert source.canonical == {0}


def test_rows_are_read_once_in_pieces_and_kept_on_disk(url: str) -> None:
    told: list[int] = []
    source = read_query(url, "select n as no, n % 7 as rest from generate_series(1, 40000) n", told.append)
    assert (sum(told), len(told) > 1) == (40_000, True)
    assert rows(source) == rows(source) == [(str(n), str(n % 7)) for n in range(1, 40_001)]
    lines = [int(line) for batch in read_batches(source) for line in batch.lines]
    assert lines == list(range(1, 40_001))


def test_the_same_answer_has_the_same_checksum(url: str) -> None:
    sums = [read_query(url, f"select {n} as a").sha256 for n in (1, 1, 2)]
    assert (sums[0] == sums[1], sums[0] == sums[2]) == (True, False)


def test_it_is_called_by_its_address_and_question_without_password(shop: Path, url: str) -> None:
    assert read_query(f"sqlite:///{shop}", "select  no\n from orders").name == f"sqlite:///{shop} select no from orders"
    with_password = url.replace("regulars@", "regulars:s3cret@", 1)
    name = read_query(f"{with_password}&application_name=s3cret", "select 1 as a").name
    assert ("s3cret" in name, name.endswith(" select 1 as a")) == (False, True)


@pytest.mark.parametrize(
    "query", ["delete from countries", "with gone as (delete from countries returning 1) select * from gone", "analyze"]
)
def test_postgresql_is_only_read(url: str, engine: Engine, query: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into countries (country, name) values ('FR', 'France')"))
    with pytest.raises(InputError):
        read_query(url, query)
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from countries")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "select 1 as a; select 2 as b",
        "commit; delete from countries; select 1 as a",
        "select 'a\\'; commit; delete from countries; select 1 as a --'",
        "select 1 as a /* one */;; drop table countries",
    ],
)
def test_one_question_is_asked(url: str, query: str) -> None:
    with pytest.raises(InputError, match="holds several statements"):
        read_query(url, query)


@pytest.mark.parametrize(
    "query",
    [
        "select 'a; b' as a;\n; ",
        "(select $x$one; '$x$ as a) -- ; not this",
        "/* first; */ with b as (select 'it''s; so' as a) select a as \"a;b\" from b",
        "values (1)",
    ],
)
def test_what_looks_like_two_is_one(url: str, query: str) -> None:
    assert len(rows(read_query(url, query))) == 1


@pytest.mark.parametrize("query", ["delete from orders", "drop table orders", "create table x (a)"])
def test_sqlite_is_only_read(shop: Path, query: str) -> None:
    before = shop.read_bytes()
    with pytest.raises(InputError, match="Regulars only reads"):
        read_query(f"sqlite:///{shop}", query)
    assert shop.read_bytes() == before


@pytest.mark.parametrize(
    "query",
    [
        "attach database '{there}' as other",
        "/* to a */ vacuum into '{there}'",
        "copy (select 1) to '{there}'",
        "( copy countries to program 'touch {there}' )",
        "select 1 as a into /* a */ outfile '{there}'",
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_no_file_is_written(shop: Path, url: str, tmp_path: Path, query: str, dialect: str) -> None:
    there = tmp_path / "written"
    with pytest.raises(InputError, match="would write a file, and Regulars only reads"):
        read_query(f"sqlite:///{shop}" if dialect == "sqlite" else url, query.format(there=there))
    assert not there.exists()


@pytest.mark.parametrize(
    ("address", "query", "error", "sentence"),
    [
        ("shop.db", "select 1", InputError, "cannot be read: write it as"),
        ("oracle://u:s3cret@h/d", "select 1", InputError, "Regulars reads no oracle databases"),
        ("postgresql://u:s3cret@h:x/d", "select 1", InputError, "cannot be read"),
        ("postgresql://u:s3cret@127.0.0.1:1/d", "select 1", InputError, r"Nothing answers at postgresql://u@127.0.0.1:1/d"),
        ("mysql://u:s3cret@127.0.0.1:1/d", "select 1", InputError, r"Nothing answers at mysql://u@127.0.0.1:1/d"),
        ("sqlite:///nowhere.db", "select 1", InputError, r"There is no SQLite database nowhere.db"),
        ("sqlite:///:memory:", "select 1", InputError, r"There is no SQLite database"),
        ("{url}", "select * from nothing", InputError, r'cannot answer the query: relation "nothing" does not exist\.'),
        ("{url}", "selec 1", InputError, r"cannot answer the query: syntax error"),
        ("{url}", "select array[1, 2] as both", InputError, "Column both holds values within values"),
        ("{url}", "select date '12000-01-01' as t", InputError, "a date that no calendar has"),
        ("{url}", "select 1 as a where false", NoTableError, "columns and no rows"),
        ("{other}", "select 1", InputError, "There is no database elsewhere there"),
        ("{shop}", "select * from orderz", InputError, r"cannot answer the query: no such table: orderz\."),
        ("{shop}", "explain", InputError, "cannot answer the query: incomplete input"),
        ("sqlite:///{file}", "select * from orders", InputError, "is no SQLite database"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_sentence(
    address: str, query: str, error: type[InputError], sentence: str, url: str, shop: Path, tmp_path: Path
) -> None:
    (tmp_path / "text.db").write_text("id,amount\n" * 100)
    place, mark, options = url.partition("?")
    other = place.rpartition("/")[0] + "/elsewhere" + mark + options
    address = address.format(url=url, other=other, shop=f"sqlite:///{shop}", file=tmp_path / "text.db")
    with pytest.raises(error, match=sentence) as raised:
        read_query(address, query)
    assert "s3cret" not in str(raised.value)


def test_rows_pass_what_a_files_rows_pass(engine: Engine, shop: Path) -> None:
    question = "select no as 'Order ID', day as 'Date', customer as 'Customer ID', product as 'Product', pieces as "
    question += "'Quantity', price as 'Price' from orders"
    first = load_file(engine, read_query(f"sqlite:///{shop}", question))
    assert (first.rows_read, first.rows_loaded, first.customers) == (200, 200, 40)
    again = load_file(engine, read_query(f"sqlite:///{shop}", question))
    assert (again.rows_read, again.rows_known) == (200, 200)
    with sqlite3.connect(shop) as connection:
        connection.execute(
            "insert into orders values (900, '2024-02-01', 'C1', 'P1', 2, 2.5), (901, 'soon', 'C1', 'P1', 2, 2.5)"
        )
    connection.close()
    more = load_file(engine, read_query(f"sqlite:///{shop}", question))
    assert (more.rows_loaded, more.rows_known, more.rows_rejected) == (1, 200, 1)


def test_the_commands_take_a_database(run_module: RunModule, shop: Path) -> None:
    named = ("--from", f"sqlite:///{shop}", "--query")
    loaded = run_module(
        "etl", "load", *named, "select no as order_id, day, customer, product, pieces as quantity, price from orders"
    )
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert f"sqlite:///{shop} select no as order_id" in loaded.stdout
    people = run_module(
        "etl",
        "customers",
        *named,
        "select distinct customer as customer_id, customer || '@shop.example' as email from orders",
    )
    assert (people.returncode, "40" in people.stdout) == (0, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "sqlite:///x.db"), "--from and --query go together"),
        (("--query", "select 1"), "--from and --query go together"),
        (("x.csv", "--from", "sqlite:///x.db", "--query", "select 1"), "not both at once"),
        (("--from", "sqlite:///x.db", "--query", "select 1", "--sheet", "a"), "are for files"),
    ],
)
def test_what_does_not_go_together_is_said(run_module: RunModule, words: tuple[str, ...], sentence: str) -> None:
    done = run_module("etl", "load", *words)
    assert (done.returncode, sentence in done.stderr) == (1, True)
