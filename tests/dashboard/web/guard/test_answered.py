"""Answers that are kept as they were sent: the same bytes without a question, and never somebody else's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from dashboard.components.panels import failure
from dashboard.filters.selection import Filters
from dashboard.queries.store.published import published_ids
from dashboard.shop import EVERYTHING, Shop, Viewer, mailing, viewing
from dashboard.shop.asker import Asker, asker, asking
from dashboard.shop.beside.stands import FILES, STANDS
from dashboard.shop.dated import notes_of
from dashboard.shop.finished import Finished, looked_at
from dashboard.web.guard.answered import ROUTE
from tests.dashboard.calls import post
from tests.dashboard.conftest import for_web
from warehouse.errors import InputError
from wording.languages import ENGLISH

TREND = "overview-trend-graph.figure"
GERMANY, FRANCE = (Viewer((one,)) for one in ("DE", "FR"))
ANNA, BEN = (Asker(name, frozenset({"look", "lists"})) for name in ("anna", "ben"))
VERA = Asker("vera", frozenset({"look"}))


@pytest.fixture
def cold(small: Shop) -> Shop:
    """The literal shop with nothing kept."""
    return Shop(for_web(small.engine), "GBP")


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of a database inside the block."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def trend(client: FlaskClient, search: str = "") -> bytes:
    return post(client, TREND, {"filters.data": {"search": search}, "theme.data": "light"}).data


def campaign_rule(shop: Shop) -> None:
    """Something that anybody may change at any time."""
    with shop.connect() as connection:
        connection.execute(text("select 1"))


def made(shop: Shop, key: str, compute: Callable[[], object]) -> list[bool]:
    """Whether it was worked out, of three times asked."""
    worked_out: list[int] = []

    def answer() -> bytes:
        worked_out.append(1)
        compute()
        return b"{}"

    found = []
    for _ in range(3):
        before = len(worked_out)
        assert shop.finished(key, answer) == b"{}"
        found.append(len(worked_out) > before)
    return found


def test_an_answer_comes_again_without_a_question(app: Dash, client: FlaskClient, shop: Shop) -> None:
    search = "?from=2023-02"  # which no other test asks of this app
    first = trend(client, search)
    with statements(shop._engine) as asked:
        assert trend(client, search) == first
    assert [one for one in asked if "segment_activity" in one] == []
    assert trend(client, f"{search}&country=DE") != first


def test_it_is_sent_compressed_to_whoever_takes_that(client: FlaskClient) -> None:
    plain = trend(client)
    for _ in range(2):
        values = {"filters.data": {"search": ""}, "theme.data": "light"}
        client.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip, br"
        packed = post(client, TREND, values)
        del client.environ_base["HTTP_ACCEPT_ENCODING"]
        assert (packed.headers["Content-Encoding"], packed.headers["Cache-Control"]) == ("br", "no-store")
        assert brotli.decompress(packed.data) == plain
    assert trend(client) == plain


def test_every_viewer_gets_their_own(client: FlaskClient) -> None:
    found = []
    for viewer in (EVERYTHING, GERMANY, FRANCE, GERMANY, FRANCE, EVERYTHING):
        with viewing(viewer):
            found.append(trend(client))
    assert len(set(found[:3])) == 3
    assert found[3:] == [found[1], found[2], found[0]]


@pytest.mark.parametrize(
    ("say", "is_kept"),
    [
        (lambda shop: shop.ask(published_ids), True),
        (lambda shop: shop.scope(Filters()), True),
        (lambda shop: asker().may("export"), True),
        (lambda shop: asker().name, False),
        (lambda shop: shop.people(), True),
        (lambda shop: notes_of(shop, ()), True),
        (mailing.rule_of, True),
        (campaign_rule, False),
        (lambda shop: shop.scope(Filters(audience="1")), False),
        (lambda shop: failure(InputError("Something is not there.")), False),
    ],
    ids=[
        "asked",
        "of-a-scope",
        "by-rights",
        "by-name",
        "of-people",
        "noted",
        "of-lists",
        "of-a-rule",
        "of-audience",
        "gone-wrong",
    ],
)
def test_what_holds_for_a_moment_or_a_person_is_not_kept(
    cold: Shop, say: Callable[[Shop], object], is_kept: bool
) -> None:
    assert made(cold, "key", lambda: say(cold)) == [True, not is_kept, not is_kept]


def test_what_is_asked_beside_it_counts_too(cold: Shop) -> None:
    def look(connection: Any, number: int) -> int:
        campaign_rule(cold)  # in the thread of a helper
        return int(connection.scalar(text("select :number"), {"number": number}))

    def side_by_side() -> None:
        cold.prepare((look, 1), (look, 2))

    assert made(cold, "key", side_by_side)[:2] == [True, True]  # after that it finds both


def test_it_is_for_who_may_the_same_and_sees_the_same(cold: Shop) -> None:
    found = []
    for who, viewer in ((ANNA, EVERYTHING), (BEN, EVERYTHING), (VERA, EVERYTHING), (ANNA, GERMANY), (BEN, GERMANY)):
        with asking(who), viewing(viewer):
            found.append(made(cold, "key", lambda: None)[0])
    assert found == [True, False, True, True, False]


def test_it_is_of_one_publication(cold: Shop) -> None:
    assert made(cold, "key", lambda: None) == [True, False, False]
    (known, asked_at) = cold._published[EVERYTHING, ENGLISH]
    cold._published[EVERYTHING, ENGLISH] = replace(known, stale=("rfm",)), asked_at  # lines came in since
    assert made(cold, "key", lambda: None) == [True, False, False]


def test_what_is_published_while_it_is_made_is_noticed(cold: Shop) -> None:
    def publish() -> None:
        (known, asked_at) = cold._published[EVERYTHING, ENGLISH]
        cold._published[EVERYTHING, ENGLISH] = replace(known, version=(*known.version, 999)), asked_at
        cold.published()

    assert made(cold, "key", publish) == [True, True, True]


def test_dash_answers_by_the_route_that_is_watched(app: Dash) -> None:
    assert app.server.view_functions[ROUTE].__module__ == "dashboard.web.guard.answered"


@pytest.mark.parametrize("what", STANDS)
def test_it_holds_until_what_it_looked_at_changes(cold: Shop, what: str) -> None:
    finished, published, state = Finished(), cold.published(), ["one"]
    worked_out: list[str] = []

    def ask(key: str, *, looks: bool) -> None:
        def compute() -> bytes:
            worked_out.append(key)
            if looks:
                looked_at(what, state[0])
            return b"{}"

        assert finished.answer(key, published, lambda names: dict.fromkeys(names, state[0]), compute) == b"{}"

    for _ in range(2):
        ask("looks", looks=True)
        ask("does not", looks=False)
    state[0] = "two"
    ask("looks", looks=True)
    ask("does not", looks=False)
    assert worked_out == ["looks", "does not", "looks"]


def test_what_changes_meanwhile_is_noticed(cold: Shop) -> None:
    finished, worked_out = Finished(), []

    def compute() -> bytes:
        worked_out.append(1)
        looked_at(FILES, "one")
        looked_at(FILES, "two")
        return b"{}"

    for _ in range(2):
        finished.answer("key", cold.published(), lambda names: dict.fromkeys(names, "two"), compute)
    assert len(worked_out) == 2
