"""/seasonality: when sales come, over the year and over the week."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from dash import Dash

from dashboard.components.basics import Children
from dashboard.components.cards import graph_card
from dashboard.components.panels import Panel, bind
from dashboard.components.shell import page, page_head
from dashboard.figures.sales import decomposition, weeks
from dashboard.figures.sales import seasons as drawn
from dashboard.filters import scope_words
from dashboard.filters.comparison import compared
from dashboard.filters.months import every_month, incomplete_months
from dashboard.filters.selection import MONTHS_A_YEAR, Scope, period_in_words
from dashboard.insights.forecast.month_index import EVEN, MonthIndex, month_index
from dashboard.insights.forecast.parting import FEWEST, parted
from dashboard.queries.sales import activity
from dashboard.queries.sales import hours as queries
from dashboard.shop import Place, Shop
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import days, say, to_say

PARTED = to_say("trend × season × rest are the sales; the trend is a mean over twelve months around each")


def layout(shop: Shop) -> Children:
    """The page's skeleton."""
    return page(
        page_head(
            say("Seasonality", sense="page"),
            say("When sales come: the course of the year, the days of the week, the hours of the day."),
        ),
        graph_card("seasons-years", say("Sales by month, a line a year"), columns=7, height=320),
        graph_card("seasons-months", say("The months against the average"), columns=5, height=320),
        graph_card("seasons-map", say("Every month by year"), height=decomposition.map_height(_years(shop))),
        graph_card("seasons-parted", say("Trend, season and rest"), height=420),
        graph_card("seasons-hours", say("Orders by weekday and hour"), columns=8, height=300),
        graph_card("seasons-weekdays", say("Orders by weekday"), columns=4, height=300),
    )


def months_of(shop: Shop, scope: Scope) -> tuple[pd.DataFrame, tuple[date, ...]]:
    """Every month of the window that the data reach, and those not full."""
    published = shop.published()
    start, end = max(scope.start, published.first_month), min(scope.end, published.last_month)
    incomplete = incomplete_months(published, (scope.start, scope.end))
    return every_month(shop.ask(activity.by_month, scope), start, end), incomplete


