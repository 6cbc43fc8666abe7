"""What the numbers tell where names do not: totals beside price and quantity, pieces, products, totals of orders."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options, Plan
from etl.storing.load import load_file
from tests.etl.looks import plan_load
from tests.etl.shop_files import rows_of

SUM = "select round(sum(quantity * unit_price), 2) from transactions"
PRICES = ("31.58", "12.34", "1.52", "20.00", "8.05", "17.40", "9.99", "44.10", "3.33", "28.75", "15.15", "6.60")
PIECES = (4, 3, 2, 1, 5, 2, 3, 1, 6, 2, 1, 4)


def _plan(folder: Path, text: str) -> Plan:
    (path := folder / "x.csv").write_text(text)
    return plan_load(path)


def _lines(label: str, times: str, plus: str = "0") -> str:
    rows = [f"order,client,day,sku,qty,price,{label}"]
    for at, (price, pieces) in enumerate(zip(PRICES, PIECES, strict=True)):
        total = round(Decimal(price) * pieces * Decimal(times) + Decimal(plus) * (1 + at % 3), 2)
        rows.append(f"{at},C{at % 5},2023-04-{at + 1:02},S{at},{pieces},{price},{total}")
    return "\n".join(rows)


@pytest.mark.parametrize("label", ["Bill Value", "Net Worth of Basket", "zapłacono"])
@pytest.mark.parametrize(
    ("times", "plus", "how"),
    [("1.2", "0", "is 1.2 times"), ("1.1", "0", "is 1.1 times"), ("1.1", "1.50", "goes along with")],
)
def test_an_unknown_total_gets_a_word(tmp_path: Path, label: str, times: str, plus: str, how: str) -> None:
    said = [note for note in _plan(tmp_path, _lines(label, times, plus)).notes if note.startswith(label)]
    named = f'"{label}"' if " " in label else label
    assert len(said) == 1
    assert f"rows) {how} price times qty, and is not counted: price times qty is (454.53)" in said[0]
    assert said[0].endswith(f"load with --map total={named}.")


@pytest.mark.parametrize("label", ["Paid", "Paid Amount", "Sum Paid Out", "Net Worth of Basket"])
def test_what_each_line_of_an_order_was_paid_gets_a_word(tmp_path: Path, label: str) -> None:
    header, *rows = _lines(label, "0.85").split("\n")
    orders = [f"{at // 2},C{at // 2},2023-04-{at // 2 + 1:02},{row.split(',', 3)[3]}" for at, row in enumerate(rows)]
    said = [note for note in _plan(tmp_path, "\n".join([header, *orders])).notes if note.startswith(label)]
    assert len(said) == 1
    assert said[0].startswith(f"{label} (386.34 in the first 12 rows) is ")
    assert "not counted" in said[0]


@pytest.mark.parametrize("label", ["cost_of_goods", "unit_price_old", "vat"])
def test_costs_prices_and_taxes_get_none(tmp_path: Path, label: str) -> None:
    assert not [note for note in _plan(tmp_path, _lines(label, "0.6")).notes if "not counted" in note]


def test_the_answer_counts_it(engine: Engine, tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text(_lines("Bill Value", "1.2"))
    load_file(engine, path, Options({"total": "Bill Value"}))
    assert rows_of(engine, SUM) == [(Decimal("545.43"),)]


def test_an_unknown_total_of_orders_gets_a_word(tmp_path: Path) -> None:
    rows = ["order,client,day,sku,qty,price,Bill Value"]
    for at in range(0, 12, 2):
        owed = sum(Decimal(PRICES[each]) * PIECES[each] for each in (at, at + 1)) * Decimal("1.2")
        rows += [
            f"{at},C{at % 3},2023-04-{at + 1:02},S{each},{PIECES[each]},{PRICES[each]},{owed:.2f}"
            for each in (at, at + 1)
        ]
    said = [note for note in _plan(tmp_path, "\n".join(rows)).notes if note.startswith("Bill Value")]
    assert len(said) == 1
    assert "in the first 6 orders) is 1.2 times what the lines of 6 orders come to" in said[0]
    assert said[0].endswith('To count it, once an order, load with --map order_total="Bill Value".')


def test_a_proven_quantity_is_taken_and_said(engine: Engine, tmp_path: Path) -> None:
    rows = ["order_id,customer_id,order_date,sku,price,colli,line_amount,stars"]
    for at, (price, pieces) in enumerate(zip(PRICES, PIECES, strict=True)):
        rows.append(f"{at},K{at % 5},2023-03-{at + 1:02},A{at},{price},{pieces},{Decimal(price) * pieces},{1 + at % 5}")
    (path := tmp_path / "x.csv").write_text("\n".join(rows))
    report = load_file(engine, path)
    assert rows_of(engine, SUM) == [(Decimal("454.53"),)]
    assert "colli was taken for the quantity: price times colli is line_amount in the first 12 rows." in str(
        report.notes
    )


def _with_codes(columns: dict[str, str]) -> str:
    """Lines of five orders with two lines each; codes may be of the `{order}` and the `{line}`."""
    rows = ["id_order,id_customer,date_add,product_quantity,unit_price," + ",".join(columns)]
    for order in range(1, 6):
        for line in (1, 2):
            codes = ",".join(each.format(order=order, line=line, one=order % 2) for each in columns.values())
            rows.append(f"{order},C{order % 3},2023-03-0{order},1,{order}.{line}0,{codes}")
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"reference": "R{order}", "product_reference": "P{line}"}, "product_reference"),
        ({"item_code": "R{order}", "product_id": "P{line}"}, "product_id"),
        ({"reference": "R{order}"}, None),
        ({"product_id": "P{one}"}, "product_id"),  # several lines of one product, which other orders have too
    ],
)
def test_an_orders_own_reference_is_no_product(tmp_path: Path, columns: dict[str, str], code: str | None) -> None:
    assert _plan(tmp_path, _with_codes(columns)).columns.get("stock_code") == code


def test_a_total_says_what_is_in_it_and_which_subtotal_there_is(engine: Engine, tmp_path: Path) -> None:
    rows = ["Order ID,Customer ID,Order Date,Subtotal,Discount Amount,Discounted Subtotal,Shipping Cost,Order Total"]
    rows += [f"{at},C{at % 3},2023-03-{at + 1:02},{at + 20}.00,2.00,{at + 18}.00,7.00,{at + 25}.00" for at in range(9)]
    (path := tmp_path / "x.csv").write_text("\n".join(rows))
    said = (
        "Order Total counts, with Shipping Cost (63.00) in it, as Discounted Subtotal proves in the first 9 rows; "
        'Discount Amount is off already. For goods alone, load with --map total="Discounted Subtotal".'
    )
    assert said in load_file(engine, path, dry_run=True).notes
    load_file(engine, path, Options({"total": "Discounted Subtotal"}))
    assert rows_of(engine, SUM) == [(Decimal("198.00"),)]


def test_goods_alone_where_the_discount_is_still_in_the_subtotal(engine: Engine, tmp_path: Path) -> None:
    rows = ["increment_id,created_at,customer_email,subtotal,discount_amount,shipping_amount,grand_total"]
    rows += [f"{at},2023-03-{at + 1:02},a{at % 3}@x.org,{at + 20}.00,-2.00,6.00,{at + 24}.00" for at in range(9)]
    (path := tmp_path / "x.csv").write_text("\n".join(rows))
    told = "load with --map total=subtotal --map order_discount=discount_amount."
    assert any(note.endswith(told) for note in load_file(engine, path, dry_run=True).notes)
    load_file(engine, path, Options({"total": "subtotal", "order_discount": "discount_amount"}))
    assert rows_of(engine, SUM) == [(Decimal("198.00"),)]


def test_customers_of_one_order_each_get_a_word(tmp_path: Path) -> None:
    rows = ["order_id,customer_id,order_date,price"]
    rows += [f"o{at},c{at},2023-03-{at % 28 + 1:02},5.00" for at in range(25) for _ in range(2)]
    plan = _plan(tmp_path, "\n".join(rows))
    assert "customer_id is another one on each of the first 25 orders, so nobody comes back." in str(plan.notes)
    back = "\n".join([*rows, "o99,c1,2023-04-01,5.00"])
    assert "nobody comes back" not in str(_plan(tmp_path, back).notes)
