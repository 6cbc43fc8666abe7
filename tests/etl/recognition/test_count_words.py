"""Counts in sentences, of one and of several; parts of a list that are named twice."""

from pathlib import Path

import pytest

from etl.names.labels import listed
from tests.etl.coming_to import coming_to, shop
from wording.counts import as_sales, be, counted, others, the_first

LINES = "order_id,order_date,customer_id,sku,quantity,unit_price"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 row is the first row; it counts as a sale, 1 other"),
        (1204, "1,204 rows are the first 1,204 rows; they count as sales, 1,204 others"),
    ],
)
def test_one_and_several(number: int, said: str) -> None:
    words = f"{counted(number, 'row')} {be(number)} {the_first(number, 'row')}; {as_sales(number)}, {others(number)}"
    assert words == said


def test_what_is_named_twice_is_said_once() -> None:
    assert listed(["Discount", "Discount", "Discount"]) == "Discount"
    assert listed(["Tax", "Fee", "Tax", "Tip"]) == "Tax, Fee and Tip"


def test_discounts_of_one_name_are_off_once(tmp_path: Path) -> None:
    rows = [f"{at},2024-01-0{at},K{at},{at}0.00,1.00,2.00,{at}1.00" for at in (1, 2, 3)]
    path = shop(tmp_path, "\n".join(["order_id,date,customer_id,Subtotal,Discount,Tax,Total", *rows]))
    assert [note for note in coming_to(path).notes if "off already" in note] == [
        "Total counts, with Tax (6.00) in it, as Subtotal proves in the first 3 rows; Discount is off already. For "
        "goods alone, load with --map total=Subtotal --map order_discount=Discount."
    ]


def test_freight_in_a_total_is_said_where_prices_prove_it(tmp_path: Path) -> None:
    rows = [f"{at},2024-01-0{at},K{at},{at},10.00,1.00,5.00,{at * 10 + 4}.00" for at in (1, 2, 3)]
    path = shop(
        tmp_path, "\n".join(["Pedido,Data,Cliente,Quantidade,Valor Unitário,Desconto,Frete,Valor Total", *rows])
    )
    assert (
        "Valor Total counts, with Frete (15.00) in it, as Valor Unitário times Quantidade proves in the first 3 rows; "
        'Desconto is off already. For goods alone, load with --map unit_price="Valor Unitário" '
        "--map order_discount=Desconto."
    ) in coming_to(path).notes


@pytest.mark.parametrize("rows", [1, 2])
def test_prices_below_nothing_are_said(tmp_path: Path, rows: int) -> None:
    lines = ["1,2024-01-02,a,M,2,10.00", *(f"{at},2024-01-03,b,X{at},1,-2.00" for at in range(2, 2 + rows))]
    found = coming_to(shop(tmp_path, "\n".join([LINES, *lines])))
    said = f"unit_price is below nothing in {rows} of the first {1 + rows} rows ({-2 * rows:.2f}), and no name says why"
    assert [note.partition(", so that")[0] for note in found.notes if "below nothing" in note] == [said]
