"""Each segment's share of customers at two month ends: the one source of how segments grow and shrink.

Nobody is forgotten, so that every segment grows in number while the shop does; its share tells it from the shop. Pure.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.filters.reach import Ends

COLUMNS = ("segment_id", "then", "now", "share_then", "share_now", "points")


def shares(sizes: pd.DataFrame, ends: Ends) -> pd.DataFrame:
    """One row a segment of either month end: customers `then` and `now`, `share_then` and `share_now` of all customers,
    and `points`, the share gained (0.01 is one in a hundred).

    `sizes` has `month`, `segment_id`, `customers`.
    """
    since, until = (at_end(sizes, month) for month in ends)
    frame = pd.DataFrame({"then": since, "now": until}).fillna(0).astype(int)
    then, now = (frame[name] / max(frame[name].sum(), 1) for name in ("then", "now"))
    found = frame.assign(share_then=then, share_now=now, points=now - then)
    return found.rename_axis("segment_id").reset_index()[list(COLUMNS)]


def at_end(sizes: pd.DataFrame, month: date) -> pd.Series:
    """Customers by segment at a month's end."""
    return sizes[sizes["month"] == month].set_index("segment_id")["customers"]
