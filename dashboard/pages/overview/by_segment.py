"""What each segment brought in two windows, as the segments stood when each began.

In today's segments whoever bought much lately is in the better ones, and "at risk" has sold nothing: that follows from
what a segment is and says nothing about the shop.
"""

from __future__ import annotations

import pandas as pd

from dashboard.filters.comparison import Baseline, Window
from dashboard.filters.selection import Scope, add_months
from dashboard.insights.why import worst_first
from dashboard.queries.sales import activity
from dashboard.queries.segments import migration
from dashboard.shop import Shop
from wording.languages import say, to_say
from wording.renewal import BY_ATTRIBUTES

NEW = "not yet a customer"  # no segment's id
AS_THEN = to_say("segments as they were when each of the periods began")
NOT_KNOWN = to_say("nothing by segment: it is not known who was in which when these periods began")


def segment_changes(shop: Shop, scope: Scope, found: Baseline) -> tuple[pd.DataFrame, str]:
    """One row a segment as of `worst_first`, and what they stand on; no rows where it would follow from what a segment
    is. `segment_id` is NEW for those who had not ordered before, '' for guests."""
    late, early = found.scopes(scope)
    if shop.published().of(scope).algorithm == BY_ATTRIBUTES:
        return worst_first(_today(shop, late), _today(shop, early), "segment_id"), ""
    now, then = _then(shop, late, found.late), _then(shop, early, found.early)
    if now is None or then is None:
        return pd.DataFrame(columns=["segment_id", "late", "early", "change"]), say(NOT_KNOWN)
    return worst_first(now, then, "segment_id"), say(AS_THEN)


def _today(shop: Shop, scope: Scope) -> pd.DataFrame:
    """With '' for guests, because nothing equals nothing in a join."""
    frame: pd.DataFrame = shop.ask(activity.by_segment, scope)
    return frame.assign(segment_id=[one if isinstance(one, str) else "" for one in frame["segment_id"]])


def _then(shop: Shop, scope: Scope, window: Window) -> pd.DataFrame | None:
    """`segment_id` at the end of the month before the window, and `net` inside it; None where that is not known."""
    flows: pd.DataFrame = shop.ask(migration.flows, scope, add_months(window[0], -1), window[1])
    if flows.empty or flows["net"].isna().any():
        return None
    moved = flows.assign(segment_id=[one if isinstance(one, str) else NEW for one in flows["from_segment"]])
    brought = moved.groupby("segment_id", as_index=False)["net"].sum()
    guests = _today(shop, scope)
    return pd.concat([brought, guests.loc[guests["segment_id"] == "", ["segment_id", "net"]]], ignore_index=True)
