"""Conditions on the past in words."""

from collections.abc import Mapping
from datetime import date

from audiences.conditions.definition import LAST, Part, Then
from wording.languages import days, say, say_n, to_say, to_say_n

ASKED, DENIED = False, True
# Of a month that is named, and of so many months ago.
_THEN: Mapping[tuple[Then, bool], tuple[str, tuple[str, str]]] = {
    (Then.AT, ASKED): (
        to_say("in {segments} at the end of {month}"),
        to_say_n("in {segments} a month ago", "in {segments} {n} months ago"),
    ),
    (Then.AT, DENIED): (
        to_say("not in {segments} at the end of {month}"),
        to_say_n("not in {segments} a month ago", "not in {segments} {n} months ago"),
    ),
    (Then.ENTERED, ASKED): (
        to_say("came into {segments} since the end of {month}"),
        to_say_n("came into {segments} in the last month", "came into {segments} in the last {n} months"),
    ),
    (Then.ENTERED, DENIED): (
        to_say("did not come into {segments} since the end of {month}"),
        to_say_n(
            "did not come into {segments} in the last month", "did not come into {segments} in the last {n} months"
        ),
    ),
    (Then.LEFT, ASKED): (
        to_say("left {segments} since the end of {month}"),
        to_say_n("left {segments} in the last month", "left {segments} in the last {n} months"),
    ),
    (Then.LEFT, DENIED): (
        to_say("did not leave {segments} since the end of {month}"),
        to_say_n("did not leave {segments} in the last month", "did not leave {segments} in the last {n} months"),
    ),
}
# Of a campaign that is named, of any, and of the last that mailed them.
_CAMPAIGNS: Mapping[tuple[Part, bool], tuple[str, ...]] = {
    (Part.MAILED, ASKED): (to_say("was mailed in the campaign “{campaign}”"), to_say("was mailed in a campaign")),
    (Part.MAILED, DENIED): (
        to_say("was not mailed in the campaign “{campaign}”"),
        to_say("was not mailed in any campaign"),
    ),
    (Part.HELD_OUT, ASKED): (
        to_say("was held out of the campaign “{campaign}”"),
        to_say("was held out of a campaign"),
    ),
    (Part.HELD_OUT, DENIED): (
        to_say("was not held out of the campaign “{campaign}”"),
        to_say("was not held out of any campaign"),
    ),
    (Part.ANSWERED, ASKED): (
        to_say("answered the campaign “{campaign}”"),
        to_say("answered a campaign"),
        to_say("answered the last campaign that mailed them"),
    ),
    (Part.ANSWERED, DENIED): (
        to_say("did not answer the campaign “{campaign}”"),
        to_say("did not answer any campaign"),
        to_say("did not answer the last campaign that mailed them"),
    ),
}


def said_then(then: Then, month: date | int, segments: str, *, is_denied: bool = False) -> str:
    """ "in Lost at the end of Mar 2026", "came into Lost in the last 3 months"."""
    at_month, months_ago = _THEN[then, is_denied]
    if isinstance(month, int):
        return say_n(month, *months_ago, segments=segments)
    return say(at_month, segments=segments, month=days.month(month))


def said_of(part: Part, campaign: str | None, within_days: int | None, *, is_denied: bool = False) -> str:
    """ "answered the last campaign that mailed them", "was not mailed in any campaign in the last 30 days"."""
    named, of_any, *of_last = _CAMPAIGNS[part, is_denied]
    if campaign is None:
        told = say(of_any)
    else:
        told = say(of_last[0]) if campaign is LAST and of_last else say(named, campaign=campaign)
    return lately(told, within_days)


def lately(told: str, within_days: int | None) -> str:
    """What is told, of the last so many days where there are any."""
    if within_days is None:
        return told
    return say_n(within_days, "{told} in the last day", "{told} in the last {n} days", told=told)
