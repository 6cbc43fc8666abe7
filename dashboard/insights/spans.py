"""Which months advice and findings look at, beside those of the filter."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.filters import Scope
from dashboard.insights.periods import Periods, compared_periods
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
    return incomplete_months(shop.published(), always) if shop.published().has_orders else ()


def periods_of(shop: Shop, scope: Scope) -> Periods | None:
    """The two spans of months that a window is judged by; None without orders, or where nothing can be compared."""
    published = shop.published()
    if not published.has_orders:
        return None
    incomplete = incomplete_of(shop, all_months(shop, scope))
    return compared_periods(published.first_month, published.last_month, incomplete, scope.start, scope.end)


def month_ends(shop: Shop, always: Scope, scope: Scope) -> list[date]:
    """The months at whose end the segments' members are known, up to the window's end."""
    sizes: pd.DataFrame = shop.ask(migration.sizes, always)
    return sorted(month for month in set(sizes["month"]) if month <= scope.end)
