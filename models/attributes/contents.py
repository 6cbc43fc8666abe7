"""What attributes are by what they hold, where their names are words of no language that is known.

Income and spend by category are told apart from counts, codes and years by their size, spread and many values; what was
spent on categories has one word in all names (`Útrata víno`, `Útrata ovoce`). Years of birth are told by their span.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.attributes.features import Attribute, Feature
from models.attributes.measures import WORDS, fold, is_code, is_flag, words_of

MANY = 30  # different values, from which on a number is an amount and no count
LEAST_PARTS = 3  # columns of one word, to be taken for what was spent by category
LONG_TAIL = 0.35  # of the largest value: amounts by category have a lower mean
WIDE = 0.3  # of the customers have an income of their own
AMPLE = 2  # times what was spent, at least, is an income
ALIKE = 0.002  # how far the sum of the parts may be from a column that is their total
YEARS, GENERATION, GROWN = (1900, 2025), 25, 2005  # of birth; their least span; the latest median
AGES = (0, 120)


def income(numeric: Sequence[Attribute], spend: Sequence[str]) -> Attribute | None:
    """The largest amount that nearly everyone has another one of, beside what was spent."""
    spent = sum(one.mean or 0.0 for one in numeric if one.name in spend)
    found = [one for one in numeric if one.name not in spend and _is_own(one) and (one.mean or 0) >= AMPLE * spent]
    return max(found, key=lambda one: one.mean or 0, default=None)


def _is_own(one: Attribute) -> bool:
    if one.least is None or one.most is None or is_code(one):
        return False
    is_year = YEARS[0] <= one.least and one.most <= YEARS[1]
    return one.least > 0 and not is_year and one.distinct_values >= max(MANY, WIDE * one.customers)


def amounts_of_one_kind(numeric: Sequence[Attribute]) -> tuple[str, tuple[str, ...]]:
    """The word that most columns of amounts begin with, and these columns, or the one that is their total."""
    by_word: dict[str, list[Attribute]] = {}
    for one in numeric:
        word = next(iter(re.findall(r"[^\W\d_]{3,}", one.label)), "")
        if word and _is_amount(one):
            by_word.setdefault(word, []).append(one)
    word, found = max(by_word.items(), key=lambda pair: len(pair[1]), default=("", []))
    if len(found) < LEAST_PARTS:
        return "", ()
    whole, largest = sum(one.mean or 0.0 for one in found), max(found, key=lambda one: one.most or 0.0)
    is_total = abs(2 * (largest.mean or 0.0) - whole) <= ALIKE * whole
    return word, (largest.name,) if is_total else tuple(one.name for one in found)


def _is_amount(one: Attribute) -> bool:
    if one.least is None or not one.most or one.mean is None or is_code(one) or is_flag(one):
        return False
    return one.least >= 0 and one.distinct_values >= MANY and one.mean < LONG_TAIL * one.most


def is_marital(one: Attribute) -> bool:
    """Whether its values are words for living together and for not."""
    folded = {fold(value) for value in one.frequent}
    return bool(folded & WORDS["together"]) and bool(folded & WORDS["alone"])


def with_age(feature: Feature, values: np.ndarray) -> Feature:
    """The feature, known as years of birth or ages where its name or its values (n, NaN where unknown) say so."""
    known = values[~np.isnan(values)]
    if feature.meaning or feature.categories or len(feature.parts) > 1 or not len(known):
        return feature
    low, middle, high = np.quantile(known, [0.01, 0.5, 0.99])
    words = words_of(feature.parts[0]) | words_of(feature.label)
    if words & WORDS["birth"] and YEARS[0] <= middle <= YEARS[1]:  # whatever slips there are among them
        return replace(feature, meaning="birth")
    if (known % 1 == 0).all() and YEARS[0] <= low and high <= YEARS[1]:
        if high - low >= GENERATION and middle <= GROWN:
            return replace(feature, meaning="birth")
    elif words & WORDS["age"] and AGES[0] <= low and high <= AGES[1]:
        return replace(feature, meaning="age")
    return feature
