"""Findings about what rose and fell against the months that a view is compared with. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.filters.comparison import Baseline
from dashboard.filters.months import window_sum
from dashboard.insights.findings.finding import Finding
from dashboard.words import formats
from wording.languages import say

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
    return say(
        "{now} in {late_words}, {then} in {early_words}, net of returns",
        now=now,
        late_words=periods.late_words(),
        then=then,
        early_words=periods.early_words(),
    )


def _season(periods: Baseline) -> str:
    return "." if periods.is_year else say("; part of it may be the season.")


def _course(changes: Changes) -> Finding | None:
    if changes.periods is None:
        return None
    late, early = _sums(changes.months, changes.periods)
    if late <= 0 or early <= 0 or abs(late / early - 1) < LEAST_CHANGE:
        return None
    by = formats.percent(abs(late / early - 1))
    return Finding(
        say("Net sales rose by {percent}", percent=by)
        if late > early
        else say("Net sales fell by {percent}", percent=by),
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
    by, told = formats.money(abs(late - early), changes.currency), _told(changes, periods, late, early)
    if late > early:
        title = say("{country} grew by {amount}", country=name, amount=by)
        text = say("{told}: no country beside the largest grew more.", told=told)
    else:
        title = say("{country} shrank by {amount}", country=name, amount=by)
        text = say("{told}: no country beside the largest shrank more.", told=told)
    return Finding(
        title,
        text,
        abs(late - early),
        ("countries", country),
    )


def _products(changes: Changes) -> list[Finding | None]:
    """The product that rose most, and the one that fell most."""
    periods, frame = changes.periods, changes.products
    if periods is None or frame.empty:
        return []
    change = frame["late"] - frame["early"]
    ends = {change.idxmax(): True, change.idxmin(): False}
    return [
        _product(changes, periods, frame.loc[index], rose)
        for index, rose in ends.items()
        if (change[index] > 0) == rose and change[index]
    ]


def _product(changes: Changes, periods: Baseline, row: pd.Series, rose: bool) -> Finding:
    difference, name = abs(row["late"] - row["early"]), formats.product_name(row["description"], row["stock_code"])
    by, told = formats.money(difference, changes.currency), _told(changes, periods, row["late"], row["early"])
    if rose:
        title = say("{product} rose by {amount}", product=name, amount=by)
        text = say("{told}: no product rose more.", told=told)
    else:
        title = say("{product} fell by {amount}", product=name, amount=by)
        text = say("{told}: no product fell more.", told=told)
    return Finding(
        title,
        text,
        float(difference),
        ("products", str(row["stock_code"])),
    )
