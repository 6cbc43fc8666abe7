"""Two segmentations of the same customers crossed: who is where in both, and how much they agree."""

from collections.abc import Sequence
from typing import Any

import pandas as pd


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


def cross(members: Sequence[tuple[str, pd.DataFrame]], skipped: str) -> dict[str, dict[str, Any]]:
    """For each algorithm, what it has in common with each other one: `{"cells": [[own, other, customers] …],
    "adjusted_rand": …}`.

    `members` are frames with the same customers in the same rows; segments called `skipped` (no order) do not count.
    """
    found: dict[str, dict[str, Any]] = {name: {} for name, _ in members}
    for number, (name, frame) in enumerate(members):
        for other, against in members[number + 1 :]:
            own, theirs = pd.Categorical(frame["segment_id"]), pd.Categorical(against["segment_id"])
            table = pd.crosstab(own, theirs).drop(index=skipped, columns=skipped, errors="ignore")
            agreed = round(adjusted_rand(table), 6)
            cells = [[a, b, int(table.at[a, b])] for a in table.index for b in table.columns if table.at[a, b]]
            found[name][other] = {"cells": cells, "adjusted_rand": agreed}
            found[other][name] = {"cells": [[b, a, n] for a, b, n in cells], "adjusted_rand": agreed}
    return found
