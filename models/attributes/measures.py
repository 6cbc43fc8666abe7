"""Which attributes measure customers, as an analyst would take them: amounts, counts, ages; no codes, no flags."""

import re

import numpy as np

from models.attributes.features import Attribute, Feature

NEARLY_ALL = 0.98  # of the customers have one value: it tells nobody apart
REPEATS = 0.95  # correlation, from which on a feature says what an earlier one said
FEWEST = 2  # measures, from which on categories and flags are left out
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zß-ÿ]+|\d+")
# Words in the name of a column whose numbers are names of things, not amounts of them.
CODES = frozenset(
    (
        *("id", "ids", "code", "codes", "key", "zip", "postcode", "postal", "plz", "phone", "uuid", "ref"),
        *("index", "row", "serial", "gender", "sex", "genre", "education", "occupation", "profession", "job"),
        *("marital", "region", "district", "area", "city", "state", "country", "continent", "segment"),
        *("cluster", "type", "class", "group", "category", "channel", "status", "plan", "store", "branch"),
        *("lat", "lon", "latitude", "longitude", "bildung", "geschlecht", "beruf", "familienstand", "kanal"),
    )
)
# Words in the names of columns that are each a part of what a customer spent: `MntWines`, `amount_books`.
PARTS = frozenset(
    (
        *("mnt", "amount", "amt", "spend", "spent", "spending", "spendings", "expenditure", "revenue"),
        *("umsatz", "ausgaben", "dépenses", "gasto"),
    )
)
WHOLE = frozenset((*("total", "sum", "all", "overall", "regular", "gesamt"),))  # what is already such a sum
_COUNTS = frozenset(
    (
        *("num", "number", "count", "avg", "average", "mean", "ratio", "share", "pct", "percent"),
        *("frequency", "freq"),
    )
)


def words_of(name: str) -> set[str]:
    """The words of a column's name: `NumWebPurchases`, `Annual Income (k$)`."""
    return {word.casefold() for word in _WORD.findall(name)}


def is_code(attribute: Attribute) -> bool:
    """Whether its numbers are codes; `Number of …` and `Num of …` are counts of what they name."""
    words = words_of(attribute.name)
    return bool(words & CODES) and not words & _COUNTS


def is_flag(attribute: Attribute) -> bool:
    """Whether it says yes or no."""
    return bool(attribute.frequent) and set(attribute.frequent) <= {"0", "1"}


def is_nearly_constant(attribute: Attribute) -> bool:
    """Whether nearly all customers have one value."""
    return bool(attribute.counts) and attribute.counts[0] >= NEARLY_ALL * attribute.customers


def spend_parts(attributes: list[Attribute]) -> tuple[str, ...]:
    """The columns that together are what a customer spent, category by category; empty where there are no two."""
    found = []
    for one in attributes:
        words = words_of(one.name)
        if one.kind == "numeric" and words & PARTS and not words & (WHOLE | _COUNTS) and not is_flag(one):
            found.append(one.name)
    return tuple(found) if len(found) >= FEWEST else ()


def without_repeats(features: list[Feature], values: np.ndarray) -> list[int]:
    """Positions of the features (columns of n × f values) that say something the earlier ones do not."""
    kept: list[int] = []
    known = ~np.isnan(values)
    for at in range(len(features)):
        pairs = (
            (values[both, at], values[both, other]) for other in kept if (both := known[:, at] & known[:, other]).any()
        )
        if not any(_correlation(one, other) >= REPEATS for one, other in pairs):
            kept.append(at)
    return kept


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """How much two columns go together or against each other, 0 to 1."""
    if not (one.std() and other.std()):
        return 0.0
    return float(abs(np.corrcoef(one, other)[0, 1]))
