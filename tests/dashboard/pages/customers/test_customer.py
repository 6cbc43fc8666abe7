"""One customer's page."""

from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import pytest
from sqlalchemy import text

from dashboard.filters.selection import Filters, add_months
from dashboard.pages.customers import customer, standing, timeline
from dashboard.queries.customers import customer as queries
from dashboard.queries.customers import timeline as told
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_page
from dashboard.shop import Place, Shop, Viewer, viewing
from dashboard.shop.asker import Asker, asking
from tests.dashboard.calls import texts
from tests.dashboard.conftest import for_web
from warehouse.schema import RFM_GROUPS


def show(shop: Shop, panel: str, customer_id: str, search: str = "") -> str:
    """The words of a panel of a customer's page."""
    filters = Filters.from_query(search)
    room = {"timeline": timeline, "memberships": standing}.get(panel, customer)
    found = getattr(room, panel)(shop, Place(filters, customer_id, search), shop.scope(filters))
    if hasattr(found, "body"):
        found = [found.title, found.note, found.body if panel != "timeline" else ""]
    return texts(found)


def test_the_figures_are_of_the_whole_history(small: Shop) -> None:
    words = show(small, "figures", "11", "?from=2023-03")
    for part in ("£35.50", "−£10.00", "Orders, ever 2", "66 days", "as of 21 Apr 2023"):
        assert part in words


def test_orders_newest_first_and_returns_apart(small: Shop) -> None:
    words = " ".join(show(small, "orders", "11").split())
    assert words.startswith("2 orders and 1 return or free invoice")
    assert words.index("C3") < words.index("14 Feb 2023 11:00") < words.index("5 Jan 2023 10:00")
    assert "1 line −£10.00 returned" in words
    assert "3 2 lines £25.50" in words
    assert show(small, "orders", "11", "?from=2023-02&to=2023-02").startswith("1 order Newest")
    assert show(small, "orders", "11", "?from=2023-04").startswith("No orders in these months")


