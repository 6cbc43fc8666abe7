"""Which columns tell who a buyer is: a number instead of a half-blank address, an address where there is no number."""

from collections.abc import Mapping, Sequence

import numpy as np

from etl.names.contacts import says_who
from etl.names.hints import may_be_customer, says
from etl.names.labels import fold
from etl.names.matching import Match
from etl.names.vocabulary import folded, synonyms
from etl.recognition.head.first_rows import Column, Head
from etl.values.blanks import is_blank

_NEARLY_ALL = 0.95  # of the rows
_LEAST = 3  # people
_WITNESSES = ("last_name", "name", "phone")


def number_of(header: Sequence[str], where: Mapping[str, int], head: Head) -> list[int]:
    """Numbers of customers in a column of any name, where those are known by addresses that many rows lack.

    Such a number stands on nearly every row, one beside each address and no other address beside it, and comes back.
    """
    at = where.get("customer_id")
    if at is None or not head.columns or not head.columns[at].is_email:
        return []
    addresses = head.columns[at]
    named = _filled(addresses)
    if named.mean() >= _NEARLY_ALL or len(addresses.values) < _LEAST:
        return []
    used = {*where.values(), at}
    free = [each for each, label in enumerate(header) if label and each not in used and may_be_customer(label)]
    return [
        each for each in free if _numbers_people(header[each], head.columns[each], addresses.codes, named, where, head)
    ]


def _numbers_people(
    label: str, column: Column, addresses: np.ndarray, named: np.ndarray, where: Mapping[str, int], head: Head
) -> bool:
    if column.is_date or column.is_money or column.is_fraction or column.is_email or says(label, "not_order"):
        return False
    if _filled(column).mean() < _NEARLY_ALL or not len(addresses) > len(column.values) > _LEAST:
        return False
    pairs = np.unique(np.stack([addresses[named], column.codes[named]]), axis=1)
    if not pairs.shape[1] == len(np.unique(pairs[0])) == len(np.unique(pairs[1])):
        return False
    order = where.get("invoice_no")  # whose number is as unique beside an address where nobody comes back
    return order is None or not head.alike(order, head.columns.index(column))


def _filled(column: Column) -> np.ndarray:
    blank = is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)
    return np.asarray(~blank[column.codes])


def address_of(header: Sequence[str], where: Mapping[str, int], head: Head) -> int | None:
    """Where the buyers' addresses stand beside their numbers; None where customers are known by them already."""
    if "customer_id" not in where or not head.columns or head.columns[where["customer_id"]].is_email:
        return None
    used = set(where.values())
    emails = [at for at, column in enumerate(head.columns) if at not in used and column.is_email]
    emails = [at for at in emails if may_be_customer(header[at])]
    named = {fold(label) for label in synonyms("transactions")["customer_id"][3]}
    return min(emails, key=lambda at: fold(header[at]) not in named, default=None)


def witness_of(header: Sequence[str], where: Mapping[str, int], head: Head) -> int | None:
    """Where something else stands that tells people apart; it names nobody."""
    if "customer_id" not in where or not head.columns:
        return None
    known = {fold(label) for name in _WITNESSES for rank in synonyms("customers")[name] for label in rank}
    used = set(where.values())
    free = [at for at, label in enumerate(header) if at not in used and not head.columns[at].blank]
    return next((at for at in free if fold(header[at]) in known and len(head.columns[at].values) > 1), None)


def leave_staff_open(header: Sequence[str], match: Match, head: Head, sure: Mapping[str, int]) -> None:
    """Leave it open where a `User` may be who sold, and another column tells more people apart."""
    at = match.where.get("customer_id")
    if at is None or "customer_id" in sure or not head.columns or fold(header[at]) not in folded("content", "staff"):
        return
    used = set(match.where.values())
    few = len(head.columns[at].values)
    others = [other for other, label in enumerate(header) if label and other not in used and _names_people(label)]
    others = [other for other in others if len(head.columns[other].values) > few and head.columns[other].is_full]
    if others:
        del match.where["customer_id"]
        match.open["customer_id"] = [*others, at]


def _names_people(label: str) -> bool:
    return says(label, "party") or (says(label, "of_recipient") and not says(label, "not_date")) or says_who(label)
