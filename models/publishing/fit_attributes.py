"""`fit --source customers`: the segmentation by attributes, published beside the others in one transaction."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from time import perf_counter

from sqlalchemy import Connection, Engine, func, select, text

from models.attributes.segments import ALGORITHM, Choices, segment_by_attributes
from models.features import lines, recall, tables
from models.features.tables import Advance
from models.products import baskets, best_sellers
from models.publishing import KEEP, crossing, publish
from models.publishing.fit import Outcome, summary
from models.rfm.segmentation import Segmentation
from models.store.analysis import Analysis
from warehouse.errors import InputError, NoDataError
from warehouse.schema import loads, segmentations

MOST_SHOWN = 20  # features that a note lists by name
POOR = 0.25  # a silhouette below it: the segments run into each other
HAS_ORDERS = text("select exists (select from orders)")
STEPS = tables.STEPS + best_sellers.STEPS + 2 + len(publish.MARTS)


def fit_attributes(
    engine: Engine,
    choices: Choices,
    keep: int = KEEP,
    advance: Advance = lambda amount: None,
    notify: Callable[[str], None] = lambda sentence: None,
) -> Outcome:
    """Compute and publish; the other segmentations stay as they are. `advance` is called with 1 for each of STEPS.

    Raises NoDataError when no attributes are loaded, InputError for choices that cannot be used.
    """
    if keep < 1:
        raise InputError("At least one run has to be kept: --keep 1 or more.")
    started = perf_counter()
    with publish.pipeline(engine, notify) as analysis:
        connection = analysis.connection
        as_of = _prepare(analysis, advance)
        found = segment_by_attributes(connection, choices)
        advance(1)
        new = publish.write(analysis, found, as_of, datetime.now(UTC), advance)
        if connection.scalar(HAS_ORDERS):
            baskets.publish(analysis, [new], lambda amount: None)
        publish.flip(connection, [new], [ALGORITHM])
        published = select(segmentations.c.segmentation_id).where(segmentations.c.published)
        crossing.cross_stored(connection, new, [number for number in connection.scalars(published) if number != new])
        pruned = publish.prune(connection, keep)
        outcome = Outcome(as_of, len(found.members), [summary(connection, new)], pruned)
    outcome.notes.extend(_notes(found))
    outcome.seconds = perf_counter() - started
    return outcome


def _notes(found: Segmentation) -> Iterator[str]:
    """By what customers were segmented, and how far that may be trusted."""
    used = found.parameters["features"]
    more = f" and {len(used) - MOST_SHOWN} more" if len(used) > MOST_SHOWN else ""
    shown = ", ".join(used[:MOST_SHOWN]) + more
    yield f"Segmented by {shown}; choose others with --features."
    silhouette = found.metrics["silhouette"]
    if isinstance(silhouette, float) and silhouette < POOR:
        yield (
            f"These segments run into each other (silhouette {silhouette:.2f}, clear ones have {POOR} and more): "
            "fewer attributes, chosen with --features, may part customers better."
        )
    if aside := found.metrics["set_aside"]:
        word = "customer" if aside == 1 else "customers"
        yield f"{aside:,} extreme {word} took no part in the fit and got the nearest segment."


def _prepare(analysis: Analysis, advance: Advance) -> date:
    """The shared tables: as the last run left them where there is one, so that all segmentations stay one state."""
    connection = analysis.connection
    if connection.scalar(text("select not exists (select from attributes)")):
        raise NoDataError("There are no customer attributes yet: load some with python -m etl customers FILE.")
    last = connection.scalar(select(func.max(segmentations.c.as_of)).where(segmentations.c.published))
    found = lines.look(connection)
    if found.first is not None and last is not None and connection.scalar(HAS_ORDERS):
        tables.add_new_customers(connection)
        recall.recall(analysis, found)
        best_sellers.find(analysis)
        advance(tables.STEPS + best_sellers.STEPS)
        return last
    as_of = tables.resolve_as_of(connection, found, None) if found.first is not None else _last_load(connection)
    tables.rebuild(analysis, found, as_of, advance)
    best_sellers.find(analysis)
    advance(best_sellers.STEPS)
    return as_of


def _last_load(connection: Connection) -> date:
    """Without transactions: the day that the customers were last told of."""
    finished: datetime | None = connection.scalar(select(func.max(loads.c.finished_at)).where(loads.c.status == "done"))
    return (finished or datetime.now(UTC)).date()
