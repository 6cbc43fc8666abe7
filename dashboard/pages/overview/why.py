"""The cards that take a change of sales apart: into what customers did, and by country, segment and product."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.components.basics import Children, place
from dashboard.components.offers import product_cell
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Cell, Column, Words, badge_cell, data_table, link_cell
from dashboard.figures.sales.contribution import bridge
from dashboard.filters import scope_words
from dashboard.filters.comparison import Baseline, compared, why_not
from dashboard.filters.selection import Scope
from dashboard.insights.why import CUSTOMERS, FACTORS, ORDERS_EACH, Cause, causes, worst_first
from dashboard.pages.overview.by_segment import NEW, segment_changes
from dashboard.queries.sales import activity
from dashboard.queries.segments import grounds
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

WORST, BEST = 3, 2  # parts of each kind
IN_A_SENTENCE = {  # the names of causes, as they stand within one
    "Customers": to_say("customers"),
    "Orders per customer": to_say("orders per customer"),
    "Order value": to_say("order value"),
    "Customers' sales": to_say("customers' sales"),
    "Guests": to_say("guests"),
}
ALL_OTHERS = to_say("All others")
REST = {"Products": to_say("All other products, postage and fees")}
TITLE = to_say("Why did sales change")
WORSE, BETTER = "#dc7430", "#3f8fd6"


def why(shop: Shop, where: Place, scope: Scope) -> Panel:
    """From the sales of the months compared to those of the view: customers, orders per customer, order value."""
    published, found = shop.published(), compared(shop.published(), scope)
    if found is None:
        return Panel(
            say(TITLE),
            say("Nothing to take apart: {why}", why=why_not(published, scope)),
            bridge([], shop.currency),
        )
    late, early = (shop.ask(activity.totals, one) for one in found.scopes(scope))
    parts = causes(late, early)
    steps = [
        (_broken(found.early_words()), early.net, True),
        *((_last_apart(say(one.name)) if one.name in FACTORS else say(one.name), one.amount, False) for one in parts),
        (_broken(found.late_words()), late.net, True),
    ]
    measure = say("Sales net of returns of {late} vs {early}", late=found.late_words(), early=found.early_words())
    note = scope_words.basis(published, scope, measure)
    note = " · ".join((note, _went(parts, shop.currency), say("the parts add up exactly")))
    return Panel(_title(parts, late.net - early.net, shop.currency), note, bridge(steps, shop.currency))


def _broken(name: str) -> str:
    """A name in short lines, so that it finds room below its bar."""
    return name.replace(" – ", " –<br>")


def _last_apart(name: str) -> str:
    """The same of the name of a part: its last word below the others."""
    return "<br>".join(part for part in name.rpartition(" ") if part.strip())


def _title(parts: Sequence[Cause], change: float, currency: str) -> str:
    """`Net sales rose by £12k, most of it by more customers: £9k`."""
    if not change:
        return say("Net sales did not change")
    most = max(parts, key=lambda one: one.amount * change)
    told = {
        "amount": formats.money(abs(change), currency),
        "most": _step(most.amount, currency),
        "cause": say(IN_A_SENTENCE[most.name]),
    }
    if change > 0:
        return say("Net sales rose by {amount}: {most} by {cause}", **told)
    return say("Net sales fell by {amount}: {most} by {cause}", **told)


def _step(amount: float, currency: str) -> str:
    return f"{'+' if amount > 0 else ''}{formats.money(amount, currency)}"


def _went(parts: Sequence[Cause], currency: str) -> str:
    """`customers 412 → 530, orders per customer 1.31 → 1.28`."""
    said = []
    for one in parts:
        if one.name == CUSTOMERS:
            then, now = (formats.count(value) for value in (one.early, one.late))
        elif one.name == ORDERS_EACH:
            then, now = (formats.signed(value, 2).lstrip("+") for value in (one.early, one.late))
        else:
            then, now = (formats.money(value, currency) for value in (one.early, one.late))
        said.append(f"{say(IN_A_SENTENCE[one.name])} {then} → {now}")
    return ", ".join(said)


def where_it_changed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Countries, segments and products: the worst, then the best."""
    published, found = shop.published(), compared(shop.published(), scope)
    if found is None:
        return Panel(say("Where sales changed"), say("Nothing to take apart: {why}", why=why_not(published, scope)), "")
    segments, stand = segment_changes(shop, scope, found)
    late, early = (shop.ask(activity.totals, one).net for one in found.scopes(scope))
    rows = [row for part in _parts(shop, where, scope, found, segments, (early, late)) for row in part]
    measure = say(
        "{net}, the worst {worst} and the best {best} of each kind; each kind adds up to all",
        net=say(scope_words.NET),
        worst=WORST,
        best=BEST,
    )
    note = " · ".join(part for part in (scope_words.basis(published, scope, measure), stand) if part)
    columns = [
        Column(say("Where"), False),
        Column(found.early_words()),
        Column(found.late_words()),
        Column(say("Change")),
    ]
    foot: list[Cell] = [say("All"), *(formats.money(one, shop.currency) for one in (early, late))]
    foot.append(_step(late - early, shop.currency))
    body: Children = data_table(columns, rows, caption=say("Change by country, segment and product"), foot=foot)
    return Panel(say("Where sales changed, {words}", words=found.words), note, body)


