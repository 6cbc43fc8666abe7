"""Which kinds of documents in a column count: by their words, by what somebody said, and by what their rows repeat.

A receipt is a sale of its own or the payment of an invoice, and a refund may pay what a credit note gives back: a row
of the same customer and amount as another's tells of the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from etl.names.labels import fold, listed
from etl.names.vocabulary import folded
from etl.recognition.head.first_rows import Head
from etl.values.blanks import is_blank
from etl.values.records.documents import core, document_of
from etl.values.records.kinds import Meaning, meaning_of, told_of, typed
from warehouse.errors import Choice, InputError, Question
from wording.languages import say, to_say

_HALF = 0.5  # of the rows, or of the customers
SAID_OF = {
    "sale": to_say("They are sales of their own ({kind})"),
    "nothing": to_say("They tell of the same sales again ({kind})"),
}


@dataclass(frozen=True)
class Kinds:
    """What is known of the kinds in a file's column beside their words."""

    no_sale: tuple[str, ...] = ()  # those that sell nothing with the tool that wrote the file
    said: Mapping[str, str] = field(default_factory=dict)  # kind -> sale, return or nothing
    repeating: tuple[str, ...] = ()  # folded: whose rows tell again what others do
    label: str = ""  # of the column
    seen: frozenset[str] = frozenset()  # folded: those of the first rows

    def told(self, texts: Sequence[str]) -> dict[str, Meaning]:
        """What each of the kinds that a column has means, where its words are not all: folded -> its meaning.

        InputError for one that may be sales of its own and is in none of the first rows, which would tell.
        """
        sold = [text for text in texts if document_of(text) == "sold"]
        known = self.seen | {fold(kind) for kind in self.said}
        for text in texts if sold and self.label else ():
            if fold(text) not in known and _may_be_own(text, sold):
                raise _open(self.label, text, sold)
        return told_of(texts, self.no_sale, self.said, self.repeating)


def counted_kinds(
    header: Sequence[str], where: Mapping[str, int], head: Head, no_sale: Sequence[str], said: Mapping[str, str]
) -> Kinds:
    """What the first rows tell of the kinds; InputError where it stays open whether some are sales of their own."""
    known = Kinds(tuple(no_sale), said)
    amounts = _amounts(where, head)
    if "type" not in where or not head.columns or amounts is None:
        return known
    column = head.columns[where["type"]]
    texts = [text or "" for text in column.data.dictionary.to_pylist()]
    customers = head.columns[where["customer_id"]].codes
    rows = _Rows(texts, column.codes, customers, np.nan_to_num(np.abs(amounts)), _goods(where, head))
    ours = {fold(kind) for kind in said}
    sold = [text for text in texts if document_of(text) == "sold" and said.get(text) in (None, "sale")]
    notes = [text for text in texts if meaning_of(text) == "back" and not _pays_back(text)]
    found, own = list[str](), dict[str, str]()
    for text in texts:
        if fold(text) in ours:
            continue
        if notes and _pays_back(text) and rows.repeated(text, notes) >= _HALF:
            found.append(fold(text))
        if sold and _may_be_own(text, sold):
            if rows.repeated(text, sold) >= _HALF or rows.lack_goods(text, sold):
                found.append(fold(text))
            elif rows.others(text, sold) < _HALF:
                raise _open(header[where["type"]], text, sold)
            else:
                own[text] = "sale"
    seen = frozenset(fold(text) for text in texts)
    return Kinds(tuple(no_sale), {**own, **said}, tuple(sorted(found)), header[where["type"]], seen)


def without_these(head: Head, at: int, kinds: Kinds) -> Head:
    """The first rows without those whose kind sells nothing, unless all are such."""
    column = head.columns[at]
    texts = column.data.dictionary.to_pylist()
    told = kinds.told([text for text in texts if text])
    sells = np.array([meaning_of(text or "", told) != "off" for text in texts], bool)[column.codes]
    return head if sells.all() or not sells.any() else head.only(sells)


@dataclass(frozen=True)
class _Rows:
    """The first rows: the kind of each, its customer, and its amount without sign."""

    texts: Sequence[str]
    kinds: np.ndarray
    customers: np.ndarray
    amounts: np.ndarray
    goods: np.ndarray  # bool: it has a quantity, a price or a product, where the file has them

    def repeated(self, kind: str, others: Sequence[str]) -> float:
        """The share of the rows of a kind with the customer and the amount of a row of others."""
        theirs = set(zip(*self._of(others), strict=True))
        ours = [pair in theirs for pair in zip(*self._of([kind]), strict=True)]
        return sum(ours) / len(ours) if ours else 0.0

    def others(self, kind: str, others: Sequence[str]) -> float:
        """The share of the customers of a kind who are in no row of others."""
        ours, theirs = ({*self._of(kinds)[0]} for kinds in ([kind], others))
        return len(ours - theirs) / len(ours) if ours else 0.0

    def lack_goods(self, kind: str, others: Sequence[str]) -> bool:
        """Whether no row of a kind is of goods, as those of others are."""
        ours, theirs = (np.isin(self.kinds, [self.texts.index(text) for text in kinds]) for kinds in ([kind], others))
        return bool(self.goods[theirs].all() and not self.goods[ours].any())

    def _of(self, kinds: Sequence[str]) -> tuple[list[int], list[int]]:
        rows = np.isin(self.kinds, [self.texts.index(text) for text in kinds])
        return self.customers[rows].tolist(), np.rint(self.amounts[rows] * 100).astype(np.int64).tolist()


def _amounts(where: Mapping[str, int], head: Head) -> np.ndarray | None:
    """What each row comes to; None where that is not known."""
    if not head.columns:
        return None
    if "total" in where:
        return head.columns[where["total"]].numbers
    price = head.columns[where["unit_price"]].numbers if "unit_price" in where else None
    pieces = head.columns[where["quantity"]].numbers if "quantity" in where else None
    return price if price is None or pieces is None else price * np.where(np.isnan(pieces), 1, pieces)


def _goods(where: Mapping[str, int], head: Head) -> np.ndarray:
    """Which rows say what was sold, or how many, or for how much each: bool."""
    found = np.zeros(len(head.columns[0].codes), bool)
    for name in ("quantity", "unit_price", "stock_code", "description"):
        if name in where:
            column = head.columns[where[name]]
            found |= ~is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)[column.codes]
    return found


def _may_be_own(text: str, sold: Sequence[str]) -> bool:
    """Whether a kind beside those of sales may be of sales of its own."""
    if document_of(text) == "receipts":
        return True
    loose = all({fold(kind), core(kind)} & folded("documents", "loose") for kind in sold)
    return loose and document_of(text) == "orders"


def _pays_back(text: str) -> bool:
    return bool({fold(text), core(text)} & folded("documents", "refunds"))


def _open(label: str, kind: str, sold: Sequence[str]) -> InputError:
    choices = tuple(Choice(f"{kind}={word}", say(words, kind=kind)) for word, words in SAID_OF.items())
    return InputError(
        f"{label} is {kind} in some rows beside {listed(sold)}: they may tell of the same sales again, or be sales of "
        f"their own. Say which with {typed(kind, 'nothing')} or {typed(kind, 'sale')}.",
        (Question("kinds", say("What are the rows whose {column} is {kind}?", column=label, kind=kind), choices),),
    )
