"""The facts about Online Retail that are known from elsewhere must come out of the store."""

import gzip
import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from etl.storing.load import load_file
from tests.etl.shop_files import rows_of

_SAME = "invoice_no, stock_code, quantity, unit_price, country, kind"
EVERY_LINE = (
    f"(select customer_id, {_SAME} from transactions union all select null, {_SAME} from guest_transactions) as line"
)
SALES = "from transactions where kind = 'sale'"


@pytest.mark.store("retail_lines")
def test_online_retail(engine: Engine, shared_data: Path, tmp_path: Path, retail_loaded: dict[str, Any]) -> None:
    path = shared_data / "online_retail.csv.gz"
    assert {name: value for name, value in retail_loaded.items() if name != "seconds"} == {
        "load_id": 1,
        "file": "online_retail.csv.gz",
        "rows_read": 541_909,
        "rows_loaded": 536_641,
        "rows_duplicate": 5_268,
        "rows_rejected": 0,
        "rows_known": 0,
        "invoices": 25_900,
        "customers": 4_372,
        "first_invoiced_at": "2010-12-01T08:26:00",
        "last_invoiced_at": "2011-12-09T12:50:00",
        "rejected": {},
        "encoding": "windows-1252",
        "notes": [
            "Charges with rows of their own are no goods, and count in the sales: POSTAGE, DOTCOM POSTAGE and AMAZON "
            "FEE (24,973.03 in 49 of the first 20,000 rows).",
        ],
    }
    facts = {
        "select count(*), count(distinct customer_id), count(distinct invoice_no), "
        f"sum(quantity * unit_price) {SALES}": (
            392_692,
            4_338,
            18_532,
            Decimal("8887208.894"),
        ),
        f"select count(*), count(*) filter (where customer_id is null) from {EVERY_LINE}": (
            536_641,
            135_080 - (5_268 - 5_225),
        ),
        "select count(distinct invoice_no), count(distinct stock_code), count(distinct country), "
        f"count(distinct customer_id) from {EVERY_LINE}": (25_900, 4_070, 38, 4_372),
        f"select count(distinct invoice_no) from {EVERY_LINE} where invoice_no like 'C%'": (3_836,),
        f"select count(*) from {EVERY_LINE} where invoice_no like 'A%'": (3,),
        f"select count(*) from {EVERY_LINE} where unit_price < 0 and kind = 'adjustment'": (2,),
        f"select count(*) from {EVERY_LINE} where invoice_no = 'A563185' and kind = 'adjustment'": (
            1,
        ),  # as its reversal
        f"select count(*) from {EVERY_LINE} where kind = 'return' and quantity >= 0": (0,),
        f"select count(*) from (select customer_id {SALES} group by 1 having count(distinct invoice_no) = 1) as once": (
            1_493,
        ),
        "select count(*) from "
        "(select customer_id from transactions group by 1 having count(distinct country) > 1) as x": (8,),
        "select count(*) from customers": (4_372,),
        "select count(*) from countries": (38,),
        "select count(*) from countries where alpha_3 is null": (3,),
        f"select sum(quantity * unit_price) {SALES} and customer_id in ('16446', '12346')": (
            Decimal("168472.50") + Decimal("77183.60"),
        ),
    }
    assert {query: rows_of(engine, query)[0] for query in facts} == facts
    assert rows_of(engine, "select country from countries where alpha_3 is null order by 1") == [
        ("Channel Islands",),
        ("European Community",),
        ("Unspecified",),
    ]

    again = load_file(engine, path)
    assert (again.rows_known, again.rows_loaded, again.rows_duplicate) == (536_641, 0, 5_268)
    half = tmp_path / "half.csv"  # other bytes, so that each line is compared
    with gzip.open(path, "rt", encoding="latin-1", newline="") as lines:
        half.write_text("".join(itertools.islice(lines, 40_001)), encoding="utf-8", newline="")
    overlapping = load_file(engine, half)
    assert (overlapping.rows_read, overlapping.rows_loaded, overlapping.rows_rejected) == (40_000, 0, 0)
    assert {query: rows_of(engine, query)[0] for query in facts} == facts
