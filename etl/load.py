"""One load = one transaction: a file lands whole or not at all, and what it holds already is not stored twice."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from etl import journal
from etl.columns import match_columns
from etl.dates import DateOrder
from etl.evidence import Evidence, Reading, gather
from etl.sample import is_sample
from etl.sources import Source, fingerprint, look
from etl.store import has_plain_invoices, store
from warehouse.console import progress
from warehouse.errors import InputError, RegularsError
from warehouse.explain import explain


@dataclass(frozen=True)
class LoadReport:
    """What became of the rows of a file; rows_read = rows_loaded + rows_duplicate + rows_rejected + rows_known.

    Invoices, customers and the period are those of the file's readable rows, new or known.
    """

    load_id: int
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

    def as_json(self) -> dict[str, Any]:
        """The public form: times as ISO text."""
        times = {name: value.isoformat() for name in journal.PERIOD if (value := getattr(self, name))}
        return asdict(self) | times


@dataclass(frozen=True)
class Plan:
    """A file and how it will be read."""

    source: Source
    where: dict[str, int]
    reading: Reading
    rows: int  # about: blank lines are among them
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def details(self) -> dict[str, Any]:
        """What the loads row keeps: enough to read the file again in the same way."""
        kept: dict[str, Any] = {
            "columns": {name: self.source.columns[position] for name, position in self.where.items()},
            "encoding": self.source.encoding,
            "delimiter": self.source.delimiter,
            "reading": asdict(self.reading),
            "options": self.options,
        }
        return kept | ({"sample": True} if is_sample(self.source.path) else {})


def load_file(
    engine: Engine,
    path: Path,
    mapping: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    notify: Callable[[str], None] = lambda _sentence: None,
) -> LoadReport:
    """Load one file; the store changes as a whole or not at all.

    Raises InputError when the file cannot be used, WarehouseError when the database cannot. `notify` gets a sentence
    when there is something to wait for.
    """
    began = time.monotonic()
    plan = _plan(path, mapping or {}, date_order)
    with journal.writing(engine, notify) as connection:
        before = journal.earlier(connection, plan.source.sha256, plan.options)
        details = plan.details | ({"same_as": before["load_id"]} if before else {})
        load_id = journal.begin(connection, path.name, plan.source.sha256, details)
        try:
            counts = _repeat(before) if before else _load(connection, load_id, plan)
            journal.finish(connection, load_id, counts)
            connection.commit()
        except BaseException as error:
            journal.fail(engine, load_id, failure_sentence(error))
            raise
    known = {name: value for name, value in counts.items() if name != "known_in"}
    return LoadReport(load_id=load_id, file=path.name, seconds=round(time.monotonic() - began, 3), **known)


def _plan(path: Path, mapping: Mapping[str, str], date_order: DateOrder | None) -> Plan:
    """Look at the whole file, its bytes in one thread and its columns in another."""
    source = look(path)
    where = match_columns(source.columns, mapping)
    with progress(f"Reading {path.name}", total=source.size) as advance, ThreadPoolExecutor(1) as pool:
        fingerprinting = pool.submit(fingerprint, source, advance)
        try:
            evidence: Evidence = gather(source, where)
        except InputError:
            fingerprinting.result()  # knows better why a damaged file cannot be read
            raise
        source = fingerprinting.result()
    options = {"map": dict(mapping), "date_order": date_order}
    return Plan(source, where, evidence.reading(date_order), evidence.rows, options)


def _load(connection: Connection, load_id: int, plan: Plan) -> dict[str, Any]:
    """Read, clean and store the file inside a transaction that the caller ends."""
    if not plan.reading.c_cancels and has_plain_invoices(connection):
        reading = Reading(plan.reading.date_order, plan.reading.float_ids, c_cancels=True)
        plan = Plan(plan.source, plan.where, reading, plan.rows, plan.options)
    counts = store(connection, load_id, plan.source, plan.where, plan.reading, plan.rows)
    if plan.source.path.stat().st_mtime_ns != plan.source.modified:
        raise InputError(f"{plan.source.path} changed while it was read. Load it again when it is complete.")
    return counts


def _repeat(before: Mapping[str, Any]) -> dict[str, Any]:
    """What loading a file again finds: all that was stored is known, the rest is as it was."""
    kept = {name: before[name] for name in (*journal.COUNTS, *journal.PERIOD, "rejected")}
    return kept | {"rows_loaded": 0, "rows_known": before["rows_loaded"] + before["rows_known"]}


def failure_sentence(error: BaseException) -> str:
    """What a failed load is said to have died of."""
    if isinstance(error, RegularsError):
        return str(error)
    explained = explain(error)
    return str(explained) if explained else journal.INTERRUPTED
