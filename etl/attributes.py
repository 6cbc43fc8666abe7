"""Customers' attributes and contacts: one load = one transaction; what is known already is updated, not doubled."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, exists, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from etl import journal
from etl.attributes_columns import Roles, label_of, match_roles
from etl.attributes_rows import COLUMNS, Reading, clean_rows, encode, look_through
from etl.cleaning import Rejected
from etl.countries import country_row
from etl.inputs import Input
from etl.sources import Source, fingerprint, looked
from etl.staging import REJECTED_COLUMNS, encode_rejected
from warehouse.bulk import copy_in, read_sql_file
from warehouse.console import progress
from warehouse.errors import InputError
from warehouse.schema import attributes, countries, guest_transactions, loads, transactions

KIND = "customers"  # of such a load, in its details
MOST_FREQUENT = 12  # values that a profile keeps
MOST_BARS = 20  # distinct numbers that are each a bar of a histogram
_SESSION = ("set local client_connection_check_interval = '2s'", "set local work_mem = '256MB'")


@dataclass(frozen=True)
class CustomersReport:
    """What became of the rows of a file; rows_read = rows_loaded + rows_duplicate + rows_rejected + rows_known.

    Loaded rows changed something; a row is a duplicate when a later one of the file is about the same customer.
    """

    load_id: int
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

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def load_customers(
    engine: Engine,
    named: Path | Input | Source,
    mapping: Mapping[str, str] | None = None,
    notify: Callable[[str], None] = lambda _sentence: None,
) -> CustomersReport:
    """Load one file; the store changes as a whole or not at all.

    Raises InputError when the file cannot be used, WarehouseError when the database cannot. `notify` gets a sentence
    when there is something to wait for.
    """
    began = time.monotonic()
    with engine.connect() as connection:
        prefer_email = _known_by_email(connection)
    source, reading = _read(looked(named), mapping or {}, prefer_email)
    for note in source.notes:
        notify(note)
    options = {"kind": KIND, "map": dict(mapping or {})}
    with journal.writing(engine, notify) as connection:
        _refuse_mixture(connection, source, reading.roles)
        before = _latest(connection, journal.earlier(connection, source.sha256, options))
        details = _details(source, reading, options) | ({"same_as": before["load_id"]} if before else {})
        load_id = journal.begin(connection, source.name, source.sha256, details)

        def fill(load_id: int) -> dict[str, Any]:
            counts = _repeat(before) if before else _store(connection, load_id, source, reading)
            return {"invoices": 0, **dict.fromkeys(journal.PERIOD), **counts}

        counts = journal.carry_out(engine, connection, load_id, fill)
    for name in ("invoices", *journal.PERIOD):
        counts.pop(name)
    return CustomersReport(
        load_id=load_id,
        file=source.name,
        attributes=list(reading.kinds),
        contacts=details["columns"],
        seconds=round(time.monotonic() - began, 3),
        **counts,
    )


def _known_by_email(connection: Connection) -> bool:
    """Whether the transactions know their customers by address: as the first of them say."""
    some = connection.scalars(select(transactions.c.customer_id).limit(100)).all()
    return bool(some) and all("@" in customer for customer in some)


def _read(source: Source, mapping: Mapping[str, str], prefer_email: bool) -> tuple[Source, Reading]:
    """Look at the whole file."""
    roles = match_roles(source.columns, mapping, prefer_email)
    with progress(f"Reading {source.name}", total=source.size) as advance:
        source = fingerprint(source, advance)
    reading = look_through(source, roles)
    if not reading.kinds and set(roles.where) <= {"customer_id"}:
        raise InputError(
            f"{source.item} says nothing about its customers: it has no attribute and no contact with a value."
        )
    return source, reading


def _details(source: Source, reading: Reading, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the loads row keeps."""
    return {
        "kind": KIND,
        "columns": {name: source.columns[position] for name, position in reading.roles.where.items()},
        "attributes": reading.kinds,
        "numbered_by_row": not reading.roles.has_ids,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "options": options,
    }


