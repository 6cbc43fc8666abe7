"""Opening the store, and the one sentence for each way in which it fails: all against a real server."""

import socket
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from warehouse import engine as engine_module
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import SchemaError, WarehouseError
from warehouse.explain import IN_USE, explain, is_away, is_full
from warehouse.settings import Settings, normalise_url, spell


def failure(url: str) -> str:
    with pytest.raises(WarehouseError) as caught, open_warehouse(Settings(database_url=normalise_url(url))):
        pass
    return str(caught.value)


@pytest.fixture
def guarded(engine: Engine, database_url: str) -> Iterator[str]:
    """The URL of a user whose password the server asks for; the password is right."""
    with engine.begin() as connection:
        rules = Path(connection.execute(text("show hba_file")).scalar_one())
        before = rules.read_text()
        rules.write_text("local all guarded scram-sha-256\nlocal all banned reject\n" + before)
        connection.execute(text("create role guarded login password 'hunter2'; create role banned login"))
        connection.execute(text("create role crowded login connection limit 0"))
        connection.execute(text("select pg_reload_conf()"))
    yield spell(make_url(database_url).set(username="guarded", password="hunter2"))
    rules.write_text(before)
    with engine.begin() as connection:
        connection.execute(text("drop role guarded; drop role banned; drop role crowded; select pg_reload_conf()"))


def test_it_opens_checks_and_closes(settings: Settings) -> None:
    with open_warehouse(settings) as engine, engine.connect() as connection:
        assert connection.execute(text("select current_setting('application_name')")).scalar() == "regulars"
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_long_lived_process_closes_once(settings: Settings) -> None:
    warehouse = Warehouse(settings)
    warehouse.close()
    warehouse.close()


def test_an_empty_database_gets_tables_unless_told_not_to(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade; create schema public"))
    with open_warehouse(settings, migrate=False) as opened:
        assert inspect(opened).get_table_names() == []
    with open_warehouse(settings) as opened:
        assert inspect(opened).has_table("transactions")


def test_an_old_schema_says_upgrade(engine: Engine, settings: Settings) -> None:
    with engine.begin() as connection:
        connection.execute(text("update regulars_version set version_num = '0000'"))
    with pytest.raises(SchemaError, match="run `python -m warehouse upgrade`"), open_warehouse(settings):
        pass


def test_an_old_server_says_which_is_needed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "OLDEST", (99, 0))
    with pytest.raises(
        WarehouseError, match=r"The database server is PostgreSQL 18\.\d+, and Regulars needs 99 or newer"
    ):
        Warehouse(settings)


def test_a_right_password_opens(guarded: str) -> None:
    with open_warehouse(Settings(database_url=guarded), migrate=False):
        pass


def test_a_wrong_password(guarded: str) -> None:
    said = failure(guarded.replace("hunter2", "hunter3"))
    assert said == "The database refuses the password for user guarded: check DATABASE_URL."


def test_a_missing_password(guarded: str) -> None:
    assert failure(guarded.replace(":hunter2", "")) == "The database asks for a password, and DATABASE_URL has none."


@pytest.mark.parametrize(
    ("user", "sentence"),
    [
        ("banned", "The database does not let user banned in from this machine: ask who runs it."),
        ("crowded", "The database has no connection left: try again soon."),
        ("unknown", "The database knows no user unknown: check DATABASE_URL."),
    ],
)
def test_a_user_who_cannot_come_in(guarded: str, user: str, sentence: str) -> None:
    assert failure(guarded.replace("guarded", user)) == sentence


def test_a_missing_database(database_url: str) -> None:
    said = failure(spell(make_url(database_url).set(database="elsewhere")))
    assert said.startswith("There is no database elsewhere on ")


