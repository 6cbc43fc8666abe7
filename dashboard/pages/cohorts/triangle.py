"""Months of first orders × months since: what is known of each, and what a number of them keep together. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import pandas as pd

from dashboard.filters.selection import add_months, months_between, period_in_words


def triangle(frame: pd.DataFrame, last: date, column: str) -> pd.DataFrame:
    """A row a month of first orders (up to `last`), a column a month since then; missing where it lies after `last`.

    `frame`: `first_month`, `month` and the column, a row where there was anything. A month that has passed without an
    order is a nought, one that is still to come is unknown.
    """
    known = frame[(frame["first_month"] <= last) & (frame["month"] <= last)]
    if known.empty:
        return pd.DataFrame()
    ages = [months_between(row.first_month, row.month) - 1 for row in known.itertuples()]
    table = known.assign(age=ages).pivot_table(index="first_month", columns="age", values=column, aggfunc="sum")
    most = months_between(table.index.min(), last)
    table = table.reindex(columns=range(most)).astype(float).fillna(0.0)
    return table.apply(lambda row: row.where([add_months(row.name, age) <= last for age in table.columns]), axis=1)


def shares(table: pd.DataFrame) -> pd.DataFrame:
    """Each row as a part of its first month; missing where that was nothing."""
    return table.div(table[0].where(table[0] > 0), axis=0)


def together(table: pd.DataFrame, months: Collection[date], age: int, *, is_share: bool = True) -> float | None:
    """What the cohorts of these months kept, so many months after: their sum by then ÷ the sum of their first months;
    or, no share, their mean.

    Only of those that have come so far; None where none has.
    """
    if table.empty or age not in table.columns:
        return None
    found = table.loc[table.index.isin(list(months)) & table[age].notna()]
    whole = float(found[0].sum()) if is_share else len(found)
    return float(found[age].sum()) / whole if whole > 0 else None


def curve(table: pd.DataFrame, months: Collection[date], *, is_share: bool = True) -> dict[int, float]:
    """Months since the first order, from 1 on -> what the cohorts of these months kept."""
    found = {int(age): together(table, months, age, is_share=is_share) for age in table.columns if age}
    return {age: value for age, value in found.items() if value is not None}


def reached(months: Sequence[date], age: int, last: date) -> list[date]:
    """Those of the cohorts that have come so many months far."""
    return [month for month in months if add_months(month, age) <= last]


def pairs(late: Sequence[date], shift: int, unfair: Collection[date]) -> Mapping[date, date]:
    """Cohort -> the one that it is compared with, `shift` months before; neither of them is an unfair one."""
    both = {month: add_months(month, -shift) for month in late}
    return {month: before for month, before in both.items() if not {month, before} & set(unfair)}


def in_words(months: Sequence[date]) -> str:
    """`Sep–Oct 2011`; months apart from each other with a plus."""
    runs: list[list[date]] = []
    for month in months:
        if runs and add_months(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return " + ".join(period_in_words(run[0], run[-1]) for run in runs)
