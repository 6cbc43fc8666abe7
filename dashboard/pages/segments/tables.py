"""The tables of /segments: ranked by sales, and profiles against the average."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
from dash import html

from dashboard.components.basics import Children, link, place, woven
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Cell, Column, Heat, Words, data_table, name_cell
from dashboard.figures.segments import profile
from dashboard.figures.style.theme import segment_colour
from dashboard.filters import scope_words
from dashboard.filters.naming import named_segments
from dashboard.filters.selection import GUESTS, Scope
from dashboard.insights.spans import all_months
from dashboard.queries.sales import activity
from dashboard.shop import Place, Shop
from dashboard.shop.segments_in_view import chosen, everyone
from dashboard.words import formats
from wording.languages import listed, marked, say, say_n, to_say, to_say_n

LEADING = 3  # segments that the ranking's title adds up
FEWEST_TO_NAME = 5  # customers of a segment that a title is made of
NO_SEGMENTS = to_say("No segments in this selection.")
BROUGHT = to_say_n(
    "{guests} brought {net} net of returns in {n} order, {each} each.",
    "{guests} brought {net} net of returns in {n} orders, {each} each.",
)
BROUGHT_BESIDE = to_say_n(
    "{guests} brought {net} net of returns in {n} order, {each} each; with them it is {all}.",
    "{guests} brought {net} net of returns in {n} orders, {each} each; with them it is {all}.",
)


RANKED_COLUMNS = (
    Column(to_say("Segment"), False),
    Column(to_say("Customers"), hint=to_say("Identified, with an order in the period")),
    Column(to_say("Net sales"), hint=to_say("Of identified customers, net of returns"), sort="descending"),
    Column(to_say("Share"), hint=to_say("Of the net sales of all identified customers")),
    Column(to_say("Orders per customer"), hint=to_say("Of identified customers")),
    Column(to_say("Net sales per order"), hint=to_say("Sales net of returns per order of identified customers")),
    Column(to_say("Days since last order"), hint=to_say("Mean, from the last order in the period to its end")),
)


def ranked(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Segments by sales with totals, without guests in any row or column; what guests brought is said below.

    No change against the period before: members are as of today, and those who became good sold less before they did.
    """
    published = shop.published()
    note = scope_words.basis(published, scope, say("Sales of identified customers, net of returns"), guests=False)
    frame = named_segments(shop.ask(activity.by_segment, scope), published.of(scope))
    if not frame["gross"].any():
        return Panel(say("Segments by sales"), note, html.P(say(NO_SEGMENTS), className="muted"))
    guests = frame[frame["segment_id"].isna()]
    # Who only returned something is nobody's customer in the period, and all the same in what it brought.
    own = frame[frame["segment_id"].notna() & ((frame["customers"] > 0) | (frame["net"] != 0))]
    beside = _guests(shop, where, guests, float(own["net"].sum()))
    if own.empty:
        return Panel(say("Guests are in no segment"), note, beside)
    own = own.sort_values("net", ascending=False, kind="stable").reset_index(drop=True)
    all_ = everyone(shop, scope)
    identified = float(all_["net"].sum())
    rows = _ranked_rows(shop, where, scope, own, identified)
    foot = _foot(shop, own, identified, say("Together") if scope.segments else say("All customers"))
    table = data_table(_said(RANKED_COLUMNS), rows, caption=say("Segments by sales"), foot=foot, sorts=True)
    return Panel(ranked_title(own, identified), note, [table, *beside])


def _said(columns: Sequence[Column]) -> list[Column]:
    return [replace(one, label=say(str(one.label)), hint=one.hint and say(one.hint)) for one in columns]


def _ranked_rows(shop: Shop, where: Place, scope: Scope, frame: pd.DataFrame, identified: float) -> list[list[Cell]]:
    segmentation = shop.published().of(scope)
    values = profile.measures(frame)
    most, top = max(frame["customers"].max(), 1), max(float(frame["net"].max()), 1e-9)
    rows: list[list[Cell]] = []
    for i, row in enumerate(frame.itertuples()):
        colour = segment_colour(row.position)
        cells: list[Cell] = [
            name_cell(where, segmentation.segment(row.segment_id)),
            Bar(formats.count(row.customers), row.customers / most, colour),
            Bar(formats.money(row.net, shop.currency), max(row.net, 0) / top, colour),
            formats.share(row.net, identified),
            *_means(values.iloc[i], shop.currency),
        ]
        rows.append(cells)
    return rows


def _foot(shop: Shop, frame: pd.DataFrame, identified: float, label: str) -> list[Cell]:
    net = frame["net"].sum()
    return [
        label,
        formats.count(frame["customers"].sum()),
        formats.money(net, shop.currency),
        formats.share(net, identified),
        *_means(profile.measures(profile.total(frame)).iloc[0], shop.currency),
    ]


