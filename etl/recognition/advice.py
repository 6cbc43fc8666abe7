"""What to say of a file that is not what a command loads: which command does, or which other files it needs."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from etl.files.sources import Source
from etl.names.canonical_names import NAMES
from etl.names.contacts import match_contacts
from etl.names.hints import may_be_customer, says
from etl.names.labels import fold, listed, quoted
from etl.names.questions import which_column
from etl.names.vocabulary import folded
from etl.recognition.columns.table_subject import (
    lines_of,
    orders_of,
    part_of_sales,
    people_by,
    sold_to,
    traits_of_people,
)
from etl.recognition.documents.debit_or_credit import side_of
from etl.recognition.head.first_rows import Head
from etl.recognition.head.first_values import Column
from etl.values.blanks import is_blank
from warehouse.errors import Choice, InputError, NoTableError, Question
from wording.languages import say, whole

_SOME = 2  # different values that make a column worth telling customers apart by
_KNOWN_BY = ("email", "phone", "name", "last_name")  # the surest first


def instead_of_sales(source: Source, head: Head, mapping: Mapping[str, str], error: InputError) -> InputError:
    """The error that `load` ends with where a file does not tell customer, date and amount."""
    if mapping:
        return error
    if (key := people_by(source.columns, head)) is not None:
        return NoTableError(_people(source, key))
    if isinstance(error, NoTableError) and (traits := traits_of_people(source.columns)):
        return NoTableError(
            f"{source.item} looks like customers: {listed(traits[:3])} say what people are, and no column is of "
            f"orders or products. Load it with: python -m etl customers {source.typed}"
        )
    if isinstance(error, NoTableError) and (sides := _statement(source.columns)):
        return NoTableError(
            f"{source.item} looks like the statement of an account: {listed(sides)} say what was paid, and not what "
            f"was sold. Load the shop's orders instead; to count payments, say who paid. {error}",
            error.questions,
        )
    if isinstance(error, NoTableError) and (ids := _links(source.columns)):
        if source.kind == "excel":
            where, how = "sheets", "save each as a file of its own and give them"
        else:
            where, how = "files", "give them"
        return NoTableError(
            f"{error} If customers, dates and amounts stand in different {where}, which {' or '.join(ids)} joins, "
            f"{how} together, as in: python -m etl load FILE OTHER_FILE"
        )
    return error


def refuse_totals_of_people(source: Source, head: Head, mapping: Mapping[str, str], columns: Mapping[str, int]) -> None:
    """NoTableError for a table of people with what each of them ever spent, which is no sale."""
    amount = columns.get("total", columns.get("unit_price"))
    if mapping or amount is None or not says(source.columns[amount], "lifetime"):
        return
    if (key := people_by(source.columns, head)) is not None:
        raise NoTableError(_people(source, key))


def refuse_sales(source: Source, head: Head, mapping: Mapping[str, str]) -> None:
    """NoTableError for a table of sales where one of people is wanted."""
    if not mapping and (label := sold_to(source.columns, head, {})) is not None:
        raise NoTableError(
            f"{source.item} looks like transactions: {label} comes back in it, with dates and amounts. Load it with: "
            f"python -m etl load {source.typed} (if its rows describe customers, say so with "
            f"--map customer_id={quoted(label)})"
        )


def refuse_lines(source: Source, head: Head, mapping: Mapping[str, str]) -> None:
    """NoTableError for lines of sales that say nowhere when they were sold, where a table of people is wanted."""
    if not mapping and (about := lines_of(source.columns, head)):
        raise NoTableError(
            f"{source.item} looks like sales without a date: {listed(about[:3])} say what was sold, and no column says "
            f"when. Export it with the date of the order, or load it with the file of the orders, as in: "
            f"python -m etl load {source.typed} orders.csv (if its rows describe customers, say so with "
            f"--map customer_id=COLUMN)"
        )


def refuse_orders(source: Source, head: Head, mapping: Mapping[str, str]) -> None:
    """NoTableError for a table of orders without amounts where one of people is wanted."""
    if not mapping and (about := orders_of(source.columns, head)):
        raise NoTableError(
            f"{source.item} looks like orders: {listed(about)} say who ordered when, and no column is of people. "
            f"Load it with the file of their lines, as in: python -m etl load {source.typed} items.csv (if its rows "
            f"describe customers, say so with --map customer_id={quoted(about[1])})"
        )


def refuse_parts_of_sales(source: Source, mapping: Mapping[str, str]) -> None:
    """NoTableError for lines of orders or for products, which name nobody, where a table of people is wanted."""
    if not mapping and (about := part_of_sales(source.columns)):
        raise NoTableError(
            f"{source.item} is part of the sales: {listed(about)} say what orders or products are, and no column is of "
            f"people. Load it with the file of the orders, as in: python -m etl load {source.typed} orders.csv"
        )


def refuse_nobody(source: Source, head: Head, mapping: Mapping[str, str], where: Mapping[str, int]) -> None:
    """InputError for a file of which no row names a customer, where another column would tell them apart."""
    if "customer_id" in mapping or "address" in where:  # whoever has no number is known by that
        return
    label = source.columns[where["customer_id"]]
    instead = list(_other_customers(source.columns, head, where))
    if not instead:
        return
    shown = ", ".join(f"{name} ({count:,} different ones in the first rows)" for name, count in instead)
    raise InputError(
        f"No row of {source.name} names a customer: {label} is blank on every row. What could tell customers apart is "
        f"{shown}. Say so, as in: python -m etl load {source.typed} --map customer_id={quoted(instead[0][0])} "
        f"(to load it without customers: --map customer_id={quoted(label)})",
        (
            Question(
                "map",
                say("{column} is blank on every row. What tells customers apart?", column=label),
                (
                    *(
                        Choice(
                            f"customer_id={name}",
                            say("{column}: {rows} different ones", column=name, rows=whole(count)),
                        )
                        for name, count in instead
                    ),
                    Choice(f"customer_id={label}", say("Nothing: load it without customers")),
                ),
            ),
        ),
    )


def refuse_no_people(source: Source, head: Head, where: Mapping[str, int]) -> InputError:
    """The error of a file of people of which no row says who it is about, with what would tell them apart."""
    label, keys = source.columns[where["customer_id"]], {"customer_id": where["customer_id"]}
    known = [name for name, _ in _other_customers(source.columns, head, keys) if name != label]
    unique = [at for at in _told_apart(source.columns, head, keys, most=1) if not head.columns[at].is_wordy]
    codes = [source.columns[at] for at in unique if source.columns[at] not in known]
    reached = [name for name in known if {"email", "phone"} & match_contacts([name], {}).where.keys()]
    instead = [*reached, *codes, *(name for name in known if name not in reached)]
    start = f"No row of {source.item} says which customer it is about: {label} is blank on every row."
    if not instead:
        return InputError(f"{start} No other column tells them apart: export it with their numbers or addresses.")
    return InputError(
        f"{start} {listed(instead[:3]).replace(' and ', ' or ')} may tell them apart. Say so, as in: python -m etl "
        f"customers {source.typed} --map customer_id={quoted(instead[0])}",
        (which_column("customer_id", instead),),
    )


def nobody_named(header: Sequence[str], head: Head, where: Mapping[str, int]) -> str:
    """What to say of a file of which no row names a customer, and which is loaded so."""
    label = header[where["customer_id"]]
    others = [name for name, _ in _other_customers(header, head, where)]
    others = others or [header[at] for at in _told_apart(header, head, where)]
    way = (
        f"{listed(others[:3]).replace(' and ', ' or ')} may tell customers apart: to go by it, load with "
        f"--map customer_id={quoted(others[0])}."
        if others
        else "No other column tells customers apart: export the file with their number, address or name."
    )
    return f"No row names a customer: {label} has none, so all rows are guests', and nobody is in a segment. {way}"


def _told_apart(header: Sequence[str], head: Head, where: Mapping[str, int], most: float = 0.99) -> Iterator[int]:
    """Other columns of as many values as a shop has customers, of which names and content leave it open; `most` is the
    share of the rows that may have one of their own.
    """
    taken = {position for name, position in where.items() if name in NAMES}
    for at, label in enumerate(header):
        if not label or at in taken or not head.columns or not may_be_customer(label):
            continue
        column = head.columns[at]
        known = column.is_date or column.is_money or column.is_fraction or column.is_count or column.is_country
        if not known and _SOME <= len(column.values) <= most * len(column.codes):
            yield at


def _people(source: Source, key: str) -> str:
    return (
        f"{source.item} looks like customers: {key} is different on every row, and no column is of orders or products. "
        f"Load it with: python -m etl customers {source.typed}"
    )


def _statement(header: Sequence[str]) -> list[str]:
    """The columns by which a table is the statement of an account: what came in, what went out, what is left."""
    found = {side_of(label)[0]: label for label in header if label and side_of(label)[0]}
    left = [label for label in header if fold(label) in folded("content", "left_on_account")]
    together = [label for label in header if "/" in label and all(side_of(part)[0] for part in label.split("/"))]
    return [*(list(found.values()) if len(found) > 1 else together), *left[:1]] if left else []


def _links(header: Sequence[str]) -> list[str]:
    """Columns that number orders, customers or accounts, as files of one shop share them."""
    return [label for label in header if label and says(label, "linking") and says(label, "numbering")][:3]


def _other_customers(header: Sequence[str], head: Head, where: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Columns that may tell customers apart, the surest first, and how many of them their first rows show."""
    taken = {position for name, position in where.items() if name in NAMES and name != "country"}
    free = [
        at
        for at, label in enumerate(header)
        if label and at not in taken and head.columns and len(head.columns[at].values) >= _SOME
    ]
    for name in _KNOWN_BY:
        rest = list(free)
        while rest:
            labels = [label if at in rest else "" for at, label in enumerate(header)]
            match = match_contacts(labels, {})
            found = [match.where[name]] if name in match.where else match.open.get(name, [])
            found = [at for at in found if at in rest]
            if not found:
                break
            best = sorted(found, key=lambda at: (says(header[at], "of_recipient"), -_share(head.columns[at])))
            for at in best:
                yield header[at], len({fold(value) for value in head.columns[at].values.to_pylist()})
            rest = [at for at in rest if at not in found]


def _share(column: Column) -> float:
    """The share of rows that have a value."""
    blank = is_blank(column.data.dictionary).to_numpy(zero_copy_only=False)
    return float(np.mean(~blank[column.codes]))
