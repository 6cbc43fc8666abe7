"""Customers -> the segmentations that a run publishes, each with its names, figures and parameters."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from models.clusters import clustering, identity, naming, outliers, selection
from models.clusters.algorithms import NOISE, STARTS
from models.clusters.clustering import Clustering, Recipe
from models.clusters.kinds import ALGORITHMS, Numbers
from models.clusters.outliers import Outliers
from models.features import money, names
from models.publishing import crossing
from models.rfm.groups import GROUPS, WITHOUT_ORDER, Group
from models.rfm.scores import assign_groups, value_score, without_order
from models.rfm.segmentation import Segmentation
from models.rules import rfm_rules, segment_rules
from models.store.reading import doubles
from wording.languages import say, to_say

MEMBERS = ["customer_id", "segment_id", "r_score", "f_score", "m_score"]
ASIDE = to_say("{rows} set aside from the fit, and assigned")


def ordered(customers: pd.DataFrame) -> np.ndarray:
    """The mask of the customers with an order."""
    return customers["frequency"].to_numpy(dtype=np.int64) > 0


def rfm_segmentation(customers: pd.DataFrame, measure: str = money.GROSS) -> Segmentation:
    """The eleven groups of all customers (as `features.read_customers` gives them)."""
    members = assign_groups(customers)
    return Segmentation(
        name="RFM groups",
        algorithm="rfm",
        parameters={
            "measures": list(clustering.FEATURES),
            "levels": 5,
            "ties": to_say("share a score"),
            "monetary": measure,
        },
        metrics={"customers": len(members), "with_order": int(ordered(customers).sum())},
        segments=[(group, f"{group.who}.") for group in (*GROUPS, *WITHOUT_ORDER.values())],
        members=members[MEMBERS],
    )


def clustered_segmentation(
    customers: pd.DataFrame,
    rfm: pd.DataFrame,
    k: Numbers,
    seed: int,
    currency: str,
    recipe: Recipe = clustering.DEFAULT,
    aside: np.ndarray | None = None,
    previous: identity.Previous | None = None,
    measure: str = money.GROSS,
) -> Segmentation:
    """The clusters of all customers; `rfm` are the members of their RFM segmentation, row for row.

    Money of `customers` is by the measure. `aside`: the customers with an order that the fit leaves out. Names stay
    with the customers who had them in the `previous` run, as far as `models.clusters.identity` lets them. Raises what
    `clustering.cluster` raises.
    """
    has_order = ordered(customers)
    buyers = customers[has_order]
    fitted = clustering.cluster(buyers, k, seed, recipe, aside)
    labels = fitted.labels
    groups, record = _groups(rfm[has_order], fitted, previous.of(has_order) if previous else None)
    ids = without_order(customers)
    ids[has_order] = np.array([group.id for group in groups], dtype=object)[labels]
    present = [number for number in range(len(groups)) if (labels % len(groups) == number).any()]
    described = [
        (groups[number], _described(groups[number], buyers, labels, number, currency, measure)) for number in present
    ]
    kind = ALGORITHMS[recipe.algorithm].name
    return Segmentation(
        name=say("{kind}, {number} segments", kind=kind, number=fitted.choice.k),
        algorithm=recipe.algorithm,
        parameters=_parameters(fitted, k, aside) | {"monetary": measure},
        metrics=_metrics(fitted, groups, len(customers)) | record,
        segments=[*described, *((group, f"{group.who}.") for group in WITHOUT_ORDER.values())],
        members=rfm.assign(segment_id=ids)[MEMBERS],
    )


def with_rules(segmentation: Segmentation, customers: pd.DataFrame, found: Outliers, currency: str) -> Segmentation:
    """The same with a rule for each segment, and with the outliers marked and explained."""
    has_order = ordered(customers)
    buyers, members = customers[has_order], segmentation.members
    ids = _shared(members["segment_id"])[has_order]
    if segmentation.algorithm == "rfm":
        segmentation, said = _exactly(segmentation, buyers, members[has_order], ids, currency)
    else:
        features = dict.fromkeys((*clustering.FEATURES, *segmentation.parameters.get("features", ())))
        said = _nearly(buyers, ids, tuple(features), segmentation.parameters["monetary"], currency)
    flags = np.zeros(len(customers), dtype=bool)
    flags[has_order] = found.flags
    names = {group.id: group.name for group, _ in segmentation.segments}
    metrics = {"outliers": int(found.flags.sum()), "rules": {one: rule.as_json() for one, rule in said.items()}}
    return replace(
        segmentation,
        members=members.assign(is_outlier=flags),
        metrics=segmentation.metrics | metrics,
        parameters=segmentation.parameters | {"outlier_rule": outliers.RULE},
        rules=segment_rules.columns(said),
        outliers=outliers.listing(buyers, _shared(ids, names), found),
    )


def _shared(ids: pd.Series | np.ndarray, names: Mapping[str, str] | None = None) -> np.ndarray:
    """Texts, or what they stand for: an object for each different one, where pandas would make one for each row."""
    numbers, known = pd.factorize(ids)
    return np.array([names[one] if names else one for one in known], dtype=object)[numbers]


def _nearly(
    buyers: pd.DataFrame, ids: np.ndarray, features: tuple[str, ...], measure: str, currency: str
) -> dict[str, segment_rules.Rule]:
    """Rules by the columns of `customer_features`, so that anyone can follow them: of net money by the column `net`."""
    column = money.COLUMNS[measure]
    named = dict.fromkeys(column if one == "monetary" else one for one in features)
    return segment_rules.find_rules(buyers.assign(**{column: buyers["monetary"]}), ids, tuple(named), currency)


def _exactly(
    segmentation: Segmentation, buyers: pd.DataFrame, members: pd.DataFrame, ids: np.ndarray, currency: str
) -> tuple[Segmentation, dict[str, segment_rules.Rule]]:
    """RFM groups with the cells and cut points of their scores, and the rules that these are."""
    if not len(buyers):
        return segmentation, {}
    cells = rfm_rules.score_cells(buyers, members)
    measure = segmentation.parameters["monetary"]
    said = rfm_rules.exact_rules(buyers, ids, cells, measure)
    parameters = segmentation.parameters | {"scores": rfm_rules.score_key(cells, currency, measure)}
    metrics = segmentation.metrics | {"score_cells": cells.to_dict("list")}
    return replace(segmentation, parameters=parameters, metrics=metrics), said


def crossed(segmentations: list[Segmentation]) -> list[Segmentation]:
    """The same, each knowing how it goes together with the others."""
    found = crossing.cross([(one.algorithm, one.members) for one in segmentations], tuple(WITHOUT_ORDER))
    return [replace(one, metrics=one.metrics | {"crossed": found[one.algorithm]}) for one in segmentations]


def _groups(
    rfm: pd.DataFrame, fitted: Clustering, previous: identity.Previous | None
) -> tuple[list[Group], dict[str, Any]]:
    """The group of each cluster, and at the end, where -1 leads, that of noise if there is any; what is kept of it."""
    inside = fitted.labels != NOISE
    named = identity.name_clusters(
        *_mean_scores(rfm[inside], fitted.labels[inside]),
        fitted.labels[inside],
        _centroids(fitted),
        previous.of(inside) if previous else None,
    )
    return named.groups if inside.all() else [*named.groups, naming.UNCLUSTERED], named.record


def _centroids(fitted: Clustering) -> list[dict[str, float]]:
    return [dict(zip(fitted.recipe.features, map(float, row), strict=True)) for row in fitted.centroids]


def _described(group: Group, buyers: pd.DataFrame, labels: np.ndarray, number: int, currency: str, measure: str) -> str:
    """What its customers are like, by their means."""
    own = labels == (NOISE if group is naming.UNCLUSTERED else number)
    values = [float(doubles(buyers[name])[own].mean()) for name in clustering.FEATURES]
    return naming.describe(group, naming.Profile(*values), currency, measure)


def _mean_scores(rfm: pd.DataFrame, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean recency score and mean value score (FM) of each cluster."""
    recency, frequency, monetary = (rfm[name].to_numpy(dtype=np.int64) for name in ("r_score", "f_score", "m_score"))
    return _means(recency, labels), _means(value_score(frequency, monetary), labels)


