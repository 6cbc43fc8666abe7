"""What is told of few people would tell of each of them: withheld from who may not see who people are."""

from __future__ import annotations

import pandas as pd

from dashboard.shop.asker import asker
from dashboard.shop.shop import Shop
from warehouse.access import FEWEST
from warehouse.errors import RegularsError

TOO_FEW = f"Too few people to show: fewer than {FEWEST}."
LEFT_OUT = f"groups of fewer than {FEWEST} people are left out"


class FewError(RegularsError):
    """Something would be told of fewer than FEWEST people, whom the viewer may not know."""


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


def left_out(shop: Shop) -> str:
    """A part of a note that says so; '' for who sees everything."""
    return "" if shop.viewer.personal else f" · {LEFT_OUT}"


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a customer, without their numbers for whoever may not open a customer."""
    return frame if asker().may("lists") else frame.assign(customer_id=None)
