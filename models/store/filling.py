"""How a run fills the store's tables: one that holds no rows gets its indexes behind them, and no log of them.

To find its place in an index takes every row of a large table longer than all the rest. So where a shop is large, keys
and indexes of an empty table go first and come again, the very same, when the run is over; what is copied into it
meanwhile needs no log (where the server keeps none beyond crashes) and no later look by vacuum. Readers of such a table
wait for the run's end: it is the first one, and there is nothing to read yet.
"""

from sqlalchemy import Connection, Table, exists, select, text
from sqlalchemy.exc import OperationalError

from warehouse.schema import metadata

LARGE = 1 << 24  # bytes of transactions, some 150,000 lines: below it indexes take less than to make them anew
SIZE = "select pg_table_size('transactions')"
# What has to be made again, in the order of names. A key's index is its constraint's.
KEYS = """
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = cast(:name as regclass) and contype in ('p', 'u') order by conname
"""
INDEXES = """
    select pg_get_indexdef(indexrelid) as definition, indexrelid::regclass::text as name from pg_index
    where indrelid = cast(:name as regclass)
        and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
    order by indexrelid
"""


class Filling:
    """The tables of a run that are filled without their indexes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_bare: dict[str, bool] = {}
        self._later: list[str] = []  # statements that make keys and indexes again
        self._is_large: bool | None = None

    def begin(self, table_name: str) -> bool:
        """Get a table ready for rows, once; whether it is bare, so that they can be frozen."""
        if table_name not in self._is_bare:
            table = metadata.tables.get(table_name)  # none: the run's own
            is_bare = table is not None and self._shop_is_large() and not has_rows(self._connection, table)
            is_bare = is_bare and _lock(self._connection, table_name)
            if is_bare:
                self._strip(table_name)
            self._is_bare[table_name] = is_bare
        return self._is_bare[table_name]

    def keep(self, table_name: str) -> None:
        """Leave a table as it is: it has readers, or rows of this run."""
        self._is_bare[table_name] = False

    def end(self) -> None:
        """Make again what went."""
        for statement in self._later:
            self._connection.execute(text(statement))
        self._later.clear()

    def _shop_is_large(self) -> bool:
        if self._is_large is None:
            self._is_large = self._connection.execute(text(SIZE)).scalar_one() >= LARGE
        return self._is_large

    def _strip(self, table_name: str) -> None:
        """Without rows for good, and for the time being without keys and indexes."""
        self._connection.execute(text(f"truncate {table_name}"))
        for key in self._connection.execute(text(KEYS), {"name": table_name}).all():
            self._connection.execute(text(f'alter table {table_name} drop constraint "{key.name}"'))
            self._later.append(f'alter table {table_name} add constraint "{key.name}" {key.definition}')
        for index in self._connection.execute(text(INDEXES), {"name": table_name}).all():
            self._connection.execute(text(f"drop index {index.name}"))
            self._later.append(index.definition)


def has_rows(connection: Connection, table: Table) -> bool:
    """Whether there is anything in it, for this transaction."""
    return bool(connection.execute(select(exists().select_from(table))).scalar_one())


def _lock(connection: Connection, table_name: str) -> bool:
    """Take a table for this transaction alone, unless anybody is just using it. Only where there is nothing to read."""
    try:
        with connection.begin_nested():
            connection.execute(text(f"lock table {table_name} in access exclusive mode nowait"))
    except OperationalError:
        return False
    return True
