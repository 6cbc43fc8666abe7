"""Why sales changed: what customers, orders per customer and order value each did of it, adding up exactly. Pure.

Logarithmic mean Divisia index (LMDI I; Ang 2005, Energy Policy 33, 867-871): of a product of factors each gets the
logarithmic mean of both products times the logarithm of its own change. Nothing is left over, and it is the same
backwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import pandas as pd

from dashboard.queries.sales.activity import Totals
from wording.languages import to_say

CUSTOMERS, ORDERS_EACH = to_say("Customers"), to_say("Orders per customer")
FACTORS = (CUSTOMERS, ORDERS_EACH, to_say("Order value"))
TOGETHER, GUESTS = to_say("Customers' sales"), to_say("Guests")


@dataclass(frozen=True)
class Cause:
    """What one factor did of the change, and how it went itself."""

    name: str
    amount: float
    early: float
    late: float


def causes(late: Totals, early: Totals) -> list[Cause]:
    """What made identified customers' net sales change, and what guests did; they add up to the change of net sales.

    Where one of the windows has no customer, or their sales are not above nothing, their change is one cause.
    """
    before, after = (_factors(one) for one in (early, late))
    if min(*before, *after) > 0:
        found = [Cause(*one) for one in zip(FACTORS, _shared(before, after), before, after, strict=True)]
    else:
        change = late.identified_net - early.identified_net
        found = [Cause(TOGETHER, change, early.identified_net, late.identified_net)]
    if late.guest_net or early.guest_net:
        found.append(Cause(GUESTS, late.guest_net - early.guest_net, early.guest_net, late.guest_net))
    return found


def _factors(one: Totals) -> tuple[float, float, float]:
    """Customers, orders per customer, net sales per order: their product is what customers brought."""
    if not one.customers or not one.identified_orders:
        return 0.0, 0.0, 0.0
    return (
        float(one.customers),
        one.identified_orders / one.customers,
        one.identified_net / one.identified_orders,
    )


def _shared(before: Sequence[float], after: Sequence[float]) -> list[float]:
    """What each factor did of the change of their product."""
    early, late = (one[0] * one[1] * one[2] for one in (before, after))
    mean = early if late == early else (late - early) / log(late / early)
    return [mean * log(new / old) for new, old in zip(after, before, strict=True)]


def worst_first(late: pd.DataFrame, early: pd.DataFrame, key: str) -> pd.DataFrame:
    """One row a part: the key, `late`, `early`, `change` of net sales, the worst change first.

    `late` and `early`: one row a part with anything, with the key and `net`; what is missing in one brought nothing.
    """
    both = pd.merge(
        late[[key, "net"]].rename(columns={"net": "late"}),
        early[[key, "net"]].rename(columns={"net": "early"}),
        on=key,
        how="outer",
    ).fillna({"late": 0.0, "early": 0.0})
    both = both.assign(change=both["late"].astype(float) - both["early"].astype(float))
    return both.sort_values(["change", key], kind="stable").reset_index(drop=True)
