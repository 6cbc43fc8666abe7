"""The customers list: pages by key, filters, junk in the address; against plain SQL."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.filters.selection import GUESTS, Filters, add_months
from dashboard.pages.customers.page import edge, export, listing
from dashboard.queries.customers import lists as queries
from dashboard.queries.customers.customer_filter import SORTS, CustomerFilter
from dashboard.queries.customers.lists import customer_count, customer_page
from dashboard.shop import Place, Shop
from etl.people.load import load_customers
from tests.dashboard.calls import call, texts
from tests.dashboard.conftest import MakeApp, filled
from tests.dashboard.literal import LINES

EVERY_ORDER = pytest.mark.parametrize("descending", [True, False], ids=["down", "up"])
EVERYONE = "9 customers"  # of the literal shop
EVERY_SORT = pytest.mark.parametrize("sort", SORTS)


def listed(shop: Shop, sort: str, descending: bool, segmentation_id: int, where: str = "true") -> list[str]:
    """All customers in the order wanted, by plain SQL."""
    way = "desc" if descending else "asc"
    statement = f"""select customer_id from customer_features join customer_segments using (customer_id)
        where segmentation_id = {segmentation_id} and frequency > 0 and ({where})
        order by {sort} {way}, customer_id {way}"""
    with shop.engine.connect() as connection:
        return list(connection.scalars(text(statement)))


def walk(shop: Shop, filters: Filters, wanted: CustomerFilter) -> tuple[list[list[str]], list[list[str]]]:
    """The pages forward from the start, then back from the last one, by the links that the pager writes."""
    scope = shop.scope(filters)
    forward, back = [], []
    with shop.connect() as connection:
        while True:
            frame, more = customer_page(connection, scope, wanted)
            forward.append(list(frame["customer_id"]))
            if not more:
                break
            last = frame.iloc[-1]
            wanted = again(wanted.first_page(after=edge(last)))
        while True:
            back.append(list(frame["customer_id"]))
            first = frame.iloc[0]
            frame, more = customer_page(connection, scope, again(wanted.first_page(before=edge(first))))
            if frame.empty:
                return forward, back
            assert more == (len(back) < len(forward) - 1)


def again(wanted: CustomerFilter) -> CustomerFilter:
    """As it comes back from the address."""
    found = CustomerFilter.from_query(wanted.to_query())
    assert found.first_page() == wanted.first_page()
    return found


@pytest.mark.slow
@EVERY_SORT
@EVERY_ORDER
def test_paging_visits_everyone_once_forward_and_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, sort: str, descending: bool
) -> None:
    monkeypatch.setattr(queries, "PAGE_ROWS", 47)
    forward, back = walk(shop, Filters(), CustomerFilter(sort=sort, descending=descending))
    expected = listed(shop, sort, descending, shop.scope(Filters()).segmentation_id)
    assert list(chain(*forward)) == expected
    assert list(chain(*reversed(back))) == expected
    assert len(forward) == -(-len(expected) // 47)


@EVERY_SORT
@EVERY_ORDER
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_paging_through_ties_and_odd_customer_numbers(
    small: Shop, monkeypatch: pytest.MonkeyPatch, sort: str, descending: bool, rows: int
) -> None:
    monkeypatch.setattr(queries, "PAGE_ROWS", rows)
    forward, back = walk(small, Filters(), CustomerFilter(sort=sort, descending=descending))
    expected = listed(small, sort, descending, small.scope(Filters()).segmentation_id)
    assert {"b~1/ü", "b~2", "b~3%"} < set(expected)  # the same in everything but the number
    assert (list(chain(*forward)), list(chain(*reversed(back)))) == (expected, expected)


@EVERY_ORDER
@pytest.mark.parametrize("sort", ["last_order_at", "average_order_value"])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_who_never_ordered_comes_last_and_is_reached(
    small: Shop, monkeypatch: pytest.MonkeyPatch, sort: str, descending: bool, rows: int
) -> None:
    monkeypatch.setattr(queries, "PAGE_ROWS", rows)
    segments = tuple(one.segment_id for one in small.published().segmentations[0].segments)
    forward, back = walk(small, Filters(segments=segments), CustomerFilter(sort=sort, descending=descending))
    way = "desc" if descending else "asc"
    with small.engine.connect() as connection:
        expected = list(
            connection.scalars(
                text(f"select customer_id from customer_features order by {sort} {way} nulls last, customer_id {way}")
            )
        )
    assert expected[-1] == "19"
    assert (list(chain(*forward)), list(chain(*reversed(back)))) == (expected, expected)


def test_filters_equal_plain_sql(shop: Shop) -> None:
    published = shop.published()
    start = add_months(published.first_month, 3)
    end = add_months(start, 4)
    bought = f"""exists (select from transactions t where t.customer_id = customer_features.customer_id
        and kind = 'sale' and invoiced_at >= '{start}' and invoiced_at < '{add_months(end, 1)}')"""
    kmeans = published.segmentation("kmeans")
    first_kmeans = kmeans.segments[0].segment_id
    some = listed(shop, "customer_id", False, published.segmentations[0].segmentation_id)[3][:4]
    cases: list[tuple[Filters, CustomerFilter, str]] = [
        (Filters(), CustomerFilter(), "true"),
        (Filters(countries=("DE", "FR")), CustomerFilter(), "country in ('DE', 'FR')"),
        (Filters(segments=("champions", "lost")), CustomerFilter(), "segment_id in ('champions', 'lost')"),
        (Filters(segments=(GUESTS, "lost")), CustomerFilter(), "segment_id = 'lost'"),
        (Filters(start, end), CustomerFilter(), bought),
        (Filters(segments=(first_kmeans,), segmentation="kmeans"), CustomerFilter(), f"segment_id = '{first_kmeans}'"),
        (Filters(), CustomerFilter(least_orders=3), "frequency >= 3"),
        (Filters(), CustomerFilter(least_sales=500.5), "net >= 500.5"),
        (Filters(), CustomerFilter(silent_days=90), "recency_days >= 90"),
        (Filters(), CustomerFilter(search=some), f"left(customer_id, 4) = '{some}'"),
        (
            Filters(start, end, ("GB",), ("champions", "loyal")),
            CustomerFilter(least_orders=2, silent_days=1),
            f"country = 'GB' and segment_id in ('champions', 'loyal') and frequency >= 2 and recency_days >= 1 "
            f"and {bought}",
        ),
    ]
    for filters, wanted, where in cases:
        scope = shop.scope(filters)
        expected = listed(shop, "net", True, scope.segmentation_id, where)
        with shop.connect() as connection:
            frame, more = customer_page(connection, scope, wanted)
            count = customer_count(connection, scope, wanted)
        assert (count, more) == (len(expected), len(expected) > queries.PAGE_ROWS), where
        assert list(frame["customer_id"]) == expected[: queries.PAGE_ROWS], where
        assert expected, where  # else it would prove nothing


PEOPLE = {
    "11": {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@x.org",
        "city": "London",
        "postcode": "SW1A 1AA",
    },
    "12": {"first_name": "Jean", "last_name": "13", "email": None, "city": "Le 100%", "postcode": None},
}


@pytest.fixture
def people(small: Shop) -> Iterator[Shop]:
    """The literal shop where two customers are known by more than their number."""
    names = list(PEOPLE["11"])
    write = text(f"update customers set {', '.join(f'{name} = :{name}' for name in names)} where customer_id = :id")
    with small.engine.begin() as connection:
        connection.execute(write, [{"id": customer_id, **known} for customer_id, known in PEOPLE.items()])
    yield Shop(small.engine, "GBP")
    with small.engine.begin() as connection:
        connection.execute(write, [{"id": customer_id, **dict.fromkeys(names)} for customer_id in PEOPLE])


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("ada", ["11"]),
        ("LOVE", ["11"]),
        ("ada@", ["11"]),
        ("lon", ["11"]),
        ("sw1a 1", ["11"]),
        ("le 100%", ["12"]),
        ("l", ["11", "12"]),
        ("13", ["13", "12"]),  # a number, and somebody's name
        ("ondon", []),
        ("%", []),
        ("_", []),
    ],
)
def test_the_search_finds_by_number_name_address_and_place(people: Shop, search: str, expected: list[str]) -> None:
    wanted = CustomerFilter(search=search)
    with people.connect() as connection:
        frame, _ = customer_page(connection, people.scope(Filters()), wanted)
        assert customer_count(connection, people.scope(Filters()), wanted) == len(expected)
    assert sorted(frame["customer_id"]) == sorted(expected)


def test_a_row_shows_what_it_was_found_by(people: Shop) -> None:
    panel = show(people, "?q=lon")
    words = texts(panel.body)
    assert "11 Ada Lovelace" in words
    assert "Germany London ada@x.org" in words
    assert "E-mail" not in texts(show(people, "?q=13").body)  # nobody on the page has one


def test_the_words_of_the_list(small: Shop) -> None:
    panel = show(small, "?country=DE")
    assert panel.title == "1 customer"
    assert "Germany" in panel.note
    words = texts(panel.body)
    assert "11 " in words
    assert "£35.50" in words
    assert show(small, f"?segment={GUESTS}").title == "Guests are not customers"
    assert show(small, "?q=nobody").title == "No customer matches"


def test_a_month_of_returns_only_lists_nobody(small: Shop) -> None:
    march = "?from=2023-03&to=2023-03"  # when customer 11 only returned
    with small.connect() as connection:
        frame, _ = customer_page(connection, small.scope(Filters.from_query(march)), CustomerFilter())
    assert list(frame["customer_id"]) == ["13", "12"]
    assert show(small, march).title == "2 customers"


def test_who_has_no_order_is_listed_only_when_asked_for(small: Shop) -> None:
    assert small.published().segmentations[0].segment("returns-only")
    assert show(small, "").title == EVERYONE
    assert show(small, "?segment=returns-only").title == "1 customer"
    assert "19" in texts(show(small, "?segment=returns-only&sort=frequency").body)


EVIL = ["'", '"', "';--", "%", "_", "\\", "x' or '1'='1", "); drop table orders; --", "%s", ":name", "{0}", "ü", "\x00"]


@pytest.mark.parametrize("value", EVIL)
@pytest.mark.parametrize("name", ["q", "orders", "sales", "silent", "sort", "dir", "after", "before", "country"])
def test_values_are_bound(small: Shop, name: str, value: str) -> None:
    found = show(small, f"?{name}={quote(value)}").title
    limits = name == "country" or (name == "q" and value.strip("\x00"))
    assert found == ("No customer matches" if limits else EVERYONE)


JUNK = ["abc~x", "~", "~x", "nan~1", "inf~1", "-1~1", "1e9~1", "1~", "9" * 60 + "~1", "2011-13-45 00:00:00~1"]
JUNK += ["2011-02-30 00:00:00~1", "2011-01-01~1", "99999999999~1", "1;2~3", "١~1", "1", ""]


@EVERY_SORT
@pytest.mark.parametrize("value", JUNK)
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_junk_place_in_the_list_is_never_an_error(
    small: Shop, caplog: pytest.LogCaptureFixture, sort: str, value: str, name: str
) -> None:
    panel = show(small, f"?sort={sort}&{name}={value}")
    assert panel.title in (EVERYONE, "No customer matches")
    assert not caplog.records


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", CustomerFilter()),
        ("?orders=3&sales=1234567.89&silent=90", CustomerFilter("", 3, 1234567.89, 90)),
        ("?orders=-3&sales=-1&silent=x", CustomerFilter()),
        ("?orders=99999999999&sales=1e99&silent=1.5", CustomerFilter()),
        ("?sales=nan", CustomerFilter()),
        ("?q=%2012%20", CustomerFilter(search="12")),
        ("?sort=email&dir=up", CustomerFilter()),
        ("?sort=frequency&dir=asc&after=3~12", CustomerFilter(sort="frequency", descending=False, after=("3", "12"))),
        ("?sort=customer_id&after=~a~b", CustomerFilter(sort="customer_id", after=("", "a~b"))),
        ("?after=5.50~1&before=6~2", CustomerFilter(after=("5.50", "1"), before=("6", "2"))),
        ("?" + "x=1&" * 60, CustomerFilter()),
    ],
)
def test_reading_the_list_s_own_filters(query: str, expected: CustomerFilter) -> None:
    found = CustomerFilter.from_query(query)
    assert found == expected
    assert CustomerFilter.from_query(found.to_query()) == expected


def show(shop: Shop, search: str) -> Any:
    """The list's panel at an address."""
    filters = Filters.from_query(search)
    return listing(shop, Place(filters, None, search), shop.scope(filters))


