"""Header rows of real exports -> what each column is taken for."""

from pathlib import Path

import pytest

from etl.names.canonical_names import ENDED, NAMES, ROLES
from etl.names.told_columns import parse_columns
from etl.recognition.columns.column_roles import lay_out
from tests.etl.looks import match_columns
from warehouse.errors import InputError

VALUES_TOO = {
    "address",
    "witness",
    "type",
    "discount",
    "is_return",
    "first_name",
    "returned",
    *ENDED,
}  # told by what they hold as well
HEADERS = (Path(__file__).parent / "headers.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", HEADERS, ids=[line.split("|")[0] for line in HEADERS])
def test_headers_of_real_exports(line: str) -> None:
    _, names, wanted = line.split("|")
    header = [name.strip() for name in names.split(",")]  # as readers do
    found = {name: header[at] for name, at in match_columns(header).items()}
    assert found == dict(pair.split("=") for pair in wanted.split(","))


def test_the_table_covers_every_name() -> None:
    found = {pair.split("=")[0] for line in HEADERS for pair in line.split("|")[2].split(",")}
    assert (len(HEADERS) >= 40, found) == (True, set(ROLES) - VALUES_TOO)


def test_the_names_of_a_line_come_first() -> None:
    assert ROLES[: len(NAMES)] == NAMES


def test_the_tool_is_named() -> None:
    assert lay_out(["Name", "Email", "Created at", "Lineitem quantity", "Lineitem price"], {}).tool == "Shopify"


def test_columns_of_a_file_without_header() -> None:
    assert parse_columns(" customer_id, date ,-,total") == ("customer_id", "date", "", "total")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b,a", "--columns names a twice. Give each column a name of its own, or - to skip it."),
        ("-,-", "--columns names no column. Write one name a column, as in --columns customer,date,-,total."),
    ],
)
def test_columns_that_make_no_sense(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as error:
        parse_columns(text)
    assert str(error.value) == sentence
