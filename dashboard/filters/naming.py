"""Frames made ready for charts and tables: names, order, full months. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pandas as pd

from dashboard.filters.published import Published, Segmentation


def named_segments(frame: pd.DataFrame, segmentation: Segmentation) -> pd.DataFrame:
    """Rows by `segment_id` with `name`, `position` and `target` added, best segment first and guests last."""
    found = [segmentation.once(None if pd.isna(one) else one) for one in frame["segment_id"]]
    named = frame.assign(
        name=[segment.name for segment in found],
        position=[segment.position for segment in found],
        target=[segment.segment_id for segment in found],
    )
    return named.sort_values("position", kind="stable").reset_index(drop=True)


def named_countries(frame: pd.DataFrame, published: Published) -> pd.DataFrame:
    """Rows by `country` with `country_name` added."""
    return frame.assign(country_name=[published.country_name(country) for country in frame["country"]])


def full_months(frame: pd.DataFrame, partial: Collection[date]) -> pd.DataFrame:
    """The months that the data cover in full."""
    return frame[~frame["month"].isin(list(partial))]
