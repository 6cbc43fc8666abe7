"""Segments by country: which share of each country's customers is in which segment."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard.components.basics import place
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, Heat, badge_cell, data_table, link_cell
from dashboard.filters import scope_words
from dashboard.filters.published import Segment
from dashboard.filters.selection import Scope
from dashboard.queries.segments import grounds
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say

SHOWN = 12  # countries, most customers first; the rest is one row
LEAST = 30  # customers, before a title compares a country
REST = ""  # in the place of a country: all others


def crossed(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Countries by segments, tinted by the share of the country's customers."""
    published = shop.published()
    counts = by_country(shop.ask(grounds.segment_countries, scope))
    note = scope_words.basis(
        published, scope, say("Customers with an order by home country, of all of theirs"), guests=False
    )
    if counts.empty:
        return Panel(
            say("Segments by country"),
            note,
            html.P(say("No identified customers in this selection."), className="muted"),
        )
    found = [one for one in published.of(scope).segments if one.segment_id in counts.columns]
    columns = [Column(say("Country"), False), Column(say("Customers")), *(Column(badge_cell(one)) for one in found)]
    whole = counts.sum()
    rows = [_row(shop, where, str(country), row, found) for country, row in counts.iterrows()]
    foot: list[Cell] = [say("All"), formats.count(whole.sum())]
    foot += [formats.share(whole[one.segment_id], whole.sum(), 0) for one in found]
    body = data_table(columns, rows, caption=say("Segments by country"), foot=foot)
    return Panel(_title(shop, counts, found[0]), note, body)


def by_country(frame: pd.DataFrame) -> pd.DataFrame:
    """A row a country with most customers first, and one of all others; a column a segment: customers."""
    if frame.empty:
        return pd.DataFrame()
    table = frame.pivot_table(index="country", columns="segment_id", values="customers", aggfunc="sum", fill_value=0)
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = table.loc[order]
    if len(table) <= SHOWN + 1:
        return table
    rest = table.iloc[SHOWN:].sum().to_frame(REST).T
    return pd.concat([table.iloc[:SHOWN], rest])


def _row(shop: Shop, where: Place, country: str, row: pd.Series, found: list[Segment]) -> list[Cell]:
    total = float(row.sum())
    name = shop.published().country_name(country)
    head: Cell = link_cell(name, place(where.filters, "countries", country)) if country else say("All others")
    cells: list[Cell] = []
    for one in found:
        number = int(row[one.segment_id])
        tint = f"rgba(91,91,214,{0.6 * number / total:.3f})"
        cells.append(Heat(formats.share(number, total, 0), formats.count(number), tint) if number else "")
    return [head, formats.count(total), *cells]


def _title(shop: Shop, counts: pd.DataFrame, best: Segment) -> str:
    """Where the best segment is strongest, of the countries with enough customers."""
    sizes = counts.sum(axis=1)
    share = (counts[best.segment_id] / sizes)[(sizes >= LEAST) & (counts.index != REST)]
    if len(share) < 2:
        return say("Segments by country")
    name = shop.published().country_name(str(share.idxmax()))
    whole = formats.share(counts[best.segment_id].sum(), sizes.sum(), 0)
    return say(
        "{segment} are {share} of the customers of {country}, {whole} of all",
        segment=best.name,
        share=formats.percent(share.max(), 0),
        country=name,
        whole=whole,
    )
