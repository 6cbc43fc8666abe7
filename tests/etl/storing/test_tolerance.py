"""Files of which too much is unusable, and loads that only say what they would do."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from etl.storing.tolerance import Tolerance
from tests.conftest import RunModule
from tests.etl.coming_to import coming_to
from tests.etl.shop_files import counted, row, rows_of, shop_file, stored_rows
from warehouse.errors import InputError


@pytest.mark.parametrize(
    ("share", "rejected", "rows", "allowed"),
    [
        ("default", 9, 9, True),
        ("default", 10, 200, True),
        ("default", 10, 199, False),
        ("default", 0, 0, True),
        ("5%", 5, 100, True),
        ("5%", 6, 100, False),
        ("0 %", 1, 100, False),
        ("100%", 100, 100, True),
        ("0.5%", 1, 100, False),
    ],
)
def test_what_is_tolerated(share: str, rejected: int, rows: int, allowed: bool) -> None:
    tolerance = Tolerance() if share == "default" else Tolerance.parse(share)
    assert tolerance.allows(rejected, rows) is allowed


@pytest.mark.parametrize("text", ["5", "101%", "-1%", "half", ""])
def test_no_shares(text: str) -> None:
    with pytest.raises(InputError) as caught:
        Tolerance.parse(text)
    assert str(caught.value) == f"{text} is not a share of the rows, such as 5% or 100%."


def test_a_file_that_is_mostly_wrong_is_refused(engine: Engine, tmp_path: Path) -> None:
    bad = [row(str(i), quantity="many") for i in range(10)]
    path = shop_file(tmp_path, *bad, row("10"), row("11", price=""))
    with pytest.raises(InputError) as caught:
        load_file(engine, path)
    assert str(caught.value) == (
        "shop.csv was not loaded: 11 of its 12 rows cannot be used, and at most 5 % may be. Only 1 of them is left to "
        "load, so a column is not what it was taken for: say which is which with --map.\n"
        f"  quantity is not a number (Quantity): 10, such as line 2: {row('0', quantity='many')}\n"
        f"  no price (UnitPrice): 1, such as line 13: {row('11', price='')}"
    )
    assert set(stored_rows(engine).values()) == {0}
    assert rows_of(engine, "select status from loads") == [("failed",)]
    assert counted(engine, path, tolerance=Tolerance.parse("100%")) == (12, 1, 0, 11, 0)


def test_a_dry_run_says_all_and_stores_nothing(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, shop_file(tmp_path, row("1"), name="first.csv"))
    before = stored_rows(engine), rows_of(engine, "select * from loads")
    path = shop_file(tmp_path, row("1"), row("2"), row("2"), row("3", quantity="x"))
    report = load_file(engine, path, dry_run=True)
    assert report.load_id is None
    assert (report.rows_read, report.rows_loaded, report.rows_duplicate) == (4, 1, 1)
    assert (report.rows_known, report.rejected) == (1, {"quantity is not a number": 1})
    assert (stored_rows(engine), rows_of(engine, "select * from loads")) == before
    assert counted(engine, path) == (4, 1, 1, 1, 1)


def test_a_dry_run_on_the_command_line(run_module: RunModule, tmp_path: Path) -> None:
    path = shop_file(tmp_path, row("1"))
    done = run_module("etl", "load", path, "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Dry run, nothing was stored: 2024-05-06 10:30:00 to 2024-05-06 10:30:00" in done.stdout
    assert '"loads": []' in run_module("etl", "status", "--json").stdout


def test_rejected_rows_come_back_in_the_shape_of_their_file(run_module: RunModule, tmp_path: Path) -> None:
    good, bad = [row(str(i)).replace(",", ";") for i in range(30)], row("99", price="free").replace(",", ";")
    header = "InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country"
    path = shop_file(tmp_path, *good, bad, header=header)
    assert run_module("etl", "load", path).returncode == 0
    repaired = tmp_path / "repair.csv"
    done = run_module("etl", "rejected", 1, "--csv", repaired)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{repaired} holds 1 rejected row. Repair and load it.\n"
    assert repaired.read_text(encoding="utf-8") == f"{header}\n{bad}\n"
    repaired.write_text(f"{header}\n{bad.replace('free', '1.5')}\n", encoding="utf-8")
    assert '"rows_loaded": 1' in run_module("etl", "load", repaired, "--json").stdout


@pytest.mark.parametrize(
    ("load_id", "sentence"),
    [
        (9, "There is no load 9. See the loads with: python -m etl status"),
        (1, "Load 1 rejected no row, so {path} was not written."),
    ],
)
def test_there_is_nothing_to_give_back(run_module: RunModule, tmp_path: Path, load_id: int, sentence: str) -> None:
    run_module("etl", "load", shop_file(tmp_path, row()))
    path = tmp_path / "repair.csv"
    done = run_module("etl", "rejected", load_id, "--csv", path)
    assert (done.returncode, done.stderr) == (1, f"error: {sentence.format(path=path)}\n")
    assert not list(tmp_path.glob("repair*"))


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Month,Visits,Cost", True),
        ("Region,Month,Visitors,Target,Cost,Rate,Customer,Price", True),
        ("v1,v2,v3", False),
        ("foo,bar", False),
    ],
)
def test_a_second_table_below_the_first_is_said(tmp_path: Path, header: str, said: bool) -> None:
    below = [",".join(f"x{at}" for _ in header.split(",")) for at in range(12)]
    path = shop_file(tmp_path, *(row(invoice=str(at)) for at in range(30)), "", header, *below)
    with pytest.raises(InputError, match="13 of its 43 rows cannot be used") as caught:
        coming_to(path)
    assert (f"A second table begins in line 33 ({header}): save it as a file of its own" in str(caught.value)) is said
