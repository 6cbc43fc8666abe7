"""A column called `id` beside a status, as exports of shops have it: it may number the orders; nothing proves it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.names.labels import fold, quoted
from etl.recognition.head.first_rows import Head
from warehouse.errors import Choice, Question
from wording.languages import say, to_say

_BARE = {"id", "entityid"}
_PRODUCT = ("stock_code", "description", "quantity")
IS_IT = to_say("Is {column} the number of the order? Without one, what a customer bought at one time is one order.")


def bare_id(header: Sequence[str], where: Mapping[str, int], head: Head) -> str | None:
    """The file's name of a column of ids that may number orders, where the file has no number of them.

    A status is an order's; an id on each of the lines that a customer bought at one time is a line's.
    """
    if "invoice_no" in where or not {"status", "customer_id", "invoiced_at"} <= set(where) or not head.columns:
        return None
    found = [at for at, label in enumerate(header) if fold(label) in _BARE and at not in where.values()]
    found = [at for at in found if len(head.columns[at].values) == len(head.columns[at].codes) > 1]
    if not found or (set(_PRODUCT) & set(where) and _buys_several(where, head)):
        return None
    return header[found[0]]


def said_of_id(label: str | None) -> Iterator[str]:
    """How to say that it numbers orders, in a sentence."""
    if label is not None:
        yield say(
            "{column} may be the number of the order: if it is, load with --map invoice_no={quoted}.",
            column=label,
            quoted=quoted(label),
        )


def offers_of_id(label: str | None) -> Iterator[Question]:
    """The question whether it numbers orders."""
    if label is not None:
        words = say(IS_IT, column=label)
        yield Question(
            "map", words, (Choice(f"invoice_no={label}", say("Yes: each {column} is an order", column=label)),)
        )


def _buys_several(where: Mapping[str, int], head: Head) -> bool:
    """Whether some customer has several rows of one moment."""
    buyers, moments = (head.columns[where[name]].codes.astype(np.int64) for name in ("customer_id", "invoiced_at"))
    return len(np.unique(np.stack([buyers, moments]), axis=1).T) < len(buyers)