def test_the_title_counts_the_orders_that_are_not_listed_too(small: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_ORDERS", 1)
    words = show(Shop(small.engine, "GBP"), "orders", "11")
    assert words.startswith("2 orders and 1 return or free invoice Newest first")
    assert "the latest 1 shown" in words
    assert "14 Feb 2023" not in words


def test_orders_equal_the_literal_shop(small: Shop) -> None:
    with small.engine.connect() as connection:
        frame = queries.customer_orders(connection, small.scope(Filters()), "11")
    columns = ["invoice_no", "lines", "units", "gross", "returns"]
    assert frame[columns].to_numpy().tolist() == [["C3", 1, 0, 0, -10], ["2", 1, 1, 10, 0], ["1", 2, 3, 25.5, 0]]


def test_products_most_sales_first(small: Shop) -> None:
    with small.connect() as connection:
        frame = queries.customer_products(connection, small.scope(Filters()), "11")
    columns = ["stock_code", "description", "net", "orders"]
    assert frame[columns].to_numpy().tolist() == [["MUG", "BLUE MUG", 20, 2], ["CUP", "RED CUP", 5.5, 1]]
    assert frame["is_product"].all()


def test_the_months_are_net_of_returns(small: Shop) -> None:
    with small.engine.connect() as connection:
        frame = queries.customer_trend(connection, small.scope(Filters()), "11")
    rows = [[f"{month:%m}", *numbers] for month, *numbers in frame.to_numpy().tolist()]
    assert rows == [["01", 25.5, 1], ["02", 10, 1], ["03", -10, 0]]
    assert show(small, "timeline", "11").startswith("Ordered in 2 months")


def test_the_segments_of_the_past_are_those_that_are_kept(shop: Shop) -> None:
    scope = shop.scope(Filters())
    sql = """select customer_id, first_month, places from segment_histories where segmentation_id = :run
        order by cardinality(array(select distinct unnest(places))) desc, customer_id limit 1"""
    with shop.engine.connect() as connection:
        who, first, places = connection.execute(text(sql), {"run": scope.segmentation_id}).one()
    past = shop.ask(told.customer_past, scope, who)
    expected = [(add_months(first, at), RFM_GROUPS[place - 1]) for at, place in enumerate(places) if place]
    assert list(past) == expected
    assert shop.ask(told.customer_past, scope.only(start=expected[-1][0], end=expected[-1][0]), who) == (expected[-1],)
    moves = sum(one != other for (_, one), (_, other) in pairwise(expected))
    assert moves > 2
    assert f", changed segment {moves} times " in show(shop, "timeline", who)
    assert shop.ask(told.customer_past, scope, "nobody") == ()


@pytest.fixture
def written(small: Shop) -> Iterator[Shop]:
    """The literal shop, of which 11 was written to in February and held out in March, and 12 written to."""
    lists = [(1, "Spring", "2023-02-10", "sent", "held"), (2, "Summer", "2023-03-05", "held", "sent")]
    with small.engine.begin() as connection:
        for number, name, day, of_11, of_12 in lists:
            values = {"number": number, "name": name, "day": day, "of_11": of_11, "of_12": of_12}
            for statement in WRITTEN:
                connection.execute(text(statement), values)
    yield Shop(small.engine, "GBP")
    with small.engine.begin() as connection:
        connection.execute(text("delete from delivery_members; delete from deliveries; delete from campaigns"))


WRITTEN = (
    """insert into campaigns (campaign_id, name, audience_id, audience_version, destination_format, held_share, seed,
        window_days, created_at, made_for) overriding system value
        values (:number, :name, 1, 1, 'csv', 0.1, 'x', 30, now(), '*')""",
    """insert into deliveries (delivery_id, campaign_id, name, destination, mode, rows, held, left_out, counts_from,
        made_at, made_for, names_nobody) overriding system value
        values (:number, :number, :name, 'csv', 'full', 1, 1, '{}', :day, cast(:day as date), '*', false)""",
    """insert into delivery_members (delivery_id, customer_id, role)
        values (:number, '11', :of_11), (:number, '12', :of_12)""",
)


def test_campaigns_are_told_to_those_who_may_see_them(written: Shop) -> None:
    place, scope = Place(Filters(), "11"), written.scope(Filters())
    marks = {trace.name: list(trace.text) for trace in timeline.timeline(written, place, scope).body.data if trace.text}
    assert {name: marks[name] for name in ("Written to", "Held out")} == {
        "Written to": ["Spring"],
        "Held out": ["Summer"],
    }
    with asking(Asker("lara", frozenset({"look", "lists"}))):
        names = [trace.name for trace in timeline.timeline(written, place, scope).body.data]
    assert "Written to" not in names
    with viewing(Viewer(("FR",))), for_web(written.engine).connect() as connection:
        viewer = Viewer(("FR",)).settings()
        for name, value in (("regulars.countries", viewer["countries"]), ("regulars.personal", "yes")):
            connection.execute(text("select set_config(:name, :value, true)"), {"name": name, "value": value})
        assert told.customer_campaigns(connection, "11") == []  # of Germany, and made for those who see all


def test_segments_and_scores(shop: Shop) -> None:
    with shop.connect() as connection:
        frame = queries.customer_memberships(connection, shop.published().version, some_customer(shop))
    assert list(frame["algorithm"]) == ["rfm", "kmeans"]
    words = show(shop, "memberships", some_customer(shop))
    assert words.count(" of 5") == 3
    for name in (*frame["segmentation"], *frame["name"]):
        assert name in words


def test_a_score_says_what_it_is_made_of(shop: Shop) -> None:
    """The ranges are those of all customers with the score, worked out from the members themselves."""
    run, who = shop.published().segmentation("rfm").segmentation_id, some_customer(shop)
    sql = """select m.r_score, m.f_score, f.recency_days, f.frequency, f.net from customer_segments m
        join customer_features f using (customer_id) where m.segmentation_id = :run and m.r_score is not null"""
    with shop.engine.connect() as connection:
        members = [tuple(row) for row in connection.execute(text(sql), {"run": run})]
        one = text("select frequency, recency_days from customer_features where customer_id = :who")
        orders, recency = connection.execute(one, {"who": who}).one()
    words = show(shop, "memberships", who)
    assert f"{orders} orders · 5 is {min(row[3] for row in members if row[1] == 5)} orders or more" in words
    days = [row[2] for row in members if row[0] == 5]
    assert f"Last order {recency} day" in words
    assert f"5 is within {max(days)} days" in words
    assert "Recency 5 and value 5, the mean of frequency and monetary, halves up: Champions" in words
    with viewing(Viewer(("GB",))):
        limited = show(shop, "memberships", who)
    assert "5 is " not in limited.replace("5 is best", "")
    assert "worked out over all countries, and not shown" in limited


ENDS = pd.DataFrame(
    {
        "recency_days_least": [1, 10, 300],
        "recency_days_most": [9, 10, 700],
        "frequency_least": [9, 2, 1],
        "frequency_most": [40, 8, 1],
        "monetary_least": [900.0, 100.0, -5.0],
        "monetary_most": [9000.0, 100.0, 90.0],
    },
    index=[5, 4, 1],
)


@pytest.mark.parametrize(
    ("measure", "score", "said"),
    [
        ("recency_days", 5, "within 9 days"),
        ("recency_days", 4, "10 days"),
        ("recency_days", 1, "300 days or more"),
        ("frequency", 5, "9 orders or more"),
        ("frequency", 4, "2 to 8 orders"),
        ("frequency", 1, "1 order"),
        ("monetary", 5, "£900 or more"),
        ("monetary", 4, "£100"),
        ("monetary", 1, "up to £90"),
    ],
)
def test_the_range_of_a_score_in_words(measure: str, score: int, said: str) -> None:
    assert standing.range_words(ENDS, measure, score, "GBP") == said


def some_customer(shop: Shop) -> str:
    """The number of the best customer."""
    with shop.connect() as connection:
        return str(customer_page(connection, shop.scope(Filters()), CustomerFilter())[0].iloc[0]["customer_id"])


CONTACTS = {
    "email": "ann@x.example",
    "first_name": "Ann",
    "last_name": "Lee",
    "phone": "0123",
    "consent": False,
    "birth_year": 1980,
    "city": "Bonn",
    "postcode": "01234",
}


def test_the_head_says_what_is_known_of_a_person(small: Shop) -> None:
    change = text(
        f"update customers set {', '.join(f'{name} = :{name}' for name in CONTACTS)} where customer_id = '11'"
    )
    with small.engine.begin() as connection:
        connection.execute(change, CONTACTS)
    words = show(Shop(small.engine, "GBP"), "head", "11")
    with small.engine.begin() as connection:
        connection.execute(change, dict.fromkeys(CONTACTS))
    assert "Customer 11 · Ann Lee" in words
    known = ["01234 Bonn", "born 1980", "ann@x.example", "0123", "wants no mailings"]
    assert [part.strip() for part in words.split(" · ")][-len(known) :] == [
        *known[:-1],
        "wants no mailings All customers",
    ]
    assert "mailings" not in show(Shop(small.engine, "GBP"), "head", "11")


def test_a_customer_of_returns_only(small: Shop) -> None:
    assert "before the data begins" in show(small, "figures", "19")
    assert show(small, "orders", "19").startswith("0 orders and 1 return")
    assert show(small, "products", "19").startswith("Nothing bought")
    assert show(small, "timeline", "19").startswith("No orders in these months")
    assert "Returned only" in show(small, "memberships", "19")


def test_an_odd_customer_number(small: Shop) -> None:
    assert show(small, "head", "b~1/ü").startswith("Customer b~1/ü")
    assert "£11.00" in show(small, "figures", "b~1/ü")


@pytest.mark.parametrize("customer_id", ["nobody", "' or 1=1 --", "11 ", "%"])
def test_nobody_of_that_number(small: Shop, customer_id: str) -> None:
    assert texts(customer.layout(small, customer_id)).startswith(f"There is no customer {customer_id}")
