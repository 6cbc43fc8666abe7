"""One person taken out of the store: their lines are guests' from then on, so that every total stays as it was."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, column, delete, func, or_, select, table, text, update
from sqlalchemy.dialects.postgresql import insert

from warehouse.bulk import read_sql_file
from warehouse.erasure import files
from warehouse.erasure.people import Person, find
from warehouse.erasure.tables import CHOSEN, DESCRIBED, KEY, WRITTEN, tables_of_customers
from warehouse.forgotten import Forgotten, forget
from warehouse.profiles import known_labels, profile
from warehouse.schema import ERASED_AT, orders, segmentations, shop_settings, transactions
from warehouse.settings import Settings
from warehouse.writers import sole_writer

Note = Callable[[Connection, "Erased"], None]


@dataclass(frozen=True)
class Erased:
    """What an erasure came to."""

    person: Person
    rows: dict[str, int]  # that went, or lost what named somebody, by table
    lines: int  # that are guests' now
    is_fit_due: bool  # segments count the person until then
    files: list[str] = field(default_factory=list)  # uploaded ones that were removed
    results: int = 0  # files that jobs had written for people


def erase(
    engine: Engine,
    settings: Settings,
    customer: str,
    waits: Callable[[], None],
    note: Note = lambda _connection, _erased: None,
    dry_run: bool = False,
) -> Erased:
    """Erase the person of a number or an address, for loads to come as well; `note` writes of it in the transaction.

    With `dry_run` only say what would go. Other writers are waited for, which `waits` tells. Raises InputError where
    nothing is stored of such a customer, SettingsError where SECRET_KEY is not the one of earlier erasures.
    """
    with sole_writer(engine, waits) as connection:
        person = find(connection, customer)
        erased = take_out(connection, person, forget(connection, person.names))
        if dry_run:
            connection.rollback()
            return erased
        gone = files.remove_uploads(connection, settings, person.names)
        others = files.remove_results(settings, person.names)
        erased = Erased(person, erased.rows, erased.lines, erased.is_fit_due, gone, others)
        note(connection, erased)
        connection.commit()
    return erased


def take_out(connection: Connection, person: Person, forgotten: Forgotten) -> Erased:
    """The same of the tables alone, in the caller's transaction, which holds the writer's lock."""
    numbers = {"numbers": list(person.numbers)}
    renamed = {"order_numbers": json.dumps(_order_numbers(connection, person, forgotten))}
    rows: dict[str, int] = {}
    for name, moved in (("transactions", "guest_lines"), ("orders", "guest_orders")):
        rows[name] = connection.execute(_file(moved), numbers | renamed).rowcount
    for name in tables_of_customers(connection):
        if name not in rows:
            own = delete(table(name, column(KEY))).where(column(KEY) == func.any(bindparam("numbers")))
            rows[name] = connection.execute(own, numbers).rowcount
    for described in DESCRIBED:
        _clean_descriptions(connection, described, person.addresses, forgotten)
    profile(connection, known_labels(connection))
    stale = update(segmentations).where(segmentations.c.published).values(is_stale=True)
    is_fit_due = bool(connection.execute(stale).rowcount)
    _say_when(connection)
    for written, names in (CHOSEN, *WRITTEN):
        cleaned = _clean(connection, written, names, forgotten, beside=written is not CHOSEN[0])
        rows[written.name] = rows.get(written.name, 0) + cleaned
    return Erased(person, {name: count for name, count in rows.items() if count}, rows["transactions"], is_fit_due)


def _file(name: str) -> Any:
    return text(read_sql_file("warehouse.erasure.sql", f"{name}.sql"))


def _order_numbers(connection: Connection, person: Person, forgotten: Forgotten) -> dict[str, str]:
    """Old number -> new one, of the orders whose numbers hold the customer's."""
    found: dict[str, str] = {}
    for each in (transactions, orders):
        own = select(each.c.invoice_no, each.c.customer_id).where(each.c.customer_id.in_(person.numbers)).distinct()
        found |= {row.invoice_no: forgotten.order_number(*row) for row in connection.execute(own)}
    return {old: new for old, new in found.items() if new != old}


def _clean_descriptions(
    connection: Connection, described: Table, addresses: Iterable[str], forgotten: Forgotten
) -> None:
    """Take the addresses out of descriptions, those of others' lines too."""
    has_one = [func.strpos(func.lower(described.c.description), address) > 0 for address in addresses]
    if not has_one:
        return
    for before in connection.scalars(select(described.c.description).where(or_(*has_one)).distinct()).all():
        after = forgotten.without_addresses(before).strip()
        same = update(described).where(described.c.description == before)
        connection.execute(same.values(description=after))


def _clean(connection: Connection, written: Table, names: Iterable[str], forgotten: Forgotten, beside: bool) -> int:
    """Take out the texts that name somebody who was erased; of how many rows."""
    keys, columns = list(written.primary_key.columns), [written.c[name] for name in names]
    changed = 0
    found = connection.execute(select(*keys, *columns), execution_options={"yield_per": 10_000})
    for row in found.mappings():
        after = {name.name: forgotten.without(row[name], beside) for name in columns}
        if any(after[one.name] != row[one] for one in columns):
            own = [key == row[key] for key in keys]
            connection.execute(update(written).where(*own).values(**after))
            changed += 1
    return changed


def _say_when(connection: Connection) -> None:
    now = connection.scalar(select(func.clock_timestamp()))
    values: Mapping[str, Any] = {"value": str(now), "changed_at": now}
    statement = insert(shop_settings).values(name=ERASED_AT, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
