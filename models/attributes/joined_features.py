"""Attributes of customers as features beside those of their orders: `--features recency_days,attribute:Income`.

A missing number counts as the median, as for other features. A categorical attribute becomes a column for each common
value, one for all others, and one for unknown where that is more than a rare case.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from models.attributes.choice import choose_features
from models.attributes.features import RARE, Feature
from models.attributes.segments import read_attributes, read_values
from models.features.names import ATTRIBUTE, is_attribute
from warehouse.errors import NoDataError


@dataclass(frozen=True)
class Joined:
    """Features with the columns of attributes in the place of `attribute:NAME`, and what each weighs in distances."""

    features: tuple[str, ...]
    weights: tuple[float, ...] = ()  # empty: all the same
    columns: dict[str, np.ndarray] = field(default_factory=dict)  # by customer_id

    def add_to(self, customers: pd.DataFrame) -> pd.DataFrame:
        """The customers, sorted by customer_id, with these columns."""
        return customers.assign(**self.columns)


def join(connection: Connection, names: Sequence[str]) -> Joined:
    """Look up the attributes among the names.

    Raises NoDataError where no attributes are loaded, InputError for one that does not exist.
    """
    asked = [name for name in names if is_attribute(name)]
    if not asked:
        return Joined(tuple(names))
    profiles = read_attributes(connection)
    if not profiles:
        raise NoDataError("There are no customer attributes yet: load some with python -m etl customers FILE.")
    chosen = {name: choose_features(profiles, name.removeprefix(ATTRIBUTE)) for name in asked}
    every = [feature for features in chosen.values() for feature in features]
    values = read_values(connection, every)[2]
    found: dict[str, tuple[float, np.ndarray]] = {}
    for name in names:
        own = chosen.get(name, [])
        columns = [values[:, every.index(feature)] for feature in own]
        found |= {name: (1.0, np.empty(0))} if not own else _columns(own, columns)
    known = {name: column for name, (_, column) in found.items() if is_attribute(name)}
    return Joined(tuple(found), tuple(weight for weight, _ in found.values()), known)


def _columns(features: list[Feature], values: list[np.ndarray]) -> dict[str, tuple[float, np.ndarray]]:
    """Weight and values of each column of one attribute."""
    if not features[0].categories:
        return {one.column: (one.weight, column) for one, column in zip(features, values, strict=True)}
    gaps = np.isnan(values[0])
    if gaps.mean() > RARE:
        unknown = replace(features[0], categories=("unknown",), is_rest=False)
        features, values = [*features, unknown], [*values, gaps.astype(float)]
    weight = len(features) ** -0.5 if len(features) > 1 else 1.0
    return {one.column: (weight, np.nan_to_num(column)) for one, column in zip(features, values, strict=True)}
