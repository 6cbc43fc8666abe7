"""People of whom little is known, over every page and callback: a missing text is no number and no name."""

import csv
import io
import os
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, Integer, Numeric, String, column, false, select, text, values

from dashboard.filters.selection import Filters
from dashboard.pages import PAGES
from dashboard.queries.frames import read
from dashboard.shop import Shop
from etl.people.load import load_customers
from etl.sample.shop import Shop as Sample
from etl.sample.shop import write_sample
from etl.storing.load import load_file
from models.publishing.fit import Options, fit
from tests.dashboard.calls import call, callbacks, outputs, post, texts
from tests.dashboard.conftest import ClientOf, MakeApp, filled
from tests.databases import connected, filled_once

KNOWN = {
    "email": "c{id}@example.com",
    "first_name": "Ada",
    "last_name": "Ünal",
    "phone": "+442071838750",
    "consent": "yes",
    "birth_year": "1980",
    "city": "Bonn",
    "postcode": "53111",
    "channel": "web",
    "shoe_size": "{size}",
}
COLUMNS = tuple(KNOWN)
# Which columns are filled at all, and in what share of the rows.
FILES = {
    "holes everywhere": (COLUMNS, 0.5),
    "names only": (("first_name", "last_name"), 0.6),
    "city only": (("city",), 0.6),
}
OTHERWISE = "?segmentation=kmeans&country=GB"


def people(ids: list[str], filled_: tuple[str, ...], share: float) -> str:
    """A customers file in which every column stands, with a value in so many rows of those that are filled."""
    chance = random.Random(3)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["customer_id", *COLUMNS])
    for at, name in enumerate(ids):
        cells = [
            KNOWN[one].format(id=name, size=36 + at % 9) if one in filled_ and chance.random() < share else ""
            for one in COLUMNS
        ]
        rows.writerow([name, *cells])
    return out.getvalue()


def _loaded(engine: Engine, folder: Path, kind: str) -> None:
    with engine.connect() as connection:
        ids = list(connection.scalars(text("select customer_id from customers order by customer_id")))
    file = folder / "people.csv"
    file.write_text(people(ids[1:], *FILES[kind]), encoding="utf-8")  # of the first nothing at all is known
    load_customers(engine, file)
    fit(engine, Options(k=3))


