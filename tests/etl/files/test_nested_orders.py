"""Orders in JSON that hold their lines."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from etl.files.json.nested_orders import MOST, lines_key, unfolded
from etl.storing.load import load_file
from etl.storing.tolerance import Tolerance
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError


def test_an_order_with_lines_is_one_row_a_line() -> None:
    orders: list[dict[str, Any]] = [
        {
            "id": 1,
            "who": {"no": 7, "at": {"x": 1}},
            "taxes": [{"t": 1}],
            "items": [{"sku": "A", "t": [{}]}, {"sku": "B"}],
        },
        {"id": 2, "items": []},
    ]
    assert lines_key(orders) == "items"
    one = {"id": 1, "who": {"no": 7, "at": '{"x": 1}'}, "taxes": '[{"t": 1}]'}
    rows = [one | {"items.sku": "A", "items.t": "[{}]"}, one | {"items.sku": "B"}, {"id": 2}]
    assert unfolded(orders, [1, 2], "items") == (rows, [1, 1, 2])


@pytest.mark.parametrize("order", [{"lines": [{"a": 1}], "items": [{"a": 1}]}, {"files": [{"a": 1}]}, {"items": ["a"]}])
def test_lines_that_nobody_can_tell(order: dict[str, Any]) -> None:
    assert lines_key([order]) == ""


def test_an_order_that_would_fill_the_memory() -> None:
    with pytest.raises(InputError, match="line 3 has 1,000 lines"):
        unfolded([{"note": "x" * (MOST // 1_000), "items": [{"a": 1}] * 1_000}], [3], "items")


def test_rows_of_one_line_have_numbers_of_their_own(engine: Engine, tmp_path: Path) -> None:
    items = '[{{"price": {}}}, {{"price": "x"}}, {{"price": "y"}}]'
    line = '{{"id": {}, "date": "2024-05-13", "customer": 7, "items": ' + items + "}}"
    (path := tmp_path / "orders.jsonl").write_text("\n".join([line.format(1, 5), "broken {", line.format(2, 6)]))
    report = load_file(engine, path, tolerance=Tolerance(share=1))
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (7, 2, 5)
    lines = rows_of(engine, "select line_number, reason from rejected_rows order by 1")
    wrong = "price is not a number"
    assert lines == [(2, wrong), (3, wrong), (4, "not a JSON object"), (6, wrong), (7, wrong)]


def test_orders_of_a_shops_interface(engine: Engine, tmp_path: Path) -> None:
    goods = [{"sku": "A", "quantity": 2, "price": "10.00"}, {"sku": "B", "quantity": 1, "price": "5.50"}]
    orders = [
        {
            "number": 100 + at,
            "created_at": f"2024-05-1{at}T10:00:00Z",
            "total_price": "25.50",
            "customer": {"id": at % 2},
        }
        | {"shipping_address": {"country_code": "FR"}, "line_items": goods, "refunds": []}
        for at in range(4)
    ]
    (path := tmp_path / "orders.json").write_text(json.dumps(orders, indent=1))
    report = load_file(engine, path)
    assert (report.rows_loaded, report.invoices, report.customers) == (8, 4, 2)
    (found,) = rows_of(engine, "select sum(quantity * unit_price), min(country), max(stock_code) from transactions")
    assert found == (Decimal(102), "FR", "B")
