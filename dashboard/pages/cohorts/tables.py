"""The table of /cohorts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.components.basics import Children
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.pages.cohorts.known import Known
from dashboard.pages.cohorts.triangle import shares
from dashboard.words import formats
from wording.languages import say, say_n

SHOWN = (1, 2, 3, 6, 9, 12, 18, 24)  # months after the first


def table(found: Known) -> Children:
    """A row a cohort, the latest first: how large it is, and what it kept by month since."""
    amounts = found.table
    parts = shares(amounts) if found.choice.is_share else amounts
    ages = [age for age in SHOWN if age in amounts.columns]
    most = max(float(found.sizes[0].max()), 1.0)
    columns = [Column(say("First order"), False, sort="descending"), Column(say("Customers"))]
    columns += [Column(say("First month's sales"))] if found.choice.is_money else []
    columns += [Column(f"+{age}", hint=say_n(age, "{n} month after", "{n} months after")) for age in ages]
    rows = [_row(found, parts, month, ages, most) for month in reversed(amounts.index)]
    return data_table(columns, rows, caption=say("Cohorts by month of first order"))


def _row(found: Known, parts: pd.DataFrame, month: date, ages: list[int], most: float) -> list[Cell]:
    size = float(found.sizes.at[month, 0])
    name = formats.month(month) + (" *" if month in found.unfair else "")
    own: list[Cell] = [name, Bar(formats.count(size), size / most)]
    if found.choice.is_money:
        own.append(found.amount(float(found.table.at[month, 0])))
    values = [parts.at[month, age] for age in ages]
    return [*own, *("" if pd.isna(value) else _cell(found, float(value)) for value in values)]


def _cell(found: Known, value: float) -> str:
    return formats.percent(value) if found.choice.is_share else found.amount(value)
