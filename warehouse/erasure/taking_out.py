"""One person taken out of the tables: their lines are guests' from then on, so that every total stays as it was."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    column,
    delete,
    func,
    or_,
    select,
    table,
    text,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from warehouse.bulk import read_sql_file
from warehouse.erasure.beginnings import without_beginnings
from warehouse.erasure.people import Person, may_name
from warehouse.erasure.tables import (
    CHOSEN,
    CODED,
    DESCRIBED,
    FETCHED,
    KEY,
    NAMED,
    PLAIN,
    TOLD,
    WRITTEN,
    tables_of_customers,
)
from warehouse.forgotten import Forgotten
from warehouse.profiles import known_labels, profile
from warehouse.schema import (
    ERASED_AT,
    board_cards,
    kept_answers,
    kept_lines,
    kept_loads,
    kept_sums,
    orders,
    product_words,
    products,
    saved_views,
    segmentations,
    shop_settings,
    transactions,
)

Names = tuple[str, ...]
Change = Callable[[Any, Any], Any]  # of a row's key and a value


@dataclass(frozen=True)
class Erased:
    """What an erasure came to."""

    person: Person
    rows: dict[str, int]  # that went, or lost what named somebody, by table
    lines: int  # that are guests' now
    is_fit_due: bool  # segments count the person until then
    files: int = 0  # uploaded ones that were removed
    results: int = 0  # files that jobs had written for people


def take_out(connection: Connection, person: Person, forgotten: Forgotten, is_all: bool = False) -> Erased:
    """The same of the tables alone, in the caller's transaction, which holds the writer's lock.

    With `is_all` others who were erased may be named as well, of whom nobody knows more than hashes.
    """
    numbers = {"numbers": list(person.numbers)}
    renamed = {"order_numbers": json.dumps(_order_numbers(connection, person, forgotten))}
    rows: dict[str, int] = {}
    for name, moved in (("transactions", "guest_lines"), ("orders", "guest_orders")):
        rows[name] = connection.execute(_file(moved), numbers | renamed).rowcount
    for name in tables_of_customers(connection):
        if name not in rows:
            own = delete(table(name, column(KEY))).where(column(KEY) == func.any(bindparam("numbers")))
            rows[name] = connection.execute(own, numbers).rowcount
    _remove_products(connection, person.addresses)
    for described in DESCRIBED:
        _clean_descriptions(connection, described, person.addresses, forgotten)
    if person.addresses:  # words of descriptions: without them, the rows are asked
        has_one = (func.strpos(product_words.c.words, address) > 0 for address in person.addresses)
        connection.execute(delete(product_words).where(or_(*has_one)))
    profile(connection, known_labels(connection))
    stale = update(segmentations).where(segmentations.c.published).values(is_stale=True)
    is_fit_due = bool(connection.execute(stale).rowcount)
    _say_when(connection)
    for copies in (kept_answers, kept_sums, kept_lines, kept_loads):  # which may tell of them, also where no line does
        connection.execute(delete(copies))
    for kept in (saved_views, board_cards):
        rows[kept.name] = _remove_views(connection, kept, forgotten)
    for written, names, change in _changes(connection, person, forgotten):
        among = may_name(person, *(written.c[name] for name in names)) if written in PLAIN and not is_all else true()
        rows[written.name] = rows.get(written.name, 0) + _clean(connection, written, names, change, among)
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


def _remove_products(connection: Connection, addresses: Iterable[str]) -> None:
    """Take out the products that an address is in the code of, as where products are told apart by their names: the
    next fit tells them by what is left of these."""
    has_one = [func.strpos(func.lower(products.c.stock_code), address) > 0 for address in addresses]
    codes = connection.scalars(select(products.c.stock_code).where(or_(*has_one))).all() if has_one else []
    for coded in CODED if codes else ():
        keys = [coded.c[name] for name in ("stock_code", "other_stock_code") if name in coded.c]
        connection.execute(delete(coded).where(or_(*(key.in_(codes) for key in keys))))


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


def _changes(connection: Connection, person: Person, forgotten: Forgotten) -> Iterator[tuple[Table, Names, Change]]:
    """Tables, columns of theirs that may name somebody, and what their values become."""

    def chosen(_key: Any, definition: Any) -> Any:
        return forgotten.without(without_beginnings(connection, definition, person.names), beside=False)

    for holding, columns in CHOSEN:
        yield holding, columns, chosen
    yield *TOLD, lambda _key, told: forgotten.without(told, beside=False)
    yield *FETCHED, lambda _key, name: forgotten.in_file(name)
    for named, name, is_single in NAMED:
        yield named, (name,), partial(_renamed, forgotten, is_single)
    for written, names in WRITTEN:
        yield written, names, lambda _key, value: forgotten.without(value)


def _remove_views(connection: Connection, kept: Table, forgotten: Forgotten) -> int:
    """Views and charts that people keep of somebody who was erased lead nowhere: they go; how many."""
    (key,) = kept.primary_key.columns
    found = connection.execute(select(key.label("key"), kept.c.address)).all()
    gone = [row.key for row in found if forgotten.in_name(address := unquote_plus(row.address)) != address]
    return connection.execute(delete(kept).where(key.in_(gone))).rowcount


def _renamed(forgotten: Forgotten, is_single: bool, key: Any, name: str) -> str:
    after = forgotten.in_name(name)
    return f"{after} {key}" if is_single and after != name else after


def _clean(
    connection: Connection, written: Table, names: Iterable[str], change: Change, among: ColumnElement[bool]
) -> int:
    """Take out the texts that name somebody who was erased; of how many rows."""
    keys, columns = list(written.primary_key.columns), [written.c[name] for name in names]
    changed = 0
    found = connection.execute(select(*keys, *columns).where(among), execution_options={"yield_per": 10_000})
    for row in found.mappings():
        after = {name.name: change(row[keys[0]], row[name]) for name in columns}
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
