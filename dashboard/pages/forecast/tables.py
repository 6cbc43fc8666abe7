"""The tables of /forecast."""

from __future__ import annotations

from dashboard.components.basics import Children
from dashboard.components.tables import Bar, Cell, Column, data_table
from dashboard.filters.selection import Scope
from dashboard.insights.forecast.days import holidays_of
from dashboard.insights.forecast.trial import SURE
from dashboard.pages.forecast.known import MEASURES, TITLES, Known
from dashboard.queries.sales import activity
from dashboard.shop import Shop
from dashboard.words import formats
from wording.languages import days, marked, say


def country_of(shop: Shop, scope: Scope) -> str:
    """The country whose holidays matter: the only one of the filter, else the one that brings most of the sales."""
    if len(scope.countries) == 1:
        return scope.countries[0]
    frame = shop.ask(activity.by_country, scope)
    return str(frame.at[0, "country"]) if len(frame) else ""


def months(found: Known, ahead: int, country: str) -> Children:
    """A row a month to come: sales and orders from … to, by whom, and the public holidays in it."""
    net, orders, parts = found.ahead("net"), found.ahead("orders"), found.split("net")
    assert net is not None
    assert orders is not None
    most = float(net.point[:ahead].max())
    columns = [
        Column(say("Month"), False),
        Column(say("Net sales")),
        Column(say("From … to")),
        Column(say("New", sense="customers")),
        Column(say("Returning", sense="customers")),
    ]
    columns += [Column(say("Orders")), Column(say("From … to")), Column(say("Public holidays"), False)]
    rows: list[list[Cell]] = []
    for number, month in enumerate(found.coming[:ahead]):
        split = [
            found.written("net", float(parts[name][number])) if name in parts else "" for name in ("new", "returning")
        ]
        own: list[Cell] = [
            formats.month(month),
            Bar(found.written("net", float(net.point[number])), float(net.point[number]) / most),
            _between(found, "net", float(net.low[number]), float(net.high[number])),
            *split,
            found.written("orders", float(orders.point[number])),
            _between(found, "orders", float(orders.low[number]), float(orders.high[number])),
            ", ".join(f"{name} ({days.day_of_month(day)})" for day, name in holidays_of(country, month)),
        ]
        rows.append(own)
    return data_table(columns, rows, caption=say("Forecast by month"))


def _between(found: Known, measure: str, low: float, high: float) -> str:
    return f"{found.written(measure, low)} – {found.written(measure, high)}"


def trials(found: Known) -> Children:
    """What the model and the plain method missed by, and how often months lay within the interval."""
    columns = [Column("", False), *(Column(say(name)) for name in TITLES.values())]
    both = [found.ahead(measure) for measure in MEASURES]
    known = [one for one in both if one is not None]
    rows: list[list[Cell]] = [
        [
            say("Mean miss: {method}", method=say(known[0].rules.model_words)),
            *(formats.percent(one.model.miss) for one in known),
        ],
        [
            say("Mean miss: {method}", method=say(known[0].rules.plain_words)),
            *(formats.percent(one.plain.miss) for one in known),
        ],
        [say("The first ÷ the second, below 1 is better"), *(marked(f"{one.against:.2f}") for one in known)],
        [
            say("Months within their {percent} interval", percent=formats.percent(SURE, 0)),
            *(formats.percent(one.shown.held, 0) for one in known),
        ],
    ]
    return data_table(columns, rows, caption=say("How it was tried"))
