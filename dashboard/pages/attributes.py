"""/attributes: who the customers are beyond their orders: attributes by segment, and customers by country and value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from dashboard.components.basics import Children, link, notice, woven
from dashboard.components.cards import content_card, graph_card
from dashboard.components.panels import Panel, bind, bind_content, read_place
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Cell, Column, Heat, data_table
from dashboard.figures.descriptions.ranked import customers_by_country, customers_by_segment
from dashboard.figures.segments import attributes as figures
from dashboard.figures.segments import profile
from dashboard.filters import scope_words
from dashboard.filters.naming import named_countries, named_segments
from dashboard.filters.page_fields import choice_doubts
from dashboard.filters.selection import Scope, join_queries, page_query, query_fields
from dashboard.filters.unread import Doubt
from dashboard.queries.segments import attributes as queries
from dashboard.shop import Place, Shop
from dashboard.shop.asker import for_whom
from dashboard.shop.few import TOO_FEW, FewError, left_out
from dashboard.web.routing import Page
from dashboard.words import formats
from wording.languages import say, to_say
from wording.years import is_year

FIELD = "attribute"  # of the address: the attribute that is picked
MOST_COUNTRIES = 12


def layout(shop: Shop) -> Children:
    """The page's skeleton; without attributes, how to load them."""
    head = page_head(
        say("Attributes", sense="page"),
        say(
            "Who your customers are beyond their orders. Countries, segments and segmentation of the filter apply; the "
            "months don't: attributes hold for the whole time."
        ),
    )
    options = _options(shop)
    if options:
        return page(head, *_cards(options))
    load, fit = html.Code("python -m etl customers FILE"), html.Code("python -m models fit --source customers")
    words: list[Children] = for_whom(
        "load",
        in_a_shell=woven(say("Load a customers file: {load}, then segment: {fit}"), load=load, fit=fit),
        on_the_page=woven(
            say("Bring a file of customers in under {data}; it is segmented there."),
            data=link(say("Data", sense="page"), "/data"),
        ),
        by_others=[say("They show when somebody whose role lets them has brought a file of customers in.")],
    )
    text = html.Span(words)
    hidden = html.Div(_cards([]), style={"display": "none"})  # callbacks need their ids
    return page(
        head, html.Div(notice(say("No attributes are in view yet"), text), className="card-panel span-12"), hidden
    )


def _cards(options: list[dict[str, str]]) -> list[Children]:
    picker = html.Div(
        [
            html.Label(say("Attribute"), htmlFor="attributes-pick", className="visually-hidden"),
            dbc.Select(id="attributes-pick", options=options, size="sm", className="select-segmentation"),
        ],
        className="span-12",
    )
    return [
        graph_card("attributes-sizes", say("Customers by segment"), columns=5, height=320),
        graph_card("attributes-countries", say("Customers by country"), columns=7, height=320),
        content_card("attributes-profile", say("Each segment against the average"), height=320),
        picker,
        graph_card("attributes-spread", say("By segment"), columns=7, height=520),
        graph_card("attributes-values", say("Customers by value"), columns=5, height=520),
    ]


def _options(shop: Shop) -> list[dict[str, str]]:
    frame = shop.ask(queries.described, shop.scope(read_place(None, None).filters))
    return [{"value": row.name, "label": row.label} for row in frame.itertuples(index=False)]


def picked(where: Place, frame: pd.DataFrame) -> tuple[str, str]:
    """The attribute that the address names and its label, else the first one; ('', '') where there is none."""
    asked = dict(query_fields(where.search)).get(FIELD)
    chosen = frame[frame["name"] == asked] if asked else frame
    rows = (chosen if not chosen.empty else frame).head(1)
    return ("", "") if rows.empty else (str(rows.iloc[0]["name"]), str(rows.iloc[0]["label"]))


def doubts(shop: Shop, where: Place, scope: Scope) -> Iterator[Doubt]:
    """What the address asks of the picker that is not there."""
    frame = shop.ask(queries.described, scope)
    known = {str(row["name"]): str(row["label"]) for _, row in frame.iterrows()}
    what = say("attribute", sense="choice of a link")
    yield from choice_doubts(where.search, FIELD, what, known, picked(where, frame)[1])


def _note(shop: Shop, scope: Scope, measure: str) -> str:
    return " · ".join(part for part in (measure, scope_words.who(shop.published(), scope)) if part)


