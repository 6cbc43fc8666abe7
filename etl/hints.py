"""Words in a column's name that say what it is not, or whether an amount is with tax."""

import re
from collections.abc import Sequence
from functools import cache

from etl.columns import fold, synonyms

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\W\d_A-Z]*")
_ANYWHERE = 5  # letters of a word that is looked for within others


def says(label: str, what: str, among: str = "content") -> bool:
    """Whether a column's name has a word of one of the lists in `synonyms/content.toml`, or another such file."""
    words, whole = {fold(word) for word in _WORDS.findall(label)}, fold(label)
    return any(word in words or (long and word in whole) for word, long in _hints(what, among))


@cache
def _hints(what: str, among: str) -> tuple[tuple[str, bool], ...]:
    words: Sequence[str] = synonyms(among)[what]
    alone = synonyms("content")["alone"]
    return tuple((fold(word), word not in alone and (" " in word or len(fold(word)) >= _ANYWHERE)) for word in words)


def may_be_customer(label: str) -> bool:
    """Whether a name leaves it open that the column holds customers."""
    return not says(label, "not_customer")


def may_be_amount(label: str) -> bool:
    """Whether a name leaves it open that the column holds what customers paid; with or without tax, it is that."""
    return says(label, "gross") or says(label, "net") or not says(label, "not_amount")


def with_tax(header: Sequence[str], positions: list[int]) -> list[int]:
    """Of amounts that are one with and the others without tax, the one with it, which is what customers pay."""
    gross = [at for at in positions if says(header[at], "gross")]
    net = [at for at in positions if at not in gross and says(header[at], "net")]
    return gross if net and len(gross) == 1 and len(positions) == 1 + len(net) else positions
