"""How to act: by which channel, with which offer, and when. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from dashboard.filters.selection import MONTHS_A_YEAR
from dashboard.insights.advice.material import Material
from dashboard.insights.advice.playbook import CHANNELS, Play
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
LEAST_ORDERS = 20  # before a busiest hour is named
MOSTLY = 0.5  # of the customers whose contact must be known for a channel to come first
NO_CONTACTS = "no contacts are loaded"
KNOWN_BY = {"email": "emails", "mail": "emails", "phone": "phones"}


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
        what = "number" if best == "phone" else "address"
        return f"{_upper(CHANNELS[best])}: {what} known for {formats.percent(known[best], 0)}."
    names = ", or ".join(CHANNELS[channel] for channel in play.channels)
    share = max(known.values(), default=0.0)
    if not share:
        return f"{_upper(names)}; {NO_CONTACTS}."
    return f"{_upper(names)}; contacts are known for only {formats.percent(share, 0)}."


def offer_of(material: Material, segment_id: str, play: Play) -> str:
    """The play's offer with the product that fits, and why."""
    for kind in play.offers:
        found = _PRODUCTS[kind](material, segment_id)
        if found is not None:
            product, why = found
            return f"{play.offer.format(product=product)}{why}."
    return f"{play.offer.format(product='your best sellers')}."


def _next(material: Material, segment_id: str) -> tuple[str, str] | None:
    row = material.row("offers", segment_id)
    if not row:
        return None
    product = formats.product_name(row.get("other_description"), row["other_stock_code"])
    bought = formats.product_name(row.get("description"), row["stock_code"])
    is_all = not material.filters.countries and material.filters.start is None  # else the number is not of the view
    who = f"the {formats.plural(int(row['customers']), 'customer')}" if is_all else "those"
    return product, f", to {who} who bought {bought} but not this"


def _favourite(material: Material, segment_id: str) -> tuple[str, str] | None:
    row = material.row("favourites", segment_id)
    if not row:
        return None
    return formats.product_name(row.get("description"), row["stock_code"]), ", which they take to more than others"


def _best(material: Material, segment_id: str) -> tuple[str, str] | None:
    best: Any = material.best_seller
    return None if best is None else (formats.product_name(best["description"], best["stock_code"]), "")


_PRODUCTS = {"next": _next, "favourite": _favourite, "best": _best}


def timing_of(material: Material, segment_id: str, play: Play) -> str:
    """When: after their usual interval, now, or ahead of the season; and the weekday and hour at which they order."""
    rhythm = material.row("rhythms", segment_id)
    interval, usual = (_days(rhythm.get(name)) for name in ("interval", "usual"))
    parts = {
        "rhythm": f"About {interval} after the last order, their usual interval" if interval else "Once a month",
        "second": f"Within {usual} of the order, the shop's usual interval" if usual else "Within a month of the order",
        "now": "Now",
        "season": _season(material) or "Once a season",
        "welcome": "Within a week of signing up",
    }
    busiest = _busiest(material, segment_id)
    if not busiest:
        return f"{parts[play.timing]}."
    who = "customers" if play.id in WITHOUT_ORDER else "they"
    return f"{parts[play.timing]}; {who} order most on {busiest}."


def _days(value: Any) -> str:
    return formats.plural(max(1, round(float(value))), "day") if value is not None else ""


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
    return f"Ahead of {best:%B}, the shop's strongest month"


def _busiest(material: Material, segment_id: str) -> str:
    rows = material.rows("hours", segment_id) or material.all_rows("hours")
    if sum(row["orders"] for row in rows) < LEAST_ORDERS:
        return ""
    days, hours = Counter[int](), Counter[tuple[int, int]]()
    for row in rows:
        days[row["weekday"]] += row["orders"]
        hours[row["weekday"], row["hour"]] += row["orders"]
    weekday = min(days, key=lambda day: (-days[day], day))
    hour = min((hour for day, hour in hours if day == weekday), key=lambda hour: (-hours[weekday, hour], hour))
    return f"{WEEKDAYS[weekday - 1]} around {_hour(hour)}"


def _hour(hour: int) -> str:
    return {0: "midnight", 12: "noon"}.get(hour, f"{hour}:00")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
