"""Where a segment grew and shrank: its customers by home country at both month ends, the greatest loss first."""

from __future__ import annotations

import pandas as pd

from dashboard.components.basics import Children, link
from dashboard.components.panels import Panel
from dashboard.components.tables import Cell, Column, data_table, link_cell
from dashboard.filters import parts
from dashboard.filters.published import Segment
from dashboard.filters.selection import Scope
from dashboard.pages.migration import moves
from dashboard.pages.migration.month_ends import span_of
from dashboard.queries.segments import migration as queries
from dashboard.shop import Place, Shop
from dashboard.words import formats
from wording.languages import say, to_say

MOST = 60  # countries
NAMED = 3  # in the title
MAKE, MAKE_ONE = to_say("Build an audience of these countries"), to_say("Build an audience of this country")
NOTHING = to_say("Segments are not followed from month to month here: see the first card.")
HOW = to_say(
    "Customers of {who} on {then} and on {now}, by home country as it is now; choose other segments in the bar above"
)


def by_country(shop: Shop, where: Place, scope: Scope) -> Panel:
    """The segments of the filter, else the best one, in each country."""
    chosen, published = span_of(shop, where, scope), shop.published()
    if chosen is None:
        return Panel(say("Where it grew and shrank"), say(NOTHING), "")
    segments = _segments(published.of(scope).segments, scope)
    names = [one.segment_id for one in segments]
    months = chosen.since, chosen.until
    frame = shop.ask(queries.sizes_by_country, scope.only(segments=()), *months)
    counted = changes(frame[frame["segment_id"].isin(names)], *months)
    who = _joined([one.name for one in segments])
    then, now = (formats.day(moves.month_end(published, scope, month)) for month in months)
    columns = [
        Column(say("Country"), False),
        Column(say("Then")),
        Column(say("Now")),
        Column(say("Change")),
        Column(say("Change, %")),
    ]
    of, at = published.of(scope).algorithm, None if chosen.until == chosen.months[-1] else f"{chosen.until:%Y-%m}"
    rows: list[list[Cell]] = [
        [
            published.country_name(row.country),
            formats.count(row.then),
            link_cell(formats.count(row.now), parts.address(_who(names, of, row.country, at))) if row.now else "0",
            formats.signed(row.now - row.then, 0),
            formats.arrow(row.now / row.then - 1) if row.then else formats.NOTHING,
        ]
        for row in counted.head(MOST).itertuples()
    ]
    how = [say(HOW, who=who, then=then, now=now)]
    if len(counted) > MOST:
        how.append(say("the first {most} of {countries}", most=MOST, countries=len(counted)))
    how.append(say("the number of now opens an audience of them"))
    note = ["; ".join(how), *_chosen(lost := _lost(counted))]
    return Panel(_title(lost, who, published.country_names), note, data_table(columns, rows, caption=say("By country")))


def _joined(names: list[str]) -> str:
    """`a and b and c`: each of them on its own."""
    found = names[0]
    for name in names[1:]:
        found = say("{names} and {last}", names=found, last=name)
    return found


def _segments(known: tuple[Segment, ...], scope: Scope) -> list[Segment]:
    own = [one for one in known if one.segment_id in scope.segments]
    return own or [min(known, key=lambda one: one.position)]


def changes(frame: pd.DataFrame, since: object, until: object) -> pd.DataFrame:
    """One row a country with anybody at either end: `country`, `then`, `now`, the greatest loss first. `frame` has
    `country`, `month` and `customers`."""
    sums = {
        name: frame[frame["month"] == month].groupby("country")["customers"].sum()
        for name, month in (("then", since), ("now", until))
    }
    found = pd.DataFrame(sums).fillna(0).astype(int).rename_axis("country").reset_index()
    order = found.assign(change=found["now"] - found["then"]).sort_values(["change", "then", "country"])
    return order.drop(columns="change").reset_index(drop=True)


def _who(segments: list[str], algorithm: str, country: str, month: str | None) -> parts.Part:
    return {"all": [parts.was(segments, algorithm, month), {"field": "country", "in": [country]}]}


def _lost(counted: pd.DataFrame) -> pd.DataFrame:
    """Those that the title names."""
    return counted[counted["now"] < counted["then"]].head(NAMED)


def _chosen(lost: pd.DataFrame) -> list[Children]:
    """The way to an audience of them, whatever segment is wanted then."""
    if lost.empty:
        return []
    where: parts.Part = {"field": "country", "in": [*lost["country"]]}
    return [". ", link(say(MAKE) if len(lost) > 1 else say(MAKE_ONE), parts.address({"all": [where]}))]


def _title(lost: pd.DataFrame, who: str, names: dict[str, str]) -> str:
    if lost.empty:
        return say("{who} shrank in no country", who=who)
    told = (
        f"{names.get(one.country, one.country)} ({formats.signed(one.now - one.then, 0)})" for one in lost.itertuples()
    )
    return say("{who} shrank most in {countries}", who=who, countries=", ".join(told))
