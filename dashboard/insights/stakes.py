"""Money in play: what may be lost, and what acting could bring, each with its assumption. Pure."""

from __future__ import annotations

from dashboard import formats
from dashboard.insights.advice import Estimate, Risk
from dashboard.insights.material import Material
from dashboard.insights.playbook import PROSPECT, Play

ASSUMED = "Assumed, not measured"
NUMBERS = {5: "five", 10: "ten", 20: "twenty", 50: "fifty", 100: "a hundred"}


def risk_of(material: Material, segment_id: str) -> Risk:
    """The sales of those who may stay away: by the chance of an order where known, else by overdue orders."""
    row = material.row("totals", segment_id)
    gross, customers = float(row.get("gross", 0)), int(row.get("customers", 0))
    if not customers:
        return Risk("They have not ordered, so there are no sales to lose.")
    value = material.row("value", segment_id)
    if "buyers_90d" in value and value.get("customers"):
        share = min(1.0, max(0.0, 1 - float(value["buyers_90d"]) / float(value["customers"])))
        days = f"to order within {material.chance_days} days"
        return _risk(material, share, f"not expected {days}", f"All are expected {days}.", gross, customers)
    rhythm = material.row("rhythms", segment_id)
    if "usual" not in rhythm:
        return Risk("Too few customers have come back to tell who stays away.")
    share = float(rhythm["overdue"]) / float(rhythm["sampled"])
    usual = formats.plural(max(1, round(float(rhythm.get("interval", rhythm["usual"])))), "day")
    how = f"silent for more than twice their usual time between orders, about {usual}"
    return _risk(material, share, how, f"Nobody is {how}.", gross, customers)


def _risk(material: Material, share: float, how: str, none: str, gross: float, customers: int) -> Risk:
    """Sales of the share of customers who are `how`, taken to bring as much as the others."""
    number = share * customers
    if number < 0.5:
        return Risk(none, share * gross, share)
    who = f"{formats.count(number)} ({formats.percent(share, 0)})"
    if number > customers - 0.5:
        who = {1: "The only customer", 2: "Both customers"}.get(customers, f"All {formats.count(customers)}")
    verb = "is" if round(number) == 1 else "are"
    each = f"at the average of {material.money(gross / customers)} a customer"
    return Risk(f"{who} {verb} {how}: {material.money(share * gross)}, {each}.", share * gross, share)


def estimate_of(material: Material, segment_id: str, play: Play, customers: int) -> Estimate:
    """What follows if one customer in so many, an assumption, does what is asked, at their average order."""
    if play is PROSPECT:
        order, kind = material.first_order, "the average first order"
    else:
        order = material.average(segment_id).order_value
        kind = "their average order"
    if not order or not customers:
        return Estimate(None, "No orders to estimate from.")
    chance, value = f"one in {NUMBERS[play.one_in]}", f"{kind} of {material.money(order)}"
    told = f"{chance} of {formats.plural(customers, 'customer')} {play.act}, at {value}"
    if customers < play.one_in:
        who = "the customer" if customers == 1 else f"each of the {formats.count(customers)}"
        told = f"{who} {play.act} with a chance of {chance}, at {value}"
    return Estimate(customers * order / play.one_in, f"{ASSUMED}: {told}.")
