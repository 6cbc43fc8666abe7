"""What a fitted segment is called: the vocabulary of the eleven groups, given by where its customers stand.

Each cluster stands at the mean recency score and mean value score (FM) of its customers; each group at the centre of
its cells. Names are the assignment of clusters to groups with the least total squared distance (Kuhn's Hungarian
method), every name used once. Pins come before: a cluster that is both most recent and most valuable is Champions, and
one that another is ahead of in both is not; one that is both oldest and lowest is Hibernating or Lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from models.features import money as measures
from models.rfm.groups import GROUPS, Group
from wording.languages import say, say_n

UNCLUSTERED = Group(
    "unclustered",
    "Unclustered",
    14,  # behind prospects and guests
    frozenset(),
    "Like no dense group of customers",
    "Look at them one by one, or treat them by their RFM group.",
)

FORBIDDEN = 1e6  # squared distances are at most 32
LOWEST = {"hibernating", "lost"}
# Of clusters, which are no cells: another one may be older, or lower in value.
CLUSTERED = {"lost": "Old, little value"}
MINUS = "\u2212"
SYMBOLS = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹"}


@dataclass(frozen=True)
class Profile:
    """The means of a segment's customers with an order; money in the shop's currency."""

    recency_days: float
    frequency: float
    monetary: float


def name_segments(
    recency_scores: np.ndarray, value_scores: np.ndarray, kept: Mapping[int, str] | None = None
) -> list[Group]:
    """A group for each cluster, all different, from the clusters' mean scores (1 … 5, 5 best; at most 11 of them).

    `kept`: clusters that keep the id of a group, see `models.clusters.identity`.
    """
    costs = place_costs(recency_scores, value_scores)
    for cluster, group_id in (kept or {}).items():
        _allow_only(costs, cluster, {group_id})
    clusters, groups = linear_sum_assignment(costs)
    return [GROUPS[group] for _, group in sorted(zip(clusters, groups, strict=True))]


def is_possible(groups: list[Group], recency_scores: np.ndarray, value_scores: np.ndarray) -> bool:
    """Whether names respect the pins."""
    costs = place_costs(recency_scores, value_scores)
    return all(costs[cluster, GROUPS.index(group)] < FORBIDDEN for cluster, group in enumerate(groups))


def place_costs(recency_scores: np.ndarray, value_scores: np.ndarray) -> np.ndarray:
    """Clusters × groups: the squared distances of their places, FORBIDDEN where a pin says so."""
    places = np.column_stack([recency_scores, value_scores]).astype(float)
    ideals = np.array([group.ideal for group in GROUPS])
    costs = ((places[:, None, :] - ideals[None, :, :]) ** 2).sum(axis=2)
    costs[_beaten(places), [group.id for group in GROUPS].index("champions")] = FORBIDDEN
    best = _extreme(places)
    if best is not None:
        _allow_only(costs, best, {"champions"})
    lowest = _extreme(-places)
    if lowest is not None and lowest != best:
        _allow_only(costs, lowest, LOWEST)
    return costs


def _extreme(places: np.ndarray) -> int | None:
    """The cluster that is first in both scores, if one is."""
    first = int(np.lexsort((-places[:, 1], -places[:, 0]))[0])
    return first if (places[first] >= places.max(axis=0)).all() else None


def _beaten(places: np.ndarray) -> np.ndarray:
    """For each cluster whether another one is at least as good in both scores and better in one."""
    ahead = places[None, :, :] - places[:, None, :]  # of the row's cluster
    return ((ahead >= 0).all(axis=2) & (ahead > 0).any(axis=2)).any(axis=1)


def _allow_only(costs: np.ndarray, cluster: int, ids: set[str]) -> None:
    for column, group in enumerate(GROUPS):
        if group.id not in ids:
            costs[cluster, column] = FORBIDDEN


def describe(group: Group, profile: Profile, currency: str, measure: str = measures.GROSS) -> str:
    """In words and numbers: "Steady, high value: last order 14 days ago on average, 13 orders and £8,100 each."."""
    who = CLUSTERED.get(group.id, group.who)
    orders, net = _count(profile.frequency), "net of returns " if measure == measures.NET else ""
    return (
        f"{who}: last order {days(profile.recency_days)} ago on average, "
        f"{orders} {'order' if orders == '1' else 'orders'} and {money(profile.monetary, currency)} {net}each."
    )


def money(value: float, currency: str) -> str:
    """Money for reading, to two or three significant figures: "£8,100", "£412", "8,100 SEK"."""
    size = abs(value)
    shown = f"{size:,.2f}" if size < 10 else f"{round(size, -2) if size >= 1000 else size:,.0f}"
    less = MINUS if value < 0 else ""
    return f"{less}{SYMBOLS[currency]}{shown}" if currency in SYMBOLS else f"{less}{shown} {currency}"


def _count(value: float) -> str:
    """At most one decimal, and none where it says nothing: "1.4", "13"."""
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{value:,.0f}"


def times(ratio: float) -> str:
    """How many times as much: "2.4 times", "40 times", "1,200 times"."""
    number = f"{ratio:.1f}" if ratio < 10 else f"{round(ratio, -2) if ratio >= 1000 else ratio:,.0f}"
    return say("{amount} times", amount=number)


def percent(ratio: float, decimals: int = 1) -> str:
    """A share with a narrow no-break space: "1.0 %", "85 %"."""
    return f"{ratio * 100:,.{decimals}f}\u202f%"


def people(number: int) -> str:
    """ "1 customer", "4,372 customers"."""
    return f"{number:,} customer{'' if number == 1 else 's'}"


def days(value: float) -> str:
    """Whole days: "1 day", "35 days"."""
    return say_n(round(value), "{n} day", "{n} days")
