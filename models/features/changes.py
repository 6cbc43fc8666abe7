"""What a new day changes: who bought or gave back since the last run, and tables of the store brought up to date by
their rows and those that differ, where the others would be written as they are.

A customer's orders, months and days come of their own lines alone. All else is worked out anew and compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from models.features.lines import Lines
from models.store import statements
from models.store.analysis import Analysis
from warehouse.schema import metadata
from wording.counts import counted

MOST_SHARE = 3  # of so many customers one: above, tables are written whole
OWN = "select distinct customer_id from changed_lines"
COUNTS = """
    select count(*) filter (where is_new), count(*) filter (where not is_new)
    from (select is_new from changed_lines union all select is_new from changed_guest_lines)
"""
TOUCHED = "cast(customer_id as text) in (select customer_id from touched)"
MANY, CUT = "more than a third of the customers are touched", "some lines are not before the day it counts to"
EMPTY = "there are no tables of an earlier fit"
# Columns that a day changes for everybody, none in an index: updated, not written anew.
DAILY = {"customer_features": ("recency_days", "tenure_days", "place")}
# Of the rows of `new`, which are all that there should be.
LEAVE = """
    delete from {table} as old
    where not exists (select from {new} as new where {same_key} and {is_same})
"""
RENEW = "update {table} as old set {daily} from {new} as new where {same_key} and not ({is_same_day})"
ADD = """
    insert into {table} ({columns})
    select {columns} from {new} as new
    where not exists (select from {table} as old where {same_key})
"""


@dataclass(frozen=True)
class Changes:
    """Since the last run."""

    why_all: str  # why all lines were read; '' where they were not
    why_whole: str  # why tables are written whole; '' where they are not
    new: int = 0  # lines that came
    gone: int = 0  # lines that went
    customers: int = 0  # who have any of them

    def sentence(self) -> str:
        """What was read, and what for."""
        if self.why_all:
            return f"Read all lines, because {self.why_all}."
        gone = f", without {counted(self.gone, 'line')} that went" if self.gone else ""
        whole = f" All tables are written anew, because {self.why_whole}." if self.why_whole else ""
        return f"Read {counted(self.new, 'new line')}{gone}; {counted(self.customers, 'customer')} touched.{whole}"


def find(analysis: Analysis, found: Lines, as_of: date) -> Changes:
    """What has changed, and `touched`, a table of the customers whom it is about."""
    analysis.alter(f"create or replace table touched as {OWN}")
    if found.kept.why:
        return Changes(found.kept.why, found.kept.why)
    new, gone = analysis.row(COUNTS)
    customers = analysis.value("select count(*) from touched")
    return Changes("", _why_whole(analysis, found, as_of, customers), new, gone, customers)


def _why_whole(analysis: Analysis, found: Lines, as_of: date, customers: int) -> str:
    known = found.kept
    if not (analysis.is_filled("orders") and analysis.is_filled("customer_features")):
        return EMPTY
    if found.last is None or found.last.date() >= as_of or known.as_of is None or known.last >= known.as_of.isoformat():
        return CUT
    return MANY if customers * MOST_SHARE > analysis.value("select count(*) from homes") else ""


def of_customers(analysis: Analysis, table_name: str, fill: Callable[[str], object]) -> None:
    """Renew the rows of those who are touched; `fill` writes them, told the condition that is theirs."""
    _send(analysis, "touched", ("customer_id",))
    analysis.leave(table_name)
    _delete(analysis.connection, table_name, "touched", ("customer_id",))
    fill(TOUCHED)


def of_pairs(analysis: Analysis, table_name: str, fill: Callable[[], object]) -> None:
    """Renew the rows of what customers bought, or did, in changed lines: those of `pairs`."""
    _send(analysis, "pairs", ("stock_code", "customer_id"))
    analysis.leave(table_name)
    _delete(analysis.connection, table_name, "pairs", ("stock_code", "customer_id"))
    fill()


def by_comparison(analysis: Analysis, table_name: str, fill: Callable[[str], object]) -> None:
    """Write what differs from what is there; `fill` writes all rows into a table whose name it is told."""
    table, new, connection = metadata.tables[table_name], f"new_{table_name}", analysis.connection
    connection.execute(text(f"drop table if exists {new}"))
    connection.execute(text(f"create temporary table {new} (like {table_name}) on commit drop"))
    fill(new)
    daily = DAILY.get(table_name, ())
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in (*keys, *daily)]
    names = {
        "table": table_name,
        "new": new,
        "same_key": " and ".join(f"old.{key} = new.{key}" for key in keys),
        "is_same": _same(others),
        "columns": ", ".join(column.name for column in table.columns),
        "daily": ", ".join(f"{name} = new.{name}" for name in daily),
        "is_same_day": _same(daily),
    }
    for statement in ("analyze {new}", LEAVE, *([RENEW] if daily else []), ADD):
        connection.execute(text(statement.format(**names)))


def _same(names: Sequence[str]) -> str:
    """Whether rows `old` and `new` are, by some columns; nulls are alike."""
    old, new = (", ".join(f"{side}.{name}" for name in names) for side in ("old", "new"))
    return f"row({old}) is not distinct from row({new})"


def _send(analysis: Analysis, name: str, columns: Sequence[str]) -> None:
    """Let the store know a table of the analysis, once a transaction."""
    connection = analysis.connection
    made = ", ".join(f"{column} text" for column in columns)
    connection.execute(text(f"drop table if exists {name}"))
    connection.execute(text(f"create temporary table {name} ({made}) on commit drop"))
    analysis.write(name, analysis.ask(f"select {', '.join(columns)} from {name}"))  # noqa: S608 own names only
    connection.execute(text(f"analyze {name}"))


def _delete(connection: Connection, table_name: str, few: str, keys: Sequence[str]) -> None:
    """The rows with these keys, by the index."""
    same = " and ".join(f"old.{key} = few.{key}" for key in keys)
    with statements.few_rows(connection):
        connection.execute(text(f"delete from {table_name} as old using {few} as few where {same}"))  # noqa: S608 own names only
