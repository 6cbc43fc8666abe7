"""What a file tells by itself is not asked, and is read as it was meant."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

# Lines of a file, net, orders, customers.
FILES = {
    "Czech": (
        "Číslo dokladu;Datum vystavení;Odběratel;Položka;Počet ks;Cena za ks\n"
        "F1;13.05.2024;Novák;Čaj;2;1 250,50\nF2;14.05.2024;Dvořák;Hrnek;3;9,90\nF3;15.05.2024;Novák;Hrnek;1;9,90",
        ("2540.60", 3, 2),
    ),
    "Taobao": (
        "订单编号,买家会员名,宝贝标题,购买数量,单价,下单时间\n"
        "7001,mei,茶,2,10.50,2024-05-06 10:00\n7001,mei,杯,1,3.00,2024-05-06 10:00\n"
        "7002,li,茶,1,10.50,2024-05-07 10:00",
        ("34.50", 2, 2),
    ),
    "whole yen in thousands": (
        '注文番号,注文日,顧客番号,商品名,数量,単価\n1,2024-05-06,C1,茶,2,"1,838"\n2,2024-05-07,C2,皿,1,"12,005"',
        ("15681.00", 2, 2),
    ),
    "whole pounds in thousands": (
        'order,date,customer,item,qty,price\n1,2024-05-06,C1,sofa,1,"£1,249"\n2,2024-05-07,C2,bed,1,"£2,105"',
        ("3354.00", 2, 2),
    ),
    "thousands beside numbers below": (
        "pedido;fecha;cliente;producto;cantidad;precio\n1;2024-05-06;C1;sofá;1;12.500\n2;2024-05-07;C2;silla;2;900\n"
        "3;2024-05-08;C1;mesa;1;9.990\n4;2024-05-09;C2;cojín;1;450",
        ("24740.00", 4, 2),
    ),
    "days in digits, the year last": (
        "Rechnungsnummer;Belegdatum;Kundennummer;Artikel;Menge;Preis\n"
        "1;01122023;K1;Tee;2;1,50\n2;31122023;K2;Tee;1,000;1,50\n3;3012024;K1;Tee;1,000;1,50",
        ("6.00", 3, 2),
    ),
    "Finnish, with times": (
        "Tilausnumero;Tilauspäivä;Asiakasnumero;Tuote;Kpl;Kappalehinta;Rivin summa\n"
        "1;3.1.2024 klo 9.00;A1;Kuppi;2;2,50 €;5,00 €\n2;14.1.2024 klo 18.30;A2;Kuppi;3;2,50 €;7,50 €",
        ("12.50", 2, 2),
    ),
    "Hungarian, whole forints": (
        "Számla sorszáma;Kelt;Vevő neve;Tétel megnevezése;Mennyiség;Bruttó egységár;Bruttó érték\n"
        "SZ-1;2024.01.03.;Vevő A;Bögre;2 db;1 050 Ft;2 100 Ft\nSZ-2;2024.01.14.;Vevő B;Tea;1 db;12 000 Ft;12 000 Ft",
        ("14100.00", 2, 2),
    ),
    "Russian, of which the sums are without discounts": (
        "№ чека;Дата;Код клиента;Товар;Кол-во;Цена;Скидка;Сумма\n"
        "1;03.01.2024;К1;Чай;2,000;1\u00a0100,00;220,00;1\u00a0980,00\n2;14.01.2024;К2;Чай;1,000;1\u00a0100,00;0,00;1\u00a0100,00",
        ("3080.00", 2, 2),
    ),
    "Hebrew": (
        "מספר הזמנה,תאריך,מספר לקוח,מוצר,כמות,מחיר\n1,13/01/2024,C1,תה,2,₪10.50\n2,14/01/2024,C2,תה,3,₪10.50",
        ("52.50", 2, 2),
    ),
    "Polish": (
        "Numer zamówienia;Data zamówienia;E-mail (rozliczeniowy);Nazwa pozycji;Ilość;Koszt pozycji;Suma pozycji\n"
        "1;2024-01-03 10:00;a@example.com;Kubek;2;9,90 zł;19,80 zł\n"
        "2;2024-01-04 11:00;b@example.com;Kubek;1;9,90 zł;9,90 zł",
        ("29.70", 2, 2),
    ),
    "a day in three columns": (
        "order_id,year,month,day,customer,qty,price\n1,2024,1,31,C1,1,2.50\n2,2024,2,1,C2,2,2.50\n3,2024,2,13,C1,1,2.50",
        ("10.00", 3, 2),
    ),
    "a day in three columns, the month in words": (
        "arrival_date_year,arrival_date_month,arrival_date_day_of_month,customer,total\n"
        "2015,July,1,C1,10.50\n2016,August,13,C1,12.50",
        ("23.00", 2, 1),
    ),
    "a number within an object before an address": (
        "order_number,order_date,order_customer.customer_number,order_customer.email,label,quantity,unit_price\n"
        "10,2024-05-06,SW1,a@example.com,Tea,1,4.00\n11,2024-05-07,SW1,b@example.com,Tea,2,4.00",
        ("12.00", 2, 1),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_read_as_it_was_meant(tmp_path: Path, name: str) -> None:
    text, (net, orders, customers) = FILES[name]
    found = coming_to(shop(tmp_path, text))
    assert (found.net, len(found.orders), len(found.customers)) == (Decimal(net), orders, customers)


def test_sums_that_are_said_are_read_as_the_rows_are(tmp_path: Path) -> None:
    rows = [f"{n};2024-05-0{n};K{n};Tee;{n},000;{n} 250,50;{k}" for n, k in enumerate(("Rechnung", "Gutschrift"), 1)]
    content = "\n".join(["Nummer;Datum;Kundennummer;Artikel;Menge;Einzelpreis;Belegart", *rows])
    found = coming_to(shop(tmp_path, content))
    assert found.money == {"sale": Decimal("1250.500"), "return": Decimal("-4501.000")}
    said = "By Belegart, sales are Rechnung (1 row, 1,250.50); returns are Gutschrift (1 row, 4,501.00)."
    assert said in found.notes


def test_a_side_of_the_books_is_never_added_to_the_other(tmp_path: Path) -> None:
    rows = ["119,00;S;K1;01.02.2024", "59,50;S;K2;13.02.2024", "19,00;H;K1;14.02.2024"]
    path = shop(tmp_path, "\n".join(["Umsatz;Soll/Haben-Kennzeichen;Kundennummer;Belegdatum", *rows]))
    with pytest.raises(InputError) as caught:
        coming_to(path)
    (question,) = caught.value.questions
    assert (question.option, [each.value for each in question.choices]) == ("kinds", ["H=return", "H=nothing"])
    assert coming_to(path, Options(kinds={"H": "return"})).net == Decimal("159.50")
    assert coming_to(path, Options(kinds={"H": "nothing"})).net == Decimal("178.50")


LEDGER = "Umsatz;Soll/Haben-Kennzeichen;Kundennummer;Belegdatum;Buchungstext"
SIDES = {  # rows of a ledger of customers; sales and returns
    "invoices and credit notes": (
        ["119,00;S;K1;01.02.2024;Rechnung 1", "59,50;S;K2;13.02.2024;Rechnung 2", "19,00;H;K1;14.02.2024;Gutschrift 1"],
        ("178.50", "-19.00"),
    ),
    "invoices and payments": (
        [
            "119,00;S;K1;01.02.2024;Rechnung 1",
            "59,50;S;K2;13.02.2024;Rechnung 2",
            "119,00;H;K1;14.02.2024;Zahlung RE 1",
        ],
        ("178.50", "0"),
    ),
    "sales on the credit side, of an account of revenue": (
        ["119,00;H;K1;01.02.2024;Rechnung 1", "59,50;H;K2;13.02.2024;Rechnung 2", "19,00;S;K1;14.02.2024;Storno 1"],
        ("178.50", "-19.00"),
    ),
    "what is paid to the cent": (
        [
            *(f"{at}9,50;S;K{at};{at:02}.02.2024;RE {at}" for at in range(1, 8)),
            *(f"{at}9,50;H;K{at};{at + 7:02}.02.2024;Bank" for at in range(1, 7)),
            "79,40;H;K7;20.02.2024;Bank",
        ],
        ("346.50", "0"),
    ),
}


@pytest.mark.parametrize("name", SIDES)
def test_the_sides_of_the_books_follow_from_what_rows_say_and_pay(tmp_path: Path, name: str) -> None:
    rows, (sales, returns) = SIDES[name]
    found = coming_to(shop(tmp_path, "\n".join([LEDGER, *rows])))
    assert found.money["sale"] == Decimal(sales)
    assert found.money.get("return", Decimal(0)) == Decimal(returns)
    assert sum("Rows whose Soll/Haben-Kennzeichen is S " in note for note in found.notes) == 1


@pytest.mark.parametrize(
    ("label", "debit", "credit"),
    [("S/H", "S", "H"), ("Dr/Cr", "Dr", "Cr"), ("Debe o haber", "Debe", "Haber"), ("Winien/Ma", "Wn", "Ma")],
)
def test_the_sides_of_every_language_are_known(tmp_path: Path, label: str, debit: str, credit: str) -> None:
    rows = [f"119.00;{debit};K1;2024-02-01;Ware", f"59.50;{credit};K2;2024-02-13;Ware"]
    with pytest.raises(InputError, match=f"{credit} takes off what the others add"):
        coming_to(shop(tmp_path, "\n".join([f"Amount;{label};Customer No;Date;Text", *rows])))


def test_a_phone_is_offered_where_nothing_else_tells_who_bought(tmp_path: Path) -> None:
    path = shop(tmp_path, "Invoice,Date,Billing Phone,Item,Qty,Price\n1,2024-05-06,555-1234,Tea,1,2.00")
    with pytest.raises(InputError, match=r'--map customer_id="Billing Phone"\.'):
        coming_to(path)
    assert coming_to(path, Options({"customer_id": "Billing Phone"})).customers == {"555-1234"}
