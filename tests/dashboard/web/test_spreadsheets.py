"""Lists opened in LibreOffice Calc as a person would at worst: formulas evaluated, with either list separator."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import Cell  # type: ignore[import-untyped]
from sqlalchemy import text

from dashboard.shop import Shop
from tests.dashboard.conftest import MakeApp

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice Calc (soffice on PATH)")
COLUMNS = ("email", "first_name", "last_name", "phone", "city", "postcode")
HIDDEN = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\u2060", "\ufeff", "\u00ad", "\u3000", "\u202e", ' \u200b"')
RUN = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;2)",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '=HYPERLINK("http://evil.example";"x")',
)
INSIDE = ("Bonn;=1+1", "Bonn\n=1+1", "Bonn\r\n=1+1", "Bonn\t=1+1", 'Bonn;"=1+1', "Bonn; =1+1", "Bonn|=1+1", 'a"\n=1+1')
NASTY = [hidden + run for hidden in HIDDEN for run in RUN] + list(INSIDE)
PLAIN = {"first_name": "Anne-Marie", "last_name": "O'Hara, Ünal", "email": "a+b@example.com", "city": "Köln (=Cologne)"}


PHONES = {
    "+33 1 23 45 67 89": "+33 1 23 45 67 89",
    "+33123456789": "+33 123456789",
    "+1-555-123-4567": "+1 555 123 4567",
    "+1(555)1234567": "+1 (555)1234567",
    "+1+1": "'+1+1",
}
Rows = list[list[Cell]]
Sheets = dict[tuple[str, str], Rows]  # by list and separator


@contextmanager
def nasty(shop: Shop) -> Iterator[None]:
    """The literal shop whose people have such texts for names, spread over columns and customers."""
    with shop.engine.begin() as connection:
        ids = connection.scalars(text("select customer_id from customers order by customer_id")).all()
        places = [(one, column) for one in ids[1:] for column in COLUMNS]
        chosen = NASTY
        for at, (customer_id, column) in enumerate(places):
            parts = chosen[at :: len(places)]  # several in one cell, each where a separator begins anew
            connection.execute(
                text(f"update customers set {column} = :value where customer_id = :id"),
                {"value": ";".join(parts), "id": customer_id},
            )
        assert len(places) < len(chosen)
        for column, value in PLAIN.items():
            connection.execute(
                text(f"update customers set {column} = :value where customer_id = :id"),
                {"value": value, "id": ids[0]},
            )
    yield
    with shop.engine.begin() as connection:
        connection.execute(text(f"update customers set {', '.join(f'{name} = null' for name in COLUMNS)}"))


@contextmanager
def below_nothing(shop: Shop) -> Iterator[None]:
    """A customer who brought more back than they bought."""
    with shop.engine.begin() as connection:
        connection.execute(text("update customer_features set net = -12.5 where customer_id = '11'"))
    yield
    with shop.engine.begin() as connection:
        connection.execute(text("update customer_features set net = 25.5 where customer_id = '11'"))


@contextmanager
def dialled(shop: Shop) -> Iterator[None]:
    """People with phones."""
    with shop.engine.begin() as connection:
        ids = connection.scalars(text("select customer_id from customers order by customer_id limit 5")).all()
        for customer_id, phone in zip(ids, PHONES, strict=True):
            values = {"phone": phone, "id": customer_id}
            connection.execute(text("update customers set phone = :phone where customer_id = :id"), values)
    yield
    with shop.engine.begin() as connection:
        connection.execute(text("update customers set phone = null"))


@pytest.fixture(scope="module")
def sheets(small: Shop, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """The cells of each list as Calc reads it with either separator; Calc starts once for each, which is what costs."""
    client, lists = make_app(small.engine).server.test_client(), dict[str, bytes]()

    def leave(name: str, query: str) -> None:
        lists[name] = client.get(f"/exports/customers.csv{query}").get_data()

    with nasty(small):
        leave("all", "?consent=all")
        leave("for-spreadsheets", "?for=spreadsheet")
        leave("raw", "?consent=all&for=machines")
        with below_nothing(small):
            leave("below-nothing", "?consent=all")
    with dialled(small):
        leave("phones", "?consent=all")
    return {
        (name, separator): rows
        for separator in (",", ";")
        for name, rows in opened(lists, separator, tmp_path_factory.mktemp("lists")).items()
    }


def opened(lists: dict[str, bytes], separator: str, folder: Path) -> dict[str, Rows]:
    """The cells of lists as Calc reads them with that separator, formulas evaluated."""
    for name, data in lists.items():
        (folder / f"{name}.csv").write_bytes(data)
    reading = f"CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,-1,true"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), profile, "--headless", f"--infilter={reading}", "--convert-to", "xlsx"]
    command += [f"{name}.csv" for name in lists]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
    return {name: [*load_workbook(folder / f"{name}.xlsx").worksheets[0].iter_rows()] for name in lists}


def formulas(rows: Rows) -> list[object]:
    return [cell.value for row in rows for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("name", ["all", "for-spreadsheets"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_nothing_is_a_formula(sheets: Sheets, name: str, separator: str) -> None:
    rows = sheets[name, separator]
    assert len(rows) == 10  # no line break has made a row of its own
    assert formulas(rows) == []
    if separator == ",":
        found = dict(zip([cell.value for cell in rows[0]], rows[1], strict=True))
        assert {name: found[name].value for name in PLAIN} == PLAIN
        assert (found["net"].value, found["net"].data_type) == (25.5, "n")


def test_the_raw_file_would_be_run(sheets: Sheets) -> None:
    """What this file tests is what Calc does: without the shield there are formulas."""
    assert formulas(sheets["raw", ","])


def test_numbers_below_nothing_stay_numbers(sheets: Sheets) -> None:
    head, first = sheets["below-nothing", ","][:2]
    found = dict(zip([cell.value for cell in head], first, strict=True))
    assert (found["net"].value, found["net"].data_type) == (-12.5, "n")


@pytest.mark.parametrize("separator", [",", ";"])
def test_phone_numbers_are_text_as_people_dial_them(sheets: Sheets, separator: str) -> None:
    cells = sheets["phones", separator]
    assert formulas(cells) == []
    if separator == ",":
        at = [cell.value for cell in cells[0]].index("phone")
        assert [(row[at].value, row[at].data_type) for row in cells[1:6]] == [(one, "s") for one in PHONES.values()]
