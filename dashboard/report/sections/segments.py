"""Who the segments are: sizes, money, how they differ, and the rule that finds each again."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.descriptions.ranked import customers_by_segment
from dashboard.figures.descriptions.segments import MARKS
from dashboard.figures.segments import profile
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.pages import attributes as attributes_page
from dashboard.pages.segments import page
from dashboard.queries.segments import attributes, samples
from dashboard.queries.segments.runs import segment_rules
from dashboard.report.charts import bars, lines
from dashboard.report.sections.context import NO_SALES, Context
from dashboard.report.sections.parts import Block, Cell, Chart, Column, Row, Section, Table, said, segment_cell
from dashboard.shop.segments_in_view import chosen, everyone
from dashboard.words import formats
from wording.languages import marked, say, say_again, to_say

FEWEST_POINTS = 10  # customers that make a picture
MEASURES = (
    Column(to_say("Segment"), False, "22%"),
    Column(to_say("Customers")),
    Column(to_say("Net sales")),
    Column(to_say("Share")),
    Column(to_say("Days since last order")),
    Column(to_say("Orders per customer")),
    Column(to_say("Net sales per customer")),
    Column(to_say("Net sales per order")),
)


def section(context: Context) -> Section:
    """The segments of the selection; without orders, by numbers alone."""
    if not context.published.has_orders:
        return _without_orders(context)
    all_ = everyone(context.shop, context.scope)
    frame = chosen(all_, context.scope)
    if frame.empty or not frame["gross"].any():
        return Section("segments", say("Segments"), say(NO_SALES))
    title, note = context.panel(page.shares)
    blocks: list[Block] = [
        Chart(
            say("Share of customers against share of net sales"),
            lines.segment_shares(frame),
            note,
            legend=[(mark, say(name)) for mark, name in MARKS],
        ),
        _measures(context, frame, all_),
        *_customers(context),
        *_rules(context),
    ]
    return Section("segments", say("Segments"), f"{title}.", blocks)


def _measures(context: Context, frame: pd.DataFrame, all_: pd.DataFrame) -> Table:
    """Each segment's size and money, its means tinted by how far they are from everyone's."""
    average = profile.measures(profile.total(all_)).iloc[0]
    values = profile.measures(frame)
    ratios = values / average.where(average > 0)
    most = [max(float(frame[name].max()), 1e-9) for name in ("customer_share", "sales_share")]
    rows: list[Row] = [
        [
            segment_cell(row.name, row.position),
            Cell(
                formats.count(row.customers), bar=row.customer_share / most[0], bar_colour=segment_colour(row.position)
            ),
            Cell(
                formats.money(row.net, context.currency),
                bar=max(row.sales_share, 0) / most[1],
                bar_colour=segment_colour(row.position),
            ),
            formats.percent(row.sales_share),
            *_means(values.iloc[i], context.currency, ratios.iloc[i]),
        ]
        for i, row in enumerate(frame.itertuples())
    ]
    foot: Row = [
        say("All customers"),
        formats.count(all_["customers"].sum()),
        formats.money(all_["net"].sum(), context.currency),
        formats.percent(1.0),
        *_means(average, context.currency),
    ]
    note = context.basis(say("Money net of returns; {scale}", scale=say(profile.SCALE)), guests=False)
    return Table(say("Segments in figures"), said(MEASURES), rows, note, foot)


def _means(values: pd.Series, currency: str, ratios: pd.Series | None = None) -> list[Cell]:
    written = {
        "recency_days": formats.count(values["recency_days"]),
        "orders_per_customer": _one_decimal(values["orders_per_customer"]),
        "sales_per_customer": formats.money(values["sales_per_customer"], currency),
        "order_value": formats.money(values["order_value"], currency),
    }
    return [
        Cell(text, tint=profile.tint(ratios[name], name) if ratios is not None else "")
        for name, text in written.items()
    ]


def _one_decimal(value: float) -> str:
    return formats.NOTHING if pd.isna(value) else marked(f"{value:.1f}")


def _customers(context: Context) -> list[Block]:
    frame = named_segments(context.ask(samples.sampled_customers), context.segmentation)
    frame = frame[frame["gross"] > 0]
    if len(frame) < FEWEST_POINTS:
        return []
    title, note = context.panel(page.scatter)
    shown = frame.drop_duplicates("position").sort_values("position")
    legend = [(segment_colour(row.position), row.name) for row in shown.itertuples()]
    return [Chart(title, lines.customers(frame, context.currency), note, legend=legend)]


def _rules(context: Context) -> list[Block]:
    """Who each segment is in words, and the rule that finds it again in any other tool."""
    published = context.published
    rules = context.shop.ask(segment_rules, published.version, context.segmentation.segmentation_id)
    by_segment = {row.segment_id: row for row in rules.itertuples()}
    rows: list[Row] = []
    for segment in context.segmentation.segments:
        if context.scope.segments and segment.segment_id not in context.scope.segments:
            continue
        rule = by_segment.get(segment.segment_id)
        if rule is None and not segment.customers:
            continue
        rows.append(
            [
                segment_cell(segment.name, segment.position),
                Cell(segment.description),
                Cell(_rule(rule.rule) if rule else formats.NOTHING),
                formats.percent(rule.rule_precision, 0) if rule else formats.NOTHING,
                formats.percent(rule.rule_recall, 0) if rule else formats.NOTHING,
            ]
        )
    columns = (
        Column(say("Segment"), False, "18%"),
        Column(say("Who they are"), False, "23%"),
        Column(say("Rule"), False),
        Column(say("Precision")),
        Column(say("Recall")),
    )
    note = say(
        "The rule finds the segment again in any other tool. Precision: so many of those it finds are of the segment; "
        "recall: so many of the segment it finds. {segmentation}, as of {day}.",
        segmentation=context.segmentation.name,
        day=formats.day(context.segmentation.as_of),
    )
    return [Table(say("Segments in words"), columns, rows, note)] if rows else []


def _rule(text: str) -> str:
    """As a sentence of its own."""
    said_ = say_again(text)
    return said_[:1].upper() + said_[1:]


def _without_orders(context: Context) -> Section:
    title, note = context.panel(attributes_page.sizes)
    frame = named_segments(context.ask(attributes.sizes), context.segmentation)
    if frame.empty:
        return Section("segments", say("Segments"), say("There are no customers in this selection."))
    chart = Chart(say("Customers by segment"), bars.ranked("sizes", customers_by_segment(frame)), note)
    who = scope_words.who(context.published, context.scope)
    lead = f"{title}{f' ({who})' if who else ''}."
    return Section("segments", say("Segments"), lead, [chart, *_rules(context)])
