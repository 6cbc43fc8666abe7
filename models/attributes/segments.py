"""Customers' attributes -> the segmentation by attributes alone."""

import io
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
from sqlalchemy import Connection, Float, cast, select

from models.attributes import explanations, standing
from models.attributes.choice import choose_features
from models.attributes.contents import with_age
from models.attributes.features import Attribute, Feature
from models.attributes.kmeans import FENCE, MOST_ASIDE, SKEWED, Fitted, fit_clusters
from models.attributes.measures import without_repeats
from models.attributes.names import UNKNOWN, name_segments
from models.attributes.traits import Profile
from models.clusters import clustering, selection
from models.clusters.kinds import SEED
from models.clusters.naming import percent
from models.rfm.segmentation import Segmentation
from models.rules import segment_rules
from warehouse.bulk import copy_out
from warehouse.errors import NoDataError
from warehouse.schema import attributes, segmentations
from wording.languages import to_say

ALGORITHM = "attributes"
OUTLIERS = to_say(
    "Rows beyond the quartiles by more than {fence} times their distance in any feature that is not yes or no, the "
    "factor doubled until at most {share} are; they take no part in the fit and get the nearest segment"
).format(fence=FENCE, share=percent(MOST_ASIDE, 0))
TRANSFORM = to_say("log1p where the skewness is above {part}, then standardised; gaps get the median").format(
    part=f"{SKEWED:g}"
)


@dataclass(frozen=True)
class Choices:
    """What a person can choose; enough to make the same segmentation again."""

    features: str | None = None  # as `--features`
    k: int | None = None
    seed: int = SEED


def segment_by_attributes(connection: Connection, choices: Choices) -> Segmentation:
    """Segment everyone in `customer_features` by what `customers.attributes` says.

    Raises NoDataError without attributes or where they tell nobody apart, InputError for choices that cannot be used.
    """
    profiles = read_attributes(connection)
    if not profiles:
        raise NoDataError("There are no customer attributes yet: load some with python -m etl customers FILE.")
    features = choose_features(profiles, choices.features)
    ids, keys, values = read_values(connection, features)
    if not choices.features:
        told = without_repeats(features, values)
        features, values = [features[at] for at in told], values[:, told]
    features = [with_age(feature, column) for feature, column in zip(features, values.T, strict=True)]
    known = ~np.isnan(values).all(axis=1)
    inside = values[known]
    medians = np.nanmedian(inside, axis=0) if len(inside) else np.zeros(len(features))
    filled = np.where(np.isnan(inside), medians, inside)
    weights = np.array([feature.weight for feature in features])
    fitted = fit_clusters(filled, keys[known], choices.k, choices.seed, weights)
    rank_of, profile = standing.rank(features, inside, fitted)
    ranks = rank_of[fitted.labels]
    groups = name_segments(profile, any(one.meaning == "spend" for one in features))
    segment_ids = np.full(len(ids), UNKNOWN.id, dtype=object)
    segment_ids[known] = np.array([group.id for group, _ in groups], dtype=object)[ranks]
    is_outlier = np.zeros(len(ids), dtype=bool)
    is_outlier[known] = fitted.is_outlier
    said = explanations.find(features, inside, keys[known], segment_ids[known])
    names = np.array([group.name for group, _ in groups], dtype=object)[ranks]
    nobody = pd.array([pd.NA] * len(ids), dtype="Int16")
    scores = dict.fromkeys(("r_score", "f_score", "m_score"), nobody)
    return Segmentation(
        name=f"Attributes, {fitted.choice.k} segments",
        algorithm=ALGORITHM,
        parameters=_parameters(features, fitted, choices, medians),
        metrics=_metrics(features, fitted, profile, [group.id for group, _ in groups], len(ids))
        | {"silhouettes": {groups[rank_of[label]][0].id: curve for label, curve in fitted.curves.items()}}
        | {"rules": {one: rule.as_json() for one, rule in said.items()}},
        segments=[*groups, (UNKNOWN, f"{UNKNOWN.who}.")],
        members=pd.DataFrame({"customer_id": ids, "segment_id": segment_ids, **scores, "is_outlier": is_outlier}),
        rules=segment_rules.columns(said),
        outliers=explanations.unusual(features, inside, ids[known], names, fitted),
    )


def segment_again(connection: Connection) -> Segmentation | None:
    """The published segmentation by attributes made anew with the same choices; None where there is none."""
    published = (segmentations.c.algorithm == ALGORITHM) & segmentations.c.published
    parameters = connection.scalar(select(segmentations.c.parameters).where(published))
    return None if parameters is None else segment_by_attributes(connection, Choices(**parameters["asked"]))


