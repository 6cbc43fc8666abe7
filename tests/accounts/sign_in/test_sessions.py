"""Sessions end unused, after a day, with their user, and when they are ended; only hashes of tokens are stored."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, select, text

from accounts import administration
from accounts.audit import COMMAND_LINE, Actor
from accounts.sign_in import Refused, SignedIn, change_password, look, sessions
from accounts.sign_in.credentials import WRONG
from accounts.users import User
from tests.accounts.people import (
    DAY,
    HOME,
    HOUR,
    MINUTE,
    NOW,
    PASSWORD,
    SECOND,
    by_owner,
    pass_by,
    person,
    said,
    signed_in,
)
from warehouse.errors import InputError
from warehouse.schema import sessions as table

OTHER = "five other words come here"


def test_only_a_hash_of_the_token_is_stored(engine: Engine) -> None:
    person(engine)
    token = signed_in(engine)
    assert len(token) == 43
    with by_owner(engine) as connection:
        stored = connection.execute(select(table)).one()
    assert token not in str(stored)
    assert len(stored.token_hash) == 32


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "x" * 100_000])
def test_other_tokens_open_nothing(engine: Engine, token: str) -> None:
    person(engine)
    signed_in(engine)
    assert look(engine, token, now=NOW) is None


def test_unused_it_ends_after_two_hours(engine: Engine) -> None:
    person(engine)
    token = signed_in(engine)
    assert look(engine, token, now=NOW + 2 * HOUR - SECOND) is not None
    assert look(engine, token, now=NOW + 4 * HOUR - 2 * SECOND) is not None
    assert look(engine, token, now=NOW + 6 * HOUR) is None


def test_used_it_ends_after_a_working_day(engine: Engine) -> None:
    person(engine)
    token = signed_in(engine)
    seen = [look(engine, token, now=NOW + hour * HOUR) is not None for hour in range(1, 13)]
    assert seen == [True] * 11 + [False]


def test_it_is_written_down_once_a_minute(engine: Engine) -> None:
    person(engine)
    token = signed_in(engine)
    stored = []
    for seconds in (0, 59, 60, 100, 119, 120):
        look(engine, token, now=NOW + seconds * SECOND)
        with engine.connect() as connection:
            stored.append((connection.execute(select(table.c.last_seen_at)).scalar_one() - NOW).seconds)
    assert stored == [0, 0, 60, 60, 60, 120]


def test_sessions_are_listed_and_ended_one_by_one(engine: Engine) -> None:
    anna = person(engine)
    first, second = signed_in(engine), signed_in(engine, now=NOW + MINUTE)
    ben = person(engine, "ben@shop.example")
    with by_owner(engine) as connection:
        numbers = [one.session_id for one in sessions.open_of(connection, anna.user_id, now=NOW + MINUTE)]
        assert len(numbers) == 2
        assert not administration.end_session(connection, ben, numbers[0], COMMAND_LINE, now=NOW + MINUTE)
        assert administration.end_session(connection, anna, numbers[0], Actor.of(anna), now=NOW + MINUTE)
        assert not administration.end_session(connection, anna, numbers[0], Actor.of(anna), now=NOW + MINUTE)
    assert [look(engine, token, now=NOW + MINUTE) is None for token in (first, second)] == [False, True]
    assert said(engine)[-1] == ("sessions_ended", "anna@shop.example")


def test_a_new_password_ends_the_other_sessions(engine: Engine) -> None:
    person(engine)
    other, own = signed_in(engine), signed_in(engine)
    session = look(engine, own, now=NOW)
    assert session is not None
    changed = change_password(engine, session, PASSWORD, OTHER, replace(HOME, previous=own), now=NOW + MINUTE)
    assert isinstance(changed, SignedIn)
    assert [look(engine, token, now=NOW + MINUTE) is not None for token in (other, own, changed.token)] == [
        False, False, True,
    ]  # fmt: skip
    assert said(engine)[-1] == ("password", "anna@shop.example")


def test_a_new_password_needs_the_present_one_and_has_to_be_good(engine: Engine) -> None:
    person(engine)
    token = signed_in(engine)
    session = look(engine, token, now=NOW)
    assert session is not None
    with pytest.raises(InputError, match="at least 12"):
        change_password(engine, session, PASSWORD, "short", HOME, now=NOW)
    refused = [change_password(engine, session, "not the present one", OTHER, HOME, now=NOW) for _ in range(6)]
    assert refused[:5] == [Refused(WRONG)] * 5
    assert refused[5] == Refused("There were too many attempts; try again in 1 second.", SECOND)
    assert look(engine, token, now=NOW) is not None


@pytest.mark.parametrize(
    ("change", "role", "countries"),
    [
        (
            lambda one, user: administration.change_access(one, user, "viewer", None, COMMAND_LINE, now=NOW),
            "viewer",
            None,
        ),
        (
            lambda one, user: administration.change_access(one, user, "analyst", ["fr", "DE"], COMMAND_LINE, now=NOW),
            "analyst",
            ("DE", "FR"),
        ),
    ],
)
def test_changed_rights_hold_from_the_next_page_on(
    engine: Engine, change: Callable[[Connection, User], User], role: str, countries: tuple[str, ...] | None
) -> None:
    anna = person(engine)
    token = signed_in(engine)
    with by_owner(engine) as connection:
        change(connection, anna)
    session = look(engine, token, now=NOW)
    assert session is not None
    assert (session.user.role, session.user.countries) == (role, countries)


def test_old_sessions_are_removed_after_a_month(engine: Engine) -> None:
    person(engine)
    signed_in(engine)
    pass_by(engine, "sessions", ("created_at", "last_seen_at", "expires_at"), 31 * DAY)
    signed_in(engine)
    with by_owner(engine) as connection:  # the worker's, not the dashboard's
        assert sessions.tidy(connection, now=NOW) == 1
        assert connection.execute(text("select count(*) from sessions")).scalar_one() == 1
