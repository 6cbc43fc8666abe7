import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.files import readers
from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import BLOCK
from etl.files.readers import Ragged
from etl.files.sources import look
from etl.files.text.heads import HEAD
from etl.recognition.whole_file.evidence import Evidence, gather
from etl.values.reading import Reading
from tests.etl.looks import match_columns
from tests.etl.shop_files import HEADER, read_rows, row, shop_file
from warehouse.errors import InputError

MESSY = b'a,b,c\n1,"two\nlines",3\n\n4,5\n"6","say ""hi""",NULL\r\n,,\n7,8,9,"1\r\n0"\n5" pipe,,\r\nlast,11,12\n\n13'
MESSY_ROWS = [
    (2, "1", "two\nlines", "3"),
    (6, "6", 'say "hi"', "NULL"),
    (10, '5" pipe', "", ""),
    (11, "last", "11", "12"),
]
MESSY_RAGGED = [Ragged(5, "4,5"), Ragged(8, '7,8,9,"1\r\n0"'), Ragged(13, "13")]


@pytest.mark.parametrize("block", [32, 40, 64, BLOCK])
def test_rows_know_their_line_whatever_stands_before_them(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "BLOCK", block)
    (path := tmp_path / "x.csv").write_bytes(MESSY)
    assert read_rows(path) == (MESSY_ROWS, MESSY_RAGGED)


@pytest.mark.parametrize(
    "start", [b"\n\na,b\n", b'"a\nx",b\n', b"\xef\xbb\xbfa,b\r\n", b"a;b\r\n", b"a\tb\n", b"a|b\n"]
)
def test_headers_of_every_kind(tmp_path: Path, start: bytes) -> None:
    delimiter = start.replace(b"\xef\xbb\xbf", b"").strip()[-2:-1]
    (path := tmp_path / "x.csv").write_bytes(start + delimiter.join([b"1", b"2"]))
    assert read_rows(path) == ([(start.count(b"\n") + 1, "1", "2")], [])
    assert look(path).columns[1] == "b"


