"""What /explore can show: the features, the choice in the address, and the arithmetic on a frame. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard.figures.explore import density
from dashboard.filters.selection import Scope, query_fields
from dashboard.words import formats
from wording.languages import marked, say, to_say

MOST_POINTS = 2_000
MANY_ORDERS = 10  # and more are one bar
BOX = (0.05, 0.25, 0.5, 0.75, 0.95)  # the five numbers of a box
LEAST_HEIGHT = 0.004  # of a density, to be drawn
SCALES = {"log": to_say("Logarithmic", sense="scale"), "linear": to_say("Linear", sense="scale")}


@dataclass(frozen=True)
class Feature:
    """One number a customer: `kind` says how it is written, `is_whole` that it only takes whole numbers."""

    key: str
    name: str
    short: str
    kind: str  # money, days, percent, count
    is_whole: bool = False

    def write(self, value: float | None, currency: str) -> str:
        """A value in words."""
        if value is None or not np.isfinite(value):
            return formats.NOTHING
        if self.kind == "money":
            return formats.money(value, currency)
        if self.kind == "percent":
            return formats.percent(value)
        return self._counted(formats.short(value))

    def tick(self, value: float, currency: str) -> str:
        """A round value on an axis: `£1k`, `0.5 %`, `20 d`."""
        if self.kind == "percent":
            return f"{marked(f'{value * 100:g}')}\u202f%"
        if self.kind == "money":
            return formats.amount_tick(value, currency)
        size, letter = next(((size, letter) for size, letter in formats.SCALES if value >= size), (1, ""))
        return self._counted(formats.scaled(marked(f"{value / size:g}"), letter))

    def hover(self, letter: str, currency: str) -> str:
        """How the box of a point writes the value on the axis of that letter."""
        if self.kind == "percent":
            return f"%{{{letter}:.1%}}"
        if self.kind == "money":
            return formats.with_sign(f"%{{{letter}:,.2f}}", currency)
        return self._counted(f"%{{{letter}:,.3~f}}")

    def _counted(self, number: str) -> str:
        return say("{number} d", number=number) if self.kind == "days" else number

    @property
    def title(self) -> str:
        """Its name as people read it."""
        return say(self.name, sense="feature")

    @property
    def brief(self) -> str:
        """Its short name as people read it."""
        return say(self.short, sense="feature")


FEATURES = {
    one.key: one
    for one in (
        Feature(
            "recency_days",
            to_say("Days since the last order", sense="feature"),
            to_say("Recency", sense="feature"),
            "days",
            True,
        ),
        Feature("frequency", to_say("Orders", sense="feature"), to_say("Orders", sense="feature"), "count", True),
        Feature("monetary", to_say("Gross sales", sense="feature"), to_say("Gross sales", sense="feature"), "money"),
        Feature("net", to_say("Sales less returns", sense="feature"), to_say("Net sales", sense="feature"), "money"),
        Feature(
            "average_order_value",
            to_say("Average order value", sense="feature"),
            to_say("Order value", sense="feature"),
            "money",
        ),
        Feature("returned", to_say("Value of returns", sense="feature"), to_say("Returns", sense="feature"), "money"),
        Feature(
            "return_rate", to_say("Return rate", sense="feature"), to_say("Return rate", sense="feature"), "percent"
        ),
        Feature("units", to_say("Units bought", sense="feature"), to_say("Units", sense="feature"), "count", True),
        Feature(
            "distinct_products",
            to_say("Different products", sense="feature"),
            to_say("Products", sense="feature"),
            "count",
            True,
        ),
        Feature(
            "tenure_days",
            to_say("Days since the first order", sense="feature"),
            to_say("Tenure", sense="feature"),
            "days",
            True,
        ),
        Feature(
            "interval_days", to_say("Days between orders", sense="feature"), to_say("Interval", sense="feature"), "days"
        ),
        Feature(
            "weekend_share",
            to_say("Orders on Saturday or Sunday", sense="feature"),
            to_say("Weekend", sense="feature"),
            "percent",
        ),
        Feature(
            "night_share",
            to_say("Orders from 22 to 6 o'clock", sense="feature"),
            to_say("Night", sense="feature"),
            "percent",
        ),
        Feature(
            "discount_share",
            to_say("Lines over 10\u202f% below the usual price", sense="feature"),
            to_say("Discount", sense="feature"),
            "percent",
        ),
    )
}


@dataclass(frozen=True)
class Choice:
    """What the page's selects say; the fields are their names in the address."""

    feature: str = "monetary"
    scale: str = "log"
    x: str = "frequency"
    y: str = "average_order_value"

    @classmethod
    def from_search(cls, search: str | None) -> Choice:
        """What an address asks for; what there is not is left out."""
        known = {name: SCALES if name == "scale" else FEATURES for name in cls.__dataclass_fields__}
        fields = [(key, value) for key, value in query_fields(search) if value in known.get(key, ())]
        return cls(**dict(fields))

    def to_query(self) -> str:
        """The fields that are not as usual."""
        usual = Choice()
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return urlencode({name: value for name, value in fields.items() if value != getattr(usual, name)})

    @property
    def is_log(self) -> bool:
        """Whether axes are logarithmic."""
        return self.scale == "log"


