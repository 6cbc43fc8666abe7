"""Receipts that are numbered anew each day or at each till; and years of another calendar."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.etl.coming_to import coming_to, shop

DAYS = {1: ("a", "b", "c"), 2: ("d", "a", "e"), 3: ("a", "f", "g")}  # who bought by receipt 1, 2, 3 of each day


def test_each_day_has_orders_of_its_own(tmp_path: Path) -> None:
    rows = [
        f"{number},{who},2024-01-0{day} 10:0{number},SKU{line},1,10.00"
        for day, people in DAYS.items()
        for number, who in enumerate(people, 1)
        for line in (1, 2)
    ]
    found = coming_to(shop(tmp_path, "\n".join(["receipt_no,customer_id,date,sku,quantity,price", *rows])))
    assert (len(found.orders), found.net, found.lines) == (9, Decimal(180), {"sale": 18})
    assert ("a", "1 2024-01-01") in found.orders
    said = "receipt_no comes back with other customers, so an order is told by receipt_no and date together."
    assert said in found.notes


def test_each_till_has_orders_of_its_own(tmp_path: Path) -> None:
    rows = ["A,1,7,2024-01-01", "B,1,7,2024-01-02", "A,2,8,2024-01-01", "B,2,9,2024-01-01"]
    content = "\n".join(["till,receipt_no,customer_id,date,price", *(f"{row},10.00" for row in rows)])
    assert coming_to(shop(tmp_path, content)).orders == {("7", "1 A"), ("7", "1 B"), ("8", "2 A"), ("9", "2 B")}


@pytest.mark.parametrize("written", ["{:02}.05.2024", "{:02}/05/2024", "2024-05-{:02}"])
@pytest.mark.parametrize("days", [range(1, 9), range(10, 18)])  # which no day, or some, tells from months
def test_days_and_tills_tell_orders_apart_however_days_are_written(tmp_path: Path, written: str, days: range) -> None:
    rows = [
        f"{written.format(day)};Kasse {till};{number};K{day * (till + number * number) % 11};{number + till},50"
        for day in days
        for till in (1, 1, 1, 2)  # of two, one has the most rows
        for number in (1, 2, 3)
    ]
    found = coming_to(shop(tmp_path, "\n".join(["Datum;Kasse;Bonnummer;Kundennummer;Preis", *rows])))
    assert len(found.orders) == 8 * 2 * 3
    said = "Bonnummer comes back with other customers, so an order is told by Bonnummer and Datum and Kasse together."
    assert said in found.notes


def test_receipts_of_tills_that_nothing_names_are_told_by_day_and_customer(tmp_path: Path) -> None:
    rows = [
        f"{day:02}.05.2024;{number};K{day * (till + number * number) % 11};{till},50"
        for day in range(1, 9)
        for till in (1, 2)
        for number in (1, 2, 3)
    ]
    found = coming_to(shop(tmp_path, "\n".join(["Datum;Bonnummer;Kundennummer;Preis", *rows])))
    assert len(found.orders) == len({row.rpartition(";")[0] for row in rows}) == 48


def test_receipts_that_come_back_for_the_same_customers_are_told_of(tmp_path: Path) -> None:
    rows = [f"{day:02}.06.2024;{number};K{number % 3};9,50" for day in range(1, 7) for number in range(1, 6)]
    found = coming_to(shop(tmp_path, "\n".join(["Datum;Bonnummer;Kundennummer;Preis", *rows])))
    assert any("the first 30 rows have 5 orders by it, 30 by it and the day." in note for note in found.notes)


@pytest.mark.parametrize("days", [("2024-01-01", "2024-01-02", "2024-01-03"), ("2024-01-01",) * 3])
def test_orders_of_one_customer_keep_their_number(tmp_path: Path, days: tuple[str, ...]) -> None:
    """Their lines may have gone on several days."""
    rows = [f"{order},c{order},{day},1,10.00" for order in (1, 2, 3) for day in days]
    found = coming_to(shop(tmp_path, "\n".join(["order_id,customer_id,date,quantity,price", *rows])))
    assert found.orders == {("c1", "1"), ("c2", "2"), ("c3", "3")}


@pytest.mark.parametrize("days", [("15/01/2567", "29/02/2567"), ("2567-01-15", "2567-02-29 10:00:00")])
def test_buddhist_years(tmp_path: Path, days: tuple[str, str]) -> None:
    rows = [f"{at},{at}7,{day},1,10.00" for at, day in enumerate(days)]
    found = coming_to(shop(tmp_path, "\n".join(["order_id,customer_id,order_date,quantity,price", *rows])))
    assert {moment[:10] for moment in found.moments} == {"2024-01-15", "2024-02-29"}
    said = f"Years are those of the Buddhist calendar, as in {days[0]}: 543 is taken off."
    assert said in found.notes


def test_one_such_year_among_others_is_a_mistake(tmp_path: Path) -> None:
    rows = "1,7,2024-01-15,10.00\n2,8,2567-01-15,10.00\n3,9,2024-01-16,10.00"
    found = coming_to(shop(tmp_path, f"order_id,customer_id,order_date,price\n{rows}"))
    assert [row.reason for row in found.rejected] == ["date not readable"]


def test_numbers_that_begin_again_each_day_are_orders_of_their_own(tmp_path: Path) -> None:
    rows = [
        f"{day:02}.06.2024;{8 + number}:10;{number};K{number % 2};{day},50" for day in (1, 2, 3) for number in (1, 2, 3)
    ]
    found = coming_to(shop(tmp_path, "\n".join(["Datum;Uhrzeit;Bonnummer;Kundennummer;Preis", *rows])))
    assert (len(found.orders), found.customers, found.net) == (9, {"K0", "K1"}, Decimal("22.50"))
    said = "Bonnummer begins again at 1 each day, so an order is told by Bonnummer and Datum together."
    assert said in found.notes


FIRST_LINES = (
    "1,2024-05-06,A,Ann,10/1,,A,,5/2,2024-05-06,A,Bob,10/2,,A,,6/{again},2024-05-07,B,Cid,20/{again},,B,,7/"
    "3,2024-05-07,B,Dee,20"
)


@pytest.mark.parametrize("again", ["1", "9"])
def test_what_a_first_line_says_is_of_the_order_below_it(tmp_path: Path, again: str) -> None:
    rows = FIRST_LINES.format(again=again).split("/")
    found = coming_to(shop(tmp_path, "\n".join(["order,date,till,customer,price", *rows])))
    assert found.rejected == []
    assert (found.guests, found.net, len(found.orders)) == (Decimal(0), Decimal(78), 4)
    assert found.paid == {"Ann": Decimal(15), "Bob": Decimal(16), "Cid": Decimal(27), "Dee": Decimal(20)}
