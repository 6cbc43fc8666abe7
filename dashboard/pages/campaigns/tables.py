"""Tables of the pages of campaigns: campaigns, lists that left, segments of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from urllib.parse import quote

from dash import html

from audiences.campaigns import ledger
from audiences.destinations import FORMATS
from audiences.measurement import BUYERS, NET, Outcome, Result, sentences
from dashboard.components.basics import Children, icon, link
from dashboard.components.tables import Column, Table, data_table
from dashboard.pages.campaigns.reading import Read
from dashboard.shop.asker import asker
from dashboard.words import formats

Money = Callable[[float], str]
ADDRESS = "/exports/lists"
READY = "The list is ready for your mailing tool, without those who are held out:"
READY_MANY = "The list is ready for your mailing tool, in several files, without those who are held out:"
MOST_FILES = 4
SAME = "Made again from the record, the same byte by byte"


def campaigns(found: Sequence[Read], money: Money) -> Table:
    """One row a campaign, newest first."""
    columns = [
        Column("Campaign", False),
        Column("Written to", False),
        Column("People"),
        Column("Held out"),
        Column("What can be said", False),
        Column("Buyers more", hint="Against those who were held out, with the interval"),
        Column("Sales more", hint="Net of returns, against those who were held out, with the interval"),
        Column("Cost"),
    ]
    return data_table(columns, [_campaign(one, money) for one in found], caption="Campaigns", stacks=True)


def _campaign(one: Read, money: Money) -> list[Children]:
    number, result, cost = one.campaign.campaign_id, one.result, one.campaign.cost
    sent = formats.day(one.deliveries[0].made_at.date()) if one.deliveries else "No list yet"
    name = html.Div(
        [link(one.campaign.name, f"/campaigns/{number}"), html.Span(f"{one.audience}, {sent}", className="muted below")]
    )
    where = FORMATS[one.campaign.destination_format].name if one.campaign.destination_format in FORMATS else "–"
    held_share = f"{100 * one.campaign.held_share:.0f} %" if one.campaign.held_share else "nobody"
    if result is None:
        return [name, where, formats.NOTHING, held_share, "No list yet", *([formats.NOTHING] * 3)]
    people, held = result.drawn
    return [
        name,
        where,
        formats.count(people),
        formats.count(held) if held else "nobody",
        sentences.headline(result),
        spanned(result.outcomes[BUYERS], lambda value: formats.signed(value, 0)),
        spanned(result.outcomes[NET], money),
        formats.NOTHING if cost is None else money(float(cost)),
    ]


def spanned(outcome: Outcome, said: Callable[[float], str]) -> Children:
    """A number of all who were written to, with its interval below."""
    if outcome.last is None:
        return formats.NOTHING
    each, low, high = outcome.last.total()
    if not isfinite(low):
        return "Too few answers"
    return html.Div([said(each), html.Span(f"{said(low)} to {said(high)}", className="muted below nowrap")])


def segments(result: Result, money: Money) -> Table:
    """One row a segment of a campaign, the largest first."""
    columns = [
        Column("Segment", False),
        Column("Written to"),
        Column("Held out"),
        Column("Ordered", hint="Of those who were written to"),
        Column("Ordered, held out", hint="Of those who were held out"),
        Column("Buyers more"),
        Column("Sales more"),
        Column("What can be said", False),
    ]
    rows: list[list[Children]] = []
    for one in result.segments:
        buyers, net = one.outcomes[BUYERS], one.outcomes[NET]
        shares = (buyers.last.sent_mean, buyers.last.held_mean) if buyers.last else (None, None)
        rows.append(
            [
                one.name or "Without a segment",
                formats.count(one.sent),
                formats.count(one.held),
                *(formats.percent(share) for share in shares),
                spanned(buyers, lambda value: formats.signed(value, 0)),
                spanned(net, money),
                sentences.SHORT[buyers.verdict],
            ]
        )
    return data_table(columns, rows, caption="By segment", stacks=True)


def lists(found: Sequence[ledger.Delivery], missing: Mapping[int, int], places: Mapping[int, str]) -> Table:
    """One row a file that left, with its fingerprint and a link that makes it again; `places` are the connections by
    name, to which some were sent. A list of which no file is on record has a row of its own."""
    columns = [
        Column("File", False),
        Column("When, by whom", False),
        Column("Rows"),
        Column("Held out"),
        Column("Left out", False),
        Column("SHA-256", False),
        Column("", False),
    ]
    rows = [
        _file(one, place, missing, places.get(one.leaving.connection_id or 0, "a place outside"))
        for one in found
        for place in range(max(len(one.files), 1))
    ]
    return data_table(columns, rows, caption="Lists that left", stacks=True)


def _file(one: ledger.Delivery, place: int, missing: Mapping[int, int], where: str) -> list[Children]:
    left = one.leaving
    file = one.files[place] if one.files else ledger.File(left.name, left.rows, 0, "")
    out = ", ".join(f"{formats.count(count)} {reason}" for reason, count in left.left_out.items())
    gone = missing.get(one.delivery_id, 0)
    note = f"{formats.plural(gone, 'person', 'people')} of it erased since: the file comes without them" if gone else ""
    sent_to = f"sent to {where}" if left.connection_id is not None else ""
    when = f"{formats.day(one.made_at.date())}, {one.made_at:%H:%M} UTC"
    return [
        html.Div([html.Span(file.name, className="file-name"), html.Span(sent_to, className="muted below")]),
        html.Div([when, html.Span(left.made_by or "on this machine", className="muted below")]),
        formats.count(file.rows),
        formats.count(left.held) if not place else "",
        (out or "nobody") if not place else "",
        html.Code(f"{file.sha256[:12]}…", title=file.sha256) if one.files else formats.NOTHING,
        html.Div([again(one.delivery_id, file.name) if one.files else "", html.Span(note, className="muted below")]),
    ]


def ready(found: Sequence[ledger.Delivery]) -> list[Children]:
    """The files of the newest list, to be taken away."""
    newest = [again(one.delivery_id, file.name) for one in found[-1:] for file in one.files]
    if not any(newest):
        return []
    said = html.P(READY) if len(newest) == 1 else html.P(READY_MANY)
    return [said, html.Div(newest[:MOST_FILES], className="campaign-told")]


def again(delivery_id: int, name: str) -> Children:
    """A button that makes a file again and takes it away."""
    if not asker().may("export"):
        return ""
    address = f"{ADDRESS}/{delivery_id}/{quote(name)}"
    return html.A([icon("download"), "Download"], href=address, className="button", download=name, title=SAME)
