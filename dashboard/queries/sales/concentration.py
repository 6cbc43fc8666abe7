"""How concentrated sales are: the customers of the fixed sample, best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Double, cast, func, select

from dashboard.filters.selection import Scope
from warehouse.schema import customer_segments, sample_months

TOPS = (1, 5, 10, 20)  # per cent of customers
CURVE_POINTS = 240


@dataclass(frozen=True)
class Concentration:
    """Sales against customers, best customers first."""

    customers: int  # of the sample, with a sale in the window
    gross: float  # theirs
    curve: pd.DataFrame  # `customers` and `sales`, shares from 0 to 1 that add up; at most some 240 rows
    tops: dict[int, float]  # per cent of customers -> their share of sales


def concentration(connection: Connection, scope: Scope) -> Concentration:
    """The concentration of a window's sales over its customers; exact where the sample holds them all.

    Compare `customers` with the customers of the window to know.
    """
    s, member = sample_months.c, customer_segments.c
    conditions = [s.month.between(scope.start, scope.end)]
    if scope.countries:
        conditions.append(s.country.in_(scope.countries))
    if scope.segments:  # everybody of the sample is in some segment
        wanted = (member.segmentation_id == scope.segmentation_id, member.segment_id.in_(scope.identified_segments))
        conditions.append(s.customer_id.in_(select(member.customer_id).where(*wanted)))
    sales = select(cast(func.sum(s.gross), Double).label("gross")).where(*conditions).group_by(s.customer_id).subquery()
    return concentrated(connection.scalar(select(func.array_agg(sales.c.gross))) or [])


def concentrated(values: Sequence[float]) -> Concentration:
    """The concentration of amounts, one a customer, in any order."""
    amounts = np.sort(np.asarray(values, dtype=float))[::-1]
    running = np.concatenate([[0.0], np.cumsum(amounts)])
    customers, gross = len(amounts), float(running[-1])
    if not gross:
        return Concentration(customers, gross, pd.DataFrame({"customers": [], "sales": []}), {})
    tops = {top: float(running[top_customers(customers, top)] / gross) for top in TOPS}
    ranks = _ranks(customers)
    curve = pd.DataFrame({"customers": ranks / customers, "sales": running[ranks] / gross})
    return Concentration(customers, gross, curve, tops)


def top_customers(customers: int, per_cent: int) -> int:
    """How many customers the top so many per cent are: to the nearest, at least one."""
    return max(1, floor(customers * per_cent / 100 + 0.5))


def _ranks(customers: int) -> np.ndarray:
    """From 0 to all, closer together at the start, where the curve bends."""
    steps = np.linspace(0, 1, CURVE_POINTS) ** 2 * customers
    marks = [top_customers(customers, top) for top in TOPS]
    return np.unique(np.concatenate([np.rint(steps).astype(int), marks]))
