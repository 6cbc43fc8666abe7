"""Findings about what rose and fell against the months that a view is compared with. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.filters.comparison import Baseline
from dashboard.filters.months import window_sum
from dashboard.insights.findings.finding import Finding
from dashboard.words import formats

LEAST_CHANGE = 0.02  # of sales, before it is worth a word


@dataclass(frozen=True)
class Changes:
    """What the findings of change stand on; frames as the queries give them."""

    currency: str
    periods: Baseline | None
    months: pd.DataFrame  # `month`, `net` sales of all the data
    countries: pd.DataFrame  # insights.country_months with `country_name`
    products: pd.DataFrame  # insights.product_changes


def change_findings(changes: Changes) -> list[Finding]:
    """All that is worth a word, in no order."""
    found = [_course(changes), *_countries(changes), *_products(changes)]
    return [one for one in found if one is not None]


def _sums(frame: pd.DataFrame, periods: Baseline) -> tuple[float, float]:
    months = dict(zip(frame["month"], frame["net"], strict=True))
    return window_sum(months, periods.late), window_sum(months, periods.early)


def _told(changes: Changes, periods: Baseline, late: float, early: float) -> str:
    """`£89k in Sep–Nov 2011, £40k in Jun–Aug 2011`: the basis of every finding of change."""
    now, then = (formats.money(value, changes.currency) for value in (late, early))
    return f"{now} in {periods.late_words()}, {then} in {periods.early_words()}, net of returns"


def _season(periods: Baseline) -> str:
    return "." if periods.is_year else "; part of it may be the season."


def _course(changes: Changes) -> Finding | None:
    if changes.periods is None:
        return None
    late, early = _sums(changes.months, changes.periods)
    if late <= 0 or early <= 0 or abs(late / early - 1) < LEAST_CHANGE:
        return None
    return Finding(
        f"Net sales {'rose' if late > early else 'fell'} by {formats.percent(abs(late / early - 1))}",
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


def _country(changes: Changes, periods: Baseline, row: tuple[float, float, str, str]) -> Finding | None:
    late, early, country, name = row
    if early <= 0 or late <= 0 or abs(late / early - 1) < LEAST_CHANGE:
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


def _product(changes: Changes, periods: Baseline, row: pd.Series, verb: str) -> Finding:
    difference, name = abs(row["late"] - row["early"]), formats.product_name(row["description"], row["stock_code"])
    return Finding(
        f"{name} {verb} by {formats.money(difference, changes.currency)}",
        f"{_told(changes, periods, row['late'], row['early'])}: no product {verb} more.",
        float(difference),
        ("products", str(row["stock_code"])),
    )
