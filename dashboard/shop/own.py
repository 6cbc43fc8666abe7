"""Whoever sees some countries changes nothing but what they made: the rest is about customers whom they do not see.

The database holds the same (`warehouse/access/sql/work.sql`); this says it in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.shop.asker import LIMITED, asker
from warehouse.errors import InputError

OF_OTHERS = "Somebody else made this, and it is about customers of countries that you do not see: make one of your own."


def keep_to_own(makers: Iterable[str | None]) -> None:
    """Raises InputError where the asker is limited and did not make all of it."""
    who = asker()
    if who.is_limited and {*makers} != {who.name}:
        raise InputError(OF_OTHERS)


def refuse_limited() -> None:
    """Raises InputError for a limited asker: there is one of this for the whole shop."""
    if asker().is_limited:
        raise InputError(LIMITED)
