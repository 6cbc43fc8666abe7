"""The catalogues of a language, read once a process when somebody speaks it first: `<language>/*.po`, a file a room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from gettext import c2py
from importlib.resources import files
from typing import TYPE_CHECKING

from wording.languages.speaking import ENGLISH, KNOWN

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


STORED = ("audiences.campaigns", "audiences.destinations", "etl", "models", "warehouse", "worker")  # of what is stored


@dataclass
class Spoken:
    """What a language says: (sense, English) → text; (sense, one, many) → its forms, of which `form(number)` is one."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    plurals: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda number: int(number != 1)
    stored: list[tuple[str, str]] = field(default_factory=list)  # English of one and of many that tables may hold


@cache
def catalogue(language: str) -> Spoken:
    """All that is translated into a language; what is not, or is doubted (fuzzy), is said in English."""
    spoken = Spoken()
    for name, one in rooms(language):
        spoken.form = c2py(one.plural_expr)
        for message in one:
            if message.id and not message.fuzzy:
                _add(spoken, message)
        if name.startswith(STORED):
            spoken.stored += [_pair(message) for message in one if _is_stored(message)]
    return spoken


def rooms(language: str) -> Iterator[tuple[str, Catalog]]:
    """The catalogue of each room, by its name."""
    from babel.messages.pofile import read_po  # only where another language than English is spoken

    for path in sorted(files("wording.languages").joinpath(language).iterdir(), key=lambda one: one.name):
        if path.name.endswith(".po"):
            with path.open("rb") as file:
                yield path.name.removesuffix(".po"), read_po(file, locale=language)


@cache
def texts_of(language: str, room: str) -> dict[str, str]:
    """What one room says in a language: for who cannot ask `say`, such as scripts of a page."""
    spoken = Spoken()
    for name, one in rooms(language) if language in KNOWN and language != ENGLISH else ():
        for message in one if name == room else ():
            if message.id and not message.fuzzy:
                _add(spoken, message)
    return {text: string for (_sense, text), string in spoken.texts.items()}


def _is_stored(message: Message) -> bool:
    """Whether a text may be told by its words alone."""
    return bool(message.id and message.string and not message.context and not message.fuzzy)


def _pair(message: Message) -> tuple[str, str]:
    return (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])


def _add(spoken: Spoken, message: Message) -> None:
    sense = message.context or ""
    if isinstance(message.id, str):
        if message.string:
            spoken.texts[sense, message.id] = str(message.string)
    elif message.string and all(message.string):
        spoken.plurals[sense, *message.id] = tuple(message.string)