def read_attributes(connection: Connection) -> list[Attribute]:
    """The profiles of all attributes, in the order of the file."""
    names = ("name", "label", "kind", "customers", "is_constant", "is_unique", "frequent", "distinct_values")
    measures = (cast(attributes.c[name], Float).label(name) for name in ("least", "most", "mean"))
    rows = connection.execute(
        select(*(attributes.c[name] for name in names), *measures).order_by(attributes.c.position)
    )
    found = []
    for row in rows:
        frequent, counts = ([pair[side] for pair in row.frequent] for side in (0, 1))
        found.append(Attribute(**row._asdict() | {"frequent": tuple(frequent), "counts": tuple(counts)}))
    return found


def read_values(connection: Connection, features: list[Feature]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Everyone's customer_id (n), sample key (n) and features (n × f, NaN where unknown), sorted by customer_id."""
    parts = list(dict.fromkeys(part for feature in features for part in feature.parts))
    asked = {f"part_{i}": part for i, part in enumerate(parts)}
    columns = "".join(f", customers.attributes ->> :{key} as {key}" for key in asked)
    statement = (
        f"select customer_id, sample_key{columns} from customer_features left join customers using (customer_id) "  # noqa: S608
        'order by customer_id collate "C"'
    )
    types = {"customer_id": pa.string(), "sample_key": pa.int64()} | dict.fromkeys(asked, pa.string())
    convert = arrow_csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
    data = b"".join(copy_out(connection, statement, asked))
    table = arrow_csv.read_csv(
        io.BytesIO(data), convert_options=convert, parse_options=arrow_csv.ParseOptions(newlines_in_values=True)
    )
    texts = {part: table[key].to_pandas() for key, part in asked.items()}
    values = np.column_stack([_values(feature, texts) for feature in features])
    return table["customer_id"].to_numpy(), table["sample_key"].to_numpy(), values


def _values(feature: Feature, texts: dict[str, pd.Series]) -> np.ndarray:
    if feature.categories:
        column = texts[feature.parts[0]]
        inside = column.isin(feature.categories) != feature.is_rest
        return np.where(column.notna(), inside.astype(float), np.nan)
    numbers = pd.concat([pd.to_numeric(texts[part]) for part in feature.parts], axis=1)
    return numbers.sum(axis=1, min_count=1).to_numpy(dtype=np.float64)


def _parameters(features: list[Feature], fitted: Fitted, choices: Choices, medians: np.ndarray) -> dict[str, object]:
    """All that it takes to assign the same customers again."""
    return {
        "features": [feature.words for feature in features],
        "transform": TRANSFORM,
        "logs": fitted.logs.tolist(),
        "medians": medians.tolist(),
        "means": fitted.means.tolist(),
        "scales": fitted.scales.tolist(),
        "weights": [feature.weight for feature in features],
        "outliers": OUTLIERS,
        "outlier_rule": OUTLIERS,
        "fence": fitted.fence,
        "k": choices.k if choices.k is not None else f"{clustering.SMALLEST} to {clustering.LARGEST}",
        "rule": selection.RULE,
        "seed": choices.seed,
        "starts": clustering.STARTS,
        "fit_rows": fitted.fit_rows,
        "asked": asdict(choices),
    }


def _metrics(
    features: list[Feature], fitted: Fitted, profile: Profile, segment_ids: list[str], customers: int
) -> dict[str, object]:
    labels = [feature.label for feature in features]
    profiles = [
        {"segment_id": segment_id, "means": dict(zip(labels, map(_known, row), strict=True))}
        for segment_id, row in zip(segment_ids, profile.means, strict=True)
    ]
    return {
        "customers": customers,
        "with_attributes": len(fitted.labels),
        "set_aside": int(fitted.is_outlier.sum()),
        "k": fitted.choice.k,
        "outliers": int(fitted.is_outlier.sum()),
        "reason": fitted.choice.reason,
        "against": list(fitted.choice.against),
        "elbow": selection.elbow(fitted.choice.candidates),
        "gap_number": selection.gap_number(fitted.choice.candidates),
        "silhouette": fitted.choice.taken.silhouette,
        "candidates": [vars(candidate) for candidate in fitted.choice.candidates],
        "profiles": profiles,
        "shares": [label for label, is_share in zip(labels, profile.is_share, strict=True) if is_share],  # yes or no
        "centres": fitted.centres.tolist(),
    }


def _known(mean: float) -> float | None:
    """A mean as JSON holds it: nothing where nobody's value is known."""
    return None if np.isnan(mean) else float(mean)
