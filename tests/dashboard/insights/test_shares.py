"""Shares of customers at two month ends, counted by hand."""

from datetime import date

import pandas as pd

from dashboard.insights.shares import shares

THEN, NOW = date(2011, 1, 1), date(2012, 1, 1)


def test_shares_then_and_now() -> None:
    """Best has more customers than before and a smaller share of them."""
    rows = [(THEN, "best", 30), (THEN, "lost", 10), (NOW, "best", 35), (NOW, "new", 35)]
    sizes = pd.DataFrame(rows, columns=["month", "segment_id", "customers"])
    assert shares(sizes, (THEN, NOW)).to_dict("list") == {
        "segment_id": ["best", "lost", "new"],
        "then": [30, 10, 0],
        "now": [35, 0, 35],
        "share_then": [0.75, 0.25, 0.0],
        "share_now": [0.5, 0.0, 0.5],
        "points": [-0.25, -0.25, 0.5],
    }


def test_nobody_has_no_share() -> None:
    sizes = pd.DataFrame([(THEN, "best", 1)], columns=["month", "segment_id", "customers"])
    assert shares(sizes[:0], (THEN, NOW)).empty
