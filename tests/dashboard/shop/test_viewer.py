"""Viewers of some countries, and those who may not see who people are: page by page, against their country alone."""

import csv
import inspect
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, event, text

from audiences.conditions import Store, definition
from benchmarks.queries import all_queries
from dashboard.filters.choosing import Choice
from dashboard.filters.link_doubts import doubts
from dashboard.filters.narrowing.who import Hour
from dashboard.filters.selection import Filters
from dashboard.pages import PAGES
from dashboard.pages.data import history
from dashboard.pages.segments.segment import rule_line
from dashboard.queries.audiences.catalogue import catalogue, catalogue_steady
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.sales import activity
from dashboard.queries.segments import runs
from dashboard.queries.store.published import read_published
from dashboard.queries.whole import WHOLE
from dashboard.shop import LimitedError, Shop
from dashboard.shop.viewer import EVERYTHING, NOBODY, Viewer, viewing
from tests.dashboard.calls import call, callbacks, outputs, post, texts
from tests.dashboard.conftest import MakeApp, for_web
from tests.dashboard.literal import LINES
from warehouse.access.tables import ACCESS, Rule
from warehouse.errors import InputError

GERMANY = Viewer(("DE",))
LIMITED = "Only for all countries"
# What differs on purpose from the view of everybody with the country as its filter: comparisons with the whole.
AGAINST_THE_WHOLE = {"country-head", "country-mix-title", "country-share-title", "countries-world-title"}
# Products are called best sellers, and checks of models are not told: both are known of the whole shop alone.
OTHER_WORDS = {"products-ranked-title", "product-head", "product-figures", "value-segments-title", "model-against"}
OTHER_WORDS |= {"segment-products-title", "migration-runs-title"}
# Advice leaves out offers and favourites, and names the best seller of the country.
OTHER_WORDS |= {"insights-segments-title", "segment-advice"}
# How well the rule of a segment finds it, and means of clusters, are of the whole shop.
OTHER_WORDS |= {"segment-head"}
# Where a score begins is worked out over all countries.
OTHER_WORDS |= {"customer-segments-title"}
# The chip of the country that is filtered by, where it is not all that one sees.
OTHER_WORDS |= {"chips", "view-offer"}
# Pairs of countries to look at, of which whoever sees one has none.
OTHER_WORDS |= {"countries-beside-title"}


def people_of(shop: Shop, country: str) -> list[str]:
    with shop.engine.connect() as connection:
        found = text("select customer_id from customer_features where country = :country order by 1")
        return list(connection.scalars(found, {"country": country}))


def details_of(shop: Shop) -> dict[str, list[str]]:
    with shop.engine.connect() as connection:
        code = connection.scalar(text("select stock_code from products order by gross desc limit 1"))
    segments = [one.segment_id for one in shop.published().segmentations[0].segments[:2]]
    return {"customer": people_of(shop, "DE")[:2], "segment": segments, "country": ["DE"], "product": [str(code)]}


def answers(client: FlaskClient, details: dict[str, list[str]], search: str) -> dict[str, str]:
    """What each callback that hangs on the filters puts out, for each detail page it is of."""
    found = {}
    for callback in callbacks(client):
        if callback["clientside_function"] or "filters" not in [one["id"] for one in callback["inputs"]]:
            continue
        name, property_ = outputs(callback)[0]
        for argument in details.get(name.partition("-")[0], [""]):
            given = {"filters.data": {"search": search}, "argument.data": argument, "theme.data": "light"}
            answer = post(client, f"{name}.{property_}", given, "filters.data", "filters")
            assert answer.status_code in (200, 204), (name, answer.text)
            found[f"{name} {argument}".strip()] = answer.text
    return found


def without_links(answer: str) -> str:
    """The country of the filter is in the links of one viewer and not of the other."""
    return re.sub(r"country=DE&?", "", answer).replace('?"', '"').replace('&"', '"')


