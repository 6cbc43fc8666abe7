"""Bookings in DATEV's own format: the year of their dates, and what their accounts say that they are."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.etl.coming_to import coming_to, shop
from warehouse.errors import InputError

FIRST = (
    '"EXTF";700;21;"Buchungsstapel";13;20240130140440439;;"RE";"";"";29098;55003;{begins};4;{begins};20241231;'
    '"Verkauf";"WD";1;0;0;"EUR";;"";;;"{chart}";;;"";""'
)
HEADER = (
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;"
    "Belegfeld 1;Buchungstext"
)
BOOKINGS = (
    '119,00;"S";"EUR";10001;8400;0105;"R1";"Tee"',
    '59,50;"S";"EUR";10002;8400;1507;"R2";"Tasse"',
    '20,00;"H";"EUR";10001;8400;305;"G1";"Tee"',  # a return, on 3 May: a leading zero is lost
    '30,00;"H";"EUR";8400;10002;2407;"R3";"Kanne"',  # a sale, from the other side
    '119,00;"H";"EUR";10001;1200;2707;"Z1";"Bank"',  # a payment
)


def _books(folder: Path, *above: str) -> Path:
    return shop(folder, "\r\n".join([*above, HEADER, *BOOKINGS]), "cp1252")


@pytest.mark.parametrize("chart", ["03", ""])
def test_dates_have_the_books_year_and_accounts_say_what_they_are(tmp_path: Path, chart: str) -> None:
    found = coming_to(_books(tmp_path, FIRST.format(begins="20240701", chart=chart)))
    assert {moment[:10] for moment in found.moments} == {"2025-05-01", "2024-07-15", "2024-07-24"}
    assert (found.net, found.money["return"]) == (Decimal("188.50"), Decimal(-20))
    assert found.paid == {"10001": Decimal(119), "10002": Decimal("89.50")}


def test_without_a_first_line_no_year_is_made_up(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Belegdatum says a day and a month, and no year, .* whole dates"):
        coming_to(_books(tmp_path))
