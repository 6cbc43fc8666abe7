"""Two audiences in numbers, side by side: what is in both, their profile, their shares of segments and countries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html

from audiences.conditions.definition import Both, Definition, InAudience, Not
from audiences.lists.counting import Reach, Size
from audiences.lists.keeping import Audience
from dashboard.components.asking import card
from dashboard.components.basics import aria, link
from dashboard.components.tables import Bar, Cell, Column, data_table, link_cell
from dashboard.pages.audiences.known import address_of
from dashboard.words import formats
from wording.languages import marked, say, say_n, to_say

COLOURS = ("var(--side-a)", "var(--side-b)")


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
        (say("Only in {name}", name=a.one.name), only_a, "only-a", Both((_in(a), Not(_in(b))))),
        (say("In both"), both, "both", Both((_in(a), _in(b)))),
        (say("Only in {name}", name=b.one.name), only_b, "only-b", Both((_in(b), Not(_in(a))))),
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
                link(say("Build an audience of them"), address_of(definition)),
            ],
            className="overlap-part",
        )
        for words, count, style, definition in ways
    ]
    shares = [formats.share(both, side.size.customers) for side in (a, b)]
    title = say_n(both, "{n} customer is in both", "{n} customers are in both") if both else say("Nobody is in both")
    names = {"one": a.one.name, "other": b.one.name}
    note = say("{share} of {one}, {other_share} of {other}", share=shares[0], other_share=shares[1], **names)
    return card(title, note, bar, html.Div(marks, className="overlap-parts"))


def _in(side: Side) -> InAudience:
    return InAudience(side.one.audience_id)


def measures(a: Side, b: Side, currency: str) -> html.Section:
    """Size, sales and consent of both, and how the one differs from the other."""

    def money(value: Any) -> str:
        return formats.money(value, currency)

    kinds: Mapping[str, tuple[Said, Said]] = {
        "count": (formats.count, lambda value: formats.signed(value, 0)),
        "money": (money, lambda value: ("+" if value > 0 else "") + money(value)),
        "ratio": (_decimal, lambda value: formats.signed(value, 1)),
        "share": (formats.percent, formats.points),
    }
    rows = []
    for label, kind, value in MEASURES:
        said, said_more = kinds[kind]
        one, other = (None if (found := value(side)) is None else float(found) for side in (a, b))
        difference = formats.NOTHING if one is None or other is None else said_more(one - other)
        rows.append(
            [say(label), *(formats.NOTHING if each is None else said(each) for each in (one, other)), difference]
        )
    less = say("{one} less {other}", one=a.one.name, other=b.one.name)
    columns = [Column("", False), *_heads(a, b), Column(say("Difference"), hint=less)]
    note = say("Of all that is loaded, as of the last fit")
    return card(say("Profile"), note, data_table(columns, rows, caption=say("Profile")), columns=5)


def _share(part: Callable[[Side], int]) -> Callable[[Side], float | None]:
    return lambda side: formats.ratio(part(side), side.size.customers)


Said = Callable[[float], str]
MEASURES: Sequence[tuple[str, str, Callable[[Side], Any]]] = (
    (to_say("Customers"), "count", lambda side: side.size.customers),
    (to_say("Net sales"), "money", lambda side: side.size.net),
    (to_say("Net sales per customer"), "money", lambda side: formats.ratio(side.size.net, side.size.customers)),
    (to_say("Net sales per order"), "money", lambda side: formats.ratio(side.size.net, side.size.orders)),
    (to_say("Orders per customer"), "ratio", lambda side: formats.ratio(side.size.orders, side.size.customers)),
    (to_say("Said yes to mailings"), "count", lambda side: side.reach.yes),
    (to_say("Said yes, share"), "share", _share(lambda side: side.reach.yes)),
    (to_say("With an e-mail address"), "count", lambda side: side.reach.with_email),
    (to_say("With an address, share"), "share", _share(lambda side: side.reach.with_email)),
)


def _decimal(value: float) -> str:
    return marked(f"{value:.1f}")


def _heads(a: Side, b: Side) -> list[Column]:
    return [Column(link_cell(side.one.name, f"/audiences/{side.one.audience_id}", "plain-link")) for side in (a, b)]


def shares(a: Side, b: Side, key: str, names: Mapping[str, Cell], title: str, note: str, columns: int) -> html.Section:
    """Each side's customers in each part, all of them, the largest differences first."""
    frames = [side.segments if key == "segment_id" else side.countries for side in (a, b)]
    counts = [dict(zip(frame[key], map(int, frame["customers"]), strict=True)) for frame in frames]
    totals = [max(sum(each.values()), 1) for each in counts]
    parts = {
        one: (counts[0].get(one, 0), counts[1].get(one, 0))
        for one in sorted({*counts[0], *counts[1]})
        if any(each.get(one) for each in counts)
    }
    ratios = {one: [count / total for count, total in zip(pair, totals, strict=True)] for one, pair in parts.items()}
    top = max((value for pair in ratios.values() for value in pair), default=1)
    rows = [
        [
            names.get(one, one),
            *(
                Bar(f"{formats.count(count)} · {formats.percent(value)}", value / top, colour)
                for count, value, colour in zip(parts[one], ratios[one], COLOURS, strict=True)
            ),
            formats.signed(parts[one][0] - parts[one][1], 0),
            formats.points(ratios[one][0] - ratios[one][1]),
        ]
        for one in sorted(parts, key=lambda one: (-abs(parts[one][0] - parts[one][1]), -sum(parts[one])))
    ]
    heads = [
        Column(say("Segment") if key == "segment_id" else say("Country"), False),
        Column(a.one.name),
        Column(b.one.name),
    ]
    called = {"one": a.one.name, "other": b.one.name}
    heads += [
        Column(say("Difference"), hint=say("Customers: {one} less {other}", **called)),
        Column(say("Of the share"), hint=say("Of all of each: {one} less {other}", **called)),
    ]
    body = html.P(say("Nobody is in them now."), className="muted")
    shown = data_table(heads, rows, caption=title, sorts=True) if rows else body
    told = say("{note}: customers, and their share of the audience; largest differences first", note=note)
    return card(title, told, html.Div(shown, className="compare-shares"), columns=columns)
