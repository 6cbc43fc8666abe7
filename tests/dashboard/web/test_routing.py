"""Addresses, pages and the filter bar."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import Dash
from dash.development.base_component import Component
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from accounts.kept import saved_views
from accounts.kept.cards import Card
from accounts.rights import rights_of
from audiences.campaigns import keeping
from audiences.conditions.definition import Everyone
from audiences.lists import keeping as audiences
from dashboard.components.shell import NAVIGATION
from dashboard.filters.selection import Filters, add_months
from dashboard.pages import PAGES, campaigns
from dashboard.pages.audiences.comparing import layout as compare
from dashboard.pages.audiences.one import skeleton as one_audience
from dashboard.pages.boards.one import drawn
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_page
from dashboard.queries.products.products import top_products
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.web.charting.boards import SLOTS
from dashboard.web.routing import find_page, no_orders, waiting
from tests.dashboard.calls import call, callbacks, outputs, post, texts
from tests.dashboard.conftest import MakeApp

PAGE_LIST = [module.PAGE for module in PAGES]
PATHS = [entry[0] for entry in NAVIGATION if entry]
CONTROLS = tuple(
    f"filter-{name}" for name in ("from", "to", "countries", "segments", "segmentation", "audience", "compare")
)


def ids(component: Any) -> set[str]:
    """The ids of a component and everything in it."""
    if isinstance(component, list | tuple):
        return set().union(*map(ids, component))
    if not isinstance(component, Component):
        return set()
    own = {component.id} if getattr(component, "id", None) else set()
    return own | ids(getattr(component, "children", None))


def details(shop: Shop, view: str) -> dict[str, str]:
    """An argument that exists for each page that takes one."""
    with shop.connect() as connection:
        frame, _ = customer_page(connection, shop.scope(Filters()), CustomerFilter())
    found = {"customers": frame.iloc[0]["customer_id"], "segments": "champions", "countries": frame.iloc[0]["country"]}
    found["audiences"] = "new"
    found["products"] = shop.ask(top_products, shop.scope(Filters())).at[0, "stock_code"]
    found["campaigns"] = "new"
    found |= {"boards": "1", "views": view}
    return {page.path: found[page.path] for page in PAGE_LIST if page.detail}


@pytest.fixture
def campaign(shop: Shop) -> Iterator[str]:
    """The number of a campaign without a list, and of its audience; gone afterwards."""
    with shop.change() as connection:
        audience = audiences.keep(connection, "Everybody", Everyone, None)
        made = keeping.create(connection, "Spring", audience.audience_id, "mailchimp")
    yield str(made.campaign_id)
    with shop.engine.begin() as connection:
        for table in ("campaigns", "audiences", "audience_versions"):
            connection.execute(text(f"delete from {table}"))


@pytest.fixture
def view(shop: Shop) -> Iterator[str]:
    """The number of a view that is kept; gone afterwards."""
    with shop.change() as connection:
        made = saved_views.keep(connection, "Spring", "/countries", None, is_shared=False, now=datetime.now(UTC))
    yield str(made)
    with shop.engine.begin() as connection:
        connection.execute(text("delete from saved_views"))


def test_every_id_of_every_callback_exists(
    app: Dash, shop: Shop, client: FlaskClient, campaign: str, view: str
) -> None:
    on_board = [Card(1, name, "/", "", False, 300) for name in ("overview-trend", "overview-figures")]
    known = ids([drawn(one, slot) for one in on_board for slot in SLOTS])
    known |= (
        ids(app.get_layout()) | ids(one_audience("1")) | ids(compare(shop)) | ids(campaigns.page.detail(shop, campaign))
    )
    for page in PAGE_LIST:
        known |= ids(page.layout(shop))
        if page.detail:
            known |= ids(page.detail(shop, details(shop, view)[page.path]))
    used = set()
    for callback in callbacks(client):
        used |= {one["id"] for one in (*callback["inputs"], *callback["state"])}
        used |= {name for name, _ in outputs(callback)}
    assert used - known == set()
    assert len(used) > 20


def test_no_output_is_put_out_twice(client: FlaskClient) -> None:
    seen: list[str] = []
    for callback in callbacks(client):
        seen += [name for name in callback["output"].strip(".").split("...") if "@" not in name]
    assert len(seen) == len(set(seen))


def test_every_word_of_the_navigation_has_a_page() -> None:
    assert {find_page(PAGE_LIST, path) is not None for path in PATHS} == {True}
    assert {f"/{page.path}" for page in PAGE_LIST} == set(PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_each_page_has_a_heading_and_the_store_of_its_argument(client: FlaskClient, path: str) -> None:
    children = call(client, "page.children", {"url.pathname": path})["page.children"]
    words = str(children)
    assert words.count("'type': 'H1'") == 1
    assert "'id': 'argument'" in words


def test_each_detail_page_opens(client: FlaskClient, shop: Shop, view: str) -> None:
    of_customers = {"audiences", "campaigns", "customers", "segments", "countries", "products"}
    assert set(details(shop, view)) == {*of_customers, "boards", "views"}
    for path, argument in details(shop, view).items():
        children = call(client, "page.children", {"url.pathname": f"/{path}/{argument}"})["page.children"]
        assert f"'data': '{argument}'" in str(children)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/customers/1/2",
        "/overview",
        "/data/x",
        "/customers/%00",
        "/segments/a%00b",
        "/../etc",
        "/%ff",
        "//x",
    ],
)
def test_an_unknown_page(client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str) -> None:
    words = texts(call(client, "page.children", {"url.pathname": path})["page.children"])
    assert words == "There is no such page Go to the overview"
    assert headings(client, path) == ["There is no such page"]
    assert not caplog.records


@pytest.mark.parametrize(
    "path",
    [
        *("/customers/nobody", "/customers/%27%20or%201=1", "/segments/none", "/countries/Nowhere", "/products/none"),
        *("/audiences/99999", "/campaigns/99999", "/views/99999"),
    ],
)
def test_an_unknown_detail_is_a_notice(client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str) -> None:
    children = call(client, "page.children", {"url.pathname": path})["page.children"]
    assert "notice" in str(children)
    assert re.search("no |Not ", texts(children))
    assert len(headings(client, path)) == 1
    assert not caplog.records


def headings(client: FlaskClient, path: str) -> list[str]:
    """The headings of the first order that a page shows at an address."""
    children = call(client, "page.children", {"url.pathname": path})["page.children"]
    return re.findall(
        r"\{'props': \{'children': (?:'|\")(.*?)(?:'|\"), 'className': '[a-z-]+'\}, 'type': 'H1'", str(children)
    )


@pytest.mark.parametrize("path", [None, "", "/"])
def test_no_path_is_the_overview(client: FlaskClient, path: str | None) -> None:
    assert texts(call(client, "page.children", {"url.pathname": path})["page.children"]).startswith("Overview")


@pytest.mark.parametrize(("path", "word"), [(f"/{page.path}", page.title) for page in PAGE_LIST])
def test_the_rail_marks_the_page_and_keeps_the_filters(client: FlaskClient, path: str, word: str) -> None:
    for here in (path, f"{path.rstrip('/')}/" if path != "/" else path):
        values = {"url.pathname": here, "filters.data": {"search": "?country=FR&sort=frequency"}}
        links = call(client, "rail-links.children", values)["rail-links.children"]
        found = [one["props"] for one in links if one["type"] == "Link"]
        assert [texts(one["children"]) for one in found if "active" in one["className"]] == [word]
        assert {one["href"] for one in found} == {f"{to}?country=FR" for to in PATHS}


def change(client: FlaskClient, search: str, changed: str = "url.search", **controls: Any) -> dict[str, Any]:
    """What the filter bar becomes."""
    values = {f"{name.replace('_', '-')}.value": value for name, value in controls.items()}
    return call(client, "filters.data", {"url.search": search} | values, changed)


def chosen(client: FlaskClient, search: str, changed: str, **values: Any) -> str:
    """The address after a control was used, the others standing as the address says."""
    state = change(client, search)
    controls = {name.replace("-", "_"): state[f"{name}.value"] for name in CONTROLS} | values
    found: str = change(client, search, changed, **controls)["filters.data"]["search"]
    return found


def test_an_address_fills_the_controls(client: FlaskClient, shop: Shop) -> None:
    last = shop.published().last_month
    found = change(client, f"?to={last:%Y-%m}&country=DE,FR&segment=lost,no-such&segmentation=rfm")
    assert found["filter-countries.value"] == ["DE", "FR"]
    assert found["filter-segments.value"] == ["lost"]
    assert found["filter-segmentation.value"] == "rfm"
    assert found["filter-to.value"] == f"{last:%Y-%m}"
    assert found["filter-from.value"] == f"{shop.published().first_month:%Y-%m}"
    assert texts(found["filter-countries-summary.children"]) == "Germany, France"
    assert len(found["filter-from.options"]) == 36
    assert found["filter-segments.options"][-1]["value"] == "guests"
    assert [one["value"] for one in found["filter-segmentation.options"]] == ["rfm", "kmeans"]


def test_a_country_s_page_shows_it_in_the_bar_and_leads_on_with_it(client: FlaskClient) -> None:
    page = {"url.pathname": "/countries/DE", "url.search": "?segment=lost"}
    found = call(client, "filters.data", page, "url.pathname")
    assert found["filter-countries.value"] == ["DE"]
    assert found["filters.data"] == {"search": "?country=DE&segment=lost"}
    assert "url.search" not in found
    again = call(client, "filters.data", page | {"filters.data": found["filters.data"]}, "url.pathname")
    assert "filters.data" not in again  # nothing is asked anew
    bar = {f"{name}.value": found[f"{name}.value"] for name in CONTROLS}
    other = call(client, "filters.data", page | bar | {"filter-countries.value": ["FR"]}, "filter-countries.value")
    assert (other["url.pathname"], other["filters.data"]) == ("/countries/FR", {"search": "?country=FR&segment=lost"})


def test_a_control_that_shows_its_value_is_left_alone(client: FlaskClient) -> None:
    found = change(client, "?country=DE", filter_countries=["DE"], filter_segments=["lost"])
    assert "filter-countries.value" not in found
    assert found["filter-segments.value"] == []


def test_controls_change_the_address(client: FlaskClient, shop: Shop) -> None:
    first, last = shop.published().first_month, shop.published().last_month
    assert chosen(client, "", "filter-countries.value", filter_countries=["FR", "DE"]) == "?country=FR,DE"
    assert chosen(client, "?country=FR", "filter-countries.value", filter_countries=[]) == ""
    assert chosen(client, "", "filter-segments.value", filter_segments=["lost"]) == "?segment=lost"
    assert chosen(client, "", "filter-from.value", filter_from=f"{last:%Y-%m}") == f"?from={last:%Y-%m}"
    assert chosen(client, "", "filter-from.value", filter_from=f"{first:%Y-%m}") == ""
    assert chosen(client, "", "filter-from.value", filter_from="junk") == ""
    swapped = chosen(client, "", "filter-to.value", filter_from="2024-05", filter_to="2024-02")
    assert swapped == "?from=2024-02&to=2024-05"


def test_another_segmentation_drops_the_segments(client: FlaskClient) -> None:
    search = "?country=FR&segment=lost"
    found = chosen(client, search, "filter-segmentation.value", filter_segmentation="kmeans")
    assert found == "?country=FR&segmentation=kmeans"
    assert chosen(client, found, "filter-segmentation.value", filter_segmentation="rfm") == "?country=FR"


def compared(found: dict[str, Any]) -> tuple[str, list[tuple[str, bool]]]:
    """The comparison that the control shows, and its options with whether they cannot be chosen."""
    options = found["filter-compare.options"]
    return found["filter-compare.value"], [(one["label"], one["disabled"]) for one in options]


def test_what_changes_are_against_can_be_chosen(client: FlaskClient, shop: Shop) -> None:
    first, last = shop.published().first_month, shop.published().last_month
    year = [("vs previous period", False), ("vs same period last year", False), ("no comparison", False)]
    search = f"?from={add_months(last, -3):%Y-%m}&to={add_months(last, -3):%Y-%m}"
    assert compared(change(client, search)) == ("year", year)
    assert compared(change(client, f"{search}&compare=none")) == ("none", year)
    assert shop.published().first_day.day > 4  # so the second month has nothing full before it, the third has
    second, early = (f"?from={month:%Y-%m}&to={month:%Y-%m}" for month in (add_months(first, 1), add_months(first, 2)))
    nothing = [("vs previous period: not in the data", True), ("vs same period last year: not in the data", True)]
    assert compared(change(client, second)) == ("none", [*nothing, year[2]])
    unreached = [year[0], ("vs same period last year: not in the data", True), year[2]]
    assert compared(change(client, early)) == ("previous", unreached)
    assert compared(change(client, f"{early}&compare=year")) == ("year", unreached)


def test_the_chosen_comparison_is_in_the_address(client: FlaskClient, shop: Shop) -> None:
    month = f"{add_months(shop.published().last_month, -3):%Y-%m}"
    search, name = f"?from={month}&to={month}", "filter-compare.value"
    assert chosen(client, search, name, filter_compare="previous") == f"{search}&compare=previous"
    assert chosen(client, f"{search}&compare=previous", name, filter_compare="none") == f"{search}&compare=none"
    assert chosen(client, f"{search}&compare=none", name, filter_compare="year") == search  # what is shown unasked
    assert chosen(client, search, name, filter_compare="junk") == search
    kept = f"?country=FR{search.replace('?', '&')}&compare=previous"
    assert chosen(client, kept, "filter-countries.value", filter_countries=[]) == f"{search}&compare=previous"
    links = change(client, f"{search}&compare=none")["filter-presets.children"]
    assert all(one["props"]["href"].endswith("compare=none") for one in links)
    values = {"url.pathname": "/", "filters.data": {"search": f"{search}&compare=none"}}
    rail = call(client, "rail-links.children", values)["rail-links.children"]
    assert all(one["props"]["href"].endswith("&compare=none") for one in rail if one["type"] == "Link")


def test_a_filter_keeps_the_sort_order_but_not_the_place_in_the_list(client: FlaskClient) -> None:
    search = "?sort=frequency&q=12&after=3~12"
    assert (
        chosen(client, search, "filter-countries.value", filter_countries=["FR"]) == "?country=FR&sort=frequency&q=12"
    )
    assert change(client, search)["filters.data"]["search"] == "?sort=frequency&q=12&after=3~12"
    assert change(client, "?country=FR&q=12", "filter-clear.n_clicks")["filters.data"]["search"] == ""


def test_presets_keep_the_rest_of_the_address(client: FlaskClient) -> None:
    presets = change(client, "?country=FR&sort=frequency&after=3~1")["filter-presets.children"]
    links = {texts(one): one["props"]["href"] for one in presets}
    assert list(links) == ["3 mo", "6 mo", "12 mo", "All"]
    assert links["All"] == "?country=FR&sort=frequency"
    assert links["3 mo"].startswith("?from=")
    assert links["3 mo"].endswith("&country=FR&sort=frequency")


@pytest.mark.parametrize("search", ["?" + "&".join(["a=b"] * 80), "?from=0001-01", "?to=9999-12", "?%", None])
def test_junk_in_the_address_is_no_error(client: FlaskClient, caplog: pytest.LogCaptureFixture, search: str) -> None:
    assert post(client, "filters.data", {"url.search": search}, "url.search").status_code == 200
    assert not caplog.records


def test_two_apps_in_one_process(make_app: MakeApp, shop: Shop, small: Shop) -> None:
    clients = [make_app(one.engine).server.test_client() for one in (shop, small)]
    seen = [call(one, "overview-figures.children", {"filters.data": {"search": ""}}) for one in clients]
    assert "£282" in texts(seen[1]["overview-figures.children"])
    assert "£282" not in texts(seen[0]["overview-figures.children"])


@pytest.mark.parametrize("path", [*PATHS, "/countries/FR", "/segments/champions", "/customers/1%2F2"])
def test_a_page_is_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, buffered=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/no", "/no/such/page", "/.env", "/wp-login.php", "/countries/FR/x", "/data/x", "/%00", "/customers/%00"),
        *("/_dash-update-component", "/_dash-component-suites/os/x.js", "/assets/none.js", "/healthz/x"),
    ],
)
def test_what_is_no_page_is_not_found(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == 404
    assert "Traceback" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "/\\evil.example", "/?next=//evil.example"])
def test_no_address_leads_elsewhere(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    target = answer.headers.get("Location", "/")
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (
            Asker(),
            "Bring your files in In a shell: Load a file with",
        ),
        (Asker("ada", rights_of("analyst")), "Bring your files in Drop your files under Data"),
        (
            Asker("vera", rights_of("viewer")),
            "Somebody whose role lets them, such as an analyst, has to bring the shop",
        ),
        (
            Asker("lea", rights_of("analyst", is_limited=True), True),
            "Somebody whose role lets them, such as an analyst",
        ),
    ],
)
def test_what_is_missing_is_told_as_far_as_one_can_mend_it(engine: Engine, who: Asker, said: str) -> None:
    with asking(who):
        words = " ".join(texts(waiting(Shop(engine, "GBP"))).split())
        orders = texts(no_orders("Overview"))
    assert said in words
    assert ("python -m" in words, "python -m" in orders) == (who.rights is None,) * 2
