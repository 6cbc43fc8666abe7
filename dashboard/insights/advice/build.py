"""Material -> the advice on each segment, most money first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.filters.published import Segment
from dashboard.filters.selection import Filters, export_address
from dashboard.insights.advice.actions import channel_of, offer_of, timing_of
from dashboard.insights.advice.advice import Advice, Estimate, Risk, Trend
from dashboard.insights.advice.choosing import chosen_play
from dashboard.insights.advice.material import Material
from dashboard.insights.advice.playbook import FREE, PROSPECT
from dashboard.insights.advice.special import special_of
from dashboard.insights.advice.stakes import estimate_of, risk_of
from dashboard.insights.advice.trends import trend_of
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER
from wording.languages import say, to_say

NEEDS_ORDERS = to_say("Needs transactions: load them with python -m etl load FILE.")
MOST_PARTS = 2  # of a description by attributes


def advise(material: Material) -> list[Advice]:
    """One advice a segment with customers in the view, guests never; most estimated money first.

    Segments that never ordered, known by attributes alone, get what can be said of them without orders.
    """
    found = []
    for segment in material.segments:
        has_orders = bool(material.rows("months", segment.segment_id)) or segment.segment_id in WITHOUT_ORDER
        if has_orders and _size(material, segment.segment_id):
            found.append(_advice(material, segment))
        elif not has_orders and _sizes(material).get(segment.segment_id):
            found.append(_by_attributes(material, segment, _sizes(material)))
    return sorted(found, key=lambda one: (-(one.estimate.money or 0.0), one.position))


def _sizes(material: Material) -> Mapping[str, int]:
    return {row["segment_id"]: int(row["customers"]) for row in material.all_rows("sizes")}


def _size(material: Material, segment_id: str) -> int:
    """Customers with an order in the window; all there are of those without any."""
    if segment_id in WITHOUT_ORDER:
        return _sizes(material).get(segment_id, 0)
    return int(material.row("totals", segment_id).get("customers", 0))


def _own_filters(material: Material, segment_id: str) -> Filters:
    filters = material.filters.only(segments=(segment_id,))
    return filters.only(start=None, end=None) if segment_id in WITHOUT_ORDER else filters  # no order, no month


def _advice(material: Material, segment: Segment) -> Advice:
    """The share by number is of those with an order, as in every view; who has none is no part of them."""
    name, customers = segment.segment_id, _size(material, segment.segment_id)
    own, whole = material.average(name), material.whole
    play = chosen_play(material, name)
    has_ordered = name not in WITHOUT_ORDER
    return Advice(
        segment_id=name,
        name=segment.name,
        position=segment.position,
        description=segment.description,
        customers=customers,
        customer_share=formats.ratio(customers, whole.customers) if has_ordered else None,
        orders=own.orders,
        net=own.net,
        net_share=formats.ratio(own.net, whole.net),
        trend=trend_of(material, name) if has_ordered else Trend(say("No order of theirs is loaded.")),
        special=special_of(material, name) if has_ordered else _without_orders(material, name, own.returns),
        risk=risk_of(material, name),
        headline=say(play.headline),
        action=f"{say(play.action)}.",
        channel=channel_of(material, name, play),
        offer=offer_of(material, name, play),
        timing=timing_of(material, name, play),
        estimate=estimate_of(material, name, play, customers),
        target=_target(material, name),
        export=export_address(_own_filters(material, name)),
    )


def _without_orders(material: Material, segment_id: str, returns: float) -> tuple[str, ...]:
    if segment_id == FREE.id and material.free.customers:
        units = formats.plural(round(material.free.units), "unit")
        return (say("They had {units} free of charge, and have bought nothing.", units=units),)
    if not returns:
        return (say("They are known, but have not bought."),)
    return (say("They returned goods of {money} though no order of theirs is loaded.", money=material.money(-returns)),)


def _target(material: Material, segment_id: str) -> str:
    """The address of the segment's page."""
    return f"/segments/{segment_id}{material.filters.to_query()}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _by_attributes(material: Material, segment: Segment, sizes: Mapping[str, int]) -> Advice:
    """What can be said without orders: size, share, what is special, what to do."""
    customers = sizes[segment.segment_id]
    parts = [part.strip() for part in segment.description.rstrip(".").split(";") if part.strip()]
    action = _sentence(segment.advice.partition(": ")[2] or segment.advice)
    return Advice(
        segment_id=segment.segment_id,
        name=segment.name,
        position=segment.position,
        description=segment.description,
        customers=customers,
        customer_share=formats.ratio(customers, sum(sizes.values())),
        orders=0,
        net=None,
        net_share=None,
        trend=Trend(say(NEEDS_ORDERS)),
        special=tuple(f"{part}." for part in parts[:MOST_PARTS]),
        risk=Risk(say(NEEDS_ORDERS)),
        headline=re.split(r" with | mit |[,;.]", action)[0],
        action=action,
        channel=channel_of(material, segment.segment_id, PROSPECT),  # by e-mail
        offer=say(NEEDS_ORDERS),
        timing=say(NEEDS_ORDERS),
        estimate=Estimate(None, say(NEEDS_ORDERS)),
        target=_target(material, segment.segment_id),
        export=export_address(_own_filters(material, segment.segment_id)),
    )
