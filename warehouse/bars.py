"""How long work says how far it is: whoever asks for it gives what shows that, a bar on a terminal or a job's line."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

# Description, total, unit -> what is told of each step.
Bar = Callable[[str, float, str], AbstractContextManager[Callable[[float], None]]]


@contextmanager
def unseen(_description: str, _total: float, _unit: str = "") -> Iterator[Callable[[float], None]]:
    """Where nobody looks."""
    yield lambda _amount: None
