"""Conditions on the past in words."""

from collections.abc import Mapping
from datetime import date

from audiences.conditions.definition import LAST, Part, Then

# As it is said, and as it is denied.
_PARTS: Mapping[Part, tuple[str, str]] = {
    Part.MAILED: ("was mailed in", "was not mailed in"),
    Part.HELD_OUT: ("was held out of", "was not held out of"),
    Part.ANSWERED: ("answered", "did not answer"),
}
_THEN: Mapping[Then, tuple[str, str]] = {
    Then.AT: ("in", "not in"),
    Then.ENTERED: ("came into", "did not come into"),
    Then.LEFT: ("left", "did not leave"),
}


def said_then(then: Then, month: date | int, segments: str, *, is_denied: bool = False) -> str:
    """ "in Lost at the end of Mar 2026", "came into Lost in the last 3 months"."""
    if isinstance(month, int):
        count = "month" if month == 1 else f"{month} months"
        ago, span = f"{'a' if month == 1 else month} {'month' if month == 1 else 'months'} ago", f"in the last {count}"
    else:
        ago, span = f"at the end of {month:%b %Y}", f"since the end of {month:%b %Y}"
    return f"{_THEN[then][is_denied]} {segments} {ago if then is Then.AT else span}"


def said_of(part: Part, campaign: str | None, within_days: int | None, *, is_denied: bool = False) -> str:
    """ "answered the last campaign that mailed them", "was not mailed in any campaign in the last 30 days"."""
    which = f"the campaign “{campaign}”" if campaign is not None else "any campaign" if is_denied else "a campaign"
    if campaign is LAST:
        which = "the last campaign that mailed them"
    told = f"{_PARTS[part][is_denied]} {which}"
    return told if within_days is None else f"{told} in the last {within_days:,} days"
