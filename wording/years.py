"""Which numbers are years, so that they are read as 1974 and not as 1,974 or 1.97k."""

import re

# "Year", "Birth year", "Year_Birth" in the languages whose columns are recognised.
WORDS = {
    "year",
    "birth",
    "born",
    "yob",
    "jahr",
    "geburt",
    "geburtsjahr",
    "jahrgang",
    "annee",
    "année",
    "naissance",
    "año",
    "ano",
    "nacimiento",
    "nascimento",
    "anno",
    "nascita",
    "jaar",
    "geboortejaar",
    "yıl",
    "yılı",
    "doğum",
    "rok",
    "urodzenia",
    "narození",
    "år",
    "fødselsår",
    "födelseår",
}
FIRST, LAST = 1800, 2200


def is_year(label: str, value: float) -> bool:
    """Whether a number of the attribute of that label is a calendar year: both its name and its size say so."""
    return FIRST <= value <= LAST and not WORDS.isdisjoint(re.split(r"[\W\d_]+", label.casefold()))
