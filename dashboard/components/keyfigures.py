"""The key figures of a selection, each against the previous period of equal length, with its course by month."""

from __future__ import annotations

import pandas as pd

from dashboard import formats, words
from dashboard.components.basics import Children
from dashboard.components.cards import KeyFigure, key_figures
from dashboard.filters import Scope, period_in_words
from dashboard.queries import activity
from dashboard.queries.activity import Totals
from dashboard.shop import Place, Shop

REPEAT_HINT = "Customers of the period with two or more orders up to its end, of all customers of the period"


def key_figures_of(shop: Shop, place: Place, scope: Scope) -> Children:
    """The strip of eight key figures."""
    published = shop.published()
    now: Totals = shop.ask(activity.totals, scope)
    months: pd.DataFrame = shop.ask(activity.by_month, scope)
    earlier = scope.previous()
    before: Totals | None = None
    note = "no earlier period"
    if earlier.start >= published.first_month:
        before = shop.ask(activity.totals, earlier)
        note = f"against {period_in_words(earlier.start, earlier.end)}"
        if words.is_partial(published, scope):
            note += "; the last month is not over"
    return key_figures(list(_figures(now, before, months, shop.currency, note)))


def _figures(now: Totals, before: Totals | None, months: pd.DataFrame, currency: str, note: str) -> list[KeyFigure]:
    def growth(value: float, former: float | None) -> float | None:
        return value / former - 1 if former else None

    def points(value: float | None, former: float | None) -> float | None:
        return value - former if value is not None and former is not None else None

    def course(values: pd.Series) -> tuple[float, ...]:
        return tuple(values.fillna(0).astype(float))

    b = before
    repeat, guests = formats.ratio(now.repeat_customers, now.customers), formats.ratio(now.guest_gross, now.gross)
    repeat_before = formats.ratio(b.repeat_customers, b.customers) if b else None
    guests_before = formats.ratio(b.guest_gross, b.gross) if b else None
    order, order_before = formats.ratio(now.gross, now.orders), formats.ratio(b.gross, b.orders) if b else None
    order_growth = growth(order, order_before) if order is not None else None
    m = months
    return [
        KeyFigure(
            "Gross sales",
            formats.money(now.gross, currency),
            growth(now.gross, b.gross if b else None),
            note,
            course(m["gross"]),
        ),
        KeyFigure(
            "Returns",
            formats.money(now.returns, currency),
            growth(now.returns, b.returns if b else None),
            note,
            course(-m["returns"]),
            more_is_better=False,
        ),
        KeyFigure(
            "Net sales",
            formats.money(now.net, currency),
            growth(now.net, b.net if b else None),
            note,
            course(m["gross"] + m["returns"]),
        ),
        KeyFigure(
            "Orders", formats.count(now.orders), growth(now.orders, b.orders if b else None), note, course(m["orders"])
        ),
        KeyFigure(
            "Customers",
            formats.count(now.customers),
            growth(now.customers, b.customers if b else None),
            note,
            course(m["customers"]),
            hint="Identified customers with an order in the period",
        ),
        KeyFigure(
            "Average order value",
            formats.money(order, currency),
            order_growth,
            note,
            course(m["gross"] / m["orders"].where(m["orders"] > 0)),
            hint="Gross sales per order",
        ),
        KeyFigure(
            "Repeat customers",
            formats.percent(repeat),
            points(repeat, repeat_before),
            note,
            course(1 - m["new_customers"] / m["customers"].where(m["customers"] > 0)),
            in_points=True,
            hint=REPEAT_HINT,
        ),
        KeyFigure(
            "Guests' share of sales",
            formats.percent(guests),
            points(guests, guests_before),
            note,
            course(m["guest_gross"] / m["gross"].where(m["gross"] > 0)),
            more_is_better=None,
            in_points=True,
            hint="Sales of orders that name no customer",
        ),
    ]
