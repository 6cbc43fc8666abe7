"""Money in play: what may be lost, and what acting could bring, each with its assumption. Pure.

The one place where money is estimated, by one rule: one customer in so many, an assumption, does what is asked and
orders once more, at the segment's average order net of returns, of all the data whatever months are filtered; less
what each is expected to bring anyway, the mean chance of an order within 90 days times that order. Where campaigns
measured how many more of the segment ordered than of people held out, that stands in the place of both. What may be
lost is one such order of each who is not expected to come: no sum that grows with the months in view.
"""

from __future__ import annotations

from audiences.measurement import Answers
from audiences.suggested import beyond
from dashboard.insights.advice.advice import Estimate, Risk
from dashboard.insights.advice.material import Material
from dashboard.insights.advice.playbook import PROSPECT, RETURNED, Play
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER

ASSUMED, MEASURED = "Assumed, not measured", "Measured"
NUMBERS = {5: "five", 10: "ten", 20: "twenty", 50: "fifty", 100: "a hundred"}


def risk_of(material: Material, segment_id: str) -> Risk:
    """An order of each who may stay away: by the chance of an order where known, else by overdue orders."""
    own = material.average(segment_id)
    if segment_id in WITHOUT_ORDER or not own.customers:
        return Risk("No order of theirs is loaded, so there are no sales to lose.")
    order, customers = max(material.life(segment_id).net_order_value or 0.0, 0.0), own.customers
    chance = material.chance(segment_id)
    if chance is not None:
        days = f"to order within {material.chance_days} days"
        return _risk(material, 1 - chance, f"not expected {days}", f"All are expected {days}.", order, customers)
    rhythm = material.row("rhythms", segment_id)
    if "usual" not in rhythm:
        return Risk("Too few customers have come back to tell who stays away.")
    share = float(rhythm["overdue"]) / float(rhythm["sampled"])
    usual = formats.plural(max(1, round(float(rhythm.get("interval", rhythm["usual"])))), "day")
    how = f"silent for more than twice their usual time between orders, about {usual}"
    return _risk(material, share, how, f"Nobody is {how}.", order, customers)


def _risk(material: Material, share: float, how: str, none: str, order: float, customers: int) -> Risk:
    """An order of the segment's average of each customer of the share who are `how`."""
    number = share * customers
    if number < 0.5:
        return Risk(none, number * order, share)
    who = f"{formats.count(number)} ({formats.percent(share, 0)})"
    if number > customers - 0.5:
        who = {1: "The only customer", 2: "Both customers"}.get(customers, f"All {formats.count(customers)}")
    verb = "is" if round(number) == 1 else "are"
    each = f"one order each, at their average of all time of {material.money(order)} net of returns"
    return Risk(f"{who} {verb} {how}: {material.money(number * order)}, {each}.", number * order, share)


def estimate_of(material: Material, segment_id: str, play: Play, customers: int) -> Estimate:
    """What acting could bring beyond what would come anyway; see the rule above."""
    order, kind = material.life(segment_id).net_order_value, "their average order of all time"
    if play is PROSPECT:
        order, kind = material.first_order, "the average first order"
    if play is RETURNED or not order or order < 0 or not customers:
        return Estimate(None, "No orders to estimate from.")
    if (answers := material.answered(segment_id)) is not None:
        return _measured(material, answers, customers, order, kind)
    chance = None if play is PROSPECT else material.chance(segment_id)
    anyway = order * (chance or 0.0)
    act = f"{play.act}, at {kind} of {material.money(order)}"
    told = f"one in {NUMBERS[play.one_in]} of {formats.plural(customers, 'customer')} {act}"
    if customers < play.one_in:
        who = "the customer" if customers == 1 else f"each of the {formats.count(customers)}"
        told = f"{who}, with a chance of one in {NUMBERS[play.one_in]}, {act}"
    return Estimate(
        beyond(order, chance, customers, play.one_in), f"{ASSUMED}: {told}{_less(material, play, chance, anyway)}."
    )


def _measured(material: Material, answers: Answers, customers: int, order: float, kind: str) -> Estimate:
    """By what campaigns brought, which is beyond what would come anyway."""
    people = formats.plural(answers.sent, "person", "people")
    where = f"{MEASURED} in {formats.plural(answers.campaigns, 'campaign')}, {people}"
    if answers.rate <= 0:
        return Estimate(0.0, f"{where}: those written to ordered no more often than those held out.")
    more = f"{100 * answers.rate:.1f} of 100 written to ordered who would not have by themselves"
    of_all = f"so would {formats.count(answers.rate * customers)} of {formats.plural(customers, 'customer')}"
    return Estimate(
        answers.rate * customers * order,
        f"{where}: {more}; {of_all}, at {kind} of {material.money(order)} net of returns.",
    )


def _less(material: Material, play: Play, chance: float | None, anyway: float) -> str:
    """What is taken off, in words."""
    if play is PROSPECT:
        return "; nothing is known of what would come anyway"
    if chance is None:
        return " net of returns; what would come anyway is not known and not taken off"
    how = f"{formats.percent(chance, 0)} order within {material.chance_days} days unasked"
    return f" net of returns, less the {material.money(anyway)} each is expected to bring anyway ({how})"
