"""One sale told several times under kinds that nobody knows."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from etl.values.records.kinds import parse_kinds
from tests.etl.looks import plan_load
from tests.etl.shop_files import rows_of

SALES = ("2024-05-01,A,{},100.00", "2024-05-04,B,{},50.00", "2024-05-07,C,{},70.00")
SAID = (
    "AX, BX and CX in Kind come with the same amounts of the same customers, in the first 9 rows: if they are "
    "documents of one sale, such as its order and its invoice, load with --map type=Kind and --kind AX=nothing for "
    "each that is not to count."
)


def _file(folder: Path, label: str, rows: list[str]) -> Path:
    (path := folder / "x.csv").write_text(
        "\n".join([f"No,Date,Customer,{label},Amount", *(f"{at},{row}" for at, row in enumerate(rows, 1))]) + "\n"
    )
    return path


def test_kinds_of_the_same_sales_are_told(engine: Engine, tmp_path: Path) -> None:
    path = _file(tmp_path, "Kind", [row.format(kind) for kind in ("AX", "BX", "CX") for row in SALES])
    assert SAID in plan_load(path).notes
    load_file(engine, path, Options({"type": "Kind"}, kinds=parse_kinds(["AX=nothing", "BX=nothing"])))
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions where kind = 'sale'") == [(220,)]


@pytest.mark.parametrize(
    ("label", "rows"),
    [
        ("Month", [row.format(kind) for kind in ("January", "February") for row in SALES]),  # paid each month
        ("Kind", [*(row.format("AX") for row in SALES), "2024-05-01,A,BX,9.00", "2024-05-01,D,BX,50.00"]),
        ("Kind", [f"2024-05-0{day},{who},{kind},9.99" for day, who in enumerate("ABC", 1) for kind in ("AX", "BX")]),
    ],
    ids=["months", "other sales", "one price"],
)
def test_others_are_not(tmp_path: Path, label: str, rows: list[str]) -> None:
    assert not [note for note in plan_load(_file(tmp_path, label, rows)).notes if "same amounts" in note]
