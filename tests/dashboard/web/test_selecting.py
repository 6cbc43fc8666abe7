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


def chosen(kind: str, value: Any, search: str = "", **within: str) -> dict[str, Any]:
    return {"kind": kind, "value": value, "search": search, "within": within}


def bar(client: FlaskClient, kept_: Any) -> dict[str, Any]:
    return call(client, "selection-what.children", {"selection.data": kept_})


def plain(shop: Shop, statement: str) -> int:
    with shop.engine.connect() as connection:
        return int(connection.scalar(text(statement)) or 0)


BUYERS = "select count(*) from customer_features join customer_segments using (customer_id) join segmentations using (segmentation_id) where published and algorithm = '{}' and frequency > 0"  # fmt: skip  # noqa: E501
RFM = BUYERS.format("rfm")


@pytest.mark.parametrize(
    ("what", "words", "statement"),
    [
        (chosen("segment", SEGMENT), "Champions", f"{RFM} and segment_id = 'champions'"),
        (chosen("segment", SEGMENT, "?country=DE,FR"), "Germany, France · Champions",
         f"{RFM} and segment_id = 'champions' and country in ('DE', 'FR')"),
        (chosen("country", "DE", segment="lost"), "Germany · Lost", 
         f"{RFM} and segment_id = 'lost' and country = 'DE'"),
        (chosen("country", "DE", "?country=FR"), "Germany", f"{RFM} and country = 'DE'"),
        (chosen("segment", "prospect"), "Prospect", RFM.replace("frequency > 0", "segment_id = 'prospect'")),
    ],
)  # fmt: skip
def test_a_mark_becomes_conditions_of_the_same_customers(
    kept: Shop, kept_client: FlaskClient, what: dict[str, Any], words: str, statement: str
) -> None:
    expected = plain(kept, statement)
    shown = bar(kept_client, what)
    said = f"{expected} customer{'' if expected == 1 else 's'}: {words}"
    assert (shown["selection-bar.hidden"], shown["selection-what.children"]) == (False, said)
    assert (shown["selection-link-place.hidden"], shown["selection-make.hidden"]) == (False, True)
    path, _, query = shown["selection-link.href"].partition("?")
    definition = read(json.loads(parse_qs(query)["conditions"][0]))
    with kept.connect() as connection:
        inside = condition(definition, stands(connection))
        found = connection.execute(listed_customers.select().where(inside)).all()
    assert (path, len(found)) == ("/audiences/new", expected)


def test_within_an_audience_and_another_segmentation(kept: Shop) -> None:
    number = audience(kept, "countries")
    cluster = kept.published().segmentation("kmeans").segments[0].segment_id
    choice = Choice.read(chosen("segment", cluster, f"?segmentation=kmeans&audience={number}", product="85123A"))
    assert choice is not None
    scope = kept.scope(choice.filters)
    query = selecting.address(kept, choice, scope).partition("?")[2]
    assert json.loads(parse_qs(query)["conditions"][0]) == {
        "all": [
            {"audience": int(number)},
            {"segment": [cluster], "of": "kmeans"},
            {"bought": {"code": "85123A"}},
            {"field": "frequency", "at_least": 1},
        ]
    }


def told(client: FlaskClient, graph: str, event: str, point: dict[str, Any], search: str = "") -> dict[str, Any]:
    """What the store keeps when a chart tells of a point."""
    given = {
        f"{graph}-graph.{event}": {"points": [point]},
        "filters.data": {"search": search},
        "argument.data": "DE",
    }
    found = [
        one
        for one in client.get("/_dash-dependencies").get_json()
        if "selection.data" in one["output"] and {"id": f"{graph}-graph", "property": event} in one["inputs"]
    ]
    assert len(found) == 1
    puts = [{"id": part.rpartition(".")[0], "property": part.rpartition(".")[2]} for part in found[0]["output"].strip(".").split("...")]  # fmt: skip  # noqa: E501
    body = {
        "output": found[0]["output"],
        "outputs": puts if found[0]["output"].startswith("..") else puts[0],
        "inputs": [one | {"value": given.get(f"{one['id']}.{one['property']}")} for one in found[0]["inputs"]],
        "state": [one | {"value": given.get(f"{one['id']}.{one['property']}")} for one in found[0]["state"]],
        "changedPropIds": [f"{graph}-graph.{event}"],
    }
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200
    kept_: dict[str, Any] = answer.get_json()["response"]["selection"]["data"]
    return kept_


