"""A column that says on which side of the books a row stands, as DATEV's S and H do: what it takes back follows from
what the rows say, or from what they pay, or is asked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from etl.names.hints import says
from etl.names.labels import fold
from etl.names.vocabulary import LANGUAGES, folded, synonyms
from etl.recognition.head.first_rows import Head
from etl.values.records.documents import document_of
from etl.values.records.kinds import meaning_of, typed
from warehouse.errors import Choice, InputError, Question
from wording.languages import say

_WORD = re.compile(r"[^\W\d_]+")
_LONG = 4  # letters of a word that means a side by itself
_CLEAR = 0.9  # of the rows of a side that say the same, where no other says something else
_BALANCED = 0.8  # of the rows of one side whose customer and amount the other one has: these are paid
_FEW = 5  # rows of a side, from which that says something
Said = Mapping[str, str]  # a side as it is written -> sale, return or nothing


def add_sides(header: Sequence[str], where: dict[str, int], head: Head) -> None:
    """Add to `where`, as the kind of a record, the column of both sides where no other tells kinds."""
    if "type" in where or not head.columns:
        return
    used = set(where.values()) - {where.get("stock_code"), where.get("description")}
    found = [at for at, label in enumerate(header) if at not in used and _is_called(label) and _sides(head, at)]
    if len(found) == 1:
        for name in ("stock_code", "description"):
            if where.get(name) == found[0]:
                del where[name]
        where["type"] = found[0]


def settle_sides(header: Sequence[str], where: Mapping[str, int], head: Head, said: Said) -> tuple[Said, str]:
    """What the rows of each side are, and why in a sentence; as `said` where somebody did.

    InputError where that stays open: a sum of both sides would be neither.
    """
    sides = _sides(head, where["type"]) if "type" in where and head.columns else None
    if sides is None or not _is_called(header[where["type"]]) or {fold(side) for side in sides} & set(map(fold, said)):
        return said, ""
    label, credit = header[where["type"]], sides[1]
    found = _by_words(header, where, head, sides) or _by_payments(header, where, head, sides)
    if found is None:
        raise _open(label, credit)
    kinds, why = found
    told = " ".join(typed(side, word) for side, word in kinds.items())
    said_of = ", and of ".join(f"{side} {_CALLED[word]}" for side, word in kinds.items())
    return {**kinds, **said}, f"Rows whose {label} is {said_of}: {why}. It is as {told} says; say otherwise if not so."


_CALLED = {"sale": "are sales", "return": "take sales back", "nothing": "are payments, in no total"}


def _by_words(
    header: Sequence[str], where: Mapping[str, int], head: Head, sides: tuple[str, str]
) -> tuple[dict[str, str], str] | None:
    """By a text that calls the rows of one side invoices and those of the other credit notes or payments."""
    rows = [_rows_of(head, where["type"], side) for side in sides]
    for at, label in enumerate(header):
        if at == where["type"] or head.columns[at].numbers is not None:
            continue
        texts = [text or "" for text in head.columns[at].data.dictionary.to_pylist()]
        meant = np.array([_meant(text) for text in texts])[head.columns[at].codes]
        words = [_said_by(meant[each]) for each in rows]
        if sorted(words) in (["nothing", "sale"], ["return", "sale"]):
            return dict(zip(sides, words, strict=True)), f"{label} calls them so"
    return None


def _by_payments(
    header: Sequence[str], where: Mapping[str, int], head: Head, sides: tuple[str, str]
) -> tuple[dict[str, str], str] | None:
    """Where credit pays nearly all that debit bills: each customer's amounts stand on both sides."""
    amounts = head.columns[where["total"]].numbers if "total" in where else None
    if amounts is None:
        return None
    cents = np.rint(np.abs(np.nan_to_num(amounts)) * 100).astype(np.int64).tolist()
    pairs = list(zip(head.columns[where["customer_id"]].codes.tolist(), cents, strict=True))
    billed, paid = ([pairs[row] for row in np.flatnonzero(_rows_of(head, where["type"], side))] for side in sides)
    if len(billed) < _FEW or sum(pair in set(paid) for pair in billed) < _BALANCED * len(billed):
        return None
    why = f"they have the customers and amounts of the others, as what pays them has ({header[where['total']]})"
    return dict(zip(sides, ("sale", "nothing"), strict=True)), why


