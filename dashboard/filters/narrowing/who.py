"""Customers that a mark of a chart means, as an address says them (`part=…`). Pure.

`hour.7.11` ordered on a Sunday between 11:00 and 12:00, `hour.7` on a Sunday; `first.2026-03` had their first order in
that month, `first.2026-03.2` and ordered two months later, `first.2026-03.2.85123A` and began with that product;
anything else is conditions of an audience, as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

LONGEST = 4_000  # letters of conditions
LONGEST_CODE = 200  # of a product's code
MOST = 6  # of them in an address
DAYS, HOURS = range(1, 8), range(24)
MOST_AGE = 1_200  # months after a first order
YEARS = range(1900, 2200)
_HOUR = re.compile(r"hour\.([1-7])(?:\.([0-9]{1,2}))?")
_FIRST = re.compile(r"first\.([0-9]{4})-([0-9]{2})(?:\.([0-9]{1,4})(?:\.(.+))?)?")


@dataclass(frozen=True)
class Hour:
    """Those with an order on a weekday (ISO), at an hour or at any."""

    day: int
    hour: int | None = None


@dataclass(frozen=True)
class Cohort:
    """Those with their first order in a month; `age`: and an order so many months later; `product`: which they bought
    on the day of the first."""

    month: date
    age: int = 0
    product: str = ""


@dataclass(frozen=True)
class Said:
    """Those of conditions of an audience, as JSON."""

    conditions: str

    @property
    def plain(self) -> dict[str, Any]:
        """The conditions as plain values."""
        found: dict[str, Any] = json.loads(self.conditions)
        return found


Who = Hour | Cohort | Said


def read(text: str) -> Who | None:
    """What a text says; None where that is nothing."""
    if len(text) > LONGEST or "\x00" in text:
        return None
    if found := _HOUR.fullmatch(text):
        hour = int(found[2]) if found[2] else None
        return Hour(int(found[1]), hour) if hour is None or hour in HOURS else None
    if found := _FIRST.fullmatch(text):
        year, month, age, product = int(found[1]), int(found[2]), int(found[3] or 0), found[4] or ""
        fits = year in YEARS and 1 <= month <= 12 and age < MOST_AGE and len(product) <= LONGEST_CODE
        return Cohort(date(year, month, 1), age, product) if fits else None
    return _said(text)


def _said(text: str) -> Said | None:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said(plain) if isinstance(plain, dict) and plain else None


def said(plain: dict[str, Any]) -> Said:
    """Conditions, written in one way."""
    return Said(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))


def written(who: Who) -> str:
    """As `read` takes it."""
    match who:
        case Hour(day, hour):
            return f"hour.{day}" if hour is None else f"hour.{day}.{hour}"
        case Cohort(month, age, product):
            tail = f".{age}.{product}" if product else f".{age}" if age else ""
            return f"first.{month:%Y-%m}{tail}"
        case Said(conditions):
            return conditions


def subject(who: Who) -> frozenset[tuple[str, str]]:
    """What it is about: of two that are about the same, the later stands in the place of the earlier."""
    if isinstance(who, Said):
        return frozenset(_subjects(who.plain))
    return frozenset({(type(who).__name__, "")})


def product_of(who: Who) -> str:
    """The product whose buyers they are; '' of others."""
    match who:
        case Said() if isinstance(found := who.plain.get("bought"), dict) and len(who.plain) == 1:
            code = found.get("code")
            return code if isinstance(code, str) else ""
    return ""


def buyers(code: str) -> Said:
    """Who bought a product."""
    return said({"bought": {"code": code}})


def _subjects(node: Any) -> set[tuple[str, str]]:
    """The names of fields, attributes, products and kinds of segments in a condition."""
    if isinstance(node, list):
        return {one for part in node for one in _subjects(part)}
    if not isinstance(node, dict):
        return set()
    for key in ("all", "any", "not"):
        if key in node:
            return _subjects(node[key])
    if "segment" in node:
        return {("segment", str(node.get("of", "rfm")))}
    return {(key, json.dumps(node[key], sort_keys=True)) for key in node if key in _NAMING}


_NAMING = ("field", "attribute", "bought", "consent", "offer", "campaign", "list", "audience")
