"""What is told of few people would tell of each of them: withheld from who may not see who people are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.shop.asker import asker
from dashboard.shop.shop import Shop
from dashboard.shop.viewer import TOO_FEW, FewError
from warehouse.access import FEWEST
from wording.languages import say, to_say

LEFT_OUT = to_say("groups of fewer than 5 people are left out")  # FEWEST
GATHERED = to_say("each the mean of 5 customers or more who are alike")


def is_few(shop: Shop, number: float) -> bool:
    """Whether these are somebody, and too few for the viewer."""
    return not shop.viewer.personal and 0 < number < FEWEST


def refuse_few(shop: Shop, number: float) -> None:
    """Raises FewError where these are too few for the viewer."""
    if is_few(shop, number):
        raise FewError(TOO_FEW)


def without_few(shop: Shop, frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of groups, one row a person, that are not too few for the viewer."""
    if shop.viewer.personal or frame.empty:
        return frame
    return frame[frame.groupby(key, observed=True)[key].transform("size") >= FEWEST]


def within(shop: Shop, values: pd.Series) -> pd.Series:
    """Values, a person each; to who may not see who people are the FEWEST at either end are equally far out."""
    known = values.dropna()
    if shop.viewer.personal or len(known) < FEWEST:
        return values
    return values.clip(known.nsmallest(FEWEST).iloc[-1], known.nlargest(FEWEST).iloc[-1])


def fewest(shop: Shop) -> int:
    """How many people there have to be for a bar of them."""
    return 1 if shop.viewer.personal else FEWEST


def left_out(shop: Shop) -> str:
    """A part of a note that says so; '' for who sees everything."""
    return "" if shop.viewer.personal else f" · {say(LEFT_OUT)}"


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a customer, without their numbers for whoever may not open a customer."""
    return frame if asker().may("lists") else frame.assign(customer_id=None)


def gathered(shop: Shop, frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The same of customers of segments; to who may not see who people are a row for FEWEST of them or some more, the
    nearest to each other by these columns, with the means of their numbers."""
    if shop.viewer.personal or frame.empty:
        return named(frame)
    kept = without_few(shop, frame, "segment_id")
    places = kept[list(keys)].rank(pct=True).to_numpy()
    of_segment = list(kept.groupby("segment_id", observed=True).indices.values())
    group = np.zeros(len(kept), dtype=int)
    for number, rows in enumerate(each for one in of_segment for each in alike(places, one)):
        group[rows] = number
    whole = [name for name, kind in kept.dtypes.items() if pd.api.types.is_integer_dtype(kind)]
    found = kept.assign(group=group).groupby(["group", "segment_id", "name", "position"], observed=True)
    means = found.mean(numeric_only=True).reset_index()
    rounded = {name: means[name].round().astype(int) for name in whole if name in means}
    return means.assign(customer_id=None, **rounded)


def alike(places: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """Rows in groups of FEWEST to nearly twice as many, the nearest to each other: halved where they lie apart furthest
    (LeFevre, DeWitt, Ramakrishnan 2006: Mondrian multidimensional k-anonymity)."""
    if len(rows) < 2 * FEWEST:
        return [rows]
    furthest = int(np.ptp(places[rows], axis=0).argmax())
    ordered = rows[places[rows, furthest].argsort(kind="stable")]
    half = len(rows) // 2
    return [*alike(places, ordered[:half]), *alike(places, ordered[half:])]
