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
from dashboard.words.segments import segment_name
from wording.languages import listed, say, say_n

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
    told = {"then": formats.money(money.early, currency), "early": moves.periods.early_words()}
    now = formats.money(money.late, currency)
    if now == formats.money(0, currency):
        brought = say("They brought {then} in {early}", **told)
    else:
        more = {"now": now, "late": moves.periods.late_words()}
        less = formats.money(money.early - money.late, currency)
        brought = say("They brought {then} in {early} and {now} in {late}, {less} less", **told, **more, less=less)
    title = say_n(
        int(flows["customers"].sum()),
        "{n} customer slipped away from {segments} in {late}",
        "{n} customers slipped away from {segments} in {late}",
        segments=_named(moves, flows["from_segment"]),
        late=moves.periods.late_words(),
    )
    return _moved(moves, flows, title, brought, say("Win them back before they are gone"), money.early - money.late)


def _won_back(moves: Moves, currency: str) -> Finding | None:
    flows = _between(moves, FADED, GOOD)
    money = None if flows is None else _money(moves, flows)
    if flows is None or money is None:
        return None
    told = {"now": formats.money(money.late, currency), "late": moves.periods.late_words()}
    then = formats.money(money.early, currency)
    if then == formats.money(0, currency):
        brought = say("They brought {now} in {late}", **told)
    else:
        less = {"then": then, "early": moves.periods.early_words()}
        more = formats.money(money.late - money.early, currency)
        brought = say("They brought {now} in {late} and {then} in {early}, {more} more", **told, **less, more=more)
    title = say_n(
        int(flows["customers"].sum()),
        "{n} customer came back to {segments} in {late}",
        "{n} customers came back to {segments} in {late}",
        segments=_named(moves, flows["to_segment"]),
        late=moves.periods.late_words(),
    )
    return _moved(moves, flows, title, brought, say("Find out what brought them"), money.late - money.early)


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
    return listed([_name(moves, one) for one in GOOD if one in set(side)])


def _name(moves: Moves, segment_id: str) -> str:
    """As published, or where nobody is in that group today as its id says."""
    own = segment_id.replace("cant", "can't").replace("-", " ").capitalize()
    return moves.names.get(segment_id) or segment_name(own)


def _moved(moves: Moves, flows: pd.DataFrame, title: str, told: str, advice: str, money: float) -> Finding | None:
    if money <= 0:
        return None
    top = flows.loc[flows["customers"].idxmax()]
    text = say(
        "{told}, net of returns. {customers} went from {old} to {new}. {advice}.",
        told=told,
        customers=formats.count(top["customers"]),
        old=_name(moves, top["from_segment"]),
        new=_name(moves, top["to_segment"]),
        advice=advice,
    )
    return Finding(title, text, money, ("migration",))


def _out_of_rhythm(fading: Fading | None, currency: str) -> Finding | None:
    if fading is None or not fading.customers or fading.listed.empty:
        return None
    first = fading.listed.iloc[0]
    is_yearly = bool(fading.listed["probability_alive"].notna().any())
    told = {
        "value": formats.money(fading.value, currency),
        "when": say("within 12 months") if is_yearly else say("within {days} days", days=DAYS),
        "one": say("the first of them")
        if pd.isna(first["customer_id"])
        else say("customer {customer}", customer=first["customer_id"]),  # not named to all
        "overdue": formats.times(first["overdue"]),
    }
    if fading.customers > 1:
        text = say(
            "As of the latest day, the value model still expects {value} {when}; {one} alone {most}, silent for "
            "{overdue} their usual interval.",
            **told,
            most=formats.money(first["fading_value"], currency),
        )
    else:
        text = say(
            "As of the latest day, the value model still expects {value} {when}; {one} has been silent for "
            "{overdue} their usual interval.",
            **told,
        )
    title = (
        say("A customer has fallen out of rhythm")
        if fading.customers == 1
        else say("{customers} customers have fallen out of rhythm", customers=formats.count(fading.customers))
    )
    return Finding(title, text, fading.value, ("value",))
