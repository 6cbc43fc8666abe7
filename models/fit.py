"""A model run from end to end: features, RFM groups, k-means, marts, publication."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, select

from models import baskets, clustering, drift, features, history, identity, publish
from models.attributes import ALGORITHM, segment_again
from models.features import Advance
from models.segmentation import kmeans_segmentation, rfm_segmentation
from models.value import run as value
from warehouse.errors import InputError, NoDataError
from warehouse.schema import segmentations, segments

ALGORITHMS = ("rfm", "kmeans")
OWN_STEPS = 1 + len(publish.MARTS) + baskets.STEPS + history.STEPS  # of a segmentation
STEPS = features.STEPS + 3 + len(ALGORITHMS) * OWN_STEPS + baskets.SHARED_STEPS + history.SHARED_STEPS
KEEP = 3


@dataclass(frozen=True)
class Options:
    """What a person can choose about a run."""

    as_of: date | None = None
    seed: int = clustering.SEED
    k: int | None = None
    keep: int = KEEP
    currency: str = "GBP"


@dataclass
class Outcome:
    """What a run did, for people and for `--json`."""

    as_of: date
    customers: int
    segmentations: list[dict[str, Any]] = field(default_factory=list)
    pruned: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
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
    if options.keep < 1:
        raise InputError("At least one run has to be kept: --keep 1 or more.")
    started = perf_counter()
    with publish.pipeline(engine, notify) as connection:
        outcome = _fit(connection, options, advance)
    outcome.seconds = perf_counter() - started
    return outcome


def _fit(connection: Connection, options: Options, advance: Advance) -> Outcome:
    as_of = features.resolve_as_of(connection, options.as_of)
    features.rebuild(connection, as_of, advance)
    customers = features.read_customers(connection)
    outcome = Outcome(as_of, len(customers))
    found = [rfm_segmentation(customers)]
    advance(1)
    try:
        previous = identity.read_previous(connection, "kmeans", customers)
        found.append(
            kmeans_segmentation(customers, found[0].members, options.k, options.seed, options.currency, previous)
        )
    except NoDataError as reason:
        outcome.notes.append(f"Only the RFM groups are published. {reason}")
    advance(1)
    outcome.value = value.publish(connection, as_of)
    advance(1)
    created_at = datetime.now(UTC)
    found = [drift.measured(connection, one, customers) for one in found]
    new = [publish.write(connection, one, as_of, created_at, advance) for one in found]
    drift.record(connection, history.publish(connection, dict(zip(new, found, strict=True)), customers, as_of, advance))
    new += _by_attributes_again(connection, as_of, created_at, outcome)
    baskets.publish(connection, new, advance)
    publish.flip(connection, new, (*ALGORITHMS, ALGORITHM))
    outcome.pruned = publish.prune(connection, options.keep)
    outcome.segmentations = [summary(connection, segmentation_id) for segmentation_id in new]
    return outcome


def _by_attributes_again(connection: Connection, as_of: date, created_at: datetime, outcome: Outcome) -> list[int]:
    """A published segmentation by attributes made anew, so that it stands on the same orders; its id, if there is."""
    try:
        found = segment_again(connection)
    except (NoDataError, InputError) as reason:
        outcome.notes.append(f"The segmentation by attributes is no longer published. {reason}")
        return []
    return [publish.write(connection, found, as_of, created_at, lambda amount: None)] if found else []


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
