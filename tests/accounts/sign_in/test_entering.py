"""Addresses and passwords let in or not; what is said never tells which addresses are known."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from argon2 import PasswordHasher, Type
from argon2.low_level import hash_secret
from sqlalchemy import Engine, func, select, update

from accounts import administration, passwords
from accounts.audit import COMMAND_LINE
from accounts.sign_in import NeedsCode, Refused, SignedIn, Visit, attempts, look, sign_out, verify
from accounts.sign_in.entering import WRONG
from tests.accounts.people import (
    DAY,
    HOME,
    MINUTE,
    NOW,
    PASSWORD,
    SECOND,
    by_owner,
    pass_by,
    person,
    recorded,
    said,
    signed_in,
)
from warehouse.schema import audit, sign_in_attempts, users

COUNTED = ("last_at", "locked_until")


def test_the_right_password_opens_a_session(engine: Engine) -> None:
    anna = person(engine)
    outcome = verify(engine, " Anna@Shop.example ", PASSWORD, HOME, now=NOW)
    assert isinstance(outcome, SignedIn)
    assert outcome.user == anna
    session = look(engine, outcome.token, now=NOW)
    assert session is not None
    assert (session.user, session.method, session.address, session.agent) == (
        anna, "password", "192.0.2.7", "Firefox",
    )  # fmt: skip
    assert said(engine) == [("user_added", "command line"), ("sign_in", "anna@shop.example")]


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@shop.example", "four random words there"),
        ("anna@shop.example", ""),
        ("anna@shop.example", PASSWORD.upper()),
        ("anna@shop.example", PASSWORD + " "),
        ("anna@shop.example", PASSWORD + "\x00"),
        ("anna@shop.example", "\ud800" * 20),
        ("anna@shop.example", "x" * 100_000),
        ("nobody@shop.example", PASSWORD),
        ("' or 1=1 --", PASSWORD),
        ("\x00", PASSWORD),
        ("\ud800", PASSWORD),
        ("", ""),
    ],
)
def test_all_else_is_refused_in_the_same_words(engine: Engine, email: str, password: str) -> None:
    person(engine)
    assert verify(engine, email, password, HOME, now=NOW) == Refused(WRONG)


def test_who_is_disabled_is_refused_as_if_unknown(engine: Engine) -> None:
    person(engine, "chief@shop.example", "admin")
    anna = person(engine)
    token = signed_in(engine)
    with by_owner(engine) as connection:
        assert administration.disable(connection, anna, COMMAND_LINE, now=NOW) == 1
    assert look(engine, token, now=NOW) is None
    assert verify(engine, anna.email, PASSWORD, HOME, now=NOW) == Refused(WRONG)


@pytest.mark.true_hashes
def test_unknown_addresses_cost_a_hash_too(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: each refused attempt makes one hash with the same parameters."""
    person(engine)
    made = []

    def counting(**given: Any) -> bytes:
        made.append({name: given[name] for name in ("time_cost", "memory_cost", "parallelism", "hash_len", "type")})
        return hash_secret(**given)

    monkeypatch.setattr(passwords, "hash_secret", counting)
    for email in ("anna@shop.example", "nobody@shop.example", "no address"):
        verify(engine, email, "not the right one", HOME, now=NOW)
    assert made == [{"time_cost": 3, "memory_cost": 32768, "parallelism": 1, "hash_len": 32, "type": Type.ID}] * 3


def test_what_an_unknown_person_typed_is_not_on_record(engine: Engine) -> None:
    verify(engine, "my-password-by-mistake", PASSWORD, HOME, now=NOW)
    (entry,) = recorded(engine)
    assert (entry.action, entry.user_email, entry.address, entry.details) == (
        "sign_in_refused", None, "192.0.2.7", {"because": "password"},
    )  # fmt: skip
    with engine.connect() as connection:
        assert "by-mistake" not in str(connection.execute(select(audit)).all())


def test_a_right_one_starts_the_count_anew(engine: Engine) -> None:
    person(engine)
    for _ in range(3):
        for _ in range(4):
            assert verify(engine, "anna@shop.example", "wrong and wrong", HOME, now=NOW) == Refused(WRONG)
        assert isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW), SignedIn)


def test_wrong_ones_in_a_row_lock_for_up_to_a_quarter_of_an_hour(engine: Engine) -> None:
    person(engine)
    waits = []
    for attempt in range(16):
        assert verify(engine, "anna@shop.example", "wrong and wrong", HOME, now=NOW) == Refused(WRONG)
        if attempt >= 4:
            held = verify(engine, "Anna@shop.example", PASSWORD, HOME, now=NOW)
            assert isinstance(held, Refused)
            waits.append(int(held.wait.total_seconds()))
            pass_by(engine, "sign_in_attempts", COUNTED, held.wait)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW), SignedIn)


