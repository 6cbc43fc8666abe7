"""What every section is made from: the shop, the filters, and what they mean in what is published."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dashboard.components.panels import Panel
from dashboard.filters import scope_words
from dashboard.filters.published import Published, Segmentation
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.shop import Place, Shop
from dashboard.shop.dated import notes_of
from dashboard.words.notes import Note, within
from wording.languages import say, to_say

NO_ORDERS = to_say(
    "This shop has no orders yet, only customers and their attributes. This part needs transactions: load them with "
    "python -m etl load FILE."
)
NO_COUNTRY = "Unspecified"  # the home of customers known without one
NO_SALES = to_say("There are no sales in this selection.")


@dataclass(frozen=True)
class Context:
    """One report's shop and filters."""

    shop: Shop
    filters: Filters

    @cached_property
    def published(self) -> Published:
        """What was published when the report was begun."""
        return self.shop.published()

    @cached_property
    def scope(self) -> Scope:
        """The filters resolved."""
        return self.shop.scope(self.filters)

    @property
    def segmentation(self) -> Segmentation:
        """The chosen one."""
        return self.published.of(self.scope)

    @property
    def currency(self) -> str:
        """The shop's."""
        return self.shop.currency

    @cached_property
    def totals(self) -> Totals:
        """The key figures of the scope."""
        found: Totals = self.ask(activity.totals)
        return found

    @property
    def missing(self) -> str:
        """Why there is nothing to show about orders, or nothing."""
        if not self.published.has_orders:
            return say(NO_ORDERS)
        return "" if self.totals.gross or self.totals.returns else say(NO_SALES)

    def ask(self, query: Callable[..., Any], *more: Any) -> Any:
        """The answer about the scope."""
        return self.shop.ask(query, self.scope, *more)

    def panel(self, function: Callable[[Shop, Place, Scope], Panel]) -> tuple[str, str]:
        """The title and the note of a page's card: the report says what the page says."""
        panel = function(self.shop, Place(self.filters, search=self.filters.to_query()), self.scope)
        note = panel.note[0] if isinstance(panel.note, list) else panel.note
        return str(panel.title), str(note)

    def notes(self, months: Collection[date]) -> tuple[Note, ...]:
        """The notes on dates from the first to the last of some months."""
        return within(notes_of(self.shop, self.scope.countries), months)

    def basis(self, measure: str, guests: bool = True) -> str:
        """The note of a table or chart."""
        return scope_words.basis(self.published, self.scope, measure, guests)
