"""How right predictions were on a period that was held back: calibration, Brier score, area under the ROC curve."""

import numpy as np
from sklearn.metrics import brier_score_loss, roc_auc_score

from models.value.chance import Chance
from models.value.histories import Customers

BINS = 10


def calibration(chance: np.ndarray, came: np.ndarray) -> list[dict[str, float]]:
    """One row a tenth of the scale that has customers: mean chance, share who came, customers."""
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    customers = np.bincount(place, minlength=BINS)
    predicted, observed = (np.bincount(place, values, BINS) for values in (chance, came.astype(np.float64)))
    return [
        {
            "from": number / BINS,
            "predicted": float(predicted[number] / customers[number]),
            "observed": float(observed[number] / customers[number]),
            "customers": int(customers[number]),
        }
        for number in np.flatnonzero(customers).tolist()
    ]


def judge(model: Chance, customers: Customers) -> dict[str, object]:
    """The model on customers as of a later day, whose next 90 days it has not seen.

    Beside it what is simpler: everyone at the rate of the past (Brier score), the latest buyers first (area).
    """
    chance, came = model.predict(customers), customers.days_soon > 0
    flat = np.full(len(customers), model.base_rate)
    is_mixed = 0 < came.sum() < len(came)
    return {
        "customers": len(customers),
        "expected": float(chance.sum()),
        "observed": int(came.sum()),
        "brier": float(brier_score_loss(came, chance)),
        "brier_flat": float(brier_score_loss(came, flat)),
        "auc": float(roc_auc_score(came, chance)) if is_mixed else None,
        "auc_recency": float(roc_auc_score(came, -customers.wait)) if is_mixed else None,
        "calibration": calibration(chance, came),
    }
