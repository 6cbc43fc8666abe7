"""What the names of columns say: by the tool whose export it is, or by the words that shops use."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from etl.names.canonical_names import ROLES
from etl.names.hints import is_payment, may_be_date, says, with_tax
from etl.names.labels import fold
from etl.names.matching import Match, match_names
from etl.names.vocabulary import synonyms
from etl.recognition.columns.discount_columns import share_of
from etl.recognition.columns.measures import add_rate
from etl.recognition.documents.order_wide import has_a_row_an_order, is_no_product, names_orders, numbers_lines
from etl.recognition.head.first_rows import Head
from etl.values.records.documents import left_out
from etl.values.records.kinds import tell
from etl.values.statuses import FLAGS, are_flags

_TOTALS = 3  # ranks of what a line or an order comes to


def named(
    header: Sequence[str], told: Mapping[str, int], head: Head
) -> tuple[Mapping[str, Any], dict[str, int], Match]:
    """What is known of the tool that wrote the file, the columns that are sure (told, or known by it), and the match of
    all names."""
    export, known = _export(header, told)
    sure = {**told, **known}
    match = match_names(header, sure, synonyms("transactions"), partial(_prefer, header, head))
    at = match.where.get("invoice_no")
    if at is not None and "invoice_no" not in sure and head.columns and head.columns[at].blank:
        del match.where["invoice_no"]  # as `invoice` of payments for which none was written
    add_rate(header, match, head)
    sort_out(match, head, export.get("no_sale", ()), sure)
    _without_order_references(header, match, sure, head)
    return export, sure, match


def _prefer(header: Sequence[str], head: Head, name: str, positions: list[int]) -> list[int]:
    """Of several columns of a name, those that hold anything; of amounts, the one with tax."""
    if name == "invoice_no":
        positions = sorted(positions, key=lambda at: not says(header[at], "number"))
    if name == "type" and head.columns:
        positions = [at for at in positions if tell(head.columns[at].values)]
        return sorted(positions, key=lambda at: not left_out(head.columns[at].values.to_pylist()))[:1]
    if name == "description" and head.columns:  # a line's place in its order, or its goods
        positions = [at for at in positions if fold(header[at]) != "position" or head.columns[at].numbers is None]
    if name == "discount" and head.columns:
        positions = [at for at in positions if share_of(header[at], head.columns[at])]
    if name in FLAGS and head.columns:
        positions = [at for at in positions if are_flags(head.columns[at].values)]
    if name == "country":  # a place's name beside its code
        codes = [at for at in positions if fold(header[at]).endswith("code")]
        codes = [at for at in codes if {fold(header[other]) + "code" for other in positions} & {fold(header[at])}]
        positions = codes if len(codes) == 1 and len(positions) == 2 else positions
    if name == "total" and _has_other_total(header, head):
        positions = [at for at in positions if not is_payment(header[at])]
    found = sorted(head.prefer(name, positions))
    return with_tax(header, found) if name in ("unit_price", "total") else found


def _has_other_total(header: Sequence[str], head: Head) -> bool:
    """Whether what was sold has a name beside what was paid of it."""
    if not any(is_payment(label) for label in header):
        return False
    sold = ["" if is_payment(label) else label for label in header]
    ranks = {"total": synonyms("transactions")["total"][:_TOTALS]}
    match = match_names(sold, {}, ranks, head.prefer)
    return bool(match.where or match.open)


def _export(header: Sequence[str], told: Mapping[str, int]) -> tuple[Mapping[str, Any], dict[str, int]]:
    """What is known of the tool that writes such headers, and what its columns are."""
    positions = {fold(column): at for at, column in reversed(list(enumerate(header)))}
    for export in synonyms("exports")["export"]:
        if all(fold(column) in positions for column in export["header"]):
            roles = {name: positions.get(fold(export[name])) for name in ROLES if name in export and name not in told}
            used = set(told.values())
            return export, {name: at for name, at in roles.items() if at is not None and at not in used}
    return {}, {}


def _without_order_references(header: Sequence[str], match: Match, sure: Mapping[str, int], head: Head) -> None:
    """An order's reference, or a line's number in it, is no product code: the next column of that name is, if there is
    one.

    What orders share may be a product of which each holds several lines, unless another column tells these apart.
    """
    at = match.where.get("stock_code")
    if at is None or "stock_code" in sure or not is_no_product(header[at], head, match.where, at):
        return
    rest = ["" if each == at or each in match.where.values() else label for each, label in enumerate(header)]
    ranks = {"stock_code": synonyms("transactions")["stock_code"]}
    found = match_names(rest, {}, ranks, partial(_prefer, header, head))
    instead = {
        name: each for name, each in found.where.items() if not is_no_product(header[each], head, match.where, each)
    }
    is_orders = names_orders(head, match.where, at) or has_a_row_an_order(head, match.where)
    if instead or is_orders or numbers_lines(head, match.where, at):
        del match.where["stock_code"]
        match.where |= instead


def sort_out(match: Match, head: Head, no_sale: Sequence[str] = (), sure: Collection[str] = ()) -> None:
    """Drop what is not needed beside what is there: a time beside a date that has one, aids that tell nothing."""
    where = match.where
    if (
        "invoiced_at" not in where
        and "invoiced_at" not in match.open
        and "time" in where
        and head.is_date(where["time"])
    ):
        where["invoiced_at"] = where.pop("time")
    if "unit_price" in match.open:
        where.pop("total", None)
    if "unit_price" in where or "unit_price" in match.open:
        match.open.pop("total", None)
    if (
        "time" in where
        and head.columns
        and not (head.columns[where["time"]].blank or head.columns[where["time"]].is_time)
    ):
        del where["time"]
    if "invoiced_at" not in where or head.has_times(where["invoiced_at"]):
        for names in (where, match.open):
            names.pop("time", None)
    for name in FLAGS:
        if name in where and name not in sure and not (head.columns and are_flags(head.columns[where[name]].values)):
            del where[name]
    for name in ("status", "type", "currency", "discount", *FLAGS):
        match.open.pop(name, None)  # an aid, not a part: two of them are none
    if (
        "type" in where
        and "type" not in sure
        and not (head.columns and tell(head.columns[where["type"]].values, no_sale))
    ):
        del where["type"]


def leave_dates_open(header: Sequence[str], match: Match, head: Head, sure: Mapping[str, int]) -> None:
    """Leave it open where a date of what became of an order later has a name, and another date may be the order's."""
    at = match.where.get("invoiced_at")
    if at is None or "invoiced_at" in sure or may_be_date(header[at]):
        return
    used = set(match.where.values())
    others = [other for other, label in enumerate(header) if label and other not in used and may_be_date(label)]
    others = [other for other in others if head.is_date(other) and head.columns[other].is_full]
    if others:
        del match.where["invoiced_at"]
        match.open["invoiced_at"] = [*others, at]
