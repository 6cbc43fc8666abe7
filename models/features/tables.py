"""Transactions -> orders, months, products and one row per customer; and the customers as a frame."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, text

from models.features import bought, buyers, goods, lines, money, names
from models.features.lines import Lines
from models.store import statements
from models.store.analysis import Analysis
from models.store.reading import read_table
from warehouse.errors import InputError, NoDataError
from warehouse.schema import metadata

Advance = Callable[[float], None]

TABLES = (
    *("orders", "guest_orders", "customer_months", "products", "customer_features"),
    "sample_months",
)
BOUGHT = (bought.TABLE, buyers.TABLE)  # filled in one go
STEPS = len(TABLES) + 1
PRICES = {"discount": "0.9", "price_lines": 10}  # below nine tenths of the usual price, known from ten lines, is less
SAMPLE_SIZE = 20_000
NO_COUNTRY = "Unspecified"  # the home of a customer known without one
SUMS = """
    create temporary table customer_sums on commit drop as
    select
        customer_id, country, frequency, monetary, returns, units, first_order_at, last_order_at,
        frequency as weekend_orders, frequency as night_orders, distinct_products,
        frequency as discounted_lines, frequency as priced_lines, sample_key, place
    from customer_features
    with no data
"""
KNOWN = "select customer_id, country, frequency, sample_key from customer_sums"
CUSTOMERS = "customer_id, sample_key, recency_days, frequency, cast(returns <> 0 as int) as has_returns"


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


def rebuild(analysis: Analysis, found: Lines, as_of: date, advance: Advance) -> None:
    """Read the lines, and replace the tables that all segmentations share, a step each; the analysis keeps them too."""
    parameters = {"as_of": as_of, "no_country": NO_COUNTRY, "sample_size": SAMPLE_SIZE, **PRICES, **goods.rule()}
    lines.read(analysis, found)
    for table_name in TABLES:
        analysis.replace(table_name, partial(_FILL.get(table_name, _keep), analysis, table_name, parameters))
        advance(1)
    bought.write(analysis, as_of)
    advance(1)


def _keep(analysis: Analysis, table_name: str, parameters: Mapping[str, Any]) -> None:
    """A table that is asked again."""
    analysis.create("features", table_name, parameters)
    table = metadata.tables[table_name]
    numbered = [one.name for one in table.columns if one.name in lines.NUMBERED["transactions"]]
    analysis.store(table_name, numbered, table.primary_key.columns.keys())


def _write(analysis: Analysis, table_name: str, parameters: Mapping[str, Any]) -> None:
    analysis.insert("features", table_name, parameters)


def _divide(analysis: Analysis, table_name: str, parameters: Mapping[str, Any]) -> None:
    """The customers: their sums from here, the quotients of them in the store."""
    analysis.create("features", "customer_sums", parameters)
    analysis.define("customer_features", KNOWN)
    analysis.connection.execute(text(SUMS))
    analysis.store("customer_sums", ["customer_id"], ["customer_id"])
    statements.insert(analysis.connection, "features", table_name, parameters)


_FILL = {"customer_features": _divide, "sample_months": _write}


def add_new_customers(connection: Connection) -> None:
    """Put those who were loaded since into `customer_features`, as customers without an order."""
    statements.insert(connection, "features", "new_customers", {"no_country": NO_COUNTRY})


def read_customers(connection: Connection, extra: Sequence[str] = (), measure: str = money.GROSS) -> pd.DataFrame:
    """Every customer: customer_id, sample_key, recency_days (missing without an order), frequency, monetary,
    has_returns (0 or 1).

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
        "monetary": pa.decimal128(38, scale),
        **dict.fromkeys(more, pa.float64()),
    }
    statement = f"select {columns} from customer_features"  # noqa: S608 own words only
    return read_table(connection, statement, types, order_by="customer_id").to_pandas(types_mapper=pd.ArrowDtype)
