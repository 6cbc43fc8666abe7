"""What a run works out, in DuckDB inside the process: tables come in by COPY, results go back by COPY.

PostgreSQL stays the only store. Its lines leave it once, in the run's own transaction and snapshot; the SQL files of
the rooms, in DuckDB's dialect, make tables of them here; what is kept goes back in the same transaction. Tables lie in
memory and spill into a folder that goes with the run, so that memory stays bounded however many lines there are.
"""

import io
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
from sqlalchemy import Connection, delete

from models.store import statements
from models.store.filling import Filling, has_rows
from models.store.reading import batches
from warehouse.bulk import Form, copy_in
from warehouse.bulk.binary_rows import HEADER, TRAILER
from warehouse.embedded import memory
from warehouse.errors import WarehouseError
from warehouse.schema import metadata
from warehouse.scratch import temporary_folder

MEMORY, LEAST_MEMORY = (
    1 << 30,
    1 << 28,
)  # bytes of DuckDB: a quarter of the machine's in between; the rest spills
THREADS = 4  # at most: each wants memory of its own
FULL = (
    "The fit has no room left for the tables that it works on: make room where REGULARS_HOME is (some 100 bytes a "
    "line), then run it again."
)
ROWS = 50_000  # handed over at once
_NAMED = re.compile(r"\$(\w+)")  # quicker than to let DuckDB read a statement twice
_CSV = arrow_csv.WriteOptions(include_header=False)


class UnknownText(WarehouseError):
    """A text that has no number."""


