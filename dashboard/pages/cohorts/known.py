"""What the cards of /cohorts stand on: the cohorts of the view, which of them are fair to count, and what they are
compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from dashboard.filters import scope_words
from dashboard.filters.comparison import Baseline, compared, follows_from_orders, full_window, why_not
from dashboard.filters.reach import FEWEST
from dashboard.filters.selection import Scope, add_months, months_between
from dashboard.pages.cohorts.choice import Choice
from dashboard.pages.cohorts.triangle import curve, in_words, pairs, reached, together, triangle
from dashboard.queries.sales import cohorts as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say

MOST_COHORTS = 36  # the latest; earlier ones are in the numbers, but not drawn
MOST_MONTHS = 24  # after the first


@dataclass(frozen=True)
class Known:
    """The cohorts of a view; `last` is the last month that the data cover in full."""

    shop: Shop
    scope: Scope
    choice: Choice
    last: date

    @cached_property
    def table(self) -> pd.DataFrame:
        """The measure by cohort and month since, of all months of the view."""
        return self._table(self.scope, self.choice.column)

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Customers by cohort and month since."""
        return self._table(self.scope, "customers")

    def _table(self, scope: Scope, column: str) -> pd.DataFrame:
        return triangle(self.shop.ask(queries.by_month, scope, self.choice.first), self.last, column)

    @property
    def unfair(self) -> frozenset[date]:
        """The cohorts of the first months of data: they hold many who had bought before these begin."""
        first = self.shop.published().first_month
        return frozenset(add_months(first, number) for number in range(FEWEST))

    @property
    def fair(self) -> list[date]:
        """The cohorts that count."""
        return [month for month in self.table.index if month not in self.unfair]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The latest cohorts, for so many months: what finds room."""
        table = self.table.tail(MOST_COHORTS)
        return table[[age for age in table.columns if age <= MOST_MONTHS]].dropna(axis=1, how="all")

    @cached_property
    def compared(self) -> Baseline | None:
        """The months of first orders that are compared."""
        return compared(self.shop.published(), self.scope)

    def _pairs(self, age: int) -> Mapping[date, date]:
        """The cohorts that have come so far and can be compared, each with the one that it is compared with."""
        found = self.compared
        if found is None:
            return {}
        shift = months_between(found.early[0], found.late[0]) - 1
        own = [month for month in self.table.index if found.late[0] <= month <= found.late[1]]
        return pairs(reached(own, age, self.last), shift, self.unfair)

    def are_all_compared(self, age: int) -> bool:
        """Whether all cohorts that count and have come so far are compared with others."""
        return [*self._pairs(age)] == reached(self.fair, age, self.last)

    def basis_of_change(self, age: int) -> tuple[str, str]:
        """The cohorts between which a change is: `Sep–Oct 2011`, `Mar–Apr 2011`."""
        both = self._pairs(age)
        return in_words([*both]), in_words([*both.values()])

    def early_and_late(self, age: int) -> tuple[float, float] | None:
        """What the compared cohorts kept after so many months, and what those did that have come so far; None where
        there is nothing to compare."""
        both = self._pairs(age)
        if self.compared is None:
            return None
        early = together(self._early, both.values(), age, is_share=self.choice.is_share)
        late = together(self.table, both, age, is_share=self.choice.is_share)
        return None if early is None or late is None else (early, late)

    @cached_property
    def _early(self) -> pd.DataFrame:
        """Those that are compared with; none where nothing is."""
        found = self.compared
        return pd.DataFrame() if found is None else self._table(found.scopes(self.scope)[1], self.choice.column)

    def curves(self) -> tuple[Mapping[int, float], Mapping[int, float]]:
        """What all cohorts kept by month since, and those compared."""
        now = curve(self.table, self.fair, is_share=self.choice.is_share)
        if self.compared is None or self._early.empty:
            return now, {}
        fair = [month for month in self._early.index if month not in self.unfair]
        before = curve(self._early, fair, is_share=self.choice.is_share)
        return now, {age: value for age, value in before.items() if age in now}

    def basis(self, measure: str) -> str:
        """The note of a card: what is counted, of whom, when."""
        published = self.shop.published()
        parts = [measure, scope_words.who(published, self.scope), self._product()]
        parts.append(
            say(
                "first orders of {period}, followed to {month}",
                period=scope_words.period(published, self.scope),
                month=formats.month(self.last),
            )
        )
        if follows_from_orders(published, self.scope):
            why = why_not(published, self.scope.only(compare=None))
            parts.append(say("{why}: who came back is in them for it", why=why))
        return " · ".join(part for part in parts if part)

    def _product(self) -> str:
        return (
            say("bought {product} on the day of their first order", product=self.choice.first)
            if self.choice.first
            else ""
        )

    def written(self, value: float | None) -> str:
        """A number of the measure, in words."""
        if value is None:
            return formats.NOTHING
        if self.choice.is_share:
            return formats.percent(value, 0)
        return self.amount(value)

    def amount(self, value: float) -> str:
        """An amount of the measure, in words."""
        return formats.money(value, self.shop.currency) if self.choice.is_money else formats.count(value)


def known(shop: Shop, where: Place, scope: Scope) -> Known | None:
    """What a view has; None where the data cover no month in full."""
    full = full_window(shop.published())
    return None if full is None else Known(shop, scope, Choice.of(where.search), full[1])
