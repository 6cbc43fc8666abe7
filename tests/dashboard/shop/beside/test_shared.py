"""Answers that processes share: found by who knows the secret, sees the same and may the same, and never stale."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, Table, select, text

from dashboard.filters.narrowing.who import Hour
from dashboard.filters.selection import Filters
from dashboard.queries.cuts.cutting import cut
from dashboard.queries.cuts.keeping import KEYS
from dashboard.queries.sales import activity
from dashboard.shop import EVERYTHING, Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from dashboard.shop.beside.aside import Aside
from dashboard.shop.dated import notes_of
from tests.dashboard.conftest import for_web
from tests.dashboard.web.guard.test_answered import statements
from tests.databases import connected
from warehouse.erasure.erasing import erase
from warehouse.settings import Settings

pytestmark = pytest.mark.slow
SECRET = b"of this run"
GERMANY = Viewer(("DE",))
VERA = Asker("vera", frozenset({"look"}))
NOTE = "insert into date_notes (day, words, made_at) values ('2024-02-03', 'Catalogue sent', now())"
STORED = text("select count(*) from kept_answers")


@pytest.fixture(scope="module")
def store(server_url: str, worker_id: str, sample_store: str) -> Iterator[Engine]:
    """A shop of one's own."""
    with connected(server_url, f"shared_{worker_id}", sample_store) as engine:
        yield engine


@pytest.fixture
def aside(store: Engine) -> Iterator[Aside]:
    """The thread that writes; nothing is kept before."""
    with store.begin() as connection:
        connection.execute(text("truncate kept_answers"))
    found = Aside()
    yield found
    found.stop()


def process(store: Engine, aside: Aside, secret: bytes = SECRET) -> Shop:
    """A shop as another process has it."""
    shop = Shop(for_web(store), "GBP")
    shop.share(secret, aside)
    return shop


def answered(shop: Shop, aside: Aside, look: Callable[[Shop], object] = lambda shop: None) -> bool:
    """Whether it was worked out now; what was is written when this ends."""
    worked_out: list[int] = []

    def answer() -> bytes:
        worked_out.append(1)
        look(shop)
        return b'{"an": "answer"}'

    assert shop.finished("key", answer) == b'{"an": "answer"}'
    rest(aside)
    return bool(worked_out)


def rest(aside: Aside) -> None:
    """Wait until all is written."""
    end = time.monotonic() + 60
    while not aside.is_idle and time.monotonic() < end:
        time.sleep(0.005)


def noted(shop: Shop) -> object:
    return notes_of(shop, ())


def test_another_process_reads_it(store: Engine, aside: Aside) -> None:
    found = [answered(process(store, aside), aside, noted) for _ in range(3)]
    assert (found, answered(process(store, aside, b"of another"), aside)) == ([True, False, False], True)


def test_what_was_not_written_by_a_process_is_not_believed(store: Engine, aside: Aside) -> None:
    """As the web's role could write it, without the secret."""
    found = []
    lies = ("answer = substr(answer, 1, 32) || 'a lie'::bytea", "answer = ''", """seen = '{"notes": "x"}'""")
    for change in lies:
        answered(process(store, aside), aside)
        with store.begin() as connection:
            connection.exec_driver_sql(f"update kept_answers set {change}")
        found.append(answered(process(store, aside), aside))
    assert found == [True] * 3


def test_it_is_for_who_sees_and_may_the_same(store: Engine, aside: Aside) -> None:
    found = []
    for viewer, who in 2 * ((EVERYTHING, Asker()), (GERMANY, Asker()), (EVERYTHING, VERA)):
        with viewing(viewer), asking(who):
            found.append(answered(process(store, aside), aside))
    assert found == [True] * 3 + [False] * 3


def test_the_database_shows_it_to_nobody_else(store: Engine, aside: Aside) -> None:
    """Whatever the program asks for."""
    shop = process(store, aside)
    with viewing(GERMANY):
        answered(shop, aside)
    seen = []
    for viewer in (GERMANY, EVERYTHING, Viewer(("FR",)), Viewer(("DE",), personal=False)):
        with viewing(viewer), shop.connect() as connection:
            seen.append(connection.scalar(STORED))
    assert seen == [1, 0, 0, 0]


def test_another_process_s_note_shows_at_once(store: Engine, aside: Aside) -> None:
    one, other = process(store, aside), process(store, aside)
    assert [answered(each, aside, noted) for each in (one, other, one)] == [True, False, False]
    for change in (NOTE, "update date_notes set words = 'Radio'", "delete from date_notes"):
        with store.begin() as connection:
            connection.execute(text(change))
        assert [answered(each, aside, noted) for each in (one, other, one, other)] == [True, False, False, False]