def _parts(
    shop: Shop, where: Place, scope: Scope, found: Baseline, segments: pd.DataFrame, whole: tuple[float, float]
) -> list[list[list[Cell]]]:
    late, early = found.scopes(scope)
    published = shop.published()
    countries = worst_first(shop.ask(activity.by_country, late), shop.ask(activity.by_country, early), "country")
    products: pd.DataFrame = shop.ask(grounds.product_changes, scope, found.late, found.early)
    products = products.assign(change=products["late"].astype(float) - products["early"].astype(float))

    def country(row: pd.Series) -> Cell:
        return link_cell(published.country_name(row["country"]), place(where.filters, "countries", row["country"]))

    def segment(row: pd.Series) -> Cell:
        if row["segment_id"] == NEW:
            return say("New in the period")
        return badge_cell(published.of(scope).once(row["segment_id"] or None))

    def product(row: pd.Series) -> Cell:
        return product_cell(where.filters, row["stock_code"], row["description"])

    kinds = (
        (to_say("Countries"), countries, country),
        (to_say("Segments"), segments, segment),
        (to_say("Products"), products, product),
    )
    return [_rows(name, frame, cell, shop.currency, whole) for name, frame, cell in kinds if len(frame) > 1]


def _rows(
    name: str, frame: pd.DataFrame, cell: Callable[[pd.Series], Cell], currency: str, whole: tuple[float, float]
) -> list[list[Cell]]:
    """The worst and the best of a kind, and what is left of `whole`, the sales of both windows: all others."""
    ordered = frame.sort_values("change", kind="stable")
    shown = ordered if len(ordered) <= WORST + BEST else pd.concat([ordered.head(WORST), ordered.tail(BEST)])
    shown = shown.astype({"early": float, "late": float, "change": float})
    rest = [round(all_ - float(shown[side].sum()), 2) for side, all_ in zip(("early", "late"), whole, strict=True)]
    most = max(float(shown["change"].abs().max()), abs(rest[1] - rest[0])) or 1.0
    head: list[Cell] = [Words(say(name), tag="strong"), "", "", ""]
    rows: list[list[Cell]] = [head]
    for _, row in shown.iterrows():
        rows.append([cell(row), *_amounts(row["early"], row["late"], most, currency)])
    if any(rest):
        rows.append([Words(say(REST.get(name, ALL_OTHERS)), "muted"), *_amounts(rest[0], rest[1], most, currency)])
    return rows


def _amounts(early: float, late: float, most: float, currency: str) -> list[Cell]:
    change = late - early
    bar = Bar(_step(change, currency), abs(change) / most, WORSE if change < 0 else BETTER)
    return [formats.money(early, currency), formats.money(late, currency), bar]
