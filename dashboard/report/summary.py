"""A report in short, for the letter that brings it: what it is of, and its key figures, as plain values."""

from __future__ import annotations

from typing import TypedDict

from dashboard.components.keyfigures import figures_of
from dashboard.filters import scope_words
from dashboard.filters.comparison import changes_in_words
from dashboard.filters.selection import Filters
from dashboard.shop import Shop


class Summary(TypedDict):
    """`of` says whose and when, `figures` are label and value with its change, `note` what changes are against."""

    of: str
    figures: list[tuple[str, str]]
    note: str


def summary(shop: Shop, filters: Filters) -> Summary:
    """Of a view. Raises NoDataError where nothing has been published yet."""
    published, scope = shop.published(), shop.scope(filters)
    who = scope_words.who(published, scope) or "All customers"
    if not published.has_orders:
        return {"of": who, "figures": [], "note": ""}
    figures = [
        (one.label, one.value if one.change is None else f"{one.value} ({one.change_text})")
        for one in figures_of(shop, scope)
    ]
    return {
        "of": f"{who} · {scope_words.period(published, scope)}",
        "figures": figures,
        "note": changes_in_words(published, scope),
    }
