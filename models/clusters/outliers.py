"""Customers with unusual buying: who they are, how unusual, and why in words.

Two judges have to agree. The robust distance is Mahalanobis' on logs of recency, frequency and monetary, with medians,
median absolute deviations and rank correlations in the place of means, deviations and correlations, so that the
unusual do not hide themselves (Rousseeuw & van Zomeren 1990; Kruskal 1958 for the correlations). The isolation
forest (Liu, Ting & Zhou 2008) is fitted on a bounded sample, and asked only about those whose distance is large.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import chi2, rankdata
from sklearn.ensemble import IsolationForest
from threadpoolctl import threadpool_limits

from models.clusters import naming
from models.clusters.algorithms import CHUNK
from models.features.transforms import order_of_ids, values_of
from wording.languages import say, to_say

MEASURES = ("recency_days", "frequency", "monetary")
SAMPLE_ROWS = 10_000
LIKELY = 0.999  # of a normal crowd this share is nearer than the mark
RAREST = 0.01  # of the sample, by the forest
FEWEST = 100  # customers: among fewer nobody is called unusual
CONSISTENT = 1.4826  # a normal's deviation over its median absolute deviation (Hampel 1974)
STORED = 500  # of a segmentation, the most unusual ones
LEAST_RATIO = 1.5  # to the median, to be worth a word
RULE = to_say(
    "Unusual is who lies beyond what {share} of a normal crowd would, in robust distance of the logs of recency, "
    "orders and sales, and is among the {part} that an isolation forest finds rarest."
).format(share=naming.percent(LIKELY), part=naming.percent(RAREST, 0))

SPENDS = (
    to_say("spends {times} the median of {segment}"),
    to_say("spends only a fraction of the median of {segment} ({share})"),
)
ORDERS = (
    to_say("orders {times} the median of {segment}"),
    to_say("orders only a fraction of the median of {segment} ({share})"),
)


@dataclass(frozen=True)
class Outliers:
    """Who is unusual among customers with an order, in their rows' order."""

    flags: np.ndarray
    scores: np.ndarray  # robust distances, 1 = as far as usual


def find(buyers: pd.DataFrame, seed: int) -> Outliers:
    """Judge customers with an order, in any order: the same customer gets the same answer."""
    if len(buyers) < FEWEST:
        return Outliers(np.zeros(len(buyers), dtype=bool), np.zeros(len(buyers)))
    by_id = order_of_ids(buyers)
    keys = buyers["sample_key"].to_numpy(dtype=np.int64)[by_id]
    sample = by_id[np.argsort(keys, kind="stable")[:SAMPLE_ROWS]]
    logs = values_of(buyers, MEASURES)
    np.log1p(logs, out=logs)
    distances = _distances(logs, sample)
    flags = distances > np.sqrt(chi2.ppf(LIKELY, len(MEASURES)))
    if flags.any():
        with threadpool_limits(1):
            forest = IsolationForest(n_estimators=100, random_state=seed).fit(logs[sample])
            mark = np.quantile(forest.score_samples(logs[sample]), RAREST)
            flags[flags] = forest.score_samples(logs[flags]) <= mark
    return Outliers(flags, distances)


def _distances(logs: np.ndarray, sample: np.ndarray) -> np.ndarray:
    """Robust Mahalanobis distances of all rows, by the place and spread of the sample."""
    seen = logs[sample]
    middle = np.median(seen, axis=0)
    spread = CONSISTENT * np.median(np.abs(seen - middle), axis=0)
    spread = np.where(spread > 0, spread, seen.std(axis=0))
    spread = np.where(spread > 0, spread, 1.0)
    inverse = np.linalg.pinv(_correlations(seen), hermitian=True)
    found = np.empty(len(logs))
    for start in range(0, len(logs), CHUNK):
        scaled = (logs[start : start + CHUNK] - middle) / spread
        found[start : start + CHUNK] = np.maximum(np.einsum("ij,jk,ik->i", scaled, inverse, scaled), 0)
    return np.sqrt(found)


def _correlations(seen: np.ndarray) -> np.ndarray:
    """Rank correlations as a normal's: 2 sin(π/6 ρ); zero where a measure does not vary; kept well conditioned."""
    ranks = np.column_stack([rankdata(column) for column in seen.T])
    ranks -= ranks.mean(axis=0)
    sizes = np.sqrt((ranks**2).sum(axis=0))
    scaled = ranks / np.where(sizes > 0, sizes, 1)
    found = 2 * np.sin(np.pi / 6 * (scaled.T @ scaled))
    np.fill_diagonal(found, 1)
    values, vectors = np.linalg.eigh(found)
    return np.asarray((vectors * np.maximum(values, 0.1)) @ vectors.T)


def listing(buyers: pd.DataFrame, names: np.ndarray, outliers: Outliers) -> pd.DataFrame:
    """The most unusual first, at most STORED: customer_id, score, reason. `names` are their segments' names."""
    rows = np.flatnonzero(outliers.flags)
    ids = buyers["customer_id"].iloc[rows].to_numpy(dtype=object)
    rows = rows[np.lexsort((ids, -outliers.scores[rows].round(9)))][:STORED]
    values = values_of(buyers, MEASURES)
    medians = {name: np.median(values[names == name], axis=0) for name in np.unique(names[rows].astype(str))}
    return pd.DataFrame(
        {
            "customer_id": buyers["customer_id"].iloc[rows].to_numpy(dtype=object),
            "score": outliers.scores[rows].round(4),
            "reason": [explain(values[row], medians[names[row]], names[row]) for row in rows],
        }
    )


def explain(values: np.ndarray, medians: np.ndarray, segment: str) -> str:
    """In words, by the measure furthest from the segment's median: "spends 40 times the median of Loyal"."""
    if values[MEASURES.index("monetary")] <= 0:
        return say("gave back as much as they bought, or more")
    with np.errstate(divide="ignore"):
        ratios = np.maximum(values, 1e-9) / np.maximum(medians, 1e-9)
    furthest = int(np.argmax(np.abs(np.log(ratios))))
    ratio = float(ratios[furthest])
    if 1 / LEAST_RATIO < ratio < LEAST_RATIO:
        return say("an unusual mix of recency, orders and sales for {segment}", segment=segment)
    times = naming.times(max(ratio, 1 / ratio))
    if MEASURES[furthest] == "recency_days":
        own, usual = naming.days(float(values[furthest])), f"{medians[furthest]:,.0f}"
        text = to_say("last order {days} ago, the median of {segment} is {rows}")
        return say(text, days=own, segment=segment, rows=usual)
    more, less = SPENDS if MEASURES[furthest] == "monetary" else ORDERS
    if ratio > 1:
        return say(more, times=times, segment=segment)
    return say(less, segment=segment, share=naming.percent(ratio))
