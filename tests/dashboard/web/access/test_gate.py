"""An attacker's walk: every route and every callback, without a session and with each role."""

from collections.abc import Iterator

import pytest
from dash import Dash
from sqlalchemy import Engine, create_engine
from werkzeug.routing import Rule

from accounts import administration
from accounts.audit import COMMAND_LINE
from accounts.rights import ROLES, may
from accounts.users import named
from dashboard.pages import PAGES
from dashboard.web.access import table
from tests.accounts.people import NOW, person
from tests.dashboard.calls import Callback, callbacks, find
from tests.dashboard.web.access.browser import Visitor, hosted, signed_in, text_of, visitor
from tests.databases import connected

FORMS = {"sign_in", "sign_in_code", "sign_out", "set_up", "invitation", "reset", "to_provider", "from_provider"}
LISTS = ("segment-customers-content", "value-fading-content", "model-outliers-content")


@pytest.fixture(scope="module")
def store(server_url: str, worker_id: str, sample_store: str) -> Iterator[Engine]:
    """A filled shop with a user of each role."""
    with connected(server_url, f"gate_{worker_id}", sample_store) as engine:
        for role in ROLES:
            person(engine, f"{role}@shop.example", role)
        yield engine


@pytest.fixture(scope="module")
def app(store: Engine) -> Dash:
    return hosted(store)


@pytest.fixture(scope="module")
def people(app: Dash) -> dict[str, Visitor]:
    """A browser of each role."""
    found = {role: visitor(app) for role in ROLES}
    for role, one in found.items():
        assert one.sign_in(f"{role}@shop.example").status_code == 303
    return found


def routes(app: Dash) -> list[Rule]:
    return list(app.server.url_map.iter_rules())


def address(rule: Rule) -> str:
    """Some address of a route."""
    parts = {"path": "segments", "fingerprinted_path": "dash.js", "package_name": "dash", "filename": "no.css"}
    given = {name: parts.get(name, "7") for name in rule.arguments}
    adapter = rule.map.bind("localhost") if rule.map else None
    return adapter.build(rule.endpoint, given) if adapter else rule.rule


def body(callback: Callback) -> dict[str, object]:
    names = callback["output"].strip(".").split("...")
    puts = [{"id": name.split("@")[0].rpartition(".")[0], "property": name.rpartition(".")[2]} for name in names]
    inputs, state = ([one | {"value": None} for one in callback[part]] for part in ("inputs", "state"))
    return {
        "output": callback["output"],
        "outputs": puts if callback["output"].startswith("..") else puts[0],
        "inputs": inputs,
        "state": state,
        "changedPropIds": [],
    }


def test_the_table_names_every_route_and_page(app: Dash) -> None:
    assert {rule.endpoint for rule in routes(app)} - set(table.ROUTES) == set()
    assert {module.PAGE.path for module in PAGES} == set(table.PAGES)
    assert {*table.ROUTES.values(), *table.PAGES.values()} <= {table.OPEN, table.SIGNED_IN, *ALL_RIGHTS}


ALL_RIGHTS = ROLES["admin"]


def test_what_the_table_says_of_callbacks_is_there(app: Dash) -> None:
    outputs = {one for output in app.callback_map for one in table.ids_of(output)}
    assert set(table.CALLBACKS) <= outputs


def test_without_a_session_nothing_is_served(app: Dash) -> None:
    open_ones = {endpoint for endpoint, need in table.ROUTES.items() if need == table.OPEN}
    assert open_ones == {
        "healthz",
        "readyz",
        "metrics",
        "language",
        "_dash_assets.static",
        "all_css",
        "all_js",
        *(f"access.{name}" for name in FORMS),
    }
    stranger, served = visitor(app), {}
    for rule in routes(app):
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"} if rule.endpoint not in open_ones else ():
            answer = stranger.client.open(address(rule), method=method, json={} if method != "GET" else None)
            to_form = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in")
            if not (to_form or answer.status_code in (400, 401)):
                served[f"{method} {rule.rule}"] = answer.status_code
    assert served == {}


def test_without_a_session_no_callback_answers(app: Dash, people: dict[str, Visitor]) -> None:
    stranger, known = visitor(app), callbacks(people["admin"].client)
    answers = {
        one["output"]: stranger.client.post("/_dash-update-component", json=body(one)).status_code for one in known
    }
    assert len(answers) > 100
    assert set(answers.values()) == {401}


