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
    """Who changed segment in a span of months, and what they really brought in it."""

    flows: pd.DataFrame  # migration.flows from the end of the month before the span to its end
    periods: Baseline  # the span is its later window
    names: Mapping[str, str]

    @property
    def before(self) -> str | None:
        """The months before in words, where they are what the span is compared with: as many, right before it, and
        known of the movers."""
        is_next = add_months(self.periods.early[1], 1) == self.periods.late[0]
        return self.periods.early_words() if is_next and self.flows["net_before"].notna().all() else None


def mover_findings(moves: Moves | None, fading: Fading, currency: str) -> list[Finding]:
    """All that is worth a word, in no order."""
    found = [_out_of_rhythm(fading, currency)]
    if moves is not None:
        found += [_slipped(moves, currency), _won_back(moves, currency)]
    return [one for one in found if one is not None]


def _slipped(moves: Moves, currency: str) -> Finding | None:
    flows = _between(moves, GOOD, FADED)
    if flows is None:
        return None
    names = _named(moves, flows["from_segment"])
    now = float(flows["net"].sum())
    money, told = now, f"They still brought {formats.money(now, currency)} then"
    if moves.before is not None:
        then = float(flows["net_before"].sum())
        money = then - now if then > now else now
        told = (
            f"They brought {formats.money(then, currency)} in {moves.before} and {formats.money(now, currency)} since"
        )
    return _moved(moves, flows, f"slipped away from {names}", told, "Win them back before they are gone", money)


def _won_back(moves: Moves, currency: str) -> Finding | None:
    flows = _between(moves, FADED, GOOD)
    if flows is None:
        return None
    money = float(flows["net"].sum())
    told = f"They brought {formats.money(money, currency)} then"
    if moves.before is not None:
        told += f", after {formats.money(flows['net_before'].sum(), currency)} in {moves.before}"
    names = _named(moves, flows["to_segment"])
    return _moved(moves, flows, f"came back to {names}", told, "Find out what brought them", money)


def _between(moves: Moves, old: tuple[str, ...], new: tuple[str, ...]) -> pd.DataFrame | None:
    """The flows from any of the old segments to any of the new ones; None without any, or where their money was not
    counted yet."""
    flows = moves.flows[moves.flows["from_segment"].isin(old) & moves.flows["to_segment"].isin(new)]
    return None if flows.empty or flows["net"].isna().any() else flows


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


def _out_of_rhythm(fading: Fading, currency: str) -> Finding | None:
    if not fading.customers or fading.listed.empty:
        return None
    first = fading.listed.iloc[0]
    who = "A customer has" if fading.customers == 1 else f"{formats.count(fading.customers)} customers have"
    is_yearly = bool(fading.listed["probability_alive"].notna().any())
    when = "within 12 months" if is_yearly else f"within {DAYS} days"
    told = f"customer {first['customer_id']} has been silent"
    if fading.customers > 1:
        told = f"customer {first['customer_id']} alone {formats.money(first['fading_value'], currency)}, silent"
    return Finding(
        f"{who} fallen out of rhythm",
        f"As of the latest day, the value model still expects {formats.money(fading.value, currency)} {when}; {told} "
        f"for {formats.times(first['overdue'])} their usual interval.",
        fading.value,
        ("value",),
    )
