"""Transactions -> orders, months, products and one row per customer; and the customers as a frame."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, text

from models.features import bought, changes, goods, kept, lines, money, names, words
from models.features.changes import Changes
from models.features.lines import CHANGED, Lines
from models.features.packed import Packer
from models.store import statements
from models.store.analysis import Analysis
from models.store.reading import read_table
from warehouse.errors import InputError, NoDataError
from warehouse.schema import metadata
from warehouse.scratch import temporary_folder

Advance = Callable[[float], None]

TABLES = (
    *("orders", "guest_orders", "customer_months", "products", "customer_features"),
    "sample_months",
)
OF_CUSTOMERS = ("orders", "customer_months")  # of their own lines alone
BOUGHT = (bought.TABLE, words.TABLE)  # filled in one go
STEPS = len(TABLES) + 1
PRICES = {"discount": "0.9", "price_lines": 10}  # below nine tenths of the usual price, known from ten lines, is less
SAMPLE_SIZE = 20_000
NO_COUNTRY = "Unspecified"  # the home of a customer known without one
SUMS = """
    create temporary table customer_sums on commit drop as
    select
        customer_id, country, frequency, monetary, returns, units, first_order_at, last_order_at,
        frequency as weekend_orders, frequency as night_orders, distinct_products,
        frequency as discounted_lines, frequency as priced_lines, sample_key, place, bought_on
    from customer_features
    with no data
"""
KNOWN = "select customer_id, country, frequency, sample_key from customer_sums"
FREE = """cast(
    frequency = 0 and returns = 0 and customer_id in (
        select lines.customer_id
        from customer_features as others join transactions as lines on lines.customer_id = others.customer_id
        where others.frequency = 0 and others.returns = 0 and lines.kind = 'free' and lines.quantity > 0
    ) as int
) as has_free"""  # whoever has paid, or given something back, is called after that
CUSTOMERS = f"customer_id, sample_key, recency_days, frequency, cast(returns <> 0 as int) as has_returns, {FREE}"


def resolve_as_of(connection: Connection, found: Lines, as_of: date | None) -> date:
    """The day that recency counts to: the given one, or the day after the last transaction.

    Raises NoDataError when nothing is loaded, InputError for a day on or before the first transaction.
    """
    if found.first is None or found.last is None:
        sentence = "There are no transactions yet: load some with python -m etl load FILE."
        if connection.scalar(text("select exists (select from attributes)")):
            sentence += " What is known of the customers can be segmented now: python -m models fit --source customers."
        raise NoDataError(sentence)
    if as_of is None:
        return found.last.date() + timedelta(days=1)
    if as_of <= found.first.date():
        raise InputError(f"Nothing had been bought before {as_of}: the first transaction is of {found.first.date()}.")
    return as_of


def rebuild(analysis: Analysis, found: Lines, as_of: date, advance: Advance) -> Changes:
    """Read the lines, and bring the tables that all segmentations share up to date, a step each; in the analysis they
    are whole. What has changed since the last run.
    """
    parameters = {"as_of": as_of, "no_country": NO_COUNTRY, "sample_size": SAMPLE_SIZE, **PRICES, **goods.rule()}
    found = read_and_pack(analysis, found, as_of)
    changed = changes.find(analysis, found, as_of)
    for table_name in TABLES:
        if table_name in _FILL:
            fill = partial(_FILL[table_name], analysis, parameters)
        else:
            analysis.create("features", table_name, parameters)
            fill = partial(_send, analysis, table_name)
        if changed.why_whole:
            analysis.replace(table_name, partial(fill, table_name))
        elif table_name in OF_CUSTOMERS:
            changes.of_customers(analysis, table_name, partial(_send, analysis, table_name, table_name))
        else:
            changes.by_comparison(analysis, table_name, fill)
        advance(1)
    bought.write(analysis, as_of, is_whole=bool(changed.why_whole))
    advance(1)
    return changed


def read_and_pack(analysis: Analysis, found: Lines, as_of: date) -> Lines:
    """Read the lines, and put those that are not packed yet away for the next run; how they were read in the end."""
    with temporary_folder("lines") as folder:
        packers = {name: Packer(folder / name) for name in CHANGED} if found.is_exact else {}
        found, stale = lines.read(analysis, found, packers)
        if packers:
            sizes = {load: one.as_json() if one else {} for load, one in found.sizes.items()}
            kept.write(analysis.connection, found.kept, sizes, packers, stale, as_of)
        else:
            kept.forget(analysis.connection)
    return found


def _send(analysis: Analysis, name: str, table_name: str, condition: str = "true") -> None:
    """A table that is asked again."""
    table = metadata.tables[name]
    numbered = [one.name for one in table.columns if one.name in lines.NUMBERED["transactions"]]
    analysis.store(name, numbered, table.primary_key.columns.keys(), table_name, condition)


def _sample(analysis: Analysis, parameters: Mapping[str, Any], table_name: str) -> None:
    analysis.insert("features", "sample_months", parameters, table_name)


def _divide(analysis: Analysis, parameters: Mapping[str, Any], table_name: str) -> None:
    """The customers: their sums from here, the quotients of them in the store."""
    analysis.create("features", "sold_on", parameters)
    analysis.create("features", "customer_sums", parameters)
    analysis.define("customer_features", KNOWN)
    analysis.connection.execute(text(SUMS))
    analysis.store("customer_sums", ["customer_id"], ["customer_id"])
    columns = ", ".join(metadata.tables["customer_features"].columns.keys())
    statement = f"insert into {table_name} ({columns}) {statements.read('features', 'customer_features')}"
    analysis.connection.execute(text(statement), {"as_of": parameters["as_of"]})


_FILL = {"customer_features": _divide, "sample_months": _sample}


def add_new_customers(connection: Connection) -> None:
    """Put those who were loaded since into `customer_features`, as customers without an order."""
    statements.insert(connection, "features", "new_customers", {"no_country": NO_COUNTRY})


def read_customers(connection: Connection, extra: Sequence[str] = (), measure: str = money.GROSS) -> pd.DataFrame:
    """Every customer: customer_id, sample_key, recency_days (missing without an order), frequency, monetary,
    has_returns, has_free (0 or 1).

    Rows are sorted by customer_id. Columns are Arrow's: monetary an exact decimal, so that ties stay ties, and half the
    memory of Python's objects. `extra` are more features of `models.features.names`, as doubles. Money
    (`monetary`, and what is worked out of it) is net of returns or gross, as the measure says.
    """
    column = money.COLUMNS[measure]
    scale = connection.execute(text(f"select max(min_scale({column})) from customer_features")).scalar_one() or 0  # noqa: S608 own words only
    more = [name for name in extra if name not in ("recency_days", "frequency", "monetary")]
    columns = ", ".join(
        [CUSTOMERS, f"{column} as monetary", *(f"{names.statement(name, measure)} as {name}" for name in more)]
    )
    types = {
        "customer_id": pa.string(),
        "sample_key": pa.int64(),
        "recency_days": pa.int32(),
        "frequency": pa.int32(),
        "has_returns": pa.int8(),
        "has_free": pa.int8(),
        "monetary": pa.decimal128(38, scale),
        **dict.fromkeys(more, pa.float64()),
    }
    statement = f"select {columns} from customer_features"  # noqa: S608 own words only
    return read_table(connection, statement, types, order_by="customer_id").to_pandas(types_mapper=pd.ArrowDtype)
