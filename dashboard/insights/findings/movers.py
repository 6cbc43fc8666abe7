"""Findings about customers who changed side: who slipped away, who came back, who fell out of rhythm. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.filters.comparison import Baseline
from dashboard.filters.selection import add_months
from dashboard.insights.findings.finding import Finding
from dashboard.queries.segments.value import DAYS, Fading
from dashboard.words import formats

GOOD = ("champions", "loyal")
FADED = ("need-attention", "about-to-sleep", "at-risk", "cant-lose", "hibernating", "lost")


@dataclass(frozen=True)
class Moves:
    """Who changed segment in a span of months, and what they really brought in it and in the months compared.

    One rule prices them: the difference between what they brought in the later and in the earlier window.
    """

    flows: pd.DataFrame  # migration.flows from the end of the month before the span to its end
    periods: Baseline  # the span is its later window
    names: Mapping[str, str]

    @property
    def basis(self) -> str | None:
        """The column of what they brought in the earlier window; None where that is neither the months right before
        nor those of the year before."""
        if add_months(self.periods.early[1], 1) == self.periods.late[0]:
            return "net_before"
        return "net_year_before" if self.periods.is_year else None


@dataclass(frozen=True)
class Money:
    """What some movers brought, net of returns."""

    late: float
    early: float


def mover_findings(moves: Moves | None, fading: Fading | None, currency: str) -> list[Finding]:
    """All that is worth a word, in no order."""
    found = [_out_of_rhythm(fading, currency)]
    if moves is not None:
        found += [_slipped(moves, currency), _won_back(moves, currency)]
    return [one for one in found if one is not None]


def _slipped(moves: Moves, currency: str) -> Finding | None:
    flows = _between(moves, GOOD, FADED)
    money = None if flows is None else _money(moves, flows)
    if flows is None or money is None:
        return None
    told = f"They brought {formats.money(money.early, currency)} in {moves.periods.early_words()}"
    now = formats.money(money.late, currency)
    if now != formats.money(0, currency):
        told += f" and {now} in {moves.periods.late_words()}, {formats.money(money.early - money.late, currency)} less"
    names = _named(moves, flows["from_segment"])
    advice = "Win them back before they are gone"
    return _moved(moves, flows, f"slipped away from {names}", told, advice, money.early - money.late)


def _won_back(moves: Moves, currency: str) -> Finding | None:
    flows = _between(moves, FADED, GOOD)
    money = None if flows is None else _money(moves, flows)
    if flows is None or money is None:
        return None
    told = f"They brought {formats.money(money.late, currency)} in {moves.periods.late_words()}"
    then = formats.money(money.early, currency)
    if then != formats.money(0, currency):
        told += (
            f" and {then} in {moves.periods.early_words()}, {formats.money(money.late - money.early, currency)} more"
        )
    names = _named(moves, flows["to_segment"])
    return _moved(moves, flows, f"came back to {names}", told, "Find out what brought them", money.late - money.early)


def _between(moves: Moves, old: tuple[str, ...], new: tuple[str, ...]) -> pd.DataFrame | None:
    """The flows from any of the old segments to any of the new ones; None without any."""
    flows = moves.flows[moves.flows["from_segment"].isin(old) & moves.flows["to_segment"].isin(new)]
    return None if flows.empty else flows


def _money(moves: Moves, flows: pd.DataFrame) -> Money | None:
    """Of both windows; None where either was not counted for all of them: no other amount stands in for it."""
    if moves.basis is None or flows[["net", moves.basis]].isna().any(axis=None):
        return None
    return Money(float(flows["net"].sum()), float(flows[moves.basis].sum()))


def _named(moves: Moves, side: pd.Series) -> str:
    return " and ".join(_name(moves, one) for one in GOOD if one in set(side))


def _name(moves: Moves, segment_id: str) -> str:
    """As published, or where nobody is in that group today as its id says."""
    return moves.names.get(segment_id) or segment_id.replace("cant", "can't").replace("-", " ").capitalize()


def _moved(moves: Moves, flows: pd.DataFrame, verb: str, told: str, advice: str, money: float) -> Finding | None:
    if money <= 0:
        return None
    top = flows.loc[flows["customers"].idxmax()]
    largest = f"{_name(moves, top['from_segment'])} to {_name(moves, top['to_segment'])}"
    return Finding(
        f"{formats.plural(int(flows['customers'].sum()), 'customer')} {verb} in {moves.periods.late_words()}",
        f"{told}, net of returns. {formats.count(top['customers'])} went from {largest}. {advice}.",
        money,
        ("migration",),
    )


def _out_of_rhythm(fading: Fading | None, currency: str) -> Finding | None:
    if fading is None or not fading.customers or fading.listed.empty:
        return None
    first = fading.listed.iloc[0]
    who = "A customer has" if fading.customers == 1 else f"{formats.count(fading.customers)} customers have"
    is_yearly = bool(fading.listed["probability_alive"].notna().any())
    when = "within 12 months" if is_yearly else f"within {DAYS} days"
    one = (
        "the first of them" if pd.isna(first["customer_id"]) else f"customer {first['customer_id']}"
    )  # not named to all
    told = f"{one} has been silent"
    if fading.customers > 1:
        told = f"{one} alone {formats.money(first['fading_value'], currency)}, silent"
    return Finding(
        f"{who} fallen out of rhythm",
        f"As of the latest day, the value model still expects {formats.money(fading.value, currency)} {when}; {told} "
        f"for {formats.times(first['overdue'])} their usual interval.",
        fading.value,
        ("value",),
    )
