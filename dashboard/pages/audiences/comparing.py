"""/audiences/compare?a=1&b=2: two audiences side by side, what is in both, and who moved from one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
import pandas as pd
from dash import Dash, Input, Output, State, html, no_update

from audiences.conditions.definition import Both, Definition, InAudience, Not
from audiences.lists import counting, keeping
from audiences.lists.counting import Reach, Size
from audiences.lists.keeping import Audience
from dashboard.components.asking import card
from dashboard.components.basics import Children, aria, link, segment_badge
from dashboard.components.cards import bare
from dashboard.components.panels import bind_bare, failure
from dashboard.components.shell import page, page_head
from dashboard.components.tables import Bar, Column, data_table
from dashboard.filters.selection import Filters, Scope, join_queries, page_query, query_fields
from dashboard.pages.audiences.known import address_of, known, patient
from dashboard.pages.audiences.moving import moves_in_words
from dashboard.queries.audiences import profile
from dashboard.shop import Place, Shop
from dashboard.words import formats

SHOWN = 13  # segments or countries
SIDES = ("a", "b")
CHOOSE = "Choose two audiences above."
FEW = "There are not two audiences yet. Build another one first."


@dataclass(frozen=True)
class Side:
    """One of the two, in numbers."""

    one: Audience
    size: Size
    reach: Reach
    segments: pd.DataFrame
    countries: pd.DataFrame


def layout(shop: Shop) -> Children:
    """The page's skeleton: two choices, and what they come to."""
    back = link("All audiences", "/audiences", "button")
    subtitle = "Two audiences side by side, as they are now. The filters do not apply here."
    chosen = [_choice("compare-a", "One"), html.Span("and", className="muted"), _choice("compare-b", "The other")]
    return page(
        page_head("Compare audiences", subtitle, back),
        html.Div(html.Div(chosen, className="compare-choice"), className="card-panel span-12"),
        bare("compare-content", height=320),
        argument="compare",
    )


def _choice(control_id: str, label: str) -> html.Label:
    select = dbc.Select(id=control_id, options=[], className="select")
    return html.Label([html.Span(label, className="visually-hidden"), select], className="compare-field")


def asked(search: str) -> tuple[int | None, int | None]:
    """The two numbers of an address."""
    fields = dict(query_fields(search))
    a, b = (fields.get(side, "") for side in SIDES)
    one, other = (int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None for text in (a, b))
    return one, other


def content(shop: Shop, where: Place, scope: Scope) -> Children:
    """The cards of the two."""
    with patient(shop) as connection:
        found = keeping.everything(connection)
        if len(found) < 2:
            return html.Div(html.P(FEW, className="muted"), className="card-panel span-12")
        numbers = asked(where.search)
        if None in numbers or numbers[0] == numbers[1]:
            return html.Div(html.P(CHOOSE, className="muted"), className="card-panel span-12")
        here = known(shop, connection)
        run = shop.published().segmentations[0]
        sides: list[Side] = []
        for number in numbers:
            one = keeping.by_number(connection, number or 0)
            arguments = (connection, one.definition, here.store)
            sides.append(
                Side(
                    one,
                    counting.size(*arguments),
                    counting.reach(*arguments),
                    profile.by_segment(*arguments, run.segmentation_id),
                    profile.by_country(*arguments),
                )
            )
        a, b = sides
        both = counting.overlap(connection, a.one.definition, b.one.definition, here.store)
        moved = moves_in_words(connection, here.store, (a.one, b.one))
    badges = {one.segment_id: segment_badge(one) for one in run.segments}
    names = {code: shop.published().country_name(code) for code in {*a.countries["country"], *b.countries["country"]}}
    return html.Div(
        [
            _overlap(a, b, both),
            _measures(a, b, shop.currency),
            _shares(a, b, "segment_id", badges, "Segments", run.name),
            _shares(a, b, "country", names, "Countries", "Home countries"),
            card("Movement", moved[0], *[html.P(one) for one in moved[1:]]),
        ],
        className="grid compare",
    )


