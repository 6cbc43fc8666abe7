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
    title = _leading(frame, "segment_id", {key: f"are {one.name}" for key, one in named.items()}, "Segments")
    note = f"{run.name}, of all that is loaded; “against all” compares with the share of all customers"
    return Panel(title, note, _shares(frame, "segment_id", marks, colours, "Segment", shop))


def countries(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Where they are at home, against all customers."""
    published = shop.published()
    with opened(shop, where.argument) as found:
        frame = profile.by_country(found.connection, found.one.definition, found.here.store)
    names = {code: published.country_name(code) for code in frame["country"]}
    marks = {code: link_cell(name, place(Filters(), "countries", code), "plain-link") for code, name in names.items()}
    homes = {code: f"are at home in {name}" for code, name in names.items()}
    title = _leading(frame, "country", homes, "Countries")
    note = f"Home countries; “against all” compares with the share of all customers; the first {SHOWN_COUNTRIES}"
    return Panel(title, note, _shares(frame, "country", marks, {}, "Country", shop))


def _leading(frame: pd.DataFrame, key: str, names: dict[str, str], otherwise: str) -> str:
    """Which part is most of them."""
    total = int(frame["customers"].sum())
    if not total:
        return otherwise
    top = frame.iloc[0]
    share, all_ = formats.share(top["customers"], total, 0), formats.share(top["everyone"], frame["everyone"].sum(), 0)
    return f"{share} {names.get(top[key], top[key])}; of all customers {all_}"


def _shares(
    frame: pd.DataFrame, key: str, marks: dict[str, Any], colours: dict[str, str], label: str, shop: Shop
) -> Children:
    total, everyone = int(frame["customers"].sum()), max(int(frame["everyone"].sum()), 1)
    shown = frame[frame["customers"] > 0].head(SHOWN_COUNTRIES)
    if not total:
        return html.P("Nobody is in it now.", className="muted")
    top = int(shown["customers"].max())
    rows = []
    for row in shown.to_dict("records"):
        share, usual = row["customers"] / total, row["everyone"] / everyone
        bar = Bar(formats.count(row["customers"]), row["customers"] / top, *filter(None, [colours.get(row[key])]))
        money = formats.money(row["net"], shop.currency)
        rows.append([marks.get(row[key], row[key]), bar, formats.percent(share), formats.times(share / usual), money])
    columns = [Column(label, False), Column("Customers"), Column("Share")]
    columns += [Column("Against all", hint="Their share here over their share of all customers"), Column("Net sales")]
    return data_table(columns, rows, caption=f"{label} of the audience")
