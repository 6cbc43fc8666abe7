"""The key figures of a selection, each against the months that it is compared with, with its course by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from dash import html

from dashboard.components.basics import Children
from dashboard.components.cards import KeyFigure, key_figures
from dashboard.filters.comparison import Baseline, compared, why_not
from dashboard.filters.selection import Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say


def key_figures_of(shop: Shop, place: Place, scope: Scope, measures: Sequence[Measure] | None = None) -> Children:
    """The strip of key figures: the eight MEASURES, or others; a sentence where nothing was ever ordered so."""
    if not _matches(shop, scope):
        return html.P(say("Nothing in the data matches these filters."), className="muted")
    return key_figures(figures_of(shop, scope, measures))


def _matches(shop: Shop, scope: Scope) -> bool:
    """Whether the window, or what it is compared with, has an order or a return."""
    found = compared(shop.published(), scope)
    scopes = (scope, *(found.scopes(scope) if found else ()))
    return any(one.orders or one.returns for one in (shop.ask(activity.totals, each) for each in scopes))


def figures_of(shop: Shop, scope: Scope, measures: Sequence[Measure] | None = None) -> list[KeyFigure]:
    """The key figures of a scope with their changes, for a page or on paper."""
    published, now = shop.published(), shop.ask(activity.totals, scope)
    months: pd.DataFrame = shop.ask(activity.by_month, scope)
    against = changes_of(shop, scope)
    if against is None:
        return figures(now, None, months, shop.currency, why_not(published, scope), measures)
    found, changes = against
    shown = figures(now, changes, months, shop.currency, found.words, measures)
    return [
        replace(one, compared=_compared(measure, changes, found, shop.currency)) if one.change is not None else one
        for one, measure in zip(shown, measures or MEASURES, strict=True)
    ]


def changes_of(shop: Shop, scope: Scope) -> tuple[Baseline, Changes] | None:
    """The two windows that a scope's changes are between, and their totals; None where nothing is compared."""
    found = compared(shop.published(), scope)
    if found is None:
        return None
    return found, Changes(*(shop.ask(activity.totals, one) for one in found.scopes(scope)))


def _compared(measure: Measure, changes: Changes, periods: Baseline, currency: str) -> str:
    """`57.5 % in Jun–Nov 2011, 51.0 % in Dec 2010 – May 2011`: the months compared may be fewer than those shown."""
    late, early = (measure.write(measure.value(totals), currency) for totals in (changes.late, changes.early))
    return say(
        "{late} in {late_words}, {early} in {early_words}",
        late=late,
        late_words=periods.late_words(),
        early=early,
        early_words=periods.early_words(),
    )


@dataclass(frozen=True)
class Changes:
    """The totals of two windows to compare."""

    late: Totals
    early: Totals

    def of(self, measure: Measure) -> float | None:
        """The change of a key figure: relative, of a share in points; None where there was nothing before."""
        return self.points(measure.value) if measure.is_share else self.growth(measure.value)

    def growth(self, measure: Callable[[Totals], float | None]) -> float | None:
        """The relative change of an amount; None where there was nothing before."""
        late, early = measure(self.late), measure(self.early)
        return late / early - 1 if late is not None and early else None

    def points(self, measure: Callable[[Totals], float | None]) -> float | None:
        """The difference of a share."""
        late, early = measure(self.late), measure(self.early)
        return late - early if late is not None and early is not None else None


def figures(
    now: Totals,
    changes: Changes | None,
    months: pd.DataFrame,
    currency: str,
    basis: str = "",
    measures: Sequence[Measure] | None = None,
) -> list[KeyFigure]:
    """The key figures of totals; `months` (one row a month of the window) gives their courses.

    `basis`: what the changes are against, or why there are none.
    """
    return [_figure(measure, now, changes, months, currency, basis) for measure in measures or MEASURES]


def _figure(
    measure: Measure, now: Totals, changes: Changes | None, months: pd.DataFrame, currency: str, basis: str
) -> KeyFigure:
    change = None
    if changes is not None:
        change = changes.of(measure)
        basis = basis if change is not None else say("nothing to compare {basis}", basis=basis)
    return KeyFigure(
        say(measure.label),
        measure.write(measure.value(now), currency),
        change,
        basis,
        tuple(measure.course(months).fillna(0).astype(float)),
        measure.more_is_better,
        measure.is_share,
        say(measure.hint),
    )


def _per(frame: pd.DataFrame, part: str, whole: str) -> pd.Series:
    return frame[part] / frame[whole].where(frame[whole] > 0)


def _count(value: float | None, currency: str) -> str:
    return formats.count(value)


def _percent(value: float | None, currency: str) -> str:
    return formats.percent(value)


@dataclass(frozen=True)
class Measure:
    """One key figure: how it comes from totals and from months, and how it is written."""

    label: str
    value: Callable[[Totals], float | None]
    course: Callable[[pd.DataFrame], pd.Series]
    write: Callable[[float | None, str], str] = formats.money
    hint: str = ""
    more_is_better: bool | None = True
    is_share: bool = False
    is_one: bool = False  # as a word: it is, they are

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in the shop's currency."""
        return self.write is formats.money


MEASURES = (
    Measure(to_say("Gross sales"), lambda t: t.gross, lambda m: m["gross"], hint=to_say("Before returns, with guests")),
    Measure(
        to_say("Returns"),
        lambda t: t.returns,
        lambda m: -m["returns"],
        hint=to_say("Returned or cancelled"),
        more_is_better=False,
    ),
    Measure(
        to_say("Net sales"),
        lambda t: t.net,
        lambda m: m["gross"] + m["returns"],
        hint=to_say("Gross sales less returns"),
    ),
    Measure(
        to_say("Orders"), lambda t: t.orders, lambda m: m["orders"], _count, to_say("Orders with a sale, with guests'")
    ),
    Measure(
        to_say("Customers"),
        lambda t: t.customers,
        lambda m: m["customers"],
        _count,
        to_say("Identified customers with an order in the period"),
    ),
    Measure(
        to_say("Average order value"),
        lambda t: formats.ratio(t.gross, t.orders),
        lambda m: _per(m, "gross", "orders"),
        hint=to_say("Gross sales per order"),
        is_one=True,
    ),
    Measure(
        to_say("Repeat customers"),
        lambda t: formats.ratio(t.repeat_customers, t.customers),
        lambda m: 1 - _per(m, "single_customers", "customers"),
        _percent,
        to_say(
            "Customers with two or more orders inside the period, of all its customers; earlier orders do not count, "
            "so that periods of equal length compare"
        ),
        is_share=True,
    ),
    Measure(
        to_say("Guests' share of sales"),
        lambda t: formats.ratio(t.guest_gross, t.gross),
        lambda m: _per(m, "guest_gross", "gross"),
        _percent,
        to_say("Sales of orders that name no customer"),
        more_is_better=None,
        is_share=True,
        is_one=True,
    ),
)
SALES_PER_CUSTOMER = Measure(
    to_say("Sales per customer"),
    lambda t: formats.ratio(t.identified_gross, t.customers),
    lambda m: _per(m, "identified_gross", "customers"),
    hint=to_say("Gross sales of identified customers, per customer with an order in the period"),
)
