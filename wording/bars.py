"""Progress bars on a terminal: how far, how long already, how fast, how long still."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.filesize import decimal
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Column
from rich.text import Text

BYTES = "bytes"
_WHOLE = Column(no_wrap=True)
_WIDTH = 24  # characters of the description: with the rest it fits a line of 80


class _Rate(ProgressColumn):
    """How many units a second."""

    def render(self, task: Task) -> Text:
        speed, unit = task.finished_speed or task.speed, task.fields["unit"]
        if not (speed and unit):
            return Text("")
        return Text(f"{decimal(int(speed))}/s" if unit == BYTES else f"{speed:,.0f} {unit}/s", "progress.data.speed")


class _Left(ProgressColumn):
    """The time left, where the rate tells it."""

    max_refresh = 0.5  # seconds; else it jumps

    def render(self, task: Task) -> Text:
        left = task.time_remaining if task.fields["unit"] and not task.finished else None
        return Text("" if left is None else f"{timedelta(seconds=int(left))} left", "progress.remaining")


@contextmanager
def bar(console: Console, description: str, total: float | None, unit: str) -> Iterator[Callable[[float], None]]:
    """A bar for the length of a block; it is gone afterwards. Without a `unit` there is no rate: steps differ."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(12), TaskProgressColumn())
    with Progress(
        *columns, TimeElapsedColumn(), _Rate(_WHOLE), _Left(_WHOLE), console=console, transient=True
    ) as shown:
        short = description if len(description) <= _WIDTH else f"{description[: _WIDTH - 1]}…"
        task = shown.add_task(short, total=total, unit=unit)

        def advance(amount: float = 1) -> None:
            shown.advance(task, amount)

        yield advance
