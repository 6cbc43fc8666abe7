"""Rows of nobody: how many they are, what they come to, and which column would tell who bought, in sentences."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.names.contacts import says_who
from etl.names.labels import listed, quoted
from etl.recognition.buyers.nobodys_numbers import SURELY_NONE
from etl.recognition.head.first_rows import Head
from etl.values.blanks import is_guest
from warehouse.errors import Choice, Question
from wording.counts import others
from wording.languages import say, say_n, to_say, to_say_n, whole

_FEW = 3  # such numbers: more of them are how the shop numbers
_WORDS = 5  # words for guests that a sentence names
_MANY = 0.05  # of the rows, from which lacking customers are worth a word
_NEARLY = 0.8  # of them that another column must name
IS_CUSTOMER = to_say("Is {column} {number} a customer? By how it stands out it was taken for guests.")
NOBODY = to_say_n(
    "{part} of the first row ({amount}) with {column} {numbers} became guests, in no segment.",
    "{part} of the first {n} rows ({amount}) with {column} {numbers} became guests, in no segment.",
)
WITNESS = to_say("{column} tells the buyers apart: to go by it, load with --map customer_id={quoted}.")
CALLED = to_say_n(
    "{part} of the first row ({amount}) have {column} {words}, and became guests, in no segment.",
    "{part} of the first {n} rows ({amount}) have {column} {words}, and became guests, in no segment.",
)
LACKING = to_say_n(
    "{part} of the first row ({amount}) lack {column} and became guests, but most of them have {other}. "
    "To go by it, load with --map customer_id={quoted}.",
    "{part} of the first {n} rows ({amount}) lack {column} and became guests, but most of them have {other}. "
    "To go by it, load with --map customer_id={quoted}.",
)
ONE = to_say_n(
    "{part} of the first row ({amount}) have {column} {number}, and count as one customer. "
    "If that is how the shop writes guests, leave {column} blank on them before loading.",
    "{part} of the first {n} rows ({amount}) have {column} {number}, and count as one customer. "
    "If that is how the shop writes guests, leave {column} blank on them before loading.",
)


def notes_on_guests(
    header: Sequence[str], where: Mapping[str, int], head: Head, nobody: Sequence[str], somebody: Collection[str] = ()
) -> Iterator[str]:
    """What became of rows whose number is nobody's, and a word on one that may be, `somebody`'s left out."""
    if not head.columns:
        return
    yield from _nameless(header, where, head)
    if "address" in where:
        return
    column, witness = head.columns[where["customer_id"]], where.get("witness")
    label = header[where["customer_id"]]
    if nobody:
        rows = pc.is_in(column.data.dictionary, pa.array(nobody)).to_numpy(zero_copy_only=False)[column.codes]
        said = _said(NOBODY, where, head, rows, column=label, numbers=" and ".join(nobody))
        if witness is not None:
            name = header[witness]
            said = f"{said} {say(WITNESS, column=name, quoted=quoted(name))}"
        yield said
    elif witness is None:
        yield from _may_be_nobody(label, where, head, somebody)


def offers_on_nobody(label: str, nobody: Collection[str], somebody: Collection[str]) -> Iterator[Question]:
    """The question whether numbers that stand out are customers after all."""
    for number in nobody:
        no = say("No, it is nobody: {column} {number} is for guests", column=label, number=number)
        words = say(IS_CUSTOMER, column=label, number=number)
        yield Question(
            "somebody",
            words,
            (Choice(number, no if number in somebody else say("Yes, {number} is a customer", number=number)),),
        )


def _nameless(header: Sequence[str], where: Mapping[str, int], head: Head) -> Iterator[str]:
    """A word on buyers who are called a guest, and on those that only another column names."""
    column = head.columns[where["customer_id"]]
    label, texts = header[where["customer_id"]], column.data.dictionary
    called = pc.and_(is_guest(texts), pc.match_substring_regex(texts, r"\p{L}")).to_numpy(zero_copy_only=False)
    if called.any():
        found = [str(texts[int(at)].as_py()) for at in np.flatnonzero(called)]
        more = len(found) - _WORDS
        words = listed([*found[:_WORDS], *([others(more)] if more > 0 else [])])
        rows = called[column.codes]
        yield _said(CALLED, where, head, rows, column=label, words=words)
    if "address" in where:
        return
    missing = _of_orders(where, head, is_guest(texts).to_numpy(zero_copy_only=False)[column.codes])
    if missing.mean() < _MANY or missing.all():
        return
    taken = {at for name, at in where.items() if name != "witness"}
    for at, other in enumerate(header):
        if at in taken or not says_who(other):
            continue
        beside = head.columns[at]
        there = ~is_guest(beside.data.dictionary).to_numpy(zero_copy_only=False)[beside.codes] & missing
        if there.sum() >= _NEARLY * missing.sum() and len(np.unique(beside.codes[there])) > 1:
            yield _said(LACKING, where, head, missing, column=label, other=other, quoted=quoted(other))
            return


def _of_orders(where: Mapping[str, int], head: Head, missing: np.ndarray) -> np.ndarray:
    """Rows of orders of which no row names the buyer."""
    if "invoice_no" not in where:
        return missing
    orders = head.columns[where["invoice_no"]].codes
    named = np.bincount(orders, ~missing) > 0
    return np.asarray(~named[orders])


def _may_be_nobody(label: str, where: Mapping[str, int], head: Head, somebody: Collection[str]) -> Iterator[str]:
    """A word on a number such as 0 that more rows have than any other, and beside which nothing tells people."""
    column = head.columns[where["customer_id"]]
    odd = pc.match_substring_regex(column.data.dictionary, SURELY_NONE).to_numpy(zero_copy_only=False)
    found = [int(at) for at in np.flatnonzero(odd)]
    for at in found if len(found) <= _FEW else ():
        number = column.data.dictionary[at].as_py()
        if number in somebody:
            continue
        yield _said(ONE, where, head, column.codes == at, column=label, number=number)


def _said(pair: tuple[str, str], where: Mapping[str, int], head: Head, rows: np.ndarray, **values: str) -> str:
    """A sentence of so many of the first rows, and what they come to."""
    made = np.ones(len(rows))
    for name in ("unit_price", "quantity") if "unit_price" in where else ("total",):
        numbers = head.columns[where[name]].numbers if name in where else None
        made = made if numbers is None else made * numbers
    return say_n(len(rows), *pair, part=whole(int(rows.sum())), amount=f"{np.nansum(made[rows]):,.2f}", **values)