@pytest.mark.parametrize(
    ("panel", "trace", "number", "drawn"),
    [
        ("explore-orders", 0, 1, None),
        ("explore-histogram", 0, 0, None),
        ("attributes-values", 0, None, lambda mark: mark["y"][mark["at"]]),  # its highest bar
        ("migration-flows", 0, 0, lambda mark: mark["value"][mark["at"]]),
        ("migration-sizes", 0, 0, None),
        ("contribution-loyalty", 1, 0, None),
    ],
)
def test_a_bar_or_a_flow_chooses_its_customers(
    kept: Shop, kept_client: FlaskClient, panel: str, trace: int, number: int | None, drawn: Any
) -> None:
    graph = f"{panel}-graph.figure"
    chart = call(kept_client, graph, {"filters.data": {"search": ""}, "theme.data": "light"})[graph]["data"][trace]
    at = chart["y"].index(max(chart["y"])) if number is None else number
    mark = {**chart.get("link", chart), "at": at}
    shown = bar(kept_client, told(kept_client, panel, "clickData", {"customdata": mark["customdata"][at]}))
    definition = read(json.loads(parse_qs(shown["selection-link.href"].partition("?")[2])["conditions"][0]))
    with kept.connect() as connection:
        inside = condition(definition, stands(connection))
        found = len(connection.execute(listed_customers.select().where(inside)).all())
    assert found > 0
    assert shown["selection-what.children"].startswith(f"{found:,} customer")
    if drawn is not None:  # the others draw shares, or a sample
        assert found == drawn(mark)


def test_months_hours_and_lassos_become_lists(own: Shop, make_app: MakeApp) -> None:
    client = make_app(own.engine).server.test_client()
    month = own.published().last_month
    ordered = "select count(distinct customer_id) from orders where gross > 0"
    in_month = f"{ordered} and date_trunc('month', invoiced_at) = '{month}'"
    at_hour = f"{ordered} and extract(isodow from invoiced_at) = 7 and extract(hour from invoiced_at) = 11"
    with own.connect() as connection:
        ids = list(connection.scalars(text("select customer_id from customer_features order by 1 limit 9")))
    wanted = {
        "month": (chosen("month", f"{month}"), plain(own, in_month)),
        "hour": (chosen("hour", [7, 11]), plain(own, at_hour)),
        "day": (chosen("hour", [7, None]), plain(own, at_hour.partition(" and extract(hour")[0])),
        "customers": (chosen("customers", [*ids, "nobody-like-this"], f"?to={month:%Y-%m}"), 9),
    }
    for kind, (what, expected) in wanted.items():
        shown = bar(client, what)
        assert shown["selection-what.children"].startswith(f"{expected} customers: "), kind
        assert (shown["selection-link-place.hidden"], shown["selection-make.hidden"]) == (True, False)
        made = call(client, "selection-said.children", {"selection.data": what, "selection-make.n_clicks": 1},
                    "selection-make.n_clicks", "selection-make")  # fmt: skip
        assert (made["url.pathname"], made["selection.data"]) == ("/audiences/new", None)
        number = json.loads(parse_qs(made["url.search"].lstrip("?"))["conditions"][0])["list"]
        assert plain(own, f"select count(*) from static_list_members where list_id = {number}") == expected > 0
    with own.connect() as connection:
        choice = Choice.read(wanted["customers"][0])
        assert choice is not None
        assert chosen_numbers(connection, choice, own.scope(choice.filters)) == tuple(ids)
        assert chosen_count(connection, choice, own.scope(choice.filters)) == 9


