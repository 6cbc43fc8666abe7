"""What to do about each segment, most money first."""

from __future__ import annotations

from dashboard.figures.style.theme import segment_colour
from dashboard.insights.advice.advice import Advice, number_in_words
from dashboard.insights.advice.build import NEEDS_ORDERS
from dashboard.insights.advice.sources import advices
from dashboard.report.sections.context import Context
from dashboard.report.sections.parts import (
    Block,
    Cell,
    Column,
    Item,
    Items,
    Row,
    Section,
    Table,
    segment_cell,
)
from dashboard.words import formats
from wording.languages import say

COLUMNS = (
    Column("Segment", False, "20%"),
    Column("What to do", False),
    Column("Customers"),
    Column("Net sales"),
    Column("At risk"),
    Column("Could bring"),
)


def section(context: Context) -> Section:
    """The segments and what acting could bring in a table; then each with its reasons and how to go about it."""
    found = advices(context.shop, context.scope)
    if not found:
        return Section(
            "advice", "Recommendations", "There are no customers in this selection to recommend anything for."
        )
    blocks: list[Block] = [Items("Segment by segment", [_item(one, context.currency) for one in found])]
    if context.published.has_orders:
        blocks = [_table(context, found), *blocks]
    return Section("advice", "Recommendations", _lead(found, context.currency), blocks)


def _lead(found: list[Advice], currency: str) -> str:
    first = found[0]
    if not first.estimate.money:
        return "What to do about each segment."
    return f"Start with {first.name}: acting could bring about {formats.money(first.estimate.money, currency)}."


def _table(context: Context, found: list[Advice]) -> Table:
    rows: list[Row] = [
        [
            segment_cell(one.name, one.position),
            one.headline,
            formats.count(one.customers),
            formats.money(one.net, context.currency),
            formats.money(one.risk.money, context.currency),
            Cell(formats.money(one.estimate.money, context.currency)),
        ]
        for one in found
    ]
    note = context.basis(
        "Could bring: beyond what is expected anyway, an estimate with its assumption below; estimates do not add up",
        guests=False,
    )
    return Table("What acting could bring", COLUMNS, rows, note)


def _item(one: Advice, currency: str) -> Item:
    sizes = [number_in_words(one)]
    if one.net:
        sizes.append(
            f"{formats.money(one.net, currency)} ({formats.percent(one.net_share, 0)} of identified net sales)"
        )
    could = one.estimate.assumption
    if one.estimate.money:
        could = f"{formats.money(one.estimate.money, currency)}. {could}"
    facts = (
        ("Special", " ".join(one.special)),
        ("Trend", one.trend.text),
        ("Risk", one.risk.text),
        ("Channel", one.channel),
        ("Offer", one.offer),
        ("Timing", one.timing),
        ("Could bring", could),
    )
    return Item(
        one.name,
        one.action,
        segment_colour(one.position),
        [(name, text) for name, text in facts if text not in ("", say(NEEDS_ORDERS))],
        " · ".join(sizes),
    )
