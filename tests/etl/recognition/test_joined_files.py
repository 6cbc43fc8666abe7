"""Files of one shop that tell its sales together."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from etl.files.sources import Source, look
from etl.recognition.columns.table_subject import sheets_of_sales
from etl.recognition.planning import NOTHING, Options, check_columns
from etl.recognition.related import lookups
from etl.recognition.related.joined_files import together
from etl.storing.load import LoadReport, load_file
from tests.conftest import RunModule
from tests.etl.coming_to import coming_to
from tests.etl.files.test_formats import workbook
from tests.etl.looks import plan_load
from tests.etl.recognition.test_telling_rows_apart import csv
from tests.etl.shop_files import rows_of
from warehouse.errors import InputError

SOLD = "select kind, count(*), sum(quantity * unit_price) from transactions group by 1 order by 1"
OLIST = {
    "orders": (
        "order_id,customer_id,order_status,order_purchase_timestamp,order_estimated_delivery_date",
        [
            f"o{at},c{at},{'canceled' if at == 3 else 'delivered'},2017-10-0{at} 10:56:33,2017-11-01 00:00:00"
            for at in range(1, 7)
        ],
    ),
    "items": (
        "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value",
        [
            *("o1,1,p1,s1,2017-10-06 11:07:15,29.99,8.72", "o1,2,p1,s1,2017-10-06 11:07:15,29.99,8.72"),
            *("o2,1,p2,s2,2017-10-06 11:07:15,118.70,22.76", "o3,1,p2,s2,2017-10-06 11:07:15,159.90,19.22"),
            *("o4,1,p3,s1,2017-10-06 11:07:15,45.00,27.20", "o5,1,p3,s1,2017-10-06 11:07:15,19.90,8.72"),
        ],
    ),
    "customers": (
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
        [f"c{at},u{at % 2},0{at}000,sao paulo,SP" for at in range(1, 7)],
    ),
    "payments": (
        "order_id,payment_sequential,payment_type,payment_installments,payment_value",
        [f"o{at},1,credit_card,{at},{at}00.00" for at in range(1, 7)],
    ),
    "sellers": ("seller_id,seller_zip_code_prefix,seller_city", ["s1,13023,campinas", "s2,13024,campinas"]),
}
EXPECTED = [("adjustment", 1, Decimal("159.90")), ("sale", 5, Decimal("243.58"))]


def files(folder: Path, shop: Mapping[str, tuple[str, Sequence[str]]], *names: str) -> list[Path]:
    """The files of a shop, in this order."""
    return [csv(folder, *(shop[name][0], *shop[name][1]), name=f"{name}.csv") for name in names]


def joined(paths: Sequence[Path]) -> tuple[list[Source], list[str]]:
    """What is to be loaded of these files, and what was said to be skipped."""
    said: list[str] = []
    found = together([look(path) for path in paths], lambda each: check_columns(each, Options(), NOTHING), said.append)
    return [each for each in found if isinstance(each, Source)], said


def load(engine: Engine, paths: Sequence[Path]) -> LoadReport:
    """Load files that are to be one."""
    (source,), _ = joined(paths)
    return load_file(engine, source)


@pytest.mark.parametrize("names", [("orders", "items", "customers"), ("customers", "items", "payments", "orders")])
def test_lines_get_date_and_customer_from_other_files(engine: Engine, tmp_path: Path, names: tuple[str, ...]) -> None:
    report = load(engine, files(tmp_path, OLIST, *names))
    assert rows_of(engine, SOLD) == EXPECTED
    assert (report.rows_read, report.invoices, report.customers) == (6, 5, 2)
    assert report.columns["customer_id"] == "customer_unique_id"
    assert report.notes[:3] == [
        "Several files make one: each of the 6 rows of items.csv is a line.",
        "orders.csv is joined to them by order_id (6 rows).",
        "customers.csv is joined to them by customer_id (6 rows).",
    ]
    assert report.joined[1] == {"file": "orders.csv", "rows": 6, "on": "order_id", "to": "order_id", "lines_without": 0}


def test_the_same_files_in_another_order_are_known(engine: Engine, tmp_path: Path) -> None:
    load(engine, files(tmp_path, OLIST, "orders", "items", "customers"))
    report = load(engine, files(tmp_path, OLIST, "customers", "orders", "items"))
    assert (report.rows_loaded, report.rows_known) == (0, 6)
    assert rows_of(engine, SOLD) == EXPECTED


def test_more_lines_of_a_later_file_are_added(engine: Engine, tmp_path: Path) -> None:
    load(engine, files(tmp_path, OLIST, "orders", "items", "customers"))
    more = OLIST | {"items": (OLIST["items"][0], [*OLIST["items"][1], "o6,1,p3,s1,2017-10-06 11:07:15,1.00,8.72"])}
    report = load(engine, files(tmp_path, more, "orders", "items", "customers"))
    assert (report.rows_loaded, report.rows_known) == (1, 6)


def test_the_command_joins_what_is_named_and_names_what_is_not_used(
    engine: Engine, tmp_path: Path, run_module: RunModule
) -> None:
    files(tmp_path, OLIST, *OLIST)
    found = run_module("etl", "load", tmp_path, "--json")
    assert found.returncode == 0, found.stderr
    assert rows_of(engine, SOLD) == EXPECTED
    assert '"joined": [{"file": "items.csv", "rows": 6}' in found.stdout
    assert "sellers.csv is skipped: it adds nothing to the sales" in found.stderr


def cells(shop: Mapping[str, tuple[str, Sequence[str]]], *names: str) -> dict[str, list[list[object]]]:
    """The files of a shop as sheets of a workbook."""
    return {name: [row.split(",") for row in (shop[name][0], *shop[name][1])] for name in names}


def sales_in(path: Path, sheet: str | None = None) -> tuple[list[Source], list[str]]:
    """What is to be loaded of a workbook, by the sheet that is named, and what was said to be skipped."""
    options = Options(sheet=sheet)
    said: list[str] = []
    source = look(path, wanted=sheets_of_sales(sheet))
    found = together([source], lambda each: check_columns(each, options, NOTHING), said.append)
    return [each for each in found if isinstance(each, Source)], said


def test_sheets_of_a_workbook_are_joined_as_files_are(engine: Engine, tmp_path: Path) -> None:
    path = workbook(tmp_path / "shop.xlsx", **cells(OLIST, *OLIST))
    (source,), said = sales_in(path)
    report = load_file(engine, source)
    assert rows_of(engine, SOLD) == EXPECTED
    assert (report.file, report.customers, source.typed, said) == ("shop.xlsx", 2, str(path), [])
    assert report.notes[:5] == [
        f"{path}, sheet payments is skipped: it has other columns.",
        f"{path}, sheet sellers is skipped: it has other columns.",
        "Several sheets make one: each of the 6 rows of sheet items of shop.xlsx is a line.",
        "sheet orders of shop.xlsx is joined to them by order_id (6 rows).",
        "sheet customers of shop.xlsx is joined to them by customer_id (6 rows).",
    ]
    again = load_file(engine, sales_in(path)[0][0])
    assert (again.rows_loaded, again.rows_known) == (0, 6)


def test_ids_are_named_after_sheets_and_one_may_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dump.xlsx", **cells(DUMP, *DUMP))
    (source,), _ = sales_in(path)
    assert (source.kind, len(source.parts), coming_to(source).net) == ("joined", 4, Decimal("21.50"))
    (orders,), _ = sales_in(path, "orders")
    assert (orders.kind, orders.parts, orders.columns) == ("excel", (), ("id", "customer_id", "created_at", "total"))


def test_sheets_that_share_no_id_stay_apart(tmp_path: Path) -> None:
    sales = [
        ["Invoice", "Customer", "Date", "Product", "Quantity", "Price"],
        ["1", "7", "2024-05-06", "Mug", "2", "3.5"],
    ]
    path = workbook(tmp_path / "year.xlsx", Sales=sales, People=[["Person", "Region"], ["Ann", "West"]])
    (source,), _ = sales_in(path)
    assert (source.kind, source.parts, coming_to(source).net) == ("excel", (), Decimal("7.00"))


DUMP = {
    "orders": (
        "id,customer_id,created_at,total",
        ["1,7,2024-05-06,99.00", "2,8,2024-05-07,98.00", "3,7,2024-05-08,97"],
    ),
    "order_items": ("id,order_id,product_id,quantity", ["1,1,A,2", "2,1,B,1", "3,2,A,5", "4,9,A,1"]),
    "products": ("id,name,price", ["A,Mug,2.50", "B,Bowl,4.00"]),
    "customers": ("id,name,email,country", ["7,Ann,a@example.org,France", "8,Bob,b@example.org,Peru"]),
}


def test_ids_named_after_the_file_that_they_are_of_and_prices_of_products(engine: Engine, tmp_path: Path) -> None:
    (source,), _ = joined(files(tmp_path, DUMP, "order_items", "orders", "products", "customers"))
    report = load_file(engine, source)
    assert report.rejected == {"no date": 1}
    assert "1 row has a order_id that orders.csv lacks, such as 9." in report.notes
    lines = (
        "select invoice_no, customer_id, country, description, quantity * unit_price from transactions order by 1, 4"
    )
    assert rows_of(engine, lines) == [
        ("1", "7", "FR", "Bowl", Decimal("4.00")),
        ("1", "7", "FR", "Mug", Decimal("5.00")),
        ("2", "8", "PE", "Mug", Decimal("12.50")),
    ]


def test_files_that_load_alone_stay_loads_of_their_own(tmp_path: Path) -> None:
    header, row = "Order ID,Date,Customer ID,SKU,Quantity,Price", "{0},2024-05-0{0},7,A,1,2.50"
    paths = [csv(tmp_path, header, row.format(at), row.format(at + 1), name=f"{at}.csv") for at in (1, 4)]
    found, said = joined(paths)
    assert ([source.name for source in found], said) == (["1.csv", "4.csv"], [])


def test_lines_in_several_files_of_one_shape(engine: Engine, tmp_path: Path) -> None:
    header, rows = OLIST["items"]
    halves = [csv(tmp_path, header, *some, name=f"items_{at}.csv") for at, some in enumerate((rows[:3], rows[3:]))]
    load(engine, [*halves, *files(tmp_path, OLIST, "orders", "customers")])
    assert rows_of(engine, SOLD) == EXPECTED


def test_files_that_have_nothing_in_common_are_refused_as_each_is(tmp_path: Path) -> None:
    items = csv(tmp_path, "order_id,product_id,price", "1,A,2.50", name="items.csv")
    orders = csv(tmp_path, "order_id,customer_id,order_date", "7,8,2024-05-06", name="orders.csv")
    found, said = joined([items, orders])
    assert (len(found), said) == (2, [])


def test_a_key_with_two_meanings_cannot_be_joined_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.recognition.head.first_rows.MOST_ROWS", 6)
    shop = OLIST | {"orders": (OLIST["orders"][0], [*OLIST["orders"][1], "o1,c9,delivered,2018-01-01 10:00:00,x"])}
    with pytest.raises(InputError, match=r"orders\.csv has several rows with order_id o1 that differ"):
        joined(files(tmp_path, shop, "orders", "items", "customers"))
    shop = OLIST | {"orders": (OLIST["orders"][0], [*OLIST["orders"][1], OLIST["orders"][1][0]])}
    assert len(joined(files(tmp_path, shop, "orders", "items", "customers"))[0]) == 1


def test_many_keys_are_looked_up_in_parts(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "_AT_ONCE", 2)
    load(engine, files(tmp_path, OLIST, "orders", "items", "customers"))
    assert rows_of(engine, SOLD) == EXPECTED


def test_the_name_of_a_product_is_a_column_of_a_file(tmp_path: Path) -> None:
    goods = ("product_id,product_category_name,product_weight_g", ["p1,beds,100", "p2,toys,200", "p3,pens,300"])
    (source,), _ = joined(files(tmp_path, {**OLIST, "products": goods}, "items", "orders", "products"))
    plan = plan_load(source)
    assert (plan.columns["stock_code"], plan.columns["description"]) == ("product_id", "product_category_name")


KUNDEN = {
    "kunden": (
        "id,vorname,nachname,email",
        ["1,Ada,Berg,", "2,Bo,Holm,bo@example.org", "3,Cy,Lind,", "4,Di,Falk,di@example.org"],
    ),
    "bestellungen": ("id,{key},bestelldatum", [f"50{at},{1 + at % 4},0{1 + at}.03.2024" for at in range(8)]),
    "positionen": ("id,bestellung_id,artikel,menge,einzelpreis", [f"9{at},50{at},A{at % 2},2,4.50" for at in range(8)]),
}


@pytest.mark.parametrize("key", ["kunde_id", "kunden_key"])
def test_what_joins_the_people_is_who_bought_though_some_have_an_address(
    engine: Engine, tmp_path: Path, key: str
) -> None:
    orders = (KUNDEN["bestellungen"][0].format(key=key), KUNDEN["bestellungen"][1])
    report = load(engine, files(tmp_path, KUNDEN | {"bestellungen": orders}, "kunden", "bestellungen", "positionen"))
    assert (report.columns["customer_id"], report.customers) == (key, 4)
    assert rows_of(engine, SOLD) == [("sale", 8, Decimal("72.00"))]
    assert any("for the names, addresses and all else of people, run as well" in note for note in report.notes)


BOUGHT = (
    "order_id,customer_id,order_date,sku,quantity,price",
    ["1,c1,2024-01-01,A,1,100.00", "1,c1,2024-01-01,B,1,20.00", "2,c2,2024-01-02,A,1,60.00", "3,c1,2024-01-04,A,2,100"],
)
REFUNDS = {  # name of the file, its header and rows: 15.50 of order 1, all of order 3
    "named by their amount": (
        "refunds",
        "refund_id,order_id,refund_date,refund_amount",
        ["r1,1,2024-01-05,10.00", "r2,1,2024-01-06,5.50", "r3,3,2024-01-07,200.00"],
    ),
    "named by their number, with a minus": (
        "payments_back",
        "refund_id,order_id,refunded_at,amount",
        ["r1,1,2024-01-05,-15.50", "r3,3,2024-01-07,-200.00"],
    ),
    "named by their file": ("refunds", "id,order_id,amount", ["7,1,15.50", "9,3,200.00"]),
}


@pytest.mark.parametrize("name", REFUNDS)
def test_refunds_are_joined_to_their_orders(engine: Engine, tmp_path: Path, name: str) -> None:
    file, header, rows = REFUNDS[name]
    report = load(engine, files(tmp_path, {"orders": BOUGHT, file: (header, rows)}, file, "orders"))
    assert rows_of(engine, SOLD) == [("return", 2, Decimal("-215.50")), ("sale", 4, Decimal("380.00"))]
    assert (report.rows_read, report.refunds) == (4, 2)
    assert not any("lacks" in note for note in report.notes)


def test_refunds_of_orders_that_are_not_there_are_named(tmp_path: Path) -> None:
    shop = {"orders": BOUGHT, "refunds": ("order_id,refunded_amount", ["1,10.00", "9,5.00"])}
    (source,), _ = joined(files(tmp_path, shop, "orders", "refunds"))
    assert "orders.csv lacks 1 order of refunds.csv, whose refunds are NOT counted." in source.notes


@pytest.mark.parametrize(
    "header", ["refund_id,order_id,customer_id,date,amount", "row,order_id,customer_id,refund_date,refund_amount"]
)
def test_refunds_alone_are_returns(engine: Engine, tmp_path: Path, header: str) -> None:
    load_file(engine, csv(tmp_path, header, "r1,7,c1,2024-01-02,10.00", "r2,8,c2,2024-01-03,5.50"))
    assert rows_of(engine, SOLD) == [("return", 2, Decimal("-15.50"))]


BARE = "id,order_id,customer_id,date,amount"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("refunds.csv", "return", "every row is a return. If its rows are sales, load with --map total=amount."),
        ("shopify_refunds_2024.csv", "return", "is called after refunds: every row is a return."),
        ("Retouren.csv", "return", "is called after refunds: every row is a return."),
        ("sales_without_returns.csv", "sale", "is called after refunds, and its rows count as sales."),
        ("orders.csv", "sale", ""),
    ],
)
def test_a_file_called_after_refunds_is_no_silent_sale(tmp_path: Path, name: str, kind: str, said: str) -> None:
    found = coming_to(csv(tmp_path, BARE, "r1,7,c1,2024-01-02,10.00", "r2,8,c2,2024-01-03,5.50", name=name))
    assert found.lines == {kind: 2}
    assert [said in note for note in found.notes if "called after" in note] == ([True] if said else [])


def test_told_that_they_are_sales(tmp_path: Path) -> None:
    path = csv(tmp_path, BARE, "r1,7,c1,2024-01-02,10.00", name="refunds.csv")
    assert coming_to(path, Options({"total": "amount"})).lines == {"sale": 1}


SUPERSTORE: list[list[object]] = [
    ["Order ID", "Order Date", "Customer ID", "Product Name", "Sales", "Quantity"],
    *([f"CA-{n}", f"2024-05-0{n}", f"C{n % 2}", item, 10 * n, 2] for n in (1, 2, 3) for item in ("Chair", "Desk")),
]


@pytest.mark.parametrize(
    ("name", "returned"),
    [
        ("Returns", [["Returned", "Order ID"], ["Yes", "CA-2"], ["Yes", "CA-2"]]),
        ("Back", [["Order ID", "Returned"], ["CA-1", "No"], ["CA-2", "Yes"]]),
        ("Retouren", [["Order ID", "Reason"], ["CA-2", "too small"]]),
    ],
)
def test_orders_that_a_sheet_says_came_back_are_returned(
    tmp_path: Path, name: str, returned: list[list[object]]
) -> None:
    (source,), said = sales_in(workbook(tmp_path / "x.xlsx", Orders=SUPERSTORE, **{name: returned}))
    found = coming_to(source)
    assert (found.money, said) == ({"sale": Decimal(120), "return": Decimal(-40)}, [])
    assert found.lines == {"sale": 6, "return": 1}
    told = f"Refunded % ({name}): 40.00 of 1 order became a return, at the time of the order."
    assert told in found.notes


@pytest.mark.parametrize("columns", [["Order ID", "Product Name"], ["Order ID", "Quantity"]])
def test_a_sheet_of_lines_that_came_back_returns_no_whole_orders(tmp_path: Path, columns: list[object]) -> None:
    book = workbook(tmp_path / "x.xlsx", Orders=SUPERSTORE, Returns=[columns, ["CA-2", "1"]])
    (source,), _ = sales_in(book)
    assert coming_to(source).money == {"sale": Decimal(120)}
    assert source.notes[0] == f"{book}, sheet Returns is skipped: it has other columns."
    assert source.notes[1].startswith("Sheet Returns is called after what came back, and that is NOT counted: ")