@pytest.mark.parametrize(
    "what",
    [
        None,
        {},
        "segment",
        chosen("no-such", "champions"),
        chosen("segment", 5),
        chosen("segment", ""),
        chosen("segment", "guests"),
        chosen("segment", "no-such"),
        chosen("month", "March"),
        chosen("hour", [9, 25]),
        chosen("hour", "Mon"),
        chosen("customers", []),
        chosen("customers", [1, 2]),
        {"kind": "segment", "value": "champions"},
    ],
)
def test_the_bar_stays_away_where_nobody_is_chosen(kept_client: FlaskClient, what: Any) -> None:
    assert bar(kept_client, what)["selection-bar.hidden"] is True


def test_only_those_with_the_right_are_offered_audiences(kept: Shop) -> None:
    choice = Choice(Filters(segments=(SEGMENT,)))
    with asking(Asker("vic@shop.example", ROLES["viewer"])), pytest.raises(InputError):
        selecting.keep(kept, choice)


@pytest.mark.parametrize(
    ("graph", "event", "point", "kind", "value"),
    [
        ("overview-trend", "clickData", {"x": "2026-03-01", "y": 3}, "month", "2026-03-01"),
        ("segment-sales", "clickData", {"x": "2026-03-01"}, "month", "2026-03-01"),
        ("country-trend", "clickData", {"x": "2026-03-01"}, "month", "2026-03-01"),
        ("seasons-hours", "clickData", {"x": 11, "y": "Sun", "z": 4}, "hour", [7, 11]),
        ("seasons-weekdays", "clickData", {"x": 0.2, "y": "Sun", "customdata": [7, "words"]}, "hour", [7, None]),
        ("seasons-map", "clickData", {"x": "Mar", "y": "2026", "customdata": "2026-03-01"}, "month", "2026-03-01"),
        ("seasons-years", "clickData", {"x": 3, "customdata": ["2026-03-01", "words"]}, "month", "2026-03-01"),
        ("segments-scatter", "selectedData", {"customdata": ["12001", "5 orders"]}, "customers", ["12001"]),
        ("explore-scatter", "selectedData", {"customdata": "12001"}, "customers", ["12001"]),
        ("overview-segments", "clickData", {"customdata": ["lost", "words"]}, "segment", "lost"),
        ("countries-world", "clickData", {"customdata": ["DE", "words"]}, "country", "DE"),
        ("country-mix", "clickData", {"customdata": ["lost", "words"]}, "segment", "lost"),
        ("attributes-countries", "clickData", {"customdata": ["DE", "words"]}, "country", "DE"),
        ("product-trend", "clickData", {"x": "2026-03-01"}, "month", "2026-03-01"),
        ("value-chances", "clickData", {"customdata": ['{"all":[]}', "words"]}, "part", '{"all":[]}'),
    ],
)
def test_each_chart_tells_what_is_chosen(
    kept_client: FlaskClient, graph: str, event: str, point: dict[str, Any], kind: str, value: Any
) -> None:
    kept_ = told(kept_client, graph, event, point, "?to=2026-04")
    assert kept_ == {"kind": kind, "value": value, "search": "?to=2026-04", "within": {graph.partition("-")[0]: "DE"}}
    assert Choice.read(kept_) is not None


def test_a_list_is_named_by_what_it_is() -> None:
    assert list_name("Champions · Mar 2011", 214, "28 Nov 2026, 20:15:07") == (
        "Champions · Mar 2011 · 214 customers · 28 Nov 2026, 20:15:07"
    )
    assert len(list_name("a" * 200, 1, "28 Nov 2026, 20:15:07")) == 80


def test_nothing_is_made_without_a_click(kept_client: FlaskClient) -> None:
    answer = post(
        kept_client, "selection-said.children", {"selection.data": chosen("segment", SEGMENT)}, given="selection-make"
    )
    assert answer.status_code == 204
