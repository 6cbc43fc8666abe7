"""The customers of one product: who they are by segment, whether they came back for it, who has not of late."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.basics import Children, link, place
from dashboard.components.cards import KeyFigure
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, data_table, link_cell, name_cell
from dashboard.filters import scope_words
from dashboard.filters.choosing import Choice, conditions
from dashboard.filters.naming import named_segments
from dashboard.filters.narrowing.who import buyers, said
from dashboard.filters.parts import Part, address
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.customers.customer_filter import CustomerFilter
from dashboard.queries.customers.lists import customer_count
from dashboard.queries.products.buyers import FEWEST_BACK, UNBOUGHT_DAYS, product_buyers
from dashboard.shop import Place, Shop, mailing
from dashboard.shop.asker import asker
from dashboard.words import formats
from dashboard.words.consent import beside_the_button, on_the_button
from wording.languages import say, say_n, to_say

DAYS_LOADED = to_say("all days loaded, whatever the months")
UNBOUGHT = to_say("Bought it, but not in the last {days} days")


def all_days(where: Place) -> Filters:
    """The filters of the page without its months."""
    return where.filters.only(start=None, end=None)


def basis(shop: Shop, scope: Scope, measure: str) -> str:
    """The note of a card that counts all days."""
    parts = (measure, scope_words.who(shop.published(), scope), say(DAYS_LOADED))
    return " · ".join(part for part in parts if part)


def buyers_of(shop: Shop, where: Place) -> pd.DataFrame:
    """One row a segment with a buyer, best first, named: see `queries.products.buyers`."""
    scope = shop.scope(all_days(where))
    return named_segments(shop.ask(product_buyers, scope, where.argument), shop.published().of(scope))


def key_figures_of(shop: Shop, where: Place) -> list[KeyFigure]:
    """How many ever bought it, how many of them again, and how long that took."""
    frame, scope = buyers_of(shop, where), shop.scope(all_days(where))
    bought, everyone = int(frame["buyers"].sum()), shop.ask(customer_count, scope, CustomerFilter())
    usual = _usual_days(frame)
    had_time, back = int(frame["had_time"].sum()), int(frame["back"].sum())
    time = say("of {people} with time for it", people=formats.count(had_time)) if usual else say("so far")
    needed = say("under {n} came back for it", n=FEWEST_BACK)
    return [
        KeyFigure(
            say("Customers, ever"),
            formats.count(bought),
            change_note=say("{share} of all with an order", share=formats.share(bought, everyone)),
            hint=say("Identified customers"),
        ),
        KeyFigure(
            say("Bought it again"),
            formats.share(frame["had_time_back"].sum(), had_time, 0),
            change_note=time,
            hint=say(
                "On two days or more; left out is who bought it first fewer days ago than half of those who did took"
            ),
        ),
        KeyFigure(
            say("Until they did"),
            formats.plural(usual, "day") if usual else formats.NOTHING,
            change_note=say("median of {people}", people=formats.count(back)) if usual else needed,
            hint=say("From the first day they bought it to the second"),
        ),
    ]


def _usual_days(frame: pd.DataFrame) -> int | None:
    if frame.empty or pd.isna(frame.at[0, "usual_days"]):
        return None
    return int(frame.at[0, "usual_days"])


def customers(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Its buyers by segment, with the way to them, and an audience of those who have not bought it of late."""
    frame = buyers_of(shop, where)
    measure = say("Identified customers on any day they bought it")
    if frame.empty:
        nobody = html.P(say("Nobody of this selection is known to have bought it."), className="muted")
        return Panel(say("No buyers"), basis(shop, scope, measure), nobody)
    bought, unbought = int(frame["buyers"].sum()), int(frame["unbought"].sum())
    title = _title(bought, bought - unbought)
    table = data_table(_columns(), _rows(shop, where, frame), caption=say("Its customers by segment"), sorts=True)
    body = [table, _audience(shop, where)] if asker().may("audiences") else table
    return Panel(title, basis(shop, scope, " · ".join([measure, *_left_out(frame)])), body)


