"""Kinds of documents in one column: one sale is told of by its order, its invoice and its payment, and counts once."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Literal

from etl.names.labels import fold
from etl.names.vocabulary import folded

Rank = Literal["sold", "bills", "orders", "payments", "receipts", "debits", ""]
RANKS: tuple[Rank, ...] = ("sold", "bills", "orders", "payments")  # the first that a column has is what counts
_OTHERS: tuple[Rank, ...] = ("receipts", "debits")
_MOST = 1 << 12
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[^\W\d_][^\W\d_A-Z]*")


def document_of(text: str) -> Rank:
    """Which kind of document a text names; '' for none that is known."""
    return _document_of(text)


@lru_cache(_MOST)
def _document_of(text: str) -> Rank:
    spellings = (fold(text), core(text))
    return next((rank for said in spellings for rank in (*RANKS, *_OTHERS) if said in folded("documents", rank)), "")


@lru_cache(_MOST)
def core(text: str) -> str:
    """A kind without words around it: `Receivable Credit Note` is a credit note; '' where nothing is left."""
    besides = folded("documents", "besides")
    return "".join(word for word in map(fold, _WORDS.findall(text)) if word not in besides)


def left_out(texts: Iterable[str], repeating: Collection[str] = ()) -> frozenset[str]:
    """Of the kinds in a column, folded, those that sell nothing beside the others.

    `repeating` are kinds, folded, whose rows were seen to tell of what others say.
    """
    ranks = {fold(text): document_of(text) for text in texts}
    counted = {"sold" if rank in _OTHERS else rank for kind, rank in ranks.items() if kind not in repeating}
    top = next((rank for rank in RANKS if rank in counted), None)
    bought = "bills" in ranks.values() and top == "sold"
    lower = set(RANKS[RANKS.index(top) + 1 :] if top else ()) | ({"debits"} if bought else set())
    return frozenset(kind for kind, rank in ranks.items() if rank in lower or kind in repeating)
