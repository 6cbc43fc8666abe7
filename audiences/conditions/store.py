"""What the store has that a definition may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audiences.conditions.definition import Definition


@dataclass(frozen=True)
class History:
    """The months of which a published segmentation tells who was in it."""

    first: date  # the first day of the first month
    months: int  # up to the segmentation's own


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
    histories: Mapping[str, History] = field(default_factory=dict)  # algorithm -> months of which members are known
    campaigns: frozenset[int] = frozenset()
    knows_offers: bool = True  # what to offer next is worked out over all countries, and told who sees them all
    knows_products: bool = True  # whether it was worked out who bought which; never by a version before that
    knows_words: bool = False  # whether bits tell who bought, to those who may see all countries; rows always do
