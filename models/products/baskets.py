"""What segments buy more than others, what goes together, what to offer next; written beside the marts.

Baskets are sale orders of identified customers: guest invoices often book the orders of many people as one, in which
everything goes with everything. Postage and fees are no products.
"""

import csv
import io
from collections.abc import Collection

import numpy as np
import pandas as pd
from sqlalchemy import Connection, delete, func, select

from models.features.tables import Advance
from models.products.bounds import deviations, wilson_lower
from models.products.pairs import PairCounts, possessions
from models.store.analysis import Analysis
from warehouse.bulk import copy_in
from warehouse.schema import product_pairs, segment_lift, segment_offers, segments

SHARED_STEPS, STEPS = 2, 1  # of a run, of a segmentation
LIFT_PRODUCTS = 1_000  # the most often bought ones; the best sellers of a view may be others
PAIR_PRODUCTS = 300  # so that the table of all pairs has at most 45,000 cells
LEAST_CUSTOMERS = 10  # fewer are no evidence
LEAST_SHARE = 0.01  # of a segment's buyers
MOST_RANKED = 200  # products of a segment
MOST_RULES = 20  # of a product
MOST_OFFERS = 20  # to a segment
CODES = "select cast(stock_code as text) as stock_code from popular_products where position <= $most order by position"
ORDERS = "select count(*) from orders where gross > 0"


def publish(analysis: Analysis, new: Collection[int], advance: Advance) -> None:
    """Replace the shared rules and write the tables of the new segmentations; members and products have to be there."""
    connection = analysis.connection
    analysis.create("products", "popular_products", {"most": LIFT_PRODUCTS})
    analysis.create("products", "popular_buyers")
    advance(1)
    codes = _codes(analysis)
    rules = find_rules(_count_pairs(analysis, len(codes)), analysis.value(ORDERS), codes)
    connection.execute(delete(product_pairs))
    _copy(connection, product_pairs.name, rules.drop(columns=["i", "j"]))
    advance(1)
    for segmentation_id in new:
        _write_lift(analysis, segmentation_id)
        _write_offers(analysis, segmentation_id, rules, codes)
        advance(1)


def find_rules(counts: PairCounts, all_orders: int, codes: list[str]) -> pd.DataFrame:
    """The rules worth keeping, best first for each product: the columns of `product_pairs`, and `i`, `j`, positions.

    Kept are the MOST_RULES with the highest bound of the lift, where that is above 1 and LEAST_CUSTOMERS ordered both
    at once, so that one buyer's habit makes no rule. The bound is Wilson's of the confidence, over the share of all
    orders that hold the second product; all orders are so many that this share counts as known.
    """
    both, customers, single = counts.orders, counts.customers, np.diag(counts.orders)
    i, j = np.nonzero(customers >= LEAST_CUSTOMERS)
    z = deviations(counts.size * (counts.size - 1))
    usual = single[j] / all_orders if all_orders else np.ones(len(j))
    frame = pd.DataFrame(
        {
            "stock_code": [codes[one] for one in i],
            "other_stock_code": [codes[one] for one in j],
            "orders": both[i, j],
            "customers": customers[i, j],
            "orders_of": single[i],
            "orders_of_other": single[j],
            "all_orders": all_orders,
            "confidence": both[i, j] / single[i],
            "confidence_bound": wilson_lower(both[i, j], single[i], z),
            "i": i,
            "j": j,
        }
    )
    frame["lift"] = frame["confidence"] / usual
    frame["lift_bound"] = frame["confidence_bound"] / usual
    frame = frame[frame["lift_bound"] > 1]
    ranked = frame.sort_values(["i", "lift_bound", "j"], ascending=[True, False, True], kind="stable")
    return ranked.groupby("i", sort=False).head(MOST_RULES).reset_index(drop=True)


def find_offers(segment_id: str, owned: np.ndarray, rules: pd.DataFrame) -> pd.DataFrame:
    """What to offer a segment: the columns of `segment_offers` but the segmentation, most expected takers first.

    `owned`: how many of its customers have bought two products, the diagonal one of them. Each product is offered for
    one reason only, the one with most expected takers.
    """
    i, j = rules["i"].to_numpy(int), rules["j"].to_numpy(int)
    lacking = owned[i, i] - owned[i, j]
    expected = lacking * rules["confidence_bound"].to_numpy(float)
    kept = np.flatnonzero(lacking >= LEAST_CUSTOMERS)
    kept = kept[np.lexsort((i[kept], j[kept], -expected[kept]))]
    _, best = np.unique(j[kept], return_index=True)
    kept = kept[np.sort(best)][:MOST_OFFERS]
    frame = rules[["stock_code", "other_stock_code"]].iloc[kept].reset_index(drop=True)
    return frame.assign(
        customers=lacking[kept], expected=expected[kept], segment_id=segment_id, rank=np.arange(1, len(kept) + 1)
    )


def _codes(analysis: Analysis) -> list[str]:
    return analysis.ask(CODES, {"most": PAIR_PRODUCTS}).read_all()["stock_code"].to_pylist()


def _count_pairs(analysis: Analysis, size: int) -> PairCounts:
    counts = PairCounts(size)
    counts.add(analysis.run("products", "baskets", {"most": PAIR_PRODUCTS}))
    return counts


def _write_lift(analysis: Analysis, segmentation_id: int) -> None:
    own = select(func.count()).select_from(segments).where(segments.c.segmentation_id == segmentation_id)
    comparisons = analysis.connection.scalar(own) * analysis.value("select count(*) from popular_products")
    parameters = {
        "segmentation_id": segmentation_id,
        "z": deviations(comparisons),
        "least_customers": LEAST_CUSTOMERS,
        "least_share": LEAST_SHARE,
        "most_ranked": MOST_RANKED,
    }
    analysis.insert("products", segment_lift.name, parameters)


def _write_offers(analysis: Analysis, segmentation_id: int, rules: pd.DataFrame, codes: list[str]) -> None:
    parameters = {"segmentation_id": segmentation_id, "most": PAIR_PRODUCTS}
    rows = analysis.run("products", "segment_baskets", parameters)
    found = [find_offers(segment_id, owned, rules) for segment_id, owned in possessions(rows, len(codes))]
    if found:
        offers = pd.concat(found, ignore_index=True).assign(segmentation_id=segmentation_id)
        _copy(analysis.connection, segment_offers.name, offers)


def _copy(connection: Connection, table_name: str, frame: pd.DataFrame) -> None:
    buffer = io.StringIO()
    frame.to_csv(buffer, index=False, header=False, quoting=csv.QUOTE_NONNUMERIC)
    copy_in(connection, table_name, list(frame), [buffer.getvalue().encode()])
