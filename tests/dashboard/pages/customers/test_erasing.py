"""A customer's page asks the worker to erase them, and shows nothing of them afterwards."""

import pytest
from sqlalchemy import Engine

from accounts.audit import COMMAND_LINE
from accounts.erasure import forget
from accounts.rights import ROLES
from dashboard.pages.customers import erasing
from dashboard.pages.customers.page import PAGE
from dashboard.shop import Shop, Viewer, viewing
from dashboard.shop import shop as shop_module
from dashboard.shop.asker import REFUSED, Asker, asking
from tests.accounts.people import NOW
from tests.dashboard.calls import texts
from tests.dashboard.conftest import Served
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError
from warehouse.settings import Settings

pytestmark = pytest.mark.store("small_store")


@pytest.fixture(scope="session")
def small_store(small: Shop) -> str:
    """The template of the literal shop."""
    return "small"


@pytest.fixture
def shop(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A copy of it, in a dashboard that asks each time what is published."""
    monkeypatch.setattr(shop_module, "TRUST_SECONDS", 0.0)
    return Served(engine)


def asked(engine: Engine) -> list[tuple[object, ...]]:
    return rows_of(engine, "select kind, arguments ->> 'customer', asked_by from jobs")


def test_who_typed_the_number_again_asks_for_a_job(engine: Engine, shop: Shop) -> None:
    with pytest.raises(InputError, match="not the number of this customer"):
        erasing.erase(shop, "12", "13")
    with asking(Asker("anna", ROLES["admin"])):
        assert erasing.erase(shop, "12", " 12 ") == erasing.ALONE
    assert asked(engine) == [("forget", "12", "anna")]


@pytest.mark.parametrize("role", ["viewer", "marketer", "analyst"])
def test_others_than_administrators_may_not(engine: Engine, shop: Shop, role: str) -> None:
    with asking(Asker("ben", ROLES[role])), pytest.raises(InputError, match=REFUSED):
        erasing.erase(shop, "12", "12")
    assert asked(engine) == []


def test_administrators_of_other_countries_find_nobody(engine: Engine, shop: Shop) -> None:
    assert rows_of(engine, "select country from customers where customer_id = '12'") == [("FR",)]
    with (
        viewing(Viewer(("DE",))),
        asking(Asker("anna", ROLES["admin"])),
        pytest.raises(InputError, match="There is no customer"),
    ):
        erasing.erase(shop, "12", "12")
    assert asked(engine) == []


def test_what_was_shown_before_is_not_shown_again(engine: Engine, shop: Shop, settings: Settings) -> None:
    assert PAGE.detail is not None
    assert "Erase for good" in texts(PAGE.detail(shop, "12"))
    forget(engine, settings, "12", COMMAND_LINE, lambda: None, now=NOW)
    assert texts(PAGE.detail(shop, "12")).startswith("There is no customer 12")
