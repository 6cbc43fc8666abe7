"""The eleven RFM groups, and three of customers without a paid order: what all segmentations call theirs, as data.

Groups and their cells are those of `reference/rfm-groups.md`; a test checks that the 25 cells of recency score by
value score (FM) are covered exactly once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

Cell = tuple[int, int]  # recency score, value score; 1 … 5, 5 is best


@dataclass(frozen=True)
class Group:
    """One name a segment can have, with its place in the one order and what it means to people."""

    id: str  # readable in a URL, and the key of the segment's colour
    name: str
    position: int  # 1 = best … 11 = lost; behind them those without a paid order
    cells: frozenset[Cell]
    who: str
    advice: str

    @property
    def ideal(self) -> tuple[float, float]:
        """The centre of the group's cells: its typical recency score and value score."""
        return (
            sum(recency for recency, _ in self.cells) / len(self.cells),
            sum(value for _, value in self.cells) / len(self.cells),
        )


def _cells(recency: Iterable[int], value: Iterable[int], without: Iterable[Cell] = ()) -> frozenset[Cell]:
    return frozenset(product(recency, value)) - frozenset(without)


GROUPS = (
    Group(
        "champions",
        "Champions",
        1,
        _cells([5], [4, 5]),
        "Top value, active now",
        "Early access, referrals and named service; no discounts.",
    ),
    Group(
        "loyal",
        "Loyal",
        2,
        _cells([3, 4], [4, 5]),
        "Steady, high value",
        "A reward tier and cross-selling; ask for reviews.",
    ),
    Group(
        "potential-loyalists",
        "Potential loyalists",
        3,
        _cells([4, 5], [2, 3]),
        "Recent, value building",
        "A membership offer and the next-best product.",
    ),
    Group(
        "new",
        "New",
        4,
        _cells([5], [1]),
        "Very recent, light",
        "Onboarding, and an incentive for the second order.",
    ),
    Group(
        "promising",
        "Promising",
        5,
        _cells([4], [1]),
        "Recent, light",
        "Show the range of a category; a low-cost nudge.",
    ),
    Group(
        "need-attention",
        "Need attention",
        6,
        _cells([3], [3]),
        "Average, cooling",
        "A personal offer with a time limit.",
    ),
    Group(
        "about-to-sleep",
        "About to sleep",
        7,
        _cells([3], [1, 2]),
        "Low value, fading",
        "A reminder with the best sellers.",
    ),
    Group(
        "at-risk",
        "At risk",
        8,
        _cells([1, 2], [3, 4]),
        "Good history, absent",
        "A win-back offer, and a survey of the reasons.",
    ),
    Group(
        "cant-lose",
        "Can't lose",
        9,
        _cells([1, 2], [5]),
        "Formerly top value, absent",
        "A personal call with the strongest offer.",
    ),
    Group(
        "hibernating",
        "Hibernating",
        10,
        _cells([1, 2], [1, 2], without=[(1, 1)]),
        "Old, low value",
        "Seasonal mail only.",
    ),
    Group(
        "lost",
        "Lost",
        11,
        _cells([1], [1]),
        "Oldest, lowest value",
        "Leave out of paid media.",
    ),
)
PROSPECT = Group(
    "prospect",
    "Prospect",
    12,
    frozenset(),
    "Known, but no order yet",
    "A welcome, and a reason for the first order.",
)
RETURNS_ONLY = Group(
    "returns-only",
    "Returned only",
    15,  # 13 are guests, 14 the unclustered
    frozenset(),
    "Gave goods back, and bought them before the data begins",
    "Ask why the goods came back; no welcome, they are no new customers.",
)
FREE_ONLY = Group(
    "free-only",
    "Free only",
    16,
    frozenset(),
    "Ordered, but only what was free of charge",
    "They know the goods: an offer for a first order that is paid, and no welcome.",
)
WITHOUT_ORDER = {group.id: group for group in (PROSPECT, RETURNS_ONLY, FREE_ONLY)}
GROUP_OF_CELL: dict[Cell, Group] = {cell: group for group in GROUPS for cell in group.cells}
