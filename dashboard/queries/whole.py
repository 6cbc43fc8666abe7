"""Questions about the whole shop: what they read is not divided by country, so viewers of some countries get none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Query = TypeVar("Query", bound=Callable[..., Any])
WHOLE: set[Callable[..., Any]] = set()


def whole_shop(query: Query) -> Query:
    """Mark a query that reads a table of `Rule.WHOLE`; a test finds those that are not marked."""
    WHOLE.add(query)
    return query
