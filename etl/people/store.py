"""Rows of a customers file -> the store, inside the caller's transaction."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from etl.files.sources import Source
from etl.people.erased import Gate
from etl.people.rows import COLUMNS, clean_rows, encode
from etl.people.whole_file import Reading
from etl.storing.attribute_profiles import refresh_profiles
from etl.storing.copying.rejected_rows import REJECTED_COLUMNS, encode_rejected
from etl.storing.copying.spools import Spool
from etl.storing.erased import without_texts
from etl.storing.home_countries import add_countries
from etl.storing.statements import prepare, run_file
from etl.storing.tolerance import Tolerance
from etl.values.cleaning import Rejected
from warehouse.bulk import copy_in
from warehouse.forgotten import known, renew
from warehouse.schema import loads
from wording.console import progress
from wording.languages import say

_SQL = "etl.people.sql"


@dataclass
class _Rejections:
    """The rows that cannot be used, waiting to be stored; how many of each reason, and the first of each."""

    load_id: int
    rows: Spool = field(default_factory=lambda: Spool(b"", b""))
    reasons: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Rejected] = field(default_factory=dict)

    def add(self, rows: Sequence[Rejected]) -> None:
        """Keep some."""
        for row in rows:
            self.reasons[row.reason] += 1
            self.examples.setdefault(row.reason, row)
        if rows:
            self.rows.add(encode_rejected(self.load_id, list(rows)), len(rows))

    def close(self) -> None:
        """Remove what waits."""
        self.rows.close()


def store(
    connection: Connection, load_id: int, source: Source, reading: Reading, tolerance: Tolerance
) -> dict[str, Any]:
    """Read, clean and store the file; the counts of a report. Nothing is committed here.

    Raises InputError when more rows are rejected than is tolerated.
    """
    prepare(connection)
    gate = Gate(known(connection))
    renew(connection)
    run_file(connection, "customers_staged", _SQL)
    with closing(_Rejections(load_id)) as rejections:
        with closing(_chunks(source, reading, rejections, gate)) as chunks:
            staged = copy_in(connection, "customers_staged", COLUMNS, chunks)
        rejected, reasons = rejections.rows.rows, rejections.reasons
        tolerance.check(source.name, staged + gate.erased + rejected, reasons, rejections.examples)
        copy_in(connection, "rejected_rows", REJECTED_COLUMNS, rejections.rows)
    found = _merge(connection, load_id, reading)
    source.refuse_changed()
    changed, joined = found.pop("changed"), {"joined": found["joined"]}
    connection.execute(loads.update().where(loads.c.load_id == load_id).values(details=loads.c.details.concat(joined)))
    return {
        **found,
        "rows_read": staged + gate.erased + rejected,
        "rows_loaded": changed,
        "rows_duplicate": staged - found["customers"],
        "rows_known": found["customers"] - changed + gate.erased,
        "erased": gate.erased,
        "rows_rejected": rejected,
        "rejected": dict(reasons.most_common()),
    }


def _merge(connection: Connection, load_id: int, reading: Reading) -> dict[str, int]:
    """Lay what is staged over what is known; how many customers the file is about, changed, joined."""
    connection.execute(text("analyze customers_staged"))
    if reading.roles.by_email:
        run_file(connection, "customers_by_email", _SQL)
    run_file(connection, "customers_repeated", _SQL)
    run_file(connection, "customers_merged", _SQL)
    found = dict(run_file(connection, "customers_counts", _SQL).mappings().one())
    named = text("select distinct country from customers_merged where country is not null")
    add_countries(connection, connection.scalars(named))
    run_file(connection, "customer_changes", _SQL, load_id=load_id)
    run_file(connection, "customers_upsert", _SQL)
    refresh_profiles(connection, list(reading.kinds))
    for table in ("customers", "attributes"):
        connection.execute(text(f"analyze {table}"))
    return found


def _chunks(source: Source, reading: Reading, rejections: _Rejections, gate: Gate) -> Generator[bytes]:
    """The clean rows that the gate lets through as CSV; those that cannot be used are added to `rejections`."""
    with progress(say("Loading {file}", file=source.name), total=reading.rows, unit="rows") as advance:
        for table, bad in clean_rows(source, reading):
            rejections.add(without_texts(bad, gate.forgotten))
            advance(len(table) + len(bad))
            yield encode(gate.let_through(table))
