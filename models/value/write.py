"""Predictions and models -> tables: COPY, old rows out first, all in the transaction of the run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, delete, insert

from models.store.analysis import Analysis
from models.value.histories import Customers
from warehouse.schema import customer_value, value_models

OVERDUE = 3.0  # usual intervals: under random buying a wait this long has a chance of e^-3, 5 %
FEWEST_INTERVALS = 3  # that make one usual; whoever tells who is out of rhythm tells all of these
SHORTEST_INTERVAL = 7.0  # days
SURE = 0.9  # of an order or of being active: not fading, however long the wait


@dataclass
class Predictions:
    """An entry a customer, in the order of `Customers.ids`; None where the shop cannot say."""

    orders_12m: np.ndarray | None = None
    spend_12m: np.ndarray | None = None
    alive: np.ndarray | None = None
    chance_90d: np.ndarray | None = None
    order_value: np.ndarray | None = None


def write_customers(analysis: Analysis, now: Customers, found: Predictions) -> None:
    """Replace `customer_value`: a row for each customer with an order, whatever is known of them."""
    overdue = now.wait / np.maximum(now.interval, SHORTEST_INTERVAL)
    columns = {
        "expected_orders_12m": _rounded(found.orders_12m, 4, now),
        "expected_spend_12m": _rounded(found.spend_12m, 2, now),
        "probability_alive": _rounded(found.alive, 6, now),
        "order_chance_90d": _rounded(found.chance_90d, 6, now),
        "expected_order_value": _rounded(found.order_value, 2, now),
        "overdue": _rounded(overdue, 2, now),
        "fading_value": _rounded(_fading(now, found, overdue), 2, now),
    }
    rows = pa.table({"customer_id": now.ids, **columns})
    analysis.replace(customer_value.name, lambda: analysis.write(customer_value.name, rows))


def write_models(connection: Connection, as_of: date, rows: dict[str, dict[str, Any]]) -> None:
    """Replace `value_models`."""
    connection.execute(delete(value_models))
    values = [{"kind": kind, "as_of": as_of, **row} for kind, row in rows.items()]
    connection.execute(insert(value_models), values)


def _fading(now: Customers, found: Predictions, overdue: np.ndarray) -> np.ndarray | None:
    """What is still expected of the customers who have a rhythm and fell out of it; NaN for all others."""
    if found.spend_12m is not None and found.alive is not None:
        expected, trust = found.spend_12m, found.alive
    elif found.chance_90d is not None and found.order_value is not None:
        expected, trust = found.chance_90d * found.order_value, found.chance_90d
    else:
        return None
    is_fading = (now.x >= FEWEST_INTERVALS) & (overdue >= OVERDUE) & (trust < SURE)
    return np.where(is_fading, expected, np.nan)


def _rounded(values: np.ndarray | None, decimals: int, now: Customers) -> pa.Array:
    """Numbers for a numeric column; NaN and None are null."""
    if values is None:
        return pa.nulls(len(now), pa.float64())
    return pa.array(np.round(values, decimals), mask=~np.isfinite(values))
