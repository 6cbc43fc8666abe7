"""A sentence of the code → the same in the language that is spoken, with its values."""

from __future__ import annotations

from wording.languages.catalogues import catalogue
from wording.languages.numbers import whole
from wording.languages.speaking import ENGLISH, PSEUDO, bracketed, language_now


def say(text: str, /, *, sense: str = "", **values: object) -> str:
    """A whole sentence, or a word that stands alone: `say("{part} of {whole} customers", part=…, whole=…)`.

    Values come written as people read them. `sense` parts words that are one in English: `say("Open", sense="verb")`.
    """
    language = language_now()
    if language != ENGLISH:
        text = bracketed(text) if language == PSEUDO else catalogue(language).texts.get((sense, text), text)
    return text.format_map(values) if values else text


def say_n(number: int, one: str, many: str, /, *, sense: str = "", **values: object) -> str:
    """A sentence about so many, which is `{n}` in it: `say_n(3, "{n} order of {who}", "{n} orders of {who}", …)`."""
    return say_form(number, one, many, sense=sense).format_map({"n": whole(number), **values})


def say_form(number: int, one: str, many: str, /, *, sense: str = "") -> str:
    """The same as the catalogue has it, without its values."""
    language = language_now()
    if language in (ENGLISH, PSEUDO):
        text = one if number == 1 else many
        return text if language == ENGLISH else bracketed(text)
    spoken = catalogue(language)
    forms = spoken.plurals.get((sense, one, many))
    return (one if number == 1 else many) if forms is None else forms[spoken.form(abs(number))]


def to_say(text: str, /, *, sense: str = "") -> str:
    """Mark what is said later, by `say` with the same `sense`: what is named while a module is imported."""
    return text


def to_say_n(one: str, many: str, /, *, sense: str = "") -> tuple[str, str]:
    """The same for `say_n(number, *PAIR)`."""
    return one, many