def years(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """A line of sales a year."""
    frame, incomplete = months_of(shop, scope)
    note = scope_words.basis(shop.published(), scope)
    title = _years_title(frame, incomplete, _change_in_words(shop, scope))
    return Panel(title, note, drawn.years(frame, shop.currency, incomplete))


def _change_in_words(shop: Shop, scope: Scope) -> str:
    """`Net sales rose by 8 %, vs Mar 2010`: the same as everywhere; nothing where other months are the basis, whose
    season it would be."""
    found = compared(shop.published(), scope)
    if found is None or not found.is_year:
        return ""
    late, early = (shop.ask(activity.totals, one).net for one in found.scopes(scope))
    if late <= 0 or early <= 0:
        return ""
    change = late / early - 1
    told = {"percent": formats.percent(abs(change)), "against": found.words}
    if change >= 0:
        return say("Net sales rose by {percent}, {against}", **told)
    return say("Net sales fell by {percent}, {against}", **told)


def _years_title(frame: pd.DataFrame, incomplete: tuple[date, ...], change: str = "") -> str:
    full = frame[~frame["month"].isin(list(incomplete))]
    if full.empty or not full["net"].sum():
        return say("Sales by month, a line a year")
    if change:
        return change
    if len(full) < 2:
        return say("Sales by month, a line a year")
    best = days.month_in_full(full.at[full["net"].idxmax(), "month"])
    return say("{month} was the strongest month, net of returns", month=best)


def months(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Each calendar month against the trend, or the average one."""
    frame, incomplete = months_of(shop, scope)
    index = month_index(frame, incomplete)
    figure = drawn.months(index.rows, index.against)
    if index.rows.empty:
        return Panel(say("The months against the average"), say("Needs twelve full months in a row"), figure)
    best = index.rows.loc[index.rows["index"].idxmax()]
    more = formats.percent(best["index"] / EVEN - 1, 0)
    month = days.month_name(int(best["number"]))
    title = say("{month} sells {more} more than {against}", month=month, more=more, against=index.against)
    return Panel(title, scope_words.basis(shop.published(), scope, _basis_of(index)), figure)


def _basis_of(index: MonthIndex) -> str:
    if index.is_season:
        span = say(
            "100 = the trend, a mean over twelve months around each; from {months} full months", months=index.months
        )
    elif index.months == MONTHS_A_YEAR:
        span = say("100 = the average of the latest twelve full months, so growth within them counts as season")
    else:
        span = say(
            "100 = the average of the latest {months} full months, so growth within them counts as season",
            months=index.months,
        )
    return say("Sales net of returns, {span}", span=span)


def _years(shop: Shop) -> int:
    published = shop.published()
    return published.last_month.year - published.first_month.year + 1


def by_year(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Every full month, a row a year."""
    frame, incomplete = months_of(shop, scope)
    full = frame[~frame["month"].isin(list(incomplete))] if len(frame) else frame
    title = say("Every month by year")
    if len(full) > 1 and full["net"].sum() > 0:
        best, least = (full.at[at, "month"] for at in (full["net"].idxmax(), full["net"].idxmin()))
        title = say("Most in {best}, least in {least}", best=days.month_in_full(best), least=days.month_in_full(least))
    note = f"{scope_words.basis(shop.published(), scope)} · {say('empty: no full month')}"
    return Panel(title, note, decomposition.year_map(frame, shop.currency, incomplete))


def parts(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Trend, season and rest of the full months."""
    frame, incomplete = months_of(shop, scope)
    full = frame[~frame["month"].isin(list(incomplete))] if len(frame) else frame
    found = parted(full["net"].to_numpy(float)) if len(full) else None
    if found is None:
        note = say(
            "Needs {fewest} full months in a row, each with sales; the view has {months}",
            fewest=FEWEST,
            months=len(full),
        )
        return Panel(say("Trend, season and rest"), note, decomposition.parted([], [], [], [], [], shop.currency))
    known = found.trend[~np.isnan(found.trend)]
    going = known[-1] / known[0] - 1
    span = period_in_words(full["month"].iloc[FEWEST // 4], full["month"].iloc[-1 - FEWEST // 4])
    told = {"percent": formats.percent(abs(going), 0), "span": span}
    title = (
        say("Without the season, sales rose by {percent}, {span}", **told)
        if going >= 0
        else say("Without the season, sales fell by {percent}, {span}", **told)
    )
    note = scope_words.basis(shop.published(), scope, to_say("Sales net of returns, full months"))
    note += f" · {say(PARTED)}"
    lists = ([None if np.isnan(one) else float(one) for one in row] for row in (found.trend, found.rest - 1))
    trend, rest = lists
    figure = decomposition.parted(
        *(list(full["month"]), [float(one) for one in full["net"]], trend),
        *([float(one) for one in found.season - 1], rest, shop.currency),
    )
    return Panel(title, note, figure)


def hours(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Orders by weekday and hour."""
    frame = shop.ask(queries.by_hour, scope)
    title = say("Orders by weekday and hour")
    if len(frame):
        best = frame.loc[frame["orders"].idxmax()]
        day, hour = days.weekday(int(best["weekday"]) - 1), weeks.hour_name(int(best["hour"]))
        title = say("{day} {hour} is the busiest hour", day=day, hour=hour)
    return Panel(
        title, scope_words.basis(shop.published(), scope, say("Sale orders")), weeks.hours(frame, shop.currency)
    )


def weekdays(shop: Shop, place_: Place, scope: Scope) -> Panel:
    """Orders by weekday."""
    frame = shop.ask(queries.by_hour, scope)
    note = scope_words.basis(shop.published(), scope, say("Share of sale orders"))
    return Panel(_weekdays_title(frame), note, weeks.weekdays(frame))


def _weekdays_title(frame: pd.DataFrame) -> str:
    if frame.empty:
        return say("Orders by weekday")
    orders = frame.groupby("weekday")["orders"].sum().reindex(range(1, 8), fill_value=0)
    best = say(
        "{day} brings {share} of orders",
        day=days.weekday(int(orders.idxmax()) - 1),
        share=formats.share(orders.max(), orders.sum(), 0),
    )
    idle = [days.weekday(int(day) - 1) for day in orders.index[orders == 0]]
    return say("{best}, {day} none", best=best, day=idle[0]) if len(idle) == 1 else best


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels."""
    bind(app, shop, "seasons-years", years)
    bind(app, shop, "seasons-months", months)
    bind(app, shop, "seasons-map", by_year)
    bind(app, shop, "seasons-parted", parts)
    bind(app, shop, "seasons-hours", hours)
    bind(app, shop, "seasons-weekdays", weekdays)


PAGE = Page("seasonality", to_say("Seasonality", sense="page"), layout)
