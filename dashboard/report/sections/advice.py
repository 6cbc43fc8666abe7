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
    said,
    segment_cell,
)
from dashboard.words import formats
from wording.languages import say, to_say

NOBODY = to_say("There are no customers in this selection to recommend anything for.")
COLUMNS = (
    Column(to_say("Segment"), False, "20%"),
    Column(to_say("What to do"), False),
    Column(to_say("Customers")),
    Column(to_say("Net sales")),
    Column(to_say("At risk")),
    Column(to_say("Could bring")),
)


def section(context: Context) -> Section:
    """The segments and what acting could bring in a table; then each with its reasons and how to go about it."""
    found = advices(context.shop, context.scope)
    if not found:
        return Section("advice", say("Recommendations"), say(NOBODY))
    blocks: list[Block] = [Items(say("Segment by segment"), [_item(one, context.currency) for one in found])]
    if context.published.has_orders:
        blocks = [_table(context, found), *blocks]
    return Section("advice", say("Recommendations"), _lead(found, context.currency), blocks)


def _lead(found: list[Advice], currency: str) -> str:
    first = found[0]
    if not first.estimate.money:
        return say("What to do about each segment.")
    money = formats.money(first.estimate.money, currency)
    return say("Start with {segment}: acting could bring about {money}.", segment=first.name, money=money)


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
        say(
            "Could bring: beyond what is expected anyway, an estimate with its assumption below; estimates do not add "
            "up"
        ),
        guests=False,
    )
    return Table(say("What acting could bring"), said(COLUMNS), rows, note)


def _item(one: Advice, currency: str) -> Item:
    sizes = [number_in_words(one)]
    if one.net:
        share = formats.percent(one.net_share, 0)
        money = formats.money(one.net, currency)
        sizes.append(say("{money} ({share} of identified net sales)", money=money, share=share))
    could = one.estimate.assumption
    if one.estimate.money:
        could = f"{formats.money(one.estimate.money, currency)}. {could}"
    facts = (
        (say("Special", sense="what is"), " ".join(one.special)),
        (say("Trend"), one.trend.text),
        (say("Risk"), one.risk.text),
        (say("Channel"), one.channel),
        (say("Offer"), one.offer),
        (say("Timing"), one.timing),
        (say("Could bring"), could),
    )
    return Item(
        one.name,
        one.action,
        segment_colour(one.position),
        [(name, text) for name, text in facts if text not in ("", say(NEEDS_ORDERS))],
        " · ".join(sizes),
    )
