"""Loads whose refunded orders an earlier version kept as adjustments are named at an upgrade, and no others."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from etl.storing.load import load_file
from wording.reloading import refunds_left_out, said_of_refunds

HEADER = "Order ID,Date,Customer ID,SKU,Quantity,Price,Status"
OLD = "Lines whose Status says {} (1) are kept as adjustments, in no total."


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (OLD.format("Refunded"), True),
        (OLD.format("Cancelled (2), Rimborsato"), True),
        ("Lines whose Refunded at is filled (1 row) are kept as adjustments, in no total.", True),
        (OLD.format("返品済"), True),
        (OLD.format("Cancelled"), False),
        ("Lines whose Status says Refunded (1) are sales, and returns in full at the time of the order.", False),
    ],
)
def test_loads_with_refunds_left_out(engine: Engine, tmp_path: Path, said: str, found: bool) -> None:
    rows = ["1,2024-05-06,7,A,1,5,Completed", "2,2024-05-13,8,B,1,6,Cancelled"]
    (path := tmp_path / "shop.csv").write_text("\n".join([HEADER, *rows]))
    load_file(engine, path)
    note = "update loads set details = jsonb_set(details, '{notes}', jsonb_build_array(cast(:said as text)))"
    with engine.begin() as connection:
        connection.execute(text(note), {"said": said})
        assert refunds_left_out(connection) == ([(1, "shop.csv")] if found else [])
        connection.execute(text("delete from transactions where kind = 'adjustment'"))
        assert refunds_left_out(connection) == []


def test_what_is_said_of_them() -> None:
    assert said_of_refunds([]) == ""
    said = said_of_refunds([(number, f"{number}.csv") for number in range(1, 8)])
    assert said.startswith("Refunded orders of 7 loads are adjustments, in no total")
    assert "load 5 of 5.csv, 2 others)" in said
    assert "python -m etl undo 7" in said
