"""What measures mean: the words of docs/numbers.md, and which of them each chart is about."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

HERE = files("dashboard.words")


@dataclass(frozen=True)
class Term:
    """A term, where it belongs, what it is, and on what it stands."""

    section: str
    name: str
    text: str
    basis: str = ""

    @property
    def key(self) -> str:
        """How a chart names it."""
        return f"{self.section}: {self.name}"


@dataclass(frozen=True)
class Chart:
    """What a chart is about, and what its table calls the columns that the chart does not name."""

    terms: tuple[str, ...]
    name: str = ""  # what its card is called before it says what it found
    label: str = ""
    value: str = ""
    over: str = ""  # "months" where it goes along months, "years" where these lie over each other, "ages"
    of: str = ""  # "customers" where each point is one, "customer" where all of it is of one

    @property
    def is_of_customers(self) -> bool:
        """Whether its rows are people."""
        return self.of == "customers"

    @property
    def tells_of_customers(self) -> bool:
        """Whether it says something of single people, so that it needs their rights, and a line of the record."""
        return self.of in ("customers", "customer")


@cache
def terms() -> tuple[Term, ...]:
    """All of them, in the order of the page."""
    return tuple(Term(**one) for one in json.loads(HERE.joinpath("definitions.json").read_text(encoding="utf-8")))


@cache
def charts() -> dict[str, Chart]:
    """Each chart by its card."""
    told = tomllib.loads(HERE.joinpath("charts.toml").read_text(encoding="utf-8"))
    return {name: Chart(**{**one, "terms": tuple(one["terms"])}) for name, one in told.items()}


def of_keys(*keys: str) -> list[Term]:
    """Definitions by section and name; a page does without one that the documents do not have, and a test tells."""
    by_key = {one.key: one for one in terms()}
    return [by_key[key] for key in keys if key in by_key]


def of_chart(name: str) -> list[Term]:
    """The definitions of a chart. Raises KeyError where it is not known."""
    return of_keys(*charts()[name].terms)


@cache
def pages() -> dict[str, tuple[str, ...]]:
    """The keys of the definitions of a page's key figures and tables, by the first part of its address."""
    told = tomllib.loads(HERE.joinpath("pages.toml").read_text(encoding="utf-8"))
    return {name: tuple(keys) for name, keys in told.items()}


def of_page(path: str) -> list[Term]:
    """The definitions of the page of an address, beside those of its charts; none where it has none."""
    first, _, argument = path.strip("/").partition("/")
    own = first or "overview"
    return of_keys(*pages().get(f"{own}/one" if argument else own, ()))
