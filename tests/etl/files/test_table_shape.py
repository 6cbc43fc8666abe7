"""Delimiters, preambles, encodings and columns of fixed places."""

from pathlib import Path

import pytest

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import BLOCK
from etl.files.readers import Ragged
from etl.files.sources import look
from etl.files.text.encodings import MIXED
from tests.etl.shop_files import read_rows
from warehouse.errors import InputError

COLUMNS = ("Rechnung", "Menge, Stück", "Preis")
ROWS = [("1", "2", "2,50"), ("2", "1", "3,75"), ("3", "4", "10,00")]


@pytest.mark.parametrize(
    ("text", "delimiter", "columns", "rows"),
    [
        ('Rechnung;"Menge, Stück";Preis\n1;2;2,50\n2;1;3,75\n3;4;10,00\n', ";", COLUMNS, ROWS),
        ("Rechnung;Menge, Stück;Preis\n1;2;2,50\n2;1;3,75\n3;4;10,00\n", ";", COLUMNS, ROWS),
        ('"Menge, Stück";"Preis"\n1;2,50\n', ";", ("Menge, Stück", "Preis"), [("1", "2,50")]),
        (
            "a;b;c\n1;2,50;3,75\n2;2,50;3,75\n9\n9\n",
            ";",
            ("a", "b", "c"),
            [("1", "2,50", "3,75"), ("2", "2,50", "3,75")],
        ),
        ("a;a;b\n1;2,50;3\n", ";", ("a", "a", "b"), [("1", "2,50", "3")]),
        ("a\tb\n1, 2, 3\tx\n4, 5, 6\ty\n", "\t", ("a", "b"), [("1, 2, 3", "x"), ("4, 5, 6", "y")]),
        ("sep=;\r\na;b,c\r\n1;2\r\n", ";", ("a", "b,c"), [("1", "2")]),
        ('"sep=|"\na|b\n1|2\n', "|", ("a", "b"), [("1", "2")]),
        ("a,b\n1,2\n", ",", ("a", "b"), [("1", "2")]),
        ("2010,2011\n1,2\n", ",", ("2010", "2011"), [("1", "2")]),
        ("a,b\n1,2,\n3,4,\n", ",", ("a", "b", ""), [("1", "2", ""), ("3", "4", "")]),
        (" a | b \n---+---\n 1 | 2 \n", "|", ("a", "b"), [(" 1 ", " 2 ")]),
        ("| a | b |\n|---|:--|\n| 1 | 2 |\n", "|", ("", "a", "b", ""), [("", " 1 ", " 2 ", "")]),
        ("a,b,c\n,,--\n1,2,3\n", ",", ("a", "b", "c"), [("", "", "--"), ("1", "2", "3")]),
        ('a,b,c\n"1 2"\n"2024-05-06 10:30"\n"2024-05-06 10:30"\n', ",", ("a", "b", "c"), []),
    ],
)
def test_the_delimiter_is_the_one_that_fits(
    tmp_path: Path, text: str, delimiter: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    (path := tmp_path / "x.csv").write_text(text, encoding="utf-8", newline="")
    source = look(path)
    assert (source.delimiter, source.columns) == (delimiter, columns)
    assert [found[1:] for found in read_rows(path)[0]] == rows


TABLE = "Invoice,Date,Item,Amount\n1,2024-05-06,A,2.50\n2,2024-05-07,B,3.00\n3,2024-05-08,C,4.00\n"


@pytest.mark.parametrize(
    ("above", "skipped", "line"),
    [
        ("", 0, 2),
        ("Sales report\n\n", 1, 4),
        ("Sales report,,,\nPeriod:,May,,\n\n", 2, 5),
        ("\ufeffSales report 2024\nShop: Main, Street\n", 2, 4),
    ],
)
def test_what_stands_above_an_unmistakable_header_is_skipped(
    tmp_path: Path, above: str, skipped: int, line: int
) -> None:
    (path := tmp_path / "x.csv").write_text(above + TABLE + "Total,,,9.50\nprinted today\n", encoding="utf-8")
    source = look(path)
    assert (source.columns, len(source.notes)) == (("Invoice", "Date", "Item", "Amount"), min(skipped, 1))
    rows, ragged = read_rows(path)
    assert rows[0] == (line, "1", "2024-05-06", "A", "2.50")
    assert rows[3:] == [(line + 3, "Total", "", "", "9.50")]
    assert ragged == [Ragged(line + 4, "printed today")]


def test_what_was_skipped_is_said(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text("Sales report\nall shops\n" + TABLE, encoding="utf-8")
    assert look(path).notes == (f"{path}: 2 rows above the header in line 3 skipped, beginning with: Sales report",)


@pytest.mark.parametrize(
    "text", ["a,b\n1,2,3\n4,5,6\n", "Only,Two\n1,2024-05-06,2.50\n2,2024-05-07,3.00\n", "a\nb,c,d\n1,2\n3,4\n"]
)
def test_a_header_in_doubt_is_the_first_row(tmp_path: Path, text: str) -> None:
    (path := tmp_path / "x.csv").write_text(text, encoding="utf-8")
    assert (look(path).columns, look(path).notes) == (tuple(text.split("\n", maxsplit=1)[0].split(",")), ())


def test_a_text_without_header_is_read_under_given_names(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text("1;2,50\n2;3,50\n", encoding="utf-8")
    assert look(path, ["id", "price"]).columns == ("id", "price")
    assert read_rows(path, ["id", "price"]) == ([(1, "1", "2,50"), (2, "2", "3,50")], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join(
        ["Größe;Name", "1;Müller €", f'2;"zwei{end}Zeilen"', "3;Dvořák" if "utf" in encoding else "3;x", ""]
    )
    (path := tmp_path / "x.csv").write_bytes(text.encode(encoding))
    assert look(path).columns == ("Größe", "Name")
    rows, ragged = read_rows(path)
    assert [line for line, *_ in rows] == [2, 3, 5]
    assert (rows[0][2], rows[1][2], ragged) == ("Müller €", f"zwei{end}Zeilen", [])


def test_mixed_line_ends_keep_the_lines(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_bytes(b"a,b\r1,2\n3,4\r\n5,6\r\r\n7,8\n\r9,0")
    assert read_rows(path)[0] == [(2, "1", "2"), (3, "3", "4"), (4, "5", "6"), (6, "7", "8"), (8, "9", "0")]


@pytest.mark.slow
def test_a_file_of_mixed_encodings_is_read_byte_by_byte(tmp_path: Path) -> None:
    far = (b"x" * 997 + b",y\n") * (BLOCK // 750)
    (path := tmp_path / "x.csv").write_bytes(b"a,b\n" + far + "é,Ω\n".encode() * 3 + b"caf\xe9,\x80\n")
    source = fingerprint(look(path))
    assert source.encoding == MIXED
    assert source.notes == (f"{path} mixes encodings: what is not UTF-8 in it is read as Windows-1252.",)
    assert [found[1:] for found in read_rows(path)[0][-2:]] == [("é", "Ω"), ("café", "€")]


def test_utf16_cut_in_a_character(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_bytes("a,b\n1,2\n".encode("utf-16")[:-1])
    with pytest.raises(InputError, match="UTF-16 text that stops in the middle of a character"):
        read_rows(path)


FIXED = """Invoice   Item                Qty    Price  Country
536365    WHITE HANGING LAMP    6     2.55  United Kingdom
536366    RED CUP              12    13.00  France
C536367   A                   -10     1.10  Ägypten
"""


def test_columns_of_fixed_places(tmp_path: Path) -> None:
    (path := tmp_path / "x.txt").write_text(FIXED, encoding="utf-8")
    source = look(path)
    assert (source.kind, source.columns) == ("fixed", ("Invoice", "Item", "Qty", "Price", "Country"))
    assert read_rows(path) == (
        [
            (2, "536365", "WHITE HANGING LAMP", "6", "2.55", "United Kingdom"),
            (3, "536366", "RED CUP", "12", "13.00", "France"),
            (4, "C536367", "A", "-10", "1.10", "Ägypten"),
        ],
        [],
    )


def test_ruled_columns_and_values_that_reach_over(tmp_path: Path) -> None:
    rows_below = "1      CUP      2.55\n22     LONGER THAN IT 3.00\n3     x CUP    1.00\n"
    text = "Report\n\nNo     Item    Price\n------ ------- -----\n" + rows_below
    (path := tmp_path / "x.txt").write_text(text, encoding="utf-8")
    rows, ragged = read_rows(path)
    assert look(path).columns == ("No", "Item", "Price")
    assert rows[0] == (5, "1", "CUP", "2.55")
    assert len(rows) + len(ragged) == 3


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (
            ("who", "day", "pieces", "paid"),
            [(1, "00001", "19970101", "1", "11.77"), (2, "00002", "19970112", "12", "4.00")],
        ),
        (("who", "day", "paid"), "--columns names 3 columns, and "),
    ],
)
def test_columns_of_fixed_places_without_header(tmp_path: Path, columns: tuple[str, ...], found: object) -> None:
    (path := tmp_path / "x.txt").write_text(" 00001 19970101  1   11.77\n 00002 19970112 12    4.00\n")
    if isinstance(found, str):
        with pytest.raises(InputError, match=found):
            look(path, columns)
    else:
        assert read_rows(path, columns) == (found, [])
