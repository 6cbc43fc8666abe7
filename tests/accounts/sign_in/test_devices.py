"""Strangers who try a user's password lock them out elsewhere, and not where they signed in before."""

import pytest
from sqlalchemy import Engine

from accounts.sign_in import Refused, SignedIn, Visit, verify
from accounts.sign_in.devices import given, known
from accounts.sign_in.entering import WRONG
from tests.accounts.people import HOME, NOW, PASSWORD, SECRET_KEY, person

ANNA, BEN = "anna@shop.example", "ben@shop.example"
ANOTHER_KEY = "another long random text"


def enter(engine: Engine, device: str | None, password: str = PASSWORD, key: str | None = SECRET_KEY) -> object:
    """What comes of signing in as Anna from one address of the net, in a browser that holds this."""
    visit = Visit(HOME.address, "Firefox", device=device)
    return verify(engine, ANNA, password, visit, now=NOW, secret_key=key)


def test_a_known_browser_lets_in_while_strangers_try(engine: Engine) -> None:
    person(engine)
    first = enter(engine, None)
    assert isinstance(first, SignedIn)
    assert first.device is not None
    assert ANNA not in first.device
    for _ in range(40):
        enter(engine, None, "wrong and wrong")
        verify(engine, BEN, "wrong and wrong", HOME, now=NOW)
    assert isinstance(enter(engine, None), Refused)
    assert isinstance(enter(engine, first.device), SignedIn)
    assert isinstance(enter(engine, None), Refused)  # the strangers begin no anew by that


@pytest.mark.parametrize(
    "device",
    [None, "", "x", "\udcff", given(BEN, SECRET_KEY), given(ANNA, ANOTHER_KEY)],
    ids=["none", "empty", "made up", "no letters", "of another user", "of another key"],
)
def test_other_browsers_are_strangers(engine: Engine, device: str | None) -> None:
    person(engine)
    for _ in range(6):
        enter(engine, None, "wrong and wrong")
    assert isinstance(enter(engine, device), Refused)


def test_guessing_in_a_known_browser_is_slowed_down_too(engine: Engine) -> None:
    person(engine)
    cookies = [given(ANNA, SECRET_KEY) for _ in range(5)]  # as many sign-ins give them
    for one in cookies:
        assert enter(engine, one, "wrong and wrong") == Refused(WRONG)
    for one in (cookies[0], given(ANNA, SECRET_KEY)):  # the guesses are the user's, not the cookie's
        held = enter(engine, one)
        assert isinstance(held, Refused)
        assert held.wait.total_seconds() == 1
    assert isinstance(enter(engine, None), SignedIn)


def test_without_a_key_no_browser_is_known(engine: Engine) -> None:
    person(engine)
    found = enter(engine, given(ANNA, SECRET_KEY), key=None)
    assert isinstance(found, SignedIn)
    assert found.device is None


def test_an_address_is_the_same_however_it_is_typed_and_an_old_key_knows_it_still() -> None:
    device = given(" Anna@Shop.example", SECRET_KEY)
    mark = known(device, ANNA, SECRET_KEY)
    assert mark is not None
    assert known(device, ANNA.upper(), f"{ANOTHER_KEY}\n{SECRET_KEY}") == mark
