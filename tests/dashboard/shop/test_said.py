"""What a browser says to buttons: taken as it is, or refused in one sentence."""

import pytest

from dashboard.shop.said import MOST_DIGITS, MOST_LETTERS, UNREAD, read_form, read_number, read_text, to_number
from warehouse.errors import InputError


@pytest.mark.parametrize(
    "said",
    [None, "act", {"act": 1}, {"act": "x\x00"}, {"act": "\ud800"}, {"fields": {"name": ["x"]}},
     {"fields": {"name": "x" * (MOST_LETTERS + 1)}}],
)  # fmt: skip
def test_what_is_no_form_is_refused(said: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        read_form(said)


def test_a_form_is_taken_as_it_is() -> None:
    said = {"act": "add", "at": 1.5, "fields": {"name": "Größe 🎈", "key": "x" * MOST_LETTERS}}
    assert read_form(said) is said
    assert read_text("abc", 3) == "abc"


@pytest.mark.parametrize("value", ["", "x", "-1", "1.0", "٣", "²", None, True, "1" * (MOST_DIGITS + 1)])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=UNREAD):
        read_number({"list": value}, "list")
    with pytest.raises(InputError, match=r"^Choose an audience\.$"):
        to_number(value, otherwise="Choose an audience.")


def test_numbers_are_read() -> None:
    assert read_number({"list": "007"}, "list") == 7
    assert to_number(12) == 12
    with pytest.raises(InputError, match=UNREAD):
        read_number({"list": "1234567890"}, "list", 9)