def _guests(shop: Shop, where: Place, guests: pd.DataFrame, identified: float) -> list[Children]:
    """What orders that name nobody brought, beside the table, and what both make; nothing where there are none."""
    net, orders = float(guests["net"].sum()), int(guests["orders"].sum())
    if not guests["gross"].any():
        return []
    each = formats.money(formats.ratio(net, orders), shop.currency)
    told = {"net": formats.money(net, shop.currency), "each": each, "guests": "{guests}"}
    if identified:
        told["all"] = formats.money(net + identified, shop.currency)
    sentence = say_n(orders, *(BROUGHT_BESIDE if identified else BROUGHT), **told)
    name = link(say("Guests"), place(where.filters, "segments", GUESTS))
    return [html.P(woven(sentence, guests=name), className="muted figures-note")]


def _means(values: pd.Series, currency: str) -> list[str]:
    names = ("orders_per_customer", "order_value", "recency_days")
    return [written(name, currency)(values[name]) for name in names]


def ranked_title(frame: pd.DataFrame, whole: float) -> str:
    """Which segments bring most net of returns, and their part of `whole`, what all identified customers brought so."""
    if len(frame) <= LEADING or whole <= 0:
        return say("Segments by sales")
    first = frame.sort_values("net", ascending=False, kind="stable").head(LEADING)
    names, part = listed(list(first["name"])), formats.share(first["net"].sum(), whole, 0)
    return say("{segment} bring {share} of identified net sales", segment=names, share=part)


def written(name: str, currency: str) -> Callable[[float], str]:
    """How a measure of the profile is written."""
    if name in ("sales_per_customer", "order_value"):
        return lambda value: formats.money(value, currency)
    if name in ("return_rate", "new_share"):
        return formats.percent
    if name == "orders_per_customer":
        return lambda value: formats.NOTHING if pd.isna(value) else marked(f"{value:.1f}")
    return formats.count


PROFILE_COLUMNS = (
    Column(to_say("Segment"), False),
    Column(to_say("Days since last order"), hint=to_say("Mean, from the last order in the period to its end")),
    Column(to_say("Orders per customer")),
    Column(to_say("Net sales per customer"), hint=to_say("Net of returns")),
    Column(to_say("Net sales per order"), hint=to_say("Sales net of returns per order")),
    Column(to_say("Items per order")),
    Column(to_say("Return rate"), hint=to_say("Returns as a share of gross sales")),
    Column(
        to_say("New customers"),
        hint=to_say(
            "Share of customers whose first order lies in the period; none told of segments of a single order each"
        ),
    ),
)


def profiles(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Each segment's measures, tinted by how far they are from those of all customers."""
    published = shop.published()
    all_ = everyone(shop, scope)
    frame = chosen(all_, scope)
    has_news = scope.start > published.first_month
    measure = say("Money net of returns; {scale}", scale=say(profile.SCALE))
    if has_news:
        since = scope_words.known_since(published)
        measure = say("{measure}; new: no order before, {known_since}", measure=measure, known_since=since)
    note = scope_words.basis(published, scope, measure, guests=False)
    if frame.empty:
        return Panel(say("Each segment against the average"), note, html.P(say(NO_SEGMENTS), className="muted"))
    average = profile.measures(profile.total(all_)).iloc[0]
    values = profile.measures(frame)
    ratios = values / average.where(average > 0)
    names = [name for name in profile.MEASURES if name != "new_share" or has_news]
    once = _once(shop, scope)
    follows = frame["segment_id"].isin(once)
    values.loc[follows, "new_share"] = ratios.loc[follows, "new_share"] = float("nan")
    writers = {name: written(name, shop.currency) for name in names}
    rows: list[list[Cell]] = [
        [Words(say("All customers"), "muted")]
        + [Heat(write(average[name]), "", "transparent") for name, write in writers.items()]
    ]
    segmentation = published.of(scope)
    for i, row in enumerate(frame.itertuples()):
        cells = [
            Heat(
                write(values.at[i, name]), profile.compared(ratios.at[i, name]), profile.tint(ratios.at[i, name], name)
            )
            for name, write in writers.items()
        ]
        rows.append([name_cell(where, segmentation.segment(row.segment_id)), *cells])
    table = data_table(_said(PROFILE_COLUMNS[: len(names) + 1]), rows, caption=say("Each segment against the average"))
    return Panel(_profile_title(frame, ratios), note, table)


def _once(shop: Shop, scope: Scope) -> set[str]:
    """The segments whose customers have ordered once in all: in any window that holds that order they are new."""
    ever = everyone(shop, all_months(shop, scope))
    return set(ever.loc[ever["customers"] == ever["single_customers"], "segment_id"])


def _profile_title(frame: pd.DataFrame, ratios: pd.DataFrame) -> str:
    spending = ratios.loc[frame["customers"] >= FEWEST_TO_NAME, "sales_per_customer"].dropna()
    if len(spending) < 2:
        return say("Each segment against the average")
    top, low = spending.idxmax(), spending.idxmin()
    return say(
        "{most} spend {number} times the average per customer, {least} least",
        most=frame.at[top, "name"],
        number=marked(f"{spending[top]:.1f}"),
        least=frame.at[low, "name"],
    )
