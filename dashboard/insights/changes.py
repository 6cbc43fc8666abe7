"""Findings about who moved, what rose and fell, and how few carry it: beside those of `dashboard.findings`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import formats
from dashboard.findings import Finding
from dashboard.insights.periods import Periods, window_sum
from dashboard.insights.special import product_name
from dashboard.queries.value import MOST_FADING

GOOD = ("champions", "loyal")
FADED = ("need-attention", "about-to-sleep", "at-risk", "cant-lose", "hibernating", "lost")
LEAST_CHANGE = 0.02  # of sales, before it is worth a word
LEAST_TOP = 10  # customers, before the top fifth of them is one
TOP = 20  # per cent of customers


@dataclass(frozen=True)
class Moves:
    """Who changed segment between two month ends, and what a customer of each segment brings on average."""

    flows: pd.DataFrame  # migration.flows
    since: date
    names: Mapping[str, str]
    monetary: Mapping[str, float]  # gross sales a customer, of all months


@dataclass(frozen=True)
class Changes:
    """What the findings of change stand on; frames as the queries give them."""

    currency: str
    periods: Periods | None
    months: pd.DataFrame  # `month`, `gross` of all the data
    countries: pd.DataFrame  # insights.country_months with `country_name`
    products: pd.DataFrame  # insights.product_changes
    moves: Moves | None
    top_share: float | None  # of the identified sales, by the top TOP per cent
    customers: int  # in the window, identified
    gross: float  # theirs
    fading: pd.DataFrame  # value.fading


def change_findings(changes: Changes) -> list[Finding]:
    """All that is worth a word, in no order."""
    found = [
        _concentration(changes),
        _slipped(changes),
        _won_back(changes),
        _fading(changes),
        _course(changes),
        *_countries(changes),
        *_products(changes),
    ]
    return [one for one in found if one is not None]


def _concentration(changes: Changes) -> Finding | None:
    if changes.top_share is None or changes.customers < LEAST_TOP or not changes.gross:
        return None
    few, money = round(changes.customers * TOP / 100), changes.top_share * changes.gross
    return Finding(
        f"The best {TOP}\u202f% of customers bring {formats.percent(changes.top_share, 0)} of identified sales",
        f"{formats.plural(few, 'customer')} spent {formats.money(money, changes.currency)}, "
        f"{formats.money(money / max(few, 1), changes.currency)} each.",
        money,
        ("contribution",),
    )


def _slipped(changes: Changes) -> Finding | None:
    return _moved(changes, GOOD, FADED, "slipped away from {names}", "Win them back before they are gone")


def _won_back(changes: Changes) -> Finding | None:
    return _moved(changes, FADED, GOOD, "came back to {names}", "Find out what brought them")


def _moved(changes: Changes, old: tuple[str, ...], new: tuple[str, ...], verb: str, advice: str) -> Finding | None:
    """Customers who went from any of the old segments to any of the new ones, at what a customer there brings."""
    moves = changes.moves
    if moves is None:
        return None
    flows = moves.flows[moves.flows["from_segment"].isin(old) & moves.flows["to_segment"].isin(new)]
    number = int(flows["customers"].sum())
    money = float(sum(row.customers * moves.monetary.get(row.to_segment, 0.0) for row in flows.itertuples()))
    if not number or not money:
        return None
    top = flows.loc[flows["customers"].idxmax()]
    side = flows["from_segment"] if old == GOOD else flows["to_segment"]
    names = " and ".join(moves.names.get(one, one) for one in GOOD if one in set(side))
    largest = f"{moves.names.get(top['from_segment'])} to {moves.names.get(top['to_segment'])}"
    each = formats.money(money / number, changes.currency)
    return Finding(
        f"{formats.plural(number, 'customer')} {verb.format(names=names)} since end of {formats.month(moves.since)}",
        f"At what customers of their new segments have brought, {each} each, that is "
        f"{formats.money(money, changes.currency)}. {formats.count(top['customers'])} went from {largest}. {advice}.",
        money,
        ("migration",),
    )


def _fading(changes: Changes) -> Finding | None:
    frame = changes.fading
    money = float(frame["fading_value"].sum()) if len(frame) else 0.0
    if not money:
        return None
    first = frame.iloc[0]
    who = "A customer has" if len(frame) == 1 else f"{formats.count(len(frame))} customers have"
    who = f"At least {who}" if len(frame) == MOST_FADING else who
    return Finding(
        f"{who} fallen out of rhythm",
        f"Still expected to bring {formats.money(money, changes.currency)}; customer {first['customer_id']} alone "
        f"{formats.money(first['fading_value'], changes.currency)}, silent for {formats.times(first['overdue'])} "
        "their usual interval.",
        money,
        ("value",),
    )


def _sums(frame: pd.DataFrame, periods: Periods) -> tuple[float, float]:
    months = dict(zip(frame["month"], frame["gross"], strict=True))
    return window_sum(months, periods.late), window_sum(months, periods.early)


def _told(changes: Changes, periods: Periods, late: float, early: float) -> str:
    """`£89k in Sep–Nov 2011, after £40k in Jun–Aug 2011`."""
    before = "a year earlier" if periods.is_year else f"in {periods.early_words()}"
    now, then = (formats.money(value, changes.currency) for value in (late, early))
    return f"{now} in {periods.late_words()}, {then} {before}"


def _season(periods: Periods) -> str:
    return "." if periods.is_year else "; part of it may be the season."


def _course(changes: Changes) -> Finding | None:
    if changes.periods is None:
        return None
    late, early = _sums(changes.months, changes.periods)
    if not early or abs(late / early - 1) < LEAST_CHANGE:
        return None
    return Finding(
        f"Sales {'rose' if late > early else 'fell'} by {formats.percent(abs(late / early - 1), 0)}",
        f"{_told(changes, changes.periods, late, early)}{_season(changes.periods)}",
        abs(late - early),
        ("seasonality",),
    )


def _countries(changes: Changes) -> list[Finding | None]:
    """The country beside the largest that grew most, and the one that shrank most."""
    periods, frame = changes.periods, changes.countries
    if periods is None or frame["country"].nunique() < 3:
        return []
    rows = [(*_sums(own, periods), str(key), str(own["country_name"].iloc[0])) for key, own in frame.groupby("country")]
    rows.sort(key=lambda row: (-(row[0] + row[1]), row[2]))
    others = sorted(rows[1:], key=lambda row: (row[0] - row[1], row[2]))
    return [_country(changes, periods, row) for row in (others[-1], others[0])]


def _country(changes: Changes, periods: Periods, row: tuple[float, float, str, str]) -> Finding | None:
    late, early, country, name = row
    if not early or not late or abs(late / early - 1) < LEAST_CHANGE:
        return None
    verb = "grew" if late > early else "shrank"
    return Finding(
        f"{name} {verb} by {formats.money(abs(late - early), changes.currency)}",
        f"{_told(changes, periods, late, early)}: no country beside the largest {verb} more.",
        abs(late - early),
        ("countries", country),
    )


def _products(changes: Changes) -> list[Finding | None]:
    """The product that rose most, and the one that fell most."""
    periods, frame = changes.periods, changes.products
    if periods is None or frame.empty:
        return []
    change = frame["late"] - frame["early"]
    ends = {change.idxmax(): "rose", change.idxmin(): "fell"}
    return [
        _product(changes, periods, frame.loc[index], verb)
        for index, verb in ends.items()
        if (change[index] > 0) == (verb == "rose") and change[index]
    ]


def _product(changes: Changes, periods: Periods, row: pd.Series, verb: str) -> Finding:
    difference, name = abs(row["late"] - row["early"]), product_name(row["description"], row["stock_code"])
    return Finding(
        f"{name} {verb} by {formats.money(difference, changes.currency)}",
        f"{_told(changes, periods, row['late'], row['early'])}: no product {verb} more.",
        float(difference),
        ("products", str(row["stock_code"])),
    )
