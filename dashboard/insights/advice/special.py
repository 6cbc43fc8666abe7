"""What is special about a segment: whichever of its measures stand out most against all customers. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import log, sqrt

from dashboard.insights.advice.material import Average, Material, Row
from dashboard.words import formats
from wording.languages import marked, say, to_say

LEAST_RATIO = 1.2  # below it a measure is like the average
FEWEST = 5  # customers, of whom anything is special
LEAST_CUSTOMERS = 10  # behind a country or a product
LEAST_ORDERS = 30  # behind hours
CERTAIN = 3.0  # standard errors between two shares
EVENING, MORNING = 18, 6  # hours
PARTS_OF_THE_WEEK: tuple[tuple[Callable[[Row], bool], str], ...] = (
    (lambda row: row["weekday"] >= 6, to_say("at the weekend")),
    (lambda row: row["hour"] >= EVENING or row["hour"] < MORNING, to_say("in the evening or at night")),
)
TOO_FEW = to_say("Too few customers to tell.")
USUAL = to_say("Much like the average customer.")
USUAL_OTHERWISE = to_say("Much like the average customer, apart from how often and how lately they order.")


@dataclass(frozen=True)
class Mark:
    """One thing that stands out: how far (the size of the logarithm of its ratio to all), and in words."""

    strength: float
    text: str


def special_of(material: Material, segment_id: str) -> tuple[str, ...]:
    """At most two sentences: how they order, and where, when or what."""
    own, whole = material.average(segment_id), material.whole
    if not own.customers:
        return ()
    if own.customers < FEWEST:
        return (say(TOO_FEW),)
    groups = (_ordering(material, own, whole), _around(material, segment_id, own.customers))
    found = [max(marks, key=lambda mark: mark.strength) for marks in groups if marks]
    return tuple(mark.text for mark in found) or (say(USUAL_OTHERWISE if material.is_from_orders else USUAL),)


def _mark(own: float | None, whole: float | None, text: str) -> list[Mark]:
    if not own or not whole or own < 0 or whole < 0:
        return []
    strength = abs(log(own / whole))
    return [Mark(strength, text)] if strength >= log(LEAST_RATIO) else []


def _times(own: float | None, whole: float | None) -> str:
    return formats.times(formats.ratio(own, whole))


def _ordering(material: Material, own: Average, whole: Average) -> list[Mark]:
    """How much, what comes back; and of segments that are not made of it how often, whether again, how lately."""
    marks = _spending(material, own, whole)
    if material.is_from_orders:
        return marks
    marks += _frequency(own, whole)
    marks += _again(formats.ratio(own.single, own.customers), formats.ratio(whole.single, whole.customers))
    told = {"own": _days(own.recency_days), "whole": _days(whole.recency_days)}
    days = say("Last order {own} before the end on average, all customers {whole}.", **told)
    return marks or _mark(own.recency_days, whole.recency_days, days)


def _spending(material: Material, own: Average, whole: Average) -> list[Mark]:
    """What an order brings, and what comes back of it."""
    money = material.money
    returned, all_returned = formats.ratio(-own.returns, own.gross), formats.ratio(-whole.returns, whole.gross)
    marks = _mark(
        own.net_order_value,
        whole.net_order_value,
        say(
            "Spend {own} an order net of returns, the average customer {whole}.",
            own=money(own.net_order_value),
            whole=money(whole.net_order_value),
        ),
    )
    if returned and all_returned and returned > all_returned:
        text = say(
            "{own} of their sales are returned, of all {whole}.",
            own=formats.percent(returned, 0),
            whole=formats.percent(all_returned, 0),
        )
        marks += _mark(returned, all_returned, text)
    return marks


def _frequency(own: Average, whole: Average) -> list[Mark]:
    told = {"orders": _orders(own.frequency), "average": marked(f"{whole.frequency:.1f}")}
    if (own.frequency or 0) < (whole.frequency or 0):
        often = say("{orders} each, the average is {average}.", **told)
    else:
        times = _times(own.frequency, whole.frequency)
        often = say("{orders} each, {times} the average of {average}.", times=times, **told)
    return _mark(own.frequency, whole.frequency, often)


def _again(single: float | None, all_single: float | None) -> list[Mark]:
    """Whether they came back."""
    if single is None or all_single is None:
        return []
    if single > all_single:
        told = {"share": formats.percent(single, 0), "all": formats.percent(all_single, 0)}
        once = say("{share} ordered only once, of all customers {all}.", **told)
        once = say("All of them ordered only once, of all customers {all}.", **told) if single == 1 else once
        return _mark(single, all_single, once)
    told = {"share": formats.percent(1 - single, 0), "all": formats.percent(1 - all_single, 0)}
    more = say("{share} ordered more than once, of all customers {all}.", **told)
    more = say("All of them ordered more than once, of all customers {all}.", **told) if single == 0 else more
    return _mark(1 - single, 1 - all_single, more)


def _orders(value: float | None) -> str:
    """`13.2 orders`, `1 order`."""
    text = formats.NOTHING if value is None else f"{value:,.1f}".removesuffix(".0")
    return formats.plural(1, "order") if text == "1" else say("{number} orders", number=marked(text))


def _days(value: float | None) -> str:
    return formats.plural(round(value or 0), "day")


def _around(material: Material, segment_id: str, customers: int) -> list[Mark]:
    """Where, when, what."""
    return [
        *_product(material, segment_id),
        *_country(material, segment_id, customers),
        *_hours(material, segment_id),
    ]


def _product(material: Material, segment_id: str) -> list[Mark]:
    row = material.row("favourites", segment_id)
    if not row or row["lift_bound"] <= 1:
        return []
    own = formats.ratio(row["customers"], row["buyers"])
    others = formats.ratio(row["other_customers"], row["other_buyers"])
    name = formats.product_name(row.get("description"), row["stock_code"])
    told = {"share": formats.percent(own, 0), "product": name, "others": formats.percent(others, 0)}
    text = (
        say("{share} bought {product}, against {others} of the others.", **told)
        if others
        else say("{share} bought {product}, and nobody else did.", **told)
    )
    return [Mark(log(row["lift_bound"]), text)]


def _country(material: Material, segment_id: str, customers: int) -> list[Mark]:
    everyone = Counter[str]()
    for row in material.all_rows("countries"):
        everyone[row["country"]] += row["customers"]
    whole = everyone.total()
    marks = []
    for row in material.rows("countries", segment_id):
        share, all_share = row["customers"] / customers, everyone[row["country"]] / whole
        if row["customers"] >= LEAST_CUSTOMERS and _differs(share, customers, all_share):
            name = material.country_names.get(row["country"], row["country"])
            text = say(
                "{share} live in {country}, of all customers {all}.",
                share=formats.percent(share, 0),
                country=name,
                all=formats.percent(all_share, 0),
            )
            marks += _mark(share, all_share, text)
    return marks


def _hours(material: Material, segment_id: str) -> list[Mark]:
    own, everyone = material.rows("hours", segment_id), material.whole_week
    orders, whole = (sum(row["orders"] for row in rows) for rows in (own, everyone))
    if orders < LEAST_ORDERS:
        return []
    marks = []
    for is_then, words in PARTS_OF_THE_WEEK:
        share, all_share = (
            sum(row["orders"] for row in rows if is_then(row)) / count
            for rows, count in ((own, orders), (everyone, whole))
        )
        if _differs(share, orders, all_share):
            told = {"share": formats.percent(share, 0), "when": say(words), "all": formats.percent(all_share, 0)}
            marks += _mark(share, all_share, say("{share} of their orders come {when}, of all {all}.", **told))
    return marks


def _differs(share: float, count: float, whole: float) -> bool:
    """Whether a share of so many is larger beyond chance."""
    return 0 < whole < 1 and share - whole >= CERTAIN * sqrt(whole * (1 - whole) / count)
