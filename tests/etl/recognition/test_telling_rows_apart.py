"""Equal rows: which of them repeat one another, which are separate sales, and which are known from an earlier file."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.shop_files import COUNTS, rows_of

SOLD = (
    "select sum(n), sum(amount) from (select count(*) as n, sum(round(quantity * unit_price, 4)) as amount from {}) x"
)
SUPERSTORE = (
    "Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Country,Product ID,Category,"
    "Product Name,Sales,Quantity,Discount,Profit"
)


def line(row_id: int, order: str = "US-2014-150119", sales: str = "281.37", profit: str = "-12.06") -> str:
    """A row of Superstore; two of its real ones differ in Row ID only."""
    return (
        f"{row_id},{order},4/23/2014,4/27/2014,Standard Class,LB-16795,Laurel Beltran,United States,FUR-CH-10002965,"
        f"Furniture,Leather Desk Chair,{sales},2,0.3,{profit}"
    )


def csv(folder: Path, header: str, *rows: str, name: str = "shop.csv") -> Path:
    """A file of these rows."""
    (path := folder / name).write_text("\n".join([header, *rows, ""]))
    return path


def sold(engine: Engine) -> tuple[int, Decimal]:
    """Lines stored and what they come to."""
    ((lines, amount),) = rows_of(engine, SOLD.format("transactions"))
    return lines, amount


def counts(engine: Engine, path: Path) -> dict[str, int]:
    """What became of the rows of a file, without what is 0."""
    report = load_file(engine, path)
    return {name: value for name in COUNTS if (value := getattr(report, name))}


def test_a_number_of_the_row_tells_equal_rows_apart(engine: Engine, tmp_path: Path) -> None:
    rows = [line(3406), line(3407), line(7001, "US-2014-200000"), line(9000, "US-2014-200000", "10.00")]
    assert counts(engine, csv(tmp_path, SUPERSTORE, *rows)) == {"rows_read": 4, "rows_loaded": 4}
    assert sold(engine) == (4, Decimal("854.11"))
    assert rows_of(engine, "select row_id from transactions order by 1") == [("3406",), ("3407",), ("7001",), ("9000",)]


def test_the_same_number_of_the_row_is_known_in_an_overlapping_file(engine: Engine, tmp_path: Path) -> None:
    counts(engine, csv(tmp_path, SUPERSTORE, line(3405, "A"), line(3406), name="a.csv"))
    found = counts(engine, csv(tmp_path, SUPERSTORE, line(3406), line(3407), line(3408, "B"), name="b.csv"))
    assert found == {"rows_read": 3, "rows_loaded": 2, "rows_known": 1}
    assert sold(engine) == (4, 4 * Decimal("281.37"))
    again = counts(engine, csv(tmp_path, SUPERSTORE, line(3407), line(3405, "A"), name="c.csv"))
    assert again == {"rows_read": 2, "rows_known": 2}


def test_rows_that_each_export_numbers_from_one_are_known_by_how_many_there_are(engine: Engine, tmp_path: Path) -> None:
    january = [line(1, "A"), line(2, "B"), line(3, "B"), line(4, "C")]
    february = [line(1, "B"), line(2, "B"), line(3, "B"), line(4, "C"), line(5, "D")]
    counts(engine, csv(tmp_path, SUPERSTORE, *january, name="a.csv"))
    found = counts(engine, csv(tmp_path, SUPERSTORE, *february, name="b.csv"))
    assert found == {"rows_read": 5, "rows_loaded": 2, "rows_known": 3}


def test_a_file_within_which_numbered_rows_repeat_says_the_same_twice(engine: Engine, tmp_path: Path) -> None:
    found = counts(engine, csv(tmp_path, SUPERSTORE, line(3406), line(3407), line(3406)))
    assert found == {"rows_read": 3, "rows_loaded": 2, "rows_duplicate": 1}


@pytest.mark.parametrize(
    ("header", "rows", "kept"),
    [
        ("Order ID,Date,Customer ID,SKU,Quantity,Price", ["1,2024-05-06,7,A,1,2.50"] * 3, 1),
        ("Order ID,Date,Customer ID,SKU,Quantity,Price,Size", [f"1,2024-05-06,7,A,1,2.50,{s}" for s in "SMS"], 2),
        (
            "Order ID,Date,Customer ID,SKU,Quantity,Price,Unnamed: 6",
            [f"1,2024-05-06,7,A,1,2.50,{n}" for n in (0, 1)],
            1,
        ),
        ("Date,Customer ID,SKU,Quantity,Price", ["2024-05-06,7,A,1,2.50"] * 3, 3),
        ("Order ID,Date,Customer ID,SKU,Price", ["1,2024-05-06,7,A,2.50"] * 3, 3),
        ("Order ID,Date,Customer ID,Quantity,Price", ["1,2024-05-06,7,1,2.50"] * 3, 3),
        ("Date,Customer ID,Total", ["2024-05-06,7,2.50"] * 3, 3),
        ("Date,Customer ID,Total", ["2024-05-06,,2.50", "2024-05-06,7,2.50", "2024-05-06,,2.50"], 1),
    ],
    ids=["identity", "size", "unnamed", "no order", "no quantity", "no product", "nothing", "guests"],
)
def test_what_makes_equal_rows_separate_sales(
    engine: Engine, tmp_path: Path, header: str, rows: list[str], kept: int
) -> None:
    counts(engine, csv(tmp_path, header, *rows))
    assert sold(engine) == (kept, kept * Decimal("2.50"))
    assert (
        sum(counts(engine, csv(tmp_path, header, *rows, "", name="again.csv")).get(name, 0) for name in COUNTS[1:2])
        == 0
    )


def test_an_overlapping_file_adds_only_what_is_new(engine: Engine, tmp_path: Path) -> None:
    header, a, b = "Date,Customer ID,Amount", "2024-05-06,7,2.50", "2024-05-07,8,4.00"
    counts(engine, csv(tmp_path, header, a, a, name="a.csv"))
    assert counts(engine, csv(tmp_path, header, a, a, a, b, name="b.csv")) == {
        "rows_read": 4,
        "rows_loaded": 2,
        "rows_known": 2,
    }
    assert counts(engine, csv(tmp_path, header, b, a, a, name="c.csv")) == {"rows_read": 3, "rows_known": 3}
    assert sold(engine) == (4, Decimal("11.50"))


def test_a_file_of_the_cdnow_kind_keeps_every_penny(engine: Engine, tmp_path: Path) -> None:
    rows = [
        f" {at % 40:05d} 1997{at % 6 + 1:02d}{at % 28 + 1:02d} {at % 3 + 1:2d} {at % 7 * 11 + 5.77:7.2f}"
        for at in range(900)
    ]
    rows += rows[::9]
    (path := tmp_path / "CDNOW_master.txt").write_text("\n".join([*rows, ""]))
    options = Options(columns=("customer_id", "invoiced_at", "quantity", "total"))
    report = load_file(engine, path, options=options)
    assert (report.rows_read, report.rows_loaded, report.rows_duplicate) == (1000, 1000, 0)
    ((total,),) = rows_of(engine, "select round(sum(quantity * unit_price), 2) from transactions")
    assert total == sum(Decimal(row.split()[-1]) for row in rows)
    assert load_file(engine, path, options=options).rows_loaded == 0


def test_the_case_of_the_delivery_number(engine: Engine, cases: Path) -> None:
    report = load_file(engine, cases / "delivery_id.csv")
    assert (report.rows_loaded, sold(engine)) == (24, (24, Decimal("562.24")))
    assert (
        "delivery_id is different on every row, so rows that are equal in all else are separate sales." in report.notes
    )
