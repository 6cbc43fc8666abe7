"""What is said of files before they are loaded."""

from typing import Any

import pytest

from dashboard.components.asking import without_commands
from dashboard.pages.data import inspection
from dashboard.pages.data.inspection import basis, cards, is_clear, loading, ready_uploads
from tests.dashboard.calls import texts

QUESTION = {
    "option": "date_order",
    "words": "Which comes first in dates such as 03/04/2024?",
    "choices": [
        {"value": "dmy", "label": "The day: 3 April 2024"},
        {"value": "mdy", "label": "The month: 4 March 2024"},
    ],
}
SEEN: dict[str, Any] = {
    "file": "shop.csv",
    "files": ["shop.csv"],
    "about": "transactions",
    "kind": "csv",
    "encoding": "utf-8",
    "delimiter": ",",
    "header": ["Order", "Date", "Remark"],
    "rows": 3,
    "rows_looked_at": 3,
    "is_whole": True,
    "columns": [
        {"name": "invoice_no", "column": "Order", "why": "by its name"},
        {"name": "invoiced_at", "column": "Date", "why": "you said so"},
    ],
    "rejected_rows": 1,
    "rejected": [{"reason": "date not readable (Date)", "rows": 1, "line": 4, "raw": "3,<b>"}],
    "first_rows": {
        "columns": ["invoice_no", "invoiced_at", "stock_code"],
        "rows": [["1", "2024-04-03 00:00:00", ""], ["2", "2024-04-05 10:30:00", None]],
    },
    "date_order": "dmy",
    "notes": ["No time of day: every order is at midnight.", "To go by the price, load with --map unit_price=Price."],
    "questions": [],
    "error": None,
    "loaded_before": None,
}
OPEN = {
    "file": "open.csv",
    "files": ["open.csv"],
    "about": "transactions",
    "questions": [QUESTION],
    "error": "Dates",
    "header": ["a"],
}
UPLOADS = [
    {"upload_id": "1", "file": "shop.csv"},
    {"upload_id": "2", "file": "open.csv"},
    {"upload_id": "3", "file": "x.zip"},
]


def test_a_table_is_shown_as_it_will_be_stored() -> None:
    (card,) = cards({"tables": [SEEN]}, 7, {"shop.csv": "1"})
    words = texts(card)
    assert words.startswith("Sales shop.csv 3 rows, separated by commas, UTF-8, dates with the day first")
    assert "Order number Date of the order 1 2024-04-03 2 2024-04-05 10:30:00" in words  # empty columns are left out
    assert "1 of 3 rows will be left out" in words
    assert "date not readable (Date) 1 4 3,<b>" in words
    assert "every order is at midnight" in words
    assert "--map" not in words


def test_a_column_shows_what_it_is_and_can_be_something_else() -> None:
    shown = str(cards({"tables": [SEEN]}, 7, {})[0])
    assert "data-column='Remark'" in shown
    assert "Option(children='Order number', selected='selected', value='invoice_no')" in shown
    assert "Option(children='Let Regulars decide', value='')" in shown  # of what was said
    assert "Option(children='Not used', value='')" in shown


def test_a_question_is_buttons() -> None:
    (card,) = cards({"tables": [OPEN]}, 7, {})
    words = texts(card)
    assert "Which comes first in dates such as 03/04/2024? The day: 3 April 2024 The month: 4 March 2024" in words
    assert "data-value='dmy'" in str(card)


def test_what_may_be_said_is_buttons_and_holds_nothing_up() -> None:
    offer = {"option": "called_off", "words": "Did a sale come of it?", "choices": [{"value": "Offen", "label": "No"}]}
    table = SEEN | {"offers": [offer]}
    (card,) = cards({"tables": [table]}, 7, {})
    assert "Did a sale come of it? No" in texts(card)
    assert "data-option='called_off'" in str(card)
    assert "data-value='Offen'" in str(card)
    assert is_clear(table)


def test_a_problem_says_what_it_is_and_asks_what_the_file_holds() -> None:
    problem = {
        "file": "junk.csv",
        "error": "No column for the customer. Say so with --map x=y.",
        "questions": [],
        "header": ["a"],
    }
    (card,) = cards({"problems": [problem]}, 7, {"junk.csv": "9"})
    words = texts(card)
    assert "Cannot be read as it is" in words
    assert "No column for the customer." in words
    assert "Say so" not in words
    assert "What is in this file? Sales: a row is a line of an order Customers: a row is a person" in words
    assert "data-removes='9'" in str(card)


@pytest.mark.parametrize(
    ("tables", "problems", "ready"),
    [
        ([SEEN], [], ["1"]),
        ([SEEN, OPEN], [], ["1"]),
        ([OPEN], [], []),
        ([SEEN | {"files": ["x.zip/a.csv"]}], [], ["3"]),
        ([SEEN | {"files": ["x.zip/a.csv"]}], [{"file": "x.zip/b.csv"}], []),
        ([SEEN | {"files": ["shop.csv", "open.csv"]}], [], ["1", "2"]),
        ([SEEN | {"error": "None is left."}], [], []),
        ([], [{"file": "shop.csv"}], []),
    ],
)
def test_what_is_clear_can_be_loaded(tables: list[Any], problems: list[Any], ready: list[str]) -> None:
    result = {"uploads": UPLOADS, "tables": tables, "problems": problems}
    assert ready_uploads(result) == ready
    words = texts(loading(result, 3))
    assert ("Answer what is open" in words) == (not ready)
    assert ("stay until what is open is answered" in words) == (0 < len(ready) < 3)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rows": 1}, "1 row, separated"),
        (
            {"is_whole": False, "rows": 900, "rows_looked_at": 300},
            "About 900 rows, of which the first 300 were looked at",
        ),
        ({"kind": "excel", "delimiter": None, "encoding": None}, "3 rows, workbook, dates"),
        ({"loaded_before": 4}, "the same file is loaded already, so that nothing would change"),
        ({"date_order": "mdy"}, "dates with the month first"),
    ],
)
def test_the_line_under_a_file_s_name(changed: dict[str, Any], words: str) -> None:
    assert words in basis(SEEN | changed)


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (
            "Dates can be read in two ways. Say so with --date-order mdy (month first) or --date-order dmy.",
            "Dates can be read in two ways.",
        ),
        (
            "Key is different on every row. Load it with: python -m etl customers junk.csv",
            "Key is different on every row.",
        ),
        ("x was told by its contents (if not: --map a=b); y too.", "x was told by its contents; y too."),
        ("shop.csv is a PDF. Export it as CSV.", "shop.csv is a PDF. Export it as CSV."),
        ("Cut.\n  line 3: raw", "Cut."),
        ("", ""),
    ],
)
def test_what_only_a_shell_can_do_is_not_told(sentence: str, left: str) -> None:
    assert without_commands(sentence) == left


@pytest.mark.parametrize(
    ("value", "column", "shown"),
    [
        ("20.8", "unit_price", "20.80"),
        (20, "unit_price", "20.00"),
        ("0.0075", "unit_price", "0.0075"),  # nothing is rounded away
        ("-3.5", "unit_price", "-3.50"),
        ("2.5", "quantity", "2.5"),
        ("2024-04-13 00:00:00", "invoiced_at", "2024-04-13"),
        (None, "unit_price", "–"),
    ],
)
def test_money_is_shown_as_money(value: object, column: str, shown: str) -> None:
    assert texts(inspection._value(value, column)) == shown
