"""What a file leaves open ends in a question that can be answered, or in a sentence with a count; never in silence."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from etl.files.sources import look
from etl.recognition.planning import NOTHING, Options, check_columns
from etl.recognition.related.joined_files import together
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

EBAY = (
    "Sales Record Number,Order Number,Buyer Username,Item Title,Custom Label,Quantity,Sold For,Total Price,Sale Date",
    "{n},O{n},u{n},,,3,£50.00,£50.00,2{n}-Jan-23",
    "{n},O{n},u{n},Mug,S1,1,£10.00,,2{n}-Jan-23",
    "{n},O{n},u{n},Cup,S2,2,£20.00,,2{n}-Jan-23",
)
LIGHTSPEED = (
    "Date,Receipt Number,Line Type,Customer Code,Quantity,Subtotal,Tax,Total,Paid,Details,Register,User,Status,Sku",
    "2023-01-2{n} 10:05:00,100{n},Sale,C-{n},3,50,0,50,50,,Main,Ann,Closed,",
    "2023-01-2{n} 10:05:00,100{n},Sale Line,C-{n},1,10,0,10,,Mug,Main,Ann,Closed,S1",
    "2023-01-2{n} 10:05:00,100{n},Sale Line,C-{n},2,40,0,40,,Cup,Main,Ann,Closed,S2",
    "2023-01-2{n} 10:05:00,100{n},Payment,C-{n},,,,,50,Cash,Main,Ann,Closed,",
)


def _file(folder: Path, header: str, *lines: str, numbers: int = 6) -> Path:
    rows = [line.format(n=number) for number in range(1, numbers + 1) for line in lines]
    return shop(folder, "\n".join([header, *rows]))


def _asked(path: Path) -> str:
    with pytest.raises(InputError) as error:
        coming_to(path)
    return str(error.value)


def test_rows_that_sum_up_the_others_of_their_order_are_asked_about(tmp_path: Path) -> None:
    path = _file(tmp_path, *EBAY)
    assert _asked(path) == (
        "Only 0 of 6 orders come to their own Total Price: their lines come to 1,200.00, their totals to 300.00. Some "
        'rows may sum up others. Say which counts with --map order_total="Total Price" or --map unit_price="Sold For".'
    )
    assert coming_to(path, Options({"order_total": "Total Price"})).net == Decimal(300)
    assert coming_to(path, Options({"unit_price": "Sold For"})).net == Decimal(1200)


def test_the_sale_and_the_payment_above_and_below_the_lines_of_a_till_sell_nothing(tmp_path: Path) -> None:
    found = coming_to(_file(tmp_path, *LIGHTSPEED))
    assert (found.net, found.lines, len(found.orders)) == (Decimal(300), {"sale": 12, "adjustment": 12}, 6)
    assert found.rejected == []


def test_people_with_what_they_ever_spent_are_customers(tmp_path: Path) -> None:
    path = _file(tmp_path, "uid,channel,lifetime_value,last_seen", "0a{n}e,Web,10{n}.50,2023-01-1{n}")
    assert "looks like customers: uid is different on every row" in _asked(path)


@pytest.mark.parametrize("guest", ["Kassenkunde", "CASH", "Walk-in", "Consumidor final", "Cliente mostrador", "散客"])
def test_whoever_pays_cash_is_a_guest_and_it_is_said(tmp_path: Path, guest: str) -> None:
    lines = [f"1{{n}},{guest},2023-01-1{{n}},S1,2,10", "2{n},C{n},2023-01-1{n},S1,2,10"]
    found = coming_to(_file(tmp_path, "order,customer,date,sku,quantity,price", *lines))
    assert (found.net, found.guests, len(found.customers)) == (Decimal(240), Decimal(120), 6)
    assert f"6 of the first 12 rows (120.00) have customer {guest}, and became guests, in no segment." in found.notes


def test_buyers_that_another_column_names_are_said(tmp_path: Path) -> None:
    header = "Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Phone"
    lines = ["#1{n},,2023-01-1{n},2,Mug,10,+49{n}", "#2{n},k{n}@x.example,2023-01-1{n},2,Mug,10,+48{n}"]
    path = _file(tmp_path, header, *lines)
    found = coming_to(path)
    assert found.guests == Decimal(120)
    assert (
        "6 of the first 12 rows (120.00) lack Email and became guests, but most of them have Phone. To go by it, load "
        "with --map customer_id=Phone."
    ) in found.notes
    assert coming_to(path, Options({"customer_id": "Phone"})).guests == 0


def test_numbers_that_start_anew_each_day_are_said(tmp_path: Path) -> None:
    lines = [f"{each},2023-01-1{{n}},K{each},S1,1,10" for each in (1, 2, 3)]
    found = coming_to(_file(tmp_path, "receipt_no,date,customer_id,sku,quantity,unit_price", *lines))
    assert any(note.startswith("receipt_no comes back on other days for the same customer") for note in found.notes)
    assert any("have 3 orders by it, 18 by it and the day" in note for note in found.notes)


def test_days_that_stand_on_the_first_line_of_an_order_only_start_nothing_anew(tmp_path: Path) -> None:
    lines = [f"{each}{{n}},{day},K{each},S{each},1,10" for each in (1, 2, 3) for day in ("2023-01-1{n}", "")]
    found = coming_to(_file(tmp_path, "receipt_no,date,customer_id,sku,quantity,unit_price", *lines))
    assert not any("comes back on other days" in note for note in found.notes)


def test_a_user_who_may_be_of_the_staff_is_asked_about(tmp_path: Path) -> None:
    lines = ["1{n},2023-01-1{n},North,K{n},S1,2,10", "2{n},2023-01-1{n},South,L{n},S1,2,10"]
    path = _file(tmp_path, "order_id,date,User,Recipient,sku,quantity,unit_price", *lines)
    assert _asked(path) == (
        "Recipient and User could each be the customer_id. Say which with --map customer_id=COLUMN, as in "
        "--map customer_id=Recipient."
    )
    assert len(coming_to(path, Options({"customer_id": "Recipient"})).customers) == 12


def test_files_are_joined_whatever_they_are_called(tmp_path: Path) -> None:
    texts = {
        "a": "id,customer_id,created_at,order_total\n"
        + "".join(f"{n},K{n % 2},2023-01-1{n},{40 if n < 2 else 20}\n" for n in range(6)),
        "b": "item_id,order_id,sku,qty,price\n" + "".join(f"9{n},{n % 6},S{n},2,10\n" for n in range(8)),
        "c": "refund_id,order_id,refunded_at,amount\n1,2,2023-03-01,7.5\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    said: list[str] = []
    sources = [look(tmp_path / f"{name}.csv") for name in texts]
    (source,) = together(sources, lambda each: check_columns(each, Options(), NOTHING), said.append)
    found = coming_to(source)  # type: ignore[arg-type]
    assert (found.net, found.customers, len(found.orders)) == (Decimal("152.5"), {"K0", "K1"}, 6)
    assert "6 of 6 orders come to their own order_total, to the cent." in found.notes
    assert [note for note in found.notes if "became a return" in note] == [
        "Refunded amount: 7.50 of 1 order became a return, at the time of the order."
    ]
    assert said == []


def test_refunds_that_name_no_order_are_not_counted_and_said(tmp_path: Path) -> None:
    texts = {
        "a": "order_id,customer_id,created_at\n" + "".join(f"{n},K{n % 2},2023-01-1{n}\n" for n in range(6)),
        "b": "order_id,sku,qty,price\n" + "".join(f"{n},S{n},2,10\n" for n in range(6)),
        "c": "refund_id,refunded_at,amount\n1,2023-03-01,7.5\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    said: list[str] = []
    sources = [look(tmp_path / f"{name}.csv") for name in texts]
    together(sources, lambda each: check_columns(each, Options(), NOTHING), said.append)
    assert len(said) == 1
    assert "refund_id and refunded_at say that it holds refunds, and these are NOT counted." in said[0]


@pytest.mark.parametrize(("letters", "net"), [("CN", 120), ("GS", 120), ("NC", 120), ("XY", 240)])
def test_numbers_of_credit_notes_take_sales_back(tmp_path: Path, letters: str, net: int) -> None:
    lines = ["INV-1{n},2023-01-1{n},K{n},S1,3,10", f"{letters}-2{{n}},2023-01-1{{n}},K{{n}},S1,1,10"]
    path = _file(tmp_path, "Document Number,Date,Customer,SKU,Quantity,Unit Price", *lines)
    path.write_text(path.read_text() + "\nINV-99,2023-01-20,K1,S1,0,10")  # so that invoices are more
    found = coming_to(path)
    assert found.net == Decimal(net)
    said = f"Document Number that begins with {letters} is of credit notes, so its lines are returns."
    assert (said in found.notes) == (net == 120)


@pytest.mark.parametrize("label", ["cancelled_quantity", "Qty Returned", "Refunded Quantity", "Stornierte Menge"])
def test_pieces_that_came_back_are_returns_and_those_called_off_no_sales(tmp_path: Path, label: str) -> None:
    header = f"order_id,date,customer_id,sku,quantity,unit_price,{label}"
    path = _file(tmp_path, header, "1{n},2023-01-1{n},K{n},S1,2,10,0", "2{n},2023-01-1{n},K{n},S1,2,10,1")
    found = coming_to(path)
    assert found.net == Decimal(180)
    off = label in ("cancelled_quantity", "Stornierte Menge")
    became = "is taken off quantity" if off else "became returns at their lines' prices, at the time of the order"
    assert found.money == ({"sale": Decimal(180)} if off else {"sale": Decimal(240), "return": Decimal(-60)})
    assert (
        f"{label} (6 in the first 12 rows) {became}. If quantity is without them already, load with --map "
        "quantity=quantity."
    ) in found.notes
    assert coming_to(path, Options({"quantity": "quantity"})).net == Decimal(240)


def test_more_than_was_ordered_never_came_back(tmp_path: Path) -> None:
    header = "order_id,date,customer_id,sku,quantity,unit_price,Qty Returned"
    path = _file(tmp_path, header, "1{n},2023-01-1{n},K{n},S1,2,10,0", "2{n},2023-01-1{n},K{n},S1,2,10,5")
    assert coming_to(path).net == Decimal(240)


def test_a_total_with_tax_and_tip_beside_the_amount_is_said(tmp_path: Path) -> None:
    rows = [f"1{n},2023-01-1{n},K{n},{200 + n}.00,1.00,2.00,{203 + n}.00" for n in range(1, 7)]
    found = coming_to(shop(tmp_path, "\n".join(["Check #,Opened,Guest Name,Amount,Tax,Tip,Total", *rows])))
    assert found.net == Decimal(1221)
    assert (
        "Amount counts, and not Total, which is it with Tax (6.00) and Tip (12.00) in the first 6 rows. To count "
        "Total, load with --map total=Total."
    ) in found.notes


def test_the_sheet_is_named_in_what_to_type(tmp_path: Path) -> None:
    (book := Workbook()).create_sheet("People 2")
    for row in [("Customer ID", "Email", "City"), *((f"K{n}", f"k{n}@x.example", "Rome") for n in range(6))]:
        book["People 2"].append(row)
    book.save(path := tmp_path / "shop.xlsx")
    with pytest.raises(InputError, match=r"etl customers .*shop.xlsx --sheet 'People 2'"):
        coming_to(path, Options(sheet="People 2"))


def test_under_names_that_say_nothing_content_tells_no_customer_and_no_product(tmp_path: Path) -> None:
    lines = [f"1{at},2023-01-1{{n}},5{at % 3}{{n}},7{at},{at % 3 + 1},2.50" for at in range(3)]
    path = _file(tmp_path, "a;b;c;d;e;f".replace(";", ","), *lines)
    assert _asked(path).startswith("e could be the number of pieces")
    pieces = {"quantity": "e", "unit_price": "f"}
    with pytest.raises(InputError, match="No column for the customer"):
        coming_to(path, Options(pieces))
    found = coming_to(path, Options({**pieces, "customer_id": "c"}))
    assert (found.net, len(found.customers), "stock_code" in found.columns) == (Decimal("90.00"), 18, False)


@pytest.mark.parametrize("label", ["markdown", "Preisnachlass", "savings", "coupon_value"])
def test_what_is_taken_off_is_no_price_and_offered_as_none(tmp_path: Path, label: str) -> None:
    path = _file(tmp_path, f"order,customer,date,qty,{label}", "1{n},C{n},2023-01-1{n},2,3.50")
    assert _asked(path).endswith("Say which it is, as in --map unit_price=COLUMN.")
    path = _file(tmp_path, f"order,customer,date,qty,price,{label}", "1{n},C{n},2023-01-1{n},2,10.00,3.50")
    found = coming_to(path)
    assert found.net == Decimal("99.00")
    assert any(note.startswith(f"{label} (21.00) is taken off the lines of its order.") for note in found.notes)
