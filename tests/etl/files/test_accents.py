"""Texts in Windows-1252 and Latin-1, as German and French shops export them: accents wherever there can be any."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.conftest import RunModule
from tests.etl.shop_files import counted, rows_of

HEAD = "Rechnungsnr;Artikelnr;Artikelbezeichnung;Menge;Datum;Stückpreis;Kundenname;Land"
LINES = [
    "Ré-1;Ä1;Töpfe;2;13.05.2024 10:30;2,50;Müller;Österreich",
    "Ré-1;Ä2;Crème brûlée;1;13.05.2024 10:30;7,00;Müller;Österreich",
    "Ré-2;Ä1;Töpfe;-1;14.05.2024 11:00;2,50;Núñez;Türkei",
]
STORED = [
    ("Ré-1", "Ä1", "Töpfe", "Müller", "AT"),
    ("Ré-1", "Ä2", "Crème brûlée", "Müller", "AT"),
    ("Ré-2", "Ä1", "Töpfe", "Núñez", "TR"),
]
QUERY = "select invoice_no, stock_code, description, customer_id, country from transactions order by 1, 2"


def written(path: Path, lines: Sequence[str], encoding: str = "cp1252") -> Path:
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
    return path


def in_columns(lines: Sequence[str]) -> list[str]:
    """The same lines in columns of fixed places."""
    return ["".join(cell.ljust(24) for cell in line.split(";")) for line in lines]


def first_lines_only(lines: Sequence[str]) -> list[str]:
    """The second line of the first order without what the first says of the order."""
    first, second, third = lines
    cells = second.split(";")
    return [first, ";".join((*cells[:4], "", cells[5], "", "")), third]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "lines",
    [
        [HEAD, *LINES],
        ["Übersicht für Müller & Söhne", "", HEAD, *LINES],
        [HEAD, *first_lines_only(LINES)],
        in_columns([HEAD, *LINES]),
        [HEAD.replace("ü", "u"), *['"' + line.replace(";", '";"') + '"' for line in LINES]],
    ],
    ids=["plain", "report", "carried", "fixed", "quoted"],
)
def test_accents_arrive_in_transactions(engine: Engine, tmp_path: Path, lines: list[str], encoding: str) -> None:
    assert counted(engine, written(tmp_path / "shop.csv", lines, encoding)) == (3, 3, 0, 0, 0)
    assert rows_of(engine, QUERY) == STORED


def test_ragged_rows_with_accents_are_rejected(engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path / "shop.csv", [HEAD, *LINES, "Ré-3;Äpfel;zu kurz"])
    assert counted(engine, path) == (4, 3, 0, 1, 0)
    assert rows_of(engine, "select reason, raw from rejected_rows") == [
        ("wrong number of columns", "Ré-3;Äpfel;zu kurz"),
    ]


def test_files_put_together_in_two_encodings(engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path / "shop.csv", [HEAD, LINES[2]])  # a header of Windows-1252 above lines of UTF-8
    path.write_bytes(path.read_bytes() + "".join(f"{line}\n" for line in LINES[:2]).encode())
    assert counted(engine, path) == (3, 3, 0, 0, 0)
    assert rows_of(engine, QUERY) == STORED


@pytest.mark.parametrize("shape", [list, in_columns])
def test_accents_arrive_in_customers(run_module: RunModule, engine: Engine, tmp_path: Path, shape: type) -> None:
    lines = ["Kundennr;Vorname;Nachname;Land;Größe", "7;Jürgen;Müller;Österreich;groß", "8;Inés;Núñez;Türkei;größer"]
    result = run_module("etl", "customers", written(tmp_path / "people.csv", shape(lines)))
    assert (result.returncode, result.stderr) == (0, "")
    assert rows_of(engine, "select first_name, last_name, country, attributes from customers order by customer_id") == [
        ("Jürgen", "Müller", "AT", {"Größe": "groß"}),
        ("Inés", "Núñez", "TR", {"Größe": "größer"}),
    ]
