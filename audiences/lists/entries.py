"""What somebody brings -> lines, and each line -> what in it may name a customer, the likeliest first. Pure.

A line is a number or an address, or a row of a table: then a column counts whose head says that it holds customers'
numbers or addresses; without such a head the first value, and behind it what looks like an address. The whole line
comes first, since a customer's number may itself hold a comma.
"""

import csv
import re
from collections.abc import Sequence

from warehouse.errors import InputError
from wording.languages import say, to_say

PACKED = to_say("This is an Excel workbook, or another file that is no text: save it as CSV, and choose that.")
NUMBERS = (
    "customer id",
    "customer number",
    "customer no",
    "customer nr",
    "customer",
    "kundennummer",
    "kundennr",
    "kunde",
)
ADDRESSES = ("email", "e mail", "mail", "email address", "e mail address", "emailadresse", "e mail adresse")
_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")  # of what is no text: packed, old Excel, PDF
_ORDERS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LONGEST = 10_000  # letters of a line that are looked at
_SEPARATORS = ("\t", ";", ",", "|")
Names = tuple[str, ...]  # that a line may be meant to name a customer by


def text_of(content: bytes) -> str:
    """A file as text: UTF-8, UTF-16 as it says itself, else Windows' own. Raises InputError for what is no text."""
    if content.startswith(_STARTS):
        raise InputError(say(PACKED))
    if way := _ORDERS.get(content[:2]):
        return content.decode(way, errors="replace")
    try:
        found = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = content.decode("cp1252", errors="replace")
    if "\x00" in found:
        raise InputError(say(PACKED))
    return found


def names_of(lines: Sequence[str], head: str = "") -> dict[str, Names]:
    """Line -> what it may name a customer by; each once, empty ones and the head of a table left out."""
    head = (head or next((one for one in lines if one.strip()), "")).strip()
    columns = _columns(head)
    found: dict[str, Names] = {}
    for line in map(str.strip, lines):
        if line and "\x00" not in line and line not in found and not (columns and line == head):
            found[line] = _names(line, columns)
    return found


def _names(line: str, columns: Sequence[int]) -> Names:
    values = _values(line)
    named = [values[place] for place in columns if place < len(values)]
    others = named if columns else [values[0], *(one for one in values if "@" in one)]
    return tuple(dict.fromkeys(one for one in (line, *others) if one))


def _columns(line: str) -> list[int]:
    """The columns that the head of a table says to hold numbers, then addresses; none where it is no head."""
    heads = [" ".join(re.sub(r"[\W_]+", " ", one).lower().split()) for one in _values(line)]
    return [place for known in (NUMBERS, ADDRESSES) for place, head in enumerate(heads) if head in known]


def _values(line: str) -> list[str]:
    line = line[:_LONGEST]
    separator = next((one for one in _SEPARATORS if one in line), ",")
    return [one.strip() for one in next(csv.reader([line], delimiter=separator, skipinitialspace=True), [""])] or [""]
