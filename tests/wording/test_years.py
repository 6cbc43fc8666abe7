"""A number is a year only where its name and its size both say so."""

import pytest

from wording.years import is_year


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Year of birth", 1974, True),
        ("Year_Birth", 1968.8, True),
        ("Geburtsjahr", 1974, True),
        ("Année de naissance", 2001, True),
        ("Yearly spend", 1974, False),
        ("Years as a customer", 7, False),
        ("Year", 1500, False),
        ("Income", 1974, False),
        ("", 1974, False),
    ],
)
def test_years(label: str, value: float, expected: bool) -> None:
    assert is_year(label, value) is expected
