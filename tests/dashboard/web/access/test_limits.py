"""What users get of a shop's people, through all that stands before the tables: gate, role, policies, masks."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from dash import Dash
from sqlalchemy import Connection, Engine, text

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.users import named
from dashboard.pages.data.page import OF_ALL, READ_ONLY
from dashboard.shop.asker import LIMITED
from etl.people.load import load_customers
from tests.dashboard.calls import call, post, texts
from tests.dashboard.conftest import filled, for_web
from tests.dashboard.literal import LINES
from tests.dashboard.web.access.browser import Visitor, hosted, signed_in
from warehouse import jobs

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


def browser(owned: Engine, name: str, role: str, *countries: str, app: Dash | None = None) -> Visitor:
    """A new user's."""
    email = f"{name}@users.example"
    found = signed_in(owned, app or hosted(for_web(owned)), role, email)
    with owned.begin() as connection:
        user, limits = named(connection, email), list(countries) or None
        administration.change_access(connection, user, role, limits, COMMAND_LINE, now=datetime.now(UTC))
    return found


def count(connection: Connection, table: str) -> int:
    return int(connection.scalar(text(f"select count(*) from {table}")) or 0)


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


def test_who_is_limited_changes_nothing_of_the_whole_shop(owned: Engine) -> None:
    """A file could move customers into their country; an undoing tells of all loads, and takes them."""
    with owned.begin() as connection:
        loads = count(connection, "loads")
        job = jobs.enqueue(connection, "fit", asked_by="somebody@users.example")
    french, anybody = browser(owned, "limited", "analyst", "FR"), browser(owned, "whole", "analyst")
    asked: list[dict[str, object]] = [
        {"act": "undo-ask", "load": "1"},
        {"act": "undo", "load": "1"},
        {"act": "cancel", "job": str(job)},
        {"act": "fit"},
        {"act": "load", "fit": "yes"},
        {"act": "look"},
    ]
    for each in asked:
        told = call(french.client, "data-error.children", {"data-asked.data": each})["data-error.children"]
        assert told == LIMITED, each
    upload = french.client.post("/data/uploads", json={"name": "s.csv", "size": 10})
    assert (upload.status_code, upload.get_data(as_text=True)) == (403, f"{LIMITED}\n")
    assert french.see("/exports/rejected/1.csv").status_code == 403
    shown = texts(post(french.client, "data-desk.children", {}).get_json()["response"])
    assert "fit" not in shown.lower()
    with owned.connect() as connection:
        assert count(connection, "loads") == loads
        assert [(one.job_id, one.state, one.cancel_asked_at) for one in jobs.open_jobs(connection)] == [
            (job, "waiting", None)
        ]
    told = call(anybody.client, "data-error.children", {"data-asked.data": {"act": "cancel", "job": str(job)}})
    assert told["data-error.children"] == ""
    with owned.connect() as connection:
        assert jobs.open_jobs(connection) == []


def test_what_is_of_all_countries_is_refused_and_no_fault(owned: Engine) -> None:
    french = browser(owned, "against", "marketer", "FR")
    given = {"model-against.value": "½"}
    answer = post(french.client, "url.search", given, "model-against.value", given="model-against")
    assert (answer.status_code, "over all countries together" in answer.text) == (403, True)


def test_the_data_page_says_who_brings_files_in(owned: Engine) -> None:
    said = {
        name: texts(call(one.client, "page.children", {"url.pathname": "/data"})["page.children"])
        for name, one in {
            "all": browser(owned, "said-all", "analyst"),
            "some": browser(owned, "said-some", "analyst", "FR"),
            "viewer": browser(owned, "said-viewer", "viewer"),
        }.items()
    }
    words = {"all": "Drop files or folders here", "some": OF_ALL, "viewer": READ_ONLY}
    assert {name: [one for one in words.values() if one in text] for name, text in said.items()} == {
        name: [one] for name, one in words.items()
    }


def test_what_was_answered_to_one_is_not_told_to_another(owned: Engine) -> None:
    """By one process, over HTTP: of other countries, in another language."""
    app = hosted(for_web(owned))
    them = {
        "all": browser(owned, "kept-all", "admin", app=app),
        "german": browser(owned, "kept-german", "marketer", "DE", app=app),
        "in german": browser(owned, "kept-spoken", "admin", app=app),
    }
    them["in german"].client.set_cookie("regulars-language", "de")
    given = {"filters.data": {"search": ""}, "theme.data": "light"}

    def told() -> dict[str, tuple[str, ...]]:
        panels = ("overview-trend-graph.figure", "overview-figures.children")
        return {name: tuple(post(one.client, panel, given).text for panel in panels) for name, one in them.items()}

    first = told()
    assert len({trend for trend, *_ in first.values()}) == 3
    them = dict(reversed(them.items()))
    assert told() == first


def test_who_may_not_see_people_gets_no_list_and_nobody_s_page(owned: Engine) -> None:
    viewer = browser(owned, "viewer", "viewer")
    assert [viewer.see(path).status_code for path in (LIST, "/customers", "/")] == [403, 403, 200]
