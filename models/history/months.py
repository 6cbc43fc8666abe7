"""Who was in which segment at the end of each past month, and who moved between any two: from the orders.

A customer's features as of a month's end know only the orders up to then; who has not ordered yet is not there yet.
RFM groups are those of `models.rfm.scores` among the customers of then, and k-means keeps its fitted centres, in their
places among the customers of then (`models.history.centres`). The last point is the run itself, as of its own day.
States are streamed month by month, so that memory holds one byte a customer, month and segmentation, never the orders.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from models.features import money
from models.features.tables import Advance
from models.history import centres, flows, members, running_totals
from models.history.states import State, home_countries, month_ends
from models.rfm import scores
from models.rfm.groups import GROUP_OF_CELL, GROUPS, WITHOUT_ORDER
from models.rfm.segmentation import Segmentation
from models.store.analysis import Analysis

SHARED_STEPS, STEPS = 1, 1  # of a run, of a segmentation
MONTHS = 26  # points at most: two years of month ends, the one they begin with, and the day of the run
NOT_YET = 0  # the code of somebody without an order; others are the positions of their groups
POSITIONS = {group.id: group.position for group in GROUPS}
LOG_TRANSFORM = "log1p, then standardised"

Coder = Callable[[State], np.ndarray]

_CODES = np.zeros((scores.LEVELS + 1, scores.LEVELS + 1), dtype=np.uint8)
for _cell, _group in GROUP_OF_CELL.items():
    _CODES[_cell] = _group.position


@dataclass(frozen=True)
class History:
    """`codes`: month ends × customers, the customers in the order of their ids."""

    months: list[date]  # the first days of months in a row
    codes: np.ndarray


def publish(
    analysis: Analysis,
    new: Mapping[int, Segmentation],
    customers: pd.DataFrame,
    as_of: date,
    advance: Advance,
) -> dict[int, list[dict[str, object]]]:
    """Write sizes, flows and who was where, of the new segmentations; by id, how far shares moved from month to month.

    `customers` as `features.read_customers` gives them; the shared tables have to be there.
    """
    coded = {number: coder for number, one in new.items() if (coder := coder_of(one, customers)) is not None}
    is_net = any(one.parameters.get("monetary") == money.NET for one in new.values())
    histories = trace(analysis, coded, len(customers), as_of, is_net)
    countries, names = home_countries(analysis)
    advance(SHARED_STEPS)
    months = [*next((one.months for one in histories.values()), []), last_month(as_of)]
    totals = running_totals.read(analysis, months, len(customers))
    drifts = {}
    for number, segmentation in new.items():
        if number in histories:
            history = close(histories[number], segmentation, as_of)
            past, codes = history.months, history.codes
            drifts[number] = flows.write(analysis, number, past, codes, countries, names, totals)
            members.write(analysis, number, past, codes, customers)
        advance(STEPS)
    return drifts


def coder_of(segmentation: Segmentation, customers: pd.DataFrame) -> Coder | None:
    """How members of the past are found; None where the algorithm cannot say."""
    if segmentation.algorithm == "rfm":
        return rfm_codes
    parameters, metrics = segmentation.parameters, segmentation.metrics
    known = parameters.get("features") == list(centres.MEASURES) and parameters.get("transform") == LOG_TRANSFORM
    if segmentation.algorithm != "kmeans" or not known or "centres" not in metrics:
        return None
    codes = np.array([POSITIONS[one["segment_id"]] for one in metrics["centroids"]], dtype=np.uint8)
    means, scales = np.array(parameters["means"]), np.array(parameters["scales"])
    ruler = centres.ruler(means, scales, np.array(metrics["centres"]), codes, customers)
    return lambda state: centres.centre_codes(state, ruler)


def rfm_codes(state: State) -> np.ndarray:
    """The RFM group of everyone known by then, with the scores of `models.rfm.scores`."""
    known = np.flatnonzero(state.frequency > 0)
    recency = scores.score(pd.Series(-state.recency_days[known]))
    frequency = scores.score(pd.Series(state.frequency[known]))
    monetary = scores.score(pd.Series(state.monetary[known]))
    codes = np.zeros(len(state.frequency), dtype=np.uint8)
    codes[known] = _CODES[recency, scores.value_score(frequency, monetary)]
    return codes


def trace(
    analysis: Analysis, coders: Mapping[int, Coder], size: int, as_of: date, is_net: bool = False
) -> dict[int, History]:
    """The codes at the ends of the months before that of the day before `as_of`, at most MONTHS - 1 of them."""
    months: list[date] = []
    rows: dict[int, list[np.ndarray]] = {number: [] for number in coders}
    for month, state in month_ends(analysis, size, last_month(as_of), MONTHS - 1, is_net):
        months.append(month)
        for number, coder in coders.items():
            rows[number].append(coder(state))
    empty = np.zeros((0, size), dtype=np.uint8)
    return {number: History(months, np.stack(found) if found else empty) for number, found in rows.items()}


def close(history: History, segmentation: Segmentation, as_of: date) -> History:
    """With the run's own members as the last point; who has no order is no customer yet."""
    names, ids = pd.factorize(segmentation.members["segment_id"])
    positions = np.array([NOT_YET if one in WITHOUT_ORDER else POSITIONS[one] for one in ids], dtype=np.uint8)
    last = positions[names] if len(names) else np.zeros(0, dtype=np.uint8)
    return History([*history.months, last_month(as_of)], np.vstack([history.codes, last[None, :]]))


def last_month(as_of: date) -> date:
    """The month that a run's last point stands for: that of the last day it knows."""
    return (as_of - timedelta(days=1)).replace(day=1)
