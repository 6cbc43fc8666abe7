"""The ranked table of the countries page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.components.basics import place
from dashboard.components.tables import Bar, Cell, Column, Table, Tick, Words, data_table, link_cell
from dashboard.filters.selection import Filters
from dashboard.words import formats
from wording.languages import say, to_say

NONE_BEFORE = to_say("none before")  # sales now, and none in the months that they are compared with


def ranked(
    frame: pd.DataFrame, filters: Filters, currency: str, changes: pd.DataFrame | None = None, change_label: str = ""
) -> Table:
    """One row a country in the order given, a foot row of totals.

    `frame`: `country`, `country_name`, `customers`, `orders`, `net`, `share`, `single_customers`; `changes`, by
    country: `late` and `early`, the net sales of two windows.
    """
    largest = max(float(frame["net"].max()), 1e-9)
    rows: list[list[Cell]] = []
    for row in frame.itertuples():
        name: Cell = link_cell(row.country_name, place(filters, "countries", row.country), "plain-link")
        if len(frame) > 2:  # two alone stand side by side already
            tick = Tick(row.country, "country", say("{country}: side by side with another", country=row.country_name))
            name = Words([tick, name], "ticked", tag="div")
        sales = Bar(formats.money(row.net, currency), max(row.net, 0) / largest)
        rows.append([name, *_numbers(row, sales, row.share, currency)])
    sums = frame[["customers", "orders", "net", "single_customers"]].sum()
    foot: list[Cell] = [say("All"), *_numbers(sums, formats.money(sums["net"], currency), 1.0, currency)]
    columns = _columns()
    if changes is not None:
        columns.append(Column(change_label))
        known = changes.reindex(frame["country"], fill_value=0.0)
        for cells, late, early in zip(rows, known["late"], known["early"], strict=True):
            cells.append(_change(late, early))
        foot.append(_change(changes["late"].sum(), changes["early"].sum()))
    return data_table(columns, rows, caption=say("Countries by sales, most first"), foot=foot, sorts=True)


def _columns() -> list[Column]:
    return [
        Column(say("Country"), number=False),
        Column(say("Customers"), hint=say("Identified customers with an order in the period")),
        Column(say("Orders")),
        Column(say("Net sales"), sort="descending"),
        Column(say("Share")),
        Column(say("Net sales per order"), hint=say("Sales net of returns per order")),
        Column(say("Repeat"), hint=say("Customers with two or more orders inside the period, of all its customers")),
    ]


def _numbers(row: Any, sales: Cell, share: float, currency: str) -> list[Cell]:
    customers, orders, net = float(row.customers), float(row.orders), float(row.net)
    return [
        formats.count(customers),
        formats.count(orders),
        sales,
        formats.percent_or_less(share),
        formats.money(formats.ratio(net, orders), currency),
        formats.share(customers - float(row.single_customers), customers, 0),
    ]


def _change(late: float, early: float) -> Cell:
    if early <= 0:
        return Words(say(NONE_BEFORE) if late > 0 else formats.NOTHING, "muted")
    change = late / early - 1
    return Words(formats.arrow(change), formats.TONES[formats.direction(change)])
