"""A report in short, for the letter that brings it: what it is of, and its key figures, as plain values."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from dashboard.components.keyfigures import figures_of
from dashboard.components.thresholds.looking import look
from dashboard.components.thresholds.threshold import Threshold
from dashboard.filters import scope_words
from dashboard.filters.comparison import changes_in_words
from dashboard.filters.selection import Filters
from dashboard.shop import Shop
from wording.languages import say, to_say

NO_ORDERS = to_say("There are no orders yet.")


class Crossed(TypedDict):
    """Whether a threshold is crossed, None where its figure is not there; a sentence of it; what is waited for."""

    is_crossed: bool | None
    words: str
    when: str


class Summary(TypedDict):
    """`of` says whose and when, `figures` are label and value with its change, `note` what changes are against."""

    of: str
    figures: list[tuple[str, str]]
    note: str
    crossing: NotRequired[Crossed]


def watched(shop: Shop, filters: Filters, threshold: Threshold) -> Summary:
    """The same with whether a threshold is crossed."""
    found = summary(shop, filters)
    if not shop.published().has_orders:
        return {
            **found,
            "crossing": Crossed(is_crossed=None, words=say(NO_ORDERS), when=threshold.words(shop.currency)),
        }
    crossing = look(shop, shop.scope(filters), threshold)
    told = Crossed(is_crossed=crossing.is_crossed, words=crossing.words, when=threshold.words(shop.currency))
    return {**found, "crossing": told}


def summary(shop: Shop, filters: Filters) -> Summary:
    """Of a view. Raises NoDataError where nothing has been published yet."""
    published, scope = shop.published(), shop.scope(filters)
    who = scope_words.who(published, scope) or say("All customers")
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
