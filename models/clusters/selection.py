"""How many segments: one stated rule over silhouette and smallest segment, and its outcome in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.clusters.kinds import MOST
from models.clusters.naming import percent

SMALLEST_SHARE = 0.03  # of all customers with an order: a smaller segment is not worth a campaign
NEAR_TIE = 0.01  # of silhouette
USABLE = 5  # segments that people can remember and act on

RULE = (
    f"Among the numbers whose smallest segment holds at least {percent(SMALLEST_SHARE, 0)} of the customers, the best "
    f"silhouette sets the mark; of those within {NEAR_TIE} of it, the number nearest to {USABLE} is taken, the smaller "
    "of two equally near. When no number meets the smallest share, all of them compete."
)


@dataclass(frozen=True)
class Candidate:
    """What a number of segments gives."""

    k: int
    silhouette: float  # -1 … 1, of a sample
    inertia: float  # mean squared distance to the centre, in standardised units
    smallest_share: float  # of the customers, 0 … 1
    calinski_harabasz: float | None = None  # higher is better (Caliński & Harabasz 1974)
    davies_bouldin: float | None = None  # lower is better (Davies & Bouldin 1979)
    gap: float | None = None
    gap_error: float | None = None
    stability: float | None = None  # mean adjusted Rand index of refits


@dataclass(frozen=True)
class Choice:
    """The number taken, among which, and why in words."""

    k: int
    candidates: tuple[Candidate, ...]
    reason: str
    against: tuple[str, ...] = ()  # why not the neighbours, a sentence each

    @property
    def taken(self) -> Candidate:
        """The figures of the number taken."""
        return next(candidate for candidate in self.candidates if candidate.k == self.k)


def choose(candidates: Sequence[Candidate], asked: bool = False) -> Choice:
    """Apply RULE to at least one candidate; `asked` says that a person fixed the only one."""
    if asked:
        return Choice(candidates[0].k, tuple(candidates), f"{candidates[0].k} segments were asked for.")
    large_enough = [candidate for candidate in candidates if candidate.smallest_share >= SMALLEST_SHARE]
    eligible = large_enough or list(candidates)
    best = max(eligible, key=lambda candidate: (candidate.silhouette, -candidate.k))
    near = [candidate for candidate in eligible if candidate.silhouette >= best.silhouette - NEAR_TIE]
    taken = min(near, key=lambda candidate: (abs(candidate.k - USABLE), candidate.k))
    return Choice(
        taken.k, tuple(candidates), _reason(taken, best, near), _neighbours(candidates, taken, best, eligible)
    )


def _neighbours(
    candidates: Sequence[Candidate], taken: Candidate, best: Candidate, eligible: Sequence[Candidate]
) -> tuple[str, ...]:
    """Why not one fewer, and why not one more."""
    tried = {one.k: one for one in candidates}
    untried = f"only {min(tried)} to {max(tried)} were tried, see --k" if len(tried) > 1 else "nothing else was tried"
    numbers = [k for k in (taken.k - 1, taken.k + 1) if 2 <= k <= MOST]
    return tuple(_against(tried[k], taken, best, eligible) if k in tried else f"Not {k}: {untried}." for k in numbers)


def elbow(candidates: Sequence[Candidate]) -> int | None:
    """The number where inertia bends most: furthest below the chord from first to last, both scaled to 0 … 1.

    The idea of Kneedle (Satopää et al. 2011) without its smoothing. None for fewer than three candidates or where
    nothing lies below the chord.
    """
    if len(candidates) < 3:
        return None
    k = np.array([one.k for one in candidates], dtype=float)
    inertia = np.array([one.inertia for one in candidates])
    if inertia[0] <= inertia[-1]:
        return None
    below = 1 - (k - k[0]) / (k[-1] - k[0]) - (inertia - inertia[-1]) / (inertia[0] - inertia[-1])
    best = int(np.argmax(below))
    return candidates[best].k if below[best] > 1e-9 else None


def gap_number(candidates: Sequence[Candidate]) -> int | None:
    """The smallest number whose gap is at least the next one's less its error (Tibshirani et al. 2001), if there is."""
    for one, following in pairwise(candidates):
        if one.gap is None or following.gap is None or following.gap_error is None:
            return None
        if one.gap >= following.gap - following.gap_error:
            return one.k
    return None


def _against(one: Candidate, taken: Candidate, best: Candidate, eligible: Sequence[Candidate]) -> str:
    """Why a neighbour of the number taken was not taken."""
    if one not in eligible:
        return f"Not {one.k}: its smallest segment would hold only {percent(one.smallest_share)} of the customers."
    if one.silhouette < best.silhouette - NEAR_TIE:
        sentence = f"Not {one.k}: customers sit worse in their segments (silhouette {one.silhouette:.3f})"
    else:
        sentence = f"Not {one.k}: it separates about as well ({one.silhouette:.3f}) but is further from {USABLE}"
        if abs(one.k - USABLE) == abs(taken.k - USABLE):
            sentence = f"Not {one.k}: it separates about as well ({one.silhouette:.3f}), and fewer are easier to use"
    if one.stability is not None and taken.stability is not None and abs(one.stability - taken.stability) >= 0.02:
        less = one.stability < taken.stability
        joint = ", and" if less else ", though"
        sentence += (
            f"{joint} refits agree {'less' if less else 'more'} ({one.stability:.2f} against {taken.stability:.2f})"
        )
    return sentence + "."


def _reason(taken: Candidate, best: Candidate, near: Sequence[Candidate]) -> str:
    if taken is best and len(near) == 1:
        return f"{taken.k} segments separate best (silhouette {taken.silhouette:.3f})."
    if taken is best:
        return (
            f"{taken.k} segments separate best (silhouette {taken.silhouette:.3f}), and of the numbers that "
            f"separate about as well it is the nearest to {USABLE}."
        )
    return (
        f"{taken.k} segments (silhouette {taken.silhouette:.3f}) separate about as well as {best.k} "
        f"({best.silhouette:.3f}), and {taken.k} is the most usable number of those."
    )
