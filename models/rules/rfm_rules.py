"""RFM groups as exact rules: the days of a recency score, and the sum of the scores of orders and sales.

A group is a set of cells of recency score by value score; the value score is the mean of the other two, halves up, so
that value scores from a to b are sums from 2a - 1 to 2b. Cut points are those of the run's own customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd

from models.clusters import naming
from models.features import money
from models.rfm.groups import GROUPS, Group
from models.rfm.scores import LEVELS, SCORES
from models.rules.segment_rules import Rule
from models.store.reading import doubles
from wording.languages import say, to_say

MEASURES = ("recency_days", "frequency", "monetary")
CELL = ("segment_id", *SCORES)


@dataclass(frozen=True)
class Block:
    """Recency scores and sums of the other two scores, each from … to."""

    recency: tuple[int, int]
    total: tuple[int, int]


def score_cells(buyers: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """One row a segment and combination of scores: CELL, `customers`, and the least and most of each measure there.

    `members` have CELL, row by row with the customers with an order.
    """
    scores = [members[name].to_numpy(dtype=np.int16) for name in SCORES]
    numbers, names = pd.factorize(members["segment_id"], sort=True)
    code = ((numbers.astype(np.int16) * (LEVELS + 1) + scores[0]) * (LEVELS + 1) + scores[1]) * (LEVELS + 1) + scores[2]
    order = np.argsort(code, kind="stable")
    starts = np.flatnonzero(np.diff(code[order], prepend=-1))
    heads = order[starts]
    found: dict[str, Any] = {"segment_id": np.asarray(names, dtype=object)[numbers[heads]]}
    found |= {name: one[heads].astype(np.int64) for name, one in zip(SCORES, scores, strict=True)}
    found["customers"] = np.diff(np.append(starts, len(order)))
    for name in MEASURES:
        values = doubles(buyers[name])[order]
        found[f"{name}_least"] = np.minimum.reduceat(values, starts) if len(starts) else values
        found[f"{name}_most"] = np.maximum.reduceat(values, starts) if len(starts) else values
    return pd.DataFrame(found)


def exact_rules(
    buyers: pd.DataFrame, segment_ids: np.ndarray, cells: pd.DataFrame, measure: str = money.GROSS
) -> dict[str, Rule]:
    """The rule of each group that has customers, judged on everyone by the cut points alone."""
    ends = {name: _ends(cells, name, score) for name, score in zip(MEASURES, SCORES, strict=True)}
    orders, sales = (_scores(doubles(buyers[name]), ends[name]) for name in MEASURES[1:])
    total = orders + sales
    recency = doubles(buyers[MEASURES[0]])
    found = {}
    for group in GROUPS:
        own = segment_ids == group.id
        parts = [(block, _days(block, ends["recency_days"])) for block in blocks(group)]
        known = [(block, days) for block, days in parts if days is not None]
        if not own.any() or not known:
            continue
        met = np.zeros(len(own), dtype=bool)
        for block, (low, high) in known:
            met |= (recency >= low) & (recency <= high) & (total >= block.total[0]) & (total <= block.total[1])
        both = float((met & own).sum())
        words = ", or ".join(_say(block, days, money.SHORT[measure]) for block, days in known)
        found[group.id] = Rule((), words, both / max(met.sum(), 1), both / own.sum())
    return found


def score_key(cells: pd.DataFrame, currency: str, measure: str = money.GROSS) -> str:
    """What the scores of orders and sales are, with their cut points, so that anyone can give them."""
    orders = [
        say("{k} from {part}", k=score, part=f"{low:,.0f}") for score, low, _ in _ends(cells, "frequency", "f_score")
    ]
    sales = [
        say("{k} from {money}", k=score, money=_exact(low, currency))
        for score, low, _ in _ends(cells, "monetary", "m_score")
    ]
    key = to_say("Score of orders: {listed}; of {what}: {also_listed}")
    return say(key, listed=", ".join(orders), what=money.WORDS[measure], also_listed=", ".join(sales))


def blocks(group: Group) -> list[Block]:
    """The cells of a group as few blocks, the most recent first."""
    rows = []
    for recency in sorted({recency for recency, _ in group.cells}, reverse=True):
        values = sorted(value for cell, value in group.cells if cell == recency)
        rows.append((recency, (2 * values[0] - 1, 2 * values[-1])))
    found = []
    for total, same in groupby(rows, key=lambda row: row[1]):
        scores = [recency for recency, _ in same]
        found.append(Block((scores[-1], scores[0]), (max(total[0], 2), total[1])))
    return found


def _ends(cells: pd.DataFrame, measure: str, score: str) -> list[tuple[int, float, float]]:
    """Score, least and most of the scores that somebody has."""
    scores = cells[score].to_numpy()
    least, most = (cells[f"{measure}_{end}"].to_numpy() for end in ("least", "most"))
    own = [(one, scores == one) for one in np.unique(scores)]
    return [(int(one), float(least[rows].min()), float(most[rows].max())) for one, rows in own]


def _scores(values: np.ndarray, ends: Sequence[tuple[int, float, float]]) -> np.ndarray:
    """Scores by the least value of each."""
    lows = np.array([low for _, low, _ in ends])
    return np.array([score for score, _, _ in ends], dtype=np.int8)[np.searchsorted(lows, values, side="right") - 1]


def _days(block: Block, ends: Sequence[tuple[int, float, float]]) -> tuple[float, float] | None:
    """The days of its recency scores; None where nobody has them."""
    inside = [(low, high) for score, low, high in ends if block.recency[0] <= score <= block.recency[1]]
    return (min(low for low, _ in inside), max(high for _, high in inside)) if inside else None


def _say(block: Block, days: tuple[float, float], sales: str) -> str:
    low, high = days
    if block.recency[1] == LEVELS:
        since = say("last order within {days}", days=naming.days(high))
    elif block.recency[0] == 1:
        since = say("last order {days} ago or more", days=naming.days(low))
    elif low == high:
        since = say("last order {days} ago", days=naming.days(high))
    else:
        since = say("last order {part} to {days} ago", part=f"{low:,.0f}", days=naming.days(high))
    return " and ".join([since, _scores_said(*block.total, sales)])


def _scores_said(least: int, most: int, sales: str) -> str:
    if most == 2 * LEVELS:
        return say("scores of orders and {what} that add up to {least} or more", what=sales, least=least)
    if least < most:
        return say("scores of orders and {what} that add up to {least} to {high}", what=sales, least=least, high=most)
    return say("scores of orders and {what} that add up to {least}", what=sales, least=least)


def _exact(value: float, currency: str) -> str:
    """To the cent: a cut point is no round number."""
    sign, less = naming.SYMBOLS.get(currency), naming.MINUS if value < 0 else ""
    return f"{less}{sign}{abs(value):,.2f}" if sign else f"{less}{abs(value):,.2f} {currency}"
