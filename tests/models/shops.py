"""Invoice lines and customer frames for the tests of the models."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

Line = dict[str, Any]


def line(customer_id: str | None, invoice_no: str, at: str | datetime, **values: Any) -> Line:
    """One invoice line; a guest's with customer None. Kind follows quantity and price unless given."""
    quantity, price = Decimal(str(values.pop("quantity", 1))), Decimal(str(values.pop("price", "10")))
    kind = "free" if price == 0 else "adjustment" if price < 0 else "return" if quantity < 0 else "sale"
    row = {
        "customer_id": customer_id,
        "invoice_no": invoice_no,
        "invoiced_at": datetime.fromisoformat(at) if isinstance(at, str) else at,
        "stock_code": "85123A",
        "description": "WHITE HEART",
        "quantity": quantity,
        "unit_price": price,
        "country": "GB",
        "kind": kind,
        "load_id": 1,
    }
    return row | values


def customer_frame(recency: Iterable[int], frequency: Iterable[int], monetary: Iterable[Any]) -> pd.DataFrame:
    """Customers as `features.read_customers` gives them, in pandas' own types."""
    frame = pd.DataFrame({"recency_days": recency, "frequency": frequency, "monetary": monetary})
    ids = [f"C{number:06d}" for number in range(len(frame))]
    keys = [int(hashlib.md5(name.encode()).hexdigest()[:15], 16) for name in ids]
    return frame.assign(customer_id=ids, sample_key=keys)


def planted_customers(size: int, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """Four well-separated groups of customers and which one each belongs to."""
    random = np.random.default_rng(seed)
    centres = np.array([[2.3, 3.0, 9.0], [4.0, 1.2, 7.2], [3.2, 0.8, 4.5], [5.8, 0.75, 5.5]])
    planted = random.integers(0, 4, size)
    logs = centres[planted] + random.normal(scale=[0.15, 0.08, 0.2], size=(size, 3))
    recency, frequency, monetary = np.maximum(np.expm1(logs), [1, 1, 1]).round().astype(int).T
    return customer_frame(recency, frequency, monetary), planted