@pytest.fixture(scope="module")
def orders(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A template with a generated shop of which nobody is known, loaded once for all files."""

    def fill(engine: Engine) -> None:
        file = tmp_path_factory.mktemp("orders") / "orders.csv"
        write_sample(file, Sample(1_500, seed=5))
        load_file(engine, file)

    return filled_once(server_url, "holed_orders", fill)


@pytest.fixture(scope="module", params=FILES)
def holed(
    server_url: str, orders: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Shop]:
    """A generated shop with one of the files."""
    with connected(server_url, f"dashboard_holed_{os.getpid()}", orders) as engine:
        _loaded(engine, tmp_path_factory.mktemp("holed"), request.param)
        yield Shop(engine, "GBP")


def arguments(shop: Shop) -> dict[str, list[str]]:
    """Of each kind of detail page a few that exist, the customers with most and least known."""
    with shop.engine.connect() as connection:
        ids = connection.scalars(text("select customer_id from customer_features order by customer_id limit 5")).all()
        code = connection.scalar(text("select stock_code from products order by gross desc limit 1"))
    published = shop.published()
    segments = [one.segment_id for one in published.segmentations[0].segments[:2]]
    countries = list(published.country_names)[:1]
    return {"customer": list(ids), "segment": segments, "country": countries, "product": [str(code)]}


def every_answer(client: FlaskClient, shop: Shop, search: str) -> Iterator[tuple[str, str]]:
    """What each callback that hangs on the filters puts out, by its output, for each detail page it is of."""
    details = arguments(shop)
    for callback in callbacks(client):
        if callback["clientside_function"] or "filters" not in [one["id"] for one in callback["inputs"]]:
            continue
        name, property_ = outputs(callback)[0]
        kind = name.partition("-")[0]
        for argument in details.get(kind, [""]):
            given = {"filters.data": {"search": search}, "argument.data": argument, "theme.data": "light"}
            answer = post(client, f"{name}.{property_}", given, "filters.data", "filters")
            assert answer.status_code in (200, 204), (name, argument, answer.text)
            yield f"{name}({argument})", answer.text


# Whether somebody is known and what is filtered do not meet: each file once, and the one that holds all both ways.
@pytest.mark.parametrize(
    ("holed", "search"),
    [
        ("holes everywhere", ""),
        ("holes everywhere", OTHERWISE),
        ("names only", ""),
        ("city only", OTHERWISE),
    ],
    indirect=["holed"],
    scope="module",
)
def test_every_callback_answers(
    holed: Shop, client_of: ClientOf, caplog: pytest.LogCaptureFixture, search: str
) -> None:
    client = client_of(holed)
    seen = 0
    for name, words in every_answer(client, holed, search):
        assert "Something went wrong" not in words, (name, caplog.text)
        seen += 1
    assert seen > 100
    assert "reference" not in caplog.text


def test_every_page_opens(holed: Shop, client_of: ClientOf, caplog: pytest.LogCaptureFixture) -> None:
    client, details = client_of(holed), arguments(holed)
    kinds = {"customers": "customer", "segments": "segment", "countries": "country", "products": "product"}
    for module in PAGES:
        path = module.PAGE.path
        for argument in ["", *details.get(kinds.get(path, ""), [])]:
            shown = call(client, "page.children", {"url.pathname": f"/{path}/{argument}"})["page.children"]
            assert "Something went wrong" not in texts(shown), (path, argument, caplog.text)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_no_missing_name_is_shown(holed: Shop, client_of: ClientOf) -> None:
    """Neither `nan` nor `None` stands where a name could."""
    client = client_of(holed)
    given = {"filters.data": {"search": ""}}
    words = texts(call(client, "customers-list-content.children", given)["customers-list-content.children"]).split()
    assert not {"nan", "None", "NaN", "null"} & set(words)
    first = arguments(holed)["customer"][0]
    head = call(client, "customer-head.children", given | {"argument.data": first})["customer-head.children"]
    assert texts(head).split("·")[0].strip().startswith(f"Customer {first}")
    assert not {"nan", "None"} & set(texts(head).split())


def test_the_lists_leave(holed: Shop, client_of: ClientOf) -> None:
    client = client_of(holed)
    with holed.connect() as connection:
        has = {
            "?consent=opt-in": "select exists (select from customers where consent)",
            "?q=Ada&consent=all": "select exists (select from customers where first_name = 'Ada')",
        }
        found = {query: connection.scalar(text(statement)) for query, statement in has.items()}
    for query in ("?for=spreadsheet", "?consent=opt-in", "?consent=opt-out&for=machines", "?q=Ada&consent=all"):
        answer = client.get(f"/exports/customers.csv{query}")
        assert answer.status_code == (200 if found.get(query, True) else 400)  # a list of nobody is refused
        assert "nan" not in answer.get_data(as_text=True).lower().replace("ünal", "")


@pytest.mark.parametrize("holed", ["holes everywhere"], indirect=True, scope="module")
def test_the_report_is_made(holed: Shop, client_of: ClientOf) -> None:
    """Of what is known of people it asks shares alone; with nothing known at all, below."""
    assert client_of(holed).get("/exports/report.html").status_code == 200


def test_one_customer_alone(server_url: str, tmp_path: Path, make_app: MakeApp) -> None:
    orders, who = tmp_path / "orders.csv", tmp_path / "people.csv"
    orders.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,MUG,,2,2023-01-05 10:00,10.00,11,Germany\n2,CUP,RED CUP,1,2023-03-05 10:00,5.00,11,Germany\n",
        encoding="utf-8",
    )
    who.write_text("customer_id,first_name,last_name,city\n11,,,\n12,Ada,,\n", encoding="utf-8")
    with filled(server_url, "dashboard_one", None) as engine:
        load_file(engine, orders)
        load_customers(engine, who)
        fit(engine, Options())
        shop = Shop(engine, "GBP")
        client = make_app(engine).server.test_client()
        for name, words in every_answer(client, shop, ""):
            assert "Something went wrong" not in words, name
        assert client.get("/exports/report.html").status_code == 200


def test_a_missing_text_is_none_in_every_frame(small: Shop) -> None:
    """Read through the one reader: texts are str or None, whatever stands beside them; numbers stay numbers."""
    rows = values(column("name", String), column("other", String), name="x").data([("a", None), (None, None)])
    with small.engine.connect() as connection:
        frame = read(connection, select(rows.c.name, rows.c.other, rows.c.name.label("again")))
    assert frame.to_dict("list") == {"name": ["a", None], "other": [None, None], "again": ["a", None]}
    with small.engine.connect() as connection:
        pairs = values(column("a", Numeric), column("b", Integer), name="x").data([(Decimal("1.5"), None), (None, 2)])
        numbers = read(connection, select(pairs.c.a, pairs.c.b))
        nothing = read(connection, select(pairs.c.a, pairs.c.b).where(false()))
    pd.testing.assert_frame_equal(numbers, pd.DataFrame({"a": [1.5, None], "b": [None, 2.0]}))
    assert (list(nothing.columns), len(nothing)) == (["a", "b"], 0)


def test_paging_and_sorting_pass_over_holes(holed: Shop, client_of: ClientOf) -> None:
    client = client_of(holed)
    for search in ("?q=Ada", "?q=Bonn&sort=customer_id&dir=asc", "?q=zzz", "?orders=1&sort=frequency"):
        given = {"filters.data": {"search": search}}
        assert "wrong" not in str(call(client, "customers-list-title.children", given))
    assert holed.scope(Filters()).segments == ()
