"""What is chosen in a chart: how many customers the bar says, and the audience or list made of exactly these."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from accounts.rights import ROLES
from audiences.conditions import condition, read
from audiences.lists.standing import stands
from dashboard.filters.choosing import Choice, list_name
from dashboard.filters.narrowing.who import buyers
from dashboard.filters.selection import Filters
from dashboard.queries.customers.chosen import chosen_count, chosen_numbers
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.web import selecting
from tests.dashboard.calls import call, post
from tests.dashboard.conftest import MakeApp, Served
from tests.dashboard.kept import SEGMENT
from tests.dashboard.queries.test_cuts import audience
from tests.databases import connected
from warehouse.errors import InputError
from warehouse.schema import listed_customers


@pytest.fixture
def own(server_url: str, worker_id: str, kept: Shop) -> Iterator[Shop]:
    """A copy of the store to change."""
    with connected(server_url, f"own_{worker_id}", "kept") as engine:
        yield Served(engine)


@pytest.fixture(scope="module")
def kept_client(kept: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(kept.engine).server.test_client()


def view(client: FlaskClient, search: str, pathname: str = "/") -> dict[str, Any]:
    """What is offered of a view."""
    given = {"filters.data": {"search": search}, "url.pathname": pathname}
    return call(client, "view-what.children", given, given="filters")


def bar(client: FlaskClient, kept_: Any) -> dict[str, Any]:
    return call(client, "selection-what.children", {"selection.data": kept_})


def plain_text(shop: Shop, statement: str) -> str:
    with shop.engine.connect() as connection:
        return str(connection.scalar(text(statement)))


def plain(shop: Shop, statement: str) -> int:
    with shop.engine.connect() as connection:
        return int(connection.scalar(text(statement)) or 0)


BUYERS = "select count(*) from customer_features join customer_segments using (customer_id) join segmentations using (segmentation_id) where published and algorithm = '{}' and frequency > 0"  # fmt: skip  # noqa: E501
RFM = BUYERS.format("rfm")


@pytest.mark.parametrize(
    ("search", "pathname", "statement"),
    [
        ("?segment=champions", "/", f"{RFM} and segment_id = 'champions'"),
        ("?segment=champions&country=DE,FR", "/", f"{RFM} and segment_id = 'champions' and country in ('DE', 'FR')"),
        ("?segment=lost&country=DE", "/countries/DE", f"{RFM} and segment_id = 'lost' and country = 'DE'"),
        ("?segment=prospect", "/", RFM.replace("frequency > 0", "segment_id = 'prospect'")),
        ("?part=%7B%22field%22%3A%22frequency%22%2C%22at_most%22%3A1%7D", "/", f"{RFM} and frequency = 1"),
        ("?country=DE", "/products/top", f"{RFM} and country = 'DE' and exists (select from customer_products"
         " where customer_products.customer_id = customer_features.customer_id and stock_code = 'top')"),
    ],
)  # fmt: skip
def test_a_view_becomes_conditions_of_the_same_customers(
    kept: Shop, kept_client: FlaskClient, search: str, pathname: str, statement: str
) -> None:
    top = plain_text(kept, "select stock_code from customer_products group by 1 order by count(*) desc limit 1")
    expected = plain(kept, statement.replace("'top'", f"'{top}'"))
    shown = view(kept_client, search, pathname.replace("top", top))
    said = f"{expected} customer{'' if expected == 1 else 's'}"
    assert expected
    assert (shown["view-offer.hidden"], shown["view-what.children"]) == (False, said)
    assert (shown["view-link-place.hidden"], shown["view-make.hidden"]) == (False, True)
    path, _, query = shown["view-link.href"].partition("?")
    definition = read(json.loads(parse_qs(query)["conditions"][0]))
    with kept.connect() as connection:
        inside = condition(definition, stands(connection))
        found = connection.execute(listed_customers.select().where(inside)).all()
    assert (path, len(found)) == ("/audiences/new", expected)


@pytest.mark.parametrize("search", ["", "?segmentation=kmeans&compare=none", "?part=%7B%22field%22%3A5%7D"])
def test_a_view_of_all_or_of_none_offers_nothing(kept_client: FlaskClient, search: str) -> None:
    assert view(kept_client, search)["view-offer.hidden"] is True


def test_within_an_audience_and_another_segmentation(kept: Shop) -> None:
    number = audience(kept, "countries")
    cluster = kept.published().segmentation("kmeans").segments[0].segment_id
    filters = Filters(segments=(cluster,), segmentation="kmeans", audience=number, parts=(buyers("85123B"),))
    choice = Choice(filters, product="85123A")
    query = selecting.address(kept, choice, kept.scope(choice.filters)).partition("?")[2]
    assert json.loads(parse_qs(query)["conditions"][0]) == {
        "all": [
            {"bought": {"code": "85123B"}},
            {"audience": int(number)},
            {"segment": [cluster], "of": "kmeans"},
            {"bought": {"code": "85123A"}},
            {"field": "frequency", "at_least": 1},
        ]
    }


def test_months_hours_and_lassos_become_lists(own: Shop, make_app: MakeApp) -> None:
    client = make_app(own.engine).server.test_client()
    month = own.published().first_month
    ordered = "select count(distinct customer_id) from orders where gross > 0"
    in_month = f"{ordered} and date_trunc('month', invoiced_at) = '{month}'"
    at_hour = f"{ordered} and extract(isodow from invoiced_at) = 7 and extract(hour from invoiced_at) = 11"
    with own.connect() as connection:
        ids = list(connection.scalars(text("select customer_id from customer_features order by 1 limit 9")))
    lasso = {"customers": [*ids, "nobody-like-this"], "search": f"?to={month:%Y-%m}"}
    for place, given, expected, words in (
        ("view", {"filters.data": {"search": f"?to={month:%Y-%m}"}}, plain(own, in_month), ""),
        ("view", {"filters.data": {"search": "?part=hour.7.11"}}, plain(own, at_hour), ""),
        ("selection", {"selection.data": lasso}, 9, ": chosen in the chart"),
    ):
        trigger = next(iter(given)).partition(".")[0]
        shown = call(client, f"{place}-what.children", given, given=trigger)
        assert shown[f"{place}-what.children"] == f"{expected} customers{words}"
        assert (shown[f"{place}-link-place.hidden"], shown[f"{place}-make.hidden"]) == (True, False)
        pressed = {**given, f"{place}-make.n_clicks": 1, "url.pathname": "/"}
        made = call(client, f"{place}-said.children", pressed, f"{place}-make.n_clicks", f"{place}-make")
        assert made["url.pathname"] == "/audiences/new"
        number = json.loads(parse_qs(made["url.search"].lstrip("?"))["conditions"][0])["list"]
        assert plain(own, f"select count(*) from static_list_members where list_id = {number}") == expected > 0
    with own.connect() as connection:
        choice = Choice.read(lasso)
        assert choice is not None
        assert chosen_numbers(connection, choice, own.scope(choice.filters)) == tuple(ids)
        assert chosen_count(connection, choice, own.scope(choice.filters)) == 9


@pytest.mark.parametrize(
    "what",
    [
        *(None, {}, "customers"),
        {"customers": [], "search": ""},
        {"customers": [1, 2], "search": ""},
        {"customers": ["a" * 201], "search": ""},
        {"customers": ["a"]},
        {"customers": ["a"] * 5_001, "search": ""},
    ],
)
def test_the_bar_stays_away_where_nobody_is_chosen(kept_client: FlaskClient, what: Any) -> None:
    assert bar(kept_client, what)["selection-bar.hidden"] is True


def test_only_those_with_the_right_are_offered_audiences(kept: Shop) -> None:
    choice = Choice(Filters(segments=(SEGMENT,)))
    with asking(Asker("vic@shop.example", ROLES["viewer"])), pytest.raises(InputError):
        selecting.keep(kept, choice)


@pytest.mark.parametrize(
    ("graph", "point"),
    [
        ("segments-scatter", {"customdata": ["12001", "5 orders"]}),
        ("explore-scatter", {"customdata": "12001"}),
    ],
)
def test_a_lasso_keeps_whom_it_drew_around(kept_client: FlaskClient, graph: str, point: dict[str, Any]) -> None:
    given = {f"{graph}-graph.selectedData": {"points": [point]}, "filters.data": {"search": "?to=2026-04"}}
    found = call(kept_client, "selection.data", given, given=f"{graph}-graph")
    assert found["selection.data"] == {"customers": ["12001"], "search": "?to=2026-04"}


def test_a_list_is_named_by_what_it_is() -> None:
    assert list_name("Champions · Mar 2011", 214, "28 Nov 2026, 20:15:07") == (
        "Champions · Mar 2011 · 214 customers · 28 Nov 2026, 20:15:07"
    )
    assert len(list_name("a" * 200, 1, "28 Nov 2026, 20:15:07")) == 80


def test_nothing_is_made_without_a_click(kept_client: FlaskClient) -> None:
    answer = post(
        kept_client,
        "selection-said.children",
        {"selection.data": {"customers": ["a"], "search": ""}},
        given="selection-make",
    )
    assert answer.status_code == 204
