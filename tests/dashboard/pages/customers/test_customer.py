"""One customer's page."""

import pytest
from sqlalchemy import text

from dashboard.filters.selection import Filters
from dashboard.pages.customers import customer
from dashboard.queries.customers import customer as queries
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_page
from dashboard.shop import Place, Shop
from tests.dashboard.calls import texts


def show(shop: Shop, panel: str, customer_id: str, search: str = "") -> str:
    """The words of a panel of a customer's page."""
    filters = Filters.from_query(search)
    found = getattr(customer, panel)(shop, Place(filters, customer_id, search), shop.scope(filters))
    if hasattr(found, "body"):
        found = [found.title, found.note, found.body if panel != "trend" else ""]
    return texts(found)


def test_the_figures_are_of_the_whole_history(small: Shop) -> None:
    words = show(small, "figures", "11", "?from=2023-03")
    for part in ("£35.50", "−£10.00", "Orders, ever 2", "66 days", "as of 21 Apr 2023"):
        assert part in words


def test_orders_newest_first_and_returns_apart(small: Shop) -> None:
    words = " ".join(show(small, "orders", "11").split())
    assert words.startswith("2 orders and 1 return or free invoice")
    assert words.index("C3") < words.index("14 Feb 2023, 11:00") < words.index("5 Jan 2023, 10:00")
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
    with small.engine.connect() as connection:
        frame = queries.customer_products(connection, small.scope(Filters()), "11")
    columns = ["stock_code", "description", "net", "orders"]
    assert frame[columns].to_numpy().tolist() == [["MUG", "BLUE MUG", 20, 2], ["CUP", "RED CUP", 5.5, 1]]


def test_the_trend_by_month(small: Shop) -> None:
    with small.engine.connect() as connection:
        frame = queries.customer_trend(connection, small.scope(Filters()), "11")
    rows = [[f"{month:%m}", *numbers] for month, *numbers in frame.to_numpy().tolist()]
    assert rows == [["01", 25.5, 0, 1], ["02", 10, 0, 1], ["03", 0, -10, 0]]
    assert show(small, "trend", "11").startswith("Ordered in 2 months")


def test_segments_and_scores(shop: Shop) -> None:
    with shop.connect() as connection:
        frame = queries.customer_memberships(connection, shop.published().version, some_customer(shop))
    assert list(frame["algorithm"]) == ["rfm", "kmeans"]
    words = show(shop, "memberships", some_customer(shop))
    assert words.count(" of 5") == 3
    for name in (*frame["segmentation"], *frame["name"]):
        assert name in words


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
    assert show(small, "trend", "19").startswith("No orders in these months")
    assert "Returned only" in show(small, "memberships", "19")


def test_an_odd_customer_number(small: Shop) -> None:
    assert show(small, "head", "b~1/ü").startswith("Customer b~1/ü")
    assert "£11.00" in show(small, "figures", "b~1/ü")


@pytest.mark.parametrize("customer_id", ["nobody", "' or 1=1 --", "11 ", "%"])
def test_nobody_of_that_number(small: Shop, customer_id: str) -> None:
    assert texts(customer.layout(small, customer_id)).startswith(f"There is no customer {customer_id}")
