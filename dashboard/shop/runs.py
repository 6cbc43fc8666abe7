"""The run behind a view: the published segmentation of a scope with all that its run kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.filters.selection import Scope
from dashboard.queries.segments import runs as queries
from dashboard.shop.shop import Shop


def run_of(shop: Shop, scope: Scope) -> Mapping[str, Any]:
    """The published segmentation of the scope."""
    frame = shop.ask(queries.runs, scope.version)
    return frame[frame["segmentation_id"] == scope.segmentation_id].iloc[0].to_dict()
