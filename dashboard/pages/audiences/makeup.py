"""Which segments and countries the customers of an audience are of, against all customers."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from dashboard.components.basics import Children, place
from dashboard.components.panels import Panel
from dashboard.components.tables import Bar, Column, badge_cell, data_table, link_cell
from dashboard.figures.style.theme import segment_colour
from dashboard.filters.selection import Filters, Scope
from dashboard.pages.audiences.opening import opened
from dashboard.queries.audiences import profile
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

SHOWN_COUNTRIES = 12


def segments(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Which segments they are in, against all customers."""
    published = shop.published()
    run = published.segmentations[0]
    with opened(shop, where.argument) as found:
        frame = profile.by_segment(found.connection, found.one.definition, found.here.store, run.segmentation_id)
    named = {one.segment_id: one for one in run.segments}
    marks = {
        key: link_cell(badge_cell(one), place(Filters(), "segments", key), "plain-link") for key, one in named.items()
    }
    colours = {key: segment_colour(one.position) for key, one in named.items()}
    most = to_say("{share} are {segment}; of all customers {all}")
    names = {key: {"segment": one.name} for key, one in named.items()}
    title = _leading(frame, "segment_id", most, names) or say("Segments")
    note = say("{name}, of all that is loaded; “against all” compares with the share of all customers", name=run.name)
    table = _shares(frame, "segment_id", marks, colours, (say("Segment"), say("Segment of the audience")), shop)
    return Panel(title, note, table)


def countries(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Where they are at home, against all customers."""
    published = shop.published()
    with opened(shop, where.argument) as found:
        frame = profile.by_country(found.connection, found.one.definition, found.here.store)
    names = {code: published.country_name(code) for code in frame["country"]}
    marks = {code: link_cell(name, place(Filters(), "countries", code), "plain-link") for code, name in names.items()}
    most = to_say("{share} are at home in {country}; of all customers {all}")
    homes = {code: {"country": name} for code, name in names.items()}
    title = _leading(frame, "country", most, homes) or say("Countries")
    note = say(
        "Home countries; “against all” compares with the share of all customers; the first {count}",
        count=SHOWN_COUNTRIES,
    )
    table = _shares(frame, "country", marks, {}, (say("Country"), say("Country of the audience")), shop)
    return Panel(title, note, table)


def _leading(frame: pd.DataFrame, key: str, most: str, names: dict[str, dict[str, str]]) -> str:
    """Which part is most of them, by the sentence `most`; nothing where nobody is in it."""
    total = int(frame["customers"].sum())
    if not total:
        return ""
    top = frame.iloc[0]
    share, all_ = formats.share(top["customers"], total, 0), formats.share(top["everyone"], frame["everyone"].sum(), 0)
    return say(most, share=share, all=all_, **names[top[key]])


def _shares(
    frame: pd.DataFrame,
    key: str,
    marks: dict[str, Any],
    colours: dict[str, str],
    called: tuple[str, str],  # the first column, and the table
    shop: Shop,
) -> Children:
    total, everyone = int(frame["customers"].sum()), max(int(frame["everyone"].sum()), 1)
    shown = frame[frame["customers"] > 0].head(SHOWN_COUNTRIES)
    if not total:
        return html.P(say("Nobody is in it now."), className="muted")
    top = int(shown["customers"].max())
    rows = []
    for row in shown.to_dict("records"):
        share, usual = row["customers"] / total, row["everyone"] / everyone
        bar = Bar(formats.count(row["customers"]), row["customers"] / top, *filter(None, [colours.get(row[key])]))
        money = formats.money(row["net"], shop.currency)
        rows.append([marks.get(row[key], row[key]), bar, formats.percent(share), formats.times(share / usual), money])
    columns = [Column(called[0], False), Column(say("Customers")), Column(say("Share"))]
    columns += [
        Column(say("Against all"), hint=say("Their share here over their share of all customers")),
        Column(say("Net sales")),
    ]
    return data_table(columns, rows, caption=called[1])
