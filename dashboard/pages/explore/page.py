"""/explore: what customers are like, one feature at a time, two, and all of them."""

from __future__ import annotations

import pandas as pd
from dash import Dash, html

from dashboard.components.basics import Children, notice
from dashboard.components.cards import KeyFigure, bare, content_card, graph_card, key_figures
from dashboard.components.panels import Panel, bind, bind_bare, bind_content
from dashboard.components.selecting import bind_lasso
from dashboard.components.shell import page, page_head
from dashboard.figures.explore import features
from dashboard.figures.explore import pairs as drawn
from dashboard.figures.explore.boxes import box_plot
from dashboard.figures.explore.features import FEATURES, Choice
from dashboard.figures.explore.histogram import LINEAR_END, NOBODY, histogram
from dashboard.filters.selection import Scope
from dashboard.pages.explore import pairs, selects
from dashboard.pages.explore.basis import basis, customers, left_out
from dashboard.shop import Place, Shop
from dashboard.shop.few import fewest, is_few, within, without_few
from dashboard.shop.few import left_out as few_left_out
from dashboard.web.routing import Page
from dashboard.words import formats

MANY_LEFT_OUT = 0.05  # of the customers, at zero or below: a title about the others says so


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    subtitle = "Features of customers over their whole life up to the day of the segmentation; months do not filter."
    tools = "table-tools span-12"
    return page(
        page_head("Explore", subtitle),
        bare("explore-figures"),
        html.Div(selects.selects("feature", "scale"), className=tools, id="explore-one"),
        graph_card("explore-histogram", "One feature", columns=6, height=460),
        graph_card("explore-boxes", "One feature by segment", columns=6, height=460),
        html.Div(selects.selects("x", "y"), className=tools, id="explore-two"),
        graph_card("explore-scatter", "Two features", columns=7, height=440, has_lasso=True),
        graph_card("explore-orders", "Customers by number of orders", columns=5, height=440),
        graph_card("explore-pearson", "What rises together", columns=6, height=400),
        graph_card("explore-spearman", "What ranks customers alike", columns=6, height=400),
        content_card("explore-segments", "Features by segment", height=400),
    )


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """Five numbers that describe the customers."""
    frame = customers(shop, scope)
    if frame.empty:
        return html.Div(notice(NOBODY, "Clear the countries or segments to see more."), className="card-panel")
    return key_figures([KeyFigure(*texts[:2], change_note=texts[2]) for texts in described(frame, shop.currency)])


def described(frame: pd.DataFrame, currency: str) -> list[tuple[str, str, str]]:
    """Label, value and note of each key figure."""
    orders, sales, number = frame["frequency"].sum(), frame["monetary"].sum(), len(frame)
    once = frame[frame["frequency"] == 1]
    repeat = formats.count(number - len(once))
    mean = formats.money(sales / number, currency)
    interval = FEATURES["interval_days"].write(frame["interval_days"].median(), currency)
    return [
        ("Average purchase value", formats.money(sales / orders, currency), "sales per order, before returns"),
        ("Orders per customer", f"{orders / number:.2f}", f"{formats.count(orders)} orders"),
        (
            "One-time customers",
            formats.share(len(once), number),
            f"{formats.count(len(once))} of {formats.count(number)}",
        ),
        ("Their share of gross sales", formats.share(once["monetary"].sum(), sales), "customers with a single order"),
        ("Median gross sales", formats.money(frame["monetary"].median(), currency), f"the mean is {mean}"),
        (
            "Median recency",
            FEATURES["recency_days"].write(frame["recency_days"].median(), currency),
            "since the last order",
        ),
        (
            "Median tenure",
            FEATURES["tenure_days"].write(frame["tenure_days"].median(), currency),
            "since the first order",
        ),
        ("Median interval", interval, f"between orders, {repeat} with two or more"),
    ]


def spread(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The histogram of the chosen feature."""
    choice = Choice.from_search(where.search)
    feature, frame = FEATURES[choice.feature], customers(shop, scope)
    values = within(shop, frame[feature.key])
    known = values.dropna()
    measure = f"{feature.name} of a customer; line: the density, smoothed{left_out(values, choice.is_log)}"
    measure += few_left_out(shop)
    if not choice.is_log and len(known):
        measure += f" · the axis ends at the {LINEAR_END * 100:.0f}th percentile"
    title = feature.name
    if len(known):
        low, median, high = (feature.write(float(known.quantile(q)), shop.currency) for q in (0.25, 0.5, 0.75))
        title = f"{feature.name}: half of the customers are between {low} and {high}, the median is {median}"
        if known.nunique() == 1:
            title = f"{feature.name}: {median} for everyone"
    note = basis(shop, scope, measure, len(frame))
    return Panel(title, note, histogram(values, feature, choice.is_log, shop.currency, fewest(shop)))


def boxed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The chosen feature by segment."""
    choice = Choice.from_search(where.search)
    feature, frame = FEATURES[choice.feature], without_few(shop, customers(shop, scope), "segment_id")
    found = features.boxes(frame, feature.key, choice.is_log)
    title = f"{feature.name} by segment"
    if found["median"].nunique() > 1:
        top, last = found.loc[found["median"].idxmax()], found.loc[found["median"].idxmin()]
        known = frame[feature.key].dropna()
        above = " above zero" if choice.is_log and (known <= 0).mean() > MANY_LEFT_OUT else ""
        ends = [feature.write(row["median"], shop.currency) for row in (top, last)]
        title = f"{feature.short}: {top['name']} have the highest median{above}, {ends[0]}, "
        title += f"{last['name']} the lowest, {ends[1]}"
    measure = "Curve: density, each as high as its row; box: middle half and median; whiskers: 5th to 95th percentile"
    measure += left_out(frame[feature.key], choice.is_log) + few_left_out(shop)
    curves = features.densities(frame, feature, choice.is_log, 1.0 if choice.is_log else LINEAR_END)
    figure = box_plot(found, curves, feature, choice.is_log, shop.currency)
    return Panel(title, basis(shop, scope, measure, len(frame)), figure)


def orders(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Customers and their sales by number of orders."""
    frame = customers(shop, scope)
    found = features.by_orders(frame)
    found.loc[[is_few(shop, one) for one in found["customers"]], ["customers", "sales"]] = 0
    title = "Customers by number of orders"
    if len(frame):
        once, most = found.iloc[0], found.iloc[-1]
        title = f"{formats.share(once['customers'], len(frame), 0)} ordered once, "
        title += (
            f"{formats.share(most['customers'], len(frame), 0)} ten times or more: these bring "
            f"{formats.share(most['sales'], found['sales'].sum(), 0)} of sales"
            if most["customers"]
            else "nobody ten times or more"
        )
    measure = "Shares of customers and of their sales, before returns" + few_left_out(shop)
    note = basis(shop, scope, measure, len(frame))
    return Panel(title, note, drawn.orders_bars(found, shop.currency))


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the selects."""
    bind_bare(app, shop, "explore-figures", figures)
    bind(app, shop, "explore-histogram", spread)
    bind(app, shop, "explore-boxes", boxed)
    bind(app, shop, "explore-orders", orders)
    bind(app, shop, "explore-scatter", pairs.scatter)
    bind_lasso(app, "explore-scatter", pairs.axes)
    bind(app, shop, "explore-pearson", pairs.pearson)
    bind(app, shop, "explore-spearman", pairs.spearman)
    bind_content(app, shop, "explore-segments", pairs.by_segment)
    selects.register(app)


PAGE = Page("explore", "Explore", layout, doubts=selects.doubts)
