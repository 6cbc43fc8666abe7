"""The words of /value on levels: from … to, how earlier days came out, whether the days held back kept to it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, hypot, sqrt
from typing import Any

from dashboard.words import formats

FEWEST_PROMISING = 5  # earlier days
RIGHT = 0.05  # off by less, the level is called right
Metrics = Mapping[str, Any]


def buyers_range(metrics: Metrics, buyers: float | None, customers: float | None) -> str:
    """ "between 310 and 420 of 1,200 customers", for a selection: its chance of chance is its own."""
    if not buyers or not customers:
        return f"of {formats.count(customers)} customers"
    told = metrics.get("next")
    if told and told["customers"] == customers:  # everybody: one range, wherever it is told
        return f"between {formats.count(told['low'])} and {formats.count(told['high'])} of {formats.count(customers)}"
    # Independent customers vary at most as if all had the mean chance.
    deviation = sqrt(buyers * max(1 - buyers / customers, 0))
    low, high = around(buyers, metrics["spread"], deviation)
    return f"between {formats.count(low)} and {formats.count(min(high, customers))} of {formats.count(customers)}"


def orders_range(metrics: Metrics, orders: float | None) -> str:
    """The same of the orders of a year, by the proportions of the whole shop."""
    told = metrics.get("next")
    if not orders or not told or not told["expected"]:
        return "days with an order"
    low, high = (orders * told[end] / told["expected"] for end in ("low", "high"))
    return f"between {formats.count(low)} and {formats.count(high)}"


def sales_range(metrics: Metrics, sales: float | None, currency: str) -> str:
    """The same of the sales of a year; nothing where no range is known."""
    told = metrics.get("spend")
    if not sales or not told or not told["expected"]:
        return ""
    low, high = (formats.money(sales * told[end] / told["expected"], currency) for end in ("low", "high"))
    return f"between {low} and {high}"


def sales_held_back(metrics: Metrics, currency: str) -> str:
    """How the sales of the days held back came out against what was expected of them."""
    held = (metrics.get("spend") or {}).get("held_back")
    if not held or not held["expected"]:
        return ""
    off = held["observed"] / held["expected"] - 1
    came, told = (formats.money(held[one], currency) for one in ("observed", "expected"))
    text = f"Of the last {held['days']} days, held back, {told} was expected and {came} came, {_side(off)} that"
    factor = metrics["spend"]["factor"]
    return f"{text}." if factor == 1 else f"{text}; what is expected now is taken {factor:.2f} times for it."


def around(expected: float, spread: Metrics, deviation: float) -> tuple[float, float]:
    """From … to, as `models.value.trials` gives it for the whole shop."""
    wide = hypot(spread["times"] * hypot(spread["error"], deviation / expected), spread.get("apart", 0.0))
    wide = max(wide, spread.get("least", 0.0))
    return expected * exp(-wide), expected * exp(wide)


def next_days(metrics: Metrics) -> str:
    """What is expected of the whole shop, from … to, and how often such a range holds."""
    told = metrics["next"]
    return (
        f"Between {formats.count(told['low'])} and {formats.count(told['high'])} of {formats.count(told['customers'])} "
        f"customers are expected to order within 90 days{_promise(metrics)}. {trials(metrics)}"
    )


def trials(metrics: Metrics) -> str:
    """How far the count was off on earlier days, what was made of it, and whether they were enough."""
    season = metrics.get("knows_season")
    own = [one for one in metrics["trials"] if one.get("knows_season") == season]
    others = [one for one in metrics["trials"] if one.get("knows_season") != season]
    without = "without" if season else "with"
    parts = (
        _came_out(own, "the count came out"),
        _came_out(others, f"the count came out, {without} the season of a year before,"),
        _taken(metrics.get("factor", 1.0)),
        _widened(metrics["spread"]["trials"], bool(others)),
    )
    return " ".join(part for part in parts if part)


def _came_out(tried: list[Metrics], verb: str) -> str:
    offs = sorted(one["observed"] / one["expected"] - 1 for one in tried if one["expected"])
    if not offs:
        return ""
    dates = formats.plural(len(offs), "earlier date")
    ends = _side(offs[0]) if len(offs) == 1 else f"{_side(offs[0])} to {_side(offs[-1])}"
    return f"On {dates} {verb} {ends} what was expected."


def _taken(factor: float) -> str:
    return "" if f"{factor:.2f}" == "1.00" else f"What is expected now is taken {factor:.2f} times for that."


def _widened(tried: int, has_others: bool) -> str:
    """Why the range is wide, where it is for want of earlier days."""
    if tried >= FEWEST_PROMISING:
        return ""
    if tried:
        return f"The range is widened because only {formats.plural(tried, 'such date')} could be tried."
    if has_others:
        return "The range is as wide as these misses, because no earlier date could be tried as it is told now."
    return "The range is widened because no earlier date could be tried."


def held_back(metrics: Metrics) -> str:
    """The title: whether as many came on the days held back as were told."""
    off = metrics["observed"] / max(metrics["expected"], 1e-9) - 1
    word = "more" if off > 0 else "fewer"
    if not metrics["low"] <= metrics["observed"] <= metrics["high"]:
        return f"On days held back, {word} came than the range told"
    if abs(off) < RIGHT:
        return "On days held back, the level was right"
    return f"On days held back, {formats.percent(abs(off), 0)} {word} came than told, within the range"


def _side(off: float) -> str:
    return f"{formats.percent(abs(off), 0)} {'below' if off < 0 else 'above'}"


def _promise(metrics: Metrics) -> str:
    """Where few earlier days were tried, nothing is promised."""
    promised = metrics["spread"]["promised"] if metrics["spread"]["trials"] >= FEWEST_PROMISING else None
    return f"; such a range holds {promised * 10:.0f} times in 10" if promised else ""