def test_a_field_that_shows_its_value_is_left_alone(client: FlaskClient) -> None:
    given = {"filters.data": {"search": "?q=12&orders=3"}, "customers-search.value": "12", "customers-sales.value": 5}
    found = call(client, "customers-orders.value", given)
    assert found == {
        "customers-orders.value": 3,
        "customers-sales.value": None,
    }


def test_the_list_leaves_as_it_is_shown(shop: Shop) -> None:
    search = "?country=DE&q=1&orders=2&sort=frequency&after=3~1"
    filters = Filters.from_query(search)
    place, scope = Place(filters, None, search), shop.scope(filters)
    button, note = export(shop, place, scope).children
    title = listing(shop, Place(filters, None, search.partition("&sort")[0]), scope).title
    assert (button.id, button.href) == (
        "customers-export",
        "/exports/customers.csv?country=DE&q=1&orders=2&sort=frequency",
    )
    assert texts(button) == f"Export for campaigns: {title}"
    assert texts(note) == "The store knows no consent and no addresses: match them where you send"
    nobody = Place(Filters(segments=(GUESTS,)))
    assert export(shop, nobody, shop.scope(nobody.filters)) is None


def test_people_loaded_without_a_new_fit_show_at_once(make_app: MakeApp, server_url: str, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text(LINES, encoding="utf-8")
    (tmp_path / "people.csv").write_text("customer_id,first_name\n12,Zaphod\n")
    with filled(server_url, "dashboard_people_later", tmp_path / "shop.csv") as engine:
        client = make_app(engine).server.test_client()

        def shown(output: str, search: str = "?q=zaphod", argument: str | None = None) -> str:
            given = {"filters.data": {"search": search}, "argument.data": argument}
            return texts(call(client, output, given)[output])

        assert shown("customers-list-title.children") == "No customer matches"
        assert "Zaphod" not in shown("customer-head.children", "", "12")
        load_customers(engine, tmp_path / "people.csv")
        assert shown("customers-list-title.children") == "1 customer"
        assert "Zaphod" in shown("customers-list-content.children")
        assert "Zaphod" in shown("customer-head.children", "", "12")
