"""How many segments: one stated rule over silhouette and smallest segment, and its outcome in words."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_SHARE = 0.03  # of all customers with an order: a smaller segment is not worth a campaign
NEAR_TIE = 0.01  # of silhouette
USABLE = 5  # segments that people can remember and act on

RULE = (
    f"Among the numbers whose smallest segment holds at least {SMALLEST_SHARE:.0%} of the customers, the best "
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


@dataclass(frozen=True)
class Choice:
    """The number taken, among which, and why in words."""

    k: int
    candidates: tuple[Candidate, ...]
    reason: str

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
    return Choice(taken.k, tuple(candidates), _reason(taken, best, near))


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
