"""Two countries side by side on /countries: what the filter's two are like, their segments, month by month."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from dash import html

from dashboard.components.basics import Children, link, place, woven
from dashboard.components.panels import Panel
from dashboard.components.sides.lines import Line, table_of
from dashboard.components.tables import badge_cell
from dashboard.figures.sales.pair import two_by_month
from dashboard.figures.style.theme import empty
from dashboard.filters import scope_words
from dashboard.filters.selection import Scope
from dashboard.queries.products.products import top_products
from dashboard.queries.sales import activity
from dashboard.queries.sales.countries import customers_by_segment
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import listed, marked, say, to_say

TITLE = to_say("Two countries side by side")
MONTHS = to_say("Sales by month, side by side")
SHOWN_PRODUCTS = 5
MOST_OFFERED = 4  # pairs that are offered while none is chosen
SHARES = to_say("Segments, of its identified customers")
REPEAT = to_say("two or more orders in these months, of its customers")
CHOOSE = to_say("Tick any two countries in the table above, or begin with a pair: ")


def beside(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The two countries of the filter; which pairs there are, where it holds none or others than two."""
    whole = shop.ask(activity.by_country, scope.only(countries=()))
    pair = whole[whole["country"].isin(scope.countries)].reset_index(drop=True)
    if len(scope.countries) != 2 or len(pair) != 2:
        return Panel(say(TITLE), "", html.P(_offers(shop, where, whole), className="figures-note"))
    published, codes = shop.published(), list(pair["country"])
    first, second = (published.country_name(code) for code in codes)
    lines = lines_of(pair, float(whole["net"].sum()), shop.currency)
    table = table_of(first, second, lines, (say(SHARES), _segments(shop, scope, codes)))
    note = say("What each measure stands on is below its name · {period}", period=scope_words.period(published, scope))
    words = [_best_sellers(shop, where, scope, code) for code in codes]
    return Panel(title_of(first, second, lines), note, [table, *words])


def _offers(shop: Shop, where: Place, whole: pd.DataFrame) -> list[Children]:
    """Neighbours by sales, as links that filter by both."""
    sold = list(whole.loc[whole["net"] > 0, "country"])
    found: list[Children] = [say(CHOOSE) if len(sold) > 1 else say("There are no two countries in this selection.")]
    for at in range(min(len(sold) - 1, MOST_OFFERED)):
        both = sold[at], sold[at + 1]
        names = listed([shop.published().country_name(one) for one in both])
        found += [" · " if at else "", link(names, place(where.filters.only(countries=both), "countries"))]
    return found


def lines_of(pair: pd.DataFrame, all_net: float, currency: str) -> list[Line]:
    """The measures of two rows of `activity.by_country`; `all_net` are the net sales of all countries."""
    customers = pair["customers"].where(pair["customers"] > 0).astype(float)
    orders = pair["orders"].where(pair["orders"] > 0).astype(float)
    gross, net = pair["gross"].where(pair["gross"] > 0).astype(float), pair["net"].astype(float)
    returned = pair["returns"].astype(float).abs() / gross

    def money(value: float) -> str:
        return formats.money(value, currency)

    def line(
        name: str, basis: str, column: pd.Series, write: Callable[[float], str], share: bool = False, days: bool = False
    ) -> Line:
        values = float(column.iloc[0]), float(column.iloc[1])
        return Line(name, values, write, share, days, basis)

    return [
        line(to_say("Customers"), to_say("identified, with an order in these months"), customers, formats.count),
        line(to_say("Orders"), to_say("with a sale, guests' as well"), orders, formats.count),
        line(
            to_say("Orders per customer"),
            to_say("of identified customers"),
            pair["identified_orders"] / customers,
            _decimals,
        ),
        line(to_say("Net sales"), to_say("net of returns, with guests"), net, money),
        line(
            to_say("Share of net sales"),
            to_say("of that of all countries"),
            net / (all_net or float("nan")),
            formats.percent,
            True,
        ),
        line(to_say("Net sales per order"), to_say("order value: net of returns, with guests"), net / orders, money),
        line(
            to_say("Net sales per customer"),
            to_say("of identified customers"),
            pair["identified_net"] / customers,
            money,
        ),
        line(to_say("Repeat customers"), REPEAT, 1 - pair["single_customers"] / customers, formats.percent, True),
        line(to_say("Return rate"), to_say("returns of gross sales"), returned, formats.percent, True),
        line(
            to_say("Days since last order"),
            to_say("mean at the end"),
            pair["recency_days"].astype(float),
            formats.count,
            days=True,
        ),
    ]


def _decimals(value: float) -> str:
    return formats.NOTHING if pd.isna(value) else marked(f"{value:.2f}")


def _segments(shop: Shop, scope: Scope, codes: list[str]) -> list[Line]:
    """Which share of each one's customers is in which segment."""
    counts = [
        shop.ask(customers_by_segment, scope.only(countries=(code,))).set_index("segment_id")["customers"].astype(float)
        for code in codes
    ]
    found = []
    for one in shop.published().of(scope).segments:
        first, second = (float(each.get(one.segment_id, 0.0)) / (each.sum() or float("nan")) for each in counts)
        if first > 0 or second > 0:
            found.append(Line(one.name, (first, second), formats.percent, is_share=True, shown=badge_cell(one)))
    return found


def title_of(first: str, second: str, lines: list[Line]) -> str:
    """Which of both spends more per customer, and how many times as much."""
    spent = next(one.values for one in lines if one.name == "Net sales per customer")
    if pd.isna(sum(spent)) or min(spent) <= 0:
        return say("{first} and {second} side by side", first=first, second=second)
    (most, more), (least, other) = sorted(zip(spent, (first, second), strict=True), reverse=True)
    if most / least < 1.05:
        return say("Customers of {first} and {second} bring as much each", first=first, second=second)
    return say(
        "A customer of {more} brings {number} times as much as one of {other}",
        more=more,
        number=marked(f"{most / least:.1f}"),
        other=other,
    )


def _best_sellers(shop: Shop, where: Place, scope: Scope, code: str) -> html.P:
    """What it buys most of, each with its share of the country's sales of products."""
    frame = shop.ask(top_products, scope.only(countries=(code,))).head(SHOWN_PRODUCTS)
    told = [
        f"{formats.product_name(row.description, row.stock_code)} ({formats.share(row.net, float(row.all_net))})"
        for row in frame.itertuples()
    ]
    name = link(shop.published().country_name(code), place(where.filters.only(countries=()), "countries", code))
    words = ", ".join(told) or say("no products in this selection")
    sentence = say("{country}: best sellers by their share of its sales: {products}.")
    return html.P(woven(sentence, country=name, products=words), className="figures-note")


def months(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Net sales of both by month; nothing where there are not two."""
    if len(scope.countries) != 2:
        return Panel("", html.Span(className="absent"), empty(""))
    published = shop.published()
    frames = {
        published.country_name(code): shop.ask(activity.by_month, scope.only(countries=(code,)))
        for code in scope.countries
    }
    note = scope_words.basis(published, scope)
    return Panel(say(MONTHS), note, two_by_month(frames, shop.currency, scope_words.months_in_part(published, scope)))
