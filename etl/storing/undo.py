"""Taking a load back: what it stored goes, and the store is as it was before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, exists, func, or_, select, text

from etl.storing import journal
from etl.storing.attribute_profiles import refresh_profiles
from etl.storing.clearing import DERIVED
from etl.storing.statements import run_file
from warehouse.errors import InputError
from warehouse.orders import APART
from warehouse.schema import customer_changes, guest_transactions, loads, rejected_rows, replaced_lines, transactions
from wording.languages import say

_LINES = (transactions, guest_transactions)
_OF_REPLACED = (replaced_lines.c.replaced_by, replaced_lines.c.load_id)
_STEPS = (
    "undo/undone_contacts",
    "undo/undo_contacts",
    "undo/undo_contacts_restored",
    "undo/undo_customers",
    "undo/undo_said_countries",
    "customers/homes",
    "undo/undo_countries",
)


@dataclass(frozen=True)
class Undone:
    """Loads that were taken back, the newest first, and the rows they had stored."""

    loads: list[dict[str, Any]]  # load_id, file_name, rows_loaded
    lines: int
    customers: int  # that nothing is known of any more


def undo_load(
    engine: Engine, load_id: int, notify: Callable[[str], None] = lambda _sentence: None, dry_run: bool = False
) -> Undone:
    """Remove a load and the later ones that rest on it: which found lines of theirs stored by it, or changed customers
    that it had changed.

    All or nothing; `dry_run` only says what would go. Raises InputError when there is no such load or it failed.
    """
    with journal.writing(engine, notify) as connection:
        gone = _with_dependents(connection, load_id)
        ids = [row["load_id"] for row in gone]
        for name in ("undo/renewed_customers_undone", "undo/undone_countries"):
            run_file(connection, name, load_ids=ids)
        lines = sum(_delete_lines(connection, table, ids) for table in _LINES)
        # Where nothing comes back, lines that fits have packed stay as they are.
        if connection.scalar(select(exists(select(1).where(replaced_lines.c.replaced_by.in_(ids))))):
            for table in _LINES:
                run_file(connection, f"undo/replaced_{table.name}_back", load_ids=ids)
        connection.execute(delete(replaced_lines).where(or_(*(each.in_(ids) for each in _OF_REPLACED))))
        before = _known(connection)
        for name in _STEPS:
            run_file(connection, name, load_ids=ids, apart=APART)
        forgotten = before - _known(connection)
        for table in (rejected_rows, customer_changes, loads):
            connection.execute(delete(table).where(table.c.load_id.in_(ids)))
        refresh_profiles(connection, [])
        _forget_derived(connection)
        if dry_run:
            connection.rollback()
        else:
            connection.commit()
    return Undone(gone, lines, forgotten)


def _with_dependents(connection: Connection, load_id: int) -> list[dict[str, Any]]:
    """The load and those that rest on it, the newest first."""
    columns = (loads.c.load_id, loads.c.file_name, loads.c.status, loads.c.rows_loaded, loads.c.details)
    rows = {row["load_id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}
    if load_id not in rows:
        raise InputError(f"There is no load {load_id}. See the loads with: python -m etl status")
    if rows[load_id]["status"] != "done":
        raise InputError(say("Load {load_id} failed and stored nothing, so there is nothing to undo.", load_id=load_id))
    rests_on = {number: _foundations(row["details"] or {}) for number, row in rows.items()}
    for later, earlier in run_file(connection, "undo/resting_loads"):
        rests_on[later].add(earlier)
    gone = {load_id}
    for later in sorted(rows):  # a load rests on earlier ones only
        if gone & rests_on[later]:
            gone.add(later)
    return [
        {name: rows[number][name] for name in ("load_id", "file_name", "rows_loaded")}
        for number in sorted(gone, reverse=True)
    ]


def _foundations(details: Mapping[str, Any]) -> set[int]:
    """The loads in which a load found lines of its own."""
    same = {details["same_as"]} if "same_as" in details else set()
    return same | {int(number) for number in details.get("known_in", {})}


def _delete_lines(connection: Connection, table: Table, ids: Sequence[int]) -> int:
    """Delete the lines of these loads; a table that holds no others is emptied at once."""
    if connection.scalar(select(exists(select(1).where(table.c.load_id.not_in(ids))))):
        return int(connection.execute(delete(table).where(table.c.load_id.in_(ids))).rowcount)
    lines = connection.scalar(select(func.count()).select_from(table)) or 0
    connection.execute(text(f"truncate {table.name}"))
    return int(lines)


def _forget_derived(connection: Connection) -> None:
    """Segments of customers of whom nothing is left would be about nobody; else `models fit` renews them."""
    if connection.scalar(text("select exists (select from customers)")):
        journal.mark_stale(connection)
    else:
        for table in DERIVED:
            connection.execute(delete(table))


def _known(connection: Connection) -> int:
    return int(connection.scalar(text("select count(*) from customers")) or 0)
