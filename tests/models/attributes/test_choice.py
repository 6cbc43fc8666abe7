"""Which attributes are taken by default: in other languages, and the fuller of two that say the same."""

import numpy as np
import pytest

from models.attributes.choice import choose_features
from models.attributes.features import Attribute, Feature
from models.attributes.measures import without_repeats


def attribute(name: str, customers: int = 100, values: tuple[str, ...] = ()) -> Attribute:
    return Attribute(name, name, "categorical" if values else "numeric", customers, False, False, values)


@pytest.mark.parametrize(
    ("income", "spend", "marital", "married"),
    [
        ("Jahreseinkommen", "Ausgaben_", "Familienstand", "verheiratet"),
        ("Revenu annuel", "Dépenses ", "Situation familiale", "marié"),
        ("Ingresos anuales", "Gasto ", "Estado civil", "Casado"),
        ("Reddito annuo", "Spesa_", "Stato civile", "sposato"),
        ("Jaarinkomen", "Uitgaven_", "Burgerlijke staat", "gehuwd"),
        ("Yıllık gelir", "Harcama ", "Medeni durum", "evli"),
    ],
)
def test_income_spend_and_partnership_in_other_languages(income: str, spend: str, marital: str, married: str) -> None:
    parts = (f"{spend}A", f"{spend}B")
    given = [attribute(one) for one in (income, "Kidhome", *parts)]
    found = choose_features([*given, attribute(marital, values=("x", married))])
    assert [(one.meaning, one.parts, one.categories) for one in found] == [
        ("income", (income,), ()),
        ("spend", parts, ()),
        ("partner", (marital,), (married,)),
    ]


def test_the_fuller_of_two_incomes_is_taken() -> None:
    found = choose_features([attribute("Income", 70), attribute("MntTotal"), attribute("Income2")])
    assert [one.parts for one in found] == [("Income2",), ("MntTotal",)]


def test_of_two_equal_columns_the_fuller_stays() -> None:
    full, other = np.arange(10.0), np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3])
    holed = np.where(full < 3, np.nan, full)
    features = [Feature(name, (name,)) for name in "abc"]
    assert without_repeats(features, np.column_stack([holed, other, full])) == [1, 2]
    assert without_repeats(features, np.column_stack([full, other, full])) == [0, 1]


def amount(name: str, mean: float, most: float, distinct: int, least: float = 0) -> Attribute:
    """A number of 1,000 customers."""
    return Attribute(
        name, name, "numeric", 1000, False, False, (), distinct_values=distinct, least=least, most=most, mean=mean
    )


CZECH = [
    amount("Rok narození", 1969, 1996, 56, 1940),
    amount("Roční příjem", 51_000, 113_000, 870, 1730),
    amount("Dní od nákupu", 49, 99, 100),
    *(amount(f"Útrata {what}", mean, most, 150) for what, mean, most in (("víno", 300, 1490), ("ovoce", 26, 199))),
    amount("Útrata maso", 165, 1700, 300),
    *(amount(f"Nákupy {where}", 4, 27, 15) for where in ("web", "katalog", "prodejna")),
]
MARITAL = attribute("Stav", values=("Married", "Single", "Divorced"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (CZECH, ["Roční příjem", "Útrata=Útrata víno+Útrata ovoce+Útrata maso"]),
        ([*CZECH, amount("Útrata celkem", 491, 2500, 700)], ["Roční příjem", "Útrata=Útrata celkem"]),
        ([*CZECH, MARITAL], ["Roční příjem", "Útrata=Útrata víno+Útrata ovoce+Útrata maso", "Stav is Married"]),
        ([one for one in CZECH if one.name != "Roční příjem"],  # a year of birth is no income
         [one.name for one in CZECH if one.name != "Roční příjem"]),
    ],
)  # fmt: skip
def test_columns_in_an_unknown_language_are_known_by_what_they_hold(
    given: list[Attribute], expected: list[str]
) -> None:
    assert [one.words for one in choose_features(given)] == expected
