"""Customers that are one though written differently, and addresses that are no customer's."""

from pathlib import Path

import pytest

from tests.etl.coming_to import Coming, coming_to, shop


def bought(folder: Path, label: str, *customers: str, more: str = "") -> Coming:
    """An order of 10 each."""
    rows = [f"{at},{who},2024-01-0{at},1,10.00" for at, who in enumerate(customers, 1)]
    return coming_to(shop(folder, "\n".join([f"order_id,{label}{more},order_date,quantity,price", *rows])))


@pytest.mark.parametrize(
    ("given", "one"),
    [
        (("17850", "17850.0", "17851.0", "17852"), {"17850", "17851", "17852"}),
        (("17850.00", "17850", "a@x.com"), {"17850", "a@x.com"}),
        (("7.0", "7.1", "7"), {"7.0", "7.1", "7"}),
        (("c001", "C001", "C002", "C003"), {"C001", "C002", "C003"}),
        (("c001", "c001", "C001", "c002"), {"c001", "c002"}),
        (("Ann Smith", "ANN SMITH", "Bob Jones"), {"Ann Smith", "Bob Jones"}),
        (("aB3dE", "AB3dE", "xYz12", "mN0pL"), {"aB3dE", "AB3dE", "xYz12", "mN0pL"}),
        (("A1", "B2"), {"A1", "B2"}),
    ],
)
def test_who_is_one(tmp_path: Path, given: tuple[str, ...], one: set[str]) -> None:
    assert bought(tmp_path, "customer_id", *given).customers == one


def test_it_is_said(tmp_path: Path) -> None:
    said = "customer_id is written in several cases (c001 and C001): each is one customer, whatever the case."
    assert said in bought(tmp_path, "customer_id", "c001", "C001", "C002").notes


def test_order_numbers_too(tmp_path: Path) -> None:
    rows = "536365,7,2024-01-01,1,10.00\n536365.0,7,2024-01-01,2,10.00\n536366,7,2024-01-02,1,10.00"
    found = coming_to(shop(tmp_path, f"order_id,customer_id,order_date,quantity,price\n{rows}"))
    assert found.orders == {("7", "536365"), ("7", "536366")}


@pytest.mark.parametrize("address", ["noreply@shop.com", "no-reply@shop.com", "Guest@shop.com", "gast@laden.de"])
def test_an_address_of_nobody_is_a_guest(tmp_path: Path, address: str) -> None:
    found = bought(tmp_path, "email", address, address, "a@x.com", "b@x.com")
    assert (found.customers, found.guests) == ({"a@x.com", "b@x.com"}, 20)
    assert f"2 of the first 4 rows (20.00) have email {address}, and became guests, in no segment." in found.notes


def test_an_address_of_nobody_does_not_stand_in_for_a_number(tmp_path: Path) -> None:
    found = bought(tmp_path, "customer_id,email", "7,a@x.com", ",noreply@shop.com", ",noreply@shop.com", ",b@x.com")
    assert (found.customers, found.guests) == ({"7", "b@x.com"}, 20)


def test_a_shops_own_address_beside_many_names_is_nobody(tmp_path: Path) -> None:
    shared = [f"orders@market.example,{name}" for name in ("Ann Lee", "Bob Ray", "Cid Fox")]
    found = bought(tmp_path, "email,customer name", *shared, "d@x.com,Dan Moe", "e@x.com,Eve Poe", "e@x.com,E. Poe")
    assert (found.customers, found.guests) == ({"d@x.com", "e@x.com"}, 30)
    assert "email orders@market.example is nobody: it stands beside several people." in found.notes
    assert any('to go by it, load with --map customer_id="customer name".' in note for note in found.notes)


def test_relay_addresses_of_one_buyer_each_are_customers(tmp_path: Path) -> None:
    found = bought(tmp_path, "email", *(f"{name}@marketplace.example" for name in ("ab1", "cd2", "ab1")))
    assert found.customers == {"ab1@marketplace.example", "cd2@marketplace.example"}
