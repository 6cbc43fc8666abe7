"""The shop behind every page: its database, what is published, answers kept, and who may be written to.

Pages and components ask it; it asks the queries.
"""

from dashboard.shop.shop import Place, Shop

__all__ = ["Place", "Shop", "asker", "mailing", "runs", "segments_in_view"]
