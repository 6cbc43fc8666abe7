"""A rule in words: conditions on features as people say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.clusters import naming
from models.features.names import ATTRIBUTE, OTHER, is_attribute
from wording.languages import say, say_n, to_say
from wording.years import is_year

WHOLE = {"recency_days", "frequency", "tenure_days", "distinct_products", "units"}


@dataclass(frozen=True)
class Condition:
    """`feature` `sign` `value`, in the feature's own unit; a customer without the feature does not meet it."""

    feature: str
    sign: str  # "<=" or ">"
    value: float

    def holds(self, values: np.ndarray) -> np.ndarray:
        """For which values it is met."""
        return values <= self.value if self.sign == "<=" else values > self.value


ORDER = ("recency_days", "frequency", "monetary", "net")  # first in a sentence, the others after


def in_words(conditions: Sequence[Condition], currency: str) -> str:
    """In words: "last order within 35 days and more than 6 orders"."""
    spans: dict[str, dict[str, float]] = {}
    for one in conditions:
        spans.setdefault(one.feature, {})[one.sign] = one.value
    names = sorted(spans, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    parts = [_SAY.get(name, _general(name))(spans[name].get(">"), spans[name].get("<="), currency) for name in names]
    return " and ".join(parts)


def _recency(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return say("last order within {days}", days=naming.days(most or 0))
    if most is None:
        return say("last order more than {days} ago", days=naming.days(over))
    return say("last order {part} to {days} ago", part=f"{over + 1:,.0f}", days=naming.days(most))


def _orders(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return say("one order only") if most == 1 else say("at most {rows} orders", rows=f"{most:,.0f}")
    if most is None:
        return say_n(round(over), "more than {n} order", "more than {n} orders")
    if over + 1 == most:
        return say_n(round(most), "{n} order", "{n} orders")
    return say("{part} to {rows} orders", part=f"{over + 1:,.0f}", rows=f"{most:,.0f}")


def _sales(over: float | None, most: float | None, currency: str) -> str:
    if over is None:
        return say("sales up to {money}", money=naming.money(most or 0, currency))
    if most is None:
        return say("sales over {money}", money=naming.money(over, currency))
    low, high = naming.money(over, currency), naming.money(most, currency)
    return say("sales over {money} and up to {most_money}", money=low, most_money=high)


def _general(name: str) -> Any:
    if is_attribute(name):
        return lambda over, most, currency: _attribute(over, most, name.removeprefix(ATTRIBUTE))
    label = LABELS.get(name, name.replace("_", " "))

    def say_span(over: float | None, most: float | None, currency: str) -> str:
        write = _WRITE.get(name, _number) if name not in MONEY else lambda value: naming.money(value, currency)
        if over is None:
            return say("{what} at most {money}", what=label, money=write(most or 0))
        if most is None:
            return say("{what} over {money}", what=label, money=write(over))
        return say(
            "{what} over {money} and at most {most_money}", what=label, money=write(over), most_money=write(most)
        )

    return say_span


def _attribute(over: float | None, most: float | None, label: str) -> str:
    """`Income over 51,000`; of yes and no `Partner: yes`; of a value of many `Plan is gold`."""
    name, equals, value = label.partition("=")
    if equals:
        is_other = value.startswith(OTHER)
        joint = "is" if (most is None) != is_other else "is not"
        return f"{name} {joint} {f'one of {value.removeprefix(OTHER)}' if is_other else value}"
    if (over, most) in ((0.5, None), (None, 0.5)):
        return f"{name}: {'no' if over is None else 'yes'}"
    if over is None:
        return f"{name} at most {_valued(name, most or 0)}"
    return f"{name} over {_valued(name, over)}" + ("" if most is None else f" and at most {_valued(name, most)}")


def _valued(name: str, value: float) -> str:
    return f"{value:g}" if is_year(name, value) else _number(value)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


SHARES = {"return_rate", "weekend_share", "night_share", "discount_share"}
MONEY = {"net", "average_order_value"}
LABELS = {
    "net": to_say("net sales"),
    "tenure_days": to_say("days since the first order"),
    "average_order_value": to_say("sales per order"),
    "interval_days": to_say("days between orders"),
    "distinct_products": to_say("different products"),
    "return_rate": to_say("share returned"),
    "weekend_share": to_say("share of orders at weekends"),
    "night_share": to_say("share of orders from 22 to 6 o'clock"),
    "discount_share": to_say("share of lines bought clearly below the usual price"),
}
_WRITE = dict.fromkeys(SHARES, lambda value: naming.percent(value, 0))
_SAY = {"recency_days": _recency, "frequency": _orders, "monetary": _sales}
