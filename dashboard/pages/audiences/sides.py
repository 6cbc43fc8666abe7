"""Two audiences in numbers, side by side: what is in both, their profile, their shares of segments and countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from audiences.conditions.definition import Both, Definition, InAudience, Not
from audiences.lists.counting import Reach, Size
from audiences.lists.keeping import Audience
from dashboard.components.asking import card
from dashboard.components.basics import Children, aria, link
from dashboard.components.tables import Bar, Column, data_table, link_cell
from dashboard.pages.audiences.known import address_of
from dashboard.words import formats

SHOWN = 13  # segments or countries


@dataclass(frozen=True)
class Side:
    """One of the two, in numbers."""

    one: Audience
    size: Size
    reach: Reach
    segments: pd.DataFrame
    countries: pd.DataFrame


def overlap(a: Side, b: Side, both: int) -> html.Section:
    """How many are in one, the other and both, each with the way to build an audience of them."""
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


def measures(a: Side, b: Side, currency: str) -> html.Section:
    """Size, sales and consent of both."""

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
    return [Column(link_cell(side.one.name, f"/audiences/{side.one.audience_id}", "plain-link")) for side in (a, b)]


def shares(a: Side, b: Side, key: str, names: Mapping[str, Children], title: str, note: str) -> html.Section:
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
