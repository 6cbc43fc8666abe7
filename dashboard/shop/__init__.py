"""The shop behind every page: its database, what is published, answers kept, and who may be written to.

Pages and components ask it; it asks the queries.
"""

from dashboard.shop.shop import Place, Shop
from dashboard.shop.viewer import LimitedError, for_viewers

__all__ = ["LimitedError", "Place", "Shop", "for_viewers", "mailing", "runs", "segments_in_view"]
