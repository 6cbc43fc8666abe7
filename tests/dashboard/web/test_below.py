"""Served below a path: what the browser is shown leads nowhere else, and all of it works there."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from dash import Dash
from flask.testing import FlaskClient
from sqlalchemy import Engine

from dashboard.pages import PAGES
from dashboard.shop import Shop
from dashboard.web.below import inward, outward
from tests.accounts.people import person
from tests.dashboard.calls import call, callbacks, find, outputs
from tests.dashboard.web.access.browser import Visitor, hosted, signed_in
from tests.dashboard.web.guard.test_hosts import served_by

pytestmark = pytest.mark.slow
BASE = "/tools/regulars"
LINKS = re.compile(r'(?:href|src|action|formaction)="([^"#]+)')
DETAILS = ("/segments/champions", "/countries/GB", "/customers/1", "/products/1", "/no-such-page")


@pytest.mark.parametrize(
    ("asked", "inside"),
    [
        ("/tools/regulars/segments/a", "/segments/a"),
        ("/tools/regulars/", "/"),
        ("/tools/regulars", "/"),
        ("/tools/regularsx", "/tools/regularsx"),
        ("/segments", "/segments"),
        (None, None),
    ],
)
def test_the_way_in(asked: str | None, inside: str | None) -> None:
    assert inward(asked, BASE) == inside


def test_the_way_out() -> None:
    link = {"type": "Link", "props": {"href": "/segments?country=FR", "children": "/as it is"}}
    figure = {"layout": {"href": "/left"}}
    graph = {"props": {"config": {"topojsonURL": "/assets/vendor/"}, "figure": figure, "src": "data:image/svg"}}
    skip = {"props": {"href": "#page"}, "rows": [{"href": "//elsewhere.example"}, {"href": "https://a.example"}]}
    assert outward({"url": {"pathname": "/value"}, "page": [link, graph, skip]}, BASE) == {
        "url": {"pathname": "/tools/regulars/value"},
        "page": [
            {"type": "Link", "props": {"href": "/tools/regulars/segments?country=FR", "children": "/as it is"}},
            {"props": {"config": {"topojsonURL": "/tools/regulars/assets/vendor/"}, "figure": figure,
                       "src": "data:image/svg"}},
            skip,
        ],
    }  # fmt: skip


def addresses(value: Any) -> Iterator[str]:
    """All that a browser would go to or fetch, wherever it is inside an answer."""
    if isinstance(value, list):
        for one in value:
            yield from addresses(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, str) and one.startswith("/") and name != "children":
                yield one
            if name != "figure":  # whose numbers are texts, too
                yield from addresses(one)


def shown(client: FlaskClient, path: str) -> Iterator[str]:
    """The addresses in a page's layout and in all that its parts are filled with."""
    pathname = f"{BASE}{path}"
    given = {"url.pathname": pathname, "filters.data": {"search": ""}, "url.search": "", "theme.data": "light"}
    layout = call(client, "page.children", given)
    yield from addresses(layout)
    yield from addresses(call(client, "rail-links.children", given))
    inside = str(layout)
    for one in callbacks(client):
        parts = {name for name in re.findall(r"([\w-]+)\.\w+", one["output"]) if f"'{name}'" in inside}
        if parts and {each["id"] for each in one["inputs"]} <= {"filters", "url", "theme"}:
            body = {"output": one["output"], "changedPropIds": ["filters.data"]}
            for part in ("inputs", "state"):
                body[part] = [each | {"value": given.get(f"{each['id']}.{each['property']}")} for each in one[part]]
            puts = [name.rpartition(".") for name in one["output"].strip(".").split("...")]
            named = [{"id": name, "property": value.split("@")[0]} for name, _, value in puts]
            body["outputs"] = named if one["output"].startswith("..") else named[0]
            yield from addresses(client.post(f"{BASE}/_dash-update-component", json=body).get_json(silent=True))


def test_every_page_leads_below_the_path(small: Shop) -> None:
    client = served_by(small, base_path=BASE)
    found: set[str] = set()
    for path in [*(f"/{module.PAGE.path}" for module in PAGES), *DETAILS]:
        own = set(shown(client, path))
        assert [one for one in own if not one.startswith(f"{BASE}/")] == [], path
        found |= {urlsplit(one).path for one in own}
    assert {f"{BASE}/", f"{BASE}/exports/customers.csv", f"{BASE}/exports/report.html", f"{BASE}/countries/GB"} <= found
    assert f"{BASE}/assets/vendor/topojson/" in found
    pages = [one for one in found if not re.search(r"/exports/.|/assets/|/language/", one)]
    assert len(pages) > 30
    assert {one: code for one in pages if (code := client.get(one).status_code) != 200} == {}


