"""What users get of a shop's people, through all that stands before the tables: gate, role, policies, masks."""

import csv
import io
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.users import named
from dashboard.web.access import visitors
from etl.people.load import load_customers
from tests.dashboard.conftest import filled, for_web
from tests.dashboard.literal import LINES
from tests.dashboard.web.access.browser import Visitor, hosted, signed_in

PEOPLE = "customer_id,email,first_name\n11,ada@shop.example,Ada\n12,bo@shop.example,Bo\n15,cy@shop.example,Cy\n"
LIST = "/exports/customers.csv?consent=all"


@pytest.fixture(scope="module")
def owned(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The literal shop with some of its people, as its owner sees it."""
    folder = tmp_path_factory.mktemp("limits")
    (folder / "shop.csv").write_text(LINES, encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    with filled(server_url, "dashboard_limits", folder / "shop.csv") as engine:
        load_customers(engine, folder / "people.csv")
        yield engine


def browser(owned: Engine, name: str, role: str, *countries: str) -> Visitor:
    """A new user's."""
    email = f"{name}@users.example"
    found = signed_in(owned, hosted(for_web(owned)), role, email)
    with owned.begin() as connection:
        administration.change_limits(
            connection, named(connection, email), list(countries) or None, COMMAND_LINE, now=visitors.now()
        )
    return found


def listed(visitor: Visitor) -> dict[str, str]:
    """Customer -> country, of the list that they get."""
    answer = visitor.see(LIST)
    assert answer.status_code == 200
    rows = csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    return {row["customer_id"]: row["country"] for row in rows}


def test_a_list_holds_the_countries_of_whoever_asks(owned: Engine) -> None:
    everybody = listed(browser(owned, "all", "marketer"))
    assert set(everybody.values()) > {"DE", "FR"}
    french = browser(owned, "french", "marketer", "FR")
    assert listed(french) == {one: country for one, country in everybody.items() if country == "FR"}
    assert listed(browser(owned, "both", "marketer", "FR", "DE")) == {
        one: country for one, country in everybody.items() if country in ("FR", "DE")
    }


def test_who_may_not_see_people_gets_no_list_and_nobody_s_page(owned: Engine) -> None:
    viewer = browser(owned, "viewer", "viewer")
    assert [viewer.see(path).status_code for path in (LIST, "/customers", "/")] == [403, 403, 200]
