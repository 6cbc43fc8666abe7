"""What the ground floor tells, for whoever shows it: marks of sentences, which others say in their language, and how
far long work is, as a bar on a terminal or the line of a job."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

# Description, total, unit -> what is told of each step.
Bar = Callable[[str, float, str], AbstractContextManager[Callable[[float], None]]]


def to_say(text: str) -> str:
    """The same text: `scripts/texts.py` finds it, and `wording.languages.say_again` knows it when it is shown."""
    return text


@contextmanager
def unseen(_description: str, _total: float, _unit: str = "") -> Iterator[Callable[[float], None]]:
    """Where nobody looks."""
    yield lambda _amount: None
