"""Answers of the shop: side by side, once each however many ask, and errors that are not kept."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import Connection, text

from dashboard.shop import Shop
from warehouse.errors import NoDataError

ASKERS = 4


@pytest.fixture
def cold(small: Shop) -> Shop:
    """The literal shop with nothing in its cache."""
    return Shop(small.engine, "GBP")


def test_questions_are_asked_side_by_side_and_their_answers_found(cold: Shop) -> None:
    met, asked = Barrier(2, timeout=30), []

    def meet(connection: Connection, number: int) -> int:
        asked.append(number)
        met.wait()  # breaks unless the other one is being asked as well
        return int(connection.scalar(text("select 10 * :number"), {"number": number}))

    cold.prepare((meet, 1), (meet, 2))
    assert [cold.ask(meet, 1), cold.ask(meet, 2)] == [10, 20]
    assert sorted(asked) == [1, 2]


def test_whoever_asks_meanwhile_gets_the_one_answer(cold: Shop) -> None:
    ready, go, asked = Barrier(ASKERS + 1, timeout=30), Event(), []

    def slow(connection: Connection) -> object:
        asked.append(1)
        assert go.wait(30)
        return object()

    def ask() -> object:
        ready.wait()
        return cold.ask(slow)

    with ThreadPoolExecutor(ASKERS) as pool:
        waiting = [pool.submit(ask) for _ in range(ASKERS)]
        ready.wait()
        go.set()
        assert len({id(one.result(30)) for one in waiting}) == 1
    assert asked == [1]


def test_an_error_reaches_the_asker_and_is_not_kept(cold: Shop) -> None:
    answers = iter([NoDataError("Nothing yet."), "something"])

    def fickle(connection: Connection) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(NoDataError, match=r"^Nothing yet\.$"):
        cold.prepare((fickle,))
    assert cold.ask(fickle) == "something"
