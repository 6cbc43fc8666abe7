"""Values against type hints."""

from typing import Any, Literal

import pytest

from dashboard.web.guard.hints import fits


@pytest.mark.parametrize(
    ("value", "hint", "is_right"),
    [
        ("DE", str, True),
        (None, str, False),
        (None, str | None, True),
        (None, None, True),
        (5, str | None, False),
        (5, int, True),
        (5.0, int, False),
        (True, int, False),
        (True, float, False),
        (5, float, True),
        (True, bool | None, True),
        (1, bool | None, False),
        (["a"], list[str], True),
        (["a", 1], list[str], False),
        ("ab", list[str], False),
        ({"a": "b"}, dict[str, str], True),
        ({"a": 1}, dict[str, str], False),
        ({"a": [1]}, dict[str, Any] | None, True),
        ([], dict[str, Any] | None, False),
        ([1], list, True),
        ("light", Literal["light", "dark"], True),
        ([], Literal["light", "dark"], False),
        (object(), Any, True),
    ],
)
def test_a_value_and_a_hint(value: Any, hint: Any, is_right: bool) -> None:
    assert fits(value, hint) is is_right
