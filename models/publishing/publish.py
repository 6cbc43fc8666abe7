"""Writes a segmentation and its marts beside the old ones, flips what is published, prunes. All in one transaction."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pandas as pd
import pyarrow as pa
from sklearn import config_context
from sqlalchemy import Connection, Engine, delete, insert, select, update
from threadpoolctl import threadpool_limits

from models.cohorts import retention
from models.features import money, tables
from models.features.tables import Advance
from models.rfm.groups import Group
from models.rfm.segmentation import MEMBER_COLUMNS, OUTLIER_COLUMNS, Segmentation
from models.store import statements
from models.store.analysis import Analysis, analysing
from warehouse.schema import (
    customer_outliers,
    customer_segments,
    customer_value,
    metadata,
    product_pairs,
    segmentations,
)
from warehouse.writers import sole_writer

MARTS = (
    "segment_activity",
    "segment_first_orders",
    "segment_last_orders",
    "segment_single_orders",
    "segment_hours",
    "segment_products",
    "segment_value",
    "segment_attributes",
    "segments",
)
IN_STORE = ("segment_value", "segment_attributes", "segments")  # from what the store alone knows, in its own dialect
# Tables of a run that others write, or only some runs have, deleted with it.
RESULTS = (
    retention.TABLE,
    *("segment_lift", "segment_offers", "segment_sizes", "segment_flows", "segment_histories"),
    customer_outliers.name,
)
WRITTEN = (  # by a run
    *(*tables.TABLES, *tables.BOUGHT, *MARTS, *RESULTS),
    *(customer_segments.name, customer_value.name, product_pairs.name),
)


@contextmanager
def pipeline(engine: Engine, notify: Callable[[str], None]) -> Iterator[Analysis]:
    """An analysis beside the one transaction of a run; commits at the end, leaves no trace of a failure.

    Waits for another run or a load to end, and says so to `notify`. The snapshot is taken after that and kept, so
    that nothing changes halfway.
    """
    waiting = "Waiting for another load or model run to end ..."
    with sole_writer(engine, lambda: notify(waiting), one_snapshot=True) as connection:
        statements.prepare(connection)
        # One thread for products of arrays: the same in, the same out; and on rows so few two only wait for each other.
        # What scikit-learn is given was made here: to look at it again takes a fifth of a small shop's run.
        known = config_context(assume_finite=True, skip_parameter_validation=True)
        with threadpool_limits(1), known, analysing(connection) as analysis:
            yield analysis
            analysis.finish()
        statements.analyze(connection, WRITTEN)
        connection.commit()


def write(
    analysis: Analysis,
    segmentation: Segmentation,
    as_of: date,
    created_at: datetime,
    advance: Advance,
) -> int:
    """Write one unpublished segmentation, its members and its marts (a step each); its id.

    The shared tables and `best_seller_sales` have to be there.
    """
    connection = analysis.connection
    segmentation_id = write_members(analysis, segmentation, as_of, created_at)
    _place(analysis, segmentation_id, segmentation.members)
    advance(1)
    parameters = {
        "segmentation_id": segmentation_id,
        "labels": json.dumps(
            [{**_label(*segment), **segmentation.rules.get(segment[0].id, {})} for segment in segmentation.segments]
        ),
    }
    for table_name in MARTS:
        if table_name in IN_STORE:
            statements.insert(connection, "publishing", table_name, parameters)
        else:
            analysis.insert("publishing", table_name, parameters)
        advance(1)
    retention.write(analysis, parameters)
    return segmentation_id


def write_members(analysis: Analysis, segmentation: Segmentation, as_of: date, created_at: datetime) -> int:
    """Write one unpublished segmentation and its members; its id."""
    values = {name: getattr(segmentation, name) for name in ("name", "algorithm", "parameters", "metrics")}
    connection = analysis.connection
    values["parameters"] = {"monetary": money.latest(connection)} | segmentation.parameters
    statement = insert(segmentations).values(**values, as_of=as_of, created_at=created_at)
    segmentation_id = connection.execute(statement.returning(segmentations.c.segmentation_id)).scalar_one()
    members = segmentation.members
    if "is_outlier" not in members:
        members = members.assign(is_outlier=False)
    analysis.write(customer_segments.name, _rows(segmentation_id, members, MEMBER_COLUMNS))
    if segmentation.outliers is not None:
        analysis.write(customer_outliers.name, _rows(segmentation_id, segmentation.outliers, OUTLIER_COLUMNS))
    return int(segmentation_id)


def _place(analysis: Analysis, segmentation_id: int, members: pd.DataFrame) -> None:
    """Let the marts know who is in which segment."""
    analysis.keep("named", pa.Table.from_pandas(members[["customer_id", "segment_id"]], preserve_index=False))
    analysis.add("publishing", "placed", {"segmentation_id": segmentation_id})


def flip(connection: Connection, new: Collection[int], algorithms: Collection[str]) -> None:
    """Publish the new segmentations instead of all others of these algorithms.

    An algorithm without a new one has nothing published any more: the old one would not match the new orders.
    """
    others = segmentations.c.algorithm.in_(algorithms) & segmentations.c.segmentation_id.not_in(new)
    connection.execute(update(segmentations).where(others & segmentations.c.published).values(published=False))
    connection.execute(update(segmentations).where(segmentations.c.segmentation_id.in_(new)).values(published=True))


def prune(connection: Connection, keep: int) -> list[int]:
    """Delete all but the newest `keep` segmentations of each algorithm, never a published one; the deleted ids."""
    rows = connection.execute(
        select(segmentations.c.segmentation_id, segmentations.c.algorithm, segmentations.c.published).order_by(
            segmentations.c.segmentation_id.desc()
        )
    )
    seen: dict[str, int] = {}
    old = []
    for segmentation_id, algorithm, published in rows:
        seen[algorithm] = seen.get(algorithm, 0) + 1
        if seen[algorithm] > keep and not published:
            old.append(segmentation_id)
    if old:
        for table_name in (*MARTS, *RESULTS, customer_segments.name, segmentations.name):
            table = metadata.tables[table_name]
            connection.execute(delete(table).where(table.c.segmentation_id.in_(old)))
    return old


def _label(group: Group, description: str) -> dict[str, Any]:
    return {
        "segment_id": group.id,
        "name": group.name,
        "position": group.position,
        "description": description,
        "advice": group.advice,
    }


def _rows(segmentation_id: int, members: pd.DataFrame, columns: Sequence[str]) -> pa.Table:
    rows = pa.Table.from_pandas(members, preserve_index=False)
    return rows.append_column("segmentation_id", pa.repeat(pa.scalar(segmentation_id), len(rows))).select(columns)
