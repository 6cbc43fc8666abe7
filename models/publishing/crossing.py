"""Two segmentations of the same customers crossed: who is where in both, and how much they agree."""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select, update

from models.attributes.names import UNKNOWN
from models.rfm.groups import WITHOUT_ORDER
from models.store import statements
from warehouse.schema import segmentations

SKIPPED = [*WITHOUT_ORDER, UNKNOWN.id]  # of whom a segmentation knows nothing


def adjusted_rand(table: pd.DataFrame) -> float:
    """Of a table of counts (Hubert & Arabie 1985): 1 for the same segments, about 0 for chance."""
    total = _pairs(float(table.to_numpy().sum()))
    both = float(_pairs(table.to_numpy(dtype=float)).sum())
    rows, columns = (float(_pairs(table.sum(axis=axis).to_numpy(dtype=float)).sum()) for axis in (1, 0))
    expected = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _pairs(count: Any) -> Any:
    return count * (count - 1) / 2


def cross(members: Sequence[tuple[str, pd.DataFrame]], skipped: Collection[str]) -> dict[str, dict[str, Any]]:
    """For each algorithm, what it has in common with each other one: `{"cells": [[own, other, customers] …],
    "adjusted_rand": …}`.

    `members` are frames with the same customers in the same rows; segments called `skipped` (no order) do not count.
    """
    found: dict[str, dict[str, Any]] = {name: {} for name, _ in members}
    for number, (name, frame) in enumerate(members):
        for other, against in members[number + 1 :]:
            table = _counts(frame["segment_id"], against["segment_id"])
            table = table.drop(index=list(skipped), columns=list(skipped), errors="ignore")
            agreed = round(adjusted_rand(table), 6)
            cells = [[a, b, int(table.at[a, b])] for a in table.index for b in table.columns if table.at[a, b]]
            found[name][other] = {"cells": cells, "adjusted_rand": agreed}
            found[other][name] = {"cells": [[b, a, n] for a, b, n in cells], "adjusted_rand": agreed}
    return found


def _counts(own: pd.Series, theirs: pd.Series) -> pd.DataFrame:
    """Customers by their segments in both. What `pandas.crosstab` does takes a hundred bytes a customer."""
    (rows, index), (places, columns) = pd.factorize(own, sort=True), pd.factorize(theirs, sort=True)
    cells = np.bincount(rows * len(columns) + places, minlength=len(index) * len(columns))
    return pd.DataFrame(cells.reshape(len(index), len(columns)), index=index, columns=columns)


def cross_stored(connection: Connection, segmentation_id: int, others: Collection[int]) -> None:
    """Put into the metrics of a written segmentation, and of the others, who is where in both: the customers of whom
    both know something. Where there are none, nothing is put.
    """
    s = segmentations.c
    statement = select(s.segmentation_id, s.algorithm, s.metrics).where(
        s.segmentation_id.in_([segmentation_id, *others])
    )
    rows = {row.segmentation_id: row for row in connection.execute(statement)}
    known = {number: dict(row.metrics.get("crossed") or {}) for number, row in rows.items()}
    for other in others:
        parameters = {"own": segmentation_id, "other": other, "skipped": SKIPPED}
        cells = [list(row) for row in statements.run(connection, "publishing", "crossed_segments", parameters)]
        if not cells:
            continue
        frame = pd.DataFrame(cells, columns=["own", "other", "customers"])
        table = frame.pivot_table(index="own", columns="other", values="customers", fill_value=0)
        agreed = round(adjusted_rand(table), 6)
        known[segmentation_id][rows[other].algorithm] = {"cells": cells, "adjusted_rand": agreed}
        turned = [[b, a, n] for a, b, n in cells]
        known[other][rows[segmentation_id].algorithm] = {"cells": turned, "adjusted_rand": agreed}
    for number, crossed in known.items():
        metrics = {**rows[number].metrics, "crossed": crossed}
        connection.execute(update(segmentations).where(s.segmentation_id == number).values(metrics=metrics))
