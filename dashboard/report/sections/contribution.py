"""Who brings the money: how few customers, which segments, repeat or one-time, and what returns take."""

from __future__ import annotations

from dashboard.figures.descriptions.loyalty import LOYALTY_SERIES
from dashboard.figures.descriptions.ranked import sales_shares
from dashboard.figures.style.theme import ACCENT, ACCENT_SOFT
from dashboard.filters.naming import named_segments
from dashboard.pages import contribution as page
from dashboard.queries.sales import activity
from dashboard.queries.sales.concentration import Concentration, concentration, top_customers
from dashboard.report.charts import bars, lines
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import Block, Cell, Chart, Column, Row, Section, Table
from dashboard.words import formats
from wording.languages import say, to_say

# ABC analysis: A customers bring the first 80 % of sales, B the next 15 %, C the last 5 % (Pareto; Dickie 1951).
CLASSES = (
    ("A", 0.8, to_say("A: the first 80\u202f% of net sales")),
    ("B", 0.95, to_say("B: the next 15\u202f% of net sales")),
    ("C", 1.0, to_say("C: the last 5\u202f% of net sales")),
)


def section(context: Context) -> Section:
    """The Pareto curve with the ABC classes, segments, loyalty, gross to net."""
    if context.missing:
        return Section("contribution", say("Contribution"), context.missing)
    found: Concentration = context.ask(concentration)
    title, note = context.panel(page.pareto)
    blocks: list[Block] = []
    lead = f"{title}."
    if found.curve.empty:
        lead = say("All sales of this selection are of guests: nobody to rank.")
    else:
        drawn = lines.pareto(found.curve, found.tops, found.customers)
        blocks.append(Chart(say("Sales against customers, best first"), drawn, note))
        blocks.append(_classes(context, found))
    blocks += [*_loyalty(context), _bridge(context), _segments(context)]
    return Section("contribution", say("Contribution"), lead, blocks)


def abc(found: Concentration) -> list[tuple[str, str, float, float]]:
    """One row a class: its letter, its share of sales in words, its shares of customers and of sales."""
    curve, rows = found.curve, []
    customers = sales = 0.0
    for letter, end, text in CLASSES:
        # The last class goes to the end, past those who gave back more than they bought.
        upto = curve[curve["sales"] >= end - 1e-9].iloc[0] if end < 1 else curve.iloc[-1]
        rows.append((letter, text, float(upto["customers"]) - customers, float(upto["sales"]) - sales))
        customers, sales = float(upto["customers"]), float(upto["sales"])
    return rows


def _classes(context: Context, found: Concentration) -> Table:
    total = context.totals
    net = found.net * total.customers / found.customers  # as much a customer as in the sample
    rows: list[Row] = [
        [
            say(text),
            Cell(formats.count(round(customers * total.customers)), bar=customers, bar_colour=ACCENT_SOFT),
            formats.percent(customers),
            Cell(formats.money(sales * net, context.currency), bar=sales, bar_colour=ACCENT),
            formats.percent(sales),
        ]
        for _letter, text, customers, sales in abc(found)
    ]
    columns = (
        Column(say("Class"), False, "30%"),
        Column(say("Customers")),
        Column(say("Share")),
        Column(say("Net sales")),
        Column(say("Share")),
    )
    best = formats.count(top_customers(found.customers, 1))
    note = context.basis(
        say("Customers ranked by their sales net of returns; borders to the nearest point of the curve"), False
    )
    if found.customers < total.customers:
        note += " · " + say("from a fixed sample, whose best 1\u202f% are {best} customers", best=best)
    return Table(say("Classes of customers (ABC)"), columns, rows, note)


def _segments(context: Context) -> Chart:
    title, note = context.panel(page.segments)
    frame = named_segments(context.ask(activity.by_segment), context.segmentation)
    described = sales_shares(page.segment_bars(frame), context.currency)
    return Chart(title, bars.ranked("segments", described), note)


def _loyalty(context: Context) -> list[Block]:
    frame = page.loyalty_frame(context.totals, context.ask(concentration), context.currency)
    if frame.empty:
        return []
    title, note = context.panel(page.loyalty)
    return [Chart(title, bars.loyalty(frame), note, is_half=True, legend=bars.legend(LOYALTY_SERIES))]


def _bridge(context: Context) -> Chart:
    title, note = context.panel(page.bridge)
    return Chart(title, bars.bridge(page.bridge_steps(context.totals), context.currency), note, is_half=True)
