"""The asking side of jobs: put in, looked at page by page, taken back."""

from dataclasses import replace

from sqlalchemy import Engine, text

from warehouse import jobs
from warehouse.jobs import cancel, enqueue, get, history, is_attended, open_jobs


def test_a_job_waits_as_it_was_asked_for(engine: Engine) -> None:
    with engine.begin() as connection:
        job_id = enqueue(connection, "load", {"uploads": ["a"]}, "anna")
        job = get(connection, job_id)
        assert job is not None
        assert replace(job, asked_at=job.asked_at) == jobs.Job(
            job_id, "load", {"uploads": ["a"]}, "waiting", "anna", job.asked_at, *(None,) * 6, 0, *(None,) * 6
        )
        assert job.is_open
        assert get(connection, job_id + 1) is None


def test_history_goes_back_page_by_page(engine: Engine) -> None:
    with engine.begin() as connection:
        asked = [enqueue(connection, kind, {}, by) for kind, by in [("load", "a"), ("fit", "b"), ("load", "b")]]
        assert [job.job_id for job in open_jobs(connection)] == asked
        first = history(connection, limit=2)
        assert [job.job_id for job in first] == asked[:0:-1]
        assert [job.job_id for job in history(connection, before=first[-1].job_id)] == asked[:1]
        assert [job.job_id for job in history(connection, kinds=["load"])] == [asked[2], asked[0]]
        assert [job.job_id for job in history(connection, asked_by="b", kinds=["fit"])] == [asked[1]]


def test_a_waiting_job_ends_when_it_is_cancelled(engine: Engine) -> None:
    with engine.begin() as connection:
        job_id = enqueue(connection, "fit")
        assert cancel(connection, job_id, "anna")
        job = get(connection, job_id)
        assert job is not None
        assert (job.state, job.error, job.cancel_asked_by) == ("cancelled", "Cancelled before it began.", "anna")
        assert not cancel(connection, job_id, "berta")
        assert not cancel(connection, job_id + 1)


def test_a_running_job_is_marked_once(engine: Engine) -> None:
    with engine.begin() as connection:
        job_id = enqueue(connection, "fit")
        connection.execute(text("update jobs set state = 'running'"))
        assert cancel(connection, job_id, "anna")
        assert cancel(connection, job_id, "berta")
        job = get(connection, job_id)
        assert job is not None
        assert (job.state, job.cancel_asked_by) == ("running", "anna")


def test_a_silent_worker_is_not_there(engine: Engine) -> None:
    with engine.begin() as connection:
        assert not is_attended(connection)
        add = "insert into workers values ('w', 'here:1', now(), clock_timestamp() - interval '{}')"
        connection.execute(text(add.format("20 seconds")))
        assert not is_attended(connection)
        connection.execute(text("update workers set beat_at = clock_timestamp()"))
        assert is_attended(connection)
