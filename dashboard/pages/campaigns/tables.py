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
from dashboard.words.segments import segment_name
from wording.languages import say, say_n, to_say, to_say_n

Money = Callable[[float], str]
ADDRESS = "/exports/lists"
READY = to_say("The list is ready for your mailing tool, without those who are held out:")
READY_MANY = to_say("The list is ready for your mailing tool, in several files, without those who are held out:")
ERASED = to_say_n(
    "{n} person of it erased since: the file comes without them",
    "{n} people of it erased since: the file comes without them",
)
LEFT_OUT = {  # as the record has it -> as it is shown
    "suppressed": to_say("{count} suppressed"),
    "in another audience": to_say("{count} in another audience"),
    "in another campaign": to_say("{count} in another campaign"),
    "quiet time": to_say("{count} quiet time"),
    "no consent": to_say("{count} no consent"),
    "unknown consent": to_say("{count} unknown consent"),
    "no address": to_say("{count} no address"),
    "malformed address": to_say("{count} malformed address"),
    "duplicate address": to_say("{count} duplicate address"),
}
MOST_FILES = 4
SAME = to_say("Made again from the record, the same byte by byte")


def campaigns(found: Sequence[Read], money: Money) -> Table:
    """One row a campaign, newest first."""
    columns = [
        Column(say("Campaign"), False),
        Column(say("Written to"), False),
        Column(say("People")),
        Column(say("Held out")),
        Column(say("What can be said"), False),
        Column(say("Buyers more"), hint=say("Against those who were held out, with the interval")),
        Column(say("Sales more"), hint=say("Net of returns, against those who were held out, with the interval")),
        Column(say("Cost")),
    ]
    return data_table(columns, [_campaign(one, money) for one in found], caption=say("Campaigns"), stacks=True)


def _campaign(one: Read, money: Money) -> list[Children]:
    number, result, cost = one.campaign.campaign_id, one.result, one.campaign.cost
    sent = formats.day(one.deliveries[0].made_at.date()) if one.deliveries else say("No list yet")
    name = html.Div(
        [link(one.campaign.name, f"/campaigns/{number}"), html.Span(f"{one.audience}, {sent}", className="muted below")]
    )
    tool = FORMATS.get(one.campaign.destination_format)
    where, nobody = say(tool.name) if tool else formats.NOTHING, say("nobody")
    held_share = f"{100 * one.campaign.held_share:.0f} %" if one.campaign.held_share else nobody
    if result is None:
        return [name, where, formats.NOTHING, held_share, say("No list yet"), *([formats.NOTHING] * 3)]
    people, held = result.drawn
    return [
        name,
        where,
        formats.count(people),
        formats.count(held) if held else nobody,
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
        return say("Too few answers")
    return html.Div(
        [said(each), html.Span(say("{low} to {high}", low=said(low), high=said(high)), className="muted below nowrap")]
    )


def segments(result: Result, money: Money) -> Table:
    """One row a segment of a campaign, the largest first."""
    columns = [
        Column(say("Segment"), False),
        Column(say("Written to")),
        Column(say("Held out")),
        Column(say("Ordered"), hint=say("Of those who were written to")),
        Column(say("Ordered, held out"), hint=say("Of those who were held out")),
        Column(say("Buyers more")),
        Column(say("Sales more")),
        Column(say("What can be said"), False),
    ]
    rows: list[list[Children]] = []
    for one in result.segments:
        buyers, net = one.outcomes[BUYERS], one.outcomes[NET]
        shares = (buyers.last.sent_mean, buyers.last.held_mean) if buyers.last else (None, None)
        rows.append(
            [
                segment_name(one.name) if one.name else say("Without a segment"),
                formats.count(one.sent),
                formats.count(one.held),
                *(formats.percent(share) for share in shares),
                spanned(buyers, lambda value: formats.signed(value, 0)),
                spanned(net, money),
                say(sentences.SHORT[buyers.verdict]),
            ]
        )
    return data_table(columns, rows, caption=say("By segment"), stacks=True)


def lists(found: Sequence[ledger.Delivery], missing: Mapping[int, int], places: Mapping[int, str]) -> Table:
    """One row a file that left, with its fingerprint and a link that makes it again; `places` are the connections by
    name, to which some were sent. A list of which no file is on record has a row of its own."""
    columns = [
        Column(say("File"), False),
        Column(say("When, by whom"), False),
        Column(say("Rows")),
        Column(say("Held out")),
        Column(say("Left out"), False),
        Column("SHA-256", False),
        Column("", False),
    ]
    rows = [
        _file(one, place, missing, places.get(one.leaving.connection_id or 0, ""))
        for one in found
        for place in range(max(len(one.files), 1))
    ]
    return data_table(columns, rows, caption=say("Lists that left"), stacks=True)


def _file(one: ledger.Delivery, place: int, missing: Mapping[int, int], where: str) -> list[Children]:
    left = one.leaving
    file = one.files[place] if one.files else ledger.File(left.name, left.rows, 0, "")
    out = ", ".join(
        say(LEFT_OUT.get(reason, f"{{count}} {reason}"), count=formats.count(count))
        for reason, count in left.left_out.items()
    )
    gone = missing.get(one.delivery_id, 0)
    note = say_n(gone, *ERASED) if gone else ""
    when = f"{formats.day(one.made_at.date())}, {one.made_at:%H:%M} UTC"
    sent_to = say("sent to {place}", place=where) if where else say("sent to a place outside")
    return [
        html.Div(
            [
                html.Span(file.name, className="file-name"),
                html.Span(sent_to if left.connection_id is not None else "", className="muted below"),
            ]
        ),
        html.Div([when, html.Span(left.made_by or say("on this machine"), className="muted below")]),
        formats.count(file.rows),
        formats.count(left.held) if not place else "",
        (out or say("nobody")) if not place else "",
        html.Code(f"{file.sha256[:12]}…", title=file.sha256) if one.files else formats.NOTHING,
        html.Div([again(one.delivery_id, file.name) if one.files else "", html.Span(note, className="muted below")]),
    ]


def ready(found: Sequence[ledger.Delivery]) -> list[Children]:
    """The files of the newest list, to be taken away."""
    newest = [again(one.delivery_id, file.name) for one in found[-1:] for file in one.files]
    if not any(newest):
        return []
    said = html.P(say(READY if len(newest) == 1 else READY_MANY))
    return [said, html.Div(newest[:MOST_FILES], className="campaign-told")]


def again(delivery_id: int, name: str) -> Children:
    """A button that makes a file again and takes it away."""
    if not asker().may("export"):
        return ""
    address = f"{ADDRESS}/{delivery_id}/{quote(name)}"
    return html.A([icon("download"), say("Download")], href=address, className="button", download=name, title=say(SAME))
