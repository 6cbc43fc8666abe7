"""Ledgers with an amount in one of two columns: sold in one, taken back or paid in the other, or a question."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

OPEN = [
    "Paid in,Paid out",
    "Debit,Credit",
    "Soll,Haben",
    "Debe,Haber",
    "Dr,Cr",
    "Debit Amount,Credit Amount",
    "Charge,Credit",
]


def ledger(folder: Path, sides: str, back: str = "", more: str = "", texts: str = "") -> Path:
    """Three rows on the first side and one, of 20.00, on the second."""
    amounts = ["100.00,", "50.00,", f",{back}20.00", "70.00,"]
    kinds = texts.split(",") if texts else [""] * 4
    rows = [
        f"2024-05-{day + 13},R{day},c{day % 2},{amount}{',' + kind if more else ''}"
        for day, (amount, kind) in enumerate(zip(amounts, kinds, strict=True))
    ]
    return shop(folder, "\n".join([f"Date,Invoice,Customer,{sides}{',' + more if more else ''}", *rows]))


@pytest.mark.parametrize("back", ["", "-"])
@pytest.mark.parametrize("sides", ["Sales,Returns", "Lastschrift,Gutschrift", "Umsatz,Erstattung", "Ventes,Avoirs"])
def test_what_takes_back_by_its_name_is_a_return(tmp_path: Path, sides: str, back: str) -> None:
    found = coming_to(ledger(tmp_path, sides, back))
    assert (found.money, found.rejected) == ({"sale": Decimal(220), "return": Decimal(-20)}, [])


@pytest.mark.parametrize("sides", ["Charge,Payment", "Belastung,Zahlung"])
def test_what_was_paid_by_its_name_is_no_sale(tmp_path: Path, sides: str) -> None:
    assert coming_to(ledger(tmp_path, sides)).money == {"sale": Decimal(220), "adjustment": Decimal(0)}


@pytest.mark.parametrize("sides", OPEN)
def test_two_sides_are_a_question(tmp_path: Path, sides: str) -> None:
    path, credit = ledger(tmp_path, sides), sides.partition(",")[2].removesuffix(" Amount")
    with pytest.raises(InputError, match=f"--kind .?{credit}=return.?, or with --kind .?{credit}=nothing"):
        coming_to(path)
    sold = [coming_to(path, Options(kinds={credit: word})).net for word in ("return", "nothing")]
    assert sold == [200, 220]


@pytest.mark.parametrize(
    ("more", "texts", "net"),
    [
        ("Type", "Invoice,Invoice,Credit Note,Invoice", 200),
        ("Type", "Invoice,Invoice,Payment,Invoice", 220),
        ("Buchungstext", "Rechnung,Rechnung,Gutschrift,Rechnung", 200),
        ("Text", "Invoice,Invoice,Payment,Invoice", 220),
    ],
)
def test_kinds_of_documents_say_what_the_second_side_is(tmp_path: Path, more: str, texts: str, net: int) -> None:
    assert coming_to(ledger(tmp_path, "Debit,Credit", more=more, texts=texts)).net == net


def test_refunds_beside_few_of_many_sales_are_no_side(tmp_path: Path) -> None:
    rows = [f"2024-05-06,R{at},c{at % 9},{10 + at}.00,{'4.00' if at == 1 else ''}" for at in range(200)]
    found = coming_to(shop(tmp_path, "\n".join(["Date,Invoice,Customer,Sales,Refunds", *rows])))
    assert (found.money["sale"], found.money["return"]) == (sum(10 + at for at in range(200)), -4)


def test_the_statement_of_an_account_is_called_so(tmp_path: Path) -> None:
    rows = [f"2024-05-{day},Card,Tea for {day % 3},{day}.00,,{day}0.00" for day in range(13, 19)]
    path = shop(
        tmp_path, "\n".join(["Date,Type,Details,Paid in,Paid out,Balance", *rows, "2024-05-20,Card,Rent,,9.00,1.00"])
    )
    with pytest.raises(InputError, match=r"looks like the statement of an account: .* Load the shop's orders instead"):
        coming_to(path)


@pytest.mark.parametrize("text", ["Buchungstext", "Verwendungszweck", "Narration", "Libellé"])
def test_a_booking_text_is_nobody(tmp_path: Path, text: str) -> None:
    rows = [f"{day}.05.2024;{day},50;R{day};Tee für {'ABC'[day % 3]}" for day in range(13, 23)]
    with pytest.raises(InputError, match="No column for the customer"):
        coming_to(shop(tmp_path, "\n".join([f"Datum;Betrag;Beleg;{text}", *rows])))


def test_an_account_of_datev_is_the_customer(tmp_path: Path) -> None:
    texts = ["Rechnung A Tee", "Rechnung B Tee", "Gutschrift A", "Rechnung B Tee"]
    rows = [
        f"{amount},00;{side};{account};{revenue};{day}.05.2024;R{day};{text}"
        for amount, side, account, revenue, day, text in zip(
            (100, 50, 20, 70),
            "SSHS",
            (10001, 10002, 10001, 10002),
            (8400, 8300, 8400, 8400),
            range(13, 17),
            texts,
            strict=True,
        )
    ]
    header = "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;Konto;Gegenkonto;Belegdatum;Belegfeld 1;Buchungstext"
    found = coming_to(shop(tmp_path, "\n".join([header, *rows])))
    assert (found.money, found.columns["customer_id"]) == ({"sale": Decimal(220), "return": Decimal(-20)}, "Konto")
