"""Ideas and what is known of their customers -> suggestions with their reasons, the most money first. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from audiences.conditions import written
from audiences.suggested.ideas import Idea
from audiences.suggested.stakes import beyond

NUMBERS = {10: "ten", 50: "fifty"}
CHANCE_DAYS = 90


@dataclass(frozen=True)
class Known:
    """Of the customers of an idea."""

    customers: int
    order: float | None  # the average one, net of returns; None without any
    chance: float | None  # the mean chance of an order within CHANCE_DAYS anyway


@dataclass(frozen=True)
class Suggestion:
    """An audience worth looking at."""

    key: str
    name: str
    customers: int
    stake: float  # money beyond what would come anyway
    reason: str
    conditions: dict[str, Any]  # as `conditions.read` takes them


def ranked(found: Iterable[tuple[Idea, Known]], sign: str = "") -> list[Suggestion]:
    """Without those that have nobody, or nothing at stake."""
    told = [_suggestion(idea, known, known.order, sign) for idea, known in found if known.order]
    return sorted((one for one in told if one.customers and one.stake > 0), key=lambda one: (-one.stake, one.key))


def _suggestion(idea: Idea, known: Known, order: float, sign: str) -> Suggestion:
    stake = beyond(order, known.chance, known.customers, idea.one_in)
    count = f"{known.customers:,} customers" if known.customers != 1 else "1 customer"
    anyway = "what would come anyway is not known and not taken off"
    if known.chance is not None:
        share, each = f"{known.chance:.0%}".replace("%", " %"), f"{sign}{order * known.chance:,.2f}"
        anyway = f"less the {each} each is expected to bring anyway ({share} order within {CHANCE_DAYS} days unasked)"
    reason = (
        f"{count} {idea.who}. Assumed, not measured: one in {NUMBERS[idea.one_in]} {idea.act},"
        f" at their average order of {sign}{order:,.2f} net of returns, {anyway}: {sign}{stake:,.0f}."
    )
    return Suggestion(idea.key, idea.name, known.customers, stake, reason, written(idea.definition))
