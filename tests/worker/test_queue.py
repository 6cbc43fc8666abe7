"""The worker's side of the table: claimed once, given back, taken over, ended."""

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, text

from warehouse import jobs, schedules
from warehouse.jobs import Job
from worker import clock, queue

ALL = ("load", "fit", "push")


def ended(engine: Engine, job_id: int) -> Job:
    with engine.connect() as connection:
        job = jobs.get(connection, job_id)
    assert job is not None
    return job


@dataclass
class Claimed:
    """A job of a worker."""

    engine: Engine
    job: Job

    @classmethod
    def of(cls, engine: Engine, worker: str = "me", kind: str = "load", **asked: int) -> "Claimed":
        with engine.begin() as connection:
            jobs.enqueue(connection, kind, {}, "anna", **asked)
            queue.beat(connection, worker, "here:1")
            job = queue.claim(connection, worker, ALL)
        assert job is not None
        return cls(engine, job)

    def now(self) -> Job:
        return ended(self.engine, self.job.job_id)


def test_two_workers_never_take_the_same_job(engine: Engine) -> None:
    with engine.begin() as connection:
        first, second = jobs.enqueue(connection, "load"), jobs.enqueue(connection, "load")
    with engine.begin() as one, engine.begin() as other:
        mine, theirs = queue.claim(one, "one", ALL), queue.claim(other, "other", ALL)
        assert queue.claim(other, "other", ALL) is None
    assert mine is not None
    assert theirs is not None
    assert (mine.job_id, mine.worker, mine.attempts) == (first, "one", 1)
    assert (theirs.job_id, theirs.worker) == (second, "other")


def test_a_kind_that_is_not_wanted_is_left(engine: Engine) -> None:
    with engine.begin() as connection:
        jobs.enqueue(connection, "inspect")
        assert queue.claim(connection, "me", ALL) is None
        assert queue.is_waiting(connection)


def test_what_comes_then_is_asked_for_with_the_end(engine: Engine) -> None:
    with engine.begin() as connection:
        then = [{"kind": "fit", "arguments": {"k": 4}}]
        jobs.enqueue(connection, "load", {"then": then}, "anna")
        job = queue.claim(connection, "me", ALL)
        assert job is not None
        assert queue.finish(connection, job, "me", {"loads": []}, load_id=7)
        (waits,) = jobs.open_jobs(connection)
    assert (waits.kind, waits.arguments, waits.asked_by) == ("fit", {"k": 4}, "anna")
    done = ended(engine, job.job_id)
    assert (done.state, done.result, done.load_id, done.step) == ("done", {"loads": []}, 7, None)


def test_a_job_that_another_has_taken_is_not_ended(engine: Engine) -> None:
    mine = Claimed.of(engine)
    with engine.begin() as connection:
        connection.execute(text("update jobs set worker = 'other'"))
        assert not queue.finish(connection, mine.job, "me", {})
        assert not queue.fail(connection, mine.job, "me", "No.")
        assert queue.beat(connection, "me", "here:1") == set()
    assert mine.now().state == "running"


def test_jobs_of_a_silent_worker_wait_again(engine: Engine) -> None:
    dead, alive = Claimed.of(engine, "dead"), Claimed.of(engine, "alive")
    with engine.begin() as connection:
        assert queue.take_over(connection, ALL) == 0
        silence = "update workers set beat_at = beat_at - interval '16 seconds' where worker = 'dead'"
        connection.execute(text(silence))
        assert queue.take_over(connection, ALL) == 1
    assert (dead.now().state, dead.now().worker, dead.now().attempts) == ("waiting", None, 1)
    assert alive.now().state == "running"


def test_a_job_that_was_interrupted_thrice_fails(engine: Engine) -> None:
    claimed = Claimed.of(engine)
    for _ in range(2):
        with engine.begin() as connection:
            queue.hand_back(connection, "me", ALL, [claimed.job.job_id])
            assert queue.claim(connection, "me", ALL) is not None
    with engine.begin() as connection:
        queue.hand_back(connection, "me", ALL, [claimed.job.job_id])
    said = "It was interrupted 3 times, so it is not tried again. The worker's log says more."
    assert (claimed.now().state, claimed.now().error, claimed.now().attempts) == ("failed", said, 3)


def test_a_job_that_cannot_be_repeated_fails_at_once(engine: Engine) -> None:
    claimed = Claimed.of(engine)
    with engine.begin() as connection:
        queue.hand_back(connection, "me", ("fit",), [claimed.job.job_id])
    said = "The worker was stopped in the middle of it. Ask for it once more."
    assert (claimed.now().state, claimed.now().error) == ("failed", said)


