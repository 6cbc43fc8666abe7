"""/find: what it offers to whom, and where that leads."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from accounts.rights import ROLES
from dashboard.filters.selection import Filters
from dashboard.shop import Shop
from dashboard.shop.asker import Asker, asking
from dashboard.shop.viewer import Viewer, viewing
from dashboard.web.finding.route import everything
from tests.dashboard.conftest import MakeApp, Served
from tests.databases import connected


@pytest.fixture(scope="module")
def named(server_url: str, worker_id: str, kept: Shop) -> Iterator[Shop]:
    """A copy of the store in which one customer has a name."""
    with connected(server_url, f"named_{worker_id}", "kept") as engine:
        with engine.begin() as connection:
            name = "first_name = 'Ann', last_name = 'Øster Lee', city = 'New York'"
            connection.execute(text(f"update customers set {name} where customer_id = :id"), {"id": customer(kept)})
        yield Served(engine)


@pytest.fixture(scope="module")
def finder(kept: Shop, make_app: MakeApp) -> FlaskClient:
    return make_app(kept.engine).server.test_client()


def customer(shop: Shop, country: str = "DE") -> str:
    with shop.engine.connect() as connection:
        first = "select min(customer_id) from customer_features where country = :country"
        return str(connection.scalar(text(first), {"country": country}))


def found(client: FlaskClient, words: str, search: str = "") -> list[dict[str, Any]]:
    answer = client.get("/find", query_string={"q": words, "in": search})
    assert answer.status_code == 200
    return list(answer.get_json()["found"])


def names(shop: Shop, words: str, kind: str) -> list[str]:
    return [one.name for one in everything(shop, words, Filters()) if one.kind == kind]


def test_without_a_text_the_views(finder: FlaskClient) -> None:
    kinds = {one["kind"]: one for one in found(finder, "")}
    assert kinds == {
        "Views": {"kind": "Views", "name": "Glossary", "note": "", "href": "/glossary", "icon": "journal-text"}
    }


def test_a_country_keeps_the_filters_but_its_own(finder: FlaskClient) -> None:
    search = "?from=2010-02&country=FR&segment=champions&compare=none"
    (germany,) = [one for one in found(finder, "germ", search) if one["kind"] == "Countries"]
    assert germany == {
        "kind": "Countries",
        "name": "Germany",
        "note": "DE",
        "href": "/countries/DE?from=2010-02&segment=champions&compare=none",
        "icon": "globe2",
    }


def test_a_segment_opens_in_its_own_segmentation(finder: FlaskClient, kept: Shop) -> None:
    champions, *_ = [one for one in found(finder, "champions") if one["kind"] == "Segments"]
    assert champions["href"] == "/segments/champions"
    kmeans = next(one for one in kept.published().segmentations if one.algorithm == "kmeans")
    first = kmeans.segments[0]
    (cluster, *_) = [
        one for one in found(finder, first.name, "?segment=champions&country=DE") if kmeans.name in one["note"]
    ]
    assert cluster["href"] == f"/segments/{first.segment_id}?country=DE&segmentation=kmeans"


def test_a_product_by_its_code_and_by_words_in_any_order(finder: FlaskClient, kept: Shop) -> None:
    with kept.engine.connect() as connection:
        words = "is_product and description like '% % %' order by gross desc"
        wanted = text(f"select stock_code, description from products where {words}")
        code, description = connection.execute(wanted).first() or ("", "")
    first, *_ = [one for one in found(finder, code.lower()) if one["kind"] == "Products"]
    assert (first["name"], first["note"], first["href"]) == (description, code, f"/products/{code}")
    turned = " ".join(reversed(description.split()))
    assert description in [one["name"] for one in found(finder, turned) if one["kind"] == "Products"]


def test_a_customer_by_number_by_names_and_by_place(named: Shop) -> None:
    number = customer(named)
    assert names(named, number, "Customers")[0] == number
    for words in ("ann øst", "ANN", "new york", "york"):
        assert (words, number in names(named, words, "Customers")) == (words, words != "york")
    (one,) = [one for one in everything(named, "Øster lee", Filters()) if one.kind == "Customers"]
    assert (one.note, one.href) == ("Ann Øster Lee · New York · Germany", f"/customers/{number}")


def test_who_may_not_see_people_finds_none(named: Shop) -> None:
    number = customer(named)
    viewer = Viewer(None, personal=False)
    with viewing(viewer), asking(Asker("v@shop.example", ROLES["viewer"])):
        assert names(named, number, "Customers") == names(named, "ann", "Customers") == []
        assert "Customers" not in names(named, "", "Views")
    with viewing(viewer), asking(Asker("m@shop.example", ROLES["marketer"])):
        assert number in names(named, number, "Customers")
        assert names(named, "ann", "Customers") == []  # by what they do not see


def test_whoever_is_limited_finds_their_countries_alone(named: Shop) -> None:
    with viewing(Viewer(("FR",))):
        assert names(named, customer(named), "Customers") == names(named, "germany", "Countries") == []
        assert names(named, "france", "Countries") == ["France"]


@pytest.mark.parametrize("words", ["x" * 5000, "%", "_%", "\\", "'; drop table customers", "﷽", "😀 a"])
def test_any_text_gets_an_answer(finder: FlaskClient, words: str) -> None:
    found(finder, words, f"?country={words[:50]}")


def test_an_audience_by_its_name(finder: FlaskClient, kept: Shop) -> None:
    known = (kept.published().audiences or ())[0]
    assert {"kind": "Audiences", "href": f"/audiences/{known.audience_id}"}.items() <= next(
        one for one in found(finder, known.name) if one["kind"] == "Audiences"
    ).items()