def test_a_page_left_open_is_led_to_the_form(app: Dash) -> None:
    answer = visitor(app).client.post("/_dash-update-component", json={"output": "page.children"})
    assert (answer.status_code, answer.headers["X-Sign-In"]) == (401, "/sign-in?out=1")
    assert answer.get_data(as_text=True) == "You are signed out. Sign in again to go on.\n"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_pages_and_files_of_its_rights(people: dict[str, Visitor], role: str) -> None:
    asked = {f"/{path}": right for path, right in table.PAGES.items()} | {
        "/exports/customers.csv": "export",
        "/exports/report.html?from=2200-01": "export",
        "/account": None,
        "/users": "users",
        "/users/1": "users",
        "/audit": "audit",
        "/audit.csv": "audit",
        "/no-such-page": None,
    }
    refused = {path for path in asked if people[role].see(path).status_code == 403}
    assert refused == {path for path, right in asked.items() if right and not may(role, right)}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_the_callbacks_of_its_rights(app: Dash, people: dict[str, Visitor], role: str) -> None:
    """Told by the gate's own list, which the next test checks against the pages."""
    client, found = people[role].client, {}
    gate_rights = {one["output"]: _rights_of(app, one["output"]) for one in callbacks(client)}
    for output, rights in gate_rights.items():
        if not all(may(role, right) for right in rights):
            one = next(each for each in callbacks(client) if each["output"] == output)
            found[output] = client.post("/_dash-update-component", json=body(one)).status_code
    assert set(found.values()) <= {403}
    assert bool(found) == (role not in ("admin",))


def _rights_of(app: Dash, output: str) -> set[str]:
    ids = table.ids_of(output)
    own = {table.CALLBACKS[one] for one in ids if one in table.CALLBACKS}
    for prefix in ("customer", "exports", "data"):
        if any(one.startswith(prefix) for one in ids):
            own |= {table.PAGES.get(prefix) or table.PAGES["customers"]}
    return own


@pytest.mark.parametrize(
    ("output", "refused"),
    [
        ("page.children", []),
        ("overview-figures.children", []),
        ("customers-list-content.children", ["viewer"]),
        ("customer-head.children", ["viewer"]),
        ("segment-customers-content.children", ["viewer"]),
        ("exports-list-content.children", ["viewer"]),
        ("data-content.children", []),
        ("consent-failure.children", ["viewer", "marketer", "analyst"]),
    ],
)
def test_who_is_refused_what(people: dict[str, Visitor], output: str, refused: list[str]) -> None:
    one = body(find(people["admin"].client, output))
    found = [
        role
        for role, browser in people.items()
        if browser.client.post("/_dash-update-component", json=one).status_code == 403
    ]
    assert found == refused


@pytest.mark.parametrize("sent", [{"output": "no-such.children"}, {"output": 7}, {}, [], "text"])
def test_a_callback_that_nobody_bound_is_refused(people: dict[str, Visitor], sent: object) -> None:
    assert people["admin"].client.post("/_dash-update-component", json=sent).status_code == 403


def test_a_route_that_the_table_does_not_name_is_refused(store: Engine) -> None:
    app = hosted(store)
    app.server.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    browser = visitor(app)
    assert browser.see("/forgotten").status_code == 401
    browser.sign_in("admin@shop.example")
    assert browser.see("/forgotten").status_code == 403


def test_another_role_holds_from_the_next_page_on(store: Engine, app: Dash) -> None:
    browser = signed_in(store, app, "analyst", "moved@shop.example")
    assert browser.see("/customers").status_code == 200
    with store.begin() as connection:
        moved = named(connection, "moved@shop.example")
        administration.change_access(connection, moved, "viewer", None, COMMAND_LINE, now=NOW)
    assert browser.see("/customers").status_code == 403
    with store.begin() as connection:
        administration.disable(connection, moved, COMMAND_LINE, now=NOW)
    assert browser.see("/").status_code == 302


def test_layouts_leave_out_what_one_may_not_ask_for(people: dict[str, Visitor]) -> None:
    for path, card in (
        ("/segments/champions", "segment-customers"),
        ("/model", "model-outliers"),
        ("/value", "fading"),
    ):
        one = body(find(people["admin"].client, "page.children"))
        one["inputs"][0]["value"] = path  # type: ignore[index]
        seen = {
            role: card in browser.client.post("/_dash-update-component", json=one).get_data(as_text=True)
            for role, browser in people.items()
        }
        assert seen == {"viewer": False, "marketer": True, "analyst": True, "admin": True}, path


def test_when_nobody_can_be_known_nobody_gets_in() -> None:
    app = hosted(create_engine("postgresql+psycopg2://nobody@127.0.0.1:1/none"))
    browser = visitor(app)
    page, callback = browser.see("/"), browser.client.post("/_dash-update-component", json={})
    assert page.status_code == 302  # no session: no need to ask the database
    assert callback.status_code == 401
    form = browser.see("/sign-in")
    assert (form.status_code, "The database does not answer just now." in text_of(form)) == (503, True)
    browser.client.set_cookie("regulars", "anything")
    page, callback = browser.see("/"), browser.client.post("/_dash-update-component", json={})
    assert (page.status_code, page.headers["Retry-After"], callback.status_code) == (503, "5", 503)
    assert callback.headers["X-Away"] == "database"  # by which an open page tells it from a rush
    assert "does not answer just now" in page.get_data(as_text=True)
    assert browser.see("/healthz").status_code == 503