def test_a_file_of_nothing_but_ragged_rows(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_bytes(b"a,b\n1\n2,3,4\n")
    assert read_rows(path) == ([], [Ragged(2, "1"), Ragged(3, "2,3,4")])


@pytest.mark.parametrize(
    ("encoding", "data", "cell"),
    [
        ("utf-8", "Dvořák £".encode(), "Dvořák £"),
        ("utf-8", "\ufeffé".encode()[3:], "é"),
        ("cp1252", b"caf\xe9 \x80", "café €"),
        ("latin-1", b"caf\xe9 \x81", "café \x81"),
    ],
)
def test_the_whole_file_decides_the_encoding(tmp_path: Path, encoding: str, data: bytes, cell: str) -> None:
    wide = b"x," + b"y" * 9_997 + b"\n"
    far = b"a,b\n" + wide * (BLOCK // 9_000)  # the telling byte is not in the first block
    (path := tmp_path / "x.csv").write_bytes(far + b"1," + data + b"\n")
    assert fingerprint(look(path)).encoding == encoding
    assert read_rows(path)[0][-1] == (BLOCK // 9_000 + 2, "1", cell)


def test_gzip_in_several_members_and_its_checksum(tmp_path: Path) -> None:
    data = gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n")
    (path := tmp_path / "anything").write_bytes(data)
    assert read_rows(path)[0] == [(2, "1", "2"), (3, "3", "4")]
    assert fingerprint(look(path)).sha256 == hashlib.sha256(data).hexdigest()


def _folder(path: Path) -> None:
    path.mkdir()


def _holding(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


ROWS = (HEADER + "\n" + (row() + "\n") * 5000).encode()
PACKED = gzip.compress(ROWS)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: None, "{} does not exist. Check the name and the folder."),
        (_folder, "{} is a folder. Name the files in it instead."),
        (
            _holding(b""),
            "{} is empty. A transactions file has a header line and one line per invoice line.",
        ),
        (
            _holding(b" \r\n\n"),
            "{} is empty. A transactions file has a header line and one line per invoice line.",
        ),
        (_holding(b"a,b\n"), "{} holds a header and no rows. Export it again with its rows."),
        (_holding(b"a,b"), "{} holds a header and no rows. Export it again with its rows."),
        (_holding(b"a,b\n\r\n\n"), "{} holds a header and no rows. Export it again with its rows."),
        (
            _holding(b"a,b\n1,\0\n"),
            "{} is not a text file: it holds a NUL byte at position 6. Export it again as CSV (UTF-8).",
        ),
        (
            _holding(b"a,b\n" + b"1,2\n" * HEAD + b"\0"),
            "{} is not a text file: it holds a NUL byte at position 4,194,308. Export it again as CSV (UTF-8).",
        ),
        (_holding(PACKED[:-20]), "{} is a gzip file that stops in the middle. Copy or export it again."),
        (_holding(PACKED[:40]), "{} is a gzip file that stops in the middle. Copy or export it again."),
        (
            _holding(PACKED[:30] + bytes(60) + PACKED[90:]),
            "{} is a damaged gzip file. Copy or export it again.",
        ),
        (_holding(PACKED + b"trailing"), "{} is a damaged gzip file. Copy or export it again."),
        (_holding(b"\x1f\x8bnothing"), "{} is a damaged gzip file. Copy or export it again."),
        (
            _holding(b"a" * HEAD),
            "{} has no line end in its first 1,048,576 characters, so it is not a CSV file.",
        ),
        (
            _holding(b'a,b\n1,2\n3,"' + b"x" * (2 * BLOCK)),
            "{} has a row longer than 4 million characters at or after line 3: a quote that is opened and never "
            "closed, or not a CSV file. Repair that line.",
        ),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, make: Callable[[Path], object], sentence: str) -> None:
    make(path := tmp_path / "shop.csv")
    with pytest.raises(InputError) as error:
        read_rows(path)
    assert str(error.value) == sentence.format(path)


@pytest.mark.parametrize(
    ("rows", "reading"),
    [
        ([row(at="12/13/2010")], Reading("mdy")),
        ([row(at="1/2/2010"), row(at="13/12/2010 8:26")], Reading("dmy")),
        ([row(at="2010-05-06")], Reading("mdy")),
        ([row(at="5/5/2010")], Reading("mdy")),  # the same in both orders
        ([row(customer="17850.0"), row(customer=""), row(customer="nan")], Reading(float_ids=True)),
        ([row(customer="17850.0"), row(customer="17850")], Reading(float_ids=True)),  # one customer
        ([row(customer="17850.0"), row(customer="A.B@shop.example"), row(customer="K-7")], Reading(float_ids=True)),
        ([row(customer="17850.0"), row(customer="17851"), row(customer="a@x.example")], Reading(float_ids=True)),
        ([row(customer="17850.0"), row(customer="17850.5")], Reading()),  # no numbers of customers
        ([row(customer="")], Reading()),
        ([row("C1"), row("c22"), row("")], Reading(c_cancels=False)),
        ([row("C1"), row("22")], Reading()),
        ([row("A1"), row("B2"), row("C3")], Reading(c_cancels=False)),  # of branches
        ([row("107"), row("c12"), row("c1f")], Reading(c_cancels=False)),  # hexadecimal
    ],
)
def test_what_the_whole_file_tells(tmp_path: Path, rows: list[str], reading: Reading) -> None:
    source = look(shop_file(tmp_path, *rows))
    assert gather(source, Evidence(source, match_columns(source.columns))).reading(None) == reading


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            ["1/2/2010 8:26", "3/3/2010"],
            "Dates such as 1/2/2010 8:26 can be read in two ways, and no row of the file tells which. "
            "Say so with --date-order mdy (month first) or --date-order dmy (day first).",
        ),
        (
            ["1/2/2010", "1/31/2010", "31/1/2010"],
            "The dates contradict each other: 1/31/2010 has the month first, 31/1/2010 the day. "
            "Say which is right with --date-order mdy or --date-order dmy; rows that do not fit are then rejected.",
        ),
    ],
)
def test_dates_without_evidence_need_to_be_told(tmp_path: Path, dates: list[str], sentence: str) -> None:
    source = look(shop_file(tmp_path, *(row(at=date) for date in dates)))
    evidence = gather(source, Evidence(source, match_columns(source.columns)))
    with pytest.raises(InputError) as error:
        evidence.reading(None)
    assert str(error.value) == sentence
    assert evidence.reading("dmy") == Reading("dmy")
