"""What the panels of /segments and /segments/<id> share: segments with their shares, names, and the one in view."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard.filters.naming import named_segments
from dashboard.filters.published import Segment
from dashboard.filters.selection import Filters, Scope
from dashboard.queries.sales import activity
from dashboard.shop.shop import Place, Shop


def everyone(shop: Shop, scope: Scope) -> pd.DataFrame:
    """The identified segments of the months and countries, whatever segments are filtered, best first, with
    `customer_share` and `sales_share` (of net sales) of them all."""
    frame = named_segments(shop.ask(activity.by_segment, scope.only(segments=())), shop.published().of(scope))
    frame = frame[frame["segment_id"].notna()].reset_index(drop=True)
    return frame.assign(
        customer_share=frame["customers"] / max(frame["customers"].sum(), 1),
        sales_share=frame["net"] / max(float(frame["net"].sum()), 1e-9),
    )


def chosen(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The rows of the filtered segments that have customers in the window."""
    kept = frame["customers"] > 0
    if scope.segments:
        kept &= frame["segment_id"].isin(scope.segments)
    return frame[kept].reset_index(drop=True)


def find(shop: Shop, where: Place, scope: Scope) -> Segment | None:
    """The segment that the address names; None where the chosen segmentation has no such one."""
    return shop.published().of(scope).segment(where.argument)


def inside(where: Place, scope: Scope) -> Scope:
    """The scope of the page: this segment alone, whatever segments are filtered."""
    return scope.only(segments=(where.argument or "",))


def own_filters(where: Place) -> Filters:
    """The filters of a link to this segment's customers."""
    return replace(where.filters, segments=(where.argument or "",))
