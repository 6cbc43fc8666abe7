"""Rows about the past and about what goes with it: segments of a month, campaigns, what to offer next; both ways."""

from __future__ import annotations

from typing import Any

from audiences.conditions import Offered
from audiences.conditions.definition import LAST, InCampaign, Part, WasInSegment
from dashboard.pages.audiences.builder.subjects import CAMPAIGN, OFFER, PAST
from dashboard.pages.audiences.builder.tree import Row
from warehouse.errors import InputError
from wording.languages import say, to_say

Json = dict[str, Any]
NO_DAYS = to_say("Give a number of days, from 1.")
NO_CAMPAIGN = to_say("Give a number of a campaign, from 1.")


def whole(text: str, lacks: str) -> int:
    """Raises InputError, with the sentence of what it lacks, for what is no number from 1."""
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 10 and int(text)):
        raise InputError(say(lacks))
    return int(text)


def said_within(row: Row) -> Json:
    """In the last so many days, or ever."""
    return {"within_days": whole(row.fields.get("days", ""), NO_DAYS)} if row.fields.get("span") == "days" else {}


def within(days: int | None) -> dict[str, str]:
    """The same as fields."""
    return {"span": "ever"} if days is None else {"span": "days", "days": str(days)}


def said_past(row: Row, operator: str) -> Json:
    """In which segments, and at which month."""
    when = row.fields.get("when", "")
    if not row.values:
        raise InputError(say("Choose one or more."))
    if not when:
        raise InputError(say("Choose a month."))
    is_back = when.isascii() and when.isdecimal() and len(when) < 4
    return {"segment": [*row.values], "of": row.subject.removeprefix(PAST), operator: int(when) if is_back else when}


def past(node: WasInSegment) -> Row:
    """The same as a row."""
    when = str(node.month) if isinstance(node.month, int) else f"{node.month:%Y-%m}"
    return Row(f"{PAST}{node.algorithm}", str(node.then), {"when": when}, node.segments)


def said_campaign(row: Row, operator: str) -> Json:
    """What they were in which campaign. The last one can be answered alone: of another, any is meant."""
    one = row.fields.get("one", "")
    if one == LAST:
        which: Json = {"of": LAST} if operator == Part.ANSWERED else {}
    else:
        which = {"of": whole(one, NO_CAMPAIGN)} if one else {}
    return {"campaign": operator, **which, **said_within(row)}


def campaign(node: InCampaign) -> Row:
    """The same as a row."""
    which = "" if node.campaign is None else str(node.campaign)
    return Row(CAMPAIGN, str(node.part), {"one": which, **within(node.within_days)})


def said_offer(row: Row, _operator: str) -> Json:
    """Which product is one to offer next."""
    product = row.fields.get("product", "").strip()
    if not product:
        raise InputError(say("Write its code or name."))
    return {"offer": product}


def offer(node: Offered) -> Row:
    """The same as a row."""
    return Row(OFFER, "in", {"product": node.code})