def _named(shop: Shop, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    return named_segments(frame, shop.published().of(scope))


def sizes(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How many customers each segment has."""
    frame = _named(shop, scope, shop.ask(queries.sizes, scope))
    title = say("Customers by segment")
    if len(frame) > 1:
        top = frame.loc[frame["customers"].idxmax()]
        title = say(
            "{segment}: {share} of customers",
            segment=top["name"],
            share=formats.share(top["customers"], frame["customers"].sum(), 0),
        )
    note = _note(shop, scope, say("{segmentation}, everyone known", segmentation=shop.published().of(scope).name))
    return Panel(title, note, figures.ranked_bars(customers_by_segment(frame), list(frame["segment_id"])))


def countries(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How many customers each country has."""
    frame = named_countries(shop.ask(queries.countries, scope), shop.published())
    title = say("Customers by country")
    if list(frame["country"]) == ["Unspecified"]:
        title = say("The files name no countries")
    elif len(frame):
        top = frame.iloc[0]
        share = formats.share(top["customers"], frame["customers"].sum(), 0)
        title = say("{share} of customers are from {country}", share=share, country=top["country_name"])
    bars = customers_by_country(frame, MOST_COUNTRIES)
    targets = [*frame["country"].head(MOST_COUNTRIES), ""][: len(bars)]
    return Panel(title, _note(shop, scope, say("Home country")), figures.ranked_bars(bars, targets))


def against_average(shop: Shop, where: Place, scope: Scope) -> Panel:
    """Means of the numeric attributes by segment, tinted by how far they are from everyone's."""
    known = shop.ask(queries.described, scope)
    everyone = shop.ask(queries.means, scope.only(segments=())).groupby("attribute")[["total", "customers"]].sum()
    own = shop.ask(queries.means, scope)
    segments = _named(shop, scope, own[["segment_id"]].drop_duplicates())
    note = _note(shop, scope, say("Means; of yes and no, shares of yes · blue is above the average, orange below"))
    note += left_out(shop)
    known = known[known["name"].isin(everyone.index)]
    if own.empty and not shop.viewer.personal:
        raise FewError(TOO_FEW)
    if known.empty or segments.empty:
        return Panel(
            say("Each segment against the average"), note, html.P(say("No numeric attributes here."), className="muted")
        )
    means = (
        own.set_index(["attribute", "segment_id"])["total"] / own.set_index(["attribute", "segment_id"])["customers"]
    )
    average = everyone["total"] / everyone["customers"]
    ratios = means.unstack("segment_id").reindex(known["name"]).div(average.reindex(known["name"]), axis=0)
    years = {row.name for row in known.itertuples(index=False) if is_year(row.label, average[row.name])}
    for name in years:
        ratios.loc[name] = [profile.as_ratio(average[name] * (one - 1)) for one in ratios.loc[name]]
    spread = (ratios.max(axis=1) - ratios.min(axis=1)).fillna(0)
    rows: list[list[Cell]] = []
    for name in spread.sort_values(ascending=False, kind="stable").index:
        about = known[known["name"] == name].iloc[0]
        against = profile.compared_years if name in years else profile.compared
        cells = [
            Heat(
                _mean(means.get((name, one)), about),
                against(ratio),
                profile.tint(ratio),
            )
            for one, ratio in ratios.loc[name].reindex(segments["segment_id"]).items()
        ]
        rows.append([about["label"], Heat(_mean(average[name], about), "", "transparent"), *cells])
    columns = [Column(say("Attribute"), False), Column(say("All")), *(Column(name) for name in segments["name"])]
    first = str(known.loc[known["name"] == spread.idxmax(), "label"].iloc[0])
    title = say("{label} differs most between the segments", label=first)
    return Panel(title, note, data_table(columns, rows, caption=say("Each segment against the average"), stacks=True))


def _mean(value: float | None, about: pd.Series) -> str:
    return formats.percent(value) if about["is_share"] else formats.valued(value, about["label"])


def spread(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How the picked attribute is spread in each segment."""
    frame, label = _distribution(shop, where, scope)
    note = _note(shop, scope, say("Share of each segment's customers with a value, each row to its own height"))
    return Panel(say("{label} by segment", label=label), note + left_out(shop), figures.by_segment(frame, label))


def values(shop: Shop, where: Place, scope: Scope) -> Panel:
    """How many customers have each value of the picked attribute."""
    frame, label = _distribution(shop, where, scope)
    title = say("Customers by {label}", label=label)
    if len(frame):
        totals = frame.groupby("bar", sort=False)["customers"].sum()
        share = formats.share(totals.max(), totals.sum(), 0)
        title = say("{label}: {share} of customers at {value}", label=label, share=share, value=totals.idxmax())
    note = _note(shop, scope, say("Customers with a value, by segment")) + left_out(shop)
    return Panel(title, note, figures.value_counts(frame, label))


def _distribution(shop: Shop, where: Place, scope: Scope) -> tuple[pd.DataFrame, str]:
    name, label = picked(where, shop.ask(queries.described, scope))
    frame = _named(shop, scope, shop.ask(queries.distribution, scope, name))
    if frame.empty and not shop.viewer.personal:
        raise FewError(TOO_FEW)
    return figures.with_bars(frame, label, name), label


def register(app: Dash, shop: Shop) -> None:
    """Bind the panels and the picker, whose choice lives in the address."""
    bind(app, shop, "attributes-sizes", sizes)
    bind(app, shop, "attributes-countries", countries)
    bind_content(app, shop, "attributes-profile", against_average)
    bind(app, shop, "attributes-spread", spread)
    bind(app, shop, "attributes-values", values)

    def show_pick(filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        return picked(where, shop.ask(queries.described, shop.scope(where.filters)))[0]

    def use_pick(name: str | None, filters: dict[str, str] | None) -> Any:
        where = read_place(filters, None)
        if not name or name == show_pick(filters):
            return no_update
        extras = page_query(where.search, without=(FIELD,))
        return join_queries(where.filters.to_query(), extras, page_query(f"{FIELD}={_quoted(name)}"))

    app.callback(Output("attributes-pick", "value"), Input("filters", "data"))(show_pick)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("attributes-pick", "value"),
        State("filters", "data"),
        prevent_initial_call=True,
    )(use_pick)


def _quoted(name: str) -> str:
    return name.replace("%", "%25").replace("&", "%26").replace("+", "%2B").replace("#", "%23").replace(";", "%3B")


PAGE = Page("attributes", to_say("Attributes", sense="page"), layout, needs_orders=False, doubts=doubts)
