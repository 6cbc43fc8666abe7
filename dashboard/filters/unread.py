"""What cannot be understood in an address, told field by field. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.filters.selection import COMPARISONS, FILE_FIELDS, KNOWN_FIELDS, NAMES, PAGE_FIELDS, REST, Filters
from wording.languages import say

SLIP = 0.7  # how like a name is to the one that was meant
OTHER_WORDS = {
    **dict.fromkeys(("start", "startdate", "datefrom", "fromdate", "begin", "startmonth", "frommonth"), "from"),
    **dict.fromkeys(("end", "enddate", "dateto", "todate", "endmonth", "tomonth"), "to"),
    **dict.fromkeys(("comparison", "versus"), "compare"),
}


@dataclass(frozen=True)
class Doubt:
    """One thing that a link asks for and cannot have."""

    text: str  # what it asks for, and why that cannot be had
    shown: str = ""  # what a view shows instead
    label: str = ""  # of what may be meant
    offer: Filters | None = None  # the link that asks for that
    extras: str | None = None  # what its page keeps in that link; without, the same as in this one
    is_harmless: bool = False  # a file holds all that the address says nevertheless


def unread_fields(filters: Filters) -> Iterator[Doubt]:
    """What a link says beside the months that is no filter."""
    for name, value in filters.unread:
        rest = filters.only(unread=tuple(pair for pair in filters.unread if pair[0] != name))
        if name == "compare":
            text = say(
                "“compare={value}” is no comparison; it may be {modes}.", value=value, modes=", ".join(COMPARISONS)
            )
            yield Doubt(text, say("Compared as usual."), say("the usual comparison"), rest)
        elif name == "part":
            text = say("“part={value}” says no customers that a chart could mean.", value=value)
            yield Doubt(text, say("It is left out."), say("it without that"), rest)
        elif name not in NAMES:
            meant = likely(name, tuple(KNOWN_FIELDS))
            named = Filters.from_query(f"{rest.to_query()}&{urlencode({meant: value})}") if meant in NAMES else rest
            text = say(
                "The link says “{name}={value}”. {text}",
                name=name,
                value=value,
                text=unknown(name, tuple(KNOWN_FIELDS)),
            )
            label = f"“{meant}={value}”" if meant in NAMES else say("it without that")
            yield Doubt(text, say("It changes nothing here."), label, named)


def fields_of_other_pages(path: str, names: Sequence[str]) -> Iterator[Doubt]:
    """What a link says that another page would understand."""
    for name in dict.fromkeys(names):
        if name in OF_PAGES and path not in OF_PAGES[name]:
            yield Doubt(
                say("“{name}” means nothing on this page.", name=name),
                say("It changes nothing here."),
                is_harmless=True,
            )


OF_PAGES = {
    name: [path for path, fields in PAGE_FIELDS.items() if name in fields]
    for names in (*PAGE_FIELDS.values(), FILE_FIELDS)
    for name in names
}


def unknown(name: str, known: Sequence[str]) -> str:
    """Why a field cannot be had, with the likely one."""
    if name == REST:
        return say("An address has no more fields than that.")
    if meant := likely(name, known):
        return say("“{value}” is not known; did you mean “{like}”?", value=name[:40], like=meant)
    return say("“{value}” is not known.", value=name[:40])


def likely(name: str, known: Sequence[str]) -> str | None:
    """The field that a name like its own, or another word for it, may mean."""
    plain = name.casefold().removesuffix("[]")
    if (meant := OTHER_WORDS.get(plain.replace("_", "").replace("-", ""))) in known:
        return meant
    like = difflib.get_close_matches(plain, sorted(known), n=1, cutoff=SLIP)
    return like[0] if like else None
