"""Customers' attributes and contacts: one load = one transaction; what is known already is updated, not doubled."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from etl.files.inputs.inputs import Input
from etl.files.sources import Source
from etl.people.matching import latest, next_number, refuse_mixture
from etl.people.planning import Plan, plan_customers
from etl.people.store import store
from etl.people.whole_file import Reading
from etl.recognition.planning import Options
from etl.storing import journal
from etl.storing.clearing import MADE_WAY, make_way
from etl.storing.earlier_loads import earlier, known_again, with_earlier
from etl.storing.tolerance import Tolerance

_KEPT = ("rows_read", "rows_duplicate", "rows_rejected", "customers", "rejected")  # of a load whose file comes again


@dataclass(frozen=True)
class CustomersReport:
    """What became of the rows of a file; rows_read = rows_loaded + rows_duplicate + rows_rejected + rows_known.

    Loaded rows changed something; a row is a duplicate when a later one of the file is about the same customer,
    of whom the last one that says something counts, column by column.
    """

    load_id: int | None  # none of a dry run
    file: str
    rows_read: int
    rows_loaded: int
    rows_duplicate: int
    rows_rejected: int
    rows_known: int
    customers: int  # of the file
    joined: int  # of these, with transactions
    attributes: list[str]
    contacts: dict[str, str]  # which column was taken for what
    seconds: float
    rejected: dict[str, int]
    notes: list[str] = field(default_factory=list)  # what was skipped, told by content, or remembered
    erased: int = 0  # rows about people who were erased: of the known ones, and nothing of them is stored
    encoding: str = ""  # as people call it; none where a file is no text

    def as_json(self) -> dict[str, Any]:
        """Plain values; erasures and the encoding where there are any to tell."""
        shown = asdict(self)
        return {name: value for name, value in shown.items() if value or name not in ("erased", "encoding")}


def load_customers(
    engine: Engine,
    named: Path | Input | Source,
    options: Options = Options(),  # noqa: B008 (frozen)
    notify: Callable[[str], None] = lambda _sentence: None,
    tolerance: Tolerance = Tolerance(),  # noqa: B008 (frozen)
    dry_run: bool = False,
) -> CustomersReport:
    """Load one file; the store changes as a whole or not at all, and with `dry_run` not at all.

    Raises InputError when the file cannot be used, WarehouseError when the database cannot. `notify` gets a sentence
    when there is something to wait for.
    """
    began = time.monotonic()
    with engine.connect() as connection:
        plan = plan_customers(connection, named, options)
    with journal.writing(engine, notify) as connection:
        made_way = "sample" not in plan.details and make_way(connection)
        before = latest(connection, earlier(connection, plan.source.sha256, plan.identity))
        if not before:
            refuse_mixture(connection, plan.source, plan.reading.roles, plan.options.rows)
        with journal.entered(engine, connection, plan.source, with_earlier(plan.details, before), dry_run) as entry:
            reading = _numbered(connection, plan)
            found = _repeat(before) if before else store(connection, entry.load_id, plan.source, reading, tolerance)
            entry.counts = {"invoices": 0, **dict.fromkeys(journal.PERIOD), **found}
    return CustomersReport(
        load_id=entry.number,
        file=plan.source.name,
        attributes=list(plan.reading.kinds),
        contacts=plan.contacts,
        seconds=round(time.monotonic() - began, 3),
        **found,
        notes=[*([MADE_WAY] if made_way else []), *plan.notes, *_of_erased(found.get("erased", 0))],
        encoding=plan.source.written_in,
    )


def _numbered(connection: Connection, plan: Plan) -> Reading:
    """How the rows are read; people who are numbered by row, and others than those stored, go on from these."""
    if plan.options.rows == "new" and not plan.reading.roles.has_ids:
        return replace(plan.reading, first=next_number(connection))
    return plan.reading


def _repeat(before: Mapping[str, Any]) -> dict[str, Any]:
    """What loading a file again finds: who is known, and who of them has transactions, as it was."""
    return known_again(before, _KEPT) | {"joined": before["details"].get("joined", 0)}


def _of_erased(rows: int) -> list[str]:
    if not rows:
        return []
    subject = "1 row is about somebody who was" if rows == 1 else f"{rows:,} rows are about people who were"
    return [f"{subject} erased; nothing of {'it' if rows == 1 else 'them'} is stored."]
