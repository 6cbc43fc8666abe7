"""A click in a chart -> the address, through the app; and whom a mark means is whom its chart drew."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from accounts.rights import ROLES
from dashboard.filters.choosing import Choice
from dashboard.filters.narrowing.marks import MARKS
from dashboard.filters.narrowing.who import read, written
from dashboard.filters.selection import Filters
from dashboard.queries.customers.chosen import chosen_count
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.shop.viewer import FewError, Viewer, viewing
from dashboard.web.narrowing import address, whence
from tests.dashboard.calls import call, callbacks, outputs, post, texts
from tests.dashboard.conftest import MakeApp
from warehouse.errors import InputError

NET = '{"field":"net","at_least":"5"}'
SAID = "?part=%7B%22field%22%3A%22net%22%2C%22at_least%22%3A%225%22%7D"


@pytest.fixture(scope="module")
def kept_client(kept: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(kept.engine).server.test_client()


@pytest.mark.parametrize(
    ("pathname", "search", "chart", "point", "act", "path", "after"),
    [
        ("/", "?to=2025-04&sort=x", "overview-segments", ["lost"], "narrow", "/", "?to=2025-04&segment=lost&sort=x"),
        ("/", "?to=2025-04&segment=lost", "overview-segments", ["lost"], "narrow", "/", "?to=2025-04"),
        ("/", "?to=2025-04&segment=lost", "overview-segments", ["lost"], "open", "/segments/lost", "?to=2025-04"),
        ("/", "?q=ann&after=a", "overview-segments", ["lost"], "open", "/segments/lost", ""),
        ("/customers", "?q=ann&after=a", "overview-segments", ["lost"], "narrow", "/customers", "?segment=lost&q=ann"),
        ("/segments/lost", "", "segment-countries", ["DE"], "narrow", "/segments/lost", "?country=DE"),
        ("/segments/lost", "", "segment-countries", ["DE"], "open", "/countries/DE", "?segment=lost"),
        ("/countries/DE", "?segment=new", "country-mix", ["lost"], "open", "/segments/lost", "?country=DE"),
        ("/countries/DE", "", "country-mix", ["lost"], "narrow", "/countries/DE", "?segment=lost"),
        ("/segments", "?country=DE", "segments-scatter", ["12/1"], "narrow", "/customers/12%2F1", "?country=DE"),
        ("/model", "?country=DE", "model-structure", ["lost"], "narrow", "/segments/lost", "?country=DE"),
        ("/migration", "?segment=new", "migration-flows", [NET], "open", "/migration", SAID),  # which has no page
        ("/migration", SAID, "migration-flows", [NET], "open", "/migration", SAID),
        ("/migration", SAID, "migration-flows", [NET], "narrow", "/migration", ""),
        ("/", "", "contribution-countries", [""], "narrow", None, None),
        ("/", "", "no-such", ["lost"], "narrow", None, None),
    ],
)  # fmt: skip
def test_a_click_leads_to_an_address(
    kept: Shop, pathname: str, search: str, chart: str, point: list[str], act: str, path: str | None, after: str | None
) -> None:
    told = {"chart": chart, "points": [{"customdata": point}], "act": act}
    found = address(kept.published(), told, search, pathname)
    assert found == (None if path is None else (path, after))
    on_board = {**told, "address": pathname + search}  # of a card on a board: to where it was taken from
    assert whence(on_board, "?x", "/boards/1") == (search, pathname)


def test_nobody_opens_a_page_that_is_not_theirs(kept: Shop) -> None:
    told = {"chart": "segments-scatter", "points": [{"customdata": ["12001"]}], "act": "open"}
    with asking(Asker("vic@shop.example", ROLES["viewer"])):
        assert address(kept.published(), told, "", "/segments") is None


def test_a_click_and_the_chips_through_the_app(kept_client: FlaskClient) -> None:
    told = {"chart": "overview-segments", "points": [{"customdata": ["champions"]}], "act": "narrow", "at": 1}
    given = {"mark.data": told, "url.search": "?country=DE", "url.pathname": "/"}
    found = call(kept_client, "url.search", given, "mark.data", "mark")
    assert found == {"url.search": "?country=DE&segment=champions"}
    assert post(kept_client, "url.search", {**given, "mark.data": {}}, "mark.data", "mark").status_code == 204
    shown = call(kept_client, "chips.children", {"filters.data": {"search": found["url.search"]}, "url.pathname": "/"})
    assert texts(shown["chips.children"]) == "Germany Open  Germany Champions Open  Champions"
    assert shown["narrowed-said.children"] == "Narrowed to Germany, Champions."
    assert (shown["chip-row.hidden"], shown["trail.children"]) == (False, None)
    own = {"filters.data": {"search": found["url.search"]}, "url.pathname": "/countries/DE"}
    shown = call(kept_client, "chips.children", own)
    assert texts(shown["chips.children"]) == "Champions Open  Champions"
    assert texts(shown["trail.children"]) == "Overview › Champions › Germany"
    shown = call(kept_client, "chips.children", {"filters.data": {"search": ""}, "url.pathname": "/"})
    assert (shown["chip-row.hidden"], shown["narrowed-said.children"]) == (True, "All customers and months.")


def test_a_page_of_a_segment_shows_it_in_the_bar(kept_client: FlaskClient) -> None:
    found = call(kept_client, "filters.data", {"url.search": "?country=DE", "url.pathname": "/segments/lost"})
    assert found["filters.data"] == {"search": "?country=DE&segment=lost"}
    assert found["filter-segments.value"] == ["lost"]
    assert "url.search" not in found
    values = {"filter-countries.value": [], "filter-segments.value": ["lost"], "url.pathname": "/segments/lost"}
    values |= {"url.search": "", "filter-clear.n_clicks": 1}
    assert call(kept_client, "filters.data", values, "filter-clear.n_clicks")["url.pathname"] == "/segments"
    values["url.search"] = "?country=DE"
    cleared = call(kept_client, "filters.data", values, "filter-clear.n_clicks")
    assert (cleared["url.search"], cleared.get("url.pathname")) == ("", None)
    rail = {"filters.data": {"search": "?country=DE&segment=lost"}, "url.pathname": "/segments/lost"}
    links = str(call(kept_client, "rail-links.children", rail)["rail-links.children"])
    assert "'/segments?country=DE'" in links
    assert "'/countries?country=DE&segment=lost'" in links


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
def test_a_bar_or_a_flow_narrows_to_its_customers(
    kept: Shop, kept_client: FlaskClient, panel: str, trace: int, number: int | None, drawn: Any
) -> None:
    graph = f"{panel}-graph.figure"
    chart = call(kept_client, graph, {"filters.data": {"search": ""}, "theme.data": "light"})[graph]["data"][trace]
    at = chart["y"].index(max(chart["y"])) if number is None else number
    mark = {**chart.get("link", chart), "at": at}
    told = {"chart": panel, "points": [{"customdata": mark["customdata"][at]}], "act": "narrow"}
    led = address(kept.published(), told, "", f"/{panel.partition('-')[0]}")
    assert led is not None
    filters = Filters.from_query(led[1])
    scope = kept.scope(filters)
    with kept.connect() as connection:
        found = chosen_count(connection, Choice(filters), scope)
    assert found > 0
    assert scope.audience is not None
    assert len(scope.audience.words) == 1
    if drawn is not None:  # the others draw shares, or a sample
        assert found == drawn(mark)


def bars(field: str, low: str, other: str, high: str) -> str:
    """From a value to below another, as a histogram says it."""
    return f'{{"all":[{{"field":"{field}","at_least":"{low}"}},{{"not":{{"field":"{other}","at_least":"{high}"}}}}]}}'


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("hour.7.11", "ordered on a Sunday, 11:00–12:00"),
        ("hour.2", "ordered on a Tuesday"),
        ("first.2024-03.2.85A", "first order in Mar 2024 with product 85A, ordered in May 2024"),
        (bars("frequency", "0.5", "frequency", "3.5"), "ordered 1 to 3 times"),
        (bars("net", "5.123", "net", "9"), "sales net of returns £5.12 to £9"),
        (bars("net", "5", "units", "9"), "sales net of returns at least £5, but not: pieces bought at least 9"),
        ('{"segment":["lost"],"of":"rfm"}', "in Lost"),
    ],
)
def test_whom_a_mark_means_in_words(kept: Shop, part: str, words: str) -> None:
    who = read(part)
    assert who is not None
    found = kept.scope(Filters(parts=(who,))).audience
    assert found is not None
    assert (found.words, written(who)) == ((words,), part)


def test_a_part_asks_no_more_than_a_role_shows(kept: Shop) -> None:
    def scope(part: str) -> int:
        who = read(part)
        assert who is not None
        found = kept.scope(Filters(parts=(who,))).audience
        return 0 if found is None else found.size

    viewer = Asker("vic@shop.example", ROLES["viewer"])
    with kept.engine.connect() as connection:
        most = connection.scalar(text("select max(net) from customer_features"))
    with asking(viewer), viewing(Viewer(personal=False)):
        assert scope(NET) > 20
        for refused in ('{"field":"city","in":["Bonn"]}', '{"consent":["yes"]}', '{"field":"customer_id","in":["1"]}'):
            with pytest.raises(InputError, match="does not show"):
                scope(refused)
        with pytest.raises(FewError, match="Too few people"):
            scope(f'{{"field":"net","at_least":"{most}"}}')
    assert scope('{"field":"city","in":["Bonn"]}') > 0


def test_every_chart_whose_marks_mean_something_is_there(client: FlaskClient) -> None:
    drawn = {name for one in callbacks(client) for name, of_it in outputs(one) if of_it == "figure"}
    assert {f"{chart}-graph" for chart in MARKS} - drawn == set()
