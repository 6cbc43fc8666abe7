"""Discounts of a line in percent, or as a fraction: what is left of its price, exactly. Lines that are a discount."""

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.labels import fold
from etl.names.vocabulary import folded
from etl.values.blanks import is_blank
from etl.values.derived import pairs, plain
from etl.values.numbers.decimals import plain_decimals

_WORD = re.compile(r"[^\W\d_]+")
_REMEMBERED = 1 << 16  # texts: batches have the same ones
_FEW = 4  # words of a line that is a discount
Share = Literal["", "percent", "fraction"]
_COMPOUND = 6  # letters of a word that others begin or end with: Neukundenrabatt, Gutscheincode


def factors(values: pa.StringArray, share: Share) -> tuple[pa.StringArray, np.ndarray]:
    """n discounts -> (n factors of the price as plain decimals, 1 where there is none; n booleans: can be used)."""
    texts, good = plain_discounts(values)
    blank = is_blank(values).to_numpy(zero_copy_only=False)
    each = [1 - Decimal(text) / (100 if share == "percent" else 1) for text in texts.to_pylist()]
    good = (good & np.array([0 <= factor <= 1 for factor in each], bool)) | blank
    made = [plain(factor) if fits and not none else "1" for factor, fits, none in zip(each, good, blank, strict=True)]
    return pa.array(made, pa.string()), good


def discounted(prices: pa.DictionaryArray, factors_: pa.DictionaryArray) -> pa.DictionaryArray:
    """n prices and n factors -> n prices after the discount, exactly."""
    rows, before, parts = pairs(prices, factors_)
    both = zip(before.to_pylist(), parts.to_pylist(), strict=True)
    return pa.DictionaryArray.from_arrays(
        rows, pa.array([plain(Decimal(price) * Decimal(part)) for price, part in both], pa.string())
    )


def plain_discounts(values: pa.StringArray) -> tuple[pa.StringArray, np.ndarray]:
    """n discounts, with a percent sign or without -> (n plain decimals; n booleans: is a number)."""
    texts = pc.replace_substring_regex(pc.utf8_trim_whitespace(values), r"\s*%$", "")
    texts, good, _ = plain_decimals(pc.replace_substring(texts, ",", "."))
    return texts, good


def name_discounts(values: pa.StringArray) -> pa.BooleanArray:
    """Whether each of n descriptions or codes of a line speaks of a discount."""
    return pa.array([_speaks_of_one(text) for text in values.to_pylist()], pa.bool_())


def are_called_discounts(values: pa.StringArray) -> pa.BooleanArray:
    """Whether each of n descriptions or codes is the name of a discount, and not of goods: in few words, no gift."""
    return pa.array([_is_called_one(text) for text in values.to_pylist()], pa.bool_())


@lru_cache(_REMEMBERED)
def _speaks_of_one(text: str | None) -> bool:
    return any(map(_is_discount, _words(text)))


@lru_cache(_REMEMBERED)
def _is_called_one(text: str | None) -> bool:
    words = _words(text)
    if not words or len(words) > _FEW or not folded("orders", "gift").isdisjoint(words):
        return False
    return _is_discount(words[0]) or _is_discount(words[-1])


def _words(text: str | None) -> list[str]:
    return [fold(word) for word in _WORD.findall(text or "")]


def _is_discount(word: str) -> bool:
    words, joined = folded("orders", "discount"), _joined()
    return word in words or word.startswith(joined) or word.endswith(joined)


@cache
def _joined() -> tuple[str, ...]:
    return tuple(word for word in folded("orders", "discount") if len(word) >= _COMPOUND)