def _overlap(a: Side, b: Side, both: int) -> html.Section:
    only_a, only_b = a.size.customers - both, b.size.customers - both
    ways: Sequence[tuple[str, int, str, Definition]] = (
        (f"Only in {a.one.name}", only_a, "only-a", Both((_in(a), Not(_in(b))))),
        ("In both", both, "both", Both((_in(a), _in(b)))),
        (f"Only in {b.one.name}", only_b, "only-b", Both((_in(b), Not(_in(a))))),
    )
    total = max(only_a + only_b + both, 1)
    parts = [html.Span(className=style, style={"width": f"{count / total:.2%}"}) for _, count, style, _ in ways]
    told = ", ".join(f"{words} {formats.count(count)}" for words, count, _, _ in ways)
    bar = html.Div(parts, className="overlap-bar", role="img", **aria(label=told))
    marks = [
        html.Div(
            [
                html.Span([html.Span(className=f"dot {style}"), words], className="badge-segment"),
                html.Strong(formats.count(count), className="live-value"),
                link("Build an audience of them", address_of(definition)),
            ],
            className="overlap-part",
        )
        for words, count, style, definition in ways
    ]
    shares = [formats.share(both, side.size.customers) for side in (a, b)]
    title = (
        f"{formats.plural(both, 'customer')} {'is' if both == 1 else 'are'} in both" if both else "Nobody is in both"
    )
    note = f"{shares[0]} of {a.one.name}, {shares[1]} of {b.one.name}"
    return card(title, note, bar, html.Div(marks, className="overlap-parts"))


def _in(side: Side) -> InAudience:
    return InAudience(side.one.audience_id)


def _measures(a: Side, b: Side, currency: str) -> html.Section:
    def money(value: Any) -> str:
        return formats.money(value, currency)

    def each(part: Any, whole: Any) -> float | None:
        return formats.ratio(part, whole)

    measures = (
        ("Customers", lambda side: formats.count(side.size.customers)),
        ("Net sales", lambda side: money(side.size.net)),
        ("Net sales per customer", lambda side: money(each(side.size.net, side.size.customers))),
        ("Net sales per order", lambda side: money(each(side.size.net, side.size.orders))),
        ("Orders per customer", lambda side: _decimal(each(side.size.orders, side.size.customers))),
        ("Said yes to mailings", lambda side: formats.share(side.reach.yes, side.size.customers)),
        ("With an e-mail address", lambda side: formats.share(side.reach.with_email, side.size.customers)),
    )
    rows = [[label, said(a), said(b)] for label, said in measures]
    columns = [Column("", False), *_heads(a, b)]
    return card("Profile", "Of all that is loaded, as of the last fit", data_table(columns, rows, caption="Profile"))


def _decimal(value: float | None) -> str:
    return formats.NOTHING if value is None else f"{value:.1f}"


def _heads(a: Side, b: Side) -> list[Column]:
    return [Column(link(side.one.name, f"/audiences/{side.one.audience_id}", "plain-link")) for side in (a, b)]


def _shares(a: Side, b: Side, key: str, names: Mapping[str, Children], title: str, note: str) -> html.Section:
    """Shares of each side's customers, most of both first."""
    frames = [side.segments if key == "segment_id" else side.countries for side in (a, b)]
    counts = [dict(zip(frame[key], frame["customers"], strict=True)) for frame in frames]
    totals = [max(sum(each.values()), 1) for each in counts]
    ratios = {
        one: [each.get(one, 0) / total for each, total in zip(counts, totals, strict=True)]
        for one in sorted({*counts[0], *counts[1]})
        if any(each.get(one) for each in counts)
    }
    order = sorted(ratios, key=lambda one: -sum(ratios[one]))[:SHOWN]
    top = max((value for pair in ratios.values() for value in pair), default=1) or 1
    styles = ("var(--side-a)", "var(--side-b)")
    rows = [
        [
            names.get(one, one),
            *(
                Bar(formats.percent(value), value / top, colour)
                for value, colour in zip(ratios[one], styles, strict=True)
            ),
        ]
        for one in order
    ]
    columns = [Column(title[:-1] if title == "Segments" else "Country", False), *_heads(a, b)]
    body = data_table(columns, rows, caption=title) if rows else html.P("Nobody is in them now.", className="muted")
    return card(title, f"{note}; shares of each audience's customers", body, columns=6)


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
        wanted = {side: value for side, value in zip(SIDES, (a, b), strict=True) if value}
        if wanted == {side: before[side] for side in SIDES if before.get(side)}:
            return no_update
        rest = page_query(search, without=SIDES)
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