def _title(bought: int, lately: int) -> str:
    if not lately:
        return say_n(
            bought,
            "{n} customer bought it, none of them in the last {days} days",
            "{n} customers bought it, none of them in the last {days} days",
            days=UNBOUGHT_DAYS,
        )
    return say_n(
        bought,
        "{n} customer bought it, {lately} of them in the last {days} days",
        "{n} customers bought it, {lately} of them in the last {days} days",
        lately=formats.count(lately),
        days=UNBOUGHT_DAYS,
    )


def _left_out(frame: pd.DataFrame) -> list[str]:
    usual, young = _usual_days(frame), int((frame["buyers"] - frame["had_time"]).sum())
    if not usual or not young:
        return []
    text = say(
        "bought it again: without {young} whose first time was less than {usual} days ago",
        young=formats.count(young),
        usual=usual,
    )
    return [text]


def _columns() -> list[Column]:
    return [
        Column(say("Segment"), False),
        Column(say("Bought it")),
        Column(say("Bought it again"), hint=say("Share of those who had as many days for it as is usual")),
        Column(say("Not in {days} days", days=UNBOUGHT_DAYS), hint=say(UNBOUGHT, days=UNBOUGHT_DAYS)),
    ]


def _rows(shop: Shop, where: Place, frame: pd.DataFrame) -> list[list[Cell]]:
    segmentation = shop.published().of(shop.scope(where.filters))
    rows: list[list[Cell]] = []
    for row in frame.itertuples():
        filters = all_days(where).only(segments=(row.segment_id,))
        again = formats.share(row.had_time_back, row.had_time, 0) if row.had_time else formats.NOTHING
        named = name_cell(where, segmentation.segment(row.segment_id))
        ever, lately = _bought(where, filters), _bought(where, filters, is_of_late=False)
        rows.append([named, _count(row.buyers, ever), again, _count(row.unbought, lately)])
    return rows


def _bought(where: Place, filters: Filters, *, is_of_late: bool = True) -> Filters:
    """Narrowed to who bought it: ever, or not of late."""
    code = where.argument or ""
    found = (buyers(code), *(() if is_of_late else (said(_of_late(code)),)))
    return filters.only(parts=tuple(dict.fromkeys((*filters.parts, *(one for one in found if one is not None)))))


def _of_late(code: str) -> dict[str, Any]:
    return {"not": {"bought": {"code": code}, "within_days": UNBOUGHT_DAYS}}


def _count(people: int, filters: Filters) -> Cell:
    """How many, with the way to their list."""
    number = formats.count(people)
    return link_cell(number, place(filters, "customers")) if people and asker().may("lists") else number


def _audience(shop: Shop, where: Place) -> Children:
    """The builder with them in it: how many, and how many of them one may write to."""
    filters, rule = all_days(where), mailing.rule_of(shop)
    scope = shop.scope(filters)
    wanted = CustomerFilter(bought=where.argument or "", unbought_days=UNBOUGHT_DAYS)
    told, definition = mailing.said_of(shop, scope, wanted), unbought_definition(shop, where)
    if not told.everyone or definition is None:
        return ""
    size, kept = formats.plural(told.everyone, "customer"), on_the_button(told, rule)
    words = say_n(told.everyone, "Make an audience of {n} customer", "Make an audience of {n} customers")
    words += "" if kept == size else f", {kept}"
    who = say(UNBOUGHT, days=UNBOUGHT_DAYS)
    beside = html.P(f"{who}: {beside_the_button(told, rule)}", className="muted")
    return html.Div(
        [link(words, address(definition), "button primary"), beside], className="table-foot product-audience"
    )


def unbought_definition(shop: Shop, where: Place) -> Part | None:
    """Of the view's filters, who bought it and not in the last UNBOUGHT_DAYS, as conditions; None of guests."""
    filters, code = all_days(where), where.argument or ""
    scope = shop.scope(filters)
    found = conditions(Choice(filters, product=code), shop.published(), scope, ordered=False)
    if found is None:
        return None
    return {"all": [*found.get("all", [found]), _of_late(code)]}