def _refuse_mixture(connection: Connection, source: Source, roles: Roles) -> None:
    """Customers numbered by row and customers with numbers of their own cannot be told apart, so they never meet."""
    another = "or use another REGULARS_HOME or DATABASE_URL for another shop."
    map_it = f"Name the column with --map customer_id=COLUMN, {another}"
    numbered = loads.c.details["numbered_by_row"].as_boolean()
    done = select(numbered).where(loads.c.status == "done", loads.c.details["kind"].as_string() == KIND)
    kinds = set(connection.scalars(done.distinct()))
    if roles.has_ids:
        if True in kinds:
            raise InputError(
                f"The store's customers were numbered by row, so {source.path.name}, which has customer numbers, "
                "cannot be joined to them. Use another REGULARS_HOME or DATABASE_URL for it."
            )
        return
    if connection.scalar(select(exists(select(1).select_from(transactions)))) or connection.scalar(
        select(exists(select(1).select_from(guest_transactions)))
    ):
        raise InputError(
            f"{source.path.name} has no column with customer numbers, so its rows cannot be joined to the customers "
            f"of the transactions. {map_it}"
        )
    if False in kinds:
        raise InputError(
            f"{source.path.name} has no column with customer numbers, and the store's customers have them. {map_it}"
        )


def _latest(connection: Connection, before: dict[str, Any] | None) -> dict[str, Any] | None:
    """An earlier load of the same file counts only while no other file has said anything since."""
    newest = (
        select(func.max(loads.c.load_id))
        .where(loads.c.status == "done", loads.c.details["kind"].as_string() == KIND)
        .where(~loads.c.details.has_key("same_as"))
    )
    return before if before and before["load_id"] == connection.scalar(newest) else None


def _repeat(before: Mapping[str, Any]) -> dict[str, Any]:
    """What loading a file again finds: all that was stored is known, the rest is as it was."""
    kept = {name: before[name] for name in ("rows_read", "rows_duplicate", "rows_rejected", "customers", "rejected")}
    known = before["rows_loaded"] + before["rows_known"]
    return kept | {"rows_loaded": 0, "rows_known": known, "joined": before["details"].get("joined", 0)}


def _store(connection: Connection, load_id: int, source: Source, reading: Reading) -> dict[str, Any]:
    """Read, clean and store the file inside a transaction that the caller ends; the counts of a report."""
    for statement in _SESSION:
        connection.execute(text(statement))
    _run(connection, "customers_staged.sql")
    rejected: list[Rejected] = []
    staged = copy_in(connection, "customers_staged", COLUMNS, _chunks(source, reading, rejected))
    copy_in(connection, "rejected_rows", REJECTED_COLUMNS, [encode_rejected(load_id, rejected)] if rejected else [])
    reasons = Counter(row.reason for row in rejected)
    connection.execute(text("analyze customers_staged"))
    if reading.roles.by_email:
        _run(connection, "customers_by_email.sql")
    _run(connection, "customers_merged.sql")
    found = dict(_run(connection, "customers_counts.sql").mappings().one())
    _add_countries(connection)
    _run(connection, "customer_changes.sql", {"load_id": load_id})
    _run(connection, "customers_upsert.sql")
    refresh_profiles(connection, list(reading.kinds))
    for table in ("customers", "attributes"):
        connection.execute(text(f"analyze {table}"))
    source.refuse_changed()
    rejections = sum(reasons.values())
    changed = found.pop("changed")
    joined = {"joined": found["joined"]}
    connection.execute(loads.update().where(loads.c.load_id == load_id).values(details=loads.c.details.concat(joined)))
    return {
        **found,
        "rows_read": staged + rejections,
        "rows_loaded": changed,
        "rows_duplicate": staged - found["customers"],
        "rows_known": found["customers"] - changed,
        "rows_rejected": rejections,
        "rejected": dict(reasons.most_common()),
    }


def _chunks(source: Source, reading: Reading, rejected: list[Rejected]) -> Iterator[bytes]:
    """The clean rows as CSV; the others are added to `rejected`."""
    with progress(f"Loading {source.path.name}", total=reading.rows) as advance:
        for table, bad in clean_rows(source, reading):
            rejected += bad
            advance(len(table) + len(bad))
            yield encode(table)


def _run(connection: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> Any:
    return connection.execute(text(read_sql_file("etl.sql", name)), dict(parameters or {}))


def _add_countries(connection: Connection) -> None:
    named = connection.scalars(text("select distinct country from customers_merged where country is not null"))
    rows = [dict(zip(("country", "name", "alpha_3"), country_row(country), strict=True)) for country in named]
    if rows:
        connection.execute(upsert(countries).on_conflict_do_nothing(), rows)


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
    _run(connection, "customers_profile.sql", parameters)