def with_features(frame: pd.DataFrame) -> pd.DataFrame:
    """The sample with the features that are worked out: returns as an amount, and the mean interval of orders."""
    gaps = (frame["frequency"] - 1).where(frame["frequency"] > 1)
    return frame.assign(
        returned=-frame["returns"] + 0.0, interval_days=(frame["tenure_days"] - frame["recency_days"]) / gaps
    )


def chosen(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The customers of the countries and segments of a scope."""
    keep = np.ones(len(frame), dtype=bool)
    if scope.countries:
        keep &= frame["country"].isin(scope.countries).to_numpy()
    if scope.segments:
        keep &= frame["segment_id"].isin(scope.identified_segments).to_numpy()
    return frame[keep]


def drawable(values: pd.Series, is_log: bool) -> pd.Series:
    """The values an axis can show: known ones, above zero on a logarithmic axis."""
    known = values.dropna()
    return known[known > 0] if is_log else known


def boxes(frame: pd.DataFrame, key: str, is_log: bool) -> pd.DataFrame:
    """Five numbers a segment (`name`, `position`, `customers`): the quantiles BOX of what an axis can show."""
    rows = []
    for (position, name), group in frame.groupby(["position", "name"], sort=True, observed=True):
        values = drawable(group[key], is_log).to_numpy()
        if len(values):
            rows.append((name, position, len(values), *np.quantile(values, BOX)))
    return pd.DataFrame(rows, columns=["name", "position", "customers", "low", "q1", "median", "q3", "high"])


def densities(frame: pd.DataFrame, feature: Feature, is_log: bool, last: float) -> dict[str, np.ndarray]:
    """By segment's name the density curve as two rows, places in the feature's unit and heights up to 1.

    All on one stretch, which ends at the quantile `last` of everyone; a segment where nothing varies has none.
    """
    known = drawable(frame[feature.key], is_log)
    if known.empty:
        return {}
    low, high = float(known.min()), float(known.quantile(last))
    half = 0.5 if feature.is_whole else 0.0
    found = {}
    for name, group in frame.groupby("name", sort=True, observed=True):
        values = drawable(group[feature.key], is_log).to_numpy(dtype=float)
        places, heights = density.curve(values, low - half, high + half, feature.is_whole, is_log)
        if len(places):
            curve = np.stack([10**places if is_log else places, heights / heights.max()])
            seen = np.flatnonzero(curve[1] > LEAST_HEIGHT)
            found[str(name)] = curve[:, max(seen[0] - 1, 0) : seen[-1] + 2]
    return found


def medians(frame: pd.DataFrame) -> pd.DataFrame:
    """The median of each feature by segment, one row each with `name`, `position` and `segment_id`."""
    keys = ["position", "name", "segment_id"]
    return frame.groupby(keys, sort=True, observed=True)[list(FEATURES)].median().reset_index()


def by_orders(frame: pd.DataFrame) -> pd.DataFrame:
    """`orders` (1 … MANY_ORDERS and more), `customers`, `sales`: one row each, also where there is nobody."""
    grouped = frame.groupby(frame["frequency"].clip(upper=MANY_ORDERS).astype(int))["monetary"]
    found = grouped.agg(customers="size", sales="sum").reindex(range(1, MANY_ORDERS + 1), fill_value=0)
    return found.rename_axis("orders").reset_index()
