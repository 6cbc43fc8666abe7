"""A store with files that came, and jobs that are worked off in the test's own process."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from dashboard.shop import Shop
from tests.worker.conftest import ME, upload
from warehouse.settings import Settings
from worker import queue
from worker.child import execute
from worker.kinds import KINDS

__all__ = ["upload"]  # a fixture
WorkOff = Callable[[], list[str]]


@pytest.fixture
def shop(engine: Engine) -> Shop:
    """An empty store."""
    return Shop(engine, "GBP")


@pytest.fixture
def work_off(engine: Engine, settings: Settings) -> WorkOff:
    """Do what waits, and what comes then; the kinds in their order."""

    def work() -> list[str]:
        done = []
        while True:
            with engine.begin() as connection:
                job = queue.claim(connection, ME, tuple(KINDS))
            if job is None:
                return done
            execute(engine, settings, job, ME)
            done.append(job.kind)

    return work
