"""Columns that are called `id` and `Name`, as shops export them."""

from pathlib import Path

import pytest

from tests.etl.looks import plan_load
from warehouse.errors import Choice, Question

WORDS = "Is {} the number of the order? Without one, what a customer bought at one time is one order."
ORDERS = [f"{at},complete,c{at % 3}@example.org,2024-0{at}-03 10:00,{at}.50" for at in range(1, 9)]
LINES = [
    f"{at},paid,c{at // 2}@example.org,2024-0{1 + at // 2}-03,S{at % 3},Mug {at % 3},1,{at}.50" for at in range(12)
]


def csv(folder: Path, header: str, rows: list[str]) -> Path:
    """A file of these rows."""
    (path := folder / "export.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("label", ["id", "ID", "entity_id"])
def test_an_id_beside_a_status_is_offered_as_the_order_number(tmp_path: Path, label: str) -> None:
    plan = plan_load(csv(tmp_path, f"{label},status,customer_email,created_at,grand_total", ORDERS))
    assert "invoice_no" not in plan.where
    assert plan.offers == (
        Question("map", WORDS.format(label), (Choice(f"invoice_no={label}", f"Yes: each {label} is an order"),)),
    )
    said = f"{label} may be the number of the order: if it is, load with --map invoice_no={label}."
    assert said in plan.notes


def test_an_id_of_lines_is_not_and_a_name_beside_codes_is_of_goods(tmp_path: Path) -> None:
    plan = plan_load(csv(tmp_path, "ID,Status,Email,Date,SKU,Name,Quantity,Price", LINES))
    assert (plan.columns["description"], "invoice_no" in plan.where, plan.offers) == ("Name", False, ())


def test_a_name_that_goes_with_the_customer_is_none_of_goods(tmp_path: Path) -> None:
    rows = [f"{at},c{at // 2}@example.org,2024-01-03,S{at // 2},Ann {at // 2},1,{at}.50" for at in range(12)]
    assert "description" not in plan_load(csv(tmp_path, "order_id,Email,Date,SKU,Name,Quantity,Price", rows)).where
