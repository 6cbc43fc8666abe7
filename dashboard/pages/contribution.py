"""/contribution: who brings the money."""

from __future__ import annotations

import pandas as pd
from dash import Dash

from dashboard.components.basics import Children
from dashboard.components.cards import content_card, graph_card
from dashboard.components.panels import Panel, bind, bind_content
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.figures.sales import contribution as drawn
from dashboard.figures.style.theme import ACCENT, NEUTRAL, segment_colour
from dashboard.filters import scope_words
from dashboard.filters.comparison import follows_from_orders
from dashboard.filters.naming import named_countries, named_segments
from dashboard.filters.selection import Scope
from dashboard.queries.sales import activity
from dashboard.queries.sales.activity import Totals
from dashboard.queries.sales.concentration import TENTHS, Concentration, concentration, told_of
from dashboard.shop import Place, Shop
from dashboard.shop.few import fewest, left_out
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import listed, marked, say, say_n, to_say

SHOWN_COUNTRIES = 7  # the rest is one bar
TITLE_TOP = 20  # per cent of customers
SAMPLED = to_say("from a fixed sample: {customers} of {all} customers")
RANKED = to_say("Customers with an order, ranked by sales net of returns in the period")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Contribution", sense="page"),
            say("Who brings the money: how few customers, which segments, which countries."),
        ),
        graph_card("contribution-pareto", say("Sales against customers"), columns=7, height=380),
        graph_card("contribution-segments", say("Sales by segment"), columns=5, height=380),
        content_card("contribution-tenths", say("Customers in tenths"), height=320),
        graph_card("contribution-loyalty", say("One-time and repeat customers"), columns=4, height=280),
        graph_card("contribution-countries", say("Sales by country"), columns=4, height=280),
        graph_card("contribution-bridge", say("From gross to net sales"), columns=4, height=280),
    )


