"""How many segments: one stated rule over silhouette and smallest segment, and its outcome in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from models.clusters.kinds import MOST
from models.clusters.naming import percent
from wording.languages import say, to_say

SMALLEST_SHARE = 0.03  # of all customers with an order: a smaller segment is not worth a campaign
NEAR_TIE = 0.01  # of silhouette
USABLE = 5  # segments that people can remember and act on

RULE = to_say(
    "Among the numbers whose smallest segment holds at least {share} of the customers, the best silhouette sets the "
    "mark; of those within {part} of it, the number nearest to {usable} is taken, the smaller of two equally near. "
    "When no number meets the smallest share, all of them compete."
).format(share=percent(SMALLEST_SHARE, 0), part=NEAR_TIE, usable=USABLE)

BEST = to_say("{k} segments separate best (silhouette {amount}).")
BEST_NEAREST = to_say(
    "{k} segments separate best (silhouette {amount}), and of the numbers that separate about as well it is the "
    "nearest to {usable}."
)
MOST_USABLE = to_say(
    "{k} segments (silhouette {amount}) separate about as well as {best} ({given}), and {k} is the most usable number "
    "of those."
)
UNTRIED = to_say("Not {k}: only {low} to {high} were tried, see --k.")
ALONE = to_say("Not {k}: nothing else was tried.")
SMALL = to_say("Not {k}: its smallest segment would hold only {share} of the customers.")
# Why a neighbour was not taken; the same where its refits agree less, and where they agree more.
WORSE = (
    to_say("Not {k}: customers sit worse in their segments (silhouette {amount})."),
    to_say(
        "Not {k}: customers sit worse in their segments (silhouette {amount})"
        ", and refits agree less ({made} against {given})."
    ),
    to_say(
        "Not {k}: customers sit worse in their segments (silhouette {amount})"
        ", though refits agree more ({made} against {given})."
    ),
)
FURTHER = (
    to_say("Not {k}: it separates about as well ({amount}) but is further from {usable}."),
    to_say(
        "Not {k}: it separates about as well ({amount}) but is further from {usable}"
        ", and refits agree less ({made} against {given})."
    ),
    to_say(
        "Not {k}: it separates about as well ({amount}) but is further from {usable}"
        ", though refits agree more ({made} against {given})."
    ),
)
MORE = (
    to_say("Not {k}: it separates about as well ({amount}), and fewer are easier to use."),
    to_say(
        "Not {k}: it separates about as well ({amount}), and fewer are easier to use"
        ", and refits agree less ({made} against {given})."
    ),
    to_say(
        "Not {k}: it separates about as well ({amount}), and fewer are easier to use"
        ", though refits agree more ({made} against {given})."
    ),
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
    untried = UNTRIED if len(tried) > 1 else ALONE
    numbers = [k for k in (taken.k - 1, taken.k + 1) if 2 <= k <= MOST]
    return tuple(
        _against(tried[k], taken, best, eligible) if k in tried else say(untried, k=k, low=min(tried), high=max(tried))
        for k in numbers
    )


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
        return say(SMALL, k=one.k, share=percent(one.smallest_share))
    values: dict[str, Any] = {"k": one.k, "amount": f"{one.silhouette:.3f}", "usable": USABLE}
    if one.silhouette < best.silhouette - NEAR_TIE:
        texts = WORSE
    else:
        texts = MORE if abs(one.k - USABLE) == abs(taken.k - USABLE) else FURTHER
    plain, less, more = texts
    if one.stability is None or taken.stability is None or abs(one.stability - taken.stability) < 0.02:
        return say(plain, **values)
    text = less if one.stability < taken.stability else more
    return say(text, made=f"{one.stability:.2f}", given=f"{taken.stability:.2f}", **values)


def _reason(taken: Candidate, best: Candidate, near: Sequence[Candidate]) -> str:
    if taken is best and len(near) == 1:
        return say(BEST, k=taken.k, amount=f"{taken.silhouette:.3f}")
    if taken is best:
        return say(BEST_NEAREST, k=taken.k, amount=f"{taken.silhouette:.3f}", usable=USABLE)
    amount, given = f"{taken.silhouette:.3f}", f"{best.silhouette:.3f}"
    return say(MOST_USABLE, k=taken.k, best=best.k, amount=amount, given=given)
