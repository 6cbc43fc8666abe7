"""How many are in an audience, what they bring and whom one may write to, as parts of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html

from audiences.lists.counting import Reach, Size
from dashboard.components.basics import Children, aria
from dashboard.components.cards import KeyFigure
from dashboard.components.tables import Bar, Cell, Column, data_table, link_cell
from dashboard.words import formats
from wording.languages import say, say_n, to_say

SAID = (("yes", to_say("Yes")), ("unknown", to_say("Unknown")), ("no", to_say("No")))


def consent_bar(reach: Reach) -> html.Div:
    """Yes, unknown and no as parts of one bar, with their numbers."""
    counts = {name: getattr(reach, name) for name, _ in SAID}
    total = max(sum(counts.values()), 1)
    parts = [html.Span(className=f"said-{name}", style={"width": f"{counts[name] / total:.2%}"}) for name, _ in SAID]
    marks = [
        html.Span([html.Span(className=f"dot said-{name}"), f"{say(label)} ", html.Strong(formats.count(counts[name]))])
        for name, label in SAID
    ]
    told = ", ".join(f"{formats.lowered(say(label))} {formats.count(counts[name])}" for name, label in SAID)
    bar = html.Div(parts, className="said-bar", role="img", **aria(label=say("Consent to mailings: {told}", told=told)))
    return html.Div([bar, html.Div(marks, className="said-marks")], className="said")


def in_short(size: Size, reach: Reach, currency: str, whole: Size) -> list[Children]:
    """Beside the builder: size, sales, consent."""
    people = formats.count(size.customers)
    share = say_n(
        whole.customers,
        "{share} of {n} customer",
        "{share} of {n} customers",
        share=formats.share(size.customers, whole.customers),
    )
    return [
        html.Div([html.Span(people, className="live-value"), html.Span(share, className="muted")], className="live"),
        html.Div(
            [
                html.Span(formats.money(size.net, currency), className="live-value"),
                html.Span(_sales(size, whole, currency), className="muted"),
            ],
            className="live",
        ),
        html.P(say("Consent to mailings"), className="live-label"),
        consent_bar(reach),
        html.P(
            say(
                "{with_email} with an e-mail address, {with_phone} with a phone number",
                with_email=formats.count(reach.with_email),
                with_phone=formats.count(reach.with_phone),
            ),
            className="muted live-note",
        ),
    ]


def _sales(size: Size, whole: Size, currency: str) -> str:
    if not size.customers:
        return say("net sales")
    each = formats.money(formats.ratio(size.net, size.customers), currency)
    parts = [say("net sales, {each} a customer", each=each)]
    if whole.net > 0:
        parts.append(say("{share} of all net sales", share=formats.share(size.net, whole.net)))
    return " · ".join(parts)


def figures(size: Size, reach: Reach, whole: Size, currency: str) -> list[KeyFigure]:
    """The strip of an audience's page."""
    of_all = say("{share} of all customers", share=formats.share(size.customers, whole.customers))
    all_orders = formats.money(formats.ratio(whole.net, whole.orders), currency)
    return [
        KeyFigure(say("Customers"), formats.count(size.customers), change_note=of_all),
        KeyFigure(
            say("Net sales"),
            formats.money(size.net, currency),
            change_note=say("{share} of all", share=formats.share(size.net, whole.net)),
        ),
        KeyFigure(
            say("Net sales per order"),
            formats.money(formats.ratio(size.net, size.orders), currency),
            change_note=say("all {money}", money=all_orders),
        ),
        KeyFigure(
            say("Said yes to mailings"),
            formats.count(reach.yes),
            change_note=say(
                "{unknown} unknown, {no} no", unknown=formats.count(reach.unknown), no=formats.count(reach.no)
            ),
        ),
    ]


Other = tuple[int, str, int]  # another audience: its number, name and size


def overlap_table(size: int, others: Sequence[Other], counts: Mapping[int, int], address: str) -> Children:
    """One row another audience: how many of these are in it. `address` compares with it."""
    found = _ordered(others, counts)
    if not found:
        return html.P(say("There is no other audience to compare with yet."), className="muted")
    columns = [
        Column(say("Audience"), False),
        Column(say("In both")),
        Column(say("Of these"), hint=say("Share of this audience")),
    ]
    columns += [Column(say("Of that one"), hint=say("Share of the other audience"))]
    rows: list[list[Cell]] = [
        [
            link_cell(name, f"{address}&b={number}"),
            Bar(formats.count(counts[number]), counts[number] / max(size, 1)),
            formats.share(counts[number], size),
            formats.share(counts[number], customers),
        ]
        for number, name, customers in found
    ]
    return data_table(columns, rows, caption=say("Overlap with other audiences"))


def overlap_in_short(size: int, others: Sequence[Other], counts: Mapping[int, int]) -> Children:
    """Beside the builder: those with somebody in both, and how many have nobody."""
    found = _ordered(others, counts)
    some = [one for one in found if counts[one[0]]]
    if not some:
        return html.P(
            say("Nobody is in another audience.") if found else say("There is no other audience yet."),
            className="muted",
        )
    rows = [
        [link_cell(name, f"/audiences/{number}"), formats.count(counts[number]), formats.share(counts[number], size, 0)]
        for number, name, _ in some
    ]
    columns = [
        Column(say("Audience"), False),
        Column(say("In both")),
        Column(say("Of these"), hint=say("Share of this draft")),
    ]
    none = len(found) - len(some)
    nobody = say_n(none, "Nobody is in {n} other.", "Nobody is in {n} others.") if none else ""
    rest = html.P(nobody, className="muted figures-note") if none else ""
    return html.Div([data_table(columns, rows, caption=say("Overlap with other audiences")), rest])


def _ordered(others: Sequence[Other], counts: Mapping[int, int]) -> list[Other]:
    return sorted((one for one in others if one[0] in counts), key=lambda one: (-counts[one[0]], one[1].lower()))
