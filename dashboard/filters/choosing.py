"""Customers of whom an audience is made: those of a view, or of a shape in a chart; as conditions where any say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.filters.narrowing import shapes
from dashboard.filters.narrowing.who import Said, buyers
from dashboard.filters.published import Published
from dashboard.filters.scope_words import period
from dashboard.filters.scope_words import who as who_in_words
from dashboard.filters.selection import GUESTS, Filters, Scope
from dashboard.words import formats
from wording.languages import say


@dataclass(frozen=True)
class Choice:
    """A view, and which of its customers."""

    filters: Filters
    product: str | None = None  # the code of one that they bought
    shape: shapes.Shape | None = None  # drawn in a chart: who stands inside

    @classmethod
    def read(cls, data: object) -> Choice | None:
        """What was drawn, as the browser keeps it; None where that is nothing a chart could have said."""
        match data:
            case {"shape": kept, "search": str(search)}:
                shape = shapes.read(kept)
                return cls(Filters.from_query(search), shape=shape) if shape is not None else None
        return None

    def in_words(self, published: Published, scope: Scope) -> str:
        """`Champions · Germany · Mar 2011`."""
        parts = [who_in_words(published, scope)]
        if scope.is_part and not (self.shape is not None and self.shape.axes.is_lifelong):
            parts.append(period(published, scope))
        if self.product is not None:
            parts.append(f"bought {self.product}")
        if self.shape is not None:
            parts.append(say("chosen in the chart"))
        return " · ".join(part for part in parts if part) or say("everybody with an order")


def conditions(choice: Choice, published: Published, scope: Scope, *, ordered: bool) -> dict[str, Any] | None:
    """The definition of an audience of the same customers; None where none says it: conditions know neither shapes
    in charts nor the months, weekdays and hours of orders. `ordered`: who never did is out."""
    said = [one for one in choice.filters.parts if isinstance(one, Said)]
    if choice.shape is not None or len(said) < len(choice.filters.parts):
        return None
    if scope.is_part or scope.segments == (GUESTS,):
        return None
    parts: list[dict[str, Any]] = [one.plain for one in said]
    if scope.audience is not None and scope.audience.audience_id is not None:
        parts.append({"audience": scope.audience.audience_id})
    if scope.identified_segments:
        parts.append({"segment": [*scope.identified_segments], "of": published.of(scope).algorithm})
    if scope.countries:
        parts.append({"field": "country", "in": [*scope.countries]})
    if choice.product is not None:
        parts.append(buyers(choice.product).plain)
    if ordered:
        parts.append({"field": "frequency", "at_least": 1})
    return parts[0] if len(parts) == 1 else {"all": parts}


def list_name(words: str, customers: int, moment: str) -> str:
    """What a list of them is called; `moment` makes it a name of its own."""
    end = f" · {formats.plural(customers, 'customer')} · {moment}"
    return words[: 80 - len(end)].rstrip(" ·") + end
