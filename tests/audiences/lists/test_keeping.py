"""Audiences are kept by name; what they were stays on record."""

import pytest
from sqlalchemy import Engine

from audiences.conditions.definition import Everyone, InAudience, Known, Not
from audiences.lists import keeping
from warehouse.errors import InputError


def test_an_audience_is_kept_changed_and_removed(engine: Engine) -> None:
    with engine.begin() as connection:
        made = keeping.keep(connection, "  Spring   mailing ", Everyone, "anna@shop.example")
        changed = keeping.change(connection, made.audience_id, 1, Known("email"), "bo@shop.example")
        keeping.rename(connection, made.audience_id, "Summer mailing")
        found = keeping.everything(connection)
        past = keeping.versions(connection, made.audience_id)
        keeping.remove(connection, made.audience_id)
        left = keeping.everything(connection)
        again = keeping.keep(connection, "summer mailing", Everyone, None)
    assert (made.name, made.version, made.made_by) == ("Spring mailing", 1, "anna@shop.example")
    assert (changed.version, changed.definition, changed.made_by) == (2, Known("email"), "bo@shop.example")
    assert [one.name for one in found] == ["Summer mailing"]
    made_so = [(number, one.definition, one.made_by) for number, one in past.items()]
    assert made_so == [(1, Everyone, "anna@shop.example"), (2, Known("email"), "bo@shop.example")]
    assert left == []
    assert again.audience_id != made.audience_id


def test_two_people_do_not_overwrite_each_other(engine: Engine) -> None:
    with engine.begin() as connection:
        made = keeping.keep(connection, "Spring", Everyone, None)
        keeping.change(connection, made.audience_id, 1, Known("email"), "anna")
        with pytest.raises(InputError, match="“Spring” was changed meanwhile: open it again and look at version 2"):
            keeping.change(connection, made.audience_id, 1, Known("phone"), "bo")
        assert keeping.by_number(connection, made.audience_id).definition == Known("email")


def test_names_are_taken_once(engine: Engine) -> None:
    with engine.begin() as connection:
        keeping.keep(connection, "Spring", Everyone, None)
        with pytest.raises(InputError, match="There is an audience “spring” already"):
            keeping.keep(connection, "spring", Everyone, None)
        other = keeping.keep(connection, "Autumn", Everyone, None)
        with pytest.raises(InputError, match="There is an audience “SPRING” already"):
            keeping.rename(connection, other.audience_id, "SPRING")


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "with\x07bell"])
def test_a_name_can_be_read(engine: Engine, name: str) -> None:
    with engine.begin() as connection, pytest.raises(InputError, match="needs a name of 1 to 80 letters"):
        keeping.keep(connection, name, Everyone, None)


def test_what_others_are_made_of_stays(engine: Engine) -> None:
    with engine.begin() as connection:
        part = keeping.keep(connection, "Part", Everyone, None)
        keeping.keep(connection, "Others", Not(InAudience(part.audience_id)), None)
        with pytest.raises(InputError, match="“Part” is part of “Others”: change that one first"):
            keeping.remove(connection, part.audience_id)