def test_nothing_there(tmp_path: Path) -> None:
    assert failure("postgres://u:hunter2@127.0.0.1:1/d") == (
        "Nothing answers at 127.0.0.1:1: start the database there, or check DATABASE_URL."
    )
    assert failure("postgres://u:hunter2@no-such-host.invalid/d") == (
        "There is no host no-such-host.invalid: check DATABASE_URL and the network."
    )
    assert failure(f"host={tmp_path} user=u password=hunter2").startswith("No database listens in " + str(tmp_path))


def test_a_host_that_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        said = failure(f"postgres://u:hunter2@127.0.0.1:{port}/d?connect_timeout=2")
    assert said == "The server does not answer: check DATABASE_URL, the network and the firewall." or (
        f"127.0.0.1:{port} does not answer" in said
    )


@pytest.mark.parametrize("code", IN_USE)
def test_errors_in_use_become_sentences(engine: Engine, code: str) -> None:
    """A full disk and its like, raised by the server itself."""
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text(f"do $$ begin raise exception 'hunter2' using errcode = '{code}'; end $$"))
    assert str(explain(caught.value)) == IN_USE[code]
    assert str(explain(caught.value.orig)) == IN_USE[code]  # type: ignore[arg-type]
    passes = code in ("53300", "57P01", "57P02", "57P03")
    assert (is_away(caught.value), is_full(caught.value)) == (passes, code == "53100")


def test_a_stopped_server_becomes_a_sentence(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("select pg_terminate_backend(pg_backend_pid())"))
    assert str(explain(caught.value)).startswith("The database closed the connection")
    connection = psycopg2.connect(make_url(str(engine.url)).render_as_string().replace("+psycopg2", ""))
    connection.close()
    with pytest.raises(psycopg2.InterfaceError) as closed:
        connection.cursor()
    assert str(explain(closed.value)).startswith("The database closed the connection")


@pytest.mark.parametrize(
    "words",
    [
        "invalid socket",  # in the middle of a COPY
        "SSL SYSCALL error: EOF detected",
        "SSL connection has been closed unexpectedly",
        "could not receive data from server: Connection reset by peer",
    ],
)
def test_a_lost_connection_in_whatever_words(words: str) -> None:
    error = psycopg2.OperationalError(words)
    assert (str(explain(error))[:34], is_away(error)) == ("The database closed the connection", True)


def test_a_missing_table_says_upgrade(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("select * from nowhere"))
    assert isinstance(explain(caught.value), SchemaError)


def test_an_exhausted_pool_and_a_full_disk_of_ours(database_url: str) -> None:
    engine = create_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with engine.connect(), pytest.raises(Exception, match="QueuePool") as caught:
        engine.connect()
    engine.dispose()
    assert (str(explain(caught.value))[:20], is_away(caught.value)) == ("The database is busy", True)
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="space") as no_space:
        full.write(b"x")
    assert str(explain(no_space.value)) == "The disk is full: make room on it and try again."


def test_what_is_not_the_databases_fault_stays_unexplained() -> None:
    assert explain(ValueError("x")) is None
    assert explain(psycopg2.ProgrammingError("x")) is None
    assert not is_away(psycopg2.ProgrammingError("x"))


@pytest.mark.parametrize("migrate", [True, False])
def test_a_search_path_without_a_schema(database_url: str, migrate: bool) -> None:
    url = spell(make_url(database_url).update_query_dict({"options": "-c search_path=shop,Läden"}))
    with pytest.raises(WarehouseError) as caught, open_warehouse(Settings(database_url=url), migrate=migrate):
        pass
    assert str(caught.value) == (
        "The database has none of the schemas in its search_path (shop,Läden), or its user may not use them: create "
        "one, or change the search_path of DATABASE_URL or of the user."
    )


def test_tables_live_in_the_schema_of_the_search_path(engine: Engine, database_url: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("create schema shop"))
    url = spell(make_url(database_url).update_query_dict({"options": "-c search_path=shop"}))
    with open_warehouse(Settings(database_url=url)) as opened:
        assert inspect(opened).has_table("transactions", schema="shop")
