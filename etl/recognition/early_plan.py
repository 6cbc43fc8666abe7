"""The columns of a large file are read as its first rows suggest: to look at all rows first would take long.

Whether the first rows told the truth is known when the last one has gone by; a load that was misled is undone.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import psycopg2

from etl.files.fingerprints import fingerprint
from etl.files.inputs.inputs import BLOCK
from etl.files.readers import Batch, read_batches
from etl.recognition.planning import Look, Plan
from warehouse.errors import InputError
from wording.console import progress
from wording.languages import say

MISLED = (InputError, ValueError, psycopg2.DataError)  # what a file raises that is not as its first rows suggest
LARGE = 16 << 20  # bytes on disk: what is smaller is looked at in a moment
_BATCHES = 3  # that the guess is drawn from
_PACKED = 8  # a text's size to its size packed, about


class Guess:
    """How a file is read if its rows go on as they begin; each batch that is loaded is to be shown to `see`."""

    def __init__(self, look: Look, plan: Plan) -> None:
        self.plan, self._look = plan, look
        self._adapt: Callable[[Plan], Plan] = lambda plan: plan
        self._evidence = look.evidence(look.source)

    def adapt(self, adapt: Callable[[Plan], Plan]) -> "Guess":
        """The same, its plans changed by what is stored."""
        self.plan, self._adapt = adapt(self.plan), adapt
        return self

    def see(self, batch: Batch) -> None:
        """Take in the next rows."""
        self._evidence.add(batch, range(len(batch.columns)))

    def confirmed(self) -> Plan | None:
        """What the whole file says, all of it having been seen; None when that is not what its first rows said."""
        try:
            whole = self._adapt(self._look.conclude(self.plan.source, self._evidence))
        except InputError:
            return None
        return whole if whole.reading == self.plan.reading else None


def guessed(look: Look) -> Guess | None:
    """The guess for a large text; None for other files, and when the first rows leave something open.

    Its bytes are looked at as a whole; InputError when they are damaged.
    """
    if look.source.table or look.source.size < LARGE or look.layout.corrects:
        return None
    with progress(say("Checking {file}", file=look.source.name), total=look.source.size, unit="bytes") as advance:
        source = fingerprint(look.source, advance)
    evidence = look.evidence(source)
    try:
        for batch in islice(read_batches(source), _BATCHES):
            evidence.add(batch, range(len(batch.columns)))
        plan = look.conclude(source, evidence)
    except InputError:
        return None
    if plan.reading.carried or plan.reading.continued or plan.reading.vouchers or plan.reading.told_back:
        return None  # the first lines of orders, or all of them, must be known before the others come
    times = source.size * (_PACKED if source.packed else 1) / (_BATCHES * BLOCK)
    return Guess(look, replace(plan, rows=int(plan.rows * max(times, 1.0))))
