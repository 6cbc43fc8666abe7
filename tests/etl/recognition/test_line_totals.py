"""Prices that are what the line comes to, and columns that look like products and are none."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop

GROSS = "Order,Date,Customer,SKU,Qty,{columns}"
# Columns of amounts, and for the pieces of a line at 10.00 without tax: their values. What four lines come to.
AMOUNTS = {
    "with its tax": ("Net price,VAT,Gross price", "10.00,{tax:.2f},{gross:.2f}", "96.00"),
    "with the rate of it": ("Net price,VAT,Gross price", "10.00,20%,{gross:.2f}", "96.00"),
    "with a tax that stands nowhere": ("Net price,Gross price", "10.00,{gross:.2f}", "96.00"),
    "without tax": ("Net price,Price", "10.00,{net:.2f}", "80.00"),
    "of a piece, with tax": ("Net price,VAT,Gross price", "10.00,2.00,12.00", "96.00"),
    "of a piece, with the line's tax": ("Net price,VAT,Gross price", "10.00,{tax:.2f},12.00", "96.00"),
    "of a piece, beside what it cost": ("Cost,Price", "10.00,12.00", "96.00"),
}


@pytest.mark.parametrize("name", AMOUNTS)
@pytest.mark.parametrize("pieces", [(1, 3, 2, 2), (2, 2, 2, 2)])
def test_the_total_of_a_line_is_not_multiplied(tmp_path: Path, name: str, pieces: tuple[int, ...]) -> None:
    columns, values, sold = AMOUNTS[name]
    rows = [
        f"{at},2024-01-1{at},K{at % 2},S{at % 2},{count},"
        + values.format(tax=2 * count, net=10 * count, gross=12 * count)
        for at, count in enumerate(pieces)
    ]
    path = shop(tmp_path, "\n".join([GROSS.format(columns=columns), *rows]))
    assert coming_to(path).net == Decimal(sold)


def test_it_is_said_and_may_be_said_otherwise(tmp_path: Path) -> None:
    rows = [f"{at},2024-01-1{at},K,S,2,10.00,4.00,24.00" for at in range(3)]
    path = shop(tmp_path, "\n".join([GROSS.format(columns="Net price,VAT,Gross price"), *rows]))
    assert (
        "Gross price is what the line comes to: it is Net price times Qty with VAT in the first 3 rows, and is not "
        'multiplied again. If it is the price of a piece, load with --map unit_price="Gross price".'
    ) in coming_to(path).notes
    assert coming_to(path, Options({"unit_price": "Gross price"})).net == Decimal(144)


@pytest.mark.parametrize(
    ("header", "rows", "product"),
    [
        (
            "id_order,reference,id_customer,date_add,product_name,product_quantity,unit_price_tax_incl",
            ["1,AAAA,5,2023-01-05,Mug,1,10.00", "1,AAAA,5,2023-01-05,Cup,1,10.00", "2,BBBB,6,2023-01-06,Mug,1,10.00"],
            {"description": "product_name"},
        ),
        (
            "id_order,reference,id_customer,date_add,product_name,product_reference,product_quantity,price",
            [
                "1,AAAA,5,2023-01-05,Mug,M1,1,10.00",
                "1,AAAA,5,2023-01-05,Cup,C1,1,10.00",
                "2,BBBB,6,2023-01-06,Mug,M1,1,9",
            ],
            {"stock_code": "product_reference", "description": "product_name"},
        ),
        (
            "order_id,item_no,product_key,customer_id,date,quantity,price",
            ["1,1,p7,5,2023-01-05,1,10.00", "1,2,p8,5,2023-01-05,1,20.00", "2,1,p8,6,2023-01-06,1,20.00"],
            {"stock_code": "product_key"},
        ),
        (
            "order_id,item_no,customer_id,date,quantity,price",
            ["1,71,5,2023-01-05,1,10.00", "1,82,5,2023-01-05,1,20.00", "2,82,6,2023-01-06,1,20.00"],
            {"stock_code": "item_no"},
        ),
    ],
)
def test_neither_an_orders_reference_nor_a_lines_number_is_a_product(
    tmp_path: Path, header: str, rows: list[str], product: dict[str, str]
) -> None:
    columns = coming_to(shop(tmp_path, "\n".join([header, *rows]))).columns
    assert {name: columns[name] for name in ("stock_code", "description") if name in columns} == product
