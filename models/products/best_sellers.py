"""The best-selling products, the only ones whose sales are kept by segment and month."""

from models.store import statements
from models.store.analysis import Analysis

STEPS = 1
# As many as keep segment_products, 13 segments with guests and prospects, at a size that answers at once.
LIMITS = {"most": 5_000, "fewest": 100, "row_budget": 1_000_000, "segments": 13}


def find(analysis: Analysis) -> None:
    """Make the table of their sales that the marts of this run need; the shared tables have to be there."""
    best_sellers = analysis.value(statements.read("products", "best_sellers"), LIMITS)
    analysis.create("products", "best_seller_sales", {"best_sellers": best_sellers})
