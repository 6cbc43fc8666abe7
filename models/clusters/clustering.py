"""Customers -> clusters: features prepared, candidate numbers fitted and judged, one chosen, everyone assigned.

Rows are sorted by customer_id and one thread computes, so equal input gives equal output to the bit. Silhouettes:
Rousseeuw 1987.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn import config_context
from threadpoolctl import threadpool_limits

from models.clusters import dendrogram
from models.clusters.algorithms import DENSE_SHARES, NOISE, STARTS, Fitted, assign_all, fit_each, grow
from models.clusters.candidates import Sample, judge_all, silhouettes
from models.clusters.kinds import ALGORITHMS, LINKAGES, MOST, SEED, Numbers
from models.clusters.naming import percent
from models.clusters.selection import Choice, choose
from models.features import transforms
from models.features.names import DEFAULT as FEATURES
from models.features.names import check
from models.features.transforms import Preparation
from models.store.reading import doubles
from warehouse.errors import InputError, NoDataError
from wording.languages import say

__all__ = ["FEATURES", "STARTS", "Clustering", "Recipe", "cluster"]

SMALLEST, LARGEST = 3, 8  # segments that are tried
FEWEST_CUSTOMERS = 30
FIT_ROWS = 50_000
SILHOUETTE_ROWS = 10_000
WORKING_MEMORY_MB = 64  # of distances at a time


@dataclass(frozen=True)
class Recipe:
    """How customers become clusters."""

    algorithm: str = "kmeans"
    features: tuple[str, ...] = FEATURES
    transform: str = "log1p"
    scale: str = "standard"
    weights: tuple[float, ...] = ()  # of the features in distances; empty: all the same

    def check(self) -> None:
        """Raise InputError for a name that does not exist."""
        if self.algorithm not in ALGORITHMS:
            raise InputError(f"There is no algorithm {self.algorithm}. The algorithms are {', '.join(ALGORITHMS)}.")
        check(self.features, self.transform, self.scale)


DEFAULT = Recipe()


@dataclass(frozen=True)
class Clustering:
    """Fitted clusters, numbered from 0 by falling mean log of monetary, whatever the start was."""

    labels: np.ndarray  # one cluster number a row, in the rows' order; NOISE for none
    choice: Choice
    preparation: Preparation
    centres: np.ndarray  # k × features, as the distances see them
    fit_rows: int
    seed: int
    recipe: Recipe = DEFAULT
    details: dict[str, Any] = field(default_factory=dict)  # silhouettes, dendrogram, what the algorithm notes

    @property
    def means(self) -> np.ndarray:
        """Of the transformed features."""
        return self.preparation.means

    @property
    def scales(self) -> np.ndarray:
        """Of the transformed features."""
        return self.preparation.scales

    @property
    def centroids(self) -> np.ndarray:
        """k × features in days, orders and money: what the centres stand for, of logs the geometric means."""
        return self.preparation.restore(self.centres / (self.recipe.weights or 1.0))


def cluster(
    customers: pd.DataFrame,
    k: Numbers = None,
    seed: int = SEED,
    recipe: Recipe = DEFAULT,
    aside: np.ndarray | None = None,
) -> Clustering:
    """Fit customers with an order; `k` None lets the rule of `selection` choose from 3 to 8.

    `customers` has customer_id, sample_key, monetary and the recipe's features, in any order; rows of the mask `aside`
    are left out of the fit and assigned like all others. The fit uses the lowest sample keys, at most as many as the
    algorithm is good for, the assignment everyone. Raises NoDataError when there are too few or too similar customers,
    InputError for a k that they cannot give.
    """
    recipe.check()
    by_id = transforms.order_of_ids(customers)
    keys = customers["sample_key"].to_numpy(dtype=np.int64)[by_id]
    kept = np.ones(len(keys), dtype=bool) if aside is None else ~aside[by_id]
    name = ALGORITHMS[recipe.algorithm].name
    _check_enough(int(kept.sum()), name)
    chosen = _lowest(keys, kept, min(FIT_ROWS, ALGORITHMS[recipe.algorithm].rows))
    points = transforms.values_of(customers, recipe.features, by_id)
    preparation = transforms.prepare(points, chosen, kept, recipe.transform, recipe.scale)
    if recipe.weights:
        points *= recipe.weights
    judged = np.searchsorted(chosen, _lowest(keys, kept, min(SILHOUETTE_ROWS, len(chosen))))
    sample = Sample(points[chosen], judged)
    numbers = _numbers(len(np.unique(sample.points[judged], axis=0)), k, name)
    # What estimators are given is ours: to check it takes a small shop as long as to fit it.
    with threadpool_limits(1), config_context(working_memory=WORKING_MEMORY_MB, skip_parameter_validation=True):
        fits = fit_each(recipe.algorithm, sample.points, numbers, seed)
        choice = _choose(fits, points, sample, seed, recipe, k)
        fitted = fits[choice.k]
        centres, order = _order(fitted, sample.points, _logs(customers, by_id[chosen]))
        details = _details(fitted, sample.points, order, recipe.algorithm)
        ranks = np.append(np.argsort(order), NOISE)  # the last one, -1, is noise
        labels = np.empty(len(points), dtype=np.int64)
        labels[by_id] = ranks[assign_all(fitted, points)]
    return Clustering(labels, choice, preparation, centres, len(chosen), seed, recipe, details)


def _choose(
    fits: dict[int, Fitted], points: np.ndarray, sample: Sample, seed: int, recipe: Recipe, k: Numbers
) -> Choice:
    has_k = ALGORITHMS[recipe.algorithm].has_k
    candidates = judge_all(recipe.algorithm, fits, points, sample, seed, has_k)
    choice = choose(candidates, asked=isinstance(k, int))
    if has_k:
        return choice
    found = choice.taken
    reason = say(
        "HDBSCAN finds {k} groups by itself (silhouette {amount}).", k=found.k, amount=f"{found.silhouette:.3f}"
    )
    return replace(choice, reason=reason, against=(_density_words(fits[found.k], len(sample.points)),))


def _density_words(fitted: Fitted, rows: int) -> str:
    """What counted as a group, in the place of why not another number."""
    size, noise = int(str(fitted.notes["min_cluster_size"])), float(str(fitted.notes["noise_share"]))
    bounds = ", ".join(f"{share * 100:g}" for share in DENSE_SHARES)
    return say(
        "A group holds at least {part} of the {rows} customers of the sample: of the bounds {bounds}\u202f% the first "
        "that gives three groups, else two; {share} of them belong to none.",
        part=f"{size:,}",
        rows=f"{rows:,}",
        bounds=bounds,
        share=percent(noise, 0),
    )


def _lowest(keys: np.ndarray, kept: np.ndarray, most: int) -> np.ndarray:
    """The rows of the mask with the lowest keys, in the order of ids."""
    rows = np.flatnonzero(kept)
    return np.sort(rows[np.argsort(keys[rows], kind="stable")[:most]])


def _logs(customers: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    return np.log1p(np.maximum(np.nan_to_num(doubles(customers["monetary"].iloc[rows])), 0))


def _order(fitted: Fitted, sample: np.ndarray, logs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The centres in the order that clusters are numbered in, and their numbers before."""
    own = [fitted.labels == label for label in range(int(fitted.labels.max()) + 1)]
    means = np.array([sample[one].mean(axis=0) if one.any() else np.zeros(sample.shape[1]) for one in own])
    value = np.array([logs[one].mean() if one.any() else -np.inf for one in own])
    centres = means if fitted.centres is None else fitted.centres
    order = np.lexsort((means[:, 0], -value))
    return centres[order], order


