"""Several kinds of documents in one column: one sale counts once, whatever tells of it besides."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

HEAD = "{kind},No,Date,Customer,Amount"
# The header of the kinds; kind, customer and amount of each row; sales and returns that it comes to.
FILES = {
    "Xero": ("Type", "Sales Invoice A 120/Sales Invoice B 60/Credit Note A 48/Payment A 72/Payment B 60", (180, -48)),
    "Xero, of both sides": (
        "Type",
        "Receivable Invoice A 120/Receivable Credit Note A 20/Receivable Payment A 100/Payable Invoice S 70/"
        "Payable Payment S 70",
        (120, -20),
    ),
    "QuickBooks": (
        "Transaction Type",
        "Invoice A 120/Sales Receipt B 60/Credit Memo A -20/Payment A -100/Estimate C 500/Bill S 70/Bill Payment S 70/"
        "Journal Entry A 9/Purchase Order S 70/Deposit A 5",
        (180, -20),
    ),
    "in German": (
        "Belegart",
        "Rechnung A 120/Rechnung B 60/Gutschrift A 48/Zahlung A 72/Auftrag A 120/Angebot A 200/Lieferschein A 120",
        (180, -48),
    ),
    "in French": (
        "Type",
        "Facture A 120/Avoir A 20/Règlement A 100/Commande A 120/Devis B 70/Bon de livraison A 120",
        (120, -20),
    ),
    "in Portuguese": ("Tipo documento", "Fatura A 120/Nota de crédito A 20/Recibo A 120/Encomenda A 120", (120, -20)),
    "by a name that nobody knows": ("Rodzaj", "Faktura A 120/Wpłata A 120/Zamówienie A 120", (120, 0)),
    "Tally": (
        "Vch Type",
        "Sales A 120/Receipt A 120/Purchase S 90/Payment S 90/Debit Note S 5/Credit Note A 20",
        (120, -20),
    ),
    "a ledger in which payments are below nothing": (
        "Document Type",
        "Invoice A 120/Payment A -70/Credit Memo A -50/Invoice B 10/Payment B -10",
        (130, -50),
    ),
    "Shopify's transactions": (
        "Kind",
        "authorization A 50/capture A 50/sale B 30/refund B 10/void C 9/authorization C 9",
        (80, -10),
    ),
    "payments alone are what was sold": (
        "Type",
        "charge A 50/payment B 30/refund B 10/payout S 65/stripe_fee S 2",
        (80, -10),
    ),
    "orders and their payments": ("Type", "Order A 50/Order B 30/Payment A 50/Refund B 10", (80, -10)),
    "receipts of other people are sales": ("Type", "Invoice A 120/Receipt B 30/Receipt C 10", (160, 0)),
    "receipts that repeat invoices are none": (
        "Type",
        "Invoice A 120/Invoice B 60/Receipt A 120/Receipt B 60",
        (180, 0),
    ),
    "refunds that pay credit notes": ("Type", "Invoice A 120/Credit note A 20/Refund A 20/Invoice B 40", (160, -20)),
    "refunds beside other credit notes": ("Type", "Invoice A 120/Credit note A 20/Refund B 7/Invoice B 40", (160, -27)),
    "orders of another channel": ("Type", "Sale A 50/Sale B 30/Order C 20/Order D 10", (110, 0)),
    "purchases among events": ("event", "view A 50/cart A 50/purchase A 50/purchase B 30", (80, 0)),
}


def write(folder: Path, kind: str, rows: str) -> Path:
    """A file of these rows, all of one day."""
    split = [row.rsplit(" ", 2) for row in rows.split("/")]
    lines = [f"{what},{at},2024-01-{at + 10},{who},{amount}.00" for at, (what, who, amount) in enumerate(split)]
    return shop(folder, "\n".join([HEAD.format(kind=kind), *lines]))


@pytest.mark.parametrize("name", FILES)
def test_a_sale_counts_once(tmp_path: Path, name: str) -> None:
    kind, rows, (sold, back) = FILES[name]
    money = coming_to(write(tmp_path, kind, rows)).money
    assert (money["sale"], money.get("return", 0)) == (sold, back)


def test_what_counts_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    found = coming_to(write(tmp_path, "Belegart", FILES["in German"][1]))
    assert [note for note in found.notes if "Belegart" in note] == [
        "By Belegart, sales are Rechnung (2 rows, 180.00); returns are Gutschrift (1 row, 48.00).",
        "By Belegart, Zahlung (1 row, 72.00), Auftrag (1 row, 120.00), Angebot (1 row, 200.00) and Lieferschein "
        "(1 row, 120.00) are in no total: they sell nothing, or what counts already. To count one as sales of its own, "
        "load with --kind Zahlung=sale.",
    ]


@pytest.mark.parametrize(
    ("said", "money"),
    [
        ({"Payment": "sale"}, {"sale": Decimal(312), "return": Decimal(-48)}),
        ({"credit note": "nothing"}, {"sale": Decimal(180), "adjustment": Decimal(0)}),
        ({"Payment": "return"}, {"sale": Decimal(180), "return": Decimal(-180)}),
    ],
)
def test_what_somebody_says_of_a_kind_counts(tmp_path: Path, said: dict[str, str], money: dict[str, Decimal]) -> None:
    path = write(tmp_path, "Type", FILES["Xero"][1])
    found = coming_to(path, Options(kinds=said)).money
    assert {kind: amount for kind, amount in found.items() if amount or kind in money} == money


@pytest.mark.parametrize("kind", ["Receipt", "Quittung"])
def test_receipts_that_may_be_either_are_a_question(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, "Type", f"Invoice A 120/Invoice B 60/{kind} A 70/{kind} B 10")
    with pytest.raises(InputError, match=rf"--kind {kind}=nothing or --kind {kind}=sale") as raised:
        coming_to(path)
    assert [choice.value for choice in raised.value.questions[0].choices] == [f"{kind}=sale", f"{kind}=nothing"]
    sold = [coming_to(path, Options(kinds={kind: word})).net for word in ("sale", "nothing")]
    assert sold == [Decimal(260), Decimal(180)]


def test_payments_do_not_add_to_what_their_order_comes_to(tmp_path: Path) -> None:
    rows = ["Invoice,1,2024-01-10,A,2,50.00,10.00,90.00", "Payment,1,2024-01-12,A,1,90.00,,90.00"]
    rows += ["Invoice,2,2024-01-11,B,1,60.00,0.00,60.00", "Payment,2,2024-01-12,B,1,60.00,,60.00"]
    rows += ["Invoice,3,2024-01-11,B,1,60.00,5.00,55.00"]
    found = coming_to(
        shop(tmp_path, "\n".join(["Type,Order No,Date,Customer,Qty,Price,Order Discount,Order Total", *rows]))
    )
    assert found.money == {"sale": Decimal(205), "adjustment": Decimal(0)}


def test_a_refunded_sale_with_a_row_for_its_refund_counts(tmp_path: Path) -> None:
    rows = [
        "Sale,1,2024-01-10,A,100.00,refunded",
        "Refund,1,2024-01-12,A,100.00,complete",
        "Sale,2,2024-01-10,B,50.00,complete",
    ]
    found = coming_to(shop(tmp_path, "\n".join(["Type,No,Date,Customer,Amount,Status", *rows])))
    assert found.money == {"sale": Decimal(150), "return": Decimal(-100)}


WAYS_OF_PAYING = ("Zahlart", "payment_type", "Art der Bezahlung")


@pytest.mark.parametrize("label", [*WAYS_OF_PAYING, "channel"])
def test_ways_of_paying_are_no_documents(tmp_path: Path, label: str) -> None:
    rows = "Order A 10/Sale B 20" if label == "channel" else "Rechnung A 100/Lastschrift B 50/Cheque C 30"
    assert coming_to(write(tmp_path, label, rows)).money == {"sale": 30 if label == "channel" else 180}


def test_what_sells_nothing_needs_no_number(tmp_path: Path) -> None:
    rows = ["Invoice,1,2024-01-10,A,20.00", "Payment,,2024-01-12,A,20.00", "Estimate,,2024-01-13,C,5.00"]
    found = coming_to(shop(tmp_path, "\n".join(["Type,No,Date,Customer,Amount", *rows, "Invoice,2,2024-01-14,B,1.00"])))
    assert (found.money, found.rejected) == ({"sale": Decimal(21), "adjustment": Decimal(0)}, [])


def test_rows_that_name_no_goods_are_payments_of_them(tmp_path: Path) -> None:
    rows = [
        "1,2024-01-10,A,Sales,Tea,2,10.00,20.00",
        "2,2024-01-11,A,Receipt,,,,15.00",
        "3,2024-01-12,B,Sales,Cup,1,5.00,5.00",
    ]
    found = coming_to(shop(tmp_path, "\n".join(["No,Date,Customer,Vch Type,Item,Qty,Rate,Amount", *rows])))
    assert found.money == {"sale": Decimal(25), "adjustment": Decimal(0)}


@pytest.mark.parametrize(("kind", "money"), [("Payment", {"sale": 60, "adjustment": 0}), ("Receipt", None)])
def test_kinds_that_come_after_the_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, money: dict[str, int] | None
) -> None:
    monkeypatch.setattr("etl.recognition.head.first_rows.MOST_ROWS", 3)
    path = write(tmp_path, "Type", f"Invoice A 10/Invoice B 20/Invoice C 30/{kind} A 10/{kind} B 20")
    if money is not None:
        assert coming_to(path).money == money
        return
    with pytest.raises(InputError, match="--kind Receipt=nothing or --kind Receipt=sale"):
        coming_to(path)
    assert coming_to(path, Options(kinds={"Receipt": "nothing"})).money["sale"] == 60


def test_one_kind_of_sales_alone_needs_no_word(tmp_path: Path) -> None:
    found = coming_to(write(tmp_path, "Type", "Invoice A 10/Invoice B 20"))
    assert ([note for note in found.notes if "Type" in note], found.net) == ([], Decimal(30))


@pytest.mark.parametrize(
    ("label", "sale", "back"),
    [
        ("Вид документа", "Реализация товаров и услуг", "Возврат товаров от покупателя"),
        ("Typ dokladu", "Faktura", "Dobropis"),
        ("Τύπος παραστατικού", "Τιμολόγιο", "Πιστωτικό"),
        ("Bizonylat típusa", "Számla", "Sztornó számla"),
        ("Bizonylat típusa", "Számla", "Jóváíró számla"),
        ("Typ dokumentu", "Faktura VAT", "Faktura korygująca"),
        ("Rodzaj", "Faktura sprzedaży", "Zwrot"),
        ("Tyyppi", "Lasku", "Hyvityslasku"),
        ("Tip document", "Factura", "Factura storno"),
        ("Transaction", "SALE", "EXCHANGE/RETURN"),
        ("Belge Türü", "Satış", "İade"),
        ("取引区分", "売上", "返品"),
        ("X", "销售", "退货"),
        ("Clase", "Venta", "Devolución"),
    ],
)
def test_returns_by_their_word_in_any_language(tmp_path: Path, label: str, sale: str, back: str) -> None:
    rows = [(sale, 1, 10), (sale, 2, 20), (sale, 3, 30), (back, 4, 5)]
    lines = [f"{kind},{number},2024-01-0{number},K{number % 2},{amount}.00" for kind, number, amount in rows]
    found = coming_to(shop(tmp_path, "\n".join([f"{label},order_no,date,customer_id,price", *lines])))
    assert found.money == {"sale": Decimal(60), "return": Decimal(-5)}


def test_a_kind_that_is_not_known_is_told_with_what_says_it(tmp_path: Path) -> None:
    rows = [("Faktura", 1), ("Faktura", 2), ("Odpis", 3)]
    lines = [f"{kind},{number},2024-01-0{number},K{number},10.00" for kind, number in rows]
    found = coming_to(shop(tmp_path, "\n".join(["Typ dokladu,order_no,date,customer_id,price", *lines])))
    assert (
        "Not known by Typ dokladu: Odpis (1 row, 10.00), counted as sales. For one that takes sales back, load with "
        "--kind Odpis=return." in found.notes
    )


def test_returns_beside_what_is_not_known_may_be_said_to_be_documents(tmp_path: Path) -> None:
    rows = [("Faktura", 1), ("Zwrot", 2), ("Dziwne", 3)]
    lines = [f"{kind},{number},2024-01-0{number},K{number},10.00" for kind, number in rows]
    found = coming_to(shop(tmp_path, "\n".join(["Coś,order_no,date,customer_id,price", *lines])))
    assert any(
        note.endswith("If they are returns, load with --map type=Coś; if no sale came of them, with --map status=Coś.")
        for note in found.notes
    )


@pytest.mark.parametrize(("counts", "other"), [("Debit", "Credit"), ("Credit", "Debit")])
def test_credit_notes_on_the_other_side_are_said(tmp_path: Path, counts: str, other: str) -> None:
    rows = ["A,Sales,S/1,60.00,", "B,Sales,S/2,492.82,", "A,Credit Note,CN/1,,12.50", "B,Credit Note,CN/2,,25.00"]
    lines = [f"0{at}-Jan-24,{each}" for at, each in enumerate(rows, 1)]
    path = shop(tmp_path, "\n".join([f"Date,Customer,Vch Type,Vch No.,{counts},{other}", *lines]))
    found = coming_to(path, Options({"total": counts}))
    assert {kind: money for kind, money in found.money.items() if money} == {"sale": Decimal("552.82")}
    assert (
        f"Credit Note (2 rows of the first 4) has nothing in {counts}, which counts, but 37.50 in {other}: these "
        f"returns are NOT counted. Write their amounts into {counts} to take them back."
    ) in found.notes


def test_credit_notes_beside_another_amount_are_not_said(tmp_path: Path) -> None:
    rows = [
        "A,Sales,S/1,60.00,5.00",
        "B,Sales,S/2,492.82,",
        "A,Credit Note,CN/1,12.50,1.00",
        "B,Credit Note,CN/2,0,2.00",
    ]
    lines = [f"0{at}-Jan-24,{each}" for at, each in enumerate(rows, 1)]
    path = shop(tmp_path, "\n".join(["Date,Customer,Vch Type,Vch No.,Debit,Tax", *lines]))
    found = coming_to(path, Options({"total": "Debit"}))
    assert found.money["return"] == Decimal("-12.50")
    assert [note for note in found.notes if "NOT" in note] == []
