"""What is expected of the customers, before it is written."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Predictions:
    """An entry a customer, in the order of `Customers.ids`; None where the shop cannot say."""

    orders_12m: np.ndarray | None = None
    spend_12m: np.ndarray | None = None
    alive: np.ndarray | None = None
    chance_90d: np.ndarray | None = None
    order_value: np.ndarray | None = None
