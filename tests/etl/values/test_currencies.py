"""Currencies in words and codes, before and behind amounts."""

import pyarrow as pa
import pytest

from etl.values.numbers.decimals import plain_decimals, without_units

_READ = [
    ("3 207,14 руб.", "3207.14"),
    ("3 207,14 р.", "3207.14"),
    ("100,00 TL", "100"),
    ("TL 1.234,50", "1234.5"),
    ("100,00 ₽", "100"),
    ("₺100,25", "100.25"),
    ("100,00 Lei", "100"),
    ("1 200 Ft", "1200"),
    ("1.234,50 лв.", "1234.5"),
    ("12,5 грн", "12.5"),
    ("NOK 100,50", "100.5"),
    ("100,50 SEK", "100.5"),
    ("DKK 1.234,50", "1234.5"),
    ("5,20 CHF", "5.2"),
    ("5,20 eur", "5.2"),
    ("Rp 10.000", "10000"),
    ("S/ 12,50", "12.5"),
    ("-3,00 TL", "-3"),
    ("(5,00 руб.)", "-5"),
]


@pytest.mark.parametrize(("text", "number"), _READ)
def test_an_amount_with_its_currency(text: str, number: str) -> None:
    plain, good, _ = plain_decimals(without_units(pa.array([text])), ",")
    assert (plain.to_pylist(), good.tolist()) == ([number], [True])


@pytest.mark.parametrize("text", ["12 abc", "руб.", "12 рядов", "TLC", "3 letters"])
def test_what_is_no_currency(text: str) -> None:
    assert plain_decimals(without_units(pa.array([text])), ",")[1].tolist() == [False]
