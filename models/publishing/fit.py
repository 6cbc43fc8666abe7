"""A model run from end to end: features, RFM groups, k-means, marts, publication."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, select

from models.attributes import joined_features
from models.attributes.segments import ALGORITHM, segment_again
from models.clusters import clustering, identity, outliers
from models.clusters.clustering import Recipe
from models.clusters.kinds import ALGORITHMS as CLUSTERINGS
from models.clusters.kinds import SEED, Numbers
from models.features import lines, money, tables
from models.features.tables import Advance
from models.history import drift, months
from models.products import baskets, best_sellers
from models.publishing import KEEP, crossing, publish
from models.publishing.segmentations import (
    clustered_segmentation,
    crossed,
    ordered,
    rfm_segmentation,
    with_rules,
)
from models.rfm.segmentation import Segmentation
from models.store.analysis import Analysis
from models.value import run as value
from warehouse.errors import InputError, NoDataError
from warehouse.schema import segmentations, segments

ALWAYS = ("rfm", "kmeans")
ALGORITHMS = ("rfm", *CLUSTERINGS)
OWN_STEPS = 1 + len(publish.MARTS) + baskets.STEPS + months.STEPS  # of a segmentation
STEPS = tables.STEPS + best_sellers.STEPS + 3 + len(ALWAYS) * OWN_STEPS + baskets.SHARED_STEPS + months.SHARED_STEPS
NOBODY = (
    "No line that is loaded names a customer, so there is nobody to put into a segment: load the file again with "
    '--map customer_id="COLUMN", a column that tells buyers apart (a customer number, an email address, a phone number '
    "or a name), after `python -m etl status` and `python -m etl undo` of the load without."
)


def steps_of(options: "Options") -> int:
    """How often `fit` calls `advance`; STEPS without options."""
    extra = len(options.recipes) - 1
    return STEPS + extra * (1 + OWN_STEPS)


@dataclass(frozen=True)
class Options:
    """What a person can choose about a run."""

    as_of: date | None = None
    seed: int = SEED
    k: Numbers = None
    keep: int = KEEP
    currency: str = "GBP"
    algorithms: tuple[str, ...] = ()  # besides RFM and k-means
    features: tuple[str, ...] = clustering.FEATURES
    transform: str = "log1p"
    scale: str = "standard"
    weights: tuple[float, ...] = ()  # of the features; empty: all the same
    set_aside: bool = False  # leave outliers out of the fit
    monetary: str | None = None  # net or gross; None: net where the store knows returns
    is_full: bool = False  # read all lines and write all tables anew, whatever an earlier run has kept

    @property
    def recipes(self) -> list[tuple[Recipe, bool]]:
        """What is fitted, and whether this run's choices apply to it: to all named, to k-means where none is."""
        choices = (self.features, self.transform, self.scale, self.weights)
        own = {name: Recipe(name, *choices) for name in self.algorithms or ("kmeans",)}
        return [(own.get("kmeans", Recipe()), "kmeans" in own)] + [
            (recipe, True) for name, recipe in own.items() if name != "kmeans"
        ]


