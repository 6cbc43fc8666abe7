"""Conditions on the past in words."""

from collections.abc import Mapping
from datetime import date

from audiences.conditions.definition import LAST, Part, Then

_PARTS: Mapping[Part, tuple[str, str]] = {  # in any campaign; in one of them
    Part.MAILED: ("was mailed in a campaign", "was mailed in the campaign “{}”"),
    Part.HELD_OUT: ("was held out of a campaign", "was held out of the campaign “{}”"),
    Part.ANSWERED: ("answered a campaign", "answered the campaign “{}”"),
}


def said_then(then: Then, month: date | int, segments: str) -> str:
    """ "in Lost at the end of Mar 2026", "came into Lost in the last 3 months"."""
    if isinstance(month, int):
        count = "month" if month == 1 else f"{month} months"
        ago, span = f"{'a' if month == 1 else month} {'month' if month == 1 else 'months'} ago", f"in the last {count}"
    else:
        ago, span = f"at the end of {month:%b %Y}", f"since the end of {month:%b %Y}"
    if then is Then.AT:
        return f"in {segments} {ago}"
    return f"{'came into' if then is Then.ENTERED else 'left'} {segments} {span}"


def said_of(part: Part, campaign: str | None, within_days: int | None) -> str:
    """ "answered the last campaign that mailed them", "was mailed in a campaign in the last 30 days"."""
    whichever, one = _PARTS[part]
    told = whichever if campaign is None else one.format(campaign)
    if campaign is LAST:
        told = "answered the last campaign that mailed them"
    return told if within_days is None else f"{told} in the last {within_days:,} days"
