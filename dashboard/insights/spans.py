"""Which months advice and findings look at, beside those of the filter."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.filters.comparison import Baseline, compared
from dashboard.filters.months import incomplete_months
from dashboard.filters.reach import Ends, is_base, move_ends, share_ends
from dashboard.filters.selection import Scope, add_months
from dashboard.queries.segments import migration
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


def periods_of(shop: Shop, scope: Scope) -> Baseline | None:
    """The two spans of full months that a view is judged by, as everywhere; None where nothing is compared."""
    return compared(shop.published(), scope)


def moved_months(shop: Shop, scope: Scope) -> Ends | None:
    """The month ends between which the customers of the compared months moved, so never a span of a few days; None
    where nothing is compared, the earlier is no base, or who was where at one of the ends is not known."""
    periods = periods_of(shop, scope)
    if periods is None:
        return None
    ends = add_months(periods.late[0], -1), periods.late[1]
    return _known(shop, scope, ends) if is_base(shop.published(), ends) else None


def shared_months(shop: Shop, scope: Scope) -> Ends | None:
    """The month ends at which segments' shares of customers are compared; None for the same reasons."""
    ends = share_ends(shop.published(), scope)
    return ends and _known(shop, scope, ends)


def flow_months(shop: Shop, scope: Scope) -> Ends | None:
    """The month ends between which the customers of the window moved, compared or not; None where the data do not
    reach back for any part of it, or who was where is not known."""
    ends = move_ends(shop.published(), scope)
    return ends and _known(shop, scope, ends)


def _known(shop: Shop, scope: Scope, ends: Ends) -> Ends | None:
    sizes: pd.DataFrame = shop.ask(migration.sizes, all_months(shop, scope))
    return ends if set(ends) <= set(sizes["month"]) else None
