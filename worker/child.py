"""One job in a process of its own: `python -m worker.child JOB WORKER`. It ends with the worker that started it."""

import logging
import os
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from warehouse.engine import open_warehouse
from warehouse.errors import InputError, RegularsError, SettingsError
from warehouse.explain import CLOSED, explain, is_away
from warehouse.forgotten import known
from warehouse.jobs import Job, get
from warehouse.settings import Settings
from wording.console import run, watched
from wording.languages import to_say
from worker import limits, queue
from worker.kinds import KINDS
from worker.record import recorder
from worker.work import Made, Work

BETWEEN = 0.5  # seconds from one word on how it goes to the next
NAMES_ERASED = to_say("It could not be done; why is not kept, since it names somebody who was erased.")
UNEXPECTED = to_say("Something unexpected happened ({kind}); the worker's log says what.")
logger = logging.getLogger("regulars.worker")


class Teller:
    """Writes down how a job goes, now and then, whichever thread knows."""

    def __init__(self, engine: Engine, job_id: int, worker: str) -> None:
        self._engine, self._job_id, self._worker = engine, job_id, worker
        self._lock, self._last, self._step = threading.Lock(), 0.0, ""

    def tell(self, step: str, progress: float | None = None) -> None:
        """What is done now, and the share of it; a new step at once, more of it at most twice a second."""
        with self._lock:
            now = time.monotonic()
            if step == self._step and now - self._last < BETWEEN:
                return
            self._last, self._step = now, step
            try:
                with self._engine.begin() as connection:
                    queue.tell(connection, self._job_id, self._worker, step, progress)
            except SQLAlchemyError as error:  # the work itself goes on, or finds out
                logger.debug("Progress was not written down: %s", error)


def execute(engine: Engine, settings: Settings, job: Job, worker: str) -> bool:
    """Do a job and write down what became of it; whether all of it was done."""
    teller = Teller(engine, job.job_id, worker)

    def keep(result: Mapping[str, Any]) -> None:
        with engine.begin() as connection:
            queue.keep(connection, job.job_id, worker, result)

    def end(connection: Connection, result: Mapping[str, Any]) -> None:
        queue.finish_unless_cancelled(connection, job, worker, result)

    before = job.result or {}
    told = teller.tell, keep, job.asked_by, job.schedule_id, recorder(engine, job), end
    work = Work(engine, settings, job.arguments, job.job_id, before, *told)
    try:
        with watched(teller.tell):
            made = _without_erased(engine, import_module(KINDS[job.kind].module).run(work))
    except Exception as error:
        if was_cut_off(error):  # the job waits until the database is back: the worker sees to that
            raise
        logger.debug("Job %s failed:", job.job_id, exc_info=error)
        questions = [each.as_json() for each in error.questions] if isinstance(error, InputError) else []
        why = limits.out_of_memory(settings) if _lacks_memory(error) else sentence(error)
        failed = Made({"questions": questions} if questions else {}, failure=why)
        if not isinstance(error, SettingsError):
            failed = _without_erased(engine, failed)
        with engine.begin() as connection:
            queue.fail(connection, job, worker, failed.failure, failed.result or None)
        return False
    ids = {"load_id": made.load_id, "segmentation_id": made.segmentation_id}
    with engine.begin() as connection:
        if made.failure:
            queue.fail(connection, job, worker, made.failure, made.result, made.then, **ids)
        else:
            queue.finish(connection, job, worker, made.result, made.then, **ids)
    return not made.failure


def _without_erased(engine: Engine, made: Made) -> Made:
    """What a job came to without texts that name somebody who was erased: files to come may."""
    with engine.connect() as connection:
        forgotten = known(connection)
    failure = made.failure and (forgotten.without(made.failure) or NAMES_ERASED)
    return replace(made, result=forgotten.without(made.result), failure=failure)


def was_cut_off(error: Exception) -> bool:
    """Whether the database went away in the middle, which says nothing of the job."""
    return is_away(error) or str(explain(error)) == CLOSED  # as an error of ours says it


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether the process got no more memory, however a library says it."""
    while error is not None:
        said = f"{type(error).__name__} {error}"
        if isinstance(error, MemoryError) or "OutOfMemory" in said or "malloc of size" in said:
            return True
        error = error.__cause__ or error.__context__
    return False


def sentence(error: Exception) -> str:
    """What people are told of an error."""
    if isinstance(error, RegularsError):
        return str(error)
    if (explained := explain(error)) is not None:
        return str(explained)
    logger.error("Unexpected in a job:", exc_info=error)
    return UNEXPECTED.format(kind=type(error).__name__)


def _end_with_parent() -> None:
    """Nobody waits for the job any more when the other end of standard input is closed."""
    os.read(sys.stdin.fileno(), 1)  # no lock of Python's, which would be held at the end
    os._exit(1)


def main(arguments: Namespace) -> int:
    """Run the job that the worker has claimed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings.from_environment()
    limits.limit(settings)
    with open_warehouse(settings) as engine:
        with engine.connect() as connection:
            job = get(connection, arguments.job)
        if job is None or job.worker != arguments.worker or job.state != "running":
            return 0
        if KINDS[job.kind].is_lean:
            _slim(KINDS[job.kind].module)
        execute(engine, settings, job, arguments.worker)
        return 0


def _slim(module: str) -> None:
    """Take no more memory than loading needs, as `python -m etl` does."""
    from etl.lean_process import slim

    import_module(module)
    slim()


if __name__ == "__main__":
    found = ArgumentParser(prog="python -m worker.child", description=__doc__)
    found.add_argument("job", type=int)
    found.add_argument("worker")
    sys.exit(run(main, found))
