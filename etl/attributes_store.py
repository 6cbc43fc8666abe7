"""Rows of a customers file -> the store, inside the caller's transaction."""

import json
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select, text

from etl.attributes_columns import label_of
from etl.attributes_rows import COLUMNS, Reading, clean_rows, encode
from etl.cleaning import Rejected
from etl.homes import add_countries
from etl.sources import Source
from etl.spools import Spool
from etl.staging import REJECTED_COLUMNS, encode_rejected
from etl.statements import prepare, run_file
from etl.tolerance import Tolerance
from warehouse.bulk import copy_in
from warehouse.schema import attributes, loads
from wording.console import progress

MOST_FREQUENT = 12  # values that a profile keeps
MOST_BARS = 20  # distinct numbers that are each a bar of a histogram


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
    run_file(connection, "customers_staged")
    with closing(_Rejections(load_id)) as rejections:
        with closing(_chunks(source, reading, rejections)) as chunks:
            staged = copy_in(connection, "customers_staged", COLUMNS, chunks)
        rejected, reasons = rejections.rows.rows, rejections.reasons
        tolerance.check(source.name, staged + rejected, reasons, rejections.examples)
        copy_in(connection, "rejected_rows", REJECTED_COLUMNS, rejections.rows)
    found = _merge(connection, load_id, reading)
    source.refuse_changed()
    changed, joined = found.pop("changed"), {"joined": found["joined"]}
    connection.execute(loads.update().where(loads.c.load_id == load_id).values(details=loads.c.details.concat(joined)))
    return {
        **found,
        "rows_read": staged + rejected,
        "rows_loaded": changed,
        "rows_duplicate": staged - found["customers"],
        "rows_known": found["customers"] - changed,
        "rows_rejected": rejected,
        "rejected": dict(reasons.most_common()),
    }


def _merge(connection: Connection, load_id: int, reading: Reading) -> dict[str, int]:
    """Lay what is staged over what is known; how many customers the file is about, changed, joined."""
    connection.execute(text("analyze customers_staged"))
    if reading.roles.by_email:
        run_file(connection, "customers_by_email")
    run_file(connection, "customers_repeated")
    run_file(connection, "customers_merged")
    found = dict(run_file(connection, "customers_counts").mappings().one())
    named = text("select distinct country from customers_merged where country is not null")
    add_countries(connection, connection.scalars(named))
    run_file(connection, "customer_changes", load_id=load_id)
    run_file(connection, "customers_upsert")
    refresh_profiles(connection, list(reading.kinds))
    for table in ("customers", "attributes"):
        connection.execute(text(f"analyze {table}"))
    return found


def _chunks(source: Source, reading: Reading, rejections: _Rejections) -> Generator[bytes]:
    """The clean rows as CSV; the others are added to `rejections`."""
    with progress(f"Loading {source.name}", total=reading.rows, unit="rows") as advance:
        for table, bad in clean_rows(source, reading):
            rejections.add(bad)
            advance(len(table) + len(bad))
            yield encode(table)


def refresh_profiles(connection: Connection, names: list[str]) -> None:
    """Profile all attributes anew; `names` are those of the file, in its order, and come after the known ones."""
    known = connection.execute(
        select(attributes.c.name, attributes.c.label, attributes.c.position).order_by(attributes.c.position)
    )
    labels = [row._asdict() for row in known]
    held = {row["name"] for row in labels}
    new = [name for name in names if name not in held]
    start = max((row["position"] for row in labels), default=0)
    labels += [{"name": name, "label": label_of(name), "position": start + i} for i, name in enumerate(new, 1)]
    connection.execute(delete(attributes))
    parameters = {"labels": json.dumps(labels), "most_frequent": MOST_FREQUENT, "most_bars": MOST_BARS}
    run_file(connection, "customers_profile", **parameters)