def test_the_page_around_them_fetches_from_below_the_path(small: Shop) -> None:
    client = served_by(small, base_path=BASE)
    for asked in (f"{BASE}/", BASE, f"{BASE}/segments", "/segments"):  # a proxy may have taken the path off
        answer = client.get(asked)
        assert (asked, answer.status_code) == (asked, 200)
    page = answer.get_data(as_text=True)
    found = LINKS.findall(page)
    assert len(found) > 12
    assert [one for one in found if not one.startswith(f"{BASE}/")] == []
    assert {one: code for one in found if (code := client.get(one, buffered=True).status_code) != 200} == {}
    assert f'data-base="{BASE}"' in page
    assert client.get(f"{BASE}/no-such-page").status_code == 404
    layout = client.get(f"{BASE}/_dash-layout").get_json()
    assert f"{BASE}/" in set(addresses(layout))


def test_a_click_on_a_mark_leads_below_the_path(small: Shop) -> None:
    client = served_by(small, base_path=BASE)
    told = {"chart": "overview-segments", "points": [{"customdata": ["champions", "words"]}], "act": "open"}
    click = find(client, "url.pathname", "mark")
    given = {"mark": told, "search": "", "pathname": f"{BASE}/"}
    body = {
        "output": click["output"],
        "outputs": [{"id": name.split("@")[0], "property": of_it} for name, of_it in outputs(click)],
        "inputs": [one | {"value": given["mark"]} for one in click["inputs"]],
        "state": [one | {"value": given[one["property"]]} for one in click["state"]],
        "changedPropIds": ["mark.data"],
    }
    answer = client.post(f"{BASE}/_dash-update-component", json=body).get_json()
    assert answer["response"]["url"] == {"pathname": f"{BASE}/segments/champions"}


@pytest.fixture
def app(engine: Engine) -> Dash:
    return hosted(engine, base_path=BASE)


@pytest.mark.parametrize(("scheme", "name"), [("http", "regulars"), ("https", "__Secure-regulars")])
def test_signing_in_below_the_path(engine: Engine, app: Dash, scheme: str, name: str) -> None:
    person(engine)
    browser = Visitor(app.server.test_client(), f"{scheme}://localhost{BASE}")
    asked = browser.see("/segments?country=FR").headers["Location"]
    assert asked == f"{BASE}/sign-in?next={BASE}/segments?country%3DFR"
    form = browser.see("/sign-in").get_data(as_text=True)
    assert [one for one in LINKS.findall(form) if not one.startswith(f"{BASE}/")] == []
    answer = browser.sign_in(onward=f"{BASE}/segments?country=FR")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{BASE}/segments?country=FR")
    set_one = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
    assert f"Path={BASE}" in set_one.split("; ")
    assert browser.see("/account").status_code == 200
    assert browser.client.get("/account", base_url=f"{scheme}://localhost").status_code == 302  # of another application
    out = browser.send("/sign-out", "/account")
    assert (out.headers["Location"], browser.client.get_cookie(name, path=BASE)) == (f"{BASE}/sign-in", None)


@pytest.mark.parametrize("onward", ["/", "/other/page", f"{BASE}x/", "//evil.example", f"{BASE}/../other"])
def test_nobody_is_led_out_of_the_path(engine: Engine, app: Dash, onward: str) -> None:
    person(engine)
    browser = Visitor(app.server.test_client(), f"http://localhost{BASE}")
    assert browser.sign_in(onward=onward).headers["Location"] == f"{BASE}/"


def test_the_forms_lead_below_the_path(engine: Engine, app: Dash) -> None:
    plain = signed_in(engine, hosted(engine))
    browser = Visitor(app.server.test_client(), f"http://localhost{BASE}")
    assert browser.sign_in().status_code == 303
    for path in ("/account", "/users", "/users/1", "/audit", "/users/99"):
        found = LINKS.findall(browser.see(path).get_data(as_text=True))
        assert found == [BASE + one for one in LINKS.findall(plain.see(path).get_data(as_text=True))], path
    link = re.search(r'aria-label="Link" value="([^"]+)"', browser.send(
        "/users/invite", "/users", email="new@shop.example", role="viewer", countries="",
    ).get_data(as_text=True))  # fmt: skip
    assert link is not None
    assert link[1].startswith(f"http://localhost{BASE}/invitation/")
    assert browser.client.get(urlsplit(link[1]).path, base_url="http://localhost").status_code == 200
