"""What came back, told by numbers and by names of files: a name never decides alone, a number is never money."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

LINES = "order_id,order_date,customer_id,sku,quantity,unit_price"
SOLD = ("1,2023-01-05,a,S1,2,10.00", "1,2023-01-05,a,S2,1,30.00", "2,2023-01-06,b,S1,1,10.00")
MIXED = (
    "verkauf_inkl_retouren.csv",
    "sales_and_returns_2023.csv",
    "ventes-avec-retours.csv",
    "VerkaufeUndRetouren.csv",
)


def named(folder: Path, name: str, header: str, *rows: str) -> Path:
    """A file of this name."""
    (path := folder / name).write_text("\n".join([header, *rows]))
    return path


@pytest.mark.parametrize("name", [*MIXED, "returns_policy_shop_sales.csv"])
def test_a_name_that_says_of_more_leaves_sales_alone(tmp_path: Path, name: str) -> None:
    found = coming_to(named(tmp_path, name, LINES, *SOLD))
    assert found.money == {"sale": Decimal(60)}
    assert [note.partition(" is called")[0] for note in found.notes if "called after" in note] == [name]


@pytest.mark.parametrize("name", ["retouren.csv", "shop_refunds.csv"])
def test_lines_of_goods_called_after_refunds_are_a_question(tmp_path: Path, name: str) -> None:
    path = named(tmp_path, name, LINES, *SOLD)
    with pytest.raises(InputError, match="nothing in them says whether they were sold or came back") as raised:
        coming_to(path)
    assert [choice.value for choice in raised.value.questions[0].choices] == ["all=sale", "all=return"]
    assert [coming_to(path, Options(kinds={"all": word})).net for word in ("sale", "return")] == [60, -60]


@pytest.mark.parametrize(
    ("header", "rows", "money"),
    [
        (f"{LINES},refund", [f"{SOLD[0]},0", f"{SOLD[1]},30.00", f"{SOLD[2]},5.00"], (60, -35)),
        (f"{LINES},return_id", [f"{SOLD[0]},", f"{SOLD[1]},R1", f"{SOLD[2]},"], (60, 0)),
        (LINES, [*SOLD, "3,2023-01-07,b,S1,-1,10.00"], (60, -10)),
        (f"{LINES},Type", [f"{SOLD[0]},Sale", f"{SOLD[1]},Sale", f"{SOLD[2]},Return"], (50, -10)),
        (f"{LINES},Return", [f"{SOLD[0]},no", f"{SOLD[1]},no", f"{SOLD[2]},yes"], (50, -10)),
    ],
)
def test_what_a_file_says_itself_counts_and_not_its_name(
    tmp_path: Path, header: str, rows: list[str], money: tuple[int, int]
) -> None:
    found = coming_to(named(tmp_path, "refund_export.csv", header, *rows)).money
    assert (found["sale"], found.get("return", 0)) == money


@pytest.mark.parametrize(
    "label", ["refund", "Refund No", "return_id", "RMA", "Retourennummer", "Avoir", "Return Reason"]
)
@pytest.mark.parametrize("code", ["R1", "RMA-17"])
def test_a_number_of_a_return_is_no_money_and_is_said(tmp_path: Path, label: str, code: str) -> None:
    path = shop(tmp_path, "\n".join([f"{LINES},{label}", f"{SOLD[0]},", f"{SOLD[1]},{code}", f"{SOLD[2]},"]))
    found = coming_to(path)
    assert found.money == {"sale": Decimal(60)}
    assert [note.partition(",")[0] for note in found.notes if label in note] == [
        f"{label} is filled in 1 row of the first 3"
    ]
    back, off = (coming_to(path, Options({name: label})).money for name in ("is_return", "returned"))
    assert (back, off) == ({"sale": 30, "return": -30}, {"sale": 60, "return": -30})


def test_amounts_in_rand_are_money(tmp_path: Path) -> None:
    rows = ["1,2023-01-05,a,S1,2,R100,R50", "2,2023-01-05,a,S2,1,R300,", "3,2023-01-06,b,S1,1,R100,"]
    found = coming_to(shop(tmp_path, "\n".join([f"{LINES},refund", *rows])))
    assert found.money == {"sale": Decimal(600), "return": Decimal(-50)}


@pytest.mark.parametrize(
    ("header", "number"),
    [("Erstattungsnr;Bestellnr;Datum;Kunde;Betrag", "E{}"), ("Remboursement;Commande;Date;Client;Montant", "R{}")],
)
def test_a_number_of_a_refund_on_each_row_says_what_the_file_is(tmp_path: Path, header: str, number: str) -> None:
    rows = [f"{number.format(at)};{at};1{at}.01.2023;K{at};{at}0,00" for at in (1, 2)]
    found = coming_to(shop(tmp_path, "\n".join([header, *rows])))
    assert found.money == {"return": Decimal(-30)}
    assert f"{header.partition(';')[0]} says that these are refunds: every row is a return." in found.notes


@pytest.mark.parametrize("flag", ["Refunded", "Fully Refunded?", "Returned"])
@pytest.mark.parametrize("order", ["Order ID", "id"])
def test_an_amount_that_went_back_decides_and_a_flag_alone_returns_all(tmp_path: Path, flag: str, order: str) -> None:
    header = f"{order},Date,Customer ID,Amount,Amount Refunded,{flag}"
    cells = ["80.00,0,false", "30.00,13.84,false", "35.49,35.49,true", "50.00,20.00,true", "12.50,0,true", "9.00,,true"]
    rows = [f"ch_{at},2024-01-0{at + 1} 09:0{at},cus_{at % 3},{each}" for at, each in enumerate(cells)]
    found = coming_to(shop(tmp_path, "\n".join([header, *rows])))
    assert found.money == {"sale": Decimal("216.99"), "return": Decimal("-90.83")}
    said = f"returns in full at the time of the order, where {flag} says yes and Amount Refunded has no amount."
    assert sum(said in note for note in found.notes) == 1


GOODS = ("1,2024-05-13,7,A,1,50.00", "1,2024-05-13,7,B,1,40.00", "1,2024-05-13,7,C,1,60.00")


@pytest.mark.parametrize("flag", ["Return", "is_return", "Refund", "Returned"])
@pytest.mark.parametrize(
    ("told", "cells", "back"),
    [
        ("Refund Amount", ["no,0", "yes,40.00", "no,0"], -40),  # once, and not as a line and as an amount
        ("Refund Amount", ["yes,50.00", "yes,", "no,"], -90),  # a line without amount came back as a whole
        ("Refund Amount", ["yes,0", "yes,30.00", "no,0"], -80),
        ("Refund Amount", ["yes,90.00", "yes,", "no,"], -90),  # more than its line: the whole order's
        ("Refund Amount", ["yes,70.00", "yes,70.00", "no,70.00"], -70),
        ("Returned Qty", ["yes,", "yes,1", "no,0"], -90),
        ("Refunded at", ["yes,2024-06-01", "yes,2024-06-01", "no,"], -90),
    ],
)
def test_a_flag_beside_what_went_back_counts_it_once(
    tmp_path: Path, flag: str, told: str, cells: list[str], back: int
) -> None:
    rows = [f"{line},{each}" for line, each in zip(GOODS, cells, strict=True)]
    header = f"Order,Date,Customer,Item,Quantity,Price,{flag},{told}"
    found = coming_to(shop(tmp_path, "\n".join([header, *rows]))).money
    sold = 60 if told == "Refunded at" and flag != "Returned" else 150  # nothing says that the rows had been sold
    assert (found["sale"], found["return"]) == (sold, back)


@pytest.mark.parametrize(
    ("more", "cells", "money"),
    [
        ("Return,Refund Amount", ["no,0", "no,0", "no,0", "yes,40.00"], (150, -40)),
        ("Type,Refund Amount", ["Sale,0", "Sale,0", "Sale,0", "Refund,35.00"], (150, -40)),
        ("Refunded at,Refund Amount", [",0", "2024-06-01,40.00", "2024-06-01,", ",0"], (190, -100)),
    ],
)
def test_what_went_back_is_not_counted_again_beside_its_own_row(
    tmp_path: Path, more: str, cells: list[str], money: tuple[int, int]
) -> None:
    lines = [*GOODS, "2,2024-05-20,7,B,1,40.00"]
    rows = [f"{line},{each}" for line, each in zip(lines, cells, strict=True)]
    found = coming_to(shop(tmp_path, "\n".join([f"Order,Date,Customer,Item,Quantity,Price,{more}", *rows]))).money
    assert (found["sale"], found["return"]) == money
