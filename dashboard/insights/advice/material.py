"""What advice is made of: frames of one view, and one segment's part of them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from audiences.measurement import Answers
from dashboard.filters.comparison import Baseline
from dashboard.filters.published import Segment
from dashboard.filters.reach import Ends
from dashboard.filters.selection import Filters
from dashboard.queries.segments.grounds import Free
from dashboard.words import formats

Row = Mapping[str, Any]  # of a frame; what is missing in it is left out


@dataclass(frozen=True)
class Material:
    """Everything known of the segments of one view, whatever segments are filtered; frames as the queries give them."""

    segments: tuple[Segment, ...]
    is_by_group: bool  # of the RFM groups
    is_from_orders: bool  # made of who bought when: their sales before and after follow from that
    filters: Filters  # of links
    currency: str
    country_names: Mapping[str, str]
    profiles: pd.DataFrame  # model.segment_means: whole lives
    totals: pd.DataFrame  # activity.by_segment without guests: the window
    sizes: pd.DataFrame  # attributes.sizes: everyone, with an order or without
    months: pd.DataFrame  # insights.segment_months: all the data
    periods: Baseline | None
    incomplete: tuple[date, ...]  # months of the data
    not_compared: str  # why there are no periods
    flows: (
        pd.DataFrame | None
    )  # migration.flows between `share_ends`, else over the later of the periods; None: unknown
    share_ends: Ends | None  # the months at whose ends shares of customers are compared
    shares: pd.DataFrame  # insights.shares at these ends; no rows where there are none
    not_shared: str  # why there are none, as a sentence
    countries: pd.DataFrame  # insights.segment_countries
    hours: pd.DataFrame  # insights.segment_hours_of
    favourites: pd.DataFrame  # baskets.favourites
    offers: pd.DataFrame  # insights.first_offers
    best_seller: Mapping[str, Any] | None
    rhythms: pd.DataFrame  # insights.rhythms
    value: pd.DataFrame  # value.by_segment, empty where no chance is known
    first_order: float | None  # the mean value of a first order, of all the data
    lives: pd.DataFrame  # activity.by_segment of all the data: what an order is worth does not move with the months
    free: Free  # of whoever has never paid
    chance_days: int = 90
    answers: Mapping[str, Answers] = field(default_factory=dict)  # by segment's name, what campaigns brought

    def rows(self, name: str, segment_id: str) -> list[Row]:
        """A segment's rows of the frame of that name."""
        return self._by_segment(name).get(segment_id, [])

    def row(self, name: str, segment_id: str) -> Row:
        """A segment's first row of the frame of that name; nothing where there is none."""
        return next(iter(self.rows(name, segment_id)), {})

    def all_rows(self, name: str) -> list[Row]:
        """The rows of all segments."""
        return [row for rows in self._by_segment(name).values() for row in rows]

    def _by_segment(self, name: str) -> Mapping[str, list[Row]]:
        if name not in self._indexed:
            self._indexed[name] = _indexed(getattr(self, name))
        return self._indexed[name]

    @cached_property
    def _indexed(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    @cached_property
    def whole_week(self) -> list[Row]:
        """Orders by weekday and hour, of all segments together."""
        orders = Counter[tuple[int, int]]()
        for row in self.all_rows("hours"):
            orders[row["weekday"], row["hour"]] += row["orders"]
        return [{"weekday": day, "hour": hour, "orders": number} for (day, hour), number in orders.items()]

    @cached_property
    def whole(self) -> Average:
        """All segments in the window."""
        return average_of(self.all_rows("totals"))

    def average(self, segment_id: str) -> Average:
        """One segment in the window."""
        return average_of(self.rows("totals", segment_id))

    def life(self, segment_id: str) -> Average:
        """One segment in all the data."""
        return average_of(self.rows("lives", segment_id))

    def answered(self, segment_id: str) -> Answers | None:
        """What campaigns brought of a segment so far; None where none was measured."""
        names = {one.segment_id: one.name for one in self.segments}
        return self.answers.get(names.get(segment_id, ""))

    def chance(self, segment_id: str) -> float | None:
        """The mean chance that one of them orders within chance_days anyway; None where it is not known."""
        row = self.row("value", segment_id)
        found = formats.ratio(row.get("buyers_90d"), row.get("customers"))
        return None if found is None else min(1.0, max(0.0, found))

    def money(self, value: float | None) -> str:
        """An amount for people."""
        return formats.money(value, self.currency)


def _indexed(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """Rows by segment. Only columns that miss anything are looked through for what is missing."""
    names = [str(name) for name in frame]
    gaps = [name for name in names if frame[name].isna().any()]
    found: dict[str, list[Row]] = {}
    for values in zip(*(frame[name].tolist() for name in names), strict=True):
        row = dict(zip(names, values, strict=True))
        for name in gaps:
            if pd.isna(row[name]):
                del row[name]
        found.setdefault(row["segment_id"], []).append(row)
    return found


@dataclass(frozen=True)
class Average:
    """What is compared: one segment's customers, or all."""

    customers: int
    orders: int
    gross: float
    returns: float  # <= 0
    single: int
    recency_days: float | None

    @property
    def net(self) -> float:
        """What they really brought: sales less returns."""
        return self.gross + self.returns

    @property
    def order_value(self) -> float | None:
        """Gross sales an order."""
        return formats.ratio(self.gross, self.orders)

    @property
    def net_order_value(self) -> float | None:
        """Sales less returns an order."""
        return formats.ratio(self.net, self.orders)

    @property
    def frequency(self) -> float | None:
        """Orders a customer."""
        return formats.ratio(self.orders, self.customers)

    @property
    def monetary(self) -> float | None:
        """Gross sales a customer."""
        return formats.ratio(self.gross, self.customers)


def average_of(rows: Sequence[Row]) -> Average:
    """The averages of some segments together."""
    dated = [row for row in rows if "recency_days" in row and row["customers"]]
    customers = sum(row["customers"] for row in dated)
    names = ("customers", "identified_orders", "gross", "returns", "single_customers")
    sums = {name: sum(row[name] for row in rows) for name in names}
    return Average(
        int(sums["customers"]),
        int(sums["identified_orders"]),
        float(sums["gross"]),
        float(sums["returns"]),
        int(sums["single_customers"]),
        float(sum(row["recency_days"] * row["customers"] for row in dated)) / customers if customers else None,
    )
