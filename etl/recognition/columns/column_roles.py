"""What a transactions file's columns are: told by --map, known from the tool that wrote it, named, or seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from etl.names.canonical_names import AMOUNTS, BUYERS, MONEY, ROLES
from etl.names.hints import refuse_open, says
from etl.names.labels import listing, quoted
from etl.names.matching import Match
from etl.names.questions import what_is_each, which_column
from etl.names.told_columns import map_columns
from etl.recognition.back.ended_dates import add_ended, said_of_ended
from etl.recognition.back.flags_beside_refunds import settle_flags
from etl.recognition.back.numbers_of_returns import said_of_numbers_back
from etl.recognition.back.pieces_back import came_back, pieces_back, said_of_pieces
from etl.recognition.buyers.buyer_columns import address_of, leave_staff_open, number_of, witness_of
from etl.recognition.buyers.names_of_people import join_names
from etl.recognition.columns.amounts_beside import is_of_orders, only_compared
from etl.recognition.columns.amounts_that_count import settle_amounts
from etl.recognition.columns.column_contents import fill_in, guess
from etl.recognition.columns.following import proof
from etl.recognition.columns.measures import settle_measure
from etl.recognition.columns.named_columns import leave_dates_open, named, sort_out
from etl.recognition.columns.refund_files import refund_file
from etl.recognition.columns.uncounted import said as uncounted
from etl.recognition.columns.which_amount import remarks
from etl.recognition.documents.amounts_elsewhere import said_of_amounts_elsewhere
from etl.recognition.documents.counted_kinds import Kinds, counted_kinds, without_these
from etl.recognition.documents.debit_or_credit import add_sides, settle_sides
from etl.recognition.documents.kinds_by_content import add_kinds
from etl.recognition.documents.numbers_again import with_orders_apart
from etl.recognition.documents.order_numbers import never_back, numbered_anew, said_of_numbers
from etl.recognition.documents.told_again import said_of_same_sales
from etl.recognition.head.first_rows import Head
from etl.values.discounts import Share
from etl.values.numbers.decimals import Mark
from etl.values.order_amounts import AFTER, DISCOUNT, REFUND, Amount
from warehouse.errors import NoTableError
from wording.languages import say

_NEEDED = {"customer_id": "the customer", "invoiced_at": "the date", "total": "an amount (unit_price or total)"}
NO_HEAD = Head(())
NOTHING: Mapping[str, str] = {}
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
    kinds: Kinds = field(default_factory=Kinds)  # of records: what is known of them beside their words
    guessed: tuple[str, ...] = field(default=())
    settled: str = ""  # why a total counts and not the price beside it, in a sentence
    remarks: tuple[str, ...] = field(default=())  # what else the first rows show of amounts, in sentences
    share: Share = ""  # how a discount is written that is taken off the price
    beside: tuple[Amount, ...] = ()  # amounts of orders beside their lines
    prices: bool = True  # lines have prices of their own, from which an order's discount is usually still to be taken
    marks: Mapping[str, Mark] = field(default_factory=dict)  # decimal ones of amounts, as far as the first rows tell
    net: bool = False  # quantities are without what was refunded, by their name
    anew: tuple[int, ...] = ()  # where stands what tells orders of one number apart, a day or a till
    all_back: bool = False  # every row is a refund
    pieces_back: tuple[int, ...] = ()  # where pieces stand that came back
    pieces_off: tuple[int, ...] = ()  # where pieces stand that were called off

    cents: tuple[str, ...] = ()  # names of amounts that are in hundredths

    @property
    def corrects(self) -> bool:
        """Whether orders must be known as a whole before their first line is stored."""
        return any(amount.kind in (DISCOUNT, REFUND, AFTER) or amount.told for amount in self.beside)

    @property
    def beside_at(self) -> set[int]:
        """Where the amounts beside lines stand."""
        return {amount.at for amount in self.beside}

    def in_cents(self, positions: Collection[int]) -> "Layout":
        """The same, the amounts at these positions being in hundredths."""
        beside = tuple(replace(each, cents=each.at in positions) for each in self.beside)
        return replace(
            self,
            beside=beside,
            cents=tuple(name for name in MONEY if name in self.where and self.where[name] in positions),
        )

    def with_part(self, part: Amount | None) -> "Layout":
        """The same, with a discount in parts of the price that is taken off each line."""
        return self if part is None else replace(self, where=self.where | {"discount": part.at}, share=part.share)


def lay_out(
    header: Sequence[str],
    mapping: Mapping[str, str],
    head: Head = NO_HEAD,
    buyers: str = "",
    name: str = "",
    said_of_kinds: Mapping[str, str] = NOTHING,
    anew_before: Sequence[int] | None = None,
) -> Layout:
    """What each column of a transactions file is; columns nobody asks for are left alone.

    `mapping` (name -> column) wins over everything; `buyers` is a column by which another file says who customers are;
    `name` is the file's; `said_of_kinds` is what somebody said of kinds of records; `anew_before` is
    what told orders of one number apart in an earlier file of the shape. Raises NoTableError when customer,
    date or amount is missing or a mapped column absent, InputError when two columns could equally well be one thing.
    """
    told = map_columns(header, mapping)
    export, sure, match = named(header, told, head)
    guessed = _completed(header, match, head, sure, buyers, export)
    proven = proof(header, match.where, head, match.where["quantity"]) if "quantity" in guessed else ""
    guessed = tuple(name for name in guessed if name != "quantity" or not proven)
    guessed += add_kinds(header, match.where, head)
    add_sides(header, match.where, head)
    said_of_kinds, of_sides = settle_sides(header, match.where, head, said_of_kinds)
    kinds = counted_kinds(header, match.where, head, export.get("no_sale", ()), said_of_kinds)
    if "type" in match.where and head.columns:
        head = without_these(head, match.where["type"], kinds)
    currency = match.where.pop("currency", None)
    before = set(match.where)
    totals = [at for at, label in enumerate(header) if label and is_of_orders(label)]
    by_order = with_orders_apart(head, match.where, totals)
    amounts = settle_amounts(header, match.where, told, sure, export, by_order)
    _add_buyers(header, match.where, head)
    seen = tuple(name for name in match.where if name not in {*before, *BUYERS, "total", "discount"})
    back = pieces_back(header, match.where, told, amounts.beside, by_order)
    sold = came_back(header, back)
    beside = only_compared(amounts.beside, bool(sold))
    flagged = settle_flags(header, match.where, told, beside, back, head)
    add_ended(header, match.where, beside, back, head)
    said = ((of_sides,) if of_sides else ()) + tuple(remarks(header, match.where, currency, by_order))
    said += tuple(uncounted(header, match.where, beside, by_order, back))
    anew = numbered_anew(header, match.where, head, anew_before)
    said += tuple(said_of_same_sales(header, match.where, head))
    said += tuple(said_of_amounts_elsewhere(header, match.where, head, kinds))
    said += (*amounts.said, *never_back(header, match.where, head), *said_of_numbers(header, match.where, head, anew))
    said += (*said_of_pieces(header, match.where, head, back), *said_of_ended(header, match.where, head))
    all_back, why = refund_file(header, match.where, told, head, name, said_of_kinds)
    said += (why,) if why else ()
    if flagged:
        said += (
            f"If rows whose {flagged} says yes are returns of other rows, load with --map is_return={quoted(flagged)}.",
        )
    said += () if all_back else tuple(said_of_numbers_back(header, match.where, head))
    said = (proven, *said) if proven and "quantity" in match.where else said
    return Layout(
        {name: match.where[name] for name in ROLES if name in match.where},
        export.get("tool", ""),
        tuple(export.get("refunded", ())),
        kinds,
        tuple(name for name in guessed + seen if name in match.where),
        amounts.settled,
        said,
        amounts.share,
        beside,
        "unit_price" in match.where and "unit_price" not in told,
        {name: head.columns[match.where[name]].mark for name in AMOUNTS if name in match.where and head.columns},
        "quantity" in match.where and says(header[match.where["quantity"]], "refund", "orders"),
        anew,
        all_back,
        sold,
        tuple(at for at in back if at not in sold),
    )


def _completed(
    header: Sequence[str],
    match: Match,
    head: Head,
    sure: Mapping[str, int],
    buyers: str,
    export: Mapping[str, Any],
) -> tuple[str, ...]:
    """Add to the names what the first rows tell; the names told so. The errors are those of `lay_out`."""
    guessed: tuple[str, ...] = ()
    if not match.where and not match.open and head.headless(header):
        raise _unknown(header, _missing(match), head)
    join_names(header, match, head)
    if _missing(match):
        guessed = guess(header, match, head)
        sort_out(match, head, export.get("no_sale", ()), sure)
    if missing := _missing(match):
        raise _unknown(header, missing, head)
    leave_dates_open(header, match, head, sure)
    leave_staff_open(header, match, head, sure)
    if "customer_id" not in sure:
        guessed += _by_number(header, match, head, buyers)
    guessed += fill_in(header, match, head)
    settle_measure(header, match.where, sure, head)
    refuse_open(header, match, [name for name in match.open if name not in match.where])
    return guessed


def _add_buyers(header: Sequence[str], where: dict[str, int], head: Head) -> None:
    """Add to `where` the address of a buyer without number, or what witnesses that there is one."""
    for name, find in (("address", address_of), ("witness", witness_of)):
        if "address" not in where and (at := find(header, where, head)) is not None:
            where[name] = at


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


def _unknown(header: Sequence[str], missing: Sequence[str], head: Head) -> NoTableError:
    if head.headless(header):
        return NoTableError(_sentence(header, missing, head), (what_is_each(header),))
    values = {label: head.columns[at].values for at, label in enumerate(header) if head.columns}
    examples = {label: ", ".join(filter(None, own.slice(0, 3).to_pylist())) for label, own in values.items()}
    asked = (which_column("unit_price" if name == "total" else name, header, examples) for name in missing)
    return NoTableError(_sentence(header, missing, head), tuple(asked))


def _sentence(header: Sequence[str], missing: Sequence[str], head: Head) -> str:
    names = ["unit_price" if name == "total" else name for name in missing]
    shown = " ".join(f"--map {name}={quoted(head.example(header, name))}" for name in names)
    words = " and ".join(_NEEDED[name] for name in missing)
    hint = _HEADLESS if head.headless(header) else ""
    return say(
        "No column for {words}. {listing} Say which it is, as in {file}.{hint}",
        words=words,
        listing=listing(header),
        file=shown,
        hint=hint,
    )
