"""Who was in two audiences some months ago, and in which of them they are now, as far as the data tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dash import html
from sqlalchemy import Connection, func, select

from audiences.conditions import Store
from audiences.lists import then
from audiences.lists.keeping import Audience
from audiences.lists.then import Group, Movement
from dashboard.components.asking import card
from dashboard.components.basics import Children
from dashboard.components.tables import Column, Table, data_table
from dashboard.filters.selection import add_months
from dashboard.words import formats
from warehouse.schema import listed_customers
from wording.languages import say, say_n, to_say

MONTHS = 6
TITLE = to_say("Movement")
TOO_SHORT = to_say("The data do not reach back to the end of a month before this one, so nobody is seen to move.")
NOTE = to_say(
    "Segments are followed month by month, orders, products and campaigns by their days; countries, attributes, "
    "consent and lists are as they are now"
)
NEITHER = to_say("Neither")
NO_ORDER = to_say("No order yet")
NOW: Sequence[tuple[bool, bool]] = ((True, False), (True, True), (False, True), (False, False))


def since(store: Store, first: date | None) -> date | None:
    """The month at whose end one looks: MONTHS before that of the last order, or the first that is known; none where
    that is the last itself. `first` is the day of the first order."""
    last = (store.as_of - timedelta(days=1)).replace(day=1)
    if first is None:
        return None
    known = max([first.replace(day=1), *(one.first for one in store.histories.values())])
    found = max(add_months(last, -MONTHS), known)
    return found if found < last else None


def moves(connection: Connection, store: Store, pair: tuple[Audience, Audience]) -> html.Section:
    """A sentence each way, and everybody by where they were and are."""
    first = connection.scalar(select(func.min(listed_customers.c.first_order_at)))
    month = since(store, first.date() if first is not None else None)
    if month is None:
        return card(say(TITLE), say(TOO_SHORT))
    found = then.movement(connection, pair[0].definition, pair[1].definition, store, month)
    told = [html.P(_way(found, pair, at, month)) for at in (0, 1)]
    table: list[Children] = [_table(found, pair, month)] if None in found.untold else []
    return card(say(TITLE), say(NOTE), *told, *table)


def _way(found: Movement, pair: tuple[Audience, Audience], at: int, month: date) -> str:
    one = {"one": pair[at].name, "month": formats.month(month)}
    if (why := found.untold[at]) is not None:
        return say("Who was in “{one}” at the end of {month} cannot be told. {why}", **one, why=why)
    were, are = found.were(at), found.are(at)
    if not were:
        return say("Nobody was in “{one}” at the end of {month}.", **one)
    now = {"other": pair[1 - at].name, "are": formats.count(are), "share": formats.share(are, were)}
    if are == 1:
        return say_n(
            were,
            "Of {n} customer who was in “{one}” at the end of {month}, 1 ({share}) is in “{other}” now.",
            "Of {n} customers who were in “{one}” at the end of {month}, 1 ({share}) is in “{other}” now.",
            **one,
            **now,
        )
    return say_n(
        were,
        "Of {n} customer who was in “{one}” at the end of {month}, {are} ({share}) are in “{other}” now.",
        "Of {n} customers who were in “{one}” at the end of {month}, {are} ({share}) are in “{other}” now.",
        **one,
        **now,
    )


def _table(found: Movement, pair: tuple[Audience, Audience], month: date) -> Table:
    """A row each place to have been in, a column each place to be in; the totals are both audiences, then and now."""
    names = (pair[0].name, pair[1].name)
    groups = _groups(found)
    heads = [Column(say("End of {month}, and now", month=formats.month(month)), False)]
    heads += [Column(_called(now, names)) for now in NOW]
    rows = [[_said(group, names), *_counts(found, [group])] for group in groups]
    heads.append(Column(say("All")))
    return data_table(heads, rows, caption=say(TITLE), foot=[say("All, now"), *_counts(found, groups)], stacks=True)


def _groups(found: Movement) -> list[Group | None]:
    """Those in which anybody can have been, as far as it is told; the last are those who had no order yet."""
    was: list[Group] = []
    for now in NOW:
        one = tuple(None if why else is_in for is_in, why in zip(now, found.untold, strict=True))
        was += [(one[0], one[1])] if (one[0], one[1]) not in was else []
    return [*was, None]


def _counts(found: Movement, groups: Sequence[Group | None]) -> list[str]:
    each = [sum(found.customers.get((group, now), 0) for group in groups) for now in NOW]
    return [formats.count(one) for one in [*each, sum(each)]]


def _said(group: Group | None, names: tuple[str, str]) -> str:
    if group is None:
        return say(NO_ORDER)
    if None not in group:
        return _called((bool(group[0]), bool(group[1])), names)
    name, is_in = (names[1], group[1]) if group[0] is None else (names[0], group[0])
    return say("In {name}", name=name) if is_in else say("Not in {name}", name=name)


def _called(group: tuple[bool, bool], names: tuple[str, str]) -> str:
    match group:
        case (True, True):
            return say("In both")
        case (False, False):
            return say(NEITHER)
    return say("Only in {name}", name=names[0] if group[0] else names[1])
