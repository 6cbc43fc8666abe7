from datetime import date
from decimal import Decimal
from math import inf, nan

import pytest

from dashboard.words import formats
from dashboard.words.formats import MINUS, NOTHING

MISSING = [None, nan, inf, -inf, Decimal("NaN")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (7, "7"),
        (37.2, "37.2"),
        (0.004, "0.00"),
        (0.126, "0.13"),
        (0.999, "1.00"),
        (9.994, "9.99"),
        (9.996, "10.0"),
        (99.94, "99.9"),
        (99.96, "100"),
        (999, "999"),
        (999.4, "999"),
        (999.5, "1.00k"),
        (1_000, "1.00k"),
        (9_996, "10.0k"),
        (99_960, "100k"),
        (541_909, "542k"),
        (999_499, "999k"),
        (999_500, "1.00M"),
        (999_950, "1.00M"),
        (8_887_208.894, "8.89M"),
        (Decimal("8887208.894"), "8.89M"),
        (999_500_000, "1.00B"),
        (2.5e12, "2,500B"),
        (-1_234, f"{MINUS}1.23k"),
        (-3, f"{MINUS}3"),
        (-0.001, "0.00"),
    ],
)
def test_short(value: float, expected: str) -> None:
    assert formats.short(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (4_338, "4,338"), (Decimal(12), "12"), (1234.5, "1,234"), (-1234.6, f"{MINUS}1,235"), (-0.4, "0")],
)
def test_count(value: float, expected: str) -> None:
    assert formats.count(value) == expected


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        (8_887_208.894, "GBP", "£8.89M"),
        (999.5, "EUR", "€1.00k"),
        (-1_234, "USD", f"{MINUS}$1.23k"),
        (12, "JPY", "¥12"),
        (37.7, "GBP", "£37.70"),
        (-65.94, "GBP", f"{MINUS}£65.94"),
        (0.5, "GBP", "£0.50"),
        (99.994, "GBP", "£99.99"),
        (99.996, "GBP", "£100"),
        (100.4, "GBP", "£100"),
        (38, "GBP", "£38"),
        (37.999, "GBP", "£38"),
        (0, "GBP", "£0"),
        (12, "BRL", "R$12"),
        (12, "INR", "₹12"),
        (12, "CHF", "CHF\u00a012"),
        (-0.001, "GBP", "£0.00"),
    ],
)
def test_money(value: float, currency: str, expected: str) -> None:
    assert formats.money(value, currency) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("8887208.894"), "£8,887,208.89"),
        (8_887_208.894, "£8,887,208.89"),
        (0, "£0.00"),
        (0.1 + 0.2, "£0.30"),
        (-12.5, f"{MINUS}£12.50"),
        (-0.004, "£0.00"),
        (1e-7, "£0.00"),
    ],
)
def test_money_exact(value: float, expected: str) -> None:
    assert formats.money_exact(value, "GBP") == expected


@pytest.mark.parametrize("missing", MISSING)
def test_a_missing_number_is_a_dash(missing: float | None) -> None:
    written = [formats.count(missing), formats.short(missing), formats.money(missing, "GBP")]
    written += [formats.money_exact(missing, "GBP"), formats.share(missing, 1), formats.share(1, missing)]
    assert written == [NOTHING] * 6


@pytest.mark.parametrize("missing", [None, nan, inf, -inf])
def test_a_missing_ratio_is_a_dash(missing: float | None) -> None:
    assert (formats.percent(missing), formats.times(missing)) == (NOTHING, NOTHING)


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "expected"),
    [
        (50.2, 100, 1, "50.2\u202f%"),
        (1, 3, 0, "33\u202f%"),
        (Decimal(1), 8, 2, "12.50\u202f%"),
        (-1, 8, 1, f"{MINUS}12.5\u202f%"),
        (-1, 100_000, 1, "0.0\u202f%"),
        (1, 0, 1, NOTHING),
        (0, 5, 1, "0.0\u202f%"),
    ],
)
def test_share(part: float, whole: float, decimals: int, expected: str) -> None:
    assert formats.share(part, whole, decimals) == expected


@pytest.mark.parametrize(("value", "expected"), [(2.4, "2.40×"), (0, "0×"), (12.34, "12.3×"), (99.96, "100×")])
def test_times(value: float, expected: str) -> None:
    assert formats.times(value) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 4, 0.25), (Decimal(1), 4, 0.25), (1, 0, None), (None, 1, None), (1, nan, None)]
)
def test_ratio(part: float | None, whole: float, expected: float | None) -> None:
    assert formats.ratio(part, whole) == expected


def test_dates() -> None:
    day = date(2011, 12, 9)
    assert (formats.month(day), formats.day(day), formats.day(None)) == ("Dec 2011", "9 Dec 2011", NOTHING)


def test_plural() -> None:
    written = [formats.plural(number, "order") for number in (0, 1, 2, 1_200)]
    assert written == ["0 orders", "1 order", "2 orders", "1,200 orders"]
    assert formats.plural(2, "country", "countries") == "2 countries"


@pytest.mark.parametrize(
    ("change", "points", "arrow"),
    [
        (0.0651, "+6.5\u202fpts", "▲ 6.5\u202f%"),
        (-0.0234, f"{MINUS}2.3\u202fpts", "▼ 2.3\u202f%"),
        (0.0, "0.0\u202fpts", "0.0\u202f%"),
        (0.0004, "0.0\u202fpts", "0.0\u202f%"),
        (-0.0004, "0.0\u202fpts", "0.0\u202f%"),
        (-0.0, "0.0\u202fpts", "0.0\u202f%"),
        (-0.0006, f"{MINUS}0.1\u202fpts", "▼ 0.1\u202f%"),
    ],
)
def test_nought_has_no_sign(change: float, points: str, arrow: str) -> None:
    assert (formats.points(change), formats.arrow(change)) == (points, arrow)
    assert formats.arrow(change, in_points=True) == arrow.replace("%", "pts")
    assert formats.direction(change) == {"▲": 1, "▼": -1}.get(arrow[0], 0)


def test_points_of_nothing() -> None:
    assert [formats.points(one) for one in (None, nan)] == [NOTHING, NOTHING]


@pytest.mark.parametrize(("value", "expected"), [(0.314, "+0.31"), (-0.314, f"{MINUS}0.31"), (-0.001, "0.00")])
def test_signed(value: float, expected: str) -> None:
    assert formats.signed(value, 2) == expected
