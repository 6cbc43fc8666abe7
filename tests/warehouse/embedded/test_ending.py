"""A server that does not stop when asked is ended all the same, and all that was committed is there afterwards."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from warehouse.embedded import EmbeddedServer, ending, share
from warehouse.embedded.cluster import Cluster
from warehouse.settings import libpq_url


@pytest.fixture
def server(
    copy_home: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[EmbeddedServer]:
    """A server that holds one committed row and would be taken for stuck after a second."""
    monkeypatch.setattr(ending, "STUCK_SECONDS", 1.0)
    server = EmbeddedServer(copy_home(tmp_path / "home"))
    run(server, "create table kept as select 42 as answer")
    yield server
    cluster = Cluster(tmp_path / "home")
    if cluster.is_running():
        cluster.stop()


def run(server: EmbeddedServer, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(libpq_url(server.url))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def postmaster(home: Path) -> psutil.Process:
    return psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().split()[0]))


def kill_one(process: psutil.Process) -> None:
    """One of PostgreSQL's own helpers: it ends all others and recovers."""
    next(child for child in process.children() if "launcher" in " ".join(child.cmdline())).kill()


def hang(process: psutil.Process) -> None:
    """Ask it to stop while it recovers, over which PostgreSQL 18 nearly always hangs."""
    kill_one(process)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)


def test_a_stop_during_recovery_ends(server: EmbeddedServer, tmp_path: Path) -> None:
    kill_one(postmaster(tmp_path / "home"))
    server.release()
    assert not Cluster(tmp_path / "home").is_running()
    with share(tmp_path / "home") as again:
        assert run(again, "select answer from kept") == [(42,)]


def test_a_start_that_meets_a_hanging_server_starts_it_anew(server: EmbeddedServer, tmp_path: Path) -> None:
    process = postmaster(tmp_path / "home")
    helpers = [process, *process.children()]
    hang(process)
    with share(tmp_path / "home") as again:
        assert run(again, "select answer from kept") == [(42,)]
        assert postmaster(tmp_path / "home") != process
    assert psutil.wait_procs(helpers, timeout=5)[1] == []


def test_what_heeds_no_signal_is_killed_and_leaves_nothing_in_the_way(server: EmbeddedServer, tmp_path: Path) -> None:
    process = postmaster(tmp_path / "home")
    helpers, shared = [process, *process.children()], (tmp_path / "home/postgres/postmaster.pid").read_text().split()
    process.send_signal(signal.SIGSTOP)
    server.release()
    assert not Cluster(tmp_path / "home").is_running()
    assert psutil.wait_procs(helpers, timeout=5)[1] == []
    with share(tmp_path / "home") as again:
        assert run(again, "select answer from kept") == [(42,)]
    if Path("/proc/sysvipc/shm").exists():  # the killed server's shared memory went with the next one
        segments = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()]
        assert not any(fields[:2] == shared[-3:-1] for fields in segments)


def test_orphans_of_a_dead_postmaster_are_ended(server: EmbeddedServer, tmp_path: Path) -> None:
    process = postmaster(tmp_path / "home")
    session = psycopg2.connect(libpq_url(server.url))
    with session.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        orphan = psutil.Process(cursor.fetchone()[0])  # type: ignore[index]
    orphan.suspend()  # it does not notice that its server dies
    process.kill()
    psutil.wait_procs([process], timeout=5)
    server.release()
    assert psutil.wait_procs([orphan], timeout=5)[1] == []
    session.close()
    with share(tmp_path / "home") as again:
        assert run(again, "select answer from kept") == [(42,)]


def test_a_server_at_work_is_not_taken_for_stuck(
    server: EmbeddedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "STUCK_SECONDS", 2.0)  # to connect takes more than one where others compute
    cluster = Cluster(tmp_path / "home")
    busy = "do $$ begin while clock_timestamp() < now() + interval '5 s' loop perform 1; end loop; end $$"
    worker = threading.Thread(target=run, args=(server, busy))
    watch = ending.Watch(cluster.data, postmaster(tmp_path / "home").pid, "")
    worker.start()
    while worker.is_alive():
        assert not watch.is_stuck()
        time.sleep(0.05)
    assert watch.waited() > 2 * ending.STUCK_SECONDS
    while not watch.is_stuck():
        assert watch.waited() < 60
        time.sleep(0.05)
