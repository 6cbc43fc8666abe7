"""Sums that are kept: once each, and no more of all audiences than there is room for."""

import pytest
from cachetools import LRUCache

from dashboard.filters import sums
from dashboard.filters.sums import Columns, Sums


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """For nine letters of sums, and a sign for each."""
    monkeypatch.setattr(sums, "MOST_LETTERS", 9)
    monkeypatch.setattr(Sums, "_kept", LRUCache(9, sums._letters))


def test_what_was_not_asked_for_longest_goes_whichever_audience_it_is_of() -> None:
    first, second = Sums(), Sums()
    computed: list[str] = []

    def found(one: Sums, key: str, value: Columns) -> Columns | None:
        return one.once(key, lambda: computed.append(key) or value)  # type: ignore[func-returns-value]

    assert found(first, "a", ("{1}",)) == ("{1}",)
    assert found(first, "a", ("{9}",)) == ("{1}",)
    found(second, "b", ("{2}",))
    found(first, "a", ("{9}",))
    found(second, "c", ("{3}",))  # b has to go for it
    assert found(first, "a", ("{9}",)) == ("{1}",)
    assert found(second, "b", ("{4}",)) == ("{4}",)
    assert computed == ["a", "b", "c", "b"]


def test_what_has_no_room_at_all_is_asked_each_time() -> None:
    one = Sums()
    assert one.once("much", lambda: ("{1,2,3,4,5}",)) == ("{1,2,3,4,5}",)
    assert one.once("much", lambda: ("{6}",)) is None  # remembered as too much
