"""Audiences as a filter: who may use which, when their customers are looked up anew, and what leaves as a file."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from accounts.rights import ROLES
from audiences.conditions import read
from audiences.lists import brought, keeping
from dashboard.filters.comparison import compared, why_not
from dashboard.filters.link_doubts import doubts
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_count
from dashboard.queries.sales import activity
from dashboard.shop import Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from tests.dashboard.calls import call
from tests.dashboard.conftest import MakeApp, Served
from tests.dashboard.kept import COUNTRIES, SEGMENT
from tests.dashboard.queries.test_cuts import audience
from tests.databases import connected

VIEWER, MARKETER = (Asker(f"{role}@shop.example", ROLES[role]) for role in ("viewer", "marketer"))
NO_NAMES = Viewer(personal=False)
CSV = "/exports/customers.csv"


@pytest.fixture
def own(server_url: str, worker_id: str, kept: Shop) -> Iterator[Shop]:
    """A copy of the store to change, whose shop trusts nothing for a moment."""
    assert kept.engine.url.database is not None
    with connected(server_url, f"own_{worker_id}", "kept") as engine:
        shop = Served(engine)
        shop._audiences._trust = 0.0
        yield shop


@pytest.fixture(scope="module")
def kept_client(kept: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(kept.engine).server.test_client()


def customers(shop: Shop, number: str) -> int:
    """How many customers a view by an audience has."""
    found: activity.Totals = shop.ask(activity.totals, shop.scope(Filters(audience=number)))
    return found.customers


def test_only_those_with_the_right_see_audiences(kept: Shop, kept_client: FlaskClient) -> None:
    number = audience(kept, SEGMENT)
    with asking(MARKETER):
        assert doubts(Filters(audience=number), kept.published()) == []
    with asking(VIEWER):
        (doubt,) = doubts(Filters(audience=number), kept.published())
        assert (doubt.text, doubt.is_harmless) == ("Audiences are not part of your role.", False)
        assert kept.published().audiences is None
        assert customers(kept, number) == 0


def test_what_asks_for_names_is_for_those_who_see_them(kept: Shop) -> None:
    by_name, by_country = audience(kept, "by name"), audience(kept, "countries")
    assert customers(kept, by_name) > 0
    with viewing(NO_NAMES):
        (doubt,) = doubts(Filters(audience=by_name), kept.published())
        assert doubt.text == ("“by name” cannot be shown: it chooses by who people are, which your role does not show.")
        assert customers(kept, by_name) == 0
        assert doubts(Filters(audience=by_country), kept.published()) == []
        assert customers(kept, by_country) > 0


def test_a_viewer_of_a_country_sees_its_part_of_an_audience(kept: Shop) -> None:
    number = audience(kept, SEGMENT)
    inside = kept.ask(activity.totals, kept.scope(Filters(segments=(SEGMENT,), countries=COUNTRIES)))
    with viewing(Viewer(COUNTRIES)):
        assert kept.ask(activity.totals, kept.scope(Filters(audience=number))) == inside


def test_customers_come_and_go_with_a_list(own: Shop) -> None:
    number = audience(own, "list")
    scope = own.scope(Filters(audience=number))
    before = customers(own, number)
    assert own.scope(Filters(audience=number)) == scope
    with own.change() as connection:
        listed = connection.exec_driver_sql("select list_id from static_lists").scalar_one()
        ids = connection.exec_driver_sql(
            "select customer_id from static_list_members order by customer_id limit 2"
        ).scalars()
        brought.take(connection, listed, list(ids))
    assert own.scope(Filters(audience=number)) != scope
    assert customers(own, number) == before - 2


def test_another_definition_shows_other_customers(own: Shop) -> None:
    number = audience(own, SEGMENT)
    with own.change() as connection:
        part = keeping.keep(connection, "part", read({"audience": int(number)}), None)
    own._published.clear()
    before = customers(own, number)
    assert customers(own, str(part.audience_id)) == before > 0
    with own.change() as connection:
        keeping.change(connection, int(number), 1, read({"any": []}), None)
    assert (customers(own, number), customers(own, str(part.audience_id))) == (0, 0)


def test_a_removed_audience_shows_nothing_and_says_so(own: Shop, make_app: MakeApp) -> None:
    number = audience(own, "countries")
    with own.change() as connection:
        keeping.remove(connection, int(number))
    client = make_app(own.engine).server.test_client()
    answer = client.get(f"{CSV}?audience={number}&consent=all")
    assert (answer.status_code, answer.text) == (
        400,
        f"Nothing was exported. There is no audience “{number}”: it was removed, or never was."
        " Did you mean everybody (no such filter)?\n",
    )
    assert client.get(f"/exports/report.html?audience={number}").status_code == 400
    own._published.clear()
    assert customers(own, number) == 0


def test_a_list_of_an_audience_is_its_customers(kept: Shop, kept_client: FlaskClient) -> None:
    number, scope = audience(kept, "countries"), kept.scope(Filters(countries=COUNTRIES))
    cut = kept_client.get(f"{CSV}?audience={number}&consent=all")
    filtered = kept_client.get(f"{CSV}?country={','.join(COUNTRIES)}&consent=all")
    assert (cut.status_code, cut.text) == (200, filtered.text)
    assert cut.text.count("\n") - 1 == kept.ask(customer_count, scope, CustomerFilter())
    assert "countries" in cut.headers["Content-Disposition"]


def test_the_report_is_of_the_audience(kept: Shop, kept_client: FlaskClient) -> None:
    answer = kept_client.get(f"/exports/report.html?audience={audience(kept, SEGMENT)}")
    assert answer.status_code == 200
    assert f"“{SEGMENT}”" in answer.text


def bar(client: FlaskClient, search: str, changed: str = "url.search", **values: Any) -> dict[str, Any]:
    """What the filter bar becomes."""
    given = {"url.search": search} | {f"filter-{name}.value": value for name, value in values.items()}
    return call(client, "filters.data", given, changed)


def test_the_picker_names_audiences(kept: Shop, kept_client: FlaskClient) -> None:
    number = audience(kept, SEGMENT)
    found = bar(kept_client, f"?audience={number}")
    assert (found["filter-audience.value"], found["filter-audience-place.hidden"]) == (number, False)
    options = found["filter-audience.options"]
    assert options[0] == {"value": "everybody", "label": "Everybody"}
    assert {"value": number, "label": SEGMENT, "disabled": False} in options
    chosen = bar(kept_client, "?country=DE", "filter-audience.value", audience=number, countries=["DE"])
    assert chosen["filters.data"] == {"search": f"?country=DE&audience={number}"}
    assert bar(kept_client, f"?audience={number}", "filter-audience.value", audience="everybody")["filters.data"] == {
        "search": ""
    }


def test_without_audiences_there_is_no_picker(client: FlaskClient) -> None:
    assert bar(client, "")["filter-audience-place.hidden"] is True


def test_nothing_is_compared_where_orders_chose(kept: Shop) -> None:
    def scope(name: str) -> Scope:
        return kept.scope(Filters(audience=audience(kept, name)))

    published = kept.published()
    assert compared(published, scope(SEGMENT)) is None
    assert why_not(published, scope(SEGMENT)) == "an audience is as of today"
    assert compared(published, scope("countries")) == compared(published, kept.scope(Filters())) is not None
