"""Files as if uploaded, and jobs done in this process."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from warehouse import jobs
from warehouse.jobs import Job
from warehouse.settings import Settings
from warehouse.uploads import files as uploads
from worker import queue
from worker.child import execute
from worker.kinds import KINDS

ME = "me"
Upload = Callable[..., str]
Do = Callable[..., Job]


@pytest.fixture
def upload(engine: Engine, settings: Settings) -> Upload:
    """`upload("shop.csv", text)` brings a file as the browser does; its upload_id."""

    def bring(name: str, content: str | bytes, by: str | None = None) -> str:
        data = content.encode() if isinstance(content, str) else content
        begun = uploads.begin(engine, settings, name, len(data), by)
        return uploads.append(engine, settings, begun.upload_id, 0, data).upload_id

    return bring


@pytest.fixture
def do(engine: Engine, settings: Settings) -> Do:
    """`do("load", uploads=[…])` asks for a job and does it here; the job as it ended."""

    def ask(kind: str, **arguments: Any) -> Job:
        with engine.begin() as connection:
            for earlier in jobs.open_jobs(connection):
                jobs.cancel(connection, earlier.job_id)
            asked = jobs.enqueue(connection, kind, arguments, "anna@shop.example")
            job = queue.claim(connection, ME, tuple(KINDS))
        assert job is not None
        assert job.job_id == asked
        execute(engine, settings, job, ME)
        with engine.connect() as connection:
            ended = jobs.get(connection, asked)
        assert ended is not None
        return ended

    return ask


@pytest.fixture
def inbox(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with an inbox that has the folder `shop`."""
    (tmp_path / "inbox" / "shop").mkdir(parents=True)
    return replace(settings, inbox=tmp_path / "inbox")
