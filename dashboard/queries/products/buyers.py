"""Who bought a product, who of them came back for it, and who has not of late: of all days that are loaded.

Countries, segments and audiences of the filter hold, its months do not. Reads the rows of one product by key.
"""

from __future__ import annotations

import pandas as pd
from sqlalchemy import CTE, ColumnElement, Connection, Date, ScalarSelect, Select, cast, func, literal, select

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from warehouse.schema import customer_products, customer_segments, listed_customers, run_names

FEWEST_BACK = 10  # customers who came back for it, before a usual time is told
UNBOUGHT_DAYS = 90  # as the card of a product and its audience count
B, MEMBER, F = customer_products.c, customer_segments.c, listed_customers.c


def product_buyers(connection: Connection, scope: Scope, stock_code: str) -> pd.DataFrame:
    """One row a segment with a buyer: `segment_id`, `buyers`, `unbought` (not in the last UNBOUGHT_DAYS), `back` (on
    two days or more), `had_time` (bought it first as long ago as is usual until the second day, or longer) and
    `had_time_back`; and the same in each row: `usual_days`, which half of those who came back took at most from the
    first day to the second; null where fewer than FEWEST_BACK did."""
    bought = _bought(scope, stock_code)
    b, usual = bought.c, _usual(bought)
    today = cast(last_day().scalar_subquery(), Date)
    is_back, had_time = b.second_on.is_not(None), b.first_on + func.coalesce(usual, 0) <= today
    statement = (
        select(
            b.segment_id,
            func.count().label("buyers"),
            func.count().filter(b.last_on < today - UNBOUGHT_DAYS).label("unbought"),
            func.count().filter(is_back).label("back"),
            func.count().filter(had_time).label("had_time"),
            func.count().filter(had_time, is_back).label("had_time_back"),
            usual.label("usual_days"),
        )
        .group_by(b.segment_id)
        .order_by(b.segment_id)
    )
    return read(connection, statement)


def last_day() -> Select[tuple[object]]:
    """The day that recency counts to, as audiences count back from it: the latest of what is published."""
    return select(func.max(run_names.c.as_of)).where(run_names.c.published)


def inside(scope: Scope) -> list[ColumnElement[bool]]:
    """Conditions on `customer_segments`, joined with `listed_customers` where `needs_home`: who is in the scope."""
    conditions: list[ColumnElement[bool]] = [MEMBER.segmentation_id == scope.segmentation_id]
    if scope.segments:
        conditions.append(MEMBER.segment_id.in_(scope.identified_segments))
    if scope.countries:
        conditions.append(F.country.in_(scope.countries))
    if scope.audience is not None:
        conditions.append(MEMBER.customer_id.in_(scope.audience.ids()))
    return conditions


def buyers_from(scope: Scope, *columns: ColumnElement) -> Select:
    """The columns of `customer_products` and `customer_segments`, of the scope; homes only if asked for."""
    source = customer_products.join(customer_segments, MEMBER.customer_id == B.customer_id)
    if scope.countries:
        source = source.join(listed_customers, F.customer_id == B.customer_id)
    return select(*columns).select_from(source).where(*inside(scope))


def _bought(scope: Scope, stock_code: str) -> CTE:
    days = (B.days[1].label("first_on"), B.days[2].label("second_on"), B.last_on)
    return buyers_from(scope, MEMBER.segment_id, *days).where(B.stock_code == stock_code).cte("bought")


def _usual(bought: CTE) -> ScalarSelect:
    """The median of the days from the first day to the second, each customer once."""
    apart = bought.c.second_on - bought.c.first_on
    median = func.percentile_disc(literal(0.5)).within_group(apart)
    enough = func.count() >= FEWEST_BACK
    return select(median).where(bought.c.second_on.is_not(None)).having(enough).scalar_subquery()
