"""The best-selling products, the only ones whose sales are kept by segment and month."""

from sqlalchemy import Connection

from models.store import statements

STEPS = 1
# As many as keep segment_products, 13 segments with guests and prospects, at a size that answers at once.
LIMITS = {"most": 5_000, "fewest": 100, "row_budget": 1_000_000, "segments": 13}


def find(connection: Connection) -> None:
    """Make the table of their sales that the marts of this transaction need; the features have to be there."""
    best_sellers = statements.run(connection, "products", "best_sellers", LIMITS).scalar_one()
    statements.create_temporary(connection, "products", "best_seller_sales", {"best_sellers": best_sellers})
