"""Milliseconds that something took, again and again, by what was asked."""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable

REPEATS = 5
MOST_SECONDS = 2.0  # spent on repeating one thing for one selection


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
        ordered = sorted(self.all)
        return ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]

    @property
    def undisturbed(self) -> tuple[str, float]:
        """The slowest selection, and the least it took: what is left where other programs slow the machine down."""
        least = {scope: min(samples) for scope, samples in self.by_scope.items()}
        slowest = max(least, key=lambda scope: least[scope])
        return slowest, least[slowest]