@dataclass
class Outcome:
    """What a run did, for people and for `--json`."""

    as_of: date
    customers: int
    segmentations: list[dict[str, Any]] = field(default_factory=list)
    pruned: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    read: str = ""  # what was read of the store, in a sentence
    value: str = ""  # what is expected of the customers, in a sentence
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Plain values only."""
        return asdict(self) | {"as_of": self.as_of.isoformat(), "seconds": round(self.seconds, 1)}


def fit(
    engine: Engine,
    options: Options,
    advance: Advance = lambda amount: None,
    notify: Callable[[str], None] = lambda sentence: None,
) -> Outcome:
    """Compute and publish everything in one transaction; `advance` is called with 1 for each of STEPS.

    `notify` gets a sentence when the run has to wait for another one.

    Raises NoDataError when there are no transactions, InputError for options that cannot be used.
    """
    for recipe, _ in options.recipes:
        recipe.check()
    if options.keep < 1:
        raise InputError("At least one run has to be kept: --keep 1 or more.")
    started = perf_counter()
    with publish.pipeline(engine, notify) as analysis:
        outcome = _fit(analysis, options, advance)
    outcome.seconds = perf_counter() - started
    return outcome


def _fit(analysis: Analysis, options: Options, advance: Advance) -> Outcome:
    connection = analysis.connection
    found_lines = lines.look(connection, options.is_full)
    as_of = tables.resolve_as_of(connection, found_lines, options.as_of)
    changed = tables.rebuild(analysis, found_lines, as_of, advance)
    best_sellers.find(analysis)
    advance(best_sellers.STEPS)
    joined = joined_features.join(connection, options.features)
    options = replace(options, features=joined.features, weights=joined.weights)
    plain = [name for name in options.features if name not in joined.columns]
    measure = money.resolve(connection, options.monetary)
    customers = joined.add_to(tables.read_customers(connection, plain, measure))
    _check_customers(customers)
    outcome = Outcome(as_of, len(customers), read=changed.sentence())
    # Side by side: what is expected asks the analysis alone, the segmentations ask the store.
    with ThreadPoolExecutor(1) as beside:
        expected = beside.submit(value.expect, analysis, as_of, measure)
        found = segmentations_of(connection, customers, options, outcome.notes, advance, measure)
    outcome.value = value.publish(analysis, expected.result())
    advance(1)
    created_at = datetime.now(UTC)
    found = [drift.measured(connection, one, customers) for one in found]
    new = [publish.write(analysis, one, as_of, created_at, advance) for one in found]
    drift.record(connection, months.publish(analysis, dict(zip(new, found, strict=True)), customers, as_of, advance))
    for number in _by_attributes_again(analysis, as_of, created_at, outcome):
        crossing.cross_stored(connection, number, list(new))
        new.append(number)
    baskets.publish(analysis, new, advance)
    publish.flip(connection, new, (*ALGORITHMS, ALGORITHM))
    outcome.pruned = publish.prune(connection, options.keep)
    outcome.segmentations = [summary(connection, segmentation_id) for segmentation_id in new]
    return outcome


def _by_attributes_again(analysis: Analysis, as_of: date, created_at: datetime, outcome: Outcome) -> list[int]:
    """A published segmentation by attributes made anew, so that it stands on the same orders; its id, if there is."""
    try:
        found = segment_again(analysis.connection)
    except (NoDataError, InputError) as reason:
        outcome.notes.append(f"The segmentation by attributes is no longer published. {reason}")
        return []
    return [publish.write(analysis, found, as_of, created_at, lambda amount: None)] if found else []


def _check_customers(customers: pd.DataFrame) -> None:
    """Raise NoDataError where there is nobody to put into a segment."""
    if not len(customers):
        raise NoDataError(NOBODY)


def segmentations_of(
    connection: Connection,
    customers: pd.DataFrame,
    options: Options,
    notes: list[str],
    advance: Advance,
    measure: str = money.GROSS,
) -> list[Segmentation]:
    """RFM and what else can be fitted, a step each, with rules, outliers and how they go together.

    `customers` have their money by the measure.
    """
    found = [rfm_segmentation(customers, measure)]
    unusual = outliers.find(customers[ordered(customers)], options.seed)
    advance(1)
    for recipe, is_own in options.recipes:
        k, aside = (options.k, unusual.flags if options.set_aside else None) if is_own else (None, None)
        rfm = found[0].members
        previous = identity.read_previous(connection, recipe.algorithm, customers)
        try:
            found.append(
                clustered_segmentation(
                    customers, rfm, k, options.seed, options.currency, recipe, aside, previous, measure
                )
            )
        except NoDataError as reason:
            notes.append(f"{_missing(recipe)} {reason}")
        advance(1)
    return crossed([with_rules(one, customers, unusual, options.currency) for one in found])


def _missing(recipe: Recipe) -> str:
    if recipe.algorithm == "kmeans":
        return "Only the RFM groups are published."
    return f"{CLUSTERINGS[recipe.algorithm].name} is not published."


def summary(connection: Connection, segmentation_id: int) -> dict[str, Any]:
    """What was published: id, name, algorithm, metrics and the segments in their order, money as text."""
    columns = (
        segmentations.c.segmentation_id,
        segmentations.c.name,
        segmentations.c.algorithm,
        segmentations.c.metrics,
    )
    head = connection.execute(select(*columns).where(segmentations.c.segmentation_id == segmentation_id)).one()
    rows = connection.execute(
        select(segments).where(segments.c.segmentation_id == segmentation_id).order_by(segments.c.position)
    )
    listed = [
        {
            "segment_id": row.segment_id,
            "name": row.name,
            "customers": row.customers,
            "orders": row.orders,
            "gross": str(row.gross),
            "description": row.description,
        }
        for row in rows
    ]
    return {**head._asdict(), "segments": listed}
