"""Whether a threshold is crossed in a view now, with the numbers and the months that its page shows, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.components.keyfigures import changes_of
from dashboard.components.thresholds.threshold import ABOVE, MOVED, Threshold
from dashboard.filters import scope_words
from dashboard.filters.comparison import why_not
from dashboard.filters.selection import Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.shop import Shop
from dashboard.words import formats


@dataclass(frozen=True)
class Crossing:
    """None where the figure is not there; `words` is one sentence."""

    is_crossed: bool | None
    words: str


def look(shop: Shop, scope: Scope, threshold: Threshold) -> Crossing:
    """Of the figure as the page of the view shows it. Raises NoDataError where nothing has been published yet."""
    return _moved(shop, scope, threshold) if threshold.when == MOVED else _against(shop, scope, threshold)


def _against(shop: Shop, scope: Scope, threshold: Threshold) -> Crossing:
    period = scope_words.period(shop.published(), scope)
    value = _value(threshold, shop.ask(activity.totals, scope))
    if value is None:
        return Crossing(None, f"{threshold.measure.label}: there is none in {period}, which has no order.")
    limit = threshold.value / (100 if threshold.measure.is_share else 1)
    is_crossed = value > limit if threshold.when == ABOVE else value < limit
    side = f"{threshold.when} {threshold.limit(shop.currency)}"
    written = _written(shop, threshold, value)
    was = "was" if threshold.measure.is_one else "were"
    return Crossing(
        is_crossed, f"{threshold.measure.label} {was} {written} in {period}, {'' if is_crossed else 'not '}{side}."
    )


def _moved(shop: Shop, scope: Scope, threshold: Threshold) -> Crossing:
    measure, published = threshold.measure, shop.published()
    found = changes_of(shop, scope)
    if found is None:
        return Crossing(None, f"{measure.label}: no change can be told, {why_not(published, scope)}.")
    periods, changes = found
    change = changes.of(measure)
    if change is None:
        return Crossing(None, f"{measure.label}: nothing to compare {periods.words}.")
    early, late = (_written(shop, threshold, _value(threshold, one)) for one in (changes.early, changes.late))
    is_crossed = abs(change) * 100 > threshold.value
    by = f"{abs(change) * 100:.1f}\u202f{'points' if measure.is_share else '%'}"
    than = f"{'' if is_crossed else 'not '}more than {threshold.limit(shop.currency)}"
    course = f"from {early} in {periods.early_words()} to {late} in {periods.late_words()}"
    how = {1: "rose", -1: "fell", 0: "moved"}[(change > 0) - (change < 0)]
    return Crossing(is_crossed, f"{measure.label} {how} by {by}, {course}: {than}.")


def _value(threshold: Threshold, totals: Totals) -> float | None:
    """Returns are told as what came back."""
    value = threshold.measure.value(totals)
    return None if value is None else abs(value) if threshold.figure == "returns" else value


def _written(shop: Shop, threshold: Threshold, value: float | None) -> str:
    """Exact, since it stands beside a limit."""
    if threshold.measure.is_money:
        return formats.money_exact(None if value is None else round(value, 2), shop.currency)
    return threshold.measure.write(value, shop.currency)
