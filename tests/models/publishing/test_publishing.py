"""Publishing is all or nothing: for readers meanwhile, after a failure, after a kill; old runs are pruned."""

import hashlib
import signal
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, create_engine, insert, text

from models.publishing import fit as fitting
from models.publishing import publish
from models.publishing.fit import Options, fit
from tests.models.shops import Line, fitted_once, line
from tests.programs import PROGRAMS, clean_environment
from warehouse.schema import metadata, transactions
from warehouse.settings import libpq_url

STATE = """
select
    (select array_agg(segmentation_id order by segmentation_id) from segmentations where published),
    (select sum(gross) from orders),
    (select sum(monetary) from customer_features),
    (select sum(gross) from segment_activity join segmentations using (segmentation_id)
        where published and algorithm = 'rfm'),
    (select count(*) from customer_segments join segmentations using (segmentation_id)
        where published and algorithm = 'rfm'),
    (select sum(customers) from segments join segmentations using (segmentation_id)
        where published and algorithm = 'kmeans')
"""


def shop(customers: int = 60) -> list[Line]:
    start = date(2011, 1, 1)
    return [
        line(f"c{number}", f"{number}-{order}", str(start + timedelta(days=number * 3 + order * 9)), price=5 + number)
        for number in range(customers)
        for order in range(1 + number % 4)
    ]


def add_sale(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(transactions), [line("c0", "more", "2011-08-01", price="1000")])


def state(engine: Engine) -> tuple[object, ...]:
    """What a reader sees in one statement."""
    with engine.connect() as connection:
        return tuple(str(value) for value in connection.execute(text(STATE)).one())


def contents(engine: Engine) -> dict[str, str]:
    """A digest of every table, whatever the order of rows."""
    with engine.connect() as connection:
        return {
            name: hashlib.sha256("\n".join(sorted(map(str, connection.execute(table.select())))).encode()).hexdigest()
            for name, table in metadata.tables.items()
        }


@pytest.fixture(scope="module")
def published(server_url: str) -> str:
    """A template with the shop, segmented."""
    return fitted_once(server_url, "published_shop", shop())


@pytest.mark.store("published")
def test_readers_see_the_old_or_the_new_whole(engine: Engine) -> None:
    old = state(engine)
    add_sale(engine)
    seen: list[tuple[object, ...]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(state(engine))

    reader = threading.Thread(target=read)
    reader.start()
    fit(engine, Options(k=3))
    done.set()
    reader.join()
    new = state(engine)
    assert new != old
    assert old in seen
    assert set(seen) <= {old, new}


@pytest.mark.store("published")
@pytest.mark.parametrize("step", ["flip", "prune"])
def test_a_failure_midway_leaves_the_former_state(engine: Engine, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    add_sale(engine)
    before = contents(engine)

    def fail(*arguments: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(publish, step, fail)
        with pytest.raises(RuntimeError, match="power cut"):
            fit(engine, Options(k=3))
    assert contents(engine) == before
    fit(engine, Options(k=3))  # the lock is free again
    assert contents(engine) != before


@pytest.mark.store("published")
def test_a_killed_run_leaves_the_former_state(engine: Engine, database_url: str) -> None:
    add_sale(engine)
    before = contents(engine)
    environment = clean_environment() | {"DATABASE_URL": libpq_url(database_url)}
    with engine.connect() as blocker:
        # Nobody but this test locks out writers: the run gets as far as its last table and waits.
        blocker.execute(text("lock table segments in share mode"))
        run = PROGRAMS.start(["models", "fit"], environment)
        waiting = "select count(*) from pg_locks where relation = 'segments'::regclass and not granted"
        wait_for(engine, f"{waiting} and database = (select oid from pg_database where datname = current_database())")
        run.send_signal(signal.SIGKILL)
        assert run.wait() == -signal.SIGKILL
        run.communicate()
    fit(engine, Options(k=3, keep=1))  # waits until the server has noticed, then works
    after = contents(engine)
    assert after["segments"] != before["segments"]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from segmentations")).scalar_one() == 2


def wait_for(engine: Engine, question: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.execute(text(question)).scalar_one():
                return
        time.sleep(0.05)
    raise AssertionError(f"never became true: {question}")


def test_runs_wait_for_each_other(engine: Engine, fill: Callable[..., None], database_url: str) -> None:
    fill(shop())
    said: list[str] = []
    other = create_engine(database_url)
    with publish.pipeline(engine, said.append):
        waiting = threading.Thread(target=fit, args=(other, Options(k=3)), kwargs={"notify": said.append})
        waiting.start()
        deadline = time.monotonic() + 60
        while not said and time.monotonic() < deadline:
            time.sleep(0.05)
    waiting.join()
    other.dispose()
    assert said == ["Waiting for another load or model run to end ..."]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from segmentations where published")).scalar_one() == 2


def test_old_runs_are_pruned(engine: Engine, fill: Callable[..., None]) -> None:
    fill(shop())
    for _ in range(3):
        fit(engine, Options(k=3, keep=2))
    with engine.connect() as connection:
        rows = connection.execute(
            text("select segmentation_id, algorithm, published from segmentations order by 1")
        ).all()
        assert rows == [(3, "rfm", False), (4, "kmeans", False), (5, "rfm", True), (6, "kmeans", True)]
        for name, table in metadata.tables.items():
            if "segmentation_id" in table.c:
                ids = connection.scalars(text(f"select distinct segmentation_id from {name} order by 1")).all()
                assert ids in ([3, 4, 5, 6], []), name  # some have nothing to say of so small a shop


@pytest.mark.store("published")
def test_a_shop_that_shrank_publishes_no_stale_kmeans(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("delete from transactions where length(customer_id) > 2"))
    outcome = fit(engine, Options(k=3))
    assert len(outcome.notes) == 1
    with engine.connect() as connection:
        published = connection.scalars(text("select algorithm from segmentations where published")).all()
    assert published == ["rfm"]


def test_the_same_input_gives_the_same_output(engine: Engine, fill: Callable[..., None]) -> None:
    results = []
    for lines in (shop(), shop()[::-1]):
        fill(lines)
        first = fit(engine, Options(k=3))
        with engine.connect() as connection:
            members = connection.execute(
                text("select algorithm, customer_id, segment_id, r_score from customer_segments join segmentations "
                     "using (segmentation_id) order by 1, 2")
            ).all()  # fmt: skip
        figures = [{**one, "segmentation_id": 0} for one in first.segmentations]
        results.append((members, figures))
    assert results[0] == results[1]


def test_steps_are_announced(engine: Engine, fill: Callable[..., None]) -> None:
    fill(shop())
    steps: list[float] = []
    fit(engine, Options(k=3), steps.append)
    assert sum(steps) == fitting.STEPS
