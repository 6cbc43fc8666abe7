"""Ledgers with an amount in one of two columns: sold in one, taken back or paid in the other, or a question."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.recognition.planning import Options
from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

OPEN = ["Debit,Credit", "Soll,Haben", "Debe,Haber", "Dr,Cr", "Debit Amount,Credit Amount", "Charge,Credit"]


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
    with pytest.raises(InputError, match=f"--kind {credit}=return, or with --kind {credit}=nothing"):
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
