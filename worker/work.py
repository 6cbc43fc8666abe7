"""What a kind of job is, what it is given to work with, and what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from warehouse.errors import InputError
from warehouse.settings import Settings


@dataclass(frozen=True)
class Kind:
    """A kind of job; the module is imported in the job's own process only, and has `run`."""

    module: str
    title: str  # what people call it
    writes: bool  # one such job at a time, unless it
    asks_outside: bool = (
        False  # waits for the servers of others: a few at a time, whose loads take their turn themselves
    )
    is_lean: bool = True  # does without pandas, in a process that takes less
    is_repeatable: bool = True  # what a dead worker left is done again from the beginning, or from what was kept


@dataclass(frozen=True)
class Work:
    """What a job is to do, and where it says how it goes."""

    engine: Engine
    settings: Settings
    arguments: Mapping[str, Any]
    job_id: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)  # what an earlier attempt had kept
    say: Callable[[str], None] = lambda _sentence: None
    keep: Callable[[Mapping[str, Any]], None] = lambda _result: None
    asked_by: str | None = None
    schedule_id: int | None = None
    # Puts on record what was done, once it is: an action of accounts.audit, details, rows.
    record: Callable[[str, Mapping[str, Any], int], None] = lambda _action, _details, _rows: None
    # Ends the job with its result in the transaction of what was done, so that neither is there without the other;
    # InputError where the job was taken back.
    end: Callable[[Connection, Mapping[str, Any]], None] = lambda _connection, _result: None

    def number(self, name: str) -> int:
        """A whole number among the arguments; InputError where it is missing or something else."""
        value = self.arguments.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise InputError(f"The job needs a number as its {name}.")
        return value


@dataclass(frozen=True)
class Made:
    """What a job has come to; `result` is plain values, for whoever asked."""

    result: dict[str, Any]
    load_id: int | None = None
    segmentation_id: int | None = None
    failure: str = ""  # a sentence where only a part was done
    then: tuple[Mapping[str, Any], ...] = ()  # jobs that come after it: kind, arguments


class Run(Protocol):
    """A kind's `run`: raises RegularsError with a sentence where it cannot be done."""

    def __call__(self, work: Work) -> Made: ...
