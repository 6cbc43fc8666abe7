"""The builder's tree: read from a browser, changed by its buttons."""

from typing import Any

import pytest

from dashboard.pages.audiences.builder.tree import (
    DEEPEST,
    FULL,
    MOST_ROWS,
    NEW,
    Group,
    Node,
    Path,
    Row,
    changed,
    plain,
    read_tree,
)
from dashboard.shop.said import UNREAD
from warehouse.errors import InputError

A, B, C, D = (Row(name) for name in "abcd")
TREE = Group("all", (A, Group("any", (B, C)), D))


def short(node: Node) -> Any:
    """`["all", "a", ["any", "b"]]`."""
    if isinstance(node, Row):
        return "new" if node == NEW else node.subject
    return [node.mode, *map(short, node.parts)]


@pytest.mark.parametrize(
    ("act", "at", "expected", "place"),
    [
        ("add", (), ["all", "a", ["any", "b", "c"], "d", "new"], (3,)),
        ("add", (1,), ["all", "a", ["any", "b", "c", "new"], "d"], (1, 2)),
        ("group", (), ["all", "a", ["any", "b", "c"], "d", ["any", "new"]], (3, 0)),
        ("group", (1,), ["all", "a", ["any", "b", "c", ["all", "new"]], "d"], (1, 2, 0)),
        ("remove", (0,), ["all", ["any", "b", "c"], "d"], (0,)),
        ("remove", (2,), ["all", "a", ["any", "b", "c"]], (1,)),
        ("remove", (1, 1), ["all", "a", ["any", "b"], "d"], (1, 0)),
        ("wrap", (0,), ["all", ["any", "a"], ["any", "b", "c"], "d"], (0,)),
        ("wrap", (1, 1), ["all", "a", ["any", "b", ["all", "c"]], "d"], (1, 1)),
        ("dissolve", (1,), ["all", "a", "b", "c", "d"], (1,)),
        ("up", (0,), ["all", "a", ["any", "b", "c"], "d"], (0,)),
        ("up", (2,), ["all", "a", ["any", "b", "c", "d"]], (1, 2)),
        ("up", (1,), ["all", ["any", "b", "c"], "a", "d"], (0,)),
        ("up", (1, 0), ["all", "a", "b", ["any", "c"], "d"], (1,)),
        ("up", (1, 1), ["all", "a", ["any", "c", "b"], "d"], (1, 0)),
        ("down", (0,), ["all", ["any", "a", "b", "c"], "d"], (0, 0)),
        ("down", (1,), ["all", "a", "d", ["any", "b", "c"]], (2,)),
        ("down", (1, 1), ["all", "a", ["any", "b"], "c", "d"], (2,)),
        ("down", (2,), ["all", "a", ["any", "b", "c"], "d"], (2,)),
        ("reshape", (0,), ["all", "a", ["any", "b", "c"], "d"], (0,)),
    ],
)
def test_each_button_changes_the_tree_and_says_where_one_goes_on(
    act: str, at: Path, expected: list[Any], place: Path
) -> None:
    found, went = changed(TREE, act, at)
    assert (short(found), went) == (expected, place)


@pytest.mark.parametrize(
    ("act", "at"), [("remove", ()), ("wrap", ()), ("dissolve", ()), ("dissolve", (0,)), ("add", (9,)), ("eat", (0,))]
)
def test_what_no_button_asks_is_refused(act: str, at: Path) -> None:
    with pytest.raises(InputError, match=UNREAD):
        changed(TREE, act, at)


def test_a_tree_is_full_at_some_point() -> None:
    full = Group("all", (A,) * MOST_ROWS)
    with pytest.raises(InputError, match=FULL):
        changed(full, "add", ())
    deep = Group("all", (A,))
    for _ in range(DEEPEST):
        deep = Group("all", (deep,))
    with pytest.raises(InputError, match=FULL):
        changed(deep, "wrap", (0,) * (DEEPEST + 1))


def test_a_tree_comes_from_the_browser_as_it_went_there() -> None:
    tree = Group(
        "none", (Row("net", "between", {"least": "1", "most": "2"}), Group("any", (Row("c", "in", {}, ("DE",)),)))
    )
    assert read_tree(plain(tree)) == tree


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"fields": {}, "values": []},
        {"mode": "some", "parts": []},
        {"mode": "all", "parts": {}},
        {"mode": "all", "parts": [{"fields": {"subject": 7}, "values": []}]},
        {"mode": "all", "parts": [{"fields": {"subject": "a\x00"}, "values": []}]},
        {"mode": "all", "parts": [{"fields": {"subject": "\ud800"}, "values": []}]},
        {"mode": "all", "parts": [{"fields": {}, "values": "DE"}]},
    ],
)
def test_what_no_browser_of_ours_sends_is_refused(data: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        read_tree(data)