def _means(values: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.bincount(labels, weights=values) / np.maximum(np.bincount(labels), 1)


def _parameters(fitted: Clustering, k: Numbers, aside: np.ndarray | None) -> dict[str, Any]:
    """All that it takes to assign the same customers again."""
    recipe, preparation = fitted.recipe, fitted.preparation
    low, high = (clustering.SMALLEST, clustering.LARGEST) if k is None else k if isinstance(k, tuple) else (k, k)
    scaled = say("standardised") if recipe.scale == "standard" else say("scaled by median and quartiles")
    powers = say("{transform}, then {what}", transform=recipe.transform, what=scaled)
    apart = 0 if aside is None else int(aside.sum())
    found: dict[str, Any] = {
        "features": list(recipe.features),
        "transform": scaled if recipe.transform == "none" else powers,
        "means": fitted.means.tolist(),
        "scales": fitted.scales.tolist(),
        "seed": fitted.seed,
        "fit_rows": fitted.fit_rows,
        "assignment": ALGORITHMS[recipe.algorithm].assignment,
        "outliers": say("kept") if aside is None else say(ASIDE, rows=apart),
    }
    if recipe.weights:
        found["weights"] = list(recipe.weights)
    if recipe.features != clustering.FEATURES:
        found |= {"missing": names.MISSING, "fills": preparation.fills.tolist()}
    if preparation.powers is not None:
        found["powers"] = preparation.powers.tolist()
    if not ALGORITHMS[recipe.algorithm].has_k:
        return found
    found |= {"k": low if isinstance(k, int) else say("{low} to {high}", low=low, high=high), "rule": selection.RULE}
    return found | ({"starts": STARTS} if "means" in recipe.algorithm or recipe.algorithm == "minibatch" else {})


def _metrics(fitted: Clustering, groups: list[Group], customers: int) -> dict[str, Any]:
    choice = fitted.choice
    centroids = [{"segment_id": group.id, **row} for group, row in zip(groups, _centroids(fitted), strict=False)]
    details = dict(fitted.details)
    curves = {groups[label].id: values for label, values in details.pop("silhouettes", {}).items()}
    tree = details.get("dendrogram")
    for part in [*tree["lines"], *tree["leaves"]] if tree else ():
        label = part.pop("cluster")
        part["segment_id"] = None if label is None else groups[label].id
    return {
        "customers": customers,
        "with_order": len(fitted.labels),
        "k": choice.k,
        "reason": choice.reason,
        "against": list(choice.against),
        "silhouette": choice.taken.silhouette,
        "elbow": selection.elbow(choice.candidates),
        "gap_number": selection.gap_number(choice.candidates),
        "candidates": [vars(candidate) for candidate in choice.candidates],
        "centroids": centroids,  # of logs geometric means, in days, orders and money
        "centres": fitted.centres.tolist(),  # the same as the distances see them
        "silhouettes": curves,
        **details,
    }
