"""Sums over the customers of an audience that lie in the database: worked out once for all processes, read there.

An array a column in `kept_sums`. Brought along with each question instead, a hundred thousand rows would be written
out, sent and read again each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Numeric,
    SmallInteger,
    Subquery,
    Table,
    Text,
    cast,
    column,
    func,
    literal,
    null,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql.type_api import TypeEngine

from dashboard.filters.sums import Place
from warehouse.access import COUNTRIES, PERSONAL
from warehouse.schema import kept_sums

K = kept_sums.c
ARRAYS = (K.texts, K.days, K.counts, K.numbers)
# The database cannot tell how many rows an array has, and so would look each up by itself.
HASH = text("select set_config('enable_nestloop', 'off', true)")


def lies_there(connection: Connection, key: bytes) -> bool:
    """Whether they do, and stay until the transaction ends."""
    return bool(connection.scalars(select(K.name).where(K.key == key).with_for_update(read=True, key_share=True)).all())


def put(connection: Connection, place: Place, mart: Table, rows: Subquery, most: int) -> bool:
    """Work them out from `rows`, and keep them where they are no more than `most`. The caller commits."""
    arrays = [func.array_agg(one).label(f"a{number}") for number, one in enumerate(rows.c)]
    whole = select(func.count().label("rows"), *arrays).select_from(rows).cte("whole")
    viewer = [func.current_setting(name) for name in (COUNTRIES, PERSONAL)]
    told = [literal(place.erased_at, Text), literal(list(place.version), K.version.type), func.now()]
    each = [
        select(literal(place.key, K.key.type), *viewer, *told, literal(one.name, Text))
        .add_columns(*_put(whole.c[f"a{number}"], mart.c[one.name].type))
        .where(whole.c.rows.between(1, most))
        for number, one in enumerate(rows.c)
    ]
    names = (*(K.key, K.countries, K.personal), *(K.erased_at, K.version, K.made_at), K.name, *ARRAYS)
    kept = insert(kept_sums).from_select(names, union_all(*each)).on_conflict_do_nothing()
    return bool(connection.execute(kept).rowcount)


def _put(array: ColumnElement[Any], kind: TypeEngine[Any]) -> list[ColumnElement[Any]]:
    """It in the column of its type, and nothing in the others."""
    own = _array(kind)
    return [cast(array if each is own else null(), each.type) for each in ARRAYS]


def _array(kind: TypeEngine[Any]) -> Column[Any]:
    match kind:
        case Text():
            return K.texts
        case Date():
            return K.days
        case Integer() | BigInteger() | SmallInteger():
            return K.counts
        case Numeric():
            return K.numbers
    raise TypeError(f"Sums have no {kind!r}.")


def read(connection: Connection, key: bytes, mart: Table, names: Sequence[str]) -> FromClause:
    """The rows, for a question in the same transaction."""
    connection.execute(HASH)
    arrays = [select(_array(mart.c[name].type)).where(K.key == key, K.name == name).scalar_subquery() for name in names]
    columns = [column(name, mart.c[name].type) for name in names]
    return func.unnest(*arrays).table_valued(*columns).render_derived(name=f"kept_{mart.name}")
