"""What people see of files before they are loaded; nothing is stored."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine, text

from etl.sample.shop import HEADER
from etl.storing.clearing import MADE_WAY
from etl.storing.load import load_file
from tests.worker.conftest import Do, Upload
from worker.looking import sales

AMBIGUOUS = "Order,Date,Customer,Qty,Price\n1,03/04/2024,c1,2,1.50\n2,05/04/2024,c2,1,2.00\n3,x,c2,1,2.00\n"
PEOPLE = "customer_id,email,first_name,city,age\nc1,a@b.de,Ann,Bonn,33\nc2,b@b.de,Bo,Ulm,44\n,x@y.de,No,One,3\n"
ORDERS = "order_id,customer_id,order_date\no1,c1,2024-04-13\no2,c2,2024-04-14\n"
ITEMS = "order_id,product,quantity,price\no1,tea,2,1.50\no2,cup,1,4.00\n"


def tables(result: dict[str, Any] | None) -> list[dict[str, Any]]:
    assert result is not None
    found: list[dict[str, Any]] = result["tables"]
    return found


def test_what_is_open_is_a_question_with_examples(upload: Upload, do: Do) -> None:
    (table,) = tables(do("inspect", uploads=[upload("shop.csv", AMBIGUOUS)]).result)
    assert table["questions"] == [
        {
            "option": "date_order",
            "words": "Which comes first in dates such as 03/04/2024?",
            "choices": [
                {"value": "dmy", "label": "The day: 3 April 2024"},
                {"value": "mdy", "label": "The month: 4 March 2024"},
            ],
        }
    ]
    assert table["header"] == ["Order", "Date", "Customer", "Qty", "Price"]


@pytest.mark.parametrize("key", ["*", "shop.csv"])
def test_with_the_answer_it_is_shown_as_it_would_be_stored(engine: Engine, upload: Upload, do: Do, key: str) -> None:
    shop = upload("shop.csv", AMBIGUOUS)
    result = do("inspect", uploads=[shop], options={key: {"date_order": "dmy"}}).result
    (table,) = tables(result)
    assert result is not None
    assert result["uploads"] == [{"upload_id": shop, "file": "shop.csv"}]
    shown = {name: table[name] for name in ("file", "about", "kind", "encoding", "delimiter", "rows", "is_whole")}
    assert shown == {
        "file": "shop.csv",
        "about": "transactions",
        "kind": "csv",
        "encoding": "utf-8",
        "delimiter": ",",
        "rows": 3,
        "is_whole": True,
    }
    assert [(each["name"], each["column"], each["why"]) for each in table["columns"]] == [
        ("invoice_no", "Order", "by its name"),
        ("invoiced_at", "Date", "by its name"),
        ("quantity", "Qty", "by its name"),
        ("unit_price", "Price", "by its name"),
        ("customer_id", "Customer", "by its name"),
    ]
    assert table["rejected"] == [{"reason": "date not readable (Date)", "rows": 1, "line": 4, "raw": "3,x,c2,1,2.00"}]
    assert table["first_rows"]["rows"] == [
        ["1", "2024-04-03 00:00:00", "2", "1.5", "c1", "", "", "Unspecified", "sale"],
        ["2", "2024-04-05 00:00:00", "1", "2", "c2", "", "", "Unspecified", "sale"],
    ]
    assert (table["date_order"], table["decimal"], table["error"], table["questions"]) == ("dmy", ".", None, [])
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from loads")) == 0


def test_people_are_known_as_such(upload: Upload, do: Do) -> None:
    (table,) = tables(do("inspect", uploads=[upload("people.csv", PEOPLE)]).result)
    assert (table["about"], table["rows"], table["rejected_rows"]) == ("customers", 3, 1)
    assert table["attributes"] == [
        {"name": "city", "column": "city", "kind": "text"},
        {"name": "age", "column": "age", "kind": "number"},
    ]
    assert table["first_rows"] == {
        "columns": ["customer_id", "email", "first_name", "city", "age"],
        "rows": [["c1", "a@b.de", "Ann", "Bonn", "33"], ["c2", "b@b.de", "Bo", "Ulm", "44"]],
    }


def test_files_that_make_sales_together_are_joined_and_people_stay(upload: Upload, do: Do) -> None:
    named = [upload("orders.csv", ORDERS), upload("items.csv", ITEMS), upload("people.csv", PEOPLE)]
    found = tables(do("inspect", uploads=named).result)
    assert [(table["about"], sorted(table["files"]), table["rows"]) for table in found] == [
        ("transactions", ["items.csv", "orders.csv"], 2),
        ("customers", ["people.csv"], 3),
    ]
    assert [each["column"] for each in found[0]["columns"] if each["name"] == "customer_id"] == ["customer_id"]


def test_a_file_that_says_nothing_of_sales_asks_for_its_columns(upload: Upload, do: Do) -> None:
    result = do("inspect", uploads=[upload("junk.csv", "a,b,c\n1,2,3\n3,4,5\n")]).result
    assert result is not None
    assert result["tables"] == []
    (problem,) = result["problems"]
    assert (problem["file"], problem["header"]) == ("junk.csv", ["a", "b", "c"])
    assert [(each["option"], each["words"]) for each in problem["questions"]] == [
        ("map", "Which column is the customer?"),
        ("map", "Which column is the date of the order?"),
        ("map", "Which column is the price of a piece?"),
    ]
    assert problem["questions"][0]["choices"][0] == {"value": "customer_id=a", "label": "a: 1, 3"}


def test_too_many_unusable_rows_are_asked_about(upload: Upload, do: Do) -> None:
    rows = [f"{row},2024-04-13,c{row},1,2.00" for row in range(40)] + ["x,nodate,c1,1,2.00"] * 12
    shop = upload("shop.csv", "\n".join(["Order,Date,Customer,Qty,Price", *rows]))
    (table,) = tables(do("inspect", uploads=[shop]).result)
    assert table["questions"] == [
        {
            "option": "max_rejected",
            "words": "12 of 52 rows cannot be used. Load the others?",
            "choices": [{"value": "100%", "label": "Yes, the other 40"}],
        }
    ]
    (table,) = tables(do("inspect", uploads=[shop], options={"*": {"max_rejected": "100%"}}).result)
    assert table["questions"] == []


def test_of_a_large_file_the_beginning_is_looked_at(upload: Upload, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sales, "LARGE", 1)
    shop = upload("shop.csv", AMBIGUOUS)
    (table,) = tables(do("inspect", uploads=[shop], options={"*": {"date_order": "dmy"}}).result)
    assert (table["is_whole"], table["rows_looked_at"], table["rejected_rows"]) == (False, 3, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("\n\n", "shop.csv is empty."), (b"%PDF-1.7 ...\n" * 50, "shop.csv is a PDF")],
)
def test_what_is_no_table_is_named_as_people_named_it(
    upload: Upload, do: Do, content: str | bytes, sentence: str
) -> None:
    result = do("inspect", uploads=[upload("shop.csv", content)]).result
    assert result is not None
    assert result["problems"][0]["error"].startswith(sentence)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "The job names no uploaded files."),
        ({"uploads": ["../../etc/passwd"]}, "There is no such upload."),
        ({"uploads": ["0" * 32]}, "An uploaded file is not there, or not complete. Upload it again."),
        ({"options": {"*": {"dance": 1}}}, "dance is no option of a file."),
        ({"options": {"*": {"date_order": "ymd"}}}, "date_order is ymd; it may be mdy or dmy."),
        ({"options": {"*": {"map": {"colour": "a"}}}}, "there is no colour"),
        ({"options": {"*": "mdy"}}, "What is said of * cannot be read."),
        ({"options": []}, "The options of a job are given by the file's name."),
    ],
)
def test_what_a_job_cannot_be_told(upload: Upload, do: Do, arguments: dict[str, Any], sentence: str) -> None:
    given = (
        arguments if "uploads" in arguments or not arguments else {"uploads": [upload("s.csv", AMBIGUOUS)], **arguments}
    )
    job = do("inspect", **given)
    said = job.error or " ".join(each["error"] for each in (job.result or {})["problems"])
    assert sentence in said


def test_the_sheets_of_a_workbook_are_named(tmp_path: Path, upload: Upload, do: Do) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"  # type: ignore[union-attr]
    sheet = book.create_sheet("Sales")
    for line in AMBIGUOUS.replace("03/04", "13/04").splitlines():
        sheet.append(line.split(","))
    book.save(tmp_path / "shop.xlsx")
    (table,) = tables(do("inspect", uploads=[upload("shop.xlsx", (tmp_path / "shop.xlsx").read_bytes())]).result)
    assert (table["kind"], table["sheets"], table["delimiter"]) == ("excel", ["Notes", "Sales"], None)
    assert table["about"] == "transactions"


STATUSES = "order_id,customer_id,order_date,status,price\n" + "".join(
    f"{at},c{at},2024-04-1{at},{'Offen' if at == 3 else 'Bezahlt'},10.00\n" for at in range(1, 6)
)


@pytest.mark.parametrize(
    ("said", "label"), [([], "Offen (1): no sale came of it"), (["Offen"], "Offen (1): count it as a sale again")]
)
def test_a_status_that_leaves_it_open_can_be_called_off(upload: Upload, do: Do, said: list[str], label: str) -> None:
    options = {"shop.csv": {"called_off": said}}
    (table,) = tables(do("inspect", uploads=[upload("shop.csv", STATUSES)], options=options).result)
    (offer,) = table["offers"]
    assert (offer["option"], offer["choices"]) == ("called_off", [{"value": "Offen", "label": label}])
    assert table["questions"] == []
    kinds = [row[table["first_rows"]["columns"].index("kind")] for row in table["first_rows"]["rows"]]
    assert kinds.count("adjustment") == len(said)


OWN = (
    "Order,Date,Customer,Product,Qty,Price\n1,2024-05-06 10:30:07,c1,Tea,2,1.50\n2,2024-05-07 09:00:00,c2,Cup,1,4.00\n"
)
SAME = "Number;When;Buyer;Article;Pieces;Unit price\n1;06.05.2024 10:30;c1;Tea;2;1,50\n"
TOTALS = "Order,Date,Customer,Total\n2,2024-05-07,c2,3.60\n3,2024-05-08,c2,3.60\n"


def test_orders_that_are_stored_already_are_told_before_and_left(engine: Engine, upload: Upload, do: Do) -> None:
    assert do("load", uploads=[upload("own.csv", OWN)]).state == "done"
    (same,) = tables(do("inspect", uploads=[upload("same.csv", SAME)]).result)
    assert same["notes"][-1] == "1 row is stored already, and will not be stored again."
    totals = upload("totals.csv", TOTALS)
    (table,) = tables(do("inspect", uploads=[totals]).result)
    assert table["questions"] == []
    assert table["offers"] == [
        {
            "option": "known_orders",
            "words": "1 order of this file is stored already, with other lines: order 2 has 1 line of 3.60 here, and 1 "
            "of 4.00 in the store. Stored lines stay, and this file's are left out.",
            "choices": [
                {"value": "replace", "label": "Replace them by this file's lines"},
                {"value": "add", "label": "Add these lines to them"},
            ],
        }
    ]
    amounts = "select invoice_no, sum(quantity * unit_price)::float from transactions group by 1 order by 1"
    (left,) = (do("load", uploads=[totals]).result or {})["loads"]
    assert left["known_orders"] == {"orders": 1, "rows": 1, "done": "skip"}
    with engine.connect() as connection:
        assert connection.execute(text(amounts)).all() == [("1", 3.0), ("2", 4.0), ("3", 3.6)]
    again = upload("totals.csv", TOTALS)
    said = {"totals.csv": {"known_orders": "replace"}}
    assert (do("load", uploads=[again], options=said).result or {})["loads"][0]["known_orders"]["done"] == "replace"
    with engine.connect() as connection:
        assert connection.execute(text(amounts)).all() == [("1", 3.0), ("2", 3.6), ("3", 3.6)]


def test_that_the_sample_makes_way_is_said_before(engine: Engine, upload: Upload, do: Do, tmp_path: Path) -> None:
    (path := tmp_path / "sample-shop.csv").write_bytes(HEADER + b"500001,A,MUG,1,2024-05-06 10:30:00,2.50,7,France\n")
    load_file(engine, path)
    for name, content in (("own.csv", OWN), ("people.csv", PEOPLE)):
        (table,) = tables(do("inspect", uploads=[upload(name, content)]).result)
        assert table["replaces"] == MADE_WAY
    assert do("load", uploads=[upload("own.csv", OWN)]).state == "done"
    (table,) = tables(do("inspect", uploads=[upload("people.csv", PEOPLE)]).result)
    assert table["replaces"] is None


@pytest.mark.parametrize(("date", "order"), [("2026-05-01", None), ("01/13/2026", "mdy"), ("13.01.2026 10:30", "dmy")])
def test_the_order_of_dates_is_told_where_they_have_one(upload: Upload, do: Do, date: str, order: str | None) -> None:
    (table,) = tables(
        do("inspect", uploads=[upload("s.csv", f"Order,Date,Customer,Qty,Price\n1,{date},c1,1,2\n")]).result
    )
    assert table["date_order"] == order


def test_people_are_shown_as_the_file_says_and_once_a_column(upload: Upload, do: Do) -> None:
    rows = "1,yes,Ja,1985,Utrecht\n2,no,Nein,1983,Glasgow\n3,,,,\n"
    people = upload("people.csv", f"CustomerID,MarketingConsent,LoyaltyCard,BirthYear,City\n{rows}")
    (table,) = tables(do("inspect", uploads=[people]).result)
    assert table["first_rows"] == {
        "columns": ["customer_id", "consent", "birth_year", "city", "LoyaltyCard"],
        "rows": [
            ["1", "yes", "1985", "Utrecht", "Ja → yes"],
            ["2", "no", "1983", "Glasgow", "Nein → no"],
            ["3", None, None, None, None],
        ],
    }
