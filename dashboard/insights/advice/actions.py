"""How to act: by which channel, with which offer, and when. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import Any

from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.advice.material import Material
from dashboard.insights.advice.playbook import CHANNELS, Play
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER
from wording.languages import days, say, say_n, to_say

WEEKDAYS = (
    to_say("Mondays"),
    to_say("Tuesdays"),
    to_say("Wednesdays"),
    to_say("Thursdays"),
    to_say("Fridays"),
    to_say("Saturdays"),
    to_say("Sundays"),
)
LEAST_ORDERS = 20  # before a busiest hour is named
MOSTLY = 0.5  # of the customers whose contact must be known for a channel to come first
KNOWN_BY = {"email": "emails", "mail": "emails", "phone": "phones"}
KNOWN_FOR = {
    "email": to_say("E-mail: address known for {share}."),
    "mail": to_say("Seasonal e-mail: address known for {share}."),
    "phone": to_say("Phone: number known for {share}."),
}
Offered = tuple[str, Callable[[str], str]]  # a product, and the sentence that offers it and says why


def channel_of(material: Material, segment_id: str, play: Play) -> str:
    """The first channel of the play whose contacts are known for most; else the play's first, and what is missing."""
    rhythm = material.row("rhythms", segment_id)
    sampled = float(rhythm.get("sampled", 0))
    known = {
        channel: float(rhythm.get(KNOWN_BY[channel], 0)) / sampled if sampled else 0.0
        for channel in play.channels
        if channel in KNOWN_BY
    }
    best = next((channel for channel, share in known.items() if share >= MOSTLY), None)
    if best is not None:
        return say(KNOWN_FOR[best], share=formats.percent(known[best], 0))
    names = upper(_either(play.channels))
    share = max(known.values(), default=0.0)
    if not share:
        return say("{channels}; no contacts are loaded.", channels=names)
    return say("{channels}; contacts are known for only {share}.", channels=names, share=formats.percent(share, 0))


def _either(channels: Sequence[str]) -> str:
    """`e-mail, or phone`."""
    names = [say(CHANNELS[channel]) for channel in channels]
    return reduce(lambda told, name: say("{channels}, or {channel}", channels=told, channel=name), names)


def offer_of(material: Material, segment_id: str, play: Play) -> str:
    """The play's offer with the product that fits, and why."""
    for kind in play.offers:
        offered = _PRODUCTS[kind](material, segment_id)
        if offered is not None:
            product, told = offered
            return told(say(play.offer, product=product))
    return f"{say(play.offer, product=say('your best sellers'))}."


def _next(material: Material, segment_id: str) -> Offered | None:
    row = material.row("offers", segment_id)
    if not row:
        return None
    product = formats.product_name(row.get("other_description"), row["other_stock_code"])
    bought = formats.product_name(row.get("description"), row["stock_code"])
    is_all = not material.filters.countries and material.filters.start is None  # else the number is not of the view
    if not is_all:
        return product, lambda offer: say(
            "{offer}, to those who bought {bought} but not this.", offer=offer, bought=bought
        )
    return product, lambda offer: say_n(
        int(row["customers"]),
        "{offer}, to the {n} customer who bought {bought} but not this.",
        "{offer}, to the {n} customers who bought {bought} but not this.",
        offer=offer,
        bought=bought,
    )


def _favourite(material: Material, segment_id: str) -> Offered | None:
    row = material.row("favourites", segment_id)
    if not row:
        return None
    product = formats.product_name(row.get("description"), row["stock_code"])
    return product, lambda offer: say("{offer}, which they take to more than others.", offer=offer)


def _best(material: Material, segment_id: str) -> Offered | None:
    best: Any = material.best_seller
    if best is None:
        return None
    return formats.product_name(best["description"], best["stock_code"]), lambda offer: f"{offer}."


_PRODUCTS = {"next": _next, "favourite": _favourite, "best": _best}


def timing_of(material: Material, segment_id: str, play: Play) -> str:
    """When: after their usual interval, now, or ahead of the season; and the weekday and hour at which they order."""
    rhythm = material.row("rhythms", segment_id)
    parts = {
        "rhythm": _interval(rhythm.get("interval")),
        "second": _usual(rhythm.get("usual")),
        "now": say("Now"),
        "season": _season(material) or say("Once a season"),
        "welcome": say("Within a week of signing up"),
    }
    when, busiest = parts[play.timing], _busiest(material, segment_id)
    if not busiest:
        return f"{when}."
    if play.id in WITHOUT_ORDER:
        return say("{when}; customers order most on {busiest}.", when=when, busiest=busiest)
    return say("{when}; they order most on {busiest}.", when=when, busiest=busiest)


def _interval(value: Any) -> str:
    if value is None:
        return say("Once a month")
    return say_n(
        _days(value),
        "About {n} day after the last order, their usual interval",
        "About {n} days after the last order, their usual interval",
    )


def _usual(value: Any) -> str:
    if value is None:
        return say("Within a month of the order")
    return say_n(
        _days(value),
        "Within {n} day of the order, the shop's usual interval",
        "Within {n} days of the order, the shop's usual interval",
    )


def _days(value: Any) -> int:
    return max(1, round(float(value)))


def _season(material: Material) -> str:
    """Ahead of the strongest month, net of returns, of the latest twelve full ones of all customers, if so many."""
    net: dict[date, float] = {}
    for row in material.all_rows("months"):
        if row["month"] not in material.incomplete:
            net[row["month"]] = net.get(row["month"], 0.0) + row["gross"] + row.get("returns", 0.0)
    latest = sorted(net)[-MONTHS_A_YEAR:]
    if len(latest) < MONTHS_A_YEAR:
        return ""
    best = max(latest, key=net.__getitem__)
    return say("Ahead of {month}, the shop's strongest month", month=days.month_name(best))


def _busiest(material: Material, segment_id: str) -> str:
    rows = material.rows("hours", segment_id) or material.all_rows("hours")
    if sum(row["orders"] for row in rows) < LEAST_ORDERS:
        return ""
    weekdays, hours = Counter[int](), Counter[tuple[int, int]]()
    for row in rows:
        weekdays[row["weekday"]] += row["orders"]
        hours[row["weekday"], row["hour"]] += row["orders"]
    weekday = min(weekdays, key=lambda day: (-weekdays[day], day))
    hour = min((hour for day, hour in hours if day == weekday), key=lambda hour: (-hours[weekday, hour], hour))
    return say("{weekdays} around {hour}", weekdays=say(WEEKDAYS[weekday - 1]), hour=_hour(hour))


def _hour(hour: int) -> str:
    named = {0: say("midnight"), 12: say("noon")}
    return named[hour] if hour in named else say("{hour}:00", hour=hour)


def upper(text: str) -> str:
    """With a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]
