"""/charts: the numbers of each chart as a table and as files, for whom may see it."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from dash import Dash
from flask.testing import FlaskClient
from openpyxl import load_workbook  # type: ignore[import-untyped]
from sqlalchemy import Engine, text

from dashboard.components.panels import charts_of
from dashboard.web.charting.route import chart_output, file_name, words_of
from dashboard.words import definitions
from tests.accounts.people import recorded
from tests.dashboard.calls import call
from tests.dashboard.web.access.browser import hosted, signed_in
from tests.databases import connected

# Of RFM groups, of a small shop, and without people.
EMPTY = {"model-silhouettes", "model-dendrogram", "products-favourites", "attributes-spread", "attributes-values"}
EMPTY |= {"value-chances", "value-segments", "value-calibration"}
VIEW = "?from=2024-03&to=2024-08&country=DE,FR"


def test_every_chart_has_its_table(app: Dash, client: FlaskClient) -> None:
    charts = charts_of(app.server)
    assert set(charts) == set(definitions.charts())
    assert {name for name in charts if chart_output(name) not in app.callback_map} == set()
    own, empty = {"segment": "champions", "country": "DE"}, set()
    searches = {"countries-pair": VIEW}  # of two
    for name in charts:
        page = name.partition("-")[0]
        if page in ("campaign", "customer", "product"):
            continue  # of one that has to be there
        argument = f"/{own[page]}" if page in own else ""
        answer = client.get(f"/charts/table/{name}{argument}{searches.get(name, '')}")
        assert answer.status_code == 200, name
        found = answer.get_json()
        assert found["terms"], name
        names = [one["name"] for one in found["columns"]]
        assert len(names) == len(set(names)), (name, names)
        assert not {"", "What", "Value", "Up", "Across"} & set(names), (name, names)
        assert all(len(row) == len(names) for row in found["rows"]), name
        if not found["rows"]:
            empty.add(name)
    assert empty == EMPTY
    clusters = client.get("/charts/table/model-silhouettes?segmentation=kmeans").get_json()
    assert [one["name"] for one in clusters["columns"]] == ["Segment", "Mean silhouette", "Customers drawn", "In words"]
    assert clusters["rows"]
    told = client.get("/charts/table/model-structure?segmentation=kmeans").get_json()
    assert [one["name"] for one in told["columns"]][:2] == ["Number of segments", "Silhouette"]
    assert told["rows"][0][0] == "3"


def test_a_file_holds_what_the_chart_shows(client: FlaskClient) -> None:
    values = {"filters.data": {"search": VIEW}, "theme.data": "light"}
    drawn = call(client, "country-trend-graph.figure", values | {"argument.data": "DE"})["country-trend-graph.figure"]
    assert drawn["layout"]["meta"] == {"search": VIEW, "argument": "DE"}
    answer = client.get(f"/charts/csv/country-trend/DE{VIEW}")
    head, *rows = csv.reader(StringIO(answer.text.removeprefix("\ufeff")))
    assert head == ["Month", *(trace["name"] for trace in drawn["data"])]
    assert [row[0] for row in rows] == drawn["data"][0]["x"]
    for at, trace in enumerate(drawn["data"], 1):
        assert [float(row[at]) for row in rows] == pytest.approx(trace["y"])
    named = answer.headers["Content-Disposition"]
    assert named.startswith('attachment; filename="country-trend_')
    assert named.endswith('.csv"')


def test_a_workbook_says_what_it_is_about(client: FlaskClient) -> None:
    book = load_workbook(BytesIO(client.get(f"/charts/xlsx/overview-segments{VIEW}").data))
    assert [cell.value for cell in book["Data"][1]] == ["Segment", "Share of customers", "Share of net sales"]
    about = {row[0].value: row[1].value for row in book["About"].rows}
    assert "Mar–Aug 2024" in about["Basis"]
    assert about["Net sales"] == "Gross sales less returns (with guests)"


def test_help_with_a_page_is_what_its_charts_are_about(client: FlaskClient) -> None:
    told = client.get("/charts/terms/overview-trend,overview-segments,nothing").get_json()["terms"]
    assert [one["name"] for one in told] == ["Net sales", "Not whole", "Customer", "Customers", "Segment"]
    assert client.get("/charts/terms/nothing").get_json() == {"terms": []}
    for page, first in (
        ("/", "Gross sales"),
        ("/customers", "Recency"),
        ("/customers/11", "Recency"),
        ("/views", None),
    ):
        told = client.get("/charts/terms/-", query_string={"page": page}).get_json()["terms"]
        assert (told[0]["name"] if told else None) == first


def test_what_is_not_there_is_no_fault_of_ours(client: FlaskClient) -> None:
    for card in ("table/campaign-course", "csv/campaign-course"):
        answer = client.get(f"/charts/{card}/7")
        assert (answer.status_code, "There is no campaign 7" in answer.text) == (404, True)


@pytest.mark.parametrize("kind", ["table", "csv"])
def test_a_name_that_none_can_have_is_not_there(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/charts/{kind}/segment-sales/%00")
    assert (answer.status_code, "NUL" in answer.text) == (404, True)


@pytest.mark.parametrize("path", ["table/nothing", "csv/nothing", "pdf/overview-trend", "csv/overview-where"])
def test_what_is_no_chart_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/charts/{path}").status_code == 404


def test_words_of_titles_and_names_of_files() -> None:
    assert words_of(["Sales", " · ", None]) == "Sales"
    assert file_name("seasons-map", "Most in May: £1.2k, 5\u202f% more") == "seasons-map_Most-in-May-1-2k-5-more"
    assert file_name("seasons-map", "„–“") == "seasons-map"


@pytest.fixture(scope="module")
def served(server_url: str, worker_id: str, sample_store: str) -> Iterator[tuple[Engine, Dash]]:
    """A shop where people sign in."""
    with connected(server_url, f"charts_{worker_id}", sample_store) as engine:
        yield engine, hosted(engine)


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("marketer", 200)])
def test_rows_of_customers_need_rights_and_are_on_record(served: tuple[Engine, Dash], role: str, status: int) -> None:
    engine, app = served
    one = signed_in(engine, app, role, f"{role}@shop.example")
    before = len(recorded(engine))
    assert [one.client.get(f"/charts/{kind}/overview-trend").status_code for kind in ("table", "csv")] == [200, 200]
    assert one.client.get("/charts/table/segments-scatter").status_code == status
    assert len(recorded(engine)) == before  # nothing of anybody was taken away
    assert one.client.get("/charts/xlsx/segments-scatter").status_code == status
    told = [(each.action, dict(each.details), (each.rows or 0) > 100) for each in recorded(engine)[before:]]
    assert told == ([("export", {"what": "segments-scatter"}, True)] if status == 200 else [])
    with engine.connect() as connection:
        number = connection.scalar(text("select min(customer_id) from customer_features"))
    assert one.client.get(f"/charts/csv/customer-trend/{number}").status_code == status
    on_board = {"board-1-card.data": {"card": "customer-trend", "address": f"/customers/{number}", "name": ""}}
    title = call(one.client, "board-1-graph.figure", on_board)["board-1-title.children"]
    assert (title == "Not part of your role") == (status == 403)
    strip = {"board-1-strip.data": {"card": "customer-figures", "address": f"/customers/{number}", "name": ""}}
    assert bool(call(one.client, "board-1-figures.children", strip)["board-1-figures.children"]) == (status == 200)
    taken = [(each.action, dict(each.details)) for each in recorded(engine)[before:]][len(told) :]
    assert taken == ([("export", {"what": "customer-trend"})] if status == 200 else [])


def test_a_chart_of_one_customer_is_of_customers() -> None:
    """Whatever chart the page of a customer gets, it needs their rights."""
    assert {name for name, one in definitions.charts().items() if one.tells_of_customers} == {
        *(name for name in definitions.charts() if name.startswith("customer-")),
        "segments-scatter",
        "explore-scatter",
    }