@pytest.mark.parametrize(
    ("kind", "kept", "left"),
    [
        ("load", None, "nothing of it was kept"),
        ("load", {"loads": [1]}, "what it had done by then stays"),  # of two files
        ("push", None, "what it had done by then stays"),  # in batches
    ],
)
def test_a_job_that_somebody_took_back_does_not_wait_again(
    engine: Engine, kind: str, kept: dict[str, object] | None, left: str
) -> None:
    claimed, both = Claimed.of(engine, kind=kind), Claimed.of(engine, kind=kind)
    with engine.begin() as connection:
        if kept:
            queue.keep(connection, claimed.job.job_id, "me", kept)
            queue.keep(connection, both.job.job_id, "me", kept)
        queue.cancelled(connection, both.job.job_id, "me")
        jobs.cancel(connection, claimed.job.job_id, "berta")
        assert queue.to_cancel(connection, "me") == {claimed.job.job_id}
        queue.hand_back(connection, "me", ALL, [claimed.job.job_id])
    for one in (claimed, both):
        assert (one.now().state, one.now().error) == ("cancelled", f"Cancelled while it ran; {left}.")


def test_how_it_goes_is_written_down(engine: Engine) -> None:
    claimed = Claimed.of(engine)
    with engine.begin() as connection:
        queue.tell(connection, claimed.job.job_id, "me", "Loading shop.csv", 0.25)
        queue.keep(connection, claimed.job.job_id, "me", {"loads": [1]})
        queue.tell(connection, claimed.job.job_id, "other", "Nonsense", 1.0)
    now = claimed.now()
    assert (now.step, now.progress, now.result) == ("Loading shop.csv", 0.25, {"loads": [1]})


def test_the_clock_asks_once_and_counts_failures(engine: Engine) -> None:
    with engine.begin() as connection:
        schedule = schedules.add(connection, "Segments", "fit", {"k": 4}, owner="anna")
        assert [ended_kind(connection, each) for each in clock.tick(connection)] == ["retention"]
        assert clock.tick(connection) == []
        connection.execute(text("update schedules set next_at = now() - interval '3 days'"))
        (asked,) = clock.tick(connection)
        assert clock.tick(connection) == []
        one = schedules.listed(connection)[0]
        assert (one.last_job_id, one.last_at is not None, one.next_at > one.last_at) == (asked, True, True)  # type: ignore[operator]
        connection.execute(text("update schedules set next_at = now()"))
        assert clock.tick(connection) == []  # the one before waits still
        job = queue.claim(connection, "me", ALL)
        assert job is not None
        assert (job.job_id, job.arguments, job.asked_by, job.schedule_id) == (asked, {"k": 4}, "anna", schedule)
        queue.fail(connection, job, "me", "Nothing is loaded.")
        assert schedules.listed(connection)[0].failures == 1
        schedules.set_active(connection, schedule, False)
        connection.execute(text("update schedules set next_at = now()"))
        assert clock.tick(connection) == []


def test_a_clock_that_was_ahead_and_is_set_back_holds_nothing_up(engine: Engine) -> None:
    """What was written then is of a time to come: schedules, the tidying of the day, and a worker that died since."""
    taken = Claimed.of(engine, "dead")
    with engine.begin() as connection:
        for name, every in (("Segments", "week"), ("Files", "night"), ("Till", "hour")):
            schedules.add(connection, name, "fit", every=every, weekday=0)
        clock.tick(connection)
        connection.execute(text("update schedules set next_at = next_at + interval '2 days' where every <> 'week'"))
        clock.tick(connection)
        soon = "select bool_and(next_at < now() + interval '25 hours') from schedules where every <> 'week'"
        assert connection.scalar(text(soon))
        for ahead in (
            "schedules set next_at = next_at",
            "workers set beat_at = beat_at",
            "jobs set asked_at = asked_at",
        ):
            connection.execute(text(f"update {ahead} + interval '1 year'"))
        assert not jobs.is_attended(connection)
        assert [ended_kind(connection, each) for each in clock.tick(connection)] == ["retention"]
        assert connection.scalar(text("select bool_and(next_at < now() + interval '8 days') from schedules"))
        queue.beat(connection, "me", "here:2")
        assert jobs.is_attended(connection)
        assert queue.take_over(connection, ALL) == 1
        assert queue.claim(connection, "me", ALL).job_id == taken.job.job_id  # type: ignore[union-attr]


def ended_kind(connection: object, job_id: int) -> str:
    job = jobs.get(connection, job_id)  # type: ignore[arg-type]
    assert job is not None
    return job.kind
