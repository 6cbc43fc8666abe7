"""Money in play: what may be lost, and what acting could bring, each with its assumption. Pure.

The one place where money is estimated, by one rule: one customer in so many, an assumption, does what is asked and
orders once more, at the segment's average order net of returns, of all the data whatever months are filtered; less
what each is expected to bring anyway, the mean chance of an order within 90 days times that order. Where campaigns
measured how many more of the segment ordered than of people held out, that stands in the place of both. What may be
lost is one such order of each who is not expected to come: no sum that grows with the months in view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiences.measurement import Answers
from audiences.suggested import beyond
from dashboard.insights.advice.advice import Estimate, Risk
from dashboard.insights.advice.material import Material
from dashboard.insights.advice.playbook import RETURNED, UNPAID, Play
from dashboard.words import formats
from warehouse.schema import WITHOUT_ORDER
from wording.languages import marked, say, say_n, to_say, to_say_n

NUMBERS = {5: to_say("five"), 10: to_say("ten"), 20: to_say("twenty"), 50: to_say("fifty"), 100: to_say("a hundred")}
THEIR_ORDER = to_say("their average order of all time", sense="at")
FIRST_ORDER = to_say("the average first order", sense="at")


@dataclass(frozen=True)
class Absence:
    """What is said of those who may stay away: of so many days."""

    nobody: str
    only: str
    both: str
    everyone: str
    some: tuple[str, str]


UNEXPECTED = Absence(
    to_say("All are expected to order within {days} days."),
    to_say("The only customer is not expected to order within {days} days"),
    to_say("Both customers are not expected to order within {days} days"),
    to_say("All {customers} are not expected to order within {days} days"),
    to_say_n(
        "{n} ({share}) is not expected to order within {days} days",
        "{n} ({share}) are not expected to order within {days} days",
    ),
)
SILENT = Absence(
    to_say("Nobody is silent for more than twice their usual time between orders, about {days}."),
    to_say("The only customer is silent for more than twice their usual time between orders, about {days}"),
    to_say("Both customers are silent for more than twice their usual time between orders, about {days}"),
    to_say("All {customers} are silent for more than twice their usual time between orders, about {days}"),
    to_say_n(
        "{n} ({share}) is silent for more than twice their usual time between orders, about {days}",
        "{n} ({share}) are silent for more than twice their usual time between orders, about {days}",
    ),
)


def risk_of(material: Material, segment_id: str) -> Risk:
    """An order of each who may stay away: by the chance of an order where known, else by overdue orders."""
    own = material.average(segment_id)
    if segment_id in WITHOUT_ORDER or not own.customers:
        return Risk(say("No order of theirs is loaded, so there are no sales to lose."))
    order, customers = max(material.life(segment_id).net_order_value or 0.0, 0.0), own.customers
    chance = material.chance(segment_id)
    if chance is not None:
        return _risk(material, 1 - chance, UNEXPECTED, str(material.chance_days), order, customers)
    rhythm = material.row("rhythms", segment_id)
    if "usual" not in rhythm:
        return Risk(say("Too few customers have come back to tell who stays away."))
    share = float(rhythm["overdue"]) / float(rhythm["sampled"])
    usual = formats.plural(max(1, round(float(rhythm.get("interval", rhythm["usual"])))), "day")
    return _risk(material, share, SILENT, usual, order, customers)


def _risk(material: Material, share: float, words: Absence, days: str, order: float, customers: int) -> Risk:
    """An order of the segment's average of each customer of the share who stay away."""
    number = share * customers
    if number < 0.5:
        return Risk(say(words.nobody, days=days), number * order, share)
    if number > customers - 0.5:
        sentence = {1: words.only, 2: words.both}.get(customers, words.everyone)
        told = say(sentence, customers=formats.count(customers), days=days)
    else:
        told = say_n(round(number), *words.some, share=formats.percent(share, 0), days=days)
    text = say(
        "{told}: {money}, one order each, at their average of all time of {order} net of returns.",
        told=told,
        money=material.money(number * order),
        order=material.money(order),
    )
    return Risk(text, number * order, share)


def estimate_of(material: Material, segment_id: str, play: Play, customers: int) -> Estimate:
    """What acting could bring beyond what would come anyway; see the rule above."""
    order = material.first_order if play in UNPAID else material.life(segment_id).net_order_value
    if play is RETURNED or not order or order < 0 or not customers:
        return Estimate(None, say("No orders to estimate from."))
    if (answers := material.answered(segment_id)) is not None:
        return _measured(material, answers, customers, order, FIRST_ORDER if play in UNPAID else THEIR_ORDER)
    chance = None if play in UNPAID else material.chance(segment_id)
    told = {"told": _who(play, customers), "order": material.money(order)}
    return Estimate(beyond(order, chance, customers, play.one_in), _assumed(material, play, chance, order, told))


def _who(play: Play, customers: int) -> str:
    """Who is taken to follow, and what they do."""
    one_in, act = say(NUMBERS[play.one_in]), say(play.act)
    if customers >= play.one_in:
        return say("one in {one_in} of {customers} {act}", one_in=one_in, customers=_customers(customers), act=act)
    if customers == 1:
        return say("the customer, with a chance of one in {one_in}, {act}", one_in=one_in, act=act)
    number = formats.count(customers)
    return say(
        "each of the {customers}, with a chance of one in {one_in}, {act}", customers=number, one_in=one_in, act=act
    )


def _customers(number: int) -> str:
    return formats.plural(number, "customer")


def _assumed(material: Material, play: Play, chance: float | None, order: float, told: Mapping[str, str]) -> str:
    """What is assumed, and what is taken off."""
    if play in UNPAID:
        return say(
            "Assumed, not measured: {told}, at the average first order of {order}; nothing is known of what would come "
            "anyway.",
            **told,
        )
    if chance is None:
        return say(
            "Assumed, not measured: {told}, at their average order of all time of {order} net of returns; what would "
            "come anyway is not known and not taken off.",
            **told,
        )
    return say(
        "Assumed, not measured: {told}, at their average order of all time of {order} net of returns, less the "
        "{anyway} each is expected to bring anyway ({chance} order within {days} days unasked).",
        anyway=material.money(order * chance),
        chance=formats.percent(chance, 0),
        days=material.chance_days,
        **told,
    )


def _measured(material: Material, answers: Answers, customers: int, order: float, kind: str) -> Estimate:
    """By what campaigns brought, which is beyond what would come anyway."""
    where = {
        "people": formats.plural(answers.sent, "person", "people"),
        "campaigns": formats.plural(answers.campaigns, "campaign"),
    }
    if answers.rate <= 0:
        text = say(
            "Measured in {campaigns}, {people}: those written to ordered no more often than those held out.", **where
        )
        return Estimate(0.0, text)
    text = say(
        "Measured in {campaigns}, {people}: {rate} of 100 written to ordered who would not have by themselves; so "
        "would {more} of {customers}, at {kind} of {order} net of returns.",
        rate=marked(f"{100 * answers.rate:.1f}"),
        more=formats.count(answers.rate * customers),
        customers=_customers(customers),
        kind=say(kind, sense="at"),
        order=material.money(order),
        **where,
    )
    return Estimate(answers.rate * customers * order, text)
