"""In whose name a report is made by command."""

import pytest
from sqlalchemy import Engine

from accounts import administration
from accounts.audit import COMMAND_LINE
from dashboard.report.papers import in_the_name_of
from dashboard.shop import Shop
from dashboard.shop.asker import asker
from tests.accounts.people import NOW, person
from warehouse.errors import InputError


def test_a_report_is_made_in_the_name_of_who_may_see_the_whole_shop(engine: Engine) -> None:
    shop = Shop(engine, "GBP")
    with in_the_name_of(shop, "anna@shop.example"):  # while there are no users
        assert asker().may("export")
    person(engine, "anna@shop.example", "viewer")
    person(engine, "part@shop.example", "marketer", ("DE",))
    gone = person(engine, "gone@shop.example", "marketer")
    with engine.begin() as connection:
        administration.disable(connection, gone, COMMAND_LINE, now=NOW)
    with in_the_name_of(shop, None):  # of whoever has a shell
        assert (asker().name, asker().may("export")) == (None, True)
    with in_the_name_of(shop, "anna@shop.example"):
        assert (asker().may("look"), asker().may("export")) == (True, False)
    for email in ("part@shop.example", "gone@shop.example", "zoe@shop.example"):
        with (
            pytest.raises(InputError, match=f"There is no user {email} who may look at this"),
            in_the_name_of(shop, email),
        ):
            raise AssertionError
