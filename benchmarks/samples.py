"""Milliseconds that something took, again and again, by what was asked."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

REPEATS = 5
MOST_SECONDS = 2.0  # spent on repeating one thing for one selection


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The 95th of them, or another."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


class Samples:
    """Milliseconds by selection."""

    def __init__(self) -> None:
        self.by_scope: defaultdict[str, list[float]] = defaultdict(list)

    def repeat(self, scope: str, run: Callable[[], object], before: Callable[[], object] = lambda: None) -> None:
        """Time `run` REPEATS times, less often when it is slow; `before` each time is not counted."""
        spent = 0.0
        for _ in range(REPEATS):
            before()
            started = time.perf_counter()
            run()
            seconds = time.perf_counter() - started
            self.by_scope[scope].append(seconds * 1000)
            spent += seconds
            if spent > MOST_SECONDS:
                break

    @property
    def all(self) -> list[float]:
        """Every sample."""
        return [sample for samples in self.by_scope.values() for sample in samples]

    @property
    def median(self) -> float:
        """Over all selections."""
        return statistics.median(self.all)

    @property
    def p95(self) -> float:
        """The 95th percentile over all selections."""
        return percentile(self.all)

    @property
    def undisturbed(self) -> tuple[str, float]:
        """The slowest selection, and the least it took: what is left where other programs slow the machine down."""
        least = {scope: min(samples) for scope, samples in self.by_scope.items()}
        slowest = max(least, key=lambda scope: least[scope])
        return slowest, least[slowest]