def _meant(text: str) -> str:
    """What a text calls its row: a sale, a return, or nothing of the sales; '' where no word says so."""
    words = {fold(word) for word in _WORD.findall(text)}
    if words & folded("content", "payment") or any(document_of(word) in ("payments", "receipts") for word in words):
        return "nothing"
    if any(meaning_of(word) == "back" for word in (text, *words)) or words & folded("content", "returns"):
        return "return"
    return "sale" if any(document_of(word) == "sold" for word in (text, *words)) else ""


def _said_by(meant: np.ndarray) -> str:
    """What nearly all rows are called, where none is called something else."""
    called = set(meant.tolist()) - {""}
    return str(called.pop()) if len(called) == 1 and (meant != "").mean() >= _CLEAR else ""


def _rows_of(head: Head, at: int, side: str) -> np.ndarray:
    texts = [fold(text or "") for text in head.columns[at].data.dictionary.to_pylist()]
    return np.array([text == fold(side) for text in texts], bool)[head.columns[at].codes]


def _open(label: str, credit: str) -> InputError:
    return InputError(
        say(
            "{column} says of each row on which side of the books it stands, and {credit} takes off wha"
            "t the others add. Say what these rows are with {typed}, or with {typed2} if payments.",
            column=label,
            credit=credit,
            typed=typed(credit, "return"),
            typed2=typed(credit, "nothing"),
        ),
        (
            Question(
                "kinds",
                say("What are the rows whose {column} is {kind}?", column=label, kind=credit),
                (
                    Choice(f"{credit}=return", say("They take sales back")),
                    Choice(f"{credit}=nothing", say("They are payments, or nothing of the sales")),
                ),
            ),
        ),
    )


def _sides(head: Head, at: int) -> tuple[str, str] | None:
    """How a column writes debit and credit; None where it does not have both sides and nothing else."""
    texts = {fold(text): text for text in head.columns[at].values.to_pylist()}
    if len(texts) != len(("debit", "credit")):
        return None
    for debits, credits in _pairs():
        for debit, credit in (list(texts), list(texts)[::-1]):
            if debit in debits and credit in credits:
                return texts[debit], texts[credit]
    return None


def side_of(label: str) -> tuple[str, str]:
    """`debit` or `credit` where a column of amounts is called so, and the word for it; '' for others."""
    words = _WORD.findall(label)
    said = [word for word in words if not says(word, "sum")] if len(words) > 1 else words
    for word in (label, *(said if len(said) == 1 else ())):
        for debits, credits in _pairs():
            if fold(word) in debits | credits:
                return ("debit" if fold(word) in debits else "credit"), word
    return "", ""


def other_side(credit: str) -> str:
    """What the side across from credit is called, in the language of this word for it."""
    debits = next((debits for debits, credits in _pairs() if fold(credit) in credits), frozenset({"debit"}))
    return max(debits, key=len)


def _is_called(label: str) -> bool:
    """Whether a label names a side, or both by their signs: `Soll/Haben`, `Debit or Credit`, `Dr/Cr`, `S/H`."""
    words = [fold(word) for word in (*_WORD.findall(label), *label.split("/"))]
    if any(len(word) >= _LONG and word in side for word in words for pair in _pairs() for side in pair):
        return True
    signs = [*pairwise(words), *((word[:at], word[at:]) for word in words for at in (1, 2))]
    return any(debit in debits and credit in credits for debit, credit in signs for debits, credits in _pairs())


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """The words of each language for debit and for credit."""

    def words(language: str) -> Iterator[frozenset[str]]:
        for side in ("debit", "credit"):
            yield frozenset(fold(word) for word in synonyms("sides")[language][side])

    return tuple((debit, credit) for debit, credit in map(words, LANGUAGES))
