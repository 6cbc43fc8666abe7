"""What a cell is by its type and its number format: text, a number, a date, one shown with zeros in front."""

import re
from typing import Protocol

TEXT, SHARED, PLAIN, DATE, BOOLEAN, ISO_DATE = range(6)  # kinds of cells: how their text is meant
PADDED = 8  # and a width: a number that is shown with zeros in front
_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Book(Protocol):
    """What the cells of any workbook are understood by."""

    title: object
    from_1904: bool  # whether days count from 1904
    dates: frozenset[int]  # the numbers of the styles that show dates
    padded: dict[int, int]  # of those that show zeros in front, with the width
    shared: list[str]


def kind_of(book: Book, written: str, style: int) -> int:
    """The kind of a cell by its type as written (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`) and its style."""
    if written != "n":
        return {"s": SHARED, "b": BOOLEAN, "d": ISO_DATE}.get(written, TEXT)  # an error like #N/A is text
    if style in book.dates:
        return DATE
    return PADDED + book.padded[style] if style in book.padded else PLAIN


def unescaped(text: str) -> str:
    """A text with the characters that XML cannot hold, written like _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def is_date(number: int, code: str) -> bool:
    """Whether a number format, by its number or where it has one its code, shows a date or a time of day."""
    return is_date_code(code) or (not code and number in _BUILT_IN_DATES)


def is_date_code(code: str) -> bool:
    """Whether a number format shows a date or a time of day; elapsed time ([h]:mm) is a number."""
    plain = _NOT_CODES.sub("", code.partition(";")[0])
    return bool(re.search(r"[dmyhs]", plain, re.I)) and not re.search(r"\[[hms]+\]|general|#", plain, re.I)


def padding(code: str) -> int:
    """To which width a number format fills up with zeros; 0 for all that do not."""
    return len(code) if re.fullmatch("0{2,30}", code) else 0
