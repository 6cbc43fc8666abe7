"""Orders with discounts and refunds, as many tools write them, against totals that plain Python works out."""

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.coming_to import coming_to, shop
from tests.etl.looks import plan_load
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError

CENT = Decimal("0.01")
Cells = list[object]


@dataclass(frozen=True)
class Order:
    """An order: its lines (code, pieces, price, discount of the line), and what stands beside them."""

    number: int
    lines: list[tuple[str, int, Decimal, Decimal]]
    shipping: Decimal
    refund: Decimal

    @property
    def subtotal(self) -> Decimal:
        """What its lines come to before the discount."""
        return sum((pieces * price for _, pieces, price, _ in self.lines), Decimal(0))

    @property
    def discount(self) -> Decimal:
        """What is taken off all of it."""
        return sum((line[3] for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What was paid."""
        return self.subtotal - self.discount + self.shipping


def orders() -> list[Order]:
    """Twelve orders: every third with a discount, two refunded in part, one in full."""
    draw, found = random.Random(8), []
    for number in range(1000, 1012):
        lines = []
        for code in draw.sample("ABCDE", draw.randint(1, 3)):
            pieces, price = draw.randint(1, 3), Decimal(draw.randint(500, 9999)) / 100
            lines.append((code, pieces, price, (pieces * price / 7).quantize(CENT) if number % 3 == 0 else Decimal(0)))
        net = sum((pieces * price - off for _, pieces, price, off in lines), Decimal(0))
        refund = {1004: (net / 4).quantize(CENT), 1008: (net / 3).quantize(CENT), 1005: net + 5}.get(number, Decimal(0))
        found.append(Order(number, lines, Decimal(5) if number % 2 else Decimal(0), refund))
    return found


def _day(order: Order) -> str:
    return f"2023-03-{order.number - 999:02} 10:00"


def _first(first: bool, *cells: object) -> Cells:
    return [cell if first else "" for cell in cells]


# name -> header, cells of a line of an order (is it the first?), the total of the file, what it is without discounts
Shape = tuple[str, Callable[[Order, tuple[str, int, Decimal, Decimal], bool], Cells], str]
SHAPES: dict[str, Shape] = {
    "Shopify, whose subtotal is after the discount": (
        "Name,Email,Financial Status,Created at,Subtotal,Shipping,Total,Discount Code,Discount Amount,"
        "Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount",
        lambda o, e, first: [
            *(f"#{o.number}", "a@x.org", *_first(first, "paid"), _day(o)),
            *_first(first, o.subtotal - o.discount, o.shipping, o.total, "X", o.discount, o.refund),
            *(e[1], e[0], e[2], "0.00"),
        ],
        "Subtotal",
    ),
    "Squarespace, whose subtotal is before it": (
        "Order ID,Email,Financial Status,Subtotal,Shipping,Amount Refunded,Total,Discount Amount,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price",
        lambda o, e, first: [
            *(o.number, *_first(first, "a@x.org", "PAID", o.subtotal, o.shipping, o.refund, o.total, o.discount)),
            *(_day(o), e[1], e[0], e[2]),
        ],
        "Total",
    ),
    "WooCommerce, on each line": (
        "Order Number,Order Date,Email (Billing),Cart Discount Amount,Order Subtotal Amount,Order Shipping Amount,"
        "Order Refund Amount,Order Total Amount,SKU,Quantity,Item Cost,Discount Amount",
        lambda o, e, _first: [
            *(o.number, _day(o), "a@x.org", o.discount, o.subtotal, o.shipping, o.refund, o.total),
            *(e[0], e[1], e[2], o.discount),
        ],
        "Order Total Amount",
    ),
    "Magento, by the line": (
        "increment_id,created_at,customer_email,sku,qty_ordered,price,discount_amount,shipping_amount,grand_total,"
        "base_grand_total,total_refunded",
        lambda o, e, _first: [
            *(o.number, _day(o), "a@x.org", e[0], e[1], e[2], e[3], o.shipping, o.total, o.total, o.refund),
        ],
        "grand_total",
    ),
    "Magento, with a minus": (
        "increment_id,created_at,customer_email,sku,qty_ordered,price,subtotal,discount_amount,shipping_amount,"
        "grand_total,total_refunded",
        lambda o, e, _first: [
            *(o.number, _day(o), "a@x.org", e[0], e[1], e[2], o.subtotal, -o.discount, o.shipping, o.total, o.refund),
        ],
        "grand_total",
    ),
    "BigCommerce": (
        "Order ID,Customer ID,Order Date,Subtotal (ex tax),Shipping Cost (ex tax),Discount Amount,"
        "Order Total (ex tax),Refunded Amount,Product SKU,Product Qty,Product Unit Price",
        lambda o, e, _first: [
            *(o.number, 7, _day(o), o.subtotal, o.shipping, o.discount, o.total, o.refund, e[0], e[1], e[2]),
        ],
        "Order Total (ex tax)",
    ),
    "PrestaShop": (
        "id_order,id_customer,date_add,product_reference,product_quantity,unit_price_tax_incl,"
        "total_discounts_tax_incl,total_shipping_tax_incl,total_paid_tax_incl,total_refunded_tax_incl",
        lambda o, e, _first: [
            *(o.number, 7, _day(o), e[0], e[1], e[2], o.discount, o.shipping, o.total, o.refund),
        ],
        "total_paid_tax_incl",
    ),
    "Wix": (
        "Order number,Date created,Contact email,SKU,Qty,Price,Shipping rate,Discount,Total,Refunded amount",
        lambda o, e, _first: [
            *(o.number, _day(o), "a@x.org", e[0], e[1], e[2], o.shipping, o.discount, o.total, o.refund),
        ],
        "Total",
    ),
    "German": (
        "Bestellnummer,Bestelldatum,Kundennummer,Artikelnummer,Menge,Einzelpreis,Rabatt,Versandkosten,Gesamtsumme,"
        "Erstattet",
        lambda o, e, _first: [
            *(o.number, _day(o), 7, e[0], e[1], str(e[2]).replace(".", ",")),
            *(str(each).replace(".", ",") for each in (o.discount, o.shipping, o.total, o.refund)),
        ],
        "Gesamtsumme",
    ),
}
KINDS = "select kind, round(sum(quantity * unit_price), 4) from transactions group by 1 order by 1"


def write(folder: Path, shape: Shape) -> Path:
    """The orders as a tool writes them."""
    header, cells, _ = shape
    with (path := folder / "export.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(header.split(","))
        rows.writerows(cells(order, line, at == 0) for order in orders() for at, line in enumerate(order.lines))
    return path


@pytest.mark.parametrize("name", SHAPES)
def test_orders_come_to_their_own_totals(engine: Engine, tmp_path: Path, name: str) -> None:
    report = load_file(engine, write(tmp_path, SHAPES[name]))
    lines = sum(len(order.lines) for order in orders())
    sales = sum((order.subtotal - order.discount for order in orders()), Decimal(0))
    back = sum((min(order.refund, order.subtotal - order.discount) for order in orders()), Decimal(0))
    assert rows_of(engine, KINDS) == [("return", -back), ("sale", sales)]
    shown = report.as_json()
    assert (shown["rows_read"], shown["rows_loaded"], shown["rows_duplicate"]) == (lines, lines, 0)
    assert (shown["orders"], shown["refunds"]) == ({"total": SHAPES[name][2], "orders": 12, "agree": 12}, 3)
    totals = [note for note in report.notes if note.startswith(f"12 of 12 orders come to their own {SHAPES[name][2]}")]
    assert len(totals) == 1
    discount = sum((order.discount for order in orders()), Decimal(0))
    assert any(f"({discount:,.2f}) is taken off" in note for note in report.notes)


def test_each_order_comes_to_its_total_to_the_cent(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, write(tmp_path, SHAPES["WooCommerce, on each line"]))
    sums = "select invoice_no, round(sum(quantity * unit_price), 2) from transactions where kind = 'sale' group by 1"
    assert dict(rows_of(engine, sums)) == {str(each.number): each.subtotal - each.discount for each in orders()}


def test_a_refund_is_kept_where_the_first_row_of_its_order_is_rejected(engine: Engine, tmp_path: Path) -> None:
    rows = [
        "1,2024-05-06,7,A,1,10.00,4.00",
        "2,no day,8,A,1,10.00,6.50",
        "2,2024-05-07,8,B,2,10.00,6.50",
        "2,2024-05-07,8,C,1,5.00,6.50",
        "3,no day,9,B,2,10.00,1.00",
    ]
    rows += [f"{4 + at},2024-05-08,9,D,1,{10 + at}.00,0" for at in range(300)]
    (path := tmp_path / "x.csv").write_text("\n".join([f"{HEADER}Refunded Amount", *rows]))
    report = load_file(engine, path)
    assert (report.rejected, report.refunds) == ({"date not readable": 2}, 2)
    query = "select invoice_no, quantity * unit_price from transactions where kind = 'return' order by 1"
    assert rows_of(engine, query) == [("1", Decimal("-4.00")), ("2", Decimal("-6.50"))]


def test_what_went_back_beyond_the_goods_is_told(engine: Engine, tmp_path: Path) -> None:
    rows = ["1,2024-05-06,7,A,1,10.00,14.90", "2,2024-05-07,8,B,2,10.00,6.50", "3,2024-05-07,8,C,1,5.00,0"]
    (path := tmp_path / "x.csv").write_text("\n".join([f"{HEADER}Refunded Amount", *rows]))
    report = load_file(engine, path)
    assert [note for note in report.notes if note.startswith("Refunded Amount")] == [
        "Refunded Amount: 16.50 of 2 orders became returns, a line each, at the time of the order.",
        "Refunded Amount: 4.90 more went back of 1 order than its goods come to, as shipping or taxes do: that is in "
        "no total.",
    ]
    assert {name: report.as_json()[name] for name in ("refunds", "refunds_beyond_goods")} == {
        "refunds": 2,
        "refunds_beyond_goods": 4.9,
    }


def test_refunds_are_stored_once(engine: Engine, tmp_path: Path) -> None:
    path = write(tmp_path, SHAPES["BigCommerce"])
    first = load_file(engine, path)
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")  # other bytes, so each row is compared
    second = load_file(engine, path)
    assert (second.rows_known, second.rows_loaded, second.refunds) == (first.rows_loaded, 0, 0)
    assert rows_of(engine, "select count(*) from transactions where kind = 'return'") == [(3,)]


HEADER = "Order ID,Order Date,Customer ID,SKU,Quantity,Unit Price,"
# columns beside the lines, their values for an order of two lines of 10 and one of 20, sales, a sentence's beginning
BESIDE = {
    "prices after the discount": ("Discount Amount,Order Total", "5,40", "0,20", "60", "Discount Amount is not taken"),
    "the same on each line": (
        "Discount Amount,Order Total",
        "5,30",
        "0,20",
        "50",
        "Discount Amount (10.00) is taken off",
    ),
    "once, on each line": ("Discount Amount,Order Total", "5,35", "0,20", "55", "Discount Amount (5.00) is taken off"),
    "no total tells": ("Discount Amount", "5", "0", "55", "Discount Amount (5.00) is taken off the lines"),
    "numbers that may be percent": ("Discount", "10", "0", "60", "Discount is not taken off: no total says so"),
    "a discount on shipping": ("Shipping Discount,Order Total", "5,40", "0,20", "60", ""),
    "a code": ("Discount Code,Order Total", "5,40", "0,20", "60", ""),
    "all of it": ("Discount Amount,Order Total", "40,0", "0,20", "20", "Discount Amount (40.00) is taken off"),
    "totals of something else": ("Order Total", "77", "66", "60", "0 of 2 orders come to their own Order Total"),
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_is_taken_off(engine: Engine, tmp_path: Path, name: str) -> None:
    columns, first, second, sales, said = BESIDE[name]
    rows = [
        f"1,2024-05-06,7,A,1,10.00,{first}",
        f"1,2024-05-06,7,B,3,10.00,{first}",
        f"2,2024-05-07,8,A,2,10.00,{second}",
    ]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER + columns, *rows]))
    report = load_file(engine, path)
    assert rows_of(engine, "select round(sum(quantity * unit_price), 6) from transactions") == [(Decimal(sales),)]
    assert not said or any(note.startswith(said) for note in report.notes)


def test_refunds_that_have_rows_of_their_own_count_once(engine: Engine, tmp_path: Path) -> None:
    rows = ["1,2024-05-06,7,A,1,10.00,4.00", "2,2024-05-07,7,A,-1,4.00,0", "3,2024-05-07,8,B,1,5.00,0"]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER + "Refunded Amount", *rows]))
    report = load_file(engine, path)
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions") == [(Decimal(11),)]
    assert "Refunded Amount is not counted: the file has rows of their own for what went back." in report.notes


def test_what_somebody_says_is_taken_off(engine: Engine, tmp_path: Path) -> None:
    rows = ["1,2024-05-06,7,A,1,10.00,2.00,1.00", "2,2024-05-07,7,A,1,10.00,0,0"]
    (path := tmp_path / "x.csv").write_text("\n".join([HEADER + "Bonus,Back", *rows]))
    load_file(engine, path, Options({"order_discount": "Bonus", "refund": "Back"}))
    assert rows_of(engine, KINDS) == [("return", Decimal(-1)), ("sale", Decimal(18))]


@pytest.mark.parametrize(
    "label", ["refund_total", "Montant remboursé", "Importe reembolsado", "returned_amount", "Zwrot"]
)
@pytest.mark.parametrize("told", [False, True])
def test_refunds_of_any_language_are_no_totals(engine: Engine, tmp_path: Path, label: str, told: bool) -> None:
    rows = [f"{at},2023-05-0{at},m{at % 2}@example.org,T,2,{at}0.50,{at if at > 3 else 0}" for at in range(1, 6)]
    header = f"order_id,order_date,email,sku,quantity,price,{label}"
    (path := tmp_path / "shop.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    load_file(engine, path, Options({"refund": label} if told else {}))
    sums = "select kind, sum(quantity * unit_price) from transactions group by 1 order by 1"
    assert rows_of(engine, sums) == [("return", Decimal("-9.00")), ("sale", Decimal("305.00"))]


WOO = "Order Number,Order Date,Email (Billing),Order Refund Amount,{},Item Name,SKU,Quantity (- Refund),Item Cost"


@pytest.mark.parametrize(
    ("total", "worth", "returns"),
    [
        ("Order Total Amount", "40.00", "-5.00"),  # lines are whole, so money went back and no pieces
        ("Order Total Amount (- Refund)", "40.00", None),
        ("Order Total Amount", "45.00", None),  # pieces went back
    ],
)
def test_money_that_went_back_beside_net_quantities(
    engine: Engine, tmp_path: Path, total: str, worth: str, returns: str | None
) -> None:
    rows = [f"8{at},2023-05-0{at},w{at}@example.org,0,10.00,Mug,T,1,10.00" for at in range(1, 5)]
    rows += [f"85,2023-05-05,w1@example.org,5.00,{worth},Mug,T,4,10.00"]
    (path := tmp_path / "woo.csv").write_text("\n".join([WOO.format(total), *rows]))
    report = load_file(engine, path)
    found = dict(rows_of(engine, "select kind, sum(quantity * unit_price) from transactions group by 1"))
    assert found == {"sale": Decimal(80)} | ({"return": Decimal(returns)} if returns else {})
    assert any(note.startswith("Order Refund Amount") for note in report.notes)


ONE_LINE = {  # orders of one line that have a total of the line: header, rows, orders that agree, what is said
    "alone": ("line_total,order_total", ("100,100", "80,80", "60,60"), 3, "own order_total, to the cent."),
    "with shipping and tax": (
        "line_total,shipping,tax,order_total",
        ("100,5,12,117", "80,5,8,93", "60,5,6,71"),
        3,
        "own order_total with shipping and tax, to the cent.",
    ),
    "not all": (
        "line_total,order_total",
        ("100,101", "80,85", "60,60"),
        1,
        "If order_total is what counts, load with --map order_total=order_total.",
    ),
}


@pytest.mark.parametrize("name", ONE_LINE)
def test_orders_of_one_line_are_compared_too(tmp_path: Path, name: str) -> None:
    header, rows, agree, said = ONE_LINE[name]
    lines = [f"{at},7,2024-01-0{at},{row}" for at, row in enumerate(rows, 1)]
    (path := tmp_path / "x.csv").write_text("\n".join([f"order_id,customer_id,order_date,{header}", *lines]))
    plan = plan_load(path)
    assert (plan.columns["total"], plan.outcome.as_json["agree"]) == ("line_total", agree)
    assert any(note.startswith(f"{agree} of 3 orders come") and said in note for note in plan.notes)


# Rows of payments: each repeats what the order comes to.
INSTALMENTS = {
    "instalments": ("order_id,customer_id,paid_on,instalment,order_value", "O1,C1,{},{},90", "O2,C2,{},{},40"),
    "payments": (
        *("order_id,payment_date,customer_id,amount_paid,order_total", "O1,{},C1,4{},90"),
        "O2,{},C2,40{},40",
    ),
    "Zahlungen": ("Bestellnr,Zahldatum,Kundennr,Zahlbetrag,Auftragssumme", "O1,{},C1,4{},90", "O2,{},C2,40{},40"),
}


@pytest.mark.parametrize("name", INSTALMENTS)
def test_an_order_paid_in_parts_is_asked_about(engine: Engine, tmp_path: Path, name: str) -> None:
    header, one, other = INSTALMENTS[name]
    lines = [one.format("2024-01-01", 1), one.format("2024-02-01", 2), other.format("2024-01-05", 1)]
    (path := tmp_path / "x.csv").write_text("\n".join([header, *lines]))
    total = header.rpartition(",")[2]
    with pytest.raises(InputError, match=f"{total} is the same on all lines of an order"):
        load_file(engine, path)
    load_file(engine, path, Options({"order_total": total}))
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions where kind = 'sale'") == [(130,)]


@pytest.mark.parametrize("comes_back", ["same customers", "others", "guests"])
def test_numbers_that_begin_anew_are_other_orders_with_totals_of_their_own(tmp_path: Path, comes_back: str) -> None:
    """Seven numbers, each in three months: a discount, a refund or a total of one order is none of another."""
    buyers = {"same customers": "c{number}", "others": "c{number}{month}", "guests": ""}
    header = "order_no,customer_id,date,sku,quantity,price,discount_amount,refunded_amount,order_total"
    rows, sales, back = ["0,c0,2024-01-01,A,1,5.00,0,0,5.00"], Decimal(5), Decimal(0)
    for month, number in ((month, number) for month in (1, 3, 5) for number in range(1, 8)):
        price, discount, refund = Decimal(f"{9 + number + month}.50"), 5 + month, 2 if number == month else 0
        buyer = buyers[comes_back].format(number=number, month=month)
        beside = f"{price},{discount},{refund},{3 * price - discount}"
        rows += [f"{number},{buyer},2024-0{month}-{number:02},{sku},{pieces},{beside}" for sku, pieces in ("A1", "B2")]
        sales, back = sales + 3 * price - discount, back + refund
    (path := tmp_path / "anew.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    plan, found = plan_load(path), coming_to(path)
    assert plan.outcome.as_json == {"total": "order_total", "orders": 22, "agree": 22}
    assert {kind: round(money, 4) for kind, money in found.money.items()} == {"sale": sales, "return": -back}


@pytest.mark.parametrize(
    ("more", "cells", "returns"),
    [  # three orders of 40, 60 and 10, of which a mug for 20 came back
        ("Quantity refunded,Total after refund", ("0,40", "1,40", "0,10"), "-20"),
        ("Quantity refunded", ("0", "1", "0"), "-20"),
        ("Total after refund", ("40", "40", "10"), "-20"),
        ("Net after returns", ("40", "40", "10"), "-20"),
        ("Gesamt nach Erstattung", ("40", "40", "10"), "-20"),
        ("Total après remboursement", ("40", "40", "10"), "-20"),
        ("Importe neto de devoluciones", ("40", "40", "10"), "-20"),
        ("返金後合計", ("40", "40", "10"), "-20"),
        ("Shipping,Total,Total after refund", ("5,45,45", "5,65,45", "0,10,10"), "-20"),
        ("Shipping,Total after refund", ("5,45", "5,45", "0,10"), "-20"),
        ("Refunded amount,Total after refund", ("0,40", "20,40", "0,10"), "-20"),
        ("Total after refund", ("41", "42", "13"), "0"),  # something else, which is said
        ("Refundable amount", ("40", "60", "10"), "0"),
        ("Total before refund", ("40", "60", "10"), "0"),
        ("Quantity after returns", ("2", "2", "1"), "0"),
    ],
)
def test_what_is_left_after_refunds_is_no_refund(
    tmp_path: Path, more: str, cells: tuple[str, ...], returns: str
) -> None:
    orders_ = ("1,2024-01-05,a,Mug,2,20.00", "2,2024-01-09,b,Mug,3,20.00", "3,2024-02-02,a,Tea,1,10.00")
    lines = [f"order_no,order_date,customer,item,qty,price,{more}", *map(",".join, zip(orders_, cells, strict=True))]
    found = coming_to(shop(tmp_path, "\n".join(lines)))
    assert (found.money["sale"], found.money.get("return", Decimal(0))) == (Decimal(110), Decimal(returns))