def pareto(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """How few customers bring how much."""
    found = told_of(shop.ask(concentration, scope), fewest(shop))
    total: Totals = shop.ask(activity.totals, scope)
    title = say("Sales against customers")
    if TITLE_TOP in found.tops and found.customers * TITLE_TOP >= 100:  # of fewer than five there is no best fifth
        share = formats.percent(found.tops[TITLE_TOP], 0)
        title = say("{top}\u202f% of customers bring {share} of net sales", top=TITLE_TOP, share=share)
    note = scope_words.basis(shop.published(), scope, RANKED, guests=False)
    if found.tops:
        gini = marked(f"{found.gini:.2f}")
        note += f" · {say('Gini {gini}: 0 if all brought alike, 1 if one brought everything', gini=gini)}"
    note += _sampled(found, total) + left_out(shop)
    return Panel(title, note, drawn.pareto(found.curve, found.tops, found.customers))


def tenths(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """What each tenth of the customers brings, the best first."""
    found = told_of(shop.ask(concentration, scope), fewest(shop))
    total: Totals = shop.ask(activity.totals, scope)
    note = scope_words.basis(shop.published(), scope, RANKED, guests=False) + _sampled(found, total)
    if not found.tenths:
        needed = say_n(TENTHS * fewest(shop), "needs {n} customer, and sales", "needs {n} customers, and sales")
        return Panel(say("Customers in tenths"), f"{note} · {needed}", "")
    most, together = max(net for _, net in found.tenths) or 1.0, 0.0
    rows: list[list[Cell]] = []
    for number, (customers, net) in enumerate(found.tenths, 1):
        together += net
        rows.append(
            [
                say("{number}. tenth, the best", number=number)
                if number == 1
                else say("{number}. tenth", number=number),
                formats.count(customers),
                Bar(formats.money(net, shop.currency), max(net, 0.0) / most),
                formats.share(net, found.net),
                formats.share(together, found.net),
                formats.money(net / customers, shop.currency),
            ]
        )
    columns = [
        Column(say("Customers, ranked"), False),
        Column(say("Customers")),
        Column(say("Net sales")),
        Column(say("Share")),
    ]
    columns += [Column(say("Up to here")), Column(say("Per customer"))]
    least = formats.share(found.tenths[-1][1], found.net)
    best = formats.share(found.tenths[0][1], found.net)
    title = say("The best tenth of customers brings {best} of net sales, the last {least}", best=best, least=least)
    return Panel(title, note, data_table(columns, rows, caption=say("Customers in tenths")))


def _sampled(found: Concentration, total: Totals, text: str = SAMPLED) -> str:
    """What is told from a sample, where that does not hold everybody."""
    if found.customers >= total.customers:
        return ""
    return f" · {say(text, customers=formats.count(found.customers), all=formats.count(total.customers))}"


def segments(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Sales by segment, guests apart."""
    published = shop.published()
    frame = named_segments(shop.ask(activity.by_segment, scope), published.of(scope))
    bars = segment_bars(frame)
    identified = bars[bars["segment_id"].notna()]
    title = say("Sales by segment")
    if len(identified) > 1:
        two = identified.head(2)
        title = say(
            "{segments} bring {share} of net sales",
            segments=listed(list(two["name"])),
            share=formats.percent(two["share"].sum(), 0),
        )
    return Panel(title, scope_words.basis(published, scope), drawn.shares(bars, shop.currency))


def segment_bars(frame: pd.DataFrame) -> pd.DataFrame:
    """The segments with sales, most first and guests last, with `share` and `colour`."""
    whole = frame["net"].sum() or 1.0
    frame = frame.assign(share=frame["net"] / whole, colour=[segment_colour(one) for one in frame["position"]])
    frame = frame[frame["gross"] > 0].sort_values("net", ascending=False, kind="stable")
    is_guest = frame["segment_id"].isna()
    return pd.concat([frame[~is_guest], frame[is_guest]])


def countries(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Sales by country: the first ones, and the rest as one bar."""
    published = shop.published()
    bars = country_bars(named_countries(shop.ask(activity.by_country, scope), published))
    title = say("Sales by country")
    if len(bars) > 1:
        title = say(
            "{country} brings {share} of net sales",
            country=bars["name"].iloc[0],
            share=formats.percent(bars["share"].iloc[0], 0),
        )
    note = scope_words.basis(published, scope, to_say("Sales net of returns, by home country"))
    return Panel(title, note, drawn.shares(bars, shop.currency))


def country_bars(frame: pd.DataFrame) -> pd.DataFrame:
    """`name`, `net`, `share`, `colour`, `target` of the first countries and of all others together."""
    frame = frame[frame["gross"] > 0]
    whole = frame["net"].sum() or 1.0
    head = frame if len(frame) <= SHOWN_COUNTRIES + 1 else frame.head(SHOWN_COUNTRIES)
    rows = [(row.country_name, row.net, row.net / whole, ACCENT, row.country) for row in head.itertuples()]
    rest = frame.iloc[len(head) :]
    if len(rest):
        net = float(rest["net"].sum())
        rows.append((say_n(len(rest), "{n} others", "{n} others"), net, net / whole, NEUTRAL, ""))
    return pd.DataFrame(rows, columns=["name", "net", "share", "colour", "target"])


def loyalty(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Customers, orders and sales of one-time against repeat customers."""
    total: Totals = shop.ask(activity.totals, scope)
    found: Concentration = shop.ask(concentration, scope)
    frame = loyalty_frame(total, found, shop.currency)
    title = say("One-time and repeat customers")
    if len(frame) and not (follows_from_orders(shop.published(), scope) and total.single_customers == total.customers):
        of_customers, of_sales = (formats.percent(frame["repeat"].iloc[i], 0) for i in (0, 2))
        title = say(
            "{customers} ordered more than once; they bring {sales} of net sales",
            customers=of_customers,
            sales=of_sales,
        )
    measure = to_say("Sales net of returns; one-time: a single order inside the period")
    sampled = _sampled(found, total, to_say("sales from a fixed sample: {customers} of {all} customers"))
    note = scope_words.basis(shop.published(), scope, measure, guests=False) + sampled
    return Panel(title, note, drawn.loyalty(frame, is_whole=not scope.is_part))


def loyalty_frame(total: Totals, found: Concentration, currency: str) -> pd.DataFrame:
    """One row each for customers, orders and sales: `name`, shares `repeat` and `single`, and both in words.

    Sales are net: no customer counts by what was given back. A sample stands for all.
    """
    names = ["name", "repeat", "single", "repeat_text", "single_text"]
    if not total.customers or found.net <= 0:
        return pd.DataFrame(columns=names)
    rows, all_to_sample = [], total.customers / found.customers
    kinds = (
        (to_say("Customers"), total.customers, total.single_customers),
        (to_say("Orders"), total.identified_orders, total.single_customers),
        (to_say("Net sales"), found.net * all_to_sample, found.single_net * all_to_sample),
    )
    for name, whole, single in kinds:
        texts = [
            formats.money(value, currency) if name == "Net sales" else formats.count(value)
            for value in (whole - single, single)
        ]
        rows.append((say(name), 1 - single / whole, single / whole, *texts))
    return pd.DataFrame(rows, columns=names)


def bridge(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """From the sales of customers and guests to what is left after returns."""
    total: Totals = shop.ask(activity.totals, scope)
    title = say("From gross to net sales")
    if total.gross:
        title = say("Returns take {share} of gross sales", share=formats.share(-total.returns, total.gross))
    note = scope_words.basis(shop.published(), scope, say("Gross sales, returns and what is left"))
    return Panel(title, note, drawn.bridge(bridge_steps(total), shop.currency))


def bridge_steps(total: Totals) -> list[tuple[str, float, bool]]:
    """The bars from gross to net: a name, an amount, and whether it is the sum of all before; without guests, no bar of
    theirs."""
    steps = [(say("Customers"), total.identified_gross, False), (say("Guests"), total.guest_gross, False)]
    if not total.guest_gross:
        steps.pop()
    return [*steps, (say("Returns"), total.returns, False), (say("Net"), total.net, True)]


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind(app, shop, "contribution-pareto", pareto)
    bind_content(app, shop, "contribution-tenths", tenths)
    bind(app, shop, "contribution-segments", segments)
    bind(app, shop, "contribution-loyalty", loyalty)
    bind(app, shop, "contribution-countries", countries)
    bind(app, shop, "contribution-bridge", bridge)


PAGE = Page("contribution", to_say("Contribution", sense="page"), layout)
