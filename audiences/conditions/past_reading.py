"""Conditions on the past as JSON: who was in a segment then, and who was in which campaign.

{"segment": ["at-risk"], "of": "rfm", "entered_since": "2026-03"}, {"campaign": "answered", "of": "last"}
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from audiences.conditions.definition import LAST, InCampaign, InSegment, Part, Then, WasInSegment
from audiences.conditions.plain_values import PlaceError, allow, text_of, texts_of, whole_of
from wording.languages import say


def segment(data: Mapping[str, Any], path: str) -> InSegment | WasInSegment:
    """In a segment now, at the end of a past month, entered or left since."""
    asked = [one for one in Then if str(one) in data]
    allow(data, path, "segment", "of", *map(str, Then))
    if len(asked) > 1:
        raise PlaceError(path, say("takes one of {keys}.", keys=", ".join(Then)))
    algorithm, segments = text_of(data.get("of", "rfm"), f"{path}, of"), texts_of(data, path, "segment")
    if not asked:
        return InSegment(algorithm, segments)
    return WasInSegment(algorithm, segments, asked[0], _month(data, path, str(asked[0])))


def _month(data: Mapping[str, Any], path: str, key: str) -> date | int:
    value = data[key]
    if isinstance(value, str):
        try:
            return date.fromisoformat(f"{value}-01")
        except ValueError:
            pass
    elif isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000:
        return value
    raise PlaceError(f"{path}, {key}", say("takes a month such as 2026-01, or how many months ago."))


def campaign(data: Mapping[str, Any], path: str) -> InCampaign:
    """Mailed, held out or an answer, in any campaign, one of them, or the last."""
    allow(data, path, "campaign", "of", "within_days")
    if data["campaign"] not in [str(one) for one in Part]:
        raise PlaceError(path, say("campaign is one of {parts}.", parts=", ".join(Part)))
    part = Part(data["campaign"])
    which = LAST if data.get("of") == LAST else whole_of(data, path, "of", 1)
    if which == LAST and part is not Part.ANSWERED:
        raise PlaceError(f"{path}, of", say("last goes with answered alone."))
    return InCampaign(part, which, whole_of(data, path, "within_days", 1))
