"""How a segment goes: its share of customers, who joined and left, sales of the latest full months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.filters.comparison import Baseline
from dashboard.filters.months import window_sum
from dashboard.filters.selection import add_months
from dashboard.insights.advice.actions import upper
from dashboard.insights.advice.advice import Trend
from dashboard.insights.advice.material import Material, Row
from dashboard.words import formats
from wording.languages import say, say_n, to_say

STEADY = 0.02  # a change below it is none worth a word
UNKNOWN = to_say("Nobody was in it at the ends of the months compared.")
LARGE = 2.0  # from three times as much on, a multiple reads better than per cent


def trend_of(material: Material, segment_id: str) -> Trend:
    """Its share of customers, who joined and left, then net sales: those of segments that are made of who bought when
    follow from that, and are left out."""
    if material.periods is None:
        return Trend(f"{upper(material.not_compared)}.")
    joined, left = _moves(material, segment_id) or (None, None)
    sales = Trend("") if material.is_from_orders else _sales(material, material.periods, segment_id)
    course = _course(material, material.periods, segment_id, joined, left)
    text = " ".join(part for part in (course, sales.text) if part)
    unknown = material.not_shared if material.share_ends is None else say(UNKNOWN)
    return Trend(text or unknown, sales.change, sales.late, sales.early, joined, left)


def _course(material: Material, periods: Baseline, segment_id: str, joined: int | None, left: int | None) -> str:
    """`From 12.3 % of customers at the end of May 2011 to 12.5 % at the end of Nov 2011; 183 joined, 100 left in …`."""
    moved, when = "", say("in {period}", period=periods.late_words())
    if material.share_ends is not None and material.share_ends != (add_months(periods.late[0], -1), periods.late[1]):
        since, until = (formats.month(month) for month in material.share_ends)
        when = say("between the ends of {since} and {until}", since=since, until=until)
    if joined is not None and left is not None:
        moved = _moved(joined, left, when)
    share = _share(material, segment_id)
    if not share and not moved:
        return ""
    told = f"{share}; {moved}" if share and moved else share or upper(moved)
    return f"{told}." if share else f"{told}. {material.not_shared}"


def _moved(joined: int, left: int, when: str) -> str:
    """`183 joined, nobody left in Nov 2011`."""
    if not joined and not left:
        return say("nobody joined or left {when}", when=when)
    came = say_n(joined, "{n} joined", "{n} joined") if joined else say("nobody joined")
    went = (
        say_n(left, "{n} left {when}", "{n} left {when}", when=when) if left else say("nobody left {when}", when=when)
    )
    return f"{came}, {went}"


def _share(material: Material, segment_id: str) -> str:
    row = material.row("shares", segment_id)
    if material.share_ends is None or not row:
        return ""
    since, until = (formats.month(month) for month in material.share_ends)
    then, now = (formats.percent(row[name]) for name in ("share_then", "share_now"))
    told = {"now": now, "since": since, "until": until}
    if then == now:
        return say("{now} of customers at the end of {until}, as at the end of {since}", **told)
    return say("From {then} of customers at the end of {since} to {now} at the end of {until}", then=then, **told)


def _sales(material: Material, periods: Baseline, segment_id: str) -> Trend:
    own = _by_month(material.rows("months", segment_id))
    late, early = (window_sum(own, window) for window in (periods.late, periods.early))
    told = {"when": periods.late_words(), "before": periods.early_words(), "now": material.money(late)}
    if late <= 0 and early <= 0:
        return Trend(say("No net sales in {before} or {when}.", **told), None, late, early)
    if early <= 0:
        return Trend(say("Net sales of {now} in {when}, none in {before}.", **told), None, late, early)
    if late <= 0:
        then = material.money(early)
        return Trend(say("No net sales in {when}, {then} in {before}.", then=then, **told), -1.0, late, early)
    change = late / early - 1
    told["changed"] = changed(change)
    text = say("Net sales of {now} in {when}, {changed} {before}.", **told)
    everyone = _by_month(material.all_rows("months"))
    whole_early = window_sum(everyone, periods.early)
    if everyone != own and whole_early > 0:
        whole = window_sum(everyone, periods.late) / whole_early - 1
        text = say("Net sales of {now} in {when}, {changed} {before} (all: {all}).", all=signed(whole), **told)
    return Trend(text, change, late, early)


def _by_month(rows: Sequence[Row]) -> dict[date, float]:
    found: dict[date, float] = {}
    for row in rows:
        found[row["month"]] = found.get(row["month"], 0.0) + row["gross"] + row.get("returns", 0.0)
    return found


def changed(change: float) -> str:
    """`12 % more than in`, `as much as in`, `3.4× as much as in`: a period follows, in every language."""
    if abs(change) < STEADY:
        return say("about as much as in")
    if change >= LARGE:
        return say("{times} as much as in", times=formats.times(change + 1))
    share = formats.percent(abs(change), 0)
    return say("{share} more than in", share=share) if change > 0 else say("{share} less than in", share=share)


def signed(change: float) -> str:
    """`+12 %`, `−3 %`, `±0 %`."""
    text = formats.percent(change, 0)
    return text if change < 0 and text.startswith(formats.MINUS) else f"{'+' if change > 0 else '±'}{text}"


def _moves(material: Material, segment_id: str) -> tuple[int, int] | None:
    """How many joined and left; None where it is not known."""
    flows = material.flows
    if flows is None:
        return None
    joined, left = 0, 0
    for was, became, customers in zip(flows["from_segment"], flows["to_segment"], flows["customers"], strict=True):
        joined += int(customers) * (was != segment_id == became)
        left += int(customers) * (became != segment_id == was)
    return joined, left
