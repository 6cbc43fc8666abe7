"""Bookings in DATEV's own format (EXTF): dates of day and month, whose year the first line says, and accounts.

These say what a booking is: what a customer's account owes for what was sold, takes back or pays.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from etl.files.fingerprints import fingerprint
from etl.files.inputs.unpacking import unpacked_blocks
from etl.files.readers import read_batches
from etl.files.rows.batches import Batch, BatchSpool, SpooledTable, text_column
from etl.files.sources import Source
from etl.names.labels import fold
from etl.recognition.head.first_rows import Head
from warehouse.errors import InputError
from wording.languages import say, to_say

_MARK = re.compile(rb'^(?:\xef\xbb\xbf)?"?(?:EXTF|DTVF)"?;')
_BRACKETS = re.compile(r"\(.*?\)")
_DATE, _AMOUNT, _SIDE, _ACCOUNT, _OTHER = "belegdatum", "umsatz", "sollhabenkennzeichen", "konto", "gegenkonto"
_BEGINS, _DIGITS, _CHART = (
    12,
    13,
    26,
)  # places in the first line: when the books' year begins, digits, chart of accounts
_SOLD = {"03": "8", "04": "4"}  # chart -> the first digit of accounts of what was sold
_DAY_AND_MONTH = r"^\s*(?P<day>0?[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])\s*$"
_DEBTORS = "123456"  # first digits of customers' accounts, which have a digit more than others


ACCOUNTS = to_say(
    "{columns} tell what each booking is: sales are what a customer's account owes for accounts that begin with "
    "{text}, what these take back are returns, and all others are payments or nothing of the sales."
)
NO_YEAR = to_say(
    "{column} says a day and a month, and no year, and the first line of {file} is not that of DATEV's format, which "
    "would. Export it with its first line (EXTF …), or with whole dates."
)


@dataclass(frozen=True)
class _Books:
    """What the first line says: year and month in which the books' year begins, digits of accounts, and of those of
    what was sold the first."""

    year: int
    month: int
    digits: int
    sold: str


def with_datev_books(source: Source, look: Callable[[], Head], mapping: Mapping[str, str]) -> Source:
    """The source with whole dates, and a kind for each booking where its accounts tell; else the same one. `look` gives
    its first rows. InputError for days and months whose year nothing says."""
    at = {fold(_BRACKETS.sub("", label)): place for place, label in reversed(list(enumerate(source.columns)))}
    if source.kind != "csv" or source.buyers or not {_DATE, _AMOUNT, _ACCOUNT} <= at.keys():
        return source
    head = look()
    if not head.columns or not _are_days(head.columns[at[_DATE]].values):
        return source
    books = _books(source)
    if books is None:
        raise InputError(say(NO_YEAR, column=source.columns[at[_DATE]], file=source.item))
    books = replace(books, sold=books.sold or _chart(head, at, books))
    tells = {_SIDE, _OTHER} <= at.keys() and bool(books.sold) and not {"customer_id", "type"} & set(mapping)
    tells = tells and _has_debtors(head, at, books)
    known, spool = fingerprint(source), BatchSpool()
    for batch in read_batches(known):
        columns = list(batch.columns)
        columns[at[_DATE]] = _dated(columns[at[_DATE]], books)
        if tells:
            accounts, kinds = _bookings(columns[at[_SIDE]], columns[at[_ACCOUNT]], columns[at[_OTHER]], books)
            columns[at[_ACCOUNT]] = accounts
            columns.append(kinds)
        spool.add(Batch(columns, batch.lines, batch.ragged))
    labels = list(source.columns)
    notes = [
        say(
            "{column} has no year: it is of the books' year that begins in {text}, as the first line says.",
            column=labels[at[_DATE]],
            text=f"{books.month}/{books.year}",
        )
    ]
    if tells:
        both = " and ".join(_BRACKETS.sub("", labels[at[name]]).strip() for name in (_ACCOUNT, _OTHER))
        notes.append(say(ACCOUNTS, columns=both, text=books.sold))
        labels[at[_SIDE]] = ""
        labels.append(f"Belegart ({both})")
    table = SpooledTable(len(labels), ((spool, 0),))
    return replace(known, columns=tuple(labels), table=table, fields=(), notes=(*known.notes, *notes))


def _are_days(values: pa.StringArray) -> bool:
    return bool(len(values)) and bool(pc.all(pc.match_substring_regex(values, _DAY_AND_MONTH)).as_py())


def _books(source: Source) -> _Books | None:
    """What the first line of a file in DATEV's format says; None for another file."""
    first = next(unpacked_blocks(source.item), b"").split(b"\n", 1)[0]
    if not _MARK.match(first):
        return None
    cells = next(csv.reader([first.decode("latin-1").strip()], delimiter=";"))
    begins = cells[_BEGINS] if len(cells) > _DIGITS else ""
    if not re.fullmatch(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])\d\d", begins):
        return None
    digits = int(cells[_DIGITS]) if cells[_DIGITS].isdecimal() else 4
    chart = cells[_CHART].zfill(2) if len(cells) > _CHART else ""
    return _Books(int(begins[:4]), int(begins[4:6]), digits, _SOLD.get(chart, ""))


