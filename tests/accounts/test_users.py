"""Who people are, their limits, and that somebody can always change that."""

from collections.abc import Iterable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from accounts import administration, users
from accounts.audit import COMMAND_LINE
from accounts.users import User, by_email
from tests.accounts.people import NOW, person, recorded, said
from warehouse.errors import InputError

LAST = "This is the last administrator"


def test_a_user_is_found_by_address_however_it_is_written(engine: Engine) -> None:
    anna = person(engine, " Anna@SHOP.example", "marketer", ["FR", "de", "FR"])
    assert anna == User(1, "anna@shop.example", "Anna Berg", "marketer", ("DE", "FR"), True, False, NOW, None)
    with engine.connect() as connection:
        assert by_email(connection, "ANNA@shop.example ") == anna
        assert [by_email(connection, odd) for odd in ("", "\x00", "\ud800", "anna@shop.example\x00")] == [None] * 4


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("anna@shop.example", "already"),
        ("", "is not an email"),
        ("anna", "is not an email"),
        ("a b@shop.example", "is not an email"),
        ("a@b@shop.example", "is not an email"),
        ("anna@shop.example\nbcc: x", "is not an email"),
        ("anna\x00@shop.example", "is not an email"),
        ("a" * 65 + "@shop.example", "is not an email"),
    ],
)
def test_an_address_that_cannot_be_used_is_said(engine: Engine, email: str, sentence: str) -> None:
    person(engine)
    with pytest.raises(InputError, match=sentence):
        person(engine, email)


@pytest.mark.parametrize("countries", [[], ["Narnia"], ["ZZ"], [""], ["FR", "x"]])
def test_a_limit_names_countries(engine: Engine, countries: Iterable[str]) -> None:
    """An empty list is no limit to nothing, and none to everything."""
    with pytest.raises(InputError, match=r"is no country|at least one country"):
        person(engine, countries=countries)


def test_a_label_of_the_shops_own_data_is_a_country(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("insert into countries (country, name) values ('Channel Islands', 'Channel Islands')"))
    assert person(engine, countries=["channel islands", "gb"]).countries == ("Channel Islands", "GB")


def test_the_last_administrator_can_neither_leave_nor_step_down(engine: Engine) -> None:
    chief = person(engine, "chief@shop.example", "admin")
    person(engine)
    with engine.begin() as connection:
        with pytest.raises(InputError, match=LAST):
            administration.disable(connection, chief, COMMAND_LINE, now=NOW)
        with pytest.raises(InputError, match=LAST):
            administration.change_access(connection, chief, "viewer", None, COMMAND_LINE, now=NOW)
    second = person(engine, "second@shop.example", "admin")
    with engine.begin() as connection:
        administration.disable(connection, second, COMMAND_LINE, now=NOW)
        with pytest.raises(InputError, match=LAST):
            administration.disable(connection, chief, COMMAND_LINE, now=NOW)
        administration.enable(connection, second, COMMAND_LINE, now=NOW)
        administration.disable(connection, chief, COMMAND_LINE, now=NOW)


def test_an_administrator_has_no_limit(engine: Engine) -> None:
    """Who could take their own limit away."""
    anna = person(engine, countries=["FR"])
    with engine.begin() as connection:
        for role, countries in (("admin", ["FR"]), ("admin", ["Narnia"])):
            with pytest.raises(InputError, match="An administrator sees all countries"):
                administration.change_access(connection, anna, role, countries, COMMAND_LINE, now=NOW)
        chief = administration.change_access(connection, anna, "admin", None, COMMAND_LINE, now=NOW)
    assert (chief.role, chief.countries) == ("admin", None)
    with pytest.raises(InputError, match="An administrator sees all countries"):
        person(engine, "b@shop.example", "admin", ["FR"])


def test_changes_are_on_record_with_what_was_before(engine: Engine) -> None:
    anna = person(engine)
    with engine.begin() as connection:
        anna = administration.change_access(connection, anna, "analyst", ["FR"], COMMAND_LINE, now=NOW)
        anna = administration.change_access(connection, anna, "analyst", ["fr"], COMMAND_LINE, now=NOW)  # nothing new
        administration.change_access(connection, anna, "viewer", ["FR"], COMMAND_LINE, now=NOW)
    assert [entry.details for entry in recorded(engine)[1:]] == [
        {
            "user": "anna@shop.example",
            "before": {"role": "analyst", "countries": None},
            "after": {"role": "analyst", "countries": ["FR"]},
        },
        {
            "user": "anna@shop.example",
            "before": {"role": "analyst", "countries": ["FR"]},
            "after": {"role": "viewer", "countries": ["FR"]},
        },
    ]


def test_who_is_disabled_may_nothing(engine: Engine) -> None:
    person(engine, "chief@shop.example", "admin")
    anna = person(engine)
    assert anna.may("publish")
    with engine.begin() as connection:
        administration.disable(connection, anna, COMMAND_LINE, now=NOW)
        gone = users.by_id(connection, anna.user_id)
    assert gone is not None
    assert not gone.may("look")
    assert said(engine)[-1] == ("user_disabled", "command line")


def test_a_user_with_a_past_cannot_be_deleted(engine: Engine) -> None:
    anna = person(engine)
    with engine.begin() as connection:
        users.change(connection, anna.user_id, "analyst", ["FR"])
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("delete from users"))


def test_the_database_holds_addresses_in_small_letters_only(engine: Engine) -> None:
    person(engine)
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(text("update users set email = 'Anna@shop.example'"))
