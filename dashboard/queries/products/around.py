"""What customers had bought before they bought a product first, and what after it, against others with as many orders.

Each customer counts once; of a fixed sample, so that the cost does not grow with the shop. Countries, segments and
audiences of the filter hold, its months do not.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
from sqlalchemy import Connection, text

from dashboard.filters.selection import Scope
from dashboard.queries.frames import read
from warehouse.bulk import read_sql_file

BEFORE, AFTER = "before", "after"
SAMPLED = 700  # buyers
POOL = 10_000  # customers of the fixed sample that others are found among
LEAST_CUSTOMERS, LEAST_SHARE = 10, 0.02  # of both groups: fewer are no evidence, or little use
ERROR = 0.05  # chance that any one of all the bounds of a card is too high
COUNTS = ("hits", "other_hits", "people", "other_people")


def bought_around(connection: Connection, scope: Scope, stock_code: str) -> pd.DataFrame:
    """One row another product: `stock_code`, `description`; and before and after, `before_…` and `after_…`: `hits` of
    `people`, buyers who had bought it then of those with an order then, and `other_hits` of `other_people`."""
    statement = text(read_sql_file("dashboard.queries.products.sql", "bought_around.sql").format(**_inside(scope)))
    values = {"stock_code": stock_code, "sampled": SAMPLED, "pool": POOL, **_values(scope)}
    return read(connection, statement.bindparams(**values))


def side(found: pd.DataFrame, name: str) -> pd.DataFrame:
    """What was bought BEFORE, or AFTER: `stock_code`, `description` and COUNTS, of the products that LEAST_CUSTOMERS
    and LEAST_SHARE of both groups together had then; and the same in each row, `usual_lift`: how much more of
    everything buyers had."""
    one = found[["stock_code", "description"]].assign(**{count: found[f"{name}_{count}"] for count in COUNTS})
    mean, other_mean = (one[hits].sum() / one[people] for hits, people in (COUNTS[::2], COUNTS[1::2]))
    one = one.assign(usual_lift=mean / other_mean)
    had, of = one["hits"] + one["other_hits"], one["people"] + one["other_people"]
    return one[(had >= LEAST_CUSTOMERS) & (had >= LEAST_SHARE * of)].reset_index(drop=True)


def stand_out(found: pd.DataFrame) -> pd.DataFrame:
    """Of a `side` the products that more of the buyers had than of the others, beyond chance and beyond how much more
    they had of everything; most certain first. `share`, `other_share`, `lift` and `lift_bound` are added.

    The bound is Katz's log interval with half a customer added to each count (Katz et al. 1978; Walter 1975), as of
    what segments take to, for all products of the side at once.
    """
    hits, other_hits, people, other_people = (found[name].astype(float) for name in COUNTS)
    a, b, n, m = (one + 0.5 for one in (hits, other_hits, people, other_people))
    z = NormalDist().inv_cdf(1 - ERROR / max(len(found), 1))
    halved = a * m / (b * n)
    had = found.assign(
        share=hits / people,
        other_share=other_hits / other_people,
        lift=halved.where(other_hits == 0, hits * other_people / (people * other_hits)),
        lift_bound=np.exp(np.log(halved) - z * np.sqrt(1 / a - 1 / n + 1 / b - 1 / m)),
    )
    kept = had[(hits >= LEAST_CUSTOMERS) & (had["lift_bound"] > np.maximum(found["usual_lift"], 1))]
    return kept.sort_values(["lift_bound", "stock_code"], ascending=[False, True]).reset_index(drop=True)


def _inside(scope: Scope) -> dict[str, str]:
    """What the statement says of who is in the scope; it looks up only what is asked."""
    homes, segments = "join listed_customers using (customer_id)", "join customer_segments using (customer_id)"
    of_segment = (
        "customer_segments.segmentation_id = :segmentation_id and customer_segments.segment_id = any(:segments)"
    )
    conditions = ["true", *([of_segment] if scope.segments else [])]
    conditions += ["listed_customers.country = any(:countries)"] if scope.countries else []
    of_audience = "{}.customer_id = any(cast(:members as text[]))" if scope.audience is not None else "true"
    found = " and ".join(conditions)
    return {
        "members": " ".join([segments if scope.segments else "", homes if scope.countries else ""]),
        "inside": f"{found} and {of_audience.format('customer_products')}",
        "other_members": segments if scope.segments else "",
        "other_inside": f"{found} and {of_audience.format('listed_customers')}",
    }


def _values(scope: Scope) -> dict[str, object]:
    values: dict[str, object] = {}
    if scope.segments:
        values |= {"segmentation_id": scope.segmentation_id, "segments": list(scope.identified_segments)}
    if scope.countries:
        values["countries"] = list(scope.countries)
    if scope.audience is not None:
        values["members"] = scope.audience.numbers
    return values
