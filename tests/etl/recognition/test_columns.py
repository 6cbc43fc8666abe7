from pathlib import Path

import pytest

from etl.names.told_columns import parse_mapping
from etl.recognition.planning import NOTHING, Options, first_look
from tests.etl.looks import match_columns
from tests.etl.shop_files import HEADER
from warehouse.errors import InputError

ONLINE_RETAIL = HEADER.split(",")
POSITIONS = {
    "invoice_no": 0,
    "invoiced_at": 4,
    "quantity": 3,
    "unit_price": 5,
    "customer_id": 6,
    "stock_code": 1,
    "description": 2,
    "country": 7,
}


@pytest.mark.parametrize(
    "header",
    [
        ONLINE_RETAIL,
        ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"],
        [" invoice_no", "SKU", "PRODUCT NAME", "Qty", "invoice  date", "unit-price", "CUSTOMER_ID ", "country"],
        ["invoice_no", "stock_code", "description", "quantity", "invoiced_at", "unit_price", "customer_id", "country"],
    ],
)
def test_synonyms_are_found_whatever_their_case_and_spacing(header: list[str]) -> None:
    assert match_columns(header) == POSITIONS


def test_unnamed_and_unknown_columns_are_left_alone() -> None:
    assert match_columns(["", *ONLINE_RETAIL, "", "Colour"]) == {name: at + 1 for name, at in POSITIONS.items()}


def test_only_customer_date_and_amount_are_needed() -> None:
    assert match_columns(["Date", "Betrag", "Client"]) == {"invoiced_at": 0, "customer_id": 2, "total": 1}


def test_a_mapping_wins_over_the_synonyms() -> None:
    header = ["Bon", "When", "Quantity", "UnitPrice", "Price", "CustomerID"]
    found = match_columns(header, {"invoice_no": "bon", "invoiced_at": "When", "unit_price": "Price"})
    assert found == {"invoice_no": 0, "invoiced_at": 1, "unit_price": 4, "quantity": 2, "customer_id": 5}


@pytest.mark.parametrize(
    ("header", "mapping", "sentence"),
    [
        (
            ["InvoiceNo", "Quantity", "UnitPrice", "Who"],
            {},
            "No column for the customer and the date. The file's columns are InvoiceNo, Quantity, UnitPrice, Who. "
            "Say which it is, as in --map customer_id=COLUMN --map invoiced_at=COLUMN.",
        ),
        (
            ["", ""],
            {},
            "No column for the customer and the date and an amount (unit_price or total). "
            "The file's header names no columns. Say which it is, as in --map customer_id=COLUMN "
            "--map invoiced_at=COLUMN --map unit_price=COLUMN.",
        ),
        (
            [*ONLINE_RETAIL, "Client ID"],
            {},
            "CustomerID and Client ID could each be the customer_id. Say which with --map customer_id=COLUMN, "
            "as in --map customer_id=CustomerID.",
        ),
        (
            ONLINE_RETAIL,
            {"customer_id": "Client"},
            "--map customer_id=Client: the file has no such column. "
            f"The file's columns are {', '.join(ONLINE_RETAIL)}.",
        ),
        (
            [*ONLINE_RETAIL, "Country"],
            {"country": "Country"},
            "--map country=Country: the file has 2 columns of that name. Rename one of them.",
        ),
        (
            ONLINE_RETAIL,
            {"stock_code": "Description", "description": "Description"},
            "--map uses Description for both stock_code and description. Keep one.",
        ),
    ],
)
def test_columns_that_cannot_be_told(header: list[str], mapping: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        match_columns(header, mapping)
    assert str(error.value) == sentence


def test_a_long_header_is_not_repeated_in_full() -> None:
    with pytest.raises(InputError, match=r"columns are c0, .*, c19 and 9,980 more\."):
        match_columns([f"c{number}" for number in range(10_000)])


def test_map_options() -> None:
    assert parse_mapping(["customer_id=Client no", " country = Land "]) == {
        "customer_id": "Client no",
        "country": "Land",
    }


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["customer_id"], "--map customer_id is not of the form NAME=COLUMN, as in --map customer_id=Client."),
        (["=x"], "--map =x is not of the form NAME=COLUMN, as in --map customer_id=Client."),
        (
            ["client=x"],
            "--map client=x: there is no client. The names are invoice_no, invoiced_at, quantity, unit_price, "
            "customer_id, stock_code, description, country, time, total, status, type, is_return, returned, "
            "cancelled_at, refunded_at, discount, address, first_name, order_discount, order_total, refund.",
        ),
        (["country=a", "country=b"], "--map gives country twice: a and b. Keep one."),
    ],
)
def test_map_options_that_make_no_sense(options: list[str], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        parse_mapping(options)
    assert str(error.value) == sentence


def test_a_book_of_accounts_is_asked_for_its_party(tmp_path: Path) -> None:
    rows = [f"2024-05-0{at},Dealer {at % 3},Sales,S/{at // 2},Item {at % 4},2 Pcs,9.50/Pcs,19.00" for at in (1, 2, 3)]
    header = "Date,Particulars,Voucher Type,Voucher No.,Item Name,Quantity,Rate,Value"
    (path := tmp_path / "book.csv").write_text("\n".join([header, *rows]))
    with pytest.raises(InputError, match="Say which it is, as in --map customer_id=Particulars"):
        first_look(path, Options(), NOTHING)


@pytest.mark.parametrize(
    ("label", "value"), [("Kundenkarte", "500{}"), ("Name", "Cust {}"), ("Carta fedeltà", "77{}"), ("Clubcard", "{}")]
)
def test_a_card_or_a_name_is_offered_as_the_customer(tmp_path: Path, label: str, value: str) -> None:
    kinds = [("Invoice", str(1000 + at)) if at % 3 else ("Payment", "") for at in range(30)]
    rows = [f"2024-05-{1 + at:02d},{kind},{num},{value.format(at % 7)},{at}.50" for at, (kind, num) in enumerate(kinds)]
    (path := tmp_path / "book.csv").write_text("\n".join([f"Date,Transaction Type,Num,{label},Amount", *rows]))
    with pytest.raises(InputError, match=f"Say which it is, as in --map customer_id=[\"']?{label}"):
        first_look(path, Options(), NOTHING)
