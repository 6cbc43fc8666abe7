"""What the cards of one campaign say: what it brought, by segment and over time, its lists, who answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html
from plotly import graph_objects as go

from audiences.measurement import BUYERS, NET, Result, sentences
from dashboard.components.basics import Children
from dashboard.components.cards import KeyFigure, key_figures
from dashboard.components.panels import Panel
from dashboard.figures.sales.lift import lift_by_day
from dashboard.figures.style.theme import empty
from dashboard.filters.selection import Scope
from dashboard.pages.campaigns import tables
from dashboard.pages.campaigns.reading import Read, read
from dashboard.shop import Place, Shop
from dashboard.shop.said import to_number
from dashboard.words import formats
from wording.languages import say, say_n, to_say

HOW = to_say(
    "Each who was written to is compared with people of the same segment who were held out by chance. What they "
    "ordered in the year before is taken off both sides, which takes off chance and no effect. Intervals hold in 95 of "
    "100 campaigns, however often one looks and however many lists it has: before the first list's days are over, and "
    "with people of later lists, they are wider."
)


def number_of(argument: str | None) -> int:
    """The number in the address."""
    return to_number(argument or "", otherwise=say("There is no such campaign."))


def figures(shop: Shop, argument: str | None) -> Children:
    """The strip of numbers."""
    found = read(shop, number_of(argument))
    result, cost = found.result, found.campaign.cost
    told = result.outcomes if result else {}
    sent, held = result.drawn if result else (0, 0)
    buyers, net = (told[name].last if told else None for name in (BUYERS, NET))

    def money(value: float | None) -> str:
        return formats.money(value, shop.currency)

    shown = [
        KeyFigure(
            say("Written to"),
            formats.count(sent),
            change_note=say("{held} held out", held=formats.count(held)),
        ),
        _spanned(say("Buyers more"), buyers, lambda value: formats.signed(value, 0)),
        _spanned(say("Sales more"), net, money),
    ]
    told_cost = "" if cost is not None else say("not told")
    shown.append(KeyFigure(say("Cost"), money(None if cost is None else float(cost)), change_note=told_cost))
    return key_figures(shown)


def _spanned(label: str, last: Any, said: Any) -> KeyFigure:
    if last is None or last.low == float("-inf"):
        return KeyFigure(label, formats.NOTHING, change_note=say("cannot be told"))
    each, low, high = last.total()
    return KeyFigure(label, said(each), change_note=say("{low} to {high}", low=said(low), high=said(high)))


def story(shop: Shop, where: Place, scope: Scope) -> Panel:
    """What can be said, in words."""
    del scope
    found = read(shop, number_of(where.argument))

    def money(value: float) -> str:
        return formats.money(value, shop.currency)

    if found.result is None:
        return Panel(say("Nobody was written to yet"), "", "")
    words = sentences.story(found.result, money, found.last_day)
    if found.before_after is not None:
        words = sentences.before_and_after(found.before_after, money)
    cost = found.campaign.cost
    words += [worth] if (worth := sentences.returns(found.result, float(cost) if cost else None, money)) else []
    how = [] if found.before_after is not None else [html.P(say(HOW), className="card-note")]
    ready = [] if found.result.days else tables.ready(found.deliveries)  # whoever made a list looks for its file first
    body = [*ready, *(html.P(one) for one in words), *how]
    return Panel(sentences.headline(found.result), _counted(found.result, _first_day(found)), body)


def _first_day(found: Read) -> date | None:
    """Of which orders are answers: as people say, else as the first list has it."""
    return found.campaign.sent_on or (found.deliveries[0].leaving.counts_from if found.deliveries else None)


def _counted(result: Result, begins: date | None) -> str:
    """Which days' orders are counted, and how many are to come."""
    passed = sentences.passed(result)
    if not result.days:
        if begins is None:
            return say("By now {passed}", passed=passed)
        return say_n(
            result.window_days,
            "By now {passed}. Counted are the orders of {n} day from {first} on; another first day can be said below",
            "By now {passed}. Counted are the orders of {n} days from {first} on; another first day can be said below",
            passed=passed,
            first=formats.day(begins),
        )
    return say(
        "By now {passed}. Counted are the orders of {first} to {last}; another first day can be said below",
        passed=passed,
        first=formats.day(result.days[0]),
        last=formats.day(result.days[-1]),
    )


def course(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How the lift in buyers went, day by day."""
    del scope
    found = read(shop, number_of(where.argument)).result
    title, note = (
        say("Buyers more, over time"),
        say("Of a hundred written to, up to each day; the band is the interval"),
    )
    outcome = found.outcomes[BUYERS] if found else None
    figure: go.Figure = empty(say("Nothing to compare yet"))
    if found is not None and outcome is not None and outcome.last is not None:
        figure = lift_by_day(found.days, list(outcome.each), list(outcome.low), list(outcome.high))
    return Panel(title, note, figure)


def by_segment(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The same of each segment by itself."""
    del scope
    found = read(shop, number_of(where.argument)).result
    note = say("As they were when the list was made. Intervals of all segments hold together, so they are wider")
    if found is None:
        return Panel(say("By segment"), note, "")
    return Panel(say("By segment"), note, tables.segments(found, lambda value: formats.money(value, shop.currency)))


def lists(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The campaign's own lists."""
    del scope
    found = read(shop, number_of(where.argument))
    note = say(
        "On record for good; the people held out are in none of them. Made again, a file is the same byte by byte"
    )
    table = tables.lists(found.deliveries, found.missing, found.places)
    return Panel(formats.plural(len(found.deliveries), "list"), note, table)


def answered(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Who ordered after they were written to."""
    del scope
    found = read(shop, number_of(where.argument))
    title = say_n(
        found.answered,
        "{n} person ordered after they were written to",
        "{n} people ordered after they were written to",
    )
    note = say("Some of them would have come anyway. Kept as a list, they can be an audience of their own")
    return Panel(title, note, "")
