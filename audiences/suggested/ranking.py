"""Ideas and what is known of their customers -> suggestions with their reasons, the most money first. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audiences.conditions import written
from audiences.measurement import Answers
from audiences.suggested.ideas import Idea
from audiences.suggested.stakes import beyond
from wording.languages import marked, priced, say, say_n, whole

CHANCE_DAYS = 90


@dataclass(frozen=True)
class Measured:
    """What campaigns brought of the segments that most of an idea's customers are in."""

    campaigns: int
    people: int  # who were written to
    rate: float  # of each, buyers who would not have come by themselves


@dataclass(frozen=True)
class Known:
    """Of the customers of an idea."""

    customers: int
    order: float | None  # the average one, net of returns; None without any
    chance: float | None  # the mean chance of an order within CHANCE_DAYS anyway
    measured: Measured | None = None  # in the place of an assumption


@dataclass(frozen=True)
class Suggestion:
    """An audience worth looking at."""

    key: str
    name: str
    customers: int
    stake: float  # money beyond what would come anyway
    reason: str
    conditions: dict[str, Any]  # as `conditions.read` takes them
    is_measured: bool = False  # by campaigns, or assumed


def ranked(found: Iterable[tuple[Idea, Known]], sign: str = "") -> list[Suggestion]:
    """Without those that have nobody, or nothing at stake."""
    told = [_suggestion(idea, known, known.order, sign) for idea, known in found if known.order]
    return sorted((one for one in told if one.customers and one.stake > 0), key=lambda one: (-one.stake, one.key))


def _suggestion(idea: Idea, known: Known, order: float, sign: str) -> Suggestion:
    def money(value: float, decimals: int = 2) -> str:
        return priced(marked(f"{value:,.{decimals}f}"), sign)

    said = say_n(known.customers, *idea.who, **idea.values)
    if (measured := known.measured) is not None:
        stake = measured.rate * known.customers * order
        reason = f"{said} {_measured(measured, money(order), money(stake, 0))}"
        return Suggestion(idea.key, idea.name, known.customers, stake, reason, written(idea.definition), True)
    stake = beyond(order, known.chance, known.customers, idea.one_in)
    anyway = say("what would come anyway is not known and not taken off")
    if known.chance is not None:
        anyway = say(
            "less the {each} each is expected to bring anyway ({share} order within {days} days unasked)",
            each=money(order * known.chance),
            share=f"{100 * known.chance:.0f} %",
            days=CHANCE_DAYS,
        )
    reason = f"{said} {say(idea.act, order=money(order), anyway=anyway, stake=money(stake, 0))}"
    return Suggestion(idea.key, idea.name, known.customers, stake, reason, written(idea.definition))


def of_segments(customers: Mapping[str, int], answers: Mapping[str, Answers]) -> Measured | None:
    """What campaigns measured of an idea's customers, counted by segment: each segment's own weighs by how many of them
    are in it. None where less than half of them are in segments of which it is known."""
    known = {name: count for name, count in customers.items() if name in answers}
    number = sum(known.values())
    if not number or 2 * number < sum(customers.values()):
        return None
    rate = sum(count * answers[name].rate for name, count in known.items()) / number
    return Measured(max(answers[name].campaigns for name in known), sum(answers[name].sent for name in known), rate)


def _measured(one: Measured, order: str, stake: str) -> str:
    return say_n(
        one.campaigns,
        "Measured in {n} campaign, {people} people of their segments: {rate} of 100 written to ordered who would not "
        "have by themselves, at their average order of {order} net of returns: {stake}.",
        "Measured in {n} campaigns, {people} people of their segments: {rate} of 100 written to ordered who would not "
        "have by themselves, at their average order of {order} net of returns: {stake}.",
        people=whole(one.people),
        rate=marked(f"{100 * one.rate:.1f}"),
        order=order,
        stake=stake,
    )