def test_who_is_erased_is_in_none(store: Engine, aside: Aside, tmp_path) -> None:  # type: ignore[no-untyped-def]
    shop = process(store, aside)
    answered(shop, aside)
    with store.connect() as connection:
        somebody = connection.scalar(text("select min(customer_id) from customer_features"))
        assert connection.scalar(STORED) == 1
    erase(store, Settings(home=tmp_path, secret_key="x" * 40), str(somebody), lambda: None)
    with store.connect() as connection:
        assert connection.scalar(STORED) == 0
    late = process(store, aside)  # which began before, and does not know yet
    late.published()
    late._erased_at = None
    assert answered(late, aside)
    with store.connect() as connection:
        assert connection.scalar(STORED) == 0


def test_another_process_reads_the_sums_of_an_audience(store: Engine, aside: Aside) -> None:
    """Of a viewer who sees the same alone; they are as they were summed up."""
    view, found = Filters(parts=(Hour(7),)), []
    for viewer in (EVERYTHING, EVERYTHING, GERMANY):
        shop = process(store, aside)
        with viewing(viewer), statements(shop._engine) as asked:
            rows = shop.ask(activity.by_month, shop.scope(view))
        rest(aside)
        found.append((any("array_agg" in one for one in asked), int(rows["orders"].sum())))
    assert found[0][1] > found[2][1] > 0
    assert found == [(True, found[0][1]), (False, found[0][1]), (True, found[2][1])]


def test_sums_that_no_process_put_there_are_not_believed(store: Engine, aside: Aside) -> None:
    """By whoever has seen a place, and put others there once it was empty: with their seal, without, and added to."""
    view, found = Filters(parts=(Hour(5),)), []

    def orders() -> int:
        shop = process(store, aside)
        rows = shop.ask(activity.by_month, shop.scope(view))
        rest(aside)
        return int(rows["orders"].sum())

    lies = ("array[9000]::bigint[] where name = 'orders'", "array[9000]::bigint[] where counts is not null")
    for lie in (*lies, ""):
        with store.begin() as connection:
            connection.execute(text("delete from kept_sums"))
        found.append(orders())
        with store.begin() as connection:
            changed = f"update kept_sums set counts = {lie}" if lie else "delete from kept_sums where name = ''"
            assert connection.execute(text(changed)).rowcount
        found.append(orders())
    assert found == [found[0]] * 6


@pytest.mark.parametrize("mart", KEYS, ids=str)
def test_the_sums_that_lie_there_are_those_that_are_brought_along(store: Engine, aside: Aside, mart: Table) -> None:
    view, found = Filters(parts=(Hour(6),)), []
    for shop in (Shop(for_web(store), "GBP"), process(store, aside), process(store, aside)):
        scope = shop.scope(view)
        with shop.connect() as connection:
            rows = connection.execute(select(cut(connection, mart, scope))).all()
            found.append(sorted((tuple(row) for row in rows), key=repr))
    assert found == [found[0]] * 3
    assert found[0] or mart.name == "segment_attributes"  # nothing is known of these people


def test_what_cannot_be_kept_is_answered_all_the_same(store: Engine, aside: Aside) -> None:
    with store.begin() as connection:
        connection.execute(text("alter table kept_answers rename to gone"))
    try:
        assert [answered(process(store, aside), aside) for _ in range(2)] == [True, True]
    finally:
        with store.begin() as connection:
            connection.execute(text("alter table gone rename to kept_answers"))


def test_it_takes_no_more_than_its_place(store: Engine, aside: Aside) -> None:
    """What is of other publications goes, and beyond the place for all the oldest."""
    keep = text(
        "insert into kept_answers select decode(lpad(to_hex(:first + n), 4, '0'), 'hex'), '*', 'yes',"
        " (select value from shop_settings where name = 'erased_at'), case when :is_old then '{0}' else"
        " (select array_agg(segmentation_id order by segmentation_id) from segmentations where published) end,"
        " '{}', cast(repeat('x', 2000000) as bytea), now() + n * interval '1 second'"
        " from generate_series(1, :rows) as n"
    )
    shop = process(store, aside)
    for first, rows, is_old in ((20_000, 2, True), (30_000, 40, False), (1, 1, False)):  # of these one looks
        with shop.change() as connection:
            connection.execute(keep, {"first": first, "rows": rows, "is_old": is_old})
    with store.connect() as connection:
        left = connection.execute(text("select sum(octet_length(answer)), bool_or(version = '{0}') from kept_answers"))
        assert left.one() == (31 * 2_000_000, False)
