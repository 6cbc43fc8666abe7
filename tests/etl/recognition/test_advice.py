"""Files given to the wrong command, without customers, or of which all rows fail: what is said leads on."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from etl.files.sources import look
from etl.people.load import load_customers
from etl.recognition.columns.table_subject import sheets_of_people, sheets_of_sales
from etl.recognition.planning import NOTHING, Options, first_look
from etl.storing.load import load_file
from tests.conftest import RunModule
from tests.etl.coming_to import coming_to
from tests.etl.files.test_formats import workbook
from tests.etl.recognition.test_telling_rows_apart import csv
from tests.etl.shop_files import rows_of, stored_rows
from warehouse.errors import InputError, NoTableError

SOLD = "select sum(quantity * unit_price) from transactions where kind in ('sale', 'return')"
PEOPLE = {
    "a mall": ("CustomerID,Gender,Age,Annual Income (k$)", "{0},Male,3{0},9{0}"),
    "all they ever paid": (
        "Customer ID,Email,First Name,Last Name,Created At,Total Spent",
        "{0},p{0}@a.de,A{0},B,2024-01-0{0},{0}.50",
    ),
    "no contacts": (
        "master_id,order_channel,first_order_date,last_order_date,value_total_ever",
        "ab-{0},Web,2020-01-0{0},2021-01-0{0},{0}.5",
    ),
    "nothing to know them by": ("age,gender,income", "3{0},F,{0}7"),
    "in German": ("Kundennummer;Vorname;Nachname;E-Mail;Geburtsdatum", "K{0};Eva;Roth;e{0}@a.de;0{0}.03.1980"),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people_given_to_load_are_sent_to_customers(engine: Engine, tmp_path: Path, name: str) -> None:
    header, row = PEOPLE[name]
    path = csv(tmp_path, header, *(row.format(at) for at in range(1, 6)), name="people.csv")
    with pytest.raises(
        NoTableError, match=r"looks like customers: .*Load it with: python -m etl customers .*people.csv"
    ):
        load_file(engine, path)
    assert load_customers(engine, path).customers == 5


SALES = ("Order ID,Order Date,Customer ID,SKU,Quantity,Price", "{0},2024-05-0{0},{1},A,1,2.50")


def test_sales_given_to_customers_are_sent_to_load(engine: Engine, tmp_path: Path) -> None:
    path = csv(tmp_path, SALES[0], *(SALES[1].format(at, at % 2) for at in range(1, 7)))
    with pytest.raises(NoTableError, match=r"looks like transactions: .*Load it with: python -m etl load .*shop.csv"):
        load_customers(engine, path)
    assert load_customers(engine, path, Options({"customer_id": "Customer ID"})).customers == 2


def test_orders_without_amounts_given_to_customers_are_sent_to_load(engine: Engine, tmp_path: Path) -> None:
    path = csv(tmp_path, "order_id,customer_id,order_date", *(f"{at},c{at % 3},2024-01-0{at}" for at in range(1, 5)))
    with pytest.raises(
        NoTableError, match=r"looks like orders: order_id, customer_id and order_date .* etl load .*csv"
    ):
        load_customers(engine, path)
    people = csv(tmp_path, "customer_id,first_order_date,city", "a,2024-01-05,Oslo", "b,2024-01-06,Rome", name="p.csv")
    assert load_customers(engine, people).customers == 2


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("order_id,customer_id,sku,qty,price", "{0},{1},A,1,2.50"),
        ("Kunde;Artikel;Menge;Preis", "{1};Tee;1;2,50"),
        ("email,item,price", "k{1}@a.de,Mug,2.50"),
    ],
)
def test_sales_without_a_date_given_to_customers_are_refused(
    engine: Engine, tmp_path: Path, header: str, row: str
) -> None:
    path = csv(tmp_path, header, *(row.format(at, at % 2) for at in range(1, 7)))
    with pytest.raises(NoTableError, match=r"looks like sales without a date: .* no column says when. Export it with"):
        load_customers(engine, path)


def test_people_without_a_number_on_any_row_are_not_nobody(engine: Engine, tmp_path: Path) -> None:
    path = csv(tmp_path, "customer_id,first_name,member_code,email", *(f",Eva,AB-0{at},e{at}@a.de" for at in (1, 2)))
    with pytest.raises(
        InputError, match=r"customer_id is blank on every row\. email or member_code may tell .*=email$"
    ):
        load_customers(engine, path)


@pytest.mark.parametrize(
    ("header", "row", "about"),
    [
        ("order_id,order_item_id,product_id,price", "{0},1,p{0},2.50", "order_id, product_id and price"),
        ("order_id,payment_type,payment_value", "{0},card,3.50", "order_id and payment_value"),
        ("product_id,product_weight_g", "p{0},{0}00", "product_id"),
    ],
)
def test_parts_of_sales_given_to_customers_are_sent_to_load(
    engine: Engine, tmp_path: Path, header: str, row: str, about: str
) -> None:
    path = csv(tmp_path, header, *(row.format(at) for at in range(1, 7)))
    said = rf"part of the sales: {about} say what .* python -m etl load .*shop.csv orders.csv$"
    with pytest.raises(NoTableError, match=said):
        load_customers(engine, path)


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("order_id,customer_id,purchase_date,status", "{0},c{0},2024-05-0{0},done", "order_id or customer_id"),
        ("order_id,product_id,price,freight_value", "{0},p,2.50,1.00", "order_id"),
        ("order_id,payment_type,payment_value", "{0},card,3.50", "order_id"),
    ],
)
def test_one_of_several_files_asks_for_the_others(
    engine: Engine, tmp_path: Path, header: str, row: str, said: str
) -> None:
    path = csv(tmp_path, header, *(row.format(at) for at in range(1, 6)))
    with pytest.raises(NoTableError, match=f"different files, which {said} joins, give them together"):
        load_file(engine, path)


def test_a_file_that_names_no_customer_is_refused_with_the_column_that_would_do(
    engine: Engine, cases: Path, run_module: RunModule
) -> None:
    path = cases / "shopify_cod.csv"
    refused = run_module("etl", "load", path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Email is blank on every row" in refused.stderr
    assert '--map customer_id="Billing Phone"' in refused.stderr
    assert set(stored_rows(engine).values()) == {0}
    assert load_file(engine, path, Options({"customer_id": "Billing Phone"})).customers == 6


def test_guests_alone_are_loaded_where_nothing_tells_them_apart_or_when_told_so(engine: Engine, tmp_path: Path) -> None:
    path = csv(tmp_path, "Date,Customer ID,Total,Phone", "2024-05-06,,2.50,1234567", "2024-05-07,,4.00,7654321")
    with pytest.raises(InputError, match="customer_id=Phone"):
        load_file(engine, path)
    assert load_file(engine, path, Options({"customer_id": "Customer ID"})).rows_loaded == 2
    other = csv(tmp_path, "Date,Customer ID,Total", "2024-05-08,,2.50", "2024-05-09,,4.00", name="other.csv")
    assert load_file(engine, other).rows_loaded == 2


def test_words_of_a_time_of_day_are_no_time_and_hours_no_customers(engine: Engine, cases: Path) -> None:
    report = load_file(engine, cases / "time_of_day.csv")
    assert report.columns == {"invoiced_at": "Date", "customer_id": "card", "time": "Time", "total": "money"}
    assert (report.rows_loaded, rows_of(engine, SOLD)) == (20, [(Decimal("342.70"),)])


def test_no_discount_and_no_delivery_is_shown_as_an_example(engine: Engine, cases: Path, tmp_path: Path) -> None:
    with pytest.raises(NoTableError) as caught:
        load_file(engine, cases / "shopify_without_prices.csv")
    assert "--map unit_price=COLUMN" in str(caught.value)
    header = "Order ID,Customer ID,Discount Amount,Shipping Cost,Est. Delivery"
    path = csv(tmp_path, header, *(f"{at},{at % 2},{at}.50,4.99,2024-05-0{at}" for at in range(1, 6)))
    with pytest.raises(NoTableError) as caught:
        load_file(engine, path, Options({"invoiced_at": "Est. Delivery"}))
    assert "unit_price=COLUMN" in str(caught.value)


def test_a_file_of_which_all_rows_fail_is_not_to_be_loaded_nevertheless(engine: Engine, tmp_path: Path) -> None:
    rows = [f"{at},{at % 3},Morning,A,1,2.50" for at in range(30)]
    path = csv(tmp_path, "Order ID,Customer ID,Order Date,SKU,Quantity,Price", *rows)
    with pytest.raises(InputError) as caught:
        load_file(engine, path)
    assert "date not readable (Order Date): 30, such as line 2" in str(caught.value)
    assert "30 of its 30 rows cannot be used" in str(caught.value)
    assert "--max-rejected" not in str(caught.value)


ORDERS: list[list[Any]] = [
    ["Order ID", "Date", "Customer ID", "SKU", "Quantity", "Price"],
    *([at, "2024-05-06", at % 2, "A", 1, at] for at in range(1, 9)),
]
OTHERS: list[list[Any]] = [
    ["Order ID", "Date", "Customer ID", "SKU", "Quantity", "Price", "Old"],
    [1, "2020-05-06", 1, "A", 1, 100, "x"],
]
WHO: list[list[Any]] = [["Customer ID", "First Name", "Gender", "Age"], [0, "Ann", "f", 31], [1, "Bob", "m", 32]]


def test_the_sheet_that_suits_is_read_and_any_other_when_named(engine: Engine, tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", Cover=[["Shop"]], Sales=ORDERS, Older=OTHERS, People=WHO)
    people = load_customers(engine, path)
    assert (people.customers, people.attributes) == (2, ["Gender", "Age"])
    report = load_file(engine, path)
    assert (report.rows_loaded, rows_of(engine, SOLD)) == (8, [(Decimal(36),)])
    skipped = f"{path}, sheet {{}} is skipped: it has other columns"
    assert f"{skipped.format('Older')}; --sheet Older reads it." in report.notes
    people_too = "it looks like customers. Load it with: python -m etl customers"
    assert f"{path}, sheet People is skipped: {people_too} {path} --sheet People" in report.notes
    assert f"{skipped.format('Cover')}." in report.notes
    assert load_file(engine, path, options=Options(sheet="older")).rows_loaded == 1
    assert rows_of(engine, SOLD) == [(Decimal(136),)]
    assert load_file(engine, path, options=Options(sheet="Older")).rows_known == 1


POLISH: list[list[Any]] = [
    ["Nr zamówienia", "Data zamówienia", "Nr klienta", "Nazwa towaru", "Ilość", "Cena jednostkowa"],
    *([f"Z{at // 2}", f"{at % 9 + 1:02}.05.2024", f"K{at // 2 % 4}", "kubek", 2, "12,50"] for at in range(12)),
]
KLIENCI = {
    "names": [["Nr klienta", "Imię", "Nazwisko", "Miasto"], *([f"K{at}", "Łucja", "Wójt", "Łódź"] for at in range(4))],
    "firms": [["Kod klienta", "Nazwa firmy", "NIP"], *([f"K{at}", f"Firma {at}", f"52{at}"] for at in range(4))],
    "what no list knows": [["Nr klienta", "Opiekun", "Kanał"], *([f"K{at}", "Jan", "web"] for at in range(4))],
}


@pytest.mark.parametrize("people", KLIENCI)
@pytest.mark.parametrize("first", [True, False])
def test_orders_and_customers_in_one_workbook(tmp_path: Path, people: str, first: bool) -> None:
    sheets = {"Zamówienia": POLISH, "Klienci": KLIENCI[people]}
    path = workbook(tmp_path / "sklep.xlsx", **(sheets if first else dict(reversed(sheets.items()))))
    found = coming_to(path)
    assert (found.money, len(found.orders), len(found.customers)) == ({"sale": Decimal(300)}, 6, 4)
    command = f"python -m etl customers {path} --sheet Klienci"
    assert f"{path}, sheet Klienci is skipped: it looks like customers. Load it with: {command}" in found.notes


NAMED = {  # sheets of sales and of people by their names: headers of people, where their own words may mislead
    "Spanish": ("Pedidos", "Clientes", ["ID Cliente", "Nombre", "Ciudad", "Correo"]),  # `nombre` is French for pieces
    "Spanish, bare codes": ("Ventas", "Clientes", ["Código", "Nombre", "Ciudad", "Límite"]),
    "Italian": ("Ordini", "Clienti", ["Codice", "Nome", "Città", "Fatturato"]),
    "Portuguese": ("Vendas", "Clientes", ["Código", "Nome", "Cidade", "Limite"]),
    "English, bare codes": ("Sales", "Customers", ["Code", "Name", "City", "Credit limit"]),
}


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("first", [True, False])
def test_a_sheet_of_people_needs_no_name(tmp_path: Path, name: str, first: bool) -> None:
    sales, people, header = NAMED[name]
    who = [header, *([f"K{at}", "Ana", "Sevilla", 100 + at] for at in range(4))]
    sheets = {sales: POLISH, people: who}
    path = workbook(tmp_path / "shop.xlsx", **(sheets if first else dict(reversed(sheets.items()))))
    read = [look(path, None, wanted(None), None).columns[0] for wanted in (sheets_of_sales, sheets_of_people)]
    assert read == [POLISH[0][0], header[0]]


@pytest.mark.parametrize("command", ["load", "customers"])
def test_an_unknown_sheet_is_answered_with_those_there_are(run_module: RunModule, cases: Path, command: str) -> None:
    found = run_module("etl", command, cases / "workbook.xlsx", "--sheet", "Nope")
    assert found.returncode == 1
    assert "has no sheet Nope. Its sheets are Title Sheet, Transactions, CustomerDemographic." in found.stderr
    found = run_module("etl", command, cases / "stripe.csv", "--sheet", "Nope")
    assert "is no Excel workbook, so it has no sheet Nope" in found.stderr


def test_people_of_a_workbook_come_from_their_sheet(engine: Engine, cases: Path) -> None:
    report = load_customers(engine, cases / "workbook.xlsx")
    assert (report.customers, len(report.attributes) + 2) == (10, 9)


def test_sheets_that_are_parts_of_the_sales_are_to_be_files(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["order_id", "product", "quantity", "unit_price"])
    for at in range(6):
        book.active.append([f"O{at // 2}", f"P{at}", 1, 9.5 + at])
    book.create_sheet("Orders").append(["order_id", "customer_id", "order_date"])
    book["Orders"].append(["O1", "C1", "2024-05-06"])
    book.save(path := tmp_path / "book.xlsx")
    with pytest.raises(InputError, match="different sheets, which order_id joins, save each as a file of its own"):
        first_look(path, Options(), NOTHING)
