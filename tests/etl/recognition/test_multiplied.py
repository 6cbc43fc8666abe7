"""What multiplies money is named, told or proven by arithmetic, and never only small whole numbers beside a price."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.names.told_columns import parse_mapping
from etl.recognition.planning import Options
from etl.storing.load import load_file
from tests.etl.coming_to import coming_to, shop
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError

NOT_PIECES = ["store", "rating", "installments", "gift_wrap", "online_order", "floor", "priority", "visits"]
SUM = "select sum(quantity * unit_price) from transactions"


def _file(folder: Path, header: str, rows: list[str]) -> Path:
    (path := folder / "file.csv").write_text("\n".join([header, *rows]))
    return path


def _rows(last: str = "{pieces}") -> list[str]:
    start = "{at},K{buyer},2024-05-{day:02},A{at},{at}.50," + last
    pieces = [(at, at % 3 + 1) for at in range(1, 31)]
    return [
        start.format(at=at, buyer=at % 5, day=at % 27 + 1, pieces=count, made=count * (at + 0.5))
        for at, count in pieces
    ]


@pytest.mark.parametrize("name", NOT_PIECES)
@pytest.mark.parametrize("price", ["list_price", "price"])
def test_small_numbers_beside_a_price_are_no_pieces(engine: Engine, tmp_path: Path, name: str, price: str) -> None:
    report = load_file(engine, _file(tmp_path, f"order_id,customer_id,order_date,sku,{price},{name}", _rows()))
    assert "quantity" not in report.columns
    assert rows_of(engine, SUM) == [(Decimal(480),)]


def test_numbers_that_make_the_total_of_the_price_are_pieces(engine: Engine, tmp_path: Path) -> None:
    rows = _rows("{pieces},{made}")
    report = load_file(engine, _file(tmp_path, "order_id,customer_id,order_date,sku,what_one_is,x7,what_all_are", rows))
    assert (report.columns["quantity"], report.columns["unit_price"]) == ("x7", "what_one_is")
    assert rows_of(engine, SUM) == [(sum(Decimal(row.split(",")[-1]) for row in rows),)]


QUESTIONS = {
    "a name that says nothing": (
        "order_id,customer_id,order_date,sku,e,d",
        "d could be the number of pieces, and only its small whole numbers say so. If it is, load with --map "
        "quantity=d --map unit_price=e; if not, with --map total=e.",
        [({"quantity": "d", "unit_price": "e"}, "950.00"), ({"total": "e"}, "480.00")],
    ),
    "an amount that is a price or a total": (
        "order_id,customer_id,order_date,sku,geld,qty",
        "geld could be the price of a piece or the total of the line, of which qty has several. Say which it is with "
        "--map unit_price=geld or --map total=geld.",
        [({"unit_price": "geld"}, "950.00"), ({"total": "geld"}, "480.00")],
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_stays_open_is_a_question_that_can_be_answered(engine: Engine, tmp_path: Path, name: str) -> None:
    header, sentence, answers = QUESTIONS[name]
    path = _file(tmp_path, header, _rows())
    with pytest.raises(InputError) as error:
        load_file(engine, path)
    assert str(error.value) == sentence
    answer, sales = answers[0]
    load_file(engine, path, options=Options(answer))
    assert rows_of(engine, f"select round(({SUM}), 2)") == [(Decimal(sales),)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_other_answer(engine: Engine, tmp_path: Path, name: str) -> None:
    header, _, answers = QUESTIONS[name]
    answer, sales = answers[1]
    load_file(engine, _file(tmp_path, header, _rows()), options=Options(answer))
    assert rows_of(engine, f"select round(({SUM}), 2)") == [(Decimal(sales),)]


def test_small_numbers_that_are_called_sales_are_no_pieces(engine: Engine, tmp_path: Path) -> None:
    load_file(engine, _file(tmp_path, "order_id,customer_id,order_date,sku,price,sales", _rows()))
    assert rows_of(engine, SUM) == [(Decimal(480),)]


@pytest.mark.parametrize(
    ("measure", "price"),
    [
        ("Weight (kg)", "Price per kg"),
        ("Gewicht", "Preis je kg"),
        ("weight_lb", "price/lb"),
        ("Longueur (m)", "Prix/m"),
        ("Stunden", "Stundensatz"),
    ],
)
def test_a_price_of_a_unit_is_multiplied_by_the_column_of_that_unit(tmp_path: Path, measure: str, price: str) -> None:
    rows = ("R1,2024-01-05,C1,Cheese,0.355,28.90", "R2,2024-01-06,C2,Ham,1.250,19.90", "R3,2024-02-06,C1,X,0.500,28.90")
    header = f"Receipt,Date,Customer,Product,{measure},{price}"
    assert coming_to(shop(tmp_path, "\n".join([header, *rows]))).net == Decimal("49.58")


@pytest.mark.parametrize("more", ["Qty,Weight (kg)", "Weight (g),Length"])
def test_a_price_of_a_unit_is_asked_about_where_no_one_column_is_of_it(tmp_path: Path, more: str) -> None:
    rows = (
        "R1,2024-01-05,C1,Cheese,2,355,28.90",
        "R2,2024-01-06,C2,Ham,1,1250,19.90",
        "R3,2024-02-06,C1,X,1,500,28.90",
    )
    header = f"Receipt,Date,Customer,Product,{more},Price per kg"
    with pytest.raises(InputError, match="Price per kg is the price of a kg, and"):
        coming_to(shop(tmp_path, "\n".join([header, *rows])))


@pytest.mark.parametrize("hours", ["Hours", "Saat", "Stunden"])
def test_hours_beside_a_price_of_no_unit_are_a_question(tmp_path: Path, hours: str) -> None:
    rows = ("R1,2024-01-05,C1,1.5,28.00", "R2,2024-01-06,C2,2.0,20.00", "R3,2024-02-06,C1,0.5,28.00")
    path = shop(tmp_path, "\n".join([f"Receipt,Date,Customer,{hours},Unit Price", *rows]))
    with pytest.raises(InputError, match=f"--map quantity={hours}"):
        coming_to(path)
    assert coming_to(path, Options({"quantity": hours})).net == 96


RATES = {  # headers of services, by their language, of which hours or days multiply a rate
    "English": "Invoice No;Date;Client;Service;Hours;Hourly Rate",
    "English, a fee": "Invoice No;Date;Client;Service;Billable Hours;Fee per hour",
    "English, a rate of no unit": "Invoice No;Date;Client;Service;Hours;Rate",
    "English, with the sum": "Invoice No;Date;Client;Service;Hours;Rate;Amount",
    "English, days": "Invoice No;Date;Client;Service;Days;Day rate",
    "German": "Rechnungsnr;Datum;Kunde;Leistung;Stunden;Stundensatz",
    "German, days": "Rechnungsnr;Datum;Kunde;Leistung;Tage;Tagessatz",
    "French": "N° facture;Date;Client;Prestation;Heures;Taux horaire",
    "French, days": "N° facture;Date;Client;Prestation;Jours;TJM",
    "Spanish": "Número factura;Fecha;Cliente;Servicio;Horas;Tarifa horaria",
    "Italian": "Numero fattura;Data fattura;Cliente;Servizio;Ore;Tariffa oraria",
    "Dutch": "Factuurnummer;Factuurdatum;Klant;Dienst;Uren;Uurtarief",
    "Polish": "Numer faktury;Data faktury;Klient;Usługa;Godziny;Stawka godzinowa",
    "Swedish": "Fakturanummer;Datum;Kund;Tjänst;Timmar;Timpris",
    "Russian": "Номер счета;Дата;Клиент;Услуга;Часы;Почасовая ставка",
    "Turkish": "Fatura No;Tarih;Müşteri No;Hizmet;Saat;Saatlik Ücret",  # `saat` is a time of day too
    "Turkish, a duration": "Fatura No;Tarih;Müşteri No;Hizmet;Süre;Saatlik Ücret",
    "Turkish, days": "Fatura No;Tarih;Müşteri No;Hizmet;Adam-Gün;Günlük Ücret",
    "Indonesian": "No Faktur;Tanggal;Pelanggan;Produk;Jam;Tarif per jam",
}


@pytest.mark.parametrize("language", RATES)
def test_hours_and_days_multiply_their_rate(tmp_path: Path, language: str) -> None:
    header, lines = RATES[language], [(2, "80"), (7.5, "95.5"), (3, "80"), (2, "95.5")]
    amounts = [f";{time * float(rate)}" if header.endswith("Amount") else "" for time, rate in lines]
    rows = [
        f"R{at};2024-03-{at + 11};Kunde {at % 3};Beratung;{time};{rate}{amounts[at]}"
        for at, (time, rate) in enumerate(lines)
    ]
    assert coming_to(shop(tmp_path, "\n".join([header, *rows]))).net == Decimal("1307.25")


FOREIGN = {  # headers of languages that no table is of: an order, a day, a customer, goods, pieces, a price
    "Swahili": "Namba ya Oda,Tarehe,Mteja,Bidhaa,Idadi,Bei",
    "Georgian": "შეკვეთის ნომერი,თარიღი,მომხმარებელი,პროდუქტი,რაოდენობა,ფასი",
    "Bengali": "অর্ডার নম্বর,তারিখ,গ্রাহক,পণ্য,পরিমাণ,মূল্য",
    "Albanian": "Nr i porosise,Data,Klienti,Produkti,Sasia,Cmimi",
}
GOODS = (
    *("1001,2024-05-13,C1,A,2,5.50", "1002,2024-05-14,C2,B,1,4.00"),
    *("1002,2024-05-14,C2,A,5,5.50", "1003,2024-05-15,C1,D,7,9.25"),
)


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("more", [(), ("0.50", "0.25", "1.10", "0.75")])
def test_what_multiplies_is_asked_where_no_word_is_known(tmp_path: Path, language: str, more: tuple[str, ...]) -> None:
    rows = [",".join((row, *more[at : at + 1])) for at, row in enumerate(GOODS)]
    header = FOREIGN[language] + (",Punguzo" if more else "")
    path, (pieces, price) = shop(tmp_path, "\n".join([header, *rows])), FOREIGN[language].split(",")[-2:]
    with pytest.raises(InputError, match="only its small whole numbers say so") as raised:
        coming_to(path)
    values = [choice.value for choice in raised.value.questions[0].choices]
    assert {f"quantity={pieces}\nunit_price={price}", f"total={price}"} <= set(values)
    told = parse_mapping(values[0].split("\n"))
    assert (coming_to(path, Options(told)).net, coming_to(path, Options({"total": price})).net) == (
        Decimal("107.25"),
        Decimal("24.25"),
    )
