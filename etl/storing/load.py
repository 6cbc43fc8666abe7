"""One load = one transaction: a file lands whole or not at all, and what it holds already is not stored twice."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from etl.files.inputs.inputs import Input
from etl.files.sources import Source
from etl.recognition.early_plan import MISLED, Guess, guessed
from etl.recognition.planning import Look, Options, Plan, first_look, plan_whole
from etl.recognition.remembered import Memory
from etl.storing import journal
from etl.storing.clearing import MADE_WAY, make_way
from etl.storing.earlier_loads import earlier, known_again, with_earlier
from etl.storing.store import See, has_plain_invoices, store
from etl.storing.stored_spellings import as_stored
from etl.storing.tolerance import Tolerance

_KEPT = (*journal.COUNTS, *journal.PERIOD, "rejected")  # of a load whose file comes again
# Told where there is something to tell.
SELDOM = ("orders", "refunds", "refunds_beyond_goods", "known_orders", "erased", "encoding", "joined")


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows of a file; rows_read = rows_loaded + rows_duplicate + rows_rejected + rows_known.

    Invoices, customers and the period are those of the file's readable rows, new or known.
    """

    load_id: int | None  # none of a dry run
    file: str
    rows_read: int
    rows_loaded: int
    rows_duplicate: int
    rows_rejected: int
    rows_known: int
    invoices: int
    customers: int
    first_invoiced_at: datetime | None
    last_invoiced_at: datetime | None
    seconds: float
    rejected: dict[str, int]
    columns: dict[str, str] = field(default_factory=dict)  # which column was taken for what
    notes: list[str] = field(default_factory=list)  # what the file lacks and what was made of it
    orders: dict[str, Any] = field(default_factory=dict)  # how many have a total of their own and agree with it
    refunds: int = 0  # returns that the file's refunded amounts became, which are no rows of it
    refunds_beyond_goods: float = 0.0  # what more went back than orders' lines come to: shipping, taxes
    known_orders: dict[str, Any] = field(default_factory=dict)  # stored ones that the file tells otherwise
    erased: int = 0  # rows of people who were erased, which count for guests
    encoding: str = ""  # as people call it; none where a file is no text
    joined: list[dict[str, object]] = field(default_factory=list)  # the files that make one, and by what

    def as_json(self) -> dict[str, Any]:
        """The public form: times as ISO text; of what not every file has to tell, only what this one has."""
        times = {name: value.isoformat() for name in journal.PERIOD if (value := getattr(self, name))}
        shown = asdict(self) | times
        del shown["columns"]
        return {name: value for name, value in shown.items() if value or name not in SELDOM}


def load_file(
    engine: Engine,
    named: Path | Input | Source,
    options: Options = Options(),  # noqa: B008 (frozen)
    notify: Callable[[str], None] = lambda _sentence: None,
    tolerance: Tolerance = Tolerance(),  # noqa: B008 (frozen)
    dry_run: bool = False,
) -> LoadReport:
    """Load one file; the store changes as a whole or not at all, and with `dry_run` not at all.

    Raises InputError when the file cannot be used, WarehouseError when the database cannot. `notify` gets a sentence
    when there is something to wait for.
    """
    began = time.monotonic()
    look = _looked(engine, named, options)
    guess = guessed(look)
    plan = guess.plan if guess else plan_whole(look)
    with journal.writing(engine, notify) as connection:
        made_way = "sample" not in plan.details and make_way(connection)
        before = earlier(connection, plan.source.sha256, plan.options.details)
        with journal.entered(engine, connection, plan.source, with_earlier(plan.details, before), dry_run) as entry:
            if before:
                entry.counts = known_again(before, _KEPT) | {"refunds": 0}
            else:
                plan = _filled(connection, entry, look, guess or plan, tolerance)
    plan = replace(plan, notes=(*([MADE_WAY] if made_way else []), *plan.notes))
    return _report(plan, entry, time.monotonic() - began)


def _looked(engine: Engine, named: Path | Input | Source, options: Options) -> Look:
    """The first rows of the file, and what the store remembers of files like it."""
    with engine.connect() as connection:
        return first_look(named, options, Memory(connection))


def _filled(
    connection: Connection, entry: journal.Entry, look: Look, planned: Plan | Guess, tolerance: Tolerance
) -> Plan:
    """Load the file into its entry, as planned, or as the whole file tells where a guess does not hold; how it was."""
    adapt = partial(as_stored, connection)
    guess = planned.adapt(adapt) if isinstance(planned, Guess) else None
    found = _load_guessed(connection, entry.load_id, guess, tolerance) if guess else None
    if found:
        plan, counts = found
    else:
        plan = adapt(plan_whole(look) if isinstance(planned, Guess) else planned)
        counts = _load(connection, entry.load_id, plan, tolerance)
    known_in = counts.pop("known_in")
    retold, said = counts.pop("retold"), plan.options.known_orders
    plan = replace(plan, notes=(*plan.notes, *retold.sentences(said), *counts.pop("said")))
    counts["known_orders"] = retold.as_json(said)
    entry.counts, entry.details = counts, plan.details | ({"known_in": known_in} if known_in else {})
    return plan


def _load_guessed(
    connection: Connection, load_id: int, guess: Guess, tolerance: Tolerance
) -> tuple[Plan, dict[str, Any]] | None:
    """Load a file as its first rows suggest; None, and nothing done, when the others tell otherwise."""
    attempt = connection.begin_nested()
    try:
        counts = _load(connection, load_id, guess.plan, tolerance, guess.see)
    except MISLED:
        attempt.rollback()
        if guess.confirmed():
            raise
        return None
    if plan := guess.confirmed():
        attempt.commit()
        return plan, counts
    attempt.rollback()
    return None


def _load(
    connection: Connection, load_id: int, plan: Plan, tolerance: Tolerance, see: See = lambda _batch: None
) -> dict[str, Any]:
    """Read, clean and store the file inside a transaction that the caller ends."""
    if not plan.reading.c_cancels and has_plain_invoices(connection):
        plan = replace(plan, reading=replace(plan.reading, c_cancels=True))
    counts = store(connection, load_id, plan, tolerance, see)
    plan.source.refuse_changed()
    return counts


def _report(plan: Plan, entry: journal.Entry, seconds: float) -> LoadReport:
    return LoadReport(
        load_id=entry.number,
        file=plan.source.name,
        seconds=round(seconds, 3),
        **entry.counts,
        columns=plan.columns,
        notes=[*plan.notes, *_of_erased(entry.counts.get("erased", 0))],
        orders=plan.outcome.as_json,
        refunds_beyond_goods=round(plan.outcome.beyond[1], 2),
        encoding=plan.source.written_in,
        joined=list(plan.source.joined),
    )


def _of_erased(rows: int) -> list[str]:
    if not rows:
        return []
    subject = "1 row is of somebody" if rows == 1 else f"{rows:,} rows are of people"
    return [
        f"{subject} who {'was' if rows == 1 else 'were'} erased; guest sales count {'it' if rows == 1 else 'them'}."
    ]
