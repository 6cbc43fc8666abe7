"""Files that a crash left behind go at the next start, and no others ever do."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg2
import pytest

from warehouse.embedded import EmbeddedServer, share
from warehouse.embedded.cluster import Cluster
from warehouse.embedded.orphans import relation_files, remove_orphans
from warehouse.settings import libpq_url

# One of each kind that has files: plain, unlogged, with long values, indexed, materialized, and catalogs made anew.
RELATIONS = """
create table plain as select i, i::text as word from generate_series(1, 5000) i;
create index on plain (word);
create unlogged table fleeting as select * from plain;
create table long as select i, (select string_agg(md5((i * j)::text), '') from generate_series(1, 300) j)
from generate_series(1, 9) i;
create materialized view summed as select count(*) from plain;
create sequence counter;
vacuum full pg_class;
vacuum full plain;
analyze;
"""
STATE = """
select (select md5(string_agg(plain::text, ',' order by i)) from plain),
    (select md5(string_agg(word, ',' order by word)) from plain where word > '9'),
    (select sum(length(string_agg)) from long), (select count from summed), (select count(*) from pg_class)
"""


@pytest.fixture
def server(copy_home: Callable[[Path], Path], tmp_path: Path) -> Iterator[EmbeddedServer]:
    with share(copy_home(tmp_path / "home")) as server:
        yield server


def connect(server: EmbeddedServer) -> Any:
    return psycopg2.connect(libpq_url(server.url))


def run(server: EmbeddedServer, statements: str) -> list[Any]:
    """The last statement's rows."""
    connection = connect(server)
    connection.autocommit = True
    found: list[Any] = []
    with connection.cursor() as cursor:
        for statement in filter(str.strip, statements.split(";")):
            cursor.execute(statement)
            found = cursor.fetchall() if cursor.description else []
    connection.close()
    return found


def directory(server: EmbeddedServer, home: Path) -> Path:
    number = run(server, "select oid from pg_database where datname = current_database()")[0][0]
    return home / "postgres" / "base" / str(number)


def crash(home: Path) -> None:
    """Everything of PostgreSQL at once, as when the machine loses power."""
    postmaster = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))
    for process in (victims := [postmaster, *postmaster.children()]):
        process.kill()
    psutil.wait_procs(victims, timeout=20)


def test_files_of_a_transaction_that_died_go_at_the_next_start(server: EmbeddedServer, tmp_path: Path) -> None:
    run(server, RELATIONS)
    base, state = directory(server, tmp_path / "home"), run(server, STATE)
    run(server, "checkpoint")
    before = set(os.listdir(base))
    unfinished = connect(server)
    with unfinished.cursor() as cursor:
        cursor.execute("truncate plain; insert into plain select i, 'new' from generate_series(1, 50000) i")
        cursor.execute("create index on plain (i); create temporary table passing as select * from plain")
    crash(tmp_path / "home")
    unfinished.close()
    left = set(os.listdir(base)) - before
    assert len(left) >= 4  # the table, its two indexes, the temporary table
    server.ensure_running()
    assert set(os.listdir(base)) - before - {"pg_internal.init"} == set()
    assert run(server, STATE) == state
    run(server, "insert into plain values (0, 'more')")


def test_nothing_that_is_known_is_removed(server: EmbeddedServer, tmp_path: Path) -> None:
    run(server, RELATIONS)
    base, state, cluster = directory(server, tmp_path / "home"), run(server, STATE), Cluster(tmp_path / "home")
    run(server, "checkpoint")
    present, everything = set(os.listdir(base)), relation_files(cluster.data)
    connection = connect(server)
    assert remove_orphans(connection, cluster.data, everything) == []
    connection.close()
    assert set(os.listdir(base)) == present
    assert run(server, STATE) == state


def test_a_table_that_somebody_is_making_stays(server: EmbeddedServer, tmp_path: Path) -> None:
    """Even if its file were taken for one that was there before."""
    cluster, other, connection = Cluster(tmp_path / "home"), connect(server), connect(server)
    with other.cursor() as cursor:
        cursor.execute("create table made as select i from generate_series(1, 1000) i")
    assert remove_orphans(connection, cluster.data, relation_files(cluster.data)) == []
    other.commit()
    assert run(server, "select count(*) from made") == [(1000,)]
    other.close()
    connection.close()


def test_only_our_own_unknown_relations_go(server: EmbeddedServer, tmp_path: Path) -> None:
    run(server, "create database other")
    base, data = directory(server, tmp_path / "home"), tmp_path / "home" / "postgres"
    other = base.with_name(str(run(server, "select oid from pg_database where datname = 'other'")[0][0]))
    gone = [base / name for name in ("900000", "900000.1", "900000_fsm", "900000_vm", "900000_init", "900000_vm.1")]
    kept = [base / name for name in ("900", "900000_copy", "900000.txt", "9000001.bak", "900001_fsm", "t3_900002")]
    kept += [other / "900003", data / "global" / "900004"]
    for path in (*gone, *kept):
        path.write_bytes(b"x")
    connection = connect(server)
    assert sorted(remove_orphans(connection, data, relation_files(data))) == sorted(gone)
    connection.close()
    assert [path for path in kept if not path.exists()] == []


def test_what_appeared_since_the_start_stays(server: EmbeddedServer, tmp_path: Path) -> None:
    base, data = directory(server, tmp_path / "home"), tmp_path / "home" / "postgres"
    before = relation_files(data)
    (base / "900000").write_bytes(b"x")
    connection = connect(server)
    assert remove_orphans(connection, data, before) == []
    connection.close()
    assert (base / "900000").exists()
