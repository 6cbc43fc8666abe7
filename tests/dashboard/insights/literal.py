"""A literal view of three segments, small enough to count by hand."""

from datetime import date

import pandas as pd

from dashboard.filters.comparison import Baseline
from dashboard.filters.published import Segment
from dashboard.filters.selection import Filters
from dashboard.insights.advice.material import Material
from dashboard.insights.shares import shares
from dashboard.queries.segments.grounds import Free

JAN, FEB, MAR, APR, MAY, JUN = (date(2023, month, 1) for month in range(1, 7))
SEGMENTS = (
    Segment("champions", "Champions", 1, "Top value.", "Reward.", 100),
    Segment("at-risk", "At risk", 8, "Absent.", "Win back.", 50),
    Segment("prospect", "Prospect", 12, "No order.", "Welcome.", 7),
)


def rows(columns: str, *values: tuple[object, ...]) -> pd.DataFrame:
    """A frame from a row of names and rows of values."""
    return pd.DataFrame(list(values), columns=columns.split())


TOTALS = rows(
    "segment_id customers identified_orders gross returns single_customers recency_days",
    ("champions", 100, 400, 40_000.0, -800.0, 0, 10.0),
    ("at-risk", 50, 100, 8_000.0, -160.0, 20, 120.0),
    ("prospect", 0, 0, 0.0, -30.0, 0, None),
)
MONTHS = rows(
    "segment_id month orders gross",
    *[("champions", month, 40, 5_000.0) for month in (JAN, FEB, MAR)],
    *[("champions", month, 50, 6_000.0) for month in (APR, MAY, JUN)],
    *[("at-risk", month, 20, 2_000.0) for month in (JAN, FEB, MAR)],
    ("at-risk", APR, 5, 500.0),
)
HOURS = rows(
    "segment_id weekday hour orders",
    ("champions", 4, 12, 300),
    ("champions", 1, 9, 100),
    ("at-risk", 6, 20, 60),
    ("at-risk", 4, 12, 40),
)


# At risk grow from 20 to 25, as all grow from 100 to 200: of customers they shrink.
SIZES = rows(
    "month segment_id customers",
    (MAR, "champions", 80),
    (MAR, "at-risk", 20),
    (JUN, "champions", 175),
    (JUN, "at-risk", 25),
)


def material(**changes: object) -> Material:
    """The view, with other parts where named."""
    parts: dict[str, object] = {
        "segments": SEGMENTS,
        "is_by_group": True,
        "is_from_orders": True,
        "filters": Filters(),
        "currency": "GBP",
        "country_names": {"DE": "Germany", "GB": "United Kingdom"},
        "profiles": rows(
            "segment_id customers recency_days monetary",
            ("champions", 100, 10.0, 400.0),
            ("at-risk", 50, 120.0, 160.0),
            ("prospect", 7, None, None),
        ),
        "totals": TOTALS,
        "sizes": rows("segment_id customers", ("champions", 100), ("at-risk", 50), ("prospect", 7)),
        "months": MONTHS,
        "periods": Baseline((APR, JUN), (JAN, MAR)),
        "incomplete": (),
        "flows": rows(
            "from_segment to_segment customers",
            ("champions", "champions", 80),
            (None, "champions", 5),
            ("at-risk", "champions", 15),
            ("champions", "at-risk", 9),
            ("at-risk", "at-risk", 41),
        ),
        "not_compared": "no earlier period",
        "share_ends": (MAR, JUN),
        "shares": shares(SIZES, (MAR, JUN)),
        "not_shared": "No change of share: not compared.",
        "countries": rows(
            "segment_id country customers", ("champions", "GB", 95), ("champions", "DE", 5), ("at-risk", "DE", 50)
        ),
        "hours": HOURS,
        "favourites": rows(
            "segment_id stock_code description customers buyers other_customers other_buyers lift_bound",
            ("champions", "MUG", "BLUE MUG", 30, 100, 5, 50, 2.0),
        ),
        "offers": rows(
            "segment_id stock_code other_stock_code customers expected description other_description",
            ("champions", "MUG", "CUP", 12, 4.0, "BLUE MUG", "RED CUP"),
        ),
        "best_seller": {"stock_code": "MUG", "description": "BLUE MUG"},
        "rhythms": rows(
            "segment_id sampled emails phones overdue interval usual",
            ("champions", 100, 90, 0, 4, 30.4, 40.0),
            ("at-risk", 50, 5, 0, 50, None, 40.0),
            ("prospect", 7, 0, 0, 0, None, 40.0),
        ),
        "value": rows("segment_id customers buyers_90d", ("champions", 100, 75.0), ("at-risk", 50, 10.0)),
        "first_order": 25.0,
        "lives": changes.get("totals", TOTALS),
        "free": Free(0, 0.0),
    }
    return Material(**(parts | changes))  # type: ignore[arg-type]
