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
from dashboard.figures.explore.features import FEATURES
from dashboard.filters.choosing import Choice, list_name
from dashboard.filters.narrowing import shapes
from dashboard.filters.narrowing.shapes import Axes, Shape
from dashboard.filters.narrowing.who import buyers
from dashboard.filters.selection import Filters, add_months
from dashboard.queries.customers.chosen import chosen_count, chosen_numbers
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.shop.viewer import Viewer, viewing
from dashboard.web import selecting
from dashboard.words import formats
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
SHAPE = {"x": "recency_days", "y": "gross", "log": True, "lifelong": False, "points": [[1, 2], [3, 4]]}


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
    everywhere = {"x": "recency_days", "y": "gross", "log": True, "lifelong": False, "points": [[1, 0.01], [9e5, 9e9]]}
    box = {"shape": everywhere, "search": f"?to={month:%Y-%m}"}
    for place, given, expected, words in (
        ("view", {"filters.data": {"search": f"?to={month:%Y-%m}"}}, plain(own, in_month), ""),
        ("view", {"filters.data": {"search": "?part=hour.7.11"}}, plain(own, at_hour), ""),
        (
            "selection",
            {"selection.data": box},
            plain(own, in_month),
            f": {formats.month(month)} (from 5 Jul) · chosen in the chart",
        ),
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


MONTHLY = """select customer_id from customer_months join customer_features using (customer_id)
 join customer_segments using (customer_id) join segmentations using (segmentation_id)
 where published and algorithm = 'rfm' and orders > 0 and country in ('DE', 'FR') and month >= '{start}'
 group by 1 having {x} {y}"""
DAYS, GROSS = "greatest(date '{as_of}' - max(last_order_on), 1)", "sum(customer_months.gross)"
LIFELONG = (
    "select customer_id" + BUYERS.format("rfm").removeprefix("select count(*)") + " and country in ('DE', 'FR') and"
)


@pytest.mark.parametrize(
    ("graph", "page", "points", "statement"),
    [
        ("segments", "", [(90.5, 50), (3.5, 900)],
         MONTHLY.format(start="{start}", x=f"{DAYS} between 3.5 and 90.5 and", y=f"{GROSS} between 50 and 900")),
        # As it is seen on logarithmic axes: a straight line from (1, 100000) to (100000, 1) is where both make 100000.
        ("segments", "", [(1, 1), (1, 1e5), (1e5, 1)],
         MONTHLY.format(start="{start}", x=f"{DAYS} * {GROSS} <= 100000 and", y=f"{GROSS} >= 1")),
        ("explore", "x=frequency&y=interval_days", [(1.5, 1), (7.5, 400)],
         f"{LIFELONG} frequency between 2 and 7 and (tenure_days - recency_days) / (frequency - 1.0)"
         " between 1 and 400"),
        ("explore", "x=returned&y=net&scale=linear", [(-1, -1), (-1, 999), (999, -1)],
         f"{LIFELONG} net - returns <= 998 and net >= -1"),
        ("explore", "x=returned&y=net", [(0.001, 0.001), (0.001, 1e9), (1e9, 1e9), (1e9, 0.001)],
         f"{LIFELONG} returns < 0 and net > 0"),
    ],
)  # fmt: skip
def test_what_is_drawn_chooses_all_who_stand_inside_drawn_or_not(
    kept: Shop,
    kept_client: FlaskClient,
    graph: str,
    page: str,
    points: list[tuple[float, float]],
    statement: str,
) -> None:
    start = add_months(kept.published().last_month, -5)
    search = f"?from={start:%Y-%m}&country=DE,FR&{page}"
    ends = {"x": [one for one, _ in points], "y": [one for _, one in points]}
    given = {
        f"{graph}-scatter-graph.selectedData": {"points": [], "range" if len(points) == 2 else "lassoPoints": ends},
        "filters.data": {"search": search},
    }
    found = call(kept_client, "selection.data", given, given=f"{graph}-scatter-graph")["selection.data"]
    choice = Choice.read(found)
    assert choice is not None
    assert found["search"] == search
    scope = kept.scope(choice.filters)
    with kept.engine.connect() as connection:
        expected = sorted(connection.scalars(text(statement.format(start=start, as_of=scope.as_of))))
    with kept.connect() as connection:
        numbers = chosen_numbers(connection, choice, scope)
        everybody = chosen_count(connection, Choice(Filters()), kept.scope(Filters()))
    assert sorted(numbers) == expected
    assert 2 < len(numbers) < everybody  # whichever points the chart says, of which it drew but some
    assert bar(kept_client, found)["selection-what.children"].startswith(f"{len(numbers)} customers: ")


@pytest.mark.parametrize("key", FEATURES)
def test_every_feature_can_be_drawn_around(kept: Shop, key: str) -> None:
    choice = Choice(Filters(), shape=Shape(Axes(key, key, True, True), ((1e-9, 1e-9), (1e-9, 1e9), (1e9, 1e9))))
    assert shapes.read(choice.shape.plain if choice.shape else None) == choice.shape
    with kept.connect() as connection:
        scope = kept.scope(choice.filters)
        assert chosen_count(connection, choice, scope) <= chosen_count(connection, Choice(Filters()), scope)


@pytest.mark.parametrize(
    "what",
    [
        *(None, {}, "customers"),
        {"shape": SHAPE},
        *(
            {"shape": SHAPE | wrong, "search": ""}
            for wrong in (
                *({"points": []}, {"points": [[1, 2]]}, {"points": [[1, 2], [3]]}, {"points": [[1, "2"], [3, 4]]}),
                *({"points": [[0, 2], [3, 4]]}, {"points": [[1, True], [3, 4]]}, {"points": [[1, 2]] * 5_001}),
                *({"x": "sample_key"}, {"y": "monetary"}, {"log": 1}),
            )
        ),
    ],
)
def test_the_bar_stays_away_where_nobody_is_chosen(kept_client: FlaskClient, what: Any) -> None:
    assert bar(kept_client, what)["selection-bar.hidden"] is True


def test_only_those_with_the_right_are_offered_audiences(kept: Shop) -> None:
    choice = Choice(Filters(segments=(SEGMENT,)))
    with asking(Asker("vic@shop.example", ROLES["viewer"])), pytest.raises(InputError):
        selecting.keep(kept, choice)


def test_who_sees_no_single_customers_chooses_none(kept: Shop) -> None:
    drawn = {"shape": SHAPE, "search": ""}
    assert selecting.drawn(kept, drawn) is not None
    with viewing(Viewer(personal=False)):
        assert selecting.drawn(kept, drawn) is None


def test_a_list_is_named_by_what_it_is() -> None:
    assert list_name("Champions · Mar 2011", 214, "28 Nov 2026, 20:15:07") == (
        "Champions · Mar 2011 · 214 customers · 28 Nov 2026, 20:15:07"
    )
    assert len(list_name("a" * 200, 1, "28 Nov 2026, 20:15:07")) == 80


def test_nothing_is_made_without_a_click(kept_client: FlaskClient) -> None:
    answer = post(
        kept_client,
        "selection-said.children",
        {"selection.data": {"shape": SHAPE, "search": ""}},
        given="selection-make",
    )
    assert answer.status_code == 204
