"""Deliveries as the ledger has them, places as they are kept, and jobs that push done in the test's own process."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from accounts.tokens import PASSWORDS, seal
from audiences.campaigns.snapshots import as_text
from audiences.destinations import Member, connections
from tests.worker.conftest import ME
from tests.worker.outside import SECRET_KEY, certificates_here, https_server, outward_settings, run, s3, sftp, web
from warehouse import jobs
from warehouse.jobs import Job
from warehouse.schema import deliveries, delivery_members
from warehouse.settings import Settings
from worker import queue
from worker.child import execute
from worker.kinds import KINDS
from worker.pushing import asking

__all__ = ["certificates_here", "https_server", "outward_settings", "run", "s3", "sftp", "web"]

Deliver = Callable[..., int]
Outlet = Callable[..., int]
Push = Callable[..., Job]


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "WAITS", (0.0, 0.0))


@pytest.fixture
def deliver(engine: Engine) -> Deliver:
    """`deliver("machines", members, left=[…])`: a delivery in the ledger; its number."""

    def made(key: str, sent: Iterable[Member], left: Iterable[Member] = (), **more: Any) -> int:
        given = {"name": "Spring", "destination": key, "mode": "full", "rows": 0, "held": 0, "left_out": {}, **more}
        with engine.begin() as connection:
            statement = insert(deliveries).values(**given, made_at="2026-11-28").returning(deliveries.c.delivery_id)
            number = int(connection.execute(statement).scalar_one())
            rows = [
                {"customer_id": one.customer_id, "role": part, "place": place, "sent_as": json.loads(as_text(one))}
                for part, members in (("sent", sent), ("left", left))
                for place, one in enumerate(members, 1)
            ]
            if rows:
                connection.execute(insert(delivery_members), [{"delivery_id": number, **row} for row in rows])
        return number

    return made


@pytest.fixture
def outlet(engine: Engine) -> Outlet:
    """`outlet("webhook", {"address": …}, {"signing": …})`: a connection; its number."""

    def made(kind: str, settings: Mapping[str, Any], secrets: Mapping[str, str], name: str = "Shop") -> int:
        sealed = seal(SECRET_KEY, json.dumps(secrets), PASSWORDS)
        with engine.begin() as connection:
            return connections.add(connection, name, kind, settings, sealed)

    return made


@pytest.fixture
def push(engine: Engine, outward_settings: Settings) -> Push:
    """`push(delivery, connection)`, or `push(connection=…, trial=True)`: the job as it ended."""

    def do(delivery: int | None = None, connection: int = 0, settings: Settings = outward_settings, **more: Any) -> Job:
        said = {"connection": connection, **more} | ({} if delivery is None else {"delivery": delivery})
        with engine.begin() as asking_for:
            asked = jobs.enqueue(asking_for, "push", said, "anna@shop.example")
            job = queue.claim(asking_for, ME, tuple(KINDS))
        assert job is not None
        assert job.job_id == asked
        execute(engine, settings, job, ME)
        with engine.connect() as reading:
            ended = jobs.get(reading, asked)
        assert ended is not None
        return ended

    return do
