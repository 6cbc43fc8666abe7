"""The order of audiences after each button."""

import pytest

from dashboard.pages.audiences.ranked.ordering import NONE, moved, order_card
from tests.dashboard.calls import texts


@pytest.mark.parametrize(
    ("act", "number", "expected"),
    [
        ("order-up", 3, [1, 3, 2]),
        ("order-up", 1, [1, 2, 3]),
        ("order-down", 1, [2, 1, 3]),
        ("order-down", 3, [1, 2, 3]),
        ("order-first", 3, [3, 1, 2]),
        ("order-out", 2, [1, 3]),
        ("order-add", 4, [1, 2, 3, 4]),
        ("order-add", 2, [1, 2, 3]),
        ("order-first", 4, [4, 1, 2, 3]),  # of a page that was opened before somebody took it out
        ("order-out", 4, [1, 2, 3]),
    ],
)
def test_each_button_moves_one(act: str, number: int, expected: list[int]) -> None:
    assert moved([1, 2, 3], number, act) == expected


def test_the_order_is_shown_with_what_may_join_it() -> None:
    names = {1: "Best", 2: "Lost", 3: "New", 4: "Germans"}
    words = " ".join(texts(order_card(names, [3, 1, 2])).split())
    assert words.endswith("New Take out Best Take out Lost Put first Take out Germans Put last")
    assert NONE in texts(order_card(names, []))
