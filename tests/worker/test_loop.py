"""The worker's own round, without the programs of jobs."""

import subprocess

from sqlalchemy import Engine, text

from tests.worker.test_queue import Claimed
from worker.loop import Worker
from worker.running import Running


def test_a_job_that_ends_while_the_database_is_away_is_given_back_later(engine: Engine) -> None:
    worker = Worker(engine)
    claimed = Claimed.of(engine, worker.name)
    process = subprocess.Popen(["true"], stdin=subprocess.PIPE)
    process.wait()
    worker._running[claimed.job.job_id] = Running(claimed.job, process)
    with engine.begin() as connection:
        connection.execute(text("alter table jobs rename to elsewhere"))
    assert worker._tick()
    assert worker._is_cut_off
    with engine.begin() as connection:
        connection.execute(text("alter table elsewhere rename to jobs"))
    worker._look_after()
    assert (claimed.now().state, claimed.now().worker) == ("waiting", None)
    assert not worker._running
    worker._bell.close()
