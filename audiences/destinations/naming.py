"""Names of audiences that advertising platforms flag: what suggests health, money or belief. Pure."""

import re
from datetime import date

# Beginnings of words, in the languages that names of lists are most often written in; and words that stand alone.
DELICATE = (
    *("income", "salar", "debt", "bankrupt", "wealth", "health", "disease", "diabet", "cancer", "pregnan", "obes"),
    *("disab", "medic", "allerg", "religio", "muslim", "christian", "politic", "lesbian", "ethnic", "criminal"),
    *("einkommen", "schulden", "krank", "schwanger", "gesund", "revenu", "dettes", "malad", "santé", "enceinte"),
)
ALONE = ("rich", "poor", "ill", "sick", "jew", "jews", "jewish", "gay", "race", "arm", "reich")
_DELICATE = re.compile(rf"\b(?:{'|'.join(DELICATE)}|(?:{'|'.join(ALONE)})\b)", re.IGNORECASE)


def is_delicate(name: str) -> bool:
    """Whether a platform could read health, money or belief from the name."""
    return bool(_DELICATE.search(name))


def neutral_name(number: int, on: date) -> str:
    """A name that says nothing of anybody: `Customers 12, 2026-11-28`."""
    return f"Customers {number}, {on:%Y-%m-%d}"