@pytest.fixture
def no_lists(shop: Shop) -> None:
    """The shop without lists that tests before had made: each viewer sees those that were made for the like of them."""
    with shop.engine.begin() as connection:
        for table in ("delivery_files", "delivery_members", "deliveries"):
            connection.execute(text(f"delete from {table}"))


@pytest.mark.usefixtures("no_lists")
@pytest.mark.parametrize("search", ["", "?segmentation=kmeans&from=2024-03&to=2025-02"])
def test_each_panel_is_that_of_their_country_or_says_why_not(
    client: FlaskClient, shop: Shop, caplog: pytest.LogCaptureFixture, search: str
) -> None:
    details = details_of(shop)
    whole = answers(client, details, f"{search}{'&' if search else '?'}country=DE")
    with viewing(GERMANY):
        part = answers(client, details, search)
    others = [name for code, name in shop.published().country_names.items() if code != "DE"]
    limited, different = set(), set()
    for name, answer in part.items():
        assert [one for one in others if one in answer] == [], name
        if LIMITED in answer:
            assert "This is worked out over all countries together, and you see Germany." in answer
            limited.add(name.split()[0])
        elif without_links(answer) != without_links(whole[name]):
            different.add(name.split()[0])
    assert different <= AGAINST_THE_WHOLE | OTHER_WORDS
    assert len(part) - len(limited) > 80
    whole_shop = {"model", "products", "product", "segment", "customer", "value", "subscriptions"}
    assert {name.split("-")[0] for name in limited} == whole_shop
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def homes_of(lines: pd.DataFrame) -> pd.Series:
    """The country of most orders of each customer, the latest wins a tie: the literal shop's are told by counting."""
    sales = lines[(lines["Quantity"] > 0) & lines["CustomerID"].notna()]
    orders = sales.drop_duplicates(["InvoiceNo", "CustomerID"]).sort_values("InvoiceDate")
    counts = orders.groupby(["CustomerID", "Country"])["InvoiceDate"].agg(["size", "max"]).reset_index()
    return (
        counts.sort_values(["size", "max"])
        .drop_duplicates("CustomerID", keep="last")
        .set_index("CustomerID")["Country"]
    )


@pytest.mark.parametrize(("code", "name"), [("DE", "Germany"), ("FR", "France"), ("GB", "United Kingdom")])
def test_totals_are_those_of_pandas_on_their_lines_alone(small: Shop, code: str, name: str) -> None:
    lines = pd.read_csv(io.StringIO(LINES), dtype={"CustomerID": str}, parse_dates=["InvoiceDate"])
    home = lines["CustomerID"].map(homes_of(lines)).fillna(lines["Country"])
    own = lines[home == name]
    amount = own["Quantity"] * own["UnitPrice"]
    sold = (own["Quantity"] > 0) & (own["UnitPrice"] > 0)
    with viewing(Viewer((code,))):
        found: activity.Totals = small.ask(activity.totals, small.scope(Filters()))
        everybody: activity.Totals = small.ask(activity.totals, small.scope(Filters()).only(countries=()))
        foreign: activity.Totals = small.ask(activity.totals, small.scope(Filters()).only(countries=("Atlantis",)))
    assert found.gross == pytest.approx(amount[sold].sum())
    assert found.returns == pytest.approx(amount[own["Quantity"] < 0].sum())
    assert found.orders == own.loc[sold, "InvoiceNo"].nunique()
    assert found.customers == own.loc[sold, "CustomerID"].nunique()
    assert everybody == found  # a forgotten filter shows no more
    assert (foreign.gross, foreign.orders, foreign.customers) == (0, 0, 0)


def test_a_viewer_of_nothing_sees_nothing(small: Shop) -> None:
    for viewer in (NOBODY, Viewer(("XX",))):
        with viewing(viewer):
            with small.connect() as connection:
                assert connection.scalar(text("select count(*) from customer_features")) == 0
            if viewer is NOBODY:
                with small.connect() as connection:
                    assert connection.scalar(text("select count(*) from run_names")) == 0
            else:
                assert small.ask(activity.totals, small.scope(Filters())).gross == 0


