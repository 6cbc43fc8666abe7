"""Ideas and what is known of their customers -> suggestions with their reasons, the most money first. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audiences.conditions import written
from audiences.measurement import Answers
from audiences.suggested.ideas import Idea
from audiences.suggested.stakes import beyond

NUMBERS = {10: "ten", 50: "fifty"}
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
    count = f"{known.customers:,} customers" if known.customers != 1 else "1 customer"
    said = f"{count} {idea.who}."
    if (measured := known.measured) is not None:
        stake = measured.rate * known.customers * order
        reason = f"{said} {_measured(measured)}, at their average order of {sign}{order:,.2f} net of returns"
        words = f"{reason}: {sign}{stake:,.0f}."
        return Suggestion(idea.key, idea.name, known.customers, stake, words, written(idea.definition), True)
    stake = beyond(order, known.chance, known.customers, idea.one_in)
    anyway = "what would come anyway is not known and not taken off"
    if known.chance is not None:
        share, each = f"{known.chance:.0%}".replace("%", " %"), f"{sign}{order * known.chance:,.2f}"
        anyway = f"less the {each} each is expected to bring anyway ({share} order within {CHANCE_DAYS} days unasked)"
    reason = (
        f"{said} Assumed, not measured: one in {NUMBERS[idea.one_in]} {idea.act},"
        f" at their average order of {sign}{order:,.2f} net of returns, {anyway}: {sign}{stake:,.0f}."
    )
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


def _measured(one: Measured) -> str:
    campaigns = "1 campaign" if one.campaigns == 1 else f"{one.campaigns:,} campaigns"
    return (
        f"Measured in {campaigns}, {one.people:,} people of their segments: {100 * one.rate:.1f} of 100 written to"
        " ordered who would not have by themselves"
    )
