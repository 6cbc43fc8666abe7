"""The command line, as people and scripts meet it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.etl.shop_files import row, shop_file

Run = Callable[..., "subprocess.CompletedProcess[str]"]
KEYS = [
    *("load_id", "file", "rows_read", "rows_loaded", "rows_duplicate", "rows_rejected", "rows_known"),
    *("invoices", "customers", "first_invoiced_at", "last_invoiced_at", "seconds", "rejected"),
]


def test_from_sample_to_status(run_module: Run, tmp_path: Path) -> None:
    path = tmp_path / "sample-shop.csv"
    made = run_module("etl", "sample", "--lines", 2_000, "--seed", 5, path)
    assert (made.returncode, made.stdout, made.stderr) == (0, "", f"{path} holds 2,000 generated lines.\n")
    loaded = run_module("etl", "load", path, "--json")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    report = json.loads(loaded.stdout)
    assert list(report) == [*KEYS, "notes", "encoding"]
    (note,) = report["notes"]
    assert note.startswith("Charges with rows of their own are no goods, and count in the sales: POSTAGE (")
    assert (
        report["rows_read"]
        == 2_000
        == sum(report[f"rows_{name}"] for name in ("loaded", "duplicate", "rejected", "known"))
    )
    state = json.loads(run_module("etl", "status", "--json").stdout)
    assert (
        sum((state["transactions"] | {}).values()) + sum(state["guest_transactions"].values()) == report["rows_loaded"]
    )
    shown = run_module("etl", "status").stdout
    assert "sample-shop.csv" in shown
    assert "Data quality" in shown
    assert run_module("etl", "clear", "--sample").stdout == "Cleared the sample shop.\n"
    assert run_module("etl", "clear", "--sample").stdout == "There was nothing to clear.\n"


def test_load_tells_people_what_happened(run_module: Run, tmp_path: Path) -> None:
    path = shop_file(tmp_path, row(), row(), row(quantity="six"), name="my shop.csv.gz")
    result = run_module("etl", "load", path)
    assert (result.returncode, result.stderr) == (0, "")
    assert [
        " ".join(line.split()) for line in result.stdout.splitlines() if line.startswith("  ") and line.strip()
    ] == [
        "Rows my shop.csv.gz",
        "read 3",
        "loaded 1",
        "repeated in the file 1",
        "known from an earlier load 0",
        "rejected 1",
        "quantity is not a number (Quantity) 1",
        "invoices in the file 1",
        "customers in the file 1",
    ]
    assert result.stdout.endswith("See the rejected rows with: python -m etl rejected 1\n")
    rejected = run_module("etl", "rejected", 1)
    assert rejected.stdout == f'line_number,reason,raw\n4,quantity is not a number,"{row(quantity="six")}"\n'


def test_several_files_are_one_object(run_module: Run, tmp_path: Path) -> None:
    files = [shop_file(tmp_path, row(str(number)), name=f"{number}.csv") for number in (1, 2)]
    loads = json.loads(run_module("etl", "load", *files, "--json").stdout)["loads"]
    assert [(load["load_id"], load["file"], load["rows_loaded"]) for load in loads] == [
        (1, "1.csv", 1),
        (2, "2.csv", 1),
    ]


def test_map_and_date_order(run_module: Run, tmp_path: Path) -> None:
    path = shop_file(tmp_path, "1,x,2,1/2/2024,3,7", header="Bon,Was,Menge,Am,Preis,Wer")
    names = (
        "invoice_no=Bon",
        "description=Was",
        "quantity=Menge",
        "invoiced_at=Am",
        "unit_price=Preis",
        "customer_id=Wer",
    )
    maps = [part for name in names for part in ("--map", name)]
    result = run_module("etl", "load", path, *maps, "--date-order", "dmy", "--json")
    assert json.loads(result.stdout)["first_invoiced_at"] == "2024-02-01T00:00:00"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["load", "{folder}/none.csv"], 1, "error: {folder}/none.csv does not exist. Check the name and the folder.\n"),
        (["load", "{folder}/good.csv", "{folder}/bad.csv"], 1, "error: {folder}/bad.csv is empty."),
        (["load", "{folder}/good.csv", "--map", "x"], 1, "error: --map x is not of the form NAME=COLUMN"),
        (["load", "{folder}/good.csv", "--timezone", ""], 1, "error: An empty name is no time zone. Give an IANA name"),
        (["load", "{folder}/good.csv", "--columns", ""], 1, "error: --columns names no column. Write one name"),
        (["load", ""], 2, "argument FILE: a file's name is empty"),
        (["load"], 2, "the following arguments are required: FILE"),
        (["load", "{folder}/good.csv", "--date-order", "ymd"], 2, "invalid choice: 'ymd'"),
        (["sample", "--lines", "0", "{folder}/x.csv"], 2, "0 is not a number from 1 to 200,000,000"),
        (["rejected", "9"], 1, "error: There is no load 9. See the loads with: python -m etl status\n"),
        (["clear"], 2, "the following arguments are required: --sample"),
        ([], 2, "the following arguments are required: COMMAND"),
    ],
)
def test_mistakes_end_in_a_sentence(
    run_module: Run, tmp_path: Path, arguments: list[str], code: int, sentence: str
) -> None:
    shop_file(tmp_path, row(), name="good.csv")
    (tmp_path / "bad.csv").touch()
    result = run_module("etl", *(argument.format(folder=tmp_path) for argument in arguments))
    assert (result.returncode, result.stdout) == (code, "")
    assert sentence.format(folder=tmp_path) in result.stderr
    assert "Traceback" not in result.stderr


def test_columns_are_told_without_what_steers_a_terminal(run_module: Run, tmp_path: Path) -> None:
    path = shop_file(tmp_path, row())
    path.write_text(path.read_text().replace("Country", "\x1b[31mCountry", 1))
    result = run_module("etl", "load", path, "--map", "country=\x1b[31mCountry")
    assert "country = \\x1b[31mCountry" in result.stdout
    assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize("command", [[], ["load"], ["status"], ["sample"], ["clear"], ["rejected"]])
def test_every_command_has_help(run_module: Run, command: list[str]) -> None:
    result = run_module("etl", *command, "--help")
    assert result.returncode == 0
    assert result.stdout.startswith("usage: python -m etl")


def test_an_error_says_which_of_several_files_it_is_about(run_module: Run, tmp_path: Path) -> None:
    good = shop_file(tmp_path, row("1"), name="good.csv")
    open_dates = shop_file(tmp_path, row("2", at="1/2/2024"), name="open.csv")
    no_dates = shop_file(tmp_path, "1,2", name="none.csv", header="CustomerID,UnitPrice")
    for bad, words in ((open_dates, "Dates such as 1/2/2024"), (no_dates, "No column for the date.")):
        done = run_module("etl", "load", good, bad)
        assert done.returncode == 1
        assert done.stderr.startswith(f"error: {bad}: {words}")
        assert run_module("etl", "load", bad).stderr.startswith(f"error: {words}")
