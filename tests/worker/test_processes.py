"""Real workers and real processes: done, cancelled inside a long statement, killed and taken over, stopped."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from tests.programs import PROGRAMS, ROOT, Forked, clean_environment
from tests.worker.conftest import Upload
from warehouse import jobs
from warehouse.jobs import Job
from warehouse.schema import WRITER_LOCK
from warehouse.settings import Settings, libpq_url

pytestmark = pytest.mark.slow
Start = Callable[..., Forked]
LINES = "Order,Date,Customer,Qty,Price\n1,2024-04-13,c1,2,1.50\n2,2024-04-14,c2,1,2.00\n"
PATIENCE = 60.0


@pytest.fixture
def environment(settings: Settings, database_url: str) -> dict[str, str]:
    """A worker's, on the test's database."""
    return clean_environment() | {"DATABASE_URL": libpq_url(database_url), "REGULARS_HOME": str(settings.home)}


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """`start("--once")` starts a worker when the one before has ended; one that still runs is killed at the end."""
    started: list[Forked] = []

    def begin(*options: str) -> Forked:
        started.append(PROGRAMS.start(["worker", *options], environment))
        return started[-1]

    yield begin
    for process in started:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def asked(engine: Engine, kind: str, **arguments: object) -> int:
    with engine.begin() as connection:
        return jobs.enqueue(connection, kind, arguments, "anna")


def until(engine: Engine, job_id: int, wanted: Callable[[Job], bool]) -> Job:
    """The job when it is as wanted."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with engine.connect() as connection:
            job = jobs.get(connection, job_id)
        assert job is not None
        if wanted(job):
            return job
        time.sleep(0.05)
    raise AssertionError(f"The job did not come to it: {job}")


def hold(engine: Engine) -> Connection:
    """A transaction that writes, as a load by command does."""
    connection = engine.connect()
    connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
    return connection


def count(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text(f"select count(*) from {table}")) or 0)


def test_a_worker_drains_the_queue_and_ends(engine: Engine, upload: Upload, start: Start) -> None:
    shop, people = upload("shop.csv", LINES), upload("people.csv", "customer_id,email,city\nc1,a@b.de,Bonn\nc2,,Ulm\n")
    looked = asked(engine, "inspect", uploads=[shop, people])
    loaded = asked(engine, "load", uploads=[shop, people], then=[{"kind": "undo", "arguments": {"load_id": 1}}])
    unknown = asked(engine, "dance")
    assert start("--once").wait(PATIENCE) == 0
    with engine.connect() as connection:
        found = {job.job_id: job for job in jobs.history(connection)}
        assert jobs.open_jobs(connection) == []
        assert not jobs.is_attended(connection)
    assert found[looked].state == "done"
    assert [(each["file"], each["about"]) for each in found[looked].result["tables"]] == [
        ("shop.csv", "transactions"),
        ("people.csv", "customers"),
    ]
    assert (found[loaded].state, found[loaded].load_id, found[loaded].attempts) == ("done", 1, 1)
    assert (found[unknown].state, found[unknown].error) == ("failed", "This version of Regulars knows no such job.")
    undone = next(job for job in found.values() if job.kind == "undo")
    assert (undone.state, undone.asked_by, undone.result["lines"]) == ("done", "anna", 2)
    assert count(engine, "transactions") == 0


def test_a_job_is_cancelled_inside_a_long_statement(engine: Engine, upload: Upload, start: Start) -> None:
    """The load waits in PostgreSQL for a table that another transaction holds: it hears of no signal there."""
    loading = asked(engine, "load", uploads=[upload("shop.csv", LINES)])
    with engine.begin() as other:
        other.execute(text("lock table transactions in access exclusive mode"))
        worker = start()
        until(engine, loading, lambda _job: bool(count(engine, "pg_locks where not granted")))
        with engine.begin() as connection:
            assert jobs.cancel(connection, loading, "berta")
        began = time.monotonic()
        ended = until(engine, loading, lambda job: job.state == "cancelled")
        assert time.monotonic() - began < 10
    assert ended.error == "Cancelled by berta while it ran; nothing of it was kept."
    assert count(engine, "transactions") == 0
    again = asked(engine, "load", uploads=[upload("again.csv", LINES)])
    until(engine, again, lambda job: job.state == "done")
    with engine.connect() as connection:
        states = connection.execute(text("select status, error from loads order by load_id")).all()
    assert states[0] == ("failed", "the loader was interrupted")
    assert states[1] == ("done", None)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 143


def test_a_job_of_a_killed_worker_is_taken_over(engine: Engine, upload: Upload, start: Start) -> None:
    """With the worker its job's process ends; what it had begun leaves nothing, and another worker does it."""
    loading = asked(engine, "load", uploads=[upload("shop.csv", LINES)])
    held = hold(engine)
    first = start()
    until(engine, loading, lambda job: job.step is not None and "waiting" in job.step)
    first.send_signal(signal.SIGKILL)
    first.wait()
    start()
    held.rollback()
    held.close()
    ended = until(engine, loading, lambda job: job.state == "done")
    assert (ended.attempts, ended.result["loads"][0]["rows_loaded"]) == (2, 2)
    assert count(engine, "transactions") == 2
    assert count(engine, "loads") == 1


def test_a_stopped_worker_gives_its_job_back_at_once(engine: Engine, upload: Upload, start: Start) -> None:
    loading = asked(engine, "load", uploads=[upload("shop.csv", LINES)])
    held = hold(engine)
    first = start()
    until(engine, loading, lambda job: job.step is not None and "waiting" in job.step)
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE) == 143
    back = until(engine, loading, lambda job: job.state == "waiting")
    assert (back.worker, back.step) == (None, None)
    held.close()
    assert start("--once").wait(PATIENCE) == 0
    assert until(engine, loading, lambda job: job.state == "done").attempts == 2


def test_a_database_that_closes_all_connections_is_waited_for(engine: Engine, upload: Upload, start: Start) -> None:
    loading = asked(engine, "load", uploads=[upload("shop.csv", LINES)])
    with engine.begin() as other:
        other.execute(text("lock table transactions in access exclusive mode"))
        worker = start()
        until(engine, loading, lambda _job: bool(count(engine, "pg_locks where not granted")))
        ended = (
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'regulars' and datname = current_database()"
        )
        assert len(other.execute(text(ended)).all()) > 2
    again = until(engine, loading, lambda job: job.state == "done")
    assert (again.attempts, again.progress, again.step) == (2, 1.0, None)
    assert count(engine, "transactions") == 2
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 143


def test_looking_at_files_does_not_wait_for_a_load(engine: Engine, upload: Upload, start: Start) -> None:
    shop = upload("shop.csv", LINES)
    with engine.begin() as held:
        held.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
        loading = asked(engine, "load", uploads=[shop])
        worker = start()
        until(engine, loading, lambda job: job.step is not None and "waiting" in job.step)
        looking = asked(engine, "inspect", uploads=[shop])
        assert until(engine, looking, lambda job: not job.is_open).state == "done"
        with engine.connect() as connection:
            assert [job.job_id for job in jobs.open_jobs(connection)] == [loading]
            assert jobs.is_attended(connection)
    until(engine, loading, lambda job: job.state == "done")
    worker.send_signal(signal.SIGTERM)
    worker.wait(PATIENCE)


def test_a_worker_beside_a_server_ends_with_it(engine: Engine, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "worker", "--beside"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE) as worker:
        end = time.monotonic() + PATIENCE
        while not count(engine, "workers") and time.monotonic() < end:
            time.sleep(0.05)
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0
    assert count(engine, "workers") == 0