class Analysis:
    """The tables of a run, beside the transaction that they come from and go to."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        import duckdb  # here, for commands that fit nothing start without it

        self.connection = connection
        self._filling = Filling(connection)
        self._duck = duckdb.connect(
            ":memory:",  # what does not fit spills; tables of a file would be compressed, which takes longer
            config={
                "memory_limit": f"{min(MEMORY, max(LEAST_MEMORY, memory() // 4)) >> 20}MiB",
                "threads": min(os.cpu_count() or 1, THREADS),
                "temp_directory": str(folder / "spilled"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )

    def close(self) -> None:
        """Let go of the tables."""
        self._duck.close()

    def words(self, kind: str) -> pa.StringArray:
        """The texts of a type that `number` made, by their numbers."""
        found = self.ask(f"select unnest(enum_range(cast(null as {kind}))) as word").read_all()["word"]
        return found.combine_chunks()

    def read(
        self,
        table_name: str,
        statement: str,
        types: Mapping[str, pa.DataType],
        parameters: Mapping[str, Any] | None = None,
        columns: str = "*",
    ) -> None:
        """Make a table of a query on the store (PostgreSQL's dialect), whose columns are named as in `types`.

        `columns` is what is kept of them, in DuckDB's dialect.
        """
        with batches(self.connection, statement, types, parameters) as reader:
            self.keep(table_name, reader, columns)

    def keep(self, table_name: str, rows: pa.Table | pa.RecordBatchReader, columns: str = "*") -> None:
        """Make a table of Arrow's rows."""
        self._duck.register("incoming", rows)
        try:
            self._do(f"create or replace table {table_name} as select {columns} from incoming")  # noqa: S608 own names only
        finally:
            self._duck.unregister("incoming")

    def extend(self, table_name: str, rows: pa.RecordBatchReader, columns: str = "*") -> None:
        """Add Arrow's rows to a table here, whose columns they have, or will have.

        Raises UnknownText where a text that is to become a number has none.
        """
        import duckdb

        self._duck.register("incoming", rows)
        try:
            self._do(f"insert into {table_name} by name select {columns} from incoming")  # noqa: S608 own names only
        except duckdb.ConversionException as error:
            raise UnknownText(str(error)) from error
        finally:
            self._duck.unregister("incoming")

    def number(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the texts of some tables' columns as numbers in the order of the texts, by the type named for each.

        They go on being compared and sorted as the texts that they are, in half the time. Cast them to text where they
        leave, or each batch brings all there are.
        """
        places: dict[str, list[str]] = {}
        for table, kinds in columns.items():
            for name, kind in kinds.items():
                places.setdefault(kind, []).append(f"select {name} as word from {table} group by {name}")  # noqa: S608 own names only
        for kind, texts in places.items():
            known = " union ".join(["select '' as word", *texts])  # a type needs a text
            self._do(f"create type {kind} as enum (select word from ({known}) order by word)")  # noqa: S608 own names only
        for table, kinds in columns.items():  # a new table: to alter one takes seconds of a large type
            numbered = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in kinds.items())
            self._do(f"create or replace table {table} as select * replace ({numbered}) from {table}")  # noqa: S608 own names only

    def forget_numbers(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        """Drop these tables and the types of their numbers, so that they can be made again."""
        for table in columns:
            self._do(f"drop table {table}")
        for kind in {kind for kinds in columns.values() for kind in kinds.values()}:
            self._do(f"drop type {kind}")

    def create(self, room: str, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Make a table of what a file of a room gives, under the file's name."""
        self._do(f"create or replace table {name} as {statements.read(room, name)}", parameters)

    def add(self, room: str, name: str, parameters: Mapping[str, Any]) -> None:
        """Add what a file gives to the rows of its table, or begin it."""
        statement = statements.read(room, name)
        self._do(f"create table if not exists {name} as from (\n{statement}\n) limit 0", parameters)
        self._do(f"insert into {name}\n{statement}", parameters)

    def run(self, room: str, name: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """What a file of a room gives, a batch at a time; read it to its end before asking for anything else."""
        return self.ask(statements.read(room, name), parameters)

    def ask(self, statement: str, parameters: Mapping[str, Any] | None = None) -> pa.RecordBatchReader:
        """The same of a statement."""
        relation = self._duck.sql(statement, params=self._named(statement, parameters or {}) or None)
        return relation.to_arrow_reader(ROWS)

    def value(self, statement: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the only row."""
        return self.row(statement, parameters)[0]

    def row(self, statement: str, parameters: Mapping[str, Any] | None = None) -> tuple[Any, ...]:
        """The only row."""
        (found,) = self._do(statement, parameters)
        return found

    def alter(self, statement: str) -> None:
        """Change the tables here."""
        self._do(statement)

    def define(self, view: str, statement: str) -> None:
        """A view of the tables here."""
        self._do(f"create or replace view {view} as {statement}")

    def insert(
        self, room: str, name: str, parameters: Mapping[str, Any] | None = None, table_name: str | None = None
    ) -> int:
        """Write what a file gives into the store's table of that name, or another's; the number of rows."""
        return self.write(table_name or name, self.run(room, name, parameters))

    def store(
        self,
        name: str,
        numbered: Collection[str] = (),
        order_by: Sequence[str] = (),
        table_name: str | None = None,
        condition: str = "true",
    ) -> int:
        """Write a table from here into the store's table of that name, or another's; the number of rows. `numbered` are
        columns that leave as texts; `condition` says which rows.
        """
        texts = ", ".join(f"cast({column} as text) as {column}" for column in numbered)
        columns = f"* replace ({texts})" if texts else "*"
        order = f" order by {', '.join(f'{name}.{column}' for column in order_by)}" if order_by else ""
        statement = f"select {columns} from {name} where {condition}{order}"  # noqa: S608 own names only
        return self.write(table_name or name, self.ask(statement))

    def replace(self, table_name: str, fill: Callable[[], object]) -> None:
        """Empty a table of the store and fill it. Deleted, not truncated: readers keep seeing the old rows until the
        commit.
        """
        table = metadata.tables[table_name]
        if has_rows(self.connection, table):
            self._filling.keep(table_name)
            self.connection.execute(delete(table))
        else:
            self._filling.begin(table_name)
        fill()

    def is_filled(self, table_name: str) -> bool:
        """Whether a table of the store holds anything."""
        return has_rows(self.connection, metadata.tables[table_name])

    def leave(self, table_name: str) -> None:
        """A table of the store keeps rows and indexes, whatever is deleted of it and written."""
        self._filling.keep(table_name)

    def write(self, table_name: str, rows: pa.Table | pa.RecordBatchReader) -> int:
        """Arrow's rows into a table of the store, in the run's own transaction; the number of rows."""
        batches = rows.to_batches(ROWS) if isinstance(rows, pa.Table) else rows
        form: Form = "csv frozen" if self._filling.begin(table_name) else "csv"
        return copy_in(self.connection, table_name, rows.schema.names, _texts(batches), form)

    def write_packed(self, table_name: str, columns: Sequence[str], chunks: Iterable[bytes]) -> int:
        """The same of rows that are binary already (`warehouse.bulk.binary_rows`)."""
        form: Form = "frozen" if self._filling.begin(table_name) else "binary"
        return copy_in(self.connection, table_name, columns, chain([HEADER], chunks, [TRAILER]), form)

    def finish(self) -> None:
        """When all is written."""
        self._filling.end()

    def _do(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        return self._duck.execute(statement, self._named(statement, parameters or {})).fetchall()

    def _named(self, statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Those of the parameters that a statement names."""
        named = frozenset(_NAMED.findall(statement))
        return {name: value for name, value in parameters.items() if name in named}


def _texts(batches: Iterable[pa.RecordBatch]) -> Iterator[bytes]:
    for batch in batches:
        buffer = io.BytesIO()
        arrow_csv.write_csv(batch, buffer, _CSV)
        yield buffer.getvalue()


@contextmanager
def analysing(connection: Connection) -> Iterator[Analysis]:
    """An Analysis for the length of a block.

    Raises WarehouseError where neither memory nor disk holds what it works on.
    """
    import duckdb

    with temporary_folder("fit") as folder:
        analysis = Analysis(connection, folder)
        try:
            yield analysis
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise WarehouseError(FULL) from error
        finally:
            analysis.close()
