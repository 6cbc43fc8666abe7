"""Files with several amounts, several currencies, or rows that sell nothing: what counts, and what is said of it."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.shop_files import rows_of, shop_file
from warehouse.errors import InputError

# name -> header and rows, sales, returns, sentences among the notes
FILES = {
    "discounts are in the line's total": (
        "Order ID,Date,Customer ID,SKU,Quantity,Unit Price,Discount,Line Total",
        [
            "1,2024-05-06,7,A,2,10.00,0.00,20.00",
            "1,2024-05-06,7,B,1,5.00,0.50,4.50",
            "2,2024-05-07,8,A,1,10.00,1.00,9.00",
        ],
        ("33.50", 0),
        [
            "Line Total counts, for Unit Price times Quantity is something else in 67% of the first 3 rows: 35.00 in "
            'place of 33.50. To go by the price, load with --map unit_price="Unit Price".'
        ],
    ),
    "an order's total is no line's": (
        "Order ID,Date,Customer ID,SKU,Quantity,Unit Price,Amount",
        ["1,2024-05-06,7,A,2,10.00,29.90", "1,2024-05-06,7,B,1,5.00,29.90", "2,2024-05-07,8,A,1,10.00,14.90"],
        ("35.00", 0),
        [],
    ),
    "a price capped by the export (sales_data_sample)": (
        "ORDERNUMBER,QUANTITYORDERED,PRICEEACH,SALES,ORDERDATE,STATUS,CUSTOMERNAME",
        ["1,30,95.70,2871.00,2/24/2003 0:00,Shipped,Land of Toys", "2,34,100,4142.64,5/27/2003 0:00,Shipped,Reims"],
        ("7013.64", 0),
        [
            "SALES counts, for PRICEEACH times QUANTITYORDERED is something else in 50% of the first 2 rows: 6,271.00 "
            "in place of 7,013.64. To go by the price, load with --map unit_price=PRICEEACH."
        ],
    ),
    "with tax before without": (
        "Rechnung;Datum;Kunde;Artikel;Betrag netto;MwSt;Betrag brutto",
        ["1;13.05.2024;7;A;10,00;1,90;11,90", "2;14.05.2024;8;B;20,00;3,80;23,80"],
        ("35.70", 0),
        ["Amounts are Betrag brutto, and not Betrag netto.", "Betrag brutto has a decimal comma."],
    ),
    "prices with tax before without": (
        "Auftragsnummer;Datum;Kundennummer;Artikelnummer;Menge;VK Netto;VK Brutto;MwSt. in %",
        ["1;13.05.2024;7;A;2;10,00;11,90;19,00", "2;14.05.2024;8;B;1;20,00;23,80;19,00"],
        ("47.60", 0),
        ["Amounts are VK Brutto, and not VK Netto.", "VK Brutto has a decimal comma."],  # not Menge: whole numbers
    ),
    "two currencies in a column": (
        "Order ID,Date,Customer ID,Total,Currency",
        ["1,2024-05-06,7,10.00,EUR", "2,2024-05-07,8,5.00,usd"],
        ("15.00", 0),
        ["Currency holds several currencies (EUR, USD): their amounts are added up as they are, not converted."],
    ),
    "two currencies in the amounts": (
        "Order ID,Date,Customer ID,Total",
        ["1,2024-05-06,7,€ 10.00", "2,2024-05-07,8,$5.00"],
        ("15.00", 0),
        ["Total holds several currencies ($, EUR): their amounts are added up as they are, not converted."],
    ),
    "one currency in several spellings": (
        "Order ID,Date,Customer ID,Total,Currency",
        ["1,2024-05-06,7,€ 10.00,EUR", "2,2024-05-07,8,5.00 EUR,eur", "3,2024-05-07,8,5.00,€", "4,2024-05-07,8,5.00,-"],
        ("25.00", 0),
        [],
    ),
    "nearly all negative": (
        "card_id,purchase_amount,purchase_date",
        ["C1,-0.70,2017-06-25 15:33:07", "C2,-0.73,2017-07-15 12:10:45", "C1,-0.72,2017-08-09 22:04:29"],
        (0, "-2.15"),
        ["Nearly all amounts in purchase_amount are negative, so nearly all rows count as returns."],
    ),
    "events that sell nothing": (
        "event_time,event_type,product_id,price,user_id",
        [
            f"2019-10-01 00:00:0{at // 3} UTC,{kind},44,35.79,5{at // 3}"
            for at, kind in enumerate(["view", "cart", "purchase"] * 3)
        ],
        ("107.37", 0),
        [
            "By event_type, sales are purchase (3 rows, 107.37).",
            "By event_type, view (3 rows, 107.37) and cart (3 rows, 107.37) are in no total: they sell nothing. To "
            "count one as sales of its own, load with --kind view=sale.",
        ],
    ),
    "actions that sell nothing": (
        "action,timestamp,user_id,product_id,value",
        [f"{kind},2024-05-1{at}T10:00:00Z,7,A,5.00" for at in (3, 4) for kind in ("page_view", "add_to_basket", "buy")],
        ("10.00", 0),
        [],
    ),
    "quantities with units": (
        "Order,Date,Customer,Item,Quantity,Price",
        ["1,2024-05-13,7,Tea,2x,5.00", "1,2024-05-13,7,Rice,0.5 kg,3.00", "2,2024-05-14,8,Cup,6 Stk,1.00"],
        ("17.50", 0),
        [],
    ),
    "PayPal's withdrawals, which have no quantity": (
        "Date,Time,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Quantity",
        [
            '05/13/2024,10:00:00,Express Checkout Payment,Completed,USD,"1,010.00",-1.00,"1,009.00",a@x.org,T1,1',
            "05/14/2024,10:00:00,General Withdrawal,Completed,USD,-500.00,0.00,-500.00,shop@x.org,T2,",
            "05/15/2024,10:00:00,Payment Refund,Completed,USD,-10.00,0.00,-10.00,a@x.org,T3,",
        ],
        ("1010.00", "-10.00"),
        [
            "Amounts are Gross, and not Net.",
            "By Type, sales are Express Checkout Payment (1 row, 1,010.00); returns are Payment Refund (1 row, 10.00).",
            "By Type, General Withdrawal (1 row, 500.00) is in no total: it sells nothing. To count one as sales of "
            'its own, load with --kind "General Withdrawal=sale".',
        ],
    ),
    "PayPal in French: before the fee": (
        "Date;Heure;Nom;Type;État;Devise;Avant commission;Commission;Net;De l'adresse email;Numéro de transaction",
        ["13/05/2024;10:00:00;Ann;Paiement;Terminé;EUR;1 010,00;-1,00;1 009,00;a@x.org;T1"],
        ("1010.00", 0),
        ["The columns are those of an export of PayPal.", "Avant commission has a decimal comma."],
    ),
    "Ta Feng, whose AMOUNT counts pieces": (
        "TRANSACTION_DT,CUSTOMER_ID,AGE_GROUP,PIN_CODE,PRODUCT_ID,AMOUNT,ASSET,SALES_PRICE",
        [
            "11/1/2000 12:00:00 AM,01104905,45-49,115,4710199010372,2,24,30",
            "11/13/2000 12:00:00 AM,00418683,45-49,115,4710857472535,1,48,46",
        ],
        ("76.00", 0),
        ["No price: it is SALES_PRICE divided by AMOUNT."],
    ),
    "an amount that counts pieces beside a price": (
        "date,customer,product,amount,price",
        [f"2024-05-06 10:0{at},7,Mug,{at % 3 + 1},{at}.50" for at in range(9)],
        ("87.00", 0),
        ["By what it holds, amount was taken for the quantity."],
    ),
    "returns by their type, written without a minus": (
        "Receipt No,Date,Customer No,Qty,Price,Transaction Type",
        ["1,2024-05-06,7,2,10.00,Sale", "2,2024-05-07,7,1,10.00,Return"],
        ("20.00", "-10.00"),
        [
            "By Transaction Type, sales are Sale (1 row, 20.00); returns are Return (1 row, 10.00).",
        ],
    ),
    "documents that take something back, written without a minus": (
        "Belegart;Belegnummer;Belegdatum;Kundennummer;Artikelnummer;Menge;Einzelpreis",
        ["Rechnung;1;13.05.2024;7;A;2;10,00", "Gutschrift;2;14.05.2024;7;A;1;10,00"],
        ("20.00", "-10.00"),
        ["Einzelpreis has a decimal comma."],
    ),
    "numbers that begin with a C, of identifiers and not of cancelled invoices": (
        "Order ID,Date,Customer ID,Total",
        ["107,2024-05-06,7,10.00", "c12,2024-05-07,7,5.00", "c1f,2024-05-08,7,1.00"],
        ("16.00", 0),
        [],
    ),
    "a line's own price beside the total of the order": (
        "Order ID,Customer ID,Order Date,Order Total (inc tax),Product SKU,Product Qty,Product Unit Price",
        ["1,7,05/13/2024,40.00,A,2,10.00", "1,7,05/13/2024,40.00,B,1,15.00", "2,8,05/14/2024,9.00,A,1,9.00"],
        ("44.00", 0),
        [],
    ),
    "a quantity of another name, with a minus behind it": (
        "Fakt.Datum;Faktura;Auftraggeber;Material;Gelieferte Menge;Nettopreis;Nettowert",
        ["13.05.2024;1;7;A;2,000;10,50;21,00", "14.05.2024;2;7;A;1,000-;10,50;10,50-"],
        ("21.00", "-10.50"),
        [
            "Amounts are Nettopreis, so they are without what was taken off.",
            "Gelieferte Menge has a decimal comma.",
            "Nettopreis has a decimal comma.",
        ],
    ),
    "statuses of refunds, in words and in those of a tool": (
        "ID,Purchase Point,Purchase Date,Bill-to Name,Grand Total (Purchased),Status,Customer Email",
        [
            f"{at},Main,2024-05-0{at} 10:00:00,Ann,{at}.00,{status},a@x.org"
            for at, status in enumerate(["complete", "closed", "returned", "venta cancelada", "Error en pago"], 1)
        ],
        ("6.00", "-5.00"),
        [],
    ),
    "a discount on orders of one line": (
        "Date;N° ticket;Code client;Libellé;Qté;PU TTC;Remise;Total TTC",
        ["13/05/2024;1;7;A;2;10,00;1,00;19,00", "14/05/2024;2;8;B;1;5,50;0,00;5,50"],
        ("24.50", 0),
        [
            "Total TTC counts, for PU TTC times Qté is something else in 50% of the first 2 rows: 25.50 in "
            'place of 24.50. To go by the price, load with --map unit_price="PU TTC".',
            "Total TTC has a decimal comma.",
        ],
    ),
    "shipping in the total of orders of one line": (
        "Order ID,Order Date,Customer ID,Quantity,Item Price,Shipping,Order Total",
        ["1,2024-05-06,7,2,10.00,4.90,24.90", "2,2024-05-07,8,1,5.50,4.90,10.40"],
        ("25.50", 0),
        [],
    ),
    "columns of that name that are empty": (
        "Order ID,Order Date,Customer ID,Email,Unit Price,Price",
        ["1,2024-05-06,,a@x.org,,10.00", "2,2024-05-07,,b@x.org,,5.50"],
        ("15.50", 0),
        [],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_what_counts(engine: Engine, tmp_path: Path, name: str) -> None:
    header, rows, (sales, returns), sentences = FILES[name]
    (path := tmp_path / "file.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    report = load_file(engine, path)
    (found,) = rows_of(
        engine,
        "select coalesce(sum(quantity * unit_price) filter (where kind = 'sale'), 0), "
        "coalesce(sum(quantity * unit_price) filter (where kind = 'return'), 0) from transactions",
    )
    said = [
        note
        for note in report.notes
        if "several" in note
        or note.startswith(("Amounts", "Nearly", "Lines whose e", "Lines whose T", "By what it holds, amount"))
    ]
    said += [note for note in report.notes if " counts, " in note or note.endswith("comma.")]
    assert (round(found[0], 4), round(found[1], 4)) == (Decimal(sales), Decimal(returns))
    assert set(sentences) <= set(report.notes)
    assert set(said) <= set(sentences)


TOTALS_CALLED_PRICE = [
    f"I{at},C{at % 9},Shoes,{at % 5 + 1},{(at % 5 + 1) * (30008 + at % 2 * 5000) / 100:.2f},{at % 27 + 1}/10/2022"
    for at in range(60)
]


@pytest.mark.parametrize(
    ("header", "rows", "sentence"),
    [
        (
            "invoice_no,customer_id,category,quantity,price,invoice_date",
            TOTALS_CALLED_PRICE,
            "price rises with quantity, as if it were the total of the line and not the price of a piece. Say which it "
            "is with --map total=price or --map unit_price=price.",
        ),
        (
            "Order ID,Customer ID,Date,Quantity,Price,Sales",
            [f"{at},7,2024-05-06,{at % 3 + 10},{at}.50,{at}.50" for at in range(1, 60)],
            "Price times Quantity comes to 19,835.00 in the first 59 rows, Sales to 1,799.50. Say which counts with "
            "--map unit_price=Price or --map total=Sales.",
        ),
        (
            "Order ID,Customer ID,Date,SKU,Order Total incl. shipping",
            [f"{at // 2},7,2024-05-06,{at % 2},{at // 2}.50" for at in range(12)],
            "Order Total incl. shipping is the same on all lines of an order, so it seems to be the order's, and the "
            "file has no price of a line. If it is the order's, say so with --map order_total=\"Order Total incl. "
            'shipping", so that it counts once; if it is the line\'s, with --map total="Order Total incl. shipping".',
        ),
        (
            "Order ID,Customer ID,Date,SKU,Price,Qty confirmed,Qty delivered",
            [f"{at},7,2024-05-06,A,{at}.50,{at % 4},{at % 3}" for at in range(12)],
            "Qty confirmed and Qty delivered could each be the quantity. Say which with --map quantity=COLUMN, "
            'as in --map quantity="Qty confirmed".',
        ),
    ],
)
def test_amounts_that_are_a_question(
    engine: Engine, tmp_path: Path, header: str, rows: list[str], sentence: str
) -> None:
    (path := tmp_path / "file.csv").write_text("\n".join([header, *rows]))
    with pytest.raises(InputError) as error:
        load_file(engine, path)
    assert str(error.value) == sentence


@pytest.mark.parametrize(("told", "sales"), [({"total": "price"}, "58514.40"), ({"unit_price": "price"}, "214552.80")])
def test_what_is_told_counts(engine: Engine, tmp_path: Path, told: dict[str, str], sales: str) -> None:
    (path := tmp_path / "file.csv").write_text(
        "\n".join(["invoice_no,customer_id,category,quantity,price,invoice_date", *TOTALS_CALLED_PRICE])
    )
    load_file(engine, path, options=Options(told))
    assert rows_of(engine, "select round(sum(quantity * unit_price), 2) from transactions") == [(Decimal(sales),)]


def test_a_total_that_is_told_beats_a_price(engine: Engine, tmp_path: Path) -> None:
    (path := tmp_path / "file.csv").write_text(
        "Order ID,Date,Customer ID,Quantity,Unit Price,Paid\n1,2024-05-06,7,2,10.00,18.00"
    )
    report = load_file(engine, path, Options({"total": "Paid"}))
    assert rows_of(engine, "select sum(quantity * unit_price) from transactions") == [(Decimal(18),)]
    assert "Paid counts, and not Unit Price." in report.notes


def test_numbers_that_a_spreadsheet_cut_short_are_nobodys(engine: Engine, tmp_path: Path) -> None:
    rows = ["1,1.78E+12,2024-05-06,1E5,5", "2,17800001,2024-05-06,1E5,5", "1.2E+09,17800001,2024-05-06,1E5,5"]
    (path := tmp_path / "file.csv").write_text("\n".join(["Order ID,Customer ID,Date,SKU,Price", *rows]))
    assert load_file(engine, path).rejected == {
        "customer number was cut short by a spreadsheet": 1,
        "invoice number was cut short by a spreadsheet": 1,
    }


def test_a_header_that_repeats_does_not_hide_what_all_values_are(engine: Engine, tmp_path: Path) -> None:
    header = "Order ID,Email,Date,Price"
    rows = ["1.0,A@x.org,2024-05-06,5", header, "2.0,a@x.org,2024-05-07,5"]
    (path := tmp_path / "file.csv").write_text("\n".join([header, *rows]))
    assert load_file(engine, path).rejected == {"date not readable": 1}
    assert rows_of(engine, "select distinct customer_id, string_agg(invoice_no, ',') over () from transactions") == [
        ("a@x.org", "1,2")
    ]


@pytest.mark.parametrize(
    ("header", "amount", "price"),
    [
        ("price_cents", "1999", "19.99"),
        ("unitPriceInCents", "5", "0.05"),
        ("Preis (Cent)", "1250", "12.5"),
        ("unit price in pence", "100000", "1000"),
        ("price", "1999", "1999"),
    ],
)
def test_amounts_in_cents_are_divided(engine: Engine, tmp_path: Path, header: str, amount: str, price: str) -> None:
    path = shop_file(tmp_path, f"1,2024-05-06,7,2,{amount}", header=f"order_id,date,customer,quantity,{header}")
    report = load_file(engine, path)
    assert rows_of(engine, "select quantity, unit_price from transactions") == [(Decimal(2), Decimal(price))]
    assert any("in cents" in note for note in report.notes) == (header != "price")
