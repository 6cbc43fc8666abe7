import csv
import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from etl.sample.lines import drawn, lines_of
from etl.sample.shop import Shop, write_sample
from etl.storing.load import load_file
from tests.etl.shop_files import HEADER, rows_of
from warehouse.errors import InputError


def digest(path: Path, shop: Shop) -> str:
    write_sample(path, shop)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_shop_is_its_size_and_its_seed(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    assert digest(path, Shop(5_000, 3)) == digest(path, Shop(5_000, 3))
    assert len({digest(path, shop) for shop in (Shop(5_000, 3), Shop(5_000, 4), Shop(5_001, 3))}) == 3


@pytest.mark.parametrize("lines", [1, 2, 10, 99, 100, 101, 4_321, 450_000])
def test_it_has_exactly_the_lines_asked_for(tmp_path: Path, lines: int) -> None:
    write_sample(path := tmp_path / "x.csv", Shop(lines))
    data = path.read_bytes()
    assert data.count(b"\n") == lines + 1
    assert data.startswith(HEADER.encode() + b"\n")
    assert list(tmp_path.iterdir()) == [path]


def test_the_demo_shop_looks_like_one(engine: Engine, tmp_path: Path) -> None:
    write_sample(path := tmp_path / "sample-shop.csv", Shop(250_000))
    report = load_file(engine, path)
    assert report.rows_read == 250_000
    assert (report.first_invoiced_at.date().isoformat(), report.last_invoiced_at.date().isoformat()) == (  # type: ignore[union-attr]
        "2023-07-01",
        "2026-06-17",
    )
    assert 7_500 <= report.customers <= 8_000
    assert 500 <= report.rows_duplicate <= 2_500
    assert set(report.rejected) == {
        "date not readable",
        "no invoice number",
        "quantity is not a number",
        "price is not a number",
        "wrong number of columns",
    }
    kinds = dict(rows_of(engine, "select kind, count(*) from transactions group by 1"))
    assert kinds["sale"] > 200_000
    assert kinds["return"] > 2_000
    assert kinds["free"] > 200
    assert kinds["adjustment"] > 5
    ((guests, sales),) = rows_of(
        engine,
        "select (select count(*) from guest_transactions) * 1.0 / 250000, sum(quantity * unit_price) "
        "from transactions where kind = 'sale'",
    )
    assert 0.06 < guests < 0.10
    assert rows_of(engine, "select count(*) >= 25 from countries") == [(True,)]
    ((uk,),) = rows_of(engine, "select avg((country = 'GB')::int) from customers")
    assert 0.55 < uk < 0.68
    orders = (
        "(select customer_id, count(distinct invoice_no) as n from transactions where kind = 'sale' group by 1) as x"
    )
    ((once, many),) = rows_of(engine, f"select avg((n = 1)::int), avg((n > 12)::int) from {orders}")
    assert 0.2 < once < 0.5
    assert 0.05 < many < 0.2
    months = dict(rows_of(engine, "select extract(month from invoiced_at)::int, count(*) from transactions group by 1"))
    assert months[11] > 1.5 * months[2]
    sunday_evenings = "extract(isodow from invoiced_at) = 7 and extract(hour from invoiced_at) >= 18"
    assert rows_of(engine, f"select count(*) from transactions where {sunday_evenings}") == [(0,)]
    assert sales > 1_000_000


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_few_bring_most_as_in_real_shops(seed: int) -> None:
    """Online Retail: the first 1, 5, 10 and 20 % of customers bring 31.8, 50.4, 61.4 and 74.6 % of sales."""
    made = drawn(Shop(250_000, seed))
    lines = lines_of(made, slice(0, len(made.orders.at)))
    sold = (lines["quantity"] > 0) & (lines["customer"] >= 0)
    amounts = (lines["quantity"] * lines["pence"])[sold]
    brought = np.sort(np.bincount(lines["customer"][sold] - lines["customer"][sold].min(), amounts))[::-1]
    brought = np.cumsum(brought[brought > 0]) / brought.sum()
    shares = [brought[int(len(brought) * share)] for share in (0.01, 0.05, 0.1, 0.2)]
    for found, real in zip(shares, (0.318, 0.504, 0.614, 0.746), strict=True):
        assert abs(found - real) < 0.06


def test_what_comes_back_was_bought_before(tmp_path: Path) -> None:
    write_sample(path := tmp_path / "x.csv", Shop(20_000, dirty=False))
    bought: Counter[tuple[str, str]] = Counter()
    returns = 0
    with path.open(newline="") as file:
        for line in csv.DictReader(file):
            who = (line["CustomerID"], line["StockCode"])
            if line["InvoiceNo"].startswith("C"):
                returns += 1
                assert bought[who]
            bought[who] += 1
    assert returns > 200


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        write_sample(tmp_path / "none" / "x.csv", Shop(10))
    assert str(error.value) == f"{tmp_path}/none/x.csv cannot be written: No such file or directory."
