"""Where customers are at home and what each country brings."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.figures.descriptions.ranked import customers_by_country, sales_shares
from dashboard.figures.style.theme import ACCENT
from dashboard.filters.comparison import compared
from dashboard.filters.naming import named_countries
from dashboard.filters.scope_words import NET
from dashboard.pages import attributes as attributes_page
from dashboard.pages.contribution import country_bars
from dashboard.pages.countries import page
from dashboard.pages.countries.table import NONE_BEFORE
from dashboard.queries.segments import attributes
from dashboard.report.charts import bars
from dashboard.report.sections.context import NO_COUNTRY, NO_SALES, Context
from dashboard.report.sections.parts import Block, Cell, Chart, Column, Row, Section, Table, said
from dashboard.words import formats
from wording.languages import say, say_n, to_say

MOST_COUNTRIES = 18
SUMMED = ["customers", "orders", "net", "single_customers"]
COLUMNS = (
    Column(to_say("Country"), False, "24%"),
    Column(to_say("Customers")),
    Column(to_say("Orders")),
    Column(to_say("Net sales")),
    Column(to_say("Share")),
    Column(to_say("Net sales per order")),
    Column(to_say("Repeat")),
)


def section(context: Context) -> Section:
    """A bar each for the first countries, and the table."""
    if not context.published.has_orders:
        return _without_orders(context)
    frame = page.countries_frame(context.shop, context.scope)
    if context.missing or frame.empty:
        return Section("countries", say("Countries"), context.missing or say(NO_SALES))
    title, _ = context.panel(page.world)
    described = sales_shares(country_bars(frame), context.currency)
    amounts_first = [replace(one, words=one.words[::-1]) for one in described]
    drawn = bars.ranked("countries", amounts_first)
    blocks: list[Block] = [
        Chart(say("Sales by country"), drawn, context.basis(say("{measure}, by home country", measure=say(NET))))
    ]
    return Section("countries", say("Countries"), f"{title}.", [*blocks, _table(context, frame)])


def _table(context: Context, frame: pd.DataFrame) -> Table:
    columns, changes = said(COLUMNS), None
    note = context.basis(
        say("Sales net of returns; repeat: customers with two or more orders inside the period, of all")
    )
    found = compared(context.published, context.scope)
    if found is not None:
        changes = page.country_changes(context.shop, context.scope, found)
        columns.append(Column(say("Change {against}", against=found.words)))
    shown, rest = frame.head(MOST_COUNTRIES), frame.iloc[MOST_COUNTRIES:]
    rows: list[Row] = [
        [row.country_name, *_numbers(context, row, frame), *_change(changes, [row.country])]
        for row in shown.itertuples()
    ]
    if len(rest):
        cells = [
            *_numbers(context, rest[SUMMED].sum(), frame, False),
            *_change(changes, list(rest["country"])),
        ]
        rows.append([Cell(say_n(len(rest), "{n} others", "{n} others"), tone="muted"), *cells])
    foot: Row = [
        say("All"),
        *_numbers(context, frame[SUMMED].sum(), frame, False),
        *_change(changes),
    ]
    return Table(say("Countries in figures"), columns, rows, note, foot)


def _numbers(context: Context, row: pd.Series, frame: pd.DataFrame, is_row: bool = True) -> list[Cell]:
    most = max(float(frame["net"].max()), 1e-9)
    customers, orders, net = float(row.customers), float(row.orders), float(row.net)
    ratio = formats.ratio(net, frame["net"].sum()) or 0.0
    return [
        Cell(formats.count(customers)),
        Cell(formats.count(orders)),
        Cell(formats.money(net, context.currency), bar=max(net, 0) / most if is_row else None, bar_colour=ACCENT),
        Cell(formats.percent_or_less(ratio)),
        Cell(formats.money(formats.ratio(net, orders), context.currency)),
        Cell(formats.share(customers - float(row.single_customers), customers, 0)),
    ]


def _change(changes: pd.DataFrame | None, countries: list[str] | None = None) -> list[Cell]:
    """The change of some countries together, or of all, as a cell where changes are shown at all."""
    if changes is None:
        return []
    known = changes if countries is None else changes[changes.index.isin(countries)]
    late, early = float(known["late"].sum()), float(known["early"].sum())
    if early <= 0:
        return [Cell(say(NONE_BEFORE) if late > 0 else formats.NOTHING, tone="muted")]
    change = late / early - 1
    return [Cell(formats.arrow(change), tone=formats.TONES[formats.direction(change)])]


def _without_orders(context: Context) -> Section:
    frame = named_countries(context.ask(attributes.countries), context.published)
    title, note = context.panel(attributes_page.countries)
    if frame.empty:
        return Section("countries", say("Countries"), say("There are no customers in this selection."))
    if list(frame["country"]) == [NO_COUNTRY]:
        return Section("countries", say("Countries"), f"{title}.")
    described = customers_by_country(frame, MOST_COUNTRIES)
    chart = Chart(say("Customers by country"), bars.ranked("countries", described), note)
    return Section("countries", say("Countries"), f"{title}.", [chart])
