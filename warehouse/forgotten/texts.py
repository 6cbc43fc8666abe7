"""Where in a text a number or an address may stand: as a cell, in a sentence, in the name of a file or of a place.

In such names each word counts; elsewhere a number would be anything.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote

_BETWEEN_CELLS = re.compile(r'["\t,;|\r\n]|: ')
_QUOTED = re.compile(r"'([^']+)'")
ADDRESS = re.compile(r"[^\s\"<>(),;:|=]+(?:@|%40)[^\s\"'<>(),;:|=]+")
_AT = re.compile("@|%40")
_BEFORE, _BEFORE_IN_NAMES = re.compile(r"[/&?]"), re.compile(r"[/&?_+-]")
_ENDING = re.compile(r"(?:[.?&/_-][^.?&/_@-]*)$")  # as of a file
_MOST_ENDINGS = 6
_NAME = re.compile(r'^[^",;|\t\r\n]{1,300}\.[A-Za-z]\w{0,9}$|^\w+://[^",;|\s]+$')
FILE = re.compile(
    r"\S*\w\.(?:csv|tsv|txt|xlsx?|xlsm|xlsb|ods|jsonl?|ndjson|xml|parquet|feather|db|sqlite|zip|gz)\b", re.I
)
_DATE = r"\d{4}-\d\d-\d\d"  # whose parts are no numbers of customers
_WORDS = tuple(re.compile(rf"{_DATE}|{word}") for word in (r"\w[\w.-]*\w", r"[^\W_]+(?:-[^\W_]+)+", r"[^\W_]+", r"\d+"))


# A few digits in a name are a day, a year or a count, unless the word before them says that they are somebody's.
_MOST_OF_ANYTHING = 4
_WHOSE = re.compile(
    r"(?:customers?|clients?|clientes?|kunden?|members?|buyers?|users?|accounts?|konto|id|no|nr|number|of|from|by|for)"
    r"[\s._#:/=-]*$",
    re.IGNORECASE,
)


def as_word(name: str, spelled: bytes) -> bytes:
    """A pattern of a number or an address, spelled so, where nothing stands before or behind it that would make it
    another one. It begins with the name: one that begins with a look back is tried at every byte."""
    plain = re.escape(spelled)
    before, behind = (rb"[\w.+-]", rb"[\w+-]") if "@" in name else (rb"\w", rb"\w")
    return b"%b(?<!%b%b)(?!%b)" % (plain, before, plain, behind)


def as_part(number: str) -> re.Pattern[str]:
    """A number in another one, which letters may begin or end: digits beside its digits make it another one."""
    before, behind = ("\\d" if end.isdigit() else "[^\\W_]" for end in (number[:1], number[-1:]))
    return re.compile(rf"(?<!{before}){re.escape(number)}(?!{behind})")


def is_name(text: str) -> bool:
    """Whether a text is the name of a file or an address of the net."""
    return bool(_NAME.search(text))


def names_in(text: str) -> Iterator[str]:
    """All that may be a number or an address in a text."""
    for cell in _BETWEEN_CELLS.split(text):
        if word := cell.strip(" '"):
            yield word
    for address in ADDRESS.findall(text):
        yield from map(plain, addresses_in(address))
    yield from _QUOTED.findall(text)


def addresses_in(found: str, is_named: bool = False) -> Iterator[str]:
    """What of it may be the address: all, the rest without what is before it, and either without endings."""
    at = _AT.search(found)
    before = _BEFORE_IN_NAMES if is_named else _BEFORE
    starts = [0, *(cut.end() for cut in before.finditer(found) if at and cut.end() < at.start())]
    for start in starts:
        rest = found[start:].strip(".'")
        for _ in range(_MOST_ENDINGS):
            yield rest
            shorter = _ENDING.sub("", rest)
            if shorter == rest or not _AT.search(shorter):
                break
            rest = shorter


def plain(address: str) -> str:
    """An address as it is without the signs that stand for others in the net."""
    return unquote(address) if "%" in address else address


def replaced(text: str, is_theirs: Callable[[str], bool], stand_in: str) -> str:
    """A name with something in the place of each word that is theirs, and of a short number where it says so."""

    def instead(found: re.Match[str]) -> str:
        may_be_anything = found[0].isdigit() and len(found[0]) <= _MOST_OF_ANYTHING
        if may_be_anything and not _WHOSE.search(found.string[: found.start()]):
            return found[0]
        return stand_in if is_theirs(found[0]) else found[0]

    for pattern in _WORDS:
        text = pattern.sub(instead, text)
    return text
