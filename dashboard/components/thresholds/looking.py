"""Whether a threshold is crossed in a view now, with the numbers and the months that its page shows, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dashboard.components.keyfigures import changes_of
from dashboard.components.thresholds.threshold import ABOVE, BELOW, MOVED, Threshold
from dashboard.filters import scope_words
from dashboard.filters.comparison import why_not
from dashboard.filters.selection import Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.shop import Shop
from dashboard.words import formats
from wording.languages import marked, say, to_say

STANDS: Final = {  # whether it is one thing, side of the limit, whether it is there
    (True, BELOW, True): to_say("{figure} was {value} in {period}, below {limit}."),
    (True, BELOW, False): to_say("{figure} was {value} in {period}, not below {limit}."),
    (True, ABOVE, True): to_say("{figure} was {value} in {period}, above {limit}."),
    (True, ABOVE, False): to_say("{figure} was {value} in {period}, not above {limit}."),
    (False, BELOW, True): to_say("{figure} were {value} in {period}, below {limit}."),
    (False, BELOW, False): to_say("{figure} were {value} in {period}, not below {limit}."),
    (False, ABOVE, True): to_say("{figure} were {value} in {period}, above {limit}."),
    (False, ABOVE, False): to_say("{figure} were {value} in {period}, not above {limit}."),
}
COURSE: Final = {  # up, down or neither, and whether that is beyond the limit
    (1, True): to_say("{figure} rose by {by}, from {early} in {then} to {late} in {now}: more than {limit}."),
    (1, False): to_say("{figure} rose by {by}, from {early} in {then} to {late} in {now}: not more than {limit}."),
    (-1, True): to_say("{figure} fell by {by}, from {early} in {then} to {late} in {now}: more than {limit}."),
    (-1, False): to_say("{figure} fell by {by}, from {early} in {then} to {late} in {now}: not more than {limit}."),
    (0, True): to_say("{figure} moved by {by}, from {early} in {then} to {late} in {now}: more than {limit}."),
    (0, False): to_say("{figure} moved by {by}, from {early} in {then} to {late} in {now}: not more than {limit}."),
}


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
    value, label = _value(threshold, shop.ask(activity.totals, scope)), say(threshold.measure.label)
    if value is None:
        return Crossing(
            None, say("{figure}: there is none in {period}, which has no order.", figure=label, period=period)
        )
    limit = threshold.value / (100 if threshold.measure.is_share else 1)
    is_crossed = value > limit if threshold.when == ABOVE else value < limit
    told = {
        "figure": label,
        "value": _written(shop, threshold, value),
        "period": period,
        "limit": threshold.limit(shop.currency),
    }
    return Crossing(is_crossed, say(STANDS[threshold.measure.is_one, threshold.when, is_crossed], **told))


def _moved(shop: Shop, scope: Scope, threshold: Threshold) -> Crossing:
    measure, published = threshold.measure, shop.published()
    label, found = say(measure.label), changes_of(shop, scope)
    if found is None:
        why = why_not(published, scope)
        return Crossing(None, say("{figure}: no change can be told, {why}.", figure=label, why=why))
    periods, changes = found
    change = changes.of(measure)
    if change is None:
        return Crossing(None, say("{figure}: nothing to compare {periods}.", figure=label, periods=periods.words))
    early, late = (_written(shop, threshold, _value(threshold, one)) for one in (changes.early, changes.late))
    is_crossed = abs(change) * 100 > threshold.value
    by = marked(f"{abs(change) * 100:.1f}")
    told = {
        "figure": label,
        "by": say("{number}\u202fpoints", number=by) if measure.is_share else f"{by}\u202f%",
        "early": early,
        "then": periods.early_words(),
        "late": late,
        "now": periods.late_words(),
        "limit": threshold.limit(shop.currency),
    }
    return Crossing(is_crossed, say(COURSE[(change > 0) - (change < 0), is_crossed], **told))


def _value(threshold: Threshold, totals: Totals) -> float | None:
    """Returns are told as what came back."""
    value = threshold.measure.value(totals)
    return None if value is None else abs(value) if threshold.figure == "returns" else value


def _written(shop: Shop, threshold: Threshold, value: float | None) -> str:
    """Exact, since it stands beside a limit."""
    if threshold.measure.is_money:
        return formats.money_exact(None if value is None else round(value, 2), shop.currency)
    return threshold.measure.write(value, shop.currency)
