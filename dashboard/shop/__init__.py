"""The shop behind every page: its database, what is published, answers kept, and who may be written to.

Pages and components ask it; it asks the queries.
"""

from dashboard.shop.shop import Place, Shop
from dashboard.shop.viewer import (
    EVERYTHING,
    NOBODY,
    FewError,
    LimitedError,
    Viewer,
    be,
    be_known_by,
    for_viewers,
    viewing,
)

__all__ = [
    "EVERYTHING",
    "NOBODY",
    "FewError",
    "LimitedError",
    "Place",
    "Shop",
    "Viewer",
    "asker",
    "be",
    "be_known_by",
    "beside",
    "dated",
    "few",
    "finished",
    "for_viewers",
    "mailing",
    "once",
    "own",
    "runs",
    "said",
    "segments_in_view",
    "viewing",
]
