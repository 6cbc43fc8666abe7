"""What columns beside orders tell of refunds is all that went back so far: of a later export only the rest counts."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import Engine

from etl.recognition.options import Options
from etl.storing.load import load_file
from etl.storing.undo import undo_load
from tests.etl.recognition.test_telling_rows_apart import csv
from tests.etl.shop_files import rows_of

AMOUNTS = "order_id,date,customer_id,sku,quantity,unit_price,Refunded Amount"
PIECES = "order_id,date,customer_id,sku,quantity,unit_price,Quantity refunded"
CHARGES = "id,Created (UTC),Amount,Amount Refunded,Currency,Customer ID,Status"
OTHERS = ("1,2024-01-01,a,S1,1,100,0", "3,2024-01-09,c,S3,2,30,0")
ROWS = "order_id,date,customer_id,sku,quantity,unit_price"
BACK = "select coalesce(-sum(quantity * unit_price), 0) from {} where kind = 'return'"
LINES = "select invoice_no, stock_code, quantity, unit_price, kind from {} order by 1, 2, 3, 4"
GREW = "Of 1 order more went back by now than is stored: only the rest, {}, is added."
LESS = "Of 1 order less went back, as this file tells, than is stored: what is stored stays, and nothing is added."


def amounts(*rows: str) -> tuple[str, ...]:
    return AMOUNTS, *OTHERS, *rows


def pieces(*rows: str) -> tuple[str, ...]:
    return PIECES, *OTHERS, *rows


def of_22(refunded: str, buyer: str = "b") -> tuple[str, ...]:
    return amounts(f"2,2024-01-02,{buyer},S2,1,22,{refunded}")


def charges(refunded: str) -> tuple[str, ...]:
    paid = "ch_1,2024-01-01 10:00,100.00,0.00,eur,cus_1,Paid", "ch_3,2024-01-09 10:00,60.00,0.00,eur,cus_3,Paid"
    return CHARGES, *paid, f"ch_2,2024-01-02 10:00,25.00,{refunded},eur,cus_2,Paid"


CASES = {  # two exports, what went back by each alone, and what went back of both in either order
    "grows": (of_22("5"), of_22("12"), 5, 12, "7.00"),
    "grows to the whole": (of_22("5"), of_22("22"), 5, 22, "17.00"),
    "grows of a guest": (of_22("5", ""), of_22("12", ""), 5, 12, "7.00"),
    "is new": (of_22("0"), of_22("12"), 0, 12, None),
    "Stripe": (charges("10.00"), charges("25.00"), 10, 25, "15.00"),
    "pieces": (pieces("2,2024-01-02,b,S2,3,10,1"), pieces("2,2024-01-02,b,S2,3,10,2"), 10, 20, "10.00"),
    "pieces of another product": (
        pieces("2,2024-01-02,b,S2,3,10,1", "2,2024-01-02,b,S4,3,7,0"),
        pieces("2,2024-01-02,b,S2,3,10,2", "2,2024-01-02,b,S4,3,7,3"),
        10,
        41,
        "31.00",
    ),
    "rows, then an amount": (
        (ROWS, "1,2024-01-01,a,S1,1,100", "2,2024-01-02,b,S2,1,22", "2,2024-01-05,b,S2,-1,5"),
        of_22("12"),
        5,
        12,
        "7.00",
    ),
    "a row of the file as well": (
        amounts("2,2024-01-02,b,S2,1,22,5", "2,2024-01-05,b,S2,-1,5,0"),
        amounts("2,2024-01-02,b,S2,1,22,12", "2,2024-01-05,b,S2,-1,5,0"),
        5,
        12,
        "7.00",
    ),
}
TOLD_BY_ROWS = ("is new", "rows, then an amount", "a row of the file as well")  # of which early exports tell no amount


def back(engine: Engine) -> Decimal:
    return sum(
        (rows_of(engine, BACK.format(table))[0][0] for table in ("transactions", "guest_transactions")), Decimal(0)
    )


def lines(engine: Engine) -> list[tuple[object, ...]]:
    return [row for table in ("transactions", "guest_transactions") for row in rows_of(engine, LINES.format(table))]


@pytest.mark.parametrize("name", CASES)
def test_of_a_refund_that_grew_only_the_rest_counts(engine: Engine, tmp_path: Path, name: str) -> None:
    first, second, before, after, more = CASES[name]
    early, late = csv(tmp_path, *first, name="early.csv"), csv(tmp_path, *second, name="late.csv")
    load_file(engine, early)
    assert back(engine) == before
    stored = lines(engine)
    report = load_file(engine, late)
    assert back(engine) == after
    assert [note for note in report.notes if " went back" in note] == ([GREW.format(more)] if more else [])
    again = csv(tmp_path, second[0], *reversed(second[1:]), name="again.csv")
    assert load_file(engine, again).refunds == load_file(engine, early).refunds == 0
    assert back(engine) == after
    assert report.load_id is not None
    undo_load(engine, report.load_id)
    assert lines(engine) == stored


@pytest.mark.parametrize("name", [name for name in CASES if name not in TOLD_BY_ROWS])
def test_of_a_refund_that_an_earlier_export_tells_nothing_is_added(engine: Engine, tmp_path: Path, name: str) -> None:
    first, second, _, after, _ = CASES[name]
    load_file(engine, csv(tmp_path, *second, name="late.csv"))
    report = load_file(engine, csv(tmp_path, *first, name="early.csv"))
    assert back(engine) == after
    assert (report.notes[-1], report.known_orders) == (LESS, {"smaller_refunds": 1})


OTHERWISE = amounts("2,2024-01-02,b,,1,20,12")
BY_ANSWER = {"skip": 5, "replace": 12, "add": 17}  # where the order is stored with a product and another price


@pytest.mark.parametrize("said", BY_ANSWER)
def test_an_order_that_is_told_otherwise_has_the_refund_of_what_counts(
    engine: Engine, tmp_path: Path, said: Literal["skip", "replace", "add"]
) -> None:
    load_file(engine, csv(tmp_path, *of_22("5"), name="early.csv"))
    load_file(engine, csv(tmp_path, *OTHERWISE, name="late.csv"), Options(known_orders=said))
    assert back(engine) == BY_ANSWER[said]


def test_a_number_that_began_anew_tells_of_another_order(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, csv(tmp_path, *of_22("5"), name="early.csv"))
    load_file(engine, csv(tmp_path, AMOUNTS, "2,2024-06-02,b,S2,1,30,12", "5,2024-06-03,b,S2,1,9,0", name="june.csv"))
    assert back(engine) == 17
    load_file(engine, csv(tmp_path, *of_22("7"), name="late.csv"))
    assert back(engine) == 19
