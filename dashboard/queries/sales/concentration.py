"""How concentrated sales are: the customers of the fixed sample, best first by what they brought net of returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor, fsum

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Double, Select, cast, func, lateral, select, true

from dashboard.filters.selection import Scope
from dashboard.queries.cuts import cut
from dashboard.queries.frames import read
from warehouse.schema import customer_months, customer_segments, sample_months

TOPS = (1, 5, 10, 20)  # per cent of customers
CURVE_POINTS = 240
TENTHS = 10


@dataclass(frozen=True)
class Concentration:
    """Sales against customers, best customers first. Money is net: who gave everything back is nobody's best."""

    customers: int  # of the sample, with a sale in the window
    net: float  # theirs in the window
    curve: pd.DataFrame  # `customers` and `sales`, shares that add up to 1; at most some 240 rows
    tops: dict[int, float]  # per cent of customers -> their share of net sales
    singles: int = 0  # of the customers, with a single order in the window
    single_net: float = 0.0  # theirs
    gini: float = 0.0  # 0: everybody brings alike; 1: one brings everything
    tenths: tuple[tuple[int, float], ...] = ()  # customers and net of each tenth of them, the best first


def concentration(connection: Connection, scope: Scope) -> Concentration:
    """The concentration of a window's sales over its customers; exact where the sample holds them all.

    Compare `customers` with the customers of the window to know. The cost grows with the sample, which does not grow
    with the shop.
    """
    frame = read(connection, _by_customer(connection, scope))
    found = concentrated(frame["net"].to_numpy(dtype=float))
    single = frame[frame["orders"] == 1]
    return replace(found, singles=len(single), single_net=fsum(single["net"]))  # in whatever order they come


def _by_customer(connection: Connection, scope: Scope) -> Select:
    """One row a customer of the sample with an order in the window: `orders` and `net` there. Returns stand in months
    without an order too, which the sample's own rows have not."""
    s, m, member = cut(connection, sample_months, scope).c, customer_months.c, customer_segments.c
    conditions = [s.month.between(scope.start, scope.end)]
    if scope.countries:
        conditions.append(s.country.in_(scope.countries))
    if scope.segments:  # everybody of the sample is in some segment
        wanted = (member.segmentation_id == scope.segmentation_id, member.segment_id.in_(scope.identified_segments))
        conditions.append(s.customer_id.in_(select(member.customer_id).where(*wanted)))
    sampled = select(s.customer_id).where(*conditions).distinct().subquery()
    money = lateral(
        select(func.sum(m.orders).label("orders"), cast(func.sum(m.gross + m.returns), Double).label("net")).where(
            m.customer_id == sampled.c.customer_id, m.month.between(scope.start, scope.end)
        )
    )
    return select(money.c.orders, money.c.net).select_from(sampled.join(money, true()))


def concentrated(values: Sequence[float] | np.ndarray) -> Concentration:
    """The concentration of amounts, one a customer, in any order."""
    amounts = np.sort(np.asarray(values, dtype=float))[::-1]
    running = np.concatenate([[0.0], np.cumsum(amounts)])
    customers, net = len(amounts), float(running[-1])
    if net <= 0:
        return Concentration(customers, net, pd.DataFrame({"customers": [], "sales": []}), {})
    tops = {top: float(running[top_customers(customers, top)] / net) for top in TOPS}
    ranks = _ranks(customers)
    curve = pd.DataFrame({"customers": ranks / customers, "sales": running[ranks] / net})
    edges = [top_customers(customers, 10 * tenth) if tenth else 0 for tenth in range(11)] if customers >= TENTHS else []
    tenths = tuple((end - start, float(running[end] - running[start])) for start, end in pairwise(edges))
    return Concentration(customers, net, curve, tops, gini=_gini(running), tenths=tenths)


def told_of(found: Concentration, fewest: int) -> Concentration:
    """The same without what is of less than so many customers: a step of the curve, a top, a tenth."""
    kept, ranks = [0], np.rint(found.curve["customers"] * found.customers).astype(int)
    for rank in ranks[ranks <= found.customers - fewest]:
        kept += [rank] if rank - kept[-1] >= fewest else []
    is_kept = ranks.isin([*kept, found.customers])
    tops = {top: share for top, share in found.tops.items() if top_customers(found.customers, top) >= fewest}
    tenths = found.tenths if all(customers >= fewest for customers, _ in found.tenths) else ()
    return replace(found, curve=found.curve[is_kept].reset_index(drop=True), tops=tops, tenths=tenths)


def _gini(running: np.ndarray) -> float:
    """Twice the area between the curve of sales, best customers first, and that of everybody bringing alike."""
    shares = running / running[-1]
    return float((shares[1:] + shares[:-1]).sum() / (len(shares) - 1) - 1)


def top_customers(customers: int, per_cent: int) -> int:
    """How many customers the top so many per cent are: to the nearest, at least one."""
    return max(1, floor(customers * per_cent / 100 + 0.5))


def _ranks(customers: int) -> np.ndarray:
    """From 0 to all, closer together at the start, where the curve bends."""
    steps = np.linspace(0, 1, CURVE_POINTS) ** 2 * customers
    marks = [top_customers(customers, top) for top in TOPS]
    return np.unique(np.concatenate([np.rint(steps).astype(int), marks]))
