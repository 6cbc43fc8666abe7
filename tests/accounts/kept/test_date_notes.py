"""Notes on dates: who writes, sees, changes and removes them. As the web's role, which RLS and triggers hold."""

from datetime import date

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from accounts.kept import date_notes
from tests.accounts.people import NOW, being, by_owner, person
from warehouse.engine import as_web
from warehouse.errors import InputError

ANNA, BEN, EVE, ROOT = (f"{name}@shop.example" for name in ("anna", "ben", "eve", "root"))
MARCH = date(2011, 3, 12)


@pytest.fixture
def people(engine: Engine) -> Engine:
    """An analyst, a marketer of Germany alone, a viewer and an administrator. The engine is the web's."""
    as_web(engine)
    person(engine)
    person(engine, BEN, "marketer", countries=("DE",))
    person(engine, EVE, "viewer")
    person(engine, ROOT, "admin")
    return engine


def write(connection: Connection, words: str, country: str | None, maker: str | None) -> int:
    return date_notes.write(connection, MARCH, words, country, maker, now=NOW)


def test_a_note_is_seen_where_its_country_is_and_changed_by_its_maker_and_administrators(people: Engine) -> None:
    with being(people, ANNA) as connection:
        whole = write(connection, "  Catalogue \n sent ", None, "somebody else")
        write(connection, "Fair in Lyon", "FR", ANNA)
    with being(people, BEN) as connection:
        own = write(connection, "Radio", "DE", BEN)
        assert [(one.words, one.country, one.made_by) for one in date_notes.visible(connection)] == [
            ("Radio", "DE", BEN),
            ("Catalogue sent", None, ANNA),  # in the name of whom the database was shown
        ]
        for act in (
            lambda: date_notes.change(connection, whole, MARCH, "Mine", BEN),
            lambda: date_notes.remove(connection, whole, BEN),
        ):
            with pytest.raises(InputError, match="somebody else's"):
                act()
        for statement in ("update date_notes set words = 'x' where country is null", "delete from date_notes"):
            with pytest.raises(ProgrammingError, match="may not change the notes of others"), connection.begin_nested():
                connection.execute(text(statement))
    with being(people, ROOT) as connection:
        date_notes.change(connection, own, date(2011, 4, 1), "Radio, Berlin", ROOT, of_others=True)
        date_notes.remove(connection, whole, ROOT, of_others=True)
        found = [(one.day, one.words, one.made_by) for one in date_notes.visible(connection)]
    assert found == [(date(2011, 4, 1), "Radio, Berlin", BEN), (MARCH, "Fair in Lyon", ANNA)]


@pytest.mark.parametrize(
    ("who", "country", "words"),
    [
        (BEN, None, "for who does not see it"),
        (BEN, "FR", "for who does not see it"),
        (EVE, "DE", "may not note days"),
    ],
)
@pytest.mark.parametrize("says_all", [False, True])
def test_who_may_not_write_for_whom(people: Engine, who: str, country: str | None, words: str, says_all: bool) -> None:
    """Whatever countries the statements before it say that they see."""
    with being(people, who) as connection:
        if says_all:
            connection.exec_driver_sql("set local regulars.countries = '*'")
        with pytest.raises(ProgrammingError, match=words), connection.begin_nested():
            write(connection, "Radio", country, who)
        assert date_notes.visible(connection) == []


def test_notes_of_a_country_that_one_saw_are_changed_no_more(people: Engine) -> None:
    with being(people, BEN) as connection:
        write(connection, "Radio", "DE", BEN)
    with by_owner(people) as connection:
        connection.execute(text("update user_countries set country = 'FR'"))
    for statement in ("update date_notes set words = 'x'", "delete from date_notes"):
        with being(people, BEN) as connection:
            connection.exec_driver_sql("set local regulars.countries = '*'")
            with pytest.raises(ProgrammingError, match="for who does not see it"), connection.begin_nested():
                connection.execute(text(statement))


def test_nobody_fills_the_charts_with_notes(people: Engine) -> None:
    put = text(
        "insert into date_notes (day, words, made_at) select '2011-03-12', n, :at from generate_series(1, :many) n"
    )
    with being(people, ANNA) as connection:
        with pytest.raises(InputError, match="You wrote 30 notes within 10 minutes"), connection.begin_nested():
            connection.execute(put, {"at": "2001-01-01", "many": 31})
        connection.execute(put, {"at": "2001-01-01", "many": 30})
        with pytest.raises(InputError, match="wait a while"):
            write(connection, "One more", None, ANNA)
    with by_owner(people) as connection:
        connection.execute(put, {"at": "2001-01-01", "many": 500})
    with being(people, BEN) as connection, pytest.raises(InputError, match="There are 500 notes already"):
        write(connection, "One more", "DE", BEN)


def test_without_accounts_everybody_writes_and_what_is_no_note_is_refused(engine: Engine) -> None:
    as_web(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("set local regulars.countries = '*'")
        number = write(connection, "x" * 200, None, None)
        for day, words, told in ((None, "Sale", "Choose the day"), (MARCH, " \n", "Say in a few words")):
            with pytest.raises(InputError, match=told):
                date_notes.change(connection, number, day, words, None)
        assert [(one.words, one.made_by) for one in date_notes.visible(connection)] == [("x" * 80, None)]
        date_notes.remove(connection, number, None)
        with pytest.raises(InputError, match="not there any more"):
            date_notes.remove(connection, number, None)


@pytest.mark.parametrize(("said", "day"), [("2011-03-12", MARCH), ("12 Mar", None), ("", None), ("1066-10-14", None)])
def test_a_day_is_read_as_forms_say_it(said: str, day: date | None) -> None:
    assert date_notes.to_day(said) == day