@pytest.mark.true_hashes
def test_guesses_side_by_side_are_no_faster(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve at once, as several workers would take them: five are looked at, as of twelve in a row."""
    monkeypatch.setattr(passwords, "_there", BoundedSemaphore(12))
    person(engine)
    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(lambda _: _guess(engine), range(12)))
    assert sorted(outcomes) == [WRONG] * 5 + ["There were too many attempts; try again in 1 second."] * 7


def _guess(engine: Engine) -> str:
    outcome = verify(engine, "anna@shop.example", "wrong and wrong", HOME, now=NOW)
    return outcome.sentence if isinstance(outcome, Refused) else "let in"


def test_whoever_found_no_place_has_not_failed(engine: Engine) -> None:
    """Or strangers who keep all places would lock people out."""
    person(engine)
    places = passwords.PARALLEL + passwords.WAITING
    for _ in range(places):
        passwords._there.acquire()
    try:
        for _ in range(10):
            with pytest.raises(passwords.BusyError):
                verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW)
        with engine.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(sign_in_attempts)) == 0
    finally:
        passwords._there.release(places)
    assert isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW), SignedIn)


def test_who_waits_is_told_how_long_whether_known_or_not(engine: Engine) -> None:
    person(engine)
    sentences = set()
    for email in ("anna@shop.example", "nobody@shop.example"):
        for _ in range(6):
            last = verify(engine, email, "wrong and wrong", Visit(), now=NOW)
        assert isinstance(last, Refused)
        sentences.add(last.sentence)
    assert sentences == {"There were too many attempts; try again in 1 second."}


def test_one_address_that_tries_many_people_has_to_wait(engine: Engine) -> None:
    person(engine)
    for number in range(30):
        verify(engine, f"guess{number}@shop.example", "wrong and wrong", HOME, now=NOW)
    held = verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW)
    assert held == Refused("There were too many attempts; try again in 1 second.", SECOND)
    assert isinstance(verify(engine, "anna@shop.example", PASSWORD, Visit("198.51.100.1"), now=NOW), SignedIn)


def test_right_passwords_side_by_side_hold_nobody_up(engine: Engine) -> None:
    """An office behind one address, of which many have mistyped: each of them is let in while others are looked at."""
    for number in range(4):
        person(engine, f"p{number}@shop.example")
    now = NOW
    for number in range(31):  # the last two have waited
        verify(engine, f"guess{number}@shop.example", "wrong and wrong", HOME, now=now)
        now += 3 * SECOND
    with engine.begin() as connection:  # three whose passwords are being looked at
        for number in range(3):
            subjects = {"email": attempts.subject_of(f"p{number}@shop.example"), "address": str(HOME.address)}
            assert attempts.begin(connection, subjects, now=now) == timedelta()
    assert isinstance(verify(engine, "p3@shop.example", PASSWORD, HOME, now=now), SignedIn)
    wrong = verify(engine, "guess@shop.example", "wrong and wrong", HOME, now=now)
    held = verify(engine, "p3@shop.example", PASSWORD, HOME, now=now + 3 * SECOND + SECOND / 2)
    assert wrong == Refused(WRONG)
    assert held == Refused("There were too many attempts; try again in 1 second.", SECOND / 2)


def test_failures_are_forgotten_after_a_day(engine: Engine) -> None:
    person(engine)
    for _ in range(4):
        verify(engine, "anna@shop.example", "wrong and wrong", HOME, now=NOW)
    pass_by(engine, "sign_in_attempts", COUNTED, DAY + SECOND)
    verify(engine, "anna@shop.example", "wrong and wrong", HOME, now=NOW)
    assert isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW), SignedIn)


def test_signing_in_again_ends_the_session_before(engine: Engine) -> None:
    person(engine)
    first = signed_in(engine)
    second = verify(engine, "anna@shop.example", PASSWORD, Visit(previous=first), now=NOW)
    assert isinstance(second, SignedIn)
    assert second.token != first
    assert look(engine, first, now=NOW) is None
    assert look(engine, second.token, now=NOW) is not None


def test_signing_out(engine: Engine) -> None:
    anna = person(engine)
    token = signed_in(engine)
    sign_out(engine, token, anna, HOME, now=NOW + MINUTE)
    assert look(engine, token, now=NOW + MINUTE) is None
    assert said(engine)[-1] == ("sign_out", "anna@shop.example")


@pytest.mark.true_hashes
def test_an_old_hash_is_renewed_at_sign_in(engine: Engine) -> None:
    anna = person(engine)
    old = PasswordHasher(1, 8 * 1024, 1).hash(PASSWORD)
    with by_owner(engine) as connection:
        connection.execute(update(users).values(password_hash=old))
    signed_in(engine, anna.email)
    with by_owner(engine) as connection:
        renewed = connection.execute(select(users.c.password_hash)).scalar_one()
    assert renewed.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert isinstance(verify(engine, anna.email, PASSWORD, HOME, now=NOW), SignedIn)


def test_no_code_is_asked_of_who_has_no_second_factor(engine: Engine) -> None:
    person(engine)
    assert not isinstance(verify(engine, "anna@shop.example", PASSWORD, HOME, now=NOW, code="123456"), NeedsCode)
