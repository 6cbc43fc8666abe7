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
from wording.languages import marked, say, to_say

MANY_LEFT_OUT = 0.05  # of the customers, at zero or below: a title about the others says so


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    subtitle = say(
        "Features of customers over their whole life up to the day of the segmentation; months do not filter."
    )
    tools = "table-tools span-12"
    return page(
        page_head(say("Explore", sense="page"), subtitle),
        bare("explore-figures"),
        html.Div(selects.selects("feature", "scale"), className=tools, id="explore-one"),
        graph_card("explore-histogram", say("One feature"), columns=6, height=460),
        graph_card("explore-boxes", say("One feature by segment"), columns=6, height=460),
        html.Div(selects.selects("x", "y"), className=tools, id="explore-two"),
        graph_card("explore-scatter", say("Two features"), columns=7, height=440, has_lasso=True),
        graph_card("explore-orders", say("Customers by number of orders"), columns=5, height=440),
        graph_card("explore-pearson", say("What rises together"), columns=6, height=400),
        graph_card("explore-spearman", say("What ranks customers alike"), columns=6, height=400),
        content_card("explore-segments", say("Features by segment"), height=400),
    )


def figures(shop: Shop, where: Place, scope: Scope) -> Children:
    """Five numbers that describe the customers."""
    frame = customers(shop, scope)
    if frame.empty:
        return html.Div(
            notice(say(NOBODY), say("Clear the countries or segments to see more.")), className="card-panel"
        )
    return key_figures([KeyFigure(*texts[:2], change_note=texts[2]) for texts in described(frame, shop.currency)])


def described(frame: pd.DataFrame, currency: str) -> list[tuple[str, str, str]]:
    """Label, value and note of each key figure."""
    orders, sales, number = frame["frequency"].sum(), frame["monetary"].sum(), len(frame)
    once = frame[frame["frequency"] == 1]
    repeat = formats.count(number - len(once))
    mean = formats.money(sales / number, currency)
    interval = FEATURES["interval_days"].write(frame["interval_days"].median(), currency)
    return [
        (
            say("Average purchase value"),
            formats.money(sales / orders, currency),
            say("sales per order, before returns"),
        ),
        (say("Orders per customer"), marked(f"{orders / number:.2f}"), say("{n} orders", n=formats.count(orders))),
        (
            say("One-time customers"),
            formats.share(len(once), number),
            say("{part} of {whole}", part=formats.count(len(once)), whole=formats.count(number)),
        ),
        (
            say("Their share of gross sales"),
            formats.share(once["monetary"].sum(), sales),
            say("customers with a single order"),
        ),
        (
            say("Median gross sales"),
            formats.money(frame["monetary"].median(), currency),
            say("the mean is {mean}", mean=mean),
        ),
        (
            say("Median recency"),
            FEATURES["recency_days"].write(frame["recency_days"].median(), currency),
            say("since the last order"),
        ),
        (
            say("Median tenure"),
            FEATURES["tenure_days"].write(frame["tenure_days"].median(), currency),
            say("since the first order"),
        ),
        (say("Median interval"), interval, say("between orders, {repeat} with two or more", repeat=repeat)),
    ]


def spread(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The histogram of the chosen feature."""
    choice = Choice.from_search(where.search)
    feature, frame = FEATURES[choice.feature], customers(shop, scope)
    values = within(shop, frame[feature.key])
    known = values.dropna()
    measure = say("{feature} of a customer; line: the density, smoothed", feature=feature.title)
    measure += left_out(values, choice.is_log) + few_left_out(shop)
    if not choice.is_log and len(known):
        measure += " · " + say("the axis ends at the {number}th percentile", number=f"{LINEAR_END * 100:.0f}")
    title = feature.title
    if len(known):
        low, median, high = (feature.write(float(known.quantile(q)), shop.currency) for q in (0.25, 0.5, 0.75))
        title = say(
            "{feature}: half of the customers are between {low} and {high}, the median is {median}",
            feature=feature.title,
            low=low,
            high=high,
            median=median,
        )
        if known.nunique() == 1:
            title = say("{feature}: {median} for everyone", feature=feature.title, median=median)
    note = basis(shop, scope, measure, len(frame))
    return Panel(title, note, histogram(values, feature, choice.is_log, shop.currency, fewest(shop)))


def boxed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The chosen feature by segment."""
    choice = Choice.from_search(where.search)
    feature, frame = FEATURES[choice.feature], without_few(shop, customers(shop, scope), "segment_id")
    found = features.boxes(frame, feature.key, choice.is_log)
    title = say("{feature} by segment", feature=feature.title)
    if found["median"].nunique() > 1:
        top, last = found.loc[found["median"].idxmax()], found.loc[found["median"].idxmin()]
        known = frame[feature.key].dropna()
        is_above = choice.is_log and (known <= 0).mean() > MANY_LEFT_OUT
        ends = [feature.write(row["median"], shop.currency) for row in (top, last)]
        title = say(
            "{feature}: {top} have the highest median above zero, {most}, {last} the lowest, {least}"
            if is_above
            else "{feature}: {top} have the highest median, {most}, {last} the lowest, {least}",
            feature=feature.brief,
            top=top["name"],
            most=ends[0],
            last=last["name"],
            least=ends[1],
        )
    measure = say(
        "Curve: density, each as high as its row; box: middle half and median; whiskers: 5th to 95th percentile"
    )
    measure += left_out(frame[feature.key], choice.is_log) + few_left_out(shop)
    curves = features.densities(frame, feature, choice.is_log, 1.0 if choice.is_log else LINEAR_END)
    figure = box_plot(found, curves, feature, choice.is_log, shop.currency)
    return Panel(title, basis(shop, scope, measure, len(frame)), figure)


def orders(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Customers and their sales by number of orders."""
    frame = customers(shop, scope)
    found = features.by_orders(frame)
    found.loc[[is_few(shop, one) for one in found["customers"]], ["customers", "sales"]] = 0
    title = say("Customers by number of orders")
    if len(frame):
        once, most = found.iloc[0], found.iloc[-1]
        title = say(
            "{once} ordered once, {often} ten times or more: these bring {sales} of sales"
            if most["customers"]
            else "{once} ordered once, nobody ten times or more",
            once=formats.share(once["customers"], len(frame), 0),
            often=formats.share(most["customers"], len(frame), 0),
            sales=formats.share(most["sales"], found["sales"].sum(), 0),
        )
    measure = say("Shares of customers and of their sales, before returns") + few_left_out(shop)
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


PAGE = Page("explore", to_say("Explore", sense="page"), layout, doubts=selects.doubts)
