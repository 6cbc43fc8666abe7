"""What the cards of /forecast stand on: the months known, and what is made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from dashboard.filters import scope_words
from dashboard.filters.comparison import follows_from_orders, full_window
from dashboard.filters.months import incomplete_months
from dashboard.filters.selection import PREVIOUS, Scope, add_months, months_between, period_in_words
from dashboard.insights.forecast.ahead import Ahead, forecast, split
from dashboard.insights.forecast.days import passed
from dashboard.insights.forecast.trial import FEWEST
from dashboard.queries.sales import hours, parts
from dashboard.shop import Shop
from dashboard.words import formats
from wording.languages import say, to_say

MEASURES = {"net": to_say("Sales net of returns"), "orders": to_say("Orders")}
TITLES = {"net": to_say("Sales"), "orders": to_say("Orders")}
# What `insights.forecast.trial` calls its methods.
METHODS = (
    to_say("level, damped trend and season"),
    to_say("level and damped trend"),
    to_say("the same month a year before"),
    to_say("the last month again"),
)
TODAY = to_say(
    "Who is in a segment or an audience by orders today follows from what they bought, so their months before say "
    "nothing of the months to come. What today's customers may bring is told under Value."
)


@dataclass(frozen=True)
class Known:
    """The full months of a selection up to the last one of the view, whatever its first one."""

    shop: Shop
    scope: Scope
    first: date
    last: date

    @cached_property
    def months(self) -> list[date]:
        """All of them, in a row."""
        return [add_months(self.first, number) for number in range(months_between(self.first, self.last))]

    @cached_property
    def frame(self) -> pd.DataFrame:
        """A row each: the measures and their parts, noughts where a month has nothing."""
        asked = self.scope.only(start=self.first, end=self.last)
        found = self.shop.ask(parts.monthly, asked).set_index("month")
        return found.reindex(self.months).astype(float).fillna(0.0)

    def values(self, column: str) -> np.ndarray:
        """A column as an array."""
        return self.frame[column].to_numpy(float)

    @property
    def coming(self) -> list[date]:
        """The year after."""
        return [add_months(self.last, number) for number in range(1, 13)]

    def ahead(self, measure: str) -> Ahead | None:
        """What the year after may bring; None where the months are too few or have nothing."""
        key = ("forecast", self.scope, self.first, self.last, measure)
        found: Ahead | None = self.shop.remember(key, lambda: forecast(self.values(measure)))
        return found

    def split(self, measure: str) -> dict[str, np.ndarray]:
        """What each part brings of it; without guests where they never bought."""
        whole = self.ahead(measure)
        names = [part for part in parts.PARTS if self.values(f"{part}_{measure}").any()]
        return split({part: self.values(f"{part}_{measure}") for part in names}, whole) if whole else {}

    @cached_property
    def under_way(self) -> date | None:
        """The month after the last full one, where the data hold a part of it and the view asks for it."""
        published, month = self.shop.published(), add_months(self.last, 1)
        is_part = month in incomplete_months(published, (month, month)) and month == published.last_month
        return month if is_part and month <= self.scope.end else None

    def pace(self, measure: str) -> tuple[float, float] | None:
        """What the month that is under way has brought, and the share of a month that its days usually bring."""
        month = self.under_way
        if month is None:
            return None
        now = self.shop.ask(parts.monthly, self.scope.only(start=month, end=month))
        week = self.shop.ask(hours.by_hour, self.scope.only(start=self.first, end=self.last))
        weights = week.groupby("weekday")["gross" if measure == "net" else "orders"].sum() if len(week) else pd.Series()
        share = passed(
            {int(day): float(value) for day, value in weights.items()}, month, self.shop.published().last_day
        )
        return (float(now[measure].sum()), share) if share > 0 else None

    def before(self, months: int) -> tuple[list[date], str] | None:
        """The months that the coming ones are compared with, as Compare says; None for none or where there are not."""
        if self.scope.compare == "none":
            return None
        back = months if self.scope.compare == PREVIOUS else 12
        found = [add_months(month, -back) for month in self.coming[:months]]
        if found[0] < self.first or found[-1] > self.last:
            return None
        return found, period_in_words(found[0], found[-1])

    def basis(self, measure: str) -> str:
        """The note of a card."""
        published = self.shop.published()
        said = say(measure)
        if not self.scope.is_of_some:
            said = say("{measure}, with guests", measure=said)
        known = say(
            "from the {number} full months {period}",
            number=len(self.months),
            period=period_in_words(self.first, self.last),
        )
        return " · ".join(part for part in (said, scope_words.who(published, self.scope), known) if part)

    def written(self, measure: str, value: float) -> str:
        """A value in words."""
        return formats.money(value, self.shop.currency) if measure == "net" else formats.count(value)


def known(shop: Shop, scope: Scope) -> Known | str:
    """What a view has, or why there is no forecast."""
    published = shop.published()
    full = full_window(published)
    if full is None or min(scope.end, full[1]) < full[0]:
        return say("The months of the view hold no full month.")
    if follows_from_orders(published, scope):
        return say(TODAY)
    found = Known(shop, scope, full[0], min(scope.end, full[1]))
    if len(found.months) < FEWEST:
        return say(
            "A forecast needs {fewest} full months; up to {month} there are {number}.",
            fewest=FEWEST,
            month=formats.month(found.last),
            number=len(found.months),
        )
    if found.ahead("net") is None or found.ahead("orders") is None:
        return say("A forecast needs sales in every month, and this selection has months without.")
    return found