def test_where_there_are_accounts_nobody_is_the_default(small: Shop) -> None:
    shop = Shop(for_web(small.engine), "GBP", default=NOBODY)
    with shop.connect() as connection:
        assert connection.scalar(text("select count(*) from segment_activity")) == 0
    with viewing(EVERYTHING), shop.connect() as connection:
        assert connection.scalar(text("select count(*) from segment_activity")) > 0


def test_two_viewers_never_get_each_others_answers(small: Shop) -> None:
    viewers = [EVERYTHING, GERMANY, Viewer(("FR",)), Viewer(("DE", "FR")), GERMANY, EVERYTHING]
    gross, names = [], []
    for viewer in viewers:
        with viewing(viewer):
            scope = small.scope(Filters()).only(countries=())  # one and the same question
            small.prepare((activity.totals, scope), (activity.by_month, scope))
            gross.append(small.ask(activity.totals, scope).gross)
            names.append(set(small.published().country_names))
    assert gross[1] + gross[2] == gross[3] < gross[0]
    assert (gross[4], gross[5]) == (gross[1], gross[0])
    assert names[1:4] == [{"DE"}, {"FR"}, {"DE", "FR"}]
    assert names[0] == names[5] > {"DE", "FR", "GB"}


def exported(client: FlaskClient, search: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/exports/customers.csv?for=machines{search}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def test_lists_files_searches_and_reports_hold_their_country_alone(client: FlaskClient, shop: Shop) -> None:
    own, other = people_of(shop, "DE"), people_of(shop, "FR")
    with viewing(GERMANY):
        rows = exported(client)
        assert {row["country"] for row in rows} == {"DE"}
        assert {row["customer_id"] for row in rows} <= set(own)
        assert len(rows) > 3
        sought = client.get(f"/exports/customers.csv?for=machines&q={other[0]}")
        assert (sought.status_code, "No customer matches" in sought.text) == (400, True)
        refused = client.get("/exports/customers.csv?country=FR")
        assert (refused.status_code, "You see Germany, and not “FR”." in refused.text) == (400, True)
        shown = call(client, "page.children", {"url.pathname": f"/customers/{other[0]}"})["page.children"]
        assert f"There is no customer {other[0]}" in texts(shown)
        report = client.get("/exports/report.html").get_data(as_text=True)
    assert "Germany" in report
    assert "This is worked out over all countries together, and you see Germany." in report
    for name in ("France", "Netherlands", "Spain", "United Kingdom"):
        assert name not in report
    assert {row["country"] for row in exported(client)} > {"DE", "FR"}


def test_the_filter_bar_offers_their_countries(client: FlaskClient) -> None:
    given = {"url.search": "?country=FR"}
    with viewing(Viewer(("DE", "FR"))):
        shown = call(client, "filter-countries.options", given, "url.search")["filter-countries.options"]
    assert {one["value"] for one in shown} == {"DE", "FR"}


@pytest.mark.parametrize("country", ["FR", "ZZ"])
def test_a_link_tells_nothing_of_other_countries(shop: Shop, client: FlaskClient, country: str) -> None:
    """Whether there is anybody of them or not."""
    with viewing(GERMANY):
        said = doubts(Filters(countries=(country,)), shop.published())
        assert [one.text for one in said] == [f"You see Germany, and not “{country}”."]
        assert shop.ask(activity.totals, shop.scope(Filters(countries=(country,)))).gross == 0
        assert shop.scope(Filters(countries=(country, "DE"))).countries == ("DE",)
        page = call(client, "page.children", {"url.pathname": f"/countries/{country}"})["page.children"]
    assert f"{country} is not one of your countries You see Germany." in texts(page)


def test_every_page_opens(client: FlaskClient, shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    with viewing(Viewer(("DE",), personal=False)):
        for module in PAGES:
            shown = call(client, "page.children", {"url.pathname": f"/{module.PAGE.path}"})["page.children"]
            assert "Something went wrong" not in texts(shown), module.PAGE.path
        with pytest.raises(LimitedError, match="and you see Germany"):
            history.content(shop)
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_means_of_segments_are_those_of_their_customers(shop: Shop) -> None:
    scope = shop.scope(Filters())
    plain = text(
        "select segment_id, count(*), avg(frequency) filter (where frequency > 0) from customer_features"
        " join customer_segments using (customer_id) where segmentation_id = :number and country = 'DE'"
        " group by segment_id order by segment_id"
    )
    with shop.engine.connect() as connection:
        expected = [tuple(row) for row in connection.execute(plain, {"number": scope.segmentation_id})]
    with viewing(GERMANY):
        frame = shop.ask(runs.segment_means_seen, scope.version, scope.segmentation_id, "net")
    found = frame.sort_values("segment_id")[["segment_id", "customers", "frequency"]]
    assert [tuple(row) for row in found.to_numpy()] == [
        (one, many, None if mean is None else pytest.approx(float(mean))) for one, many, mean in expected
    ]


def test_what_describes_clusters_is_of_all_countries_and_told_to_nobody_else(shop: Shop) -> None:
    """Their means in words, and how well their rules find them."""
    scope = shop.scope(Filters(segmentation="kmeans"))
    first = shop.published().of(scope).segments[0]
    assert "net of returns each" in first.description
    assert "(finds " in texts(rule_line(shop, scope, first.segment_id))
    with viewing(GERMANY):
        described = {one.description for one in shop.published().of(scope).segments}
        assert described == {"What is usual in it was worked out over all countries."}
        (line,) = rule_line(shop, scope, first.segment_id)
        assert texts(line).startswith("Rule: ")
        assert "finds" not in texts(line)
        groups = shop.published().of(shop.scope(Filters())).segments
        assert all(one.description not in described for one in groups)


# Which queries read a table of the whole shop, found by asking each.


def guesses(shop: Shop) -> dict[str, Any]:
    scope = shop.scope(Filters())
    details = details_of(shop)
    month, until = date(2024, 5, 1), date(2025, 5, 1)
    return {
        "scope": scope,
        "version": scope.version,
        "segmentation_id": scope.segmentation_id,
        "wanted": CustomerFilter(),
        "customer_id": details["customer"][0],
        "product": details["product"][0],
        "stock_code": details["product"][0],
        "segment_id": details["segment"][0],
        "since": month,
        "until": until,
        "late": (month, month),
        "early": (month, month),
        "attribute": "Plan",
        "most": 5,
        "stand": (1,),
        "monetary": "net",
        "rule": "opt-in",
        "is_campaign": True,
        "load_id": 1,
        "personal": True,
        "audience": None,
        "choice": Choice(Filters()),
        "definition": definition.Compared("net", least=1),
        "store": Store(month),
        "code": details["product"][0],
        "words": "bag",
        "start": ("champions",),
        "end": ("at_risk",),
        "between": (month, until),
        "countries": None,
        "parts": (Hour(7, 11),),
        "sign": "£",
        "steady": None,
    }


@pytest.fixture
def asked(shop: Shop) -> Iterator[list[str]]:
    """The statements that the shop's web connections execute."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(shop._engine, "before_cursor_execute", note)
    yield found
    event.remove(shop._engine, "before_cursor_execute", note)


# The last are of an audience, and this shop has none.
OF_NO_SHOP = ("choose_rule", "nothing_published", "asked", "cut", "kept", "lies_there", "put", "read")


def test_questions_about_the_whole_shop_are_marked(shop: Shop, asked: list[str]) -> None:
    of_the_whole = [name for name, access in ACCESS.items() if access.rule is Rule.WHOLE] + ["rejected_lines"]
    reads = re.compile(rf"\b(from|join)\s+({'|'.join(of_the_whole)})\b", re.IGNORECASE)
    known, found = guesses(shop), set()
    for query in all_queries():
        names = list(inspect.signature(query).parameters)[1:]
        if query.__name__ in OF_NO_SHOP or not set(names) <= set(known):
            assert query.__name__ in OF_NO_SHOP, (query, names)
            continue
        asked.clear()
        with shop.connect() as connection:
            answer = query(connection, *(known[name] for name in names))
            if inspect.isgenerator(answer):
                list(answer)
        if any(reads.search(statement) for statement in asked):
            found.add(query)
    # Sizes are read only where they are to be seen, and attributes are offered to whoever sees those.
    assert found == WHOLE | {read_published, catalogue, catalogue_steady}


@pytest.mark.parametrize("countries", [("*",), ("DE", "a\x1fb"), ("",), ("a\x00",)])
def test_what_is_no_country_limits_nobody(countries: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="no names of countries"):
        Viewer(countries)


def test_the_same_rights_are_the_same_viewer() -> None:
    assert Viewer(("FR", "DE", "FR")) == GERMANY.__class__(("DE", "FR"))
    assert json.dumps(Viewer(("FR", "DE")).settings()) == json.dumps({"countries": "DE\x1fFR", "personal": "yes"})


# Who people are.


@pytest.fixture
def people(small: Shop, make_app: MakeApp) -> Iterator[FlaskClient]:
    """The literal shop, of whose customer 11 is known who they are."""
    known = {
        "email": "ada@example.org",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": "+44 20 1234",
        "city": "London",
        "postcode": "SW1A 1AA",
    }
    change = ", ".join(f"{name} = :{name}" for name in known)
    with small.engine.begin() as connection:
        before = connection.execute(text("select * from customers where customer_id = '11'")).mappings().one()
        update = f"update customers set birth_year = 1815, {change} where customer_id = '11'"
        connection.execute(text(update), known)
    yield make_app(small.engine).server.test_client()
    with small.engine.begin() as connection:
        kept = {name: before[name] for name in known}
        back = f"update customers set birth_year = null, {change} where customer_id = '11'"
        connection.execute(text(back), kept)


SECRETS = ("Ada", "Lovelace", "ada@example.org", "1234", "London", "SW1A", "1815")


@pytest.mark.parametrize("address", ["?consent=all", "?for=machines&consent=all", "?for=spreadsheet"])
def test_a_list_for_who_may_not_see_people_names_none(people: FlaskClient, address: str) -> None:
    assert "ada@example.org" in people.get(f"/exports/customers.csv{address}").text
    with viewing(Viewer(personal=False)):
        shown = people.get(f"/exports/customers.csv{address}").text
    assert [one for one in SECRETS if one in shown] == []
    assert "11," in shown


@pytest.mark.parametrize("search", ["ada", "love", "ada@", "lon", "sw1a"])
def test_who_may_not_see_people_finds_none_by_who_they_are(people: FlaskClient, search: str) -> None:
    given = {"filters.data": {"search": f"?q={search}"}}

    def shown() -> str:
        return texts(call(people, "customers-list-content.children", given)["customers-list-content.children"])

    assert "11" in shown()
    with viewing(Viewer(personal=False)):
        assert "Clear the search" in shown()


def test_pages_name_nobody_to_who_may_not_see_people(people: FlaskClient) -> None:
    given = {"filters.data": {"search": ""}, "argument.data": "11"}
    head = call(people, "customer-head.children", given)["customer-head.children"]
    assert "Ada Lovelace" in texts(head)
    assert "ada@example.org" in texts(head)
    with viewing(Viewer(personal=False)):
        words = texts(call(people, "customer-head.children", given)["customer-head.children"])
        words += texts(call(people, "customers-list-content.children", given)["customers-list-content.children"])
        everything = "".join(answers(people, {"customer": ["11"]}, "").values())
    assert [one for one in ("Ada", "Lovelace", "ada@", "London", "SW1A") if one in words + everything] == []
    assert "Customer 11" in words
    assert "who it is, is hidden from your account" in words
