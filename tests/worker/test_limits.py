"""What the process of a job may take: what would exhaust the machine ends its own job, with a sentence."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import ROOT, clean_environment
from tests.worker.conftest import ME, Upload
from warehouse import jobs
from warehouse.settings import Settings, libpq_url
from worker import limits, queue
from worker.kinds import KINDS

LEAST = 300  # MB that a job's process takes before it has read anything, and some to work with
# No file is known that takes that much: what reads them sees to it. So this job takes it as a library would.
TAKES = """
from argparse import Namespace
from worker import child
from worker.kinds import load
load.run = lambda work: bytearray(1 << 30)
child.main(Namespace(job={job}, worker={worker!r}))
"""


@pytest.mark.slow
def test_a_job_that_needs_more_memory_ends_itself(
    engine: Engine, settings: Settings, upload: Upload, database_url: str
) -> None:
    with engine.begin() as connection:
        asked = jobs.enqueue(connection, "load", {"uploads": [upload("sales.csv", b"-")]}, "anna@shop.example")
        queue.claim(connection, ME, tuple(KINDS))
    own = {"DATABASE_URL": libpq_url(database_url), "REGULARS_HOME": str(settings.home)}
    environment = clean_environment() | own | {"REGULARS_JOB_MEMORY": f"{LEAST}MB"}
    command = [sys.executable, "-c", TAKES.format(job=asked, worker=ME)]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdin=subprocess.PIPE) as process:
        ended = process.wait(120)
    with engine.connect() as connection:
        job = jobs.get(connection, asked)
    assert job is not None
    assert (ended, job.state, job.error) == (
        0, "failed", limits.MEMORY.format(most=f"{LEAST} MB"),
    )  # fmt: skip


def test_without_a_setting_most_of_the_machine_s(settings: Settings) -> None:
    whole = 1024 * int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1])
    assert 0 < limits.memory_of(settings) <= whole * limits.SHARE + 1
    assert limits.memory_of(replace(settings, job_memory=1 << 30)) == 1 << 30


SPINS = """
from types import SimpleNamespace
from worker import limits
limits.limit(SimpleNamespace(job_hours=0, job_memory=1 << 34))  # the least that there is: a second
try:
    while True:
        pass
except limits.TakesTooLongError as error:
    print(error)
"""


def test_a_job_that_never_ends_is_ended_in_a_sentence() -> None:
    """By the processor's time, whatever the clock says."""
    command = [sys.executable, "-c", SPINS]
    done = subprocess.run(
        command, env=clean_environment(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (0, limits.HOURS.format(hours=0) + "\n")
