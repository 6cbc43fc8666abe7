"""/audiences/compare?a=1&b=2: two audiences side by side, what is in both, and who moved from one to the other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, State, html, no_update

from audiences.lists import counting, keeping
from dashboard.components.basics import Children, link
from dashboard.components.cards import bare
from dashboard.components.panels import bind_bare, failure
from dashboard.components.shell import page, page_head
from dashboard.components.tables import badge_cell
from dashboard.filters.selection import Filters, Scope, join_queries, page_query, query_fields
from dashboard.pages.audiences import sides
from dashboard.pages.audiences.known import known, patient
from dashboard.pages.audiences.moving import moves
from dashboard.pages.audiences.sides import Side
from dashboard.queries.audiences import profile
from dashboard.shop import Place, Shop
from wording.languages import say, to_say

FIELDS = ("a", "b")
CHOOSE = to_say("Choose two audiences above.")
THE_OTHER = to_say("Choose the other audience above.")
THE_SAME = to_say("Both are the same audience: choose another one above.")
FEW = to_say("There are not two audiences yet. Build another one first.")


def layout(shop: Shop) -> Children:
    """The page's skeleton: two choices, and what they come to."""
    back = link(say("All audiences"), "/audiences", "button")
    subtitle = say("Two audiences side by side, as they are now. The filters do not apply here.")
    chosen = [
        _choice("compare-a", say("One", sense="audience")),
        html.Span(say("and"), className="muted"),
        _choice("compare-b", say("The other")),
    ]
    return page(
        page_head(say("Compare audiences"), subtitle, back),
        html.Div(html.Div(chosen, className="compare-choice"), className="card-panel span-12"),
        bare("compare-content", height=320),
        argument="compare",
        filtered=False,
    )


def _choice(control_id: str, label: str) -> html.Label:
    select = dbc.Select(id=control_id, options=[], className="select", placeholder=say("Choose an audience"))
    return html.Label([html.Span(label, className="visually-hidden"), select], className="compare-field")


def asked(search: str) -> tuple[int | None, int | None]:
    """The two numbers of an address."""
    fields = dict(query_fields(search))
    a, b = (fields.get(side, "") for side in FIELDS)
    one, other = (int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None for text in (a, b))
    return one, other


def lacking(numbers: tuple[int | None, int | None]) -> str | None:
    """What is still to be chosen."""
    missing = numbers.count(None)
    if missing:
        return CHOOSE if missing == len(numbers) else THE_OTHER
    return THE_SAME if numbers[0] == numbers[1] else None


def content(shop: Shop, where: Place, scope: Scope) -> Children:
    """The cards of the two."""
    with patient(shop) as connection:
        found = keeping.everything(connection)
        if len(found) < 2:
            return html.Div(html.P(say(FEW), className="muted"), className="card-panel span-12")
        numbers = asked(where.search)
        if (lacks := lacking(numbers)) is not None:
            return html.Div(html.P(say(lacks), className="muted"), className="card-panel span-12")
        here = known(shop, connection)
        run = shop.published().segmentations[0]
        found_sides: list[Side] = []
        for number in numbers:
            one = keeping.by_number(connection, number or 0)
            arguments = (connection, one.definition, here.store)
            size, reach, _ = counting.look(*arguments)
            found_sides.append(
                Side(
                    one,
                    size,
                    reach,
                    profile.by_segment(*arguments, run.segmentation_id),
                    profile.by_country(*arguments),
                )
            )
        a, b = found_sides
        both = counting.overlap(connection, a.one.definition, b.one.definition, here.store)
        moved = moves(connection, here.store, (a.one, b.one))
    badges = {one.segment_id: badge_cell(one) for one in run.segments}
    names = {code: shop.published().country_name(code) for code in {*a.countries["country"], *b.countries["country"]}}
    return html.Div(
        [
            sides.overlap(a, b, both),
            sides.measures(a, b, shop.currency),
            sides.shares(a, b, "segment_id", badges, say("Segments"), run.name, 7),
            moved,
            sides.shares(a, b, "country", names, say("Countries"), say("Home countries"), 12),
        ],
        className="grid compare",
    )


def choices(shop: Shop, search: str) -> tuple[list[dict[str, str]], str | None, str | None]:
    """The audiences to choose from, and the two that the address names."""
    with shop.connect() as connection:
        options = [{"value": str(one.audience_id), "label": one.name} for one in keeping.everything(connection)]
    known_ones = {one["value"] for one in options}
    a, b = (str(number) if str(number) in known_ones else None for number in asked(search))
    return options, a, b


def register(app: Dash, shop: Shop) -> None:
    """Bind the choices to the address, and the cards to both."""
    bind_bare(app, shop, "compare-content", content)

    def offer(filters: dict[str, str] | None, _argument: str | None) -> Any:
        try:
            options, a, b = choices(shop, (filters or {}).get("search", ""))
        except Exception as error:
            failure(error)
            return [], [], None, None
        return options, options, a, b

    def choose(a: str | None, b: str | None, search: str | None) -> Any:
        before = dict(query_fields(search))
        wanted = {side: value for side, value in zip(FIELDS, (a, b), strict=True) if value}
        if wanted == {side: before[side] for side in FIELDS if before.get(side)}:
            return no_update
        rest = page_query(search, without=FIELDS)
        return join_queries(Filters.from_query(search).to_query(), rest, urlencode(wanted))

    app.callback(
        Output("compare-a", "options"),
        Output("compare-b", "options"),
        Output("compare-a", "value"),
        Output("compare-b", "value"),
        Input("filters", "data"),
        State("argument", "data"),
    )(offer)
    app.callback(
        Output("url", "search", allow_duplicate=True),
        Input("compare-a", "value"),
        Input("compare-b", "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )(choose)
