"""A campaign's list made by the worker: whole or not at all, never twice, and nobody in two of them."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text

from audiences.campaigns import keeping, ledger
from tests.audiences.campaigns.shop import fill_shop
from tests.worker.conftest import ME, Do
from warehouse import jobs
from warehouse.jobs import Job
from warehouse.results import path_by_content
from warehouse.settings import Settings
from worker import queue
from worker.child import execute
from worker.kinds import KINDS, REPEATABLE

LOCK = "select pg_advisory_xact_lock(1583354030)"  # of audiences.campaigns.sending
WAITING = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


@pytest.fixture
def shop(engine: Engine) -> Engine:
    fill_shop(engine)
    with engine.begin() as connection:
        for name in ("Spring", "Summer"):
            keeping.create(connection, name, 1, "mailchimp", Decimal("0.5"), 30, "anna@shop.example")
    return engine


def claimed(engine: Engine, campaign: int) -> Job:
    with engine.begin() as connection:
        jobs.enqueue(connection, "send", {"campaign": campaign}, "anna@shop.example")
        job = queue.claim(connection, ME, tuple(KINDS))
    assert job is not None
    return job


def ended(engine: Engine, job: Job) -> Job:
    with engine.connect() as connection:
        found = jobs.get(connection, job.job_id)
    assert found is not None
    return found


def left(engine: Engine) -> dict[str, int]:
    """How many rows each table of the ledger has."""
    tables = ("deliveries", "delivery_members", "delivery_files")
    with engine.connect() as connection:
        return {one: int(connection.scalar(text(f"select count(*) from {one}")) or 0) for one in tables}


@contextmanager
def held_up(engine: Engine, waiting: int) -> Iterator[None]:
    """Within, nobody may choose people; it goes on when so many wait for it."""
    with engine.begin() as other:
        other.execute(text(LOCK))
        yield
        end = time.monotonic() + 60
        while int(other.scalar(text(WAITING)) or 0) < waiting:
            assert time.monotonic() < end
            time.sleep(0.01)


def test_the_list_is_there_with_the_end_of_its_job(shop: Engine, do: Do, settings: Settings) -> None:
    job = do("send", campaign=1)
    assert (job.state, job.error, job.result) == ("done", None, {"delivery": 1, "rows": 24, "left_out": 2})
    with shop.connect() as connection:
        (sent,) = ledger.of_campaign(connection, 1)
    assert (sent.leaving.made_by, sent.leaving.held, sent.leaving.rows) == ("anna@shop.example", 24, 24)
    (file,) = sent.files
    assert path_by_content(settings, file.sha256).stat().st_size == file.bytes
    with shop.begin() as connection:  # its worker dies before it has heard of that
        queue.hand_back(connection, ME, REPEATABLE, [job.job_id])
    assert ended(shop, job).state == "done"


def test_what_is_cancelled_leaves_nothing(shop: Engine, settings: Settings) -> None:
    job = claimed(shop, 1)
    with ThreadPoolExecutor(1) as pool:
        with held_up(shop, waiting=1):
            doing = pool.submit(execute, shop, settings, job, ME)
            with shop.begin() as connection:
                assert jobs.cancel(connection, job.job_id, "berta@shop.example")
        assert doing.result() is False
    assert ended(shop, job).error == "Cancelled while it ran; nothing of it was kept."
    assert left(shop) == {"deliveries": 0, "delivery_members": 0, "delivery_files": 0}


def test_one_that_another_worker_took_over_makes_no_second_list(shop: Engine, settings: Settings) -> None:
    first = claimed(shop, 1)
    with ThreadPoolExecutor(1) as pool:
        with held_up(shop, waiting=1):
            slow = pool.submit(execute, shop, settings, first, ME)
            with shop.begin() as connection:  # it was silent for too long
                queue.hand_back(connection, ME, REPEATABLE, [first.job_id])
                second = queue.claim(connection, "another", tuple(KINDS))
        assert second is not None
        assert slow.result() is False
    assert sum(left(shop).values()) == 0
    assert execute(shop, settings, second, "another")
    assert left(shop) == {"deliveries": 1, "delivery_members": 48, "delivery_files": 1}


def test_two_at_the_same_second_write_to_nobody_twice(shop: Engine, settings: Settings) -> None:
    both = [claimed(shop, number) for number in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        with held_up(shop, waiting=2):
            doing = [pool.submit(execute, shop, settings, job, ME) for job in both]
        assert sorted(one.result() for one in doing) == [False, True]
    errors = [error for job in both if (error := ended(shop, job).error)]
    assert [one.partition(",")[0] for one in errors] == ["Nobody would be in the file: 48 in another campaign"]
    assert left(shop) == {"deliveries": 1, "delivery_members": 48, "delivery_files": 1}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "The job needs a number as its campaign."),
        ({"campaign": 9}, "There is no campaign 9."),
        ({"campaign": 1, "rule": "perhaps"}, "There is no rule 'perhaps'."),
    ],
)
def test_what_cannot_be_made(shop: Engine, do: Do, said: dict[str, object], sentence: str) -> None:
    assert do("send", **said).error == sentence