def _details(fitted: Fitted, sample: np.ndarray, order: np.ndarray, slug: str) -> dict[str, Any]:
    ranks = np.append(np.argsort(order), NOISE)
    labels = ranks[fitted.labels]
    found: dict[str, Any] = {**fitted.notes, "silhouettes": silhouettes(sample, labels)}
    if slug in LINKAGES:
        found["dendrogram"] = dendrogram.draw(grow(sample, slug), labels, len(order))
    return found


def _check_enough(customers: int, name: str) -> None:
    if customers < FEWEST_CUSTOMERS:
        raise NoDataError(
            f"{name} needs at least {FEWEST_CUSTOMERS} customers with an order, and there "
            f"{'is' if customers == 1 else 'are'} {customers}."
        )


def _numbers(distinct: int, k: Numbers, name: str) -> Sequence[int]:
    """The numbers of segments to try, at most as many as there are different customers."""
    low, high = (k, k) if isinstance(k, int) else k or (SMALLEST, LARGEST)
    if k is not None:
        for number in (low, high):
            if not 2 <= number <= MOST:
                raise InputError(f"{number} segments cannot be made: choose from 2 to {MOST}.")
        if low > distinct:
            raise InputError(f"{low} segments cannot be made of only {distinct} different customers: choose fewer.")
    if distinct < low:
        raise NoDataError(f"{name} cannot tell the customers apart: they are all alike.")
    return range(low, min(high, distinct) + 1)
