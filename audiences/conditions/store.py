"""What the store has that a definition may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audiences.conditions.definition import Definition


@dataclass(frozen=True)
class Store:
    """What a definition is compiled against."""

    as_of: date  # the day that recency counts to
    runs: Mapping[str, int] = field(default_factory=dict)  # algorithm -> the published segmentation
    segments: Mapping[str, frozenset[str]] = field(default_factory=dict)  # algorithm -> what it has
    audiences: Mapping[int, Definition] = field(default_factory=dict)
    lists: frozenset[int] = frozenset()
    countries: Mapping[str, str] | None = None  # code -> name; None: not asked
    attributes: frozenset[str] | None = None
    knows_products: bool = True  # whether it was worked out who bought which; never by a version before that
