"""Which attributes measure customers, as an analyst would take them: amounts, counts, ages; no codes, no flags."""

import re
import tomllib
from pathlib import Path

import numpy as np

from models.attributes.features import Attribute, Feature

NEARLY_ALL = 0.98  # of the customers have one value: it tells nobody apart
REPEATS = 0.95  # correlation, from which on a feature says what an earlier one said
FEWEST = 2  # measures, from which on categories and flags are left out
_UPPER, _LOWER = "[A-ZÀ-ÞĄĆĘŁŃŚŹŻĞİŞ]", "[a-zß-ÿąćęłńśźżğış]"
_WORD = re.compile(rf"{_UPPER}+(?!{_LOWER})|{_UPPER}?{_LOWER}+|\d+")
# Words in the name of a column whose numbers are names of things, not amounts of them.
# Words in the seven languages, by what a column of that name holds; folded names of columns, or single words of them.
WORDS: dict[str, frozenset[str]] = {
    kind: frozenset(word for words in languages.values() for word in words)
    for kind, languages in tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8")).items()
}
CODES = WORDS["codes"]  # their numbers are names of things, not amounts of them
PARTS = WORDS["parts"]  # each a part of what a customer spent: `MntWines`, `amount_books`
WHOLE = WORDS["whole"]  # what is already such a sum
_COUNTS = WORDS["counts"]


def fold(label: str) -> str:
    """A name without case, spaces and punctuation."""
    return "".join(letter for letter in label.casefold() if letter.isalnum())


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
    """Positions of the features (columns of n × f values) that say something others do not: the fuller, the earlier."""
    kept: list[int] = []
    known = ~np.isnan(values)
    for at in np.argsort(-known.sum(axis=0), kind="stable").tolist():
        pairs = (
            (values[both, at], values[both, other]) for other in kept if (both := known[:, at] & known[:, other]).any()
        )
        if not any(_correlation(one, other) >= REPEATS for one, other in pairs):
            kept.append(at)
    return sorted(kept)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """How much two columns go together or against each other, 0 to 1."""
    if not (one.std() and other.std()):
        return 0.0
    return float(abs(np.corrcoef(one, other)[0, 1]))
