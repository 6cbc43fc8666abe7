"""The words of /value on levels: from … to, how earlier days came out, whether the days held back kept to it."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, hypot, sqrt
from typing import Any

from dashboard.words import formats
from wording.languages import marked, say, say_n, to_say_n

FEWEST_PROMISING = 5  # earlier days
RIGHT = 0.05  # off by less, the level is called right
Metrics = Mapping[str, Any]
CAME_OUT = to_say_n(
    "On {n} earlier date the count came out {ends} what was expected.",
    "On {n} earlier dates the count came out {ends} what was expected.",
)
WITHOUT_SEASON = to_say_n(
    "On {n} earlier date the count came out, without the season of a year before, {ends} what was expected.",
    "On {n} earlier dates the count came out, without the season of a year before, {ends} what was expected.",
)
WITH_SEASON = to_say_n(
    "On {n} earlier date the count came out, with the season of a year before, {ends} what was expected.",
    "On {n} earlier dates the count came out, with the season of a year before, {ends} what was expected.",
)


def buyers_range(metrics: Metrics, buyers: float | None, customers: float | None) -> str:
    """ "between 310 and 420 of 1,200 customers", for a selection: its chance of chance is its own."""
    if not buyers or not customers:
        return say("of {customers} customers", customers=formats.count(customers))
    told = metrics.get("next")
    if told and told["customers"] == customers:  # everybody: one range, wherever it is told
        return say(
            "between {low} and {high} of {customers}",
            low=formats.count(told["low"]),
            high=formats.count(told["high"]),
            customers=formats.count(customers),
        )
    # Independent customers vary at most as if all had the mean chance.
    deviation = sqrt(buyers * max(1 - buyers / customers, 0))
    low, high = around(buyers, metrics["spread"], deviation)
    return say(
        "between {low} and {high} of {customers}",
        low=formats.count(low),
        high=formats.count(min(high, customers)),
        customers=formats.count(customers),
    )


def orders_range(metrics: Metrics, orders: float | None) -> str:
    """The same of the orders of a year, by the proportions of the whole shop."""
    told = metrics.get("next")
    if not orders or not told or not told["expected"]:
        return say("days with an order")
    low, high = (orders * told[end] / told["expected"] for end in ("low", "high"))
    return say("between {low} and {high}", low=formats.count(low), high=formats.count(high))


def sales_range(metrics: Metrics, sales: float | None, currency: str) -> str:
    """The same of the sales of a year; nothing where no range is known."""
    told = metrics.get("spend")
    if not sales or not told or not told["expected"]:
        return ""
    low, high = (formats.money(sales * told[end] / told["expected"], currency) for end in ("low", "high"))
    return say("between {low} and {high}", low=low, high=high)


def sales_held_back(metrics: Metrics, currency: str) -> str:
    """How the sales of the days held back came out against what was expected of them."""
    held = (metrics.get("spend") or {}).get("held_back")
    if not held or not held["expected"]:
        return ""
    off = held["observed"] / held["expected"] - 1
    came, told = (formats.money(held[one], currency) for one in ("observed", "expected"))
    text = say(
        "Of the last {days} days, held back, {told} was expected and {came} came, {percent} below that"
        if off < 0
        else "Of the last {days} days, held back, {told} was expected and {came} came, {percent} above that",
        days=held["days"],
        told=told,
        came=came,
        percent=formats.percent(abs(off), 0),
    )
    factor = metrics["spend"]["factor"]
    if factor == 1:
        return f"{text}."
    return f"{text}; " + say("what is expected now is taken {factor} times for it.", factor=_written(factor))


def around(expected: float, spread: Metrics, deviation: float) -> tuple[float, float]:
    """From … to, as `models.value.trials` gives it for the whole shop."""
    wide = hypot(spread["times"] * hypot(spread["error"], deviation / expected), spread.get("apart", 0.0))
    wide = max(wide, spread.get("least", 0.0))
    return expected * exp(-wide), expected * exp(wide)


def next_days(metrics: Metrics) -> str:
    """What is expected of the whole shop, from … to, and how often such a range holds."""
    told = metrics["next"]
    expected = say(
        "Between {low} and {high} of {customers} customers are expected to order within 90 days",
        low=formats.count(told["low"]),
        high=formats.count(told["high"]),
        customers=formats.count(told["customers"]),
    )
    return f"{'; '.join([expected, *_promise(metrics)])}. {trials(metrics)}"


def trials(metrics: Metrics) -> str:
    """How far the count was off on earlier days, what was made of it, and whether they were enough."""
    season = metrics.get("knows_season")
    own = [one for one in metrics["trials"] if one.get("knows_season") == season]
    others = [one for one in metrics["trials"] if one.get("knows_season") != season]
    parts = (
        _came_out(own, CAME_OUT),
        _came_out(others, WITHOUT_SEASON if season else WITH_SEASON),
        _taken(metrics.get("factor", 1.0)),
        _widened(metrics["spread"]["trials"], bool(others)),
    )
    return " ".join(part for part in parts if part)


def _came_out(tried: list[Metrics], sentence: tuple[str, str]) -> str:
    offs = sorted(one["observed"] / one["expected"] - 1 for one in tried if one["expected"])
    if not offs:
        return ""
    ends = _side(offs[0])
    if len(offs) > 1:
        ends = say("{low} to {high}", low=ends, high=_side(offs[-1]))
    return say_n(len(offs), *sentence, ends=ends)


def _taken(factor: float) -> str:
    if f"{factor:.2f}" == "1.00":
        return ""
    return say("What is expected now is taken {factor} times for that.", factor=_written(factor))


def _written(factor: float) -> str:
    return marked(f"{factor:.2f}")


def _widened(tried: int, has_others: bool) -> str:
    """Why the range is wide, where it is for want of earlier days."""
    if tried >= FEWEST_PROMISING:
        return ""
    if tried:
        return say_n(
            tried,
            "The range is widened because only {n} such date could be tried.",
            "The range is widened because only {n} such dates could be tried.",
        )
    if has_others:
        return say("The range is as wide as these misses, because no earlier date could be tried as it is told now.")
    return say("The range is widened because no earlier date could be tried.")


def held_back(metrics: Metrics) -> str:
    """The title: whether as many came on the days held back as were told."""
    off = metrics["observed"] / max(metrics["expected"], 1e-9) - 1
    if not metrics["low"] <= metrics["observed"] <= metrics["high"]:
        if off > 0:
            return say("On days held back, more came than the range told")
        return say("On days held back, fewer came than the range told")
    if abs(off) < RIGHT:
        return say("On days held back, the level was right")
    return say(
        "On days held back, {percent} more came than told, within the range"
        if off > 0
        else "On days held back, {percent} fewer came than told, within the range",
        percent=formats.percent(abs(off), 0),
    )


def _side(off: float) -> str:
    """How far off, before what it is off from."""
    percent = formats.percent(abs(off), 0)
    return say("{percent} below", percent=percent) if off < 0 else say("{percent} above", percent=percent)


def _promise(metrics: Metrics) -> list[str]:
    """Where few earlier days were tried, nothing is promised."""
    promised = metrics["spread"]["promised"] if metrics["spread"]["trials"] >= FEWEST_PROMISING else None
    return [say("such a range holds {times} times in 10", times=f"{promised * 10:.0f}")] if promised else []
