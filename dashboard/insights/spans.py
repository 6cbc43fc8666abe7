"""Which months advice and findings look at, beside those of the filter."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.comparison import compared
from dashboard.filters import Scope
from dashboard.insights.periods import Periods
from dashboard.queries import migration
from dashboard.seasonal import incomplete_months
from dashboard.shop import Shop


def all_months(shop: Shop, scope: Scope) -> Scope:
    """All months of the data: one scope for all windows, so that its answers are asked once."""
    published = shop.published()
    day = published.of(scope).as_of
    return scope.only(start=published.first_month, end=published.last_month, as_of=day, is_part=False)


def incomplete_of(shop: Shop, always: Scope) -> tuple[date, ...]:
    """The months of the data that are not whole."""
    published = shop.published()
    return incomplete_months(published, (always.start, always.end)) if published.has_orders else ()


def periods_of(shop: Shop, scope: Scope) -> Periods | None:
    """The two spans of full months that a view is judged by, as everywhere; None where nothing is compared."""
    return compared(shop.published(), scope)


def month_ends(shop: Shop, always: Scope, scope: Scope) -> list[date]:
    """The months at whose end the segments' members are known, up to the window's end."""
    sizes: pd.DataFrame = shop.ask(migration.sizes, always)
    return sorted(month for month in set(sizes["month"]) if month <= scope.end)