def _chart(head: Head, at: Mapping[str, int], books: _Books) -> str:
    """The first digit of accounts of what was sold, where the first line names no chart and only one is in use; ''."""
    accounts = [text for name in (_ACCOUNT, _OTHER) if name in at for text in head.columns[at[name]].values.to_pylist()]
    found = {text.strip()[:1] for text in accounts if len(text.strip()) == books.digits} & set(_SOLD.values())
    return found.pop() if len(found) == 1 else ""


def _has_debtors(head: Head, at: Mapping[str, int], books: _Books) -> bool:
    """Whether nearly all bookings have a customer's account on one side."""
    pattern = _debtor(books)
    found = [
        pc.match_substring_regex(column.data.dictionary, pattern).to_numpy(zero_copy_only=False)[column.codes]
        for column in (head.columns[at[_ACCOUNT]], head.columns[at[_OTHER]])
    ]
    return bool((found[0] ^ found[1]).any())


def _debtor(books: _Books) -> str:
    return rf"^\s*[{_DEBTORS}]\d{{{books.digits}}}\s*$"


def _dated(days: pa.DictionaryArray, books: _Books) -> pa.DictionaryArray:
    """n texts of day and month -> n dates; what is none stays as it is."""
    parts = pc.extract_regex(days.dictionary, _DAY_AND_MONTH)
    dates = []
    for text, found in zip(days.dictionary.to_pylist(), parts.to_pylist(), strict=True):
        month = int(found["month"]) if found else 0
        year = books.year + (month < books.month)
        dates.append(f"{year}-{month:02}-{int(found['day']):02}" if found else text)
    return pa.DictionaryArray.from_arrays(days.indices, pa.array(dates, pa.string()))


def _bookings(
    sides: pa.DictionaryArray, accounts: pa.DictionaryArray, others: pa.DictionaryArray, books: _Books
) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """n sides of an account, n accounts and those across -> n accounts of customers, n kinds of documents."""
    debtor, sold = re.compile(_debtor(books)), re.compile(rf"^\s*{books.sold}\d{{{books.digits - 1}}}\s*$")
    customers, kinds = [], []
    for side, account, across in zip(sides.to_pylist(), accounts.to_pylist(), others.to_pylist(), strict=True):
        turned = not debtor.match(account) and bool(debtor.match(across))
        one, other = (across, account) if turned else (account, across)
        owes = (side.strip().upper() == "S") != turned
        known = bool(debtor.match(one)) and bool(sold.match(other))
        customers.append(one if debtor.match(one) else "")
        kinds.append("Rechnung" if known and owes else "Gutschrift" if known else "Zahlung")
    return text_column(customers), text_column(kinds)
