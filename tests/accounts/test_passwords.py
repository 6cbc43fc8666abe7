"""Which passwords may be chosen, and that no more than two are hashed at a time."""

import threading
import time
import unicodedata

import pytest

from accounts import passwords
from accounts.passwords import BusyError, check, hashed, hashed_as, is_outdated
from warehouse.errors import InputError

pytestmark = pytest.mark.true_hashes
COMMON, OWN = "one of the most common", "little more than your name"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "has 0 characters; it needs at least 12"),
        ("short", "has 5 characters; it needs at least 12"),
        ("elevenchars", "has 11 characters"),
        ("e\u0301" * 11, "has 11 characters"),  # an accent typed apart is no character more
        ("x1y2z3q4 " * 15, "longer than 128"),
        ("qwertyqwerty", COMMON),
        ("QwertyQwerty", COMMON),
        ("123456789987654321", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("aaaaaaaaaaaaaaaa", COMMON),
        ("Regulars2026!", OWN),
        ("My-Regulars-2025!", OWN),
        ("abcabcabcabca", COMMON),
        ("Annabel.Berg@shop.example", OWN),
        ("annabel.berg1!", OWN),
        ("Bergannabel2026", OWN),
    ],
)
def test_some_must_not_be_chosen(password: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        check(password, "annabel.berg@shop.example", "Annabel Berg")


@pytest.mark.parametrize(
    "password",
    [
        "four random words here",
        "alllowercase letters",
        "192837465564738291",
        "пароль длинный и свой",
        "🦊🦊🐙🐙🐢🐢🦉🦉🐝🐝🐌🐌",
        "x1y2z3q4 " * 14,
        "annabel likes to swim at night",
    ],
)
def test_length_is_enough_whatever_they_are_made_of(password: str) -> None:
    check(password, "annabel.berg@shop.example", "Annabel Berg")


def test_the_list_of_common_ones_matters_at_this_length() -> None:
    listed = passwords._common()
    assert len(listed) == 10_000
    assert all(12 <= len(one) <= 128 and one == one.casefold() for one in listed)


def form_of(stored: str) -> str:
    """What the database tells of a hash."""
    head, _, own = stored.rpartition("$")
    return f"{head}${'A' * len(own)}"


def test_a_hash_matches_its_password_alone() -> None:
    stored = hashed("four random words here")
    assert stored.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert hashed("four random words here") != stored
    given = ("four random words here", "four random words there", "")
    assert [hashed_as(one, form_of(stored)) == stored for one in given] == [True, False, False]
    assert not is_outdated(stored)
    assert is_outdated(stored.replace("t=3", "t=2"))


def test_the_way_an_accent_is_typed_makes_no_difference() -> None:
    composed = "déjà vu mais pas ici"
    stored = hashed(composed)
    assert hashed_as(unicodedata.normalize("NFD", composed), form_of(stored)) == stored


@pytest.mark.parametrize("stored", [None, "", "no hash", "$argon2id$v=19$broken"])
def test_nothing_matches_without_a_stored_hash(stored: str | None) -> None:
    assert [hashed_as(one, stored) for one in ("", "four random words here")] == [None, None]


def test_nobody_signs_in_with_a_password_cut_short() -> None:
    long = "x1y2z3q4 " * 14
    stored = hashed(long)
    assert hashed_as(long, form_of(stored)) == stored != hashed_as(long + "and more", form_of(stored))


def test_two_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now, most = [0], [0]

    class Slow:
        def hash(self, password: bytes) -> str:
            now[0] += 1
            most[0] = max(most[0], now[0])
            time.sleep(0.05)
            now[0] -= 1
            return ""

    monkeypatch.setattr(passwords, "HASHER", Slow())
    threads = [threading.Thread(target=hashed, args=("x",)) for _ in range(passwords.PARALLEL + passwords.WAITING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [2]


def test_whoever_comes_when_enough_wait_is_told_at_once() -> None:
    """Nobody's thread is held: those who wait are few, whatever comes."""
    there = passwords.PARALLEL + passwords.WAITING
    for _ in range(passwords.PARALLEL):
        passwords._hashing.acquire()
    waiting = [threading.Thread(target=hashed, args=("x",)) for _ in range(passwords.WAITING)]
    for _ in range(passwords.PARALLEL):
        passwords._there.acquire()
    try:
        for thread in waiting:
            thread.start()
        while passwords._there._value:
            threading.Event().wait(0.01)
        assert there == 5  # of the eight threads that answer
        with pytest.raises(BusyError, match="try again in a moment"):
            hashed("x")
    finally:
        for _ in range(passwords.PARALLEL):
            passwords._hashing.release()
            passwords._there.release()
        for thread in waiting:
            thread.join()
    assert hashed("x")
