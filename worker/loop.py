"""The worker: takes jobs up, one that writes and a few beside it, and looks after their processes."""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from warehouse.explain import explain
from warehouse.jobs import ring
from worker import clock, queue
from worker.kinds import FETCHERS, KINDS, READERS, REPEATABLE, WRITERS
from worker.running import Running, start
from worker.waking import Bell

BEAT = 3.0  # seconds from one sign of life to the next
BESIDE = 2  # jobs at once that only read
FETCHING = 2  # jobs at once that wait for the servers of others
IDLE, BUSY = 2.0, 0.2  # seconds from one look to the next: NOTIFY may be swallowed, the end of a process rings no bell
logger = logging.getLogger("regulars.worker")


class Worker:
    """One worker; `run` returns when it is drained, or is left by the exception that ends the program."""

    def __init__(self, engine: Engine) -> None:
        self.name = secrets.token_hex(8)
        self.place = f"{socket.gethostname()}:{os.getpid()}"
        self._engine, self._bell = engine, Bell(engine)
        self._running: dict[int, Running] = {}
        self._beat_at = -BEAT
        self._untidy = False  # a killed load has left a row that says it is running
        self._is_cut_off = False  # the database does not answer

    def run(self, once: bool = False, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Work until nobody wants it any more; with `once` until no job waits."""
        try:
            while is_wanted():
                waits = self._tick()
                if once and not waits and not self._running and not self._is_cut_off:
                    break
                self._bell.wait(BUSY if self._running else IDLE)
        finally:
            self._stop()

    def _tick(self) -> bool:
        """Look once at everything; whether jobs wait. A database that does not answer is waited for."""
        try:
            self._look_after()
            with self._engine.begin() as connection:
                queue.refuse_unknown(connection, tuple(KINDS))
            self._take_up(WRITERS, 1)
            self._take_up(READERS, BESIDE)
            self._take_up(FETCHERS, FETCHING)
            with self._engine.connect() as connection:
                waits = queue.is_waiting(connection)
        except SQLAlchemyError as error:
            if not self._is_cut_off:
                logger.warning("The worker waits for the database: %s", explain(error) or type(error).__name__)
            self._is_cut_off = True
            return True
        if self._is_cut_off:
            logger.info("The database answers again.")
        self._is_cut_off = False
        return waits

    def _look_after(self) -> None:
        """End what is to end, say that we live, ask for what the clock says."""
        for job_id in [job_id for job_id, running in self._running.items() if running.has_ended]:
            self._ended(self._running[job_id])  # ours until it is written down: the database may be away
            del self._running[job_id]
        with self._engine.begin() as connection:
            for job_id in queue.to_cancel(connection, self.name) & self._running.keys():
                self._running[job_id].is_cancelled = True
        for running in self._running.values():
            if running.is_cancelled or running.asked_at is not None:
                running.ask_to_end()
        if time.monotonic() - self._beat_at >= BEAT:
            self._beat()

    def _beat(self) -> None:
        with self._engine.begin() as connection:
            own = queue.beat(connection, self.name, self.place)
            freed = queue.take_over(connection, REPEATABLE)
            clock.tick(connection)
        self._beat_at = time.monotonic()
        if freed:
            logger.warning("%d job(s) of a worker that died are taken over.", freed)
        for job_id, running in self._running.items():
            if job_id not in own and not running.has_ended:  # another worker took it while the database was away
                running.ask_to_end()
        if self._untidy:
            self._untidy = not _tidied(self._engine)

    def _take_up(self, kinds: tuple[str, ...], most: int) -> None:
        """Claim jobs while there is a place for one."""
        while sum(each.job.kind in kinds for each in self._running.values()) < most:
            with self._engine.begin() as connection:
                job = queue.claim(connection, self.name, kinds)
            if job is None:
                return
            logger.info("Job %d begins: %s.", job.job_id, KINDS[job.kind].title)
            self._running[job.job_id] = start(job, self.name)

    def _ended(self, running: Running) -> None:
        """Write down the end of a job whose process could not."""
        running.close()
        job_id = running.job.job_id
        with self._engine.begin() as connection:
            if running.is_cancelled:
                queue.cancelled(connection, job_id, self.name)
            queue.hand_back(connection, self.name, REPEATABLE, [job_id])
        self._untidy |= running.was_killed and KINDS[running.job.kind].writes
        logger.info("Job %d ended%s.", job_id, " as it was cancelled" if running.is_cancelled else "")

    def _stop(self) -> None:
        """End all processes and give their jobs back."""
        while any(not running.has_ended for running in self._running.values()):
            for running in self._running.values():
                if not running.has_ended:
                    running.ask_to_end()
            time.sleep(BUSY / 2)
        self._bell.close()
        try:
            for running in self._running.values():
                self._ended(running)
            with self._engine.begin() as connection:
                queue.deregister(connection, self.name)
                ring(connection)
        except SQLAlchemyError as error:
            logger.warning("The worker ended without giving its jobs back: %s", explain(error) or type(error).__name__)


def _tidied(engine: Engine) -> bool:
    """Whether loads that were killed are called failed by now: their lock goes when the database notices."""
    from etl.storing.journal import tidy  # a second and 50 MB that only this rare step needs
    from warehouse.writers import is_written

    with engine.connect() as connection:
        if is_written(connection):
            return False
    tidy(engine)
    return True
