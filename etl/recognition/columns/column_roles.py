"""What a transactions file's columns are: told by --map, known from the tool that wrote it, named, or seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from etl.names.canonical_names import BUYERS, ROLES
from etl.names.hints import refuse_open, says, with_tax
from etl.names.labels import fold, listing, quoted
from etl.names.matching import Match, match_names
from etl.names.told_columns import map_columns
from etl.names.vocabulary import synonyms
from etl.recognition.columns.amounts_that_count import settle_amounts
from etl.recognition.columns.buyer_columns import address_of, number_of, witness_of
from etl.recognition.columns.column_contents import fill_in, guess
from etl.recognition.columns.discount_columns import share_of
from etl.recognition.columns.first_rows import Head
from etl.recognition.columns.following import proof
from etl.recognition.columns.order_wide import is_of_the_order, names_orders, never_back
from etl.recognition.columns.uncounted import said as uncounted
from etl.recognition.columns.which_amount import remarks
from etl.values.discounts import Share
from etl.values.order_amounts import AFTER, DISCOUNT, REFUND, Amount
from etl.values.statuses import FLAGS, are_flags, kinds_of_records
from warehouse.errors import NoTableError

_NEEDED = {"customer_id": "the customer", "invoiced_at": "the date", "total": "an amount (unit_price or total)"}
NO_HEAD = Head(())
_HEADLESS = (
    " Its first line looks like a row: name the columns, one by one, as in "
    "--columns customer_id,invoiced_at,quantity,total (- skips one)."
)


@dataclass(frozen=True)
class Layout:
    """Name -> position in the header; the tool whose export it looks like; the names told by content alone."""

    where: dict[str, int]
    tool: str = ""
    refunded: tuple[str, ...] = ()  # statuses that say with this tool that the money went back
    guessed: tuple[str, ...] = field(default=())
    settled: str = ""  # why a total counts and not the price beside it, in a sentence
    remarks: tuple[str, ...] = field(default=())  # what else the first rows show of amounts, in sentences
    share: Share = ""  # how a discount is written that is taken off the price
    beside: tuple[Amount, ...] = ()  # amounts of orders beside their lines
    prices: bool = True  # lines have prices of their own, from which an order's discount is usually still to be taken
    comma: bool = False  # amounts have a decimal comma, as far as the first rows tell
    net: bool = False  # quantities are without what was refunded, by their name

    @property
    def corrects(self) -> bool:
        """Whether orders must be known as a whole before their first line is stored."""
        return any(amount.kind in (DISCOUNT, REFUND, AFTER) or amount.told for amount in self.beside)

    @property
    def beside_at(self) -> set[int]:
        """Where the amounts beside lines stand."""
        return {amount.at for amount in self.beside}

    def with_part(self, part: Amount | None) -> "Layout":
        """The same, with a discount in parts of the price that is taken off each line."""
        return self if part is None else replace(self, where=self.where | {"discount": part.at}, share=part.share)


def lay_out(header: Sequence[str], mapping: Mapping[str, str], head: Head = NO_HEAD, buyers: str = "") -> Layout:
    """What each column of a transactions file is; columns nobody asks for are left alone.

    `mapping` (name -> column) wins over everything; `buyers` is a column by which another file says who customers are.
    Raises NoTableError when customer, date or amount is missing or a
    mapped column absent, InputError when two columns could equally well be the same thing.
    """
    told = map_columns(header, mapping)
    export, known = _export(header, told)
    match = match_names(header, told | known, synonyms("transactions"), partial(_prefer, header, head))
    _sort_out(match, head)
    _without_order_references(header, match, told | known, head)
    guessed: tuple[str, ...] = ()
    if not match.where and not match.open and head.headless(header):
        raise NoTableError(_sentence(header, _missing(match), head))
    if _missing(match):
        guessed = guess(header, match, head)
        _sort_out(match, head)
    if missing := _missing(match):
        raise NoTableError(_sentence(header, missing, head))
    if "customer_id" not in told | known:
        guessed += _by_number(header, match, head, buyers)
    guessed += fill_in(header, match, head)
    refuse_open(header, match, [name for name in match.open if name not in match.where])
    proven = proof(header, match.where, head, match.where["quantity"]) if "quantity" in guessed else ""
    guessed = tuple(name for name in guessed if name != "quantity" or not proven)
    currency = match.where.pop("currency", None)
    before = set(match.where)
    amounts = settle_amounts(header, match.where, told, told | known, export, head)
    for name, find in (("address", address_of), ("witness", witness_of)):
        if "address" not in match.where and (at := find(header, match.where, head)) is not None:
            match.where[name] = at
    seen = tuple(name for name in match.where if name not in {*before, *BUYERS, "total", "discount"})
    said = (*remarks(header, match.where, currency, head), *uncounted(header, match.where, amounts.beside, head))
    said += (*amounts.said, *never_back(header, match.where, head))
    said = (proven, *said) if proven and "quantity" in match.where else said
    return Layout(
        {name: match.where[name] for name in ROLES if name in match.where},
        export.get("tool", ""),
        tuple(export.get("refunded", ())),
        guessed + seen,
        amounts.settled,
        said,
        amounts.share,
        amounts.beside,
        "unit_price" in match.where and "unit_price" not in told,
        any(column.has_comma for column in head.columns),
        "quantity" in match.where and says(header[match.where["quantity"]], "refund", "orders"),
    )


def _prefer(header: Sequence[str], head: Head, name: str, positions: list[int]) -> list[int]:
    """Of several columns of a name, those that hold anything; of amounts, the one with tax."""
    if name == "invoice_no":
        positions = sorted(positions, key=lambda at: not says(header[at], "number"))
    if name == "type" and head.columns:
        positions = [at for at in positions if any(kinds_of_records(head.columns[at].values).to_pylist())]
    if name == "discount" and head.columns:
        positions = [at for at in positions if share_of(header[at], head.columns[at])]
    if name in FLAGS and head.columns:
        positions = [at for at in positions if are_flags(head.columns[at].values)]
    found = sorted(head.prefer(name, positions))
    return with_tax(header, found) if name in ("unit_price", "total") else found


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
    """An order's reference is no product code: the next column of that name is, if there is one.

    What orders share may be a product of which each holds several lines, unless another column tells these apart.
    """
    at = match.where.get("stock_code")
    if at is None or "stock_code" in sure or not is_of_the_order(head, match.where, at):
        return
    rest = ["" if each == at or each in match.where.values() else label for each, label in enumerate(header)]
    ranks = {"stock_code": synonyms("transactions")["stock_code"]}
    found = match_names(rest, {}, ranks, partial(_prefer, header, head))
    instead = {name: each for name, each in found.where.items() if not is_of_the_order(head, match.where, each)}
    if instead or names_orders(head, match.where, at):
        del match.where["stock_code"]
        match.where |= instead


def _sort_out(match: Match, head: Head) -> None:
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
        if name in where and not (head.columns and are_flags(head.columns[where[name]].values)):
            del where[name]
    for name in ("status", "type", "currency", "discount", *FLAGS):
        match.open.pop(name, None)  # an aid, not a part: two of them are none
    if "type" in where and not (head.columns and any(kinds_of_records(head.columns[where["type"]].values).to_pylist())):
        del where["type"]


def _by_number(header: Sequence[str], match: Match, head: Head, buyers: str) -> tuple[str, ...]:
    """Know customers by a number that has no name for it, in place of addresses that many rows lack; by the one that
    another file knows them by, in place of any address."""
    at = match.where.get("customer_id")
    joined = buyers in header and head.columns and at is not None and head.columns[at].is_email
    numbers = [header.index(buyers)] if joined else number_of(header, match.where, head)
    if not numbers:
        return ()
    del match.where["customer_id"]
    if len(numbers) > 1:
        match.open["customer_id"] = numbers
        return ()
    match.where["customer_id"] = numbers[0]
    return ("customer_id",)


def _missing(match: Match) -> list[str]:
    known = set(match.where) | set(match.open)
    missing = [name for name in ("customer_id", "invoiced_at") if name not in known]
    return missing + (["total"] if not known & {"unit_price", "total", "order_total"} else [])


def _sentence(header: Sequence[str], missing: Sequence[str], head: Head) -> str:
    names = ["unit_price" if name == "total" else name for name in missing]
    shown = " ".join(f"--map {name}={quoted(head.example(header, name))}" for name in names)
    words = " and ".join(_NEEDED[name] for name in missing)
    hint = _HEADLESS if head.headless(header) else ""
    return f"No column for {words}. {listing(header)} Say which it is, as in {shown}.{hint}"
