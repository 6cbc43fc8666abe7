"""Columns that hold amounts of an order beside its lines: discounts, refunds, shipping, taxes, fees, totals."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from etl.names.canonical_names import MONEY
from etl.names.hints import is_left, is_payment, is_taken_off, says, says_back
from etl.names.labels import fold, in_units
from etl.names.vocabulary import synonyms
from etl.recognition.back.numbers_of_returns import holds_codes
from etl.recognition.columns.discount_columns import Part, share_of
from etl.recognition.head.first_rows import Column, Head
from etl.values.discounts import Share
from etl.values.numbers.decimals import Mark
from etl.values.order_amounts import AFTER, DISCOUNT, EXTRA, REFUND, TOTAL, Amount

TOLD = {"order_discount": DISCOUNT, "order_total": TOTAL, "refund": REFUND}  # what --map may call them
_MOST = {DISCOUNT: 3, REFUND: 1, AFTER: 1, EXTRA: 5, TOTAL: 4}
_WORDS = ((REFUND, "refund", "not_refund"), (DISCOUNT, "discount", "not_discount"))
_EXTRAS = ("shipping", "tax", "fee")
_NO_AFTER = (*_EXTRAS, "discount", "not_refund")  # words of what is no total after refunds
_TAX = r"(?:tax(?:es)?|vat|gst|mwst|ust|iva|tva|btw)"
_WITH = r"(?:incl?(?:uding|uded|usive|\.)?|excl?(?:uding|uded|usive|\.)?|ex|inkl\.?|exkl\.?|with(?:out)?)"
_TAXED = re.compile(rf"[\s_(\[-]*(?:{_TAX}[\s_.-]*{_WITH}|{_WITH}[\s_.-]*{_TAX})(?![^\W_])[)\]]?", re.IGNORECASE)
_SHIPPING_RATE = re.compile(r"(shipping|delivery)[\s_]*rate", re.IGNORECASE)  # Wix, of what shipping costs


def amounts_beside(
    header: Sequence[str],
    where: Mapping[str, int],
    told: Mapping[str, int],
    export: Mapping[str, Any],
    head: Head,
    part: Part | None = None,
) -> tuple[Amount, ...]:
    """Those of a file whose columns stand at `where`; `told` are positions by `TOLD`, `export` is its tool's entry.

    `part` is a discount of lines. What may be an amount or a part of the price, of a line or of the order, is there
    in each of these readings.
    """
    if not head.columns or not {"unit_price", "total"} & set(where):
        return ()
    known = {at: TOLD[name] for name, at in told.items() if name in TOLD}
    known |= {at: DISCOUNT for at, label in enumerate(header) if label in export.get("off", ())}
    known |= {at: AFTER for at, label in enumerate(header) if label == export.get("after_refunds")}
    sure = set(known) | ({part.at} if part and part.told else set())
    known |= {part.at: DISCOUNT} if part else {}
    free = [at for at, label in enumerate(header) if label and at not in {*where.values(), *known}]
    found = [(kind, at) for at, kind in known.items()]
    found += [(kind, at) for at in free if _is_amount(head, where, at) for kind in _kinds(header[at], head, at)]
    found = [pair for pair in found if pair[1] in known or pair[0] not in known.values()]
    found = [pair for pair in found if pair[0] != TOTAL or not _is_of_customer(head, where, pair[1])]
    kept: list[tuple[str, int]] = []
    for kind, most in _MOST.items():
        kept += sorted((pair for pair in found if pair[0] == kind), key=lambda pair: _foreign(header[pair[1]]))[:most]
    amounts = [_amount(kind, header[at], at, head.columns[at].mark, at in sure) for kind, at in kept]
    return tuple(reading for amount in amounts for reading in _readings(amount, head, part))


def _readings(amount: Amount, head: Head, part: Part | None) -> Iterator[Amount]:
    """What an amount may be: of a discount in percent its amount a line, or an order; of whole numbers each of them; of
    one that is the same on all lines of an order the order's once, or each line's."""
    if amount.kind != DISCOUNT:
        part_back: Share = share_of(amount.label, head.columns[amount.at]) if amount.kind == REFUND else ""
        yield replace(amount, share=part_back, per_order=True) if part_back == "percent" else amount
        return
    column, of_line = head.columns[amount.at], part is not None and part.at == amount.at
    share: Share = share_of(amount.label, column)
    if not share:
        amount = replace(amount, of_line=amount.of_line or of_line)
        yield amount
        yield replace(amount, of_line=True, on_each=True)
    unsure = not share
    if unsure and amount.vague and _may_be_percent(column):
        share = "percent"
    if share:
        yield replace(amount, share=share, of_line=True, vague=False, unsure=unsure)
        yield replace(amount, share=share, of_line=False, vague=False, unsure=unsure, per_order=True)


def _may_be_percent(column: Column) -> bool:
    """Whether amounts are whole numbers up to 100, as 10 and 15 % are."""
    known = column.numbers[column.numbers > 0] if column.numbers is not None else np.zeros(0)
    return bool(len(known) and (known % 1 == 0).all() and (known <= 100).all())


def _is_of_customer(head: Head, where: Mapping[str, int], at: int) -> bool:
    """Whether a sum is one for all orders of a customer, as what somebody ever spent."""
    customer, order = where.get("customer_id"), where.get("invoice_no")
    if customer is None or not head.repeats(customer) or not head.determines(customer, at):
        return False
    return order is None or len(head.columns[customer].values) < len(head.columns[order].values)


def _amount(kind: str, label: str, at: int, mark: Mark, told: bool) -> Amount:
    cents, of_line = in_units(label) != label, says(label, "of_line", "orders")
    return Amount(
        kind,
        label,
        at,
        mark,
        cents,
        told,
        of_line,
        says(label, "refund", "orders"),
        says(label, "subtotal", "orders"),
        not says(label, "money", "orders"),
        minus=kind == EXTRA and says(label, "settling"),
        payment=is_payment(label),
    )


def _foreign(label: str) -> bool:
    """Whether an amount is in the shop's own currency, beside one in the customer's."""
    return fold(label).startswith("base")


def _kinds(label: str, head: Head, at: int) -> Iterator[str]:
    label = _SHIPPING_RATE.sub(r"\1", _TAXED.sub(" ", label))
    if is_left(label):
        if not any(says(label, words, "orders") for words in _NO_AFTER) and not says(label, "price"):
            yield AFTER
        return
    if (
        says(label, "returns") and says_back(label) and says(label, "sum") and not says(label, "not_refund", "orders")
    ):  # returned_amount
        yield REFUND
        return
    for kind, words, others in _WORDS:
        named = says(label, words, "orders") and not says(label, others, "orders")
        if is_taken_off(label) if kind == DISCOUNT else named:
            if kind == REFUND and not says_back(label):
                continue
            if not (kind == DISCOUNT and share_of(label, head.columns[at])):
                yield kind
            return
    if says(label, "settling") and not says(label, "owed") and not says(label, "not_settling"):
        yield EXTRA
        return
    if any(says(label, words, "orders") for words in _EXTRAS):
        if not says(label, "not_extra", "orders"):
            yield EXTRA
        return
    if is_of_orders(label) or (says(label, "total", "orders") and not says(label, "not_total", "orders")):
        yield TOTAL


def is_refunded(label: str) -> bool:
    """Whether an amount of this name is what was refunded."""
    return says(label, "refund", "orders") and says_back(label) and not says(label, "not_refund", "orders")


def only_compared(beside: Sequence[Amount], pieces_known: bool) -> tuple[Amount, ...]:
    """The amounts, of which one that is called after refunds only checks where it is known otherwise what came back."""
    known = pieces_known or any(amount.kind == REFUND for amount in beside)
    return tuple(
        replace(amount, kind=TOTAL) if known and amount.kind == AFTER and not amount.told else amount
        for amount in beside
    )


def is_of_orders(label: str) -> bool:
    """Whether a total of this name is the whole order's."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", label)
    of_orders = {fold(word) for words in synonyms("transactions")["total"][2:] for word in words}
    return not {fold(label), fold(bare)}.isdisjoint(of_orders)


def _is_amount(head: Head, where: Mapping[str, int], at: int) -> bool:
    column = head.columns[at]
    if holds_codes(column, [head.columns[where[name]] for name in MONEY if name in where]):
        return False
    return column.numbers is not None and not column.is_date
