"""Sums over the customers of an audience that lie in the database: worked out once for all processes, read there.

An array a column in `kept_sums`, and beside them the seal of all: whoever has the table and no secret can tell nobody
other sums. Brought along with each question instead, a hundred thousand rows would be written
out, sent and read again each time.
"""

from __future__ import annotations

import hmac
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
    literal_column,
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
MOST_KNOWN = 10_000  # places whose seals this process need not look at again
SEAL = ""  # the name of what is no column
ARRAYS = (K.texts, K.days, K.counts, K.numbers)
# The database cannot tell how many rows an array has, and so would look each up by itself.
HASH = text("select set_config('enable_nestloop', 'off', true)")


def lies_there(connection: Connection, place: Place) -> bool:
    """Whether they do as they were put there, and stay until the transaction ends."""
    written = cast(literal_column("xmin"), Text)  # no two rows of a name have the same
    found = select(K.name, written, K.texts[1]).where(K.key == place.key)
    rows = connection.execute(found.with_for_update(read=True, key_share=True)).all()
    sealed = next((str(row[2]) for row in rows if row[0] == SEAL), None)
    if sealed is None:
        return False
    stand = frozenset((row[0], row[1]) for row in rows)
    if place.known.get(place.key) != stand:
        if not hmac.compare_digest(sealed, _seal(connection, place)):
            return False
        if len(place.known) >= MOST_KNOWN:
            place.known.clear()
        place.known[place.key] = stand
    return True


def _seal(connection: Connection, place: Place) -> str:
    """Of all that lies there."""
    whole = func.coalesce(*(func.array_send(one) for one in ARRAYS))
    found = select(K.name, func.sha256(whole)).where(K.key == place.key, K.name != SEAL).order_by(K.name)
    told = [(str(name), bytes(digest).hex()) for name, digest in connection.execute(found)]
    return place.seal(repr((place.key, told)).encode())


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
    if not connection.execute(kept).rowcount:
        return False
    sealed = [[_seal(connection, place)] if one is K.texts else null() for one in ARRAYS]
    row = select(literal(place.key, K.key.type), *viewer, *told, literal(SEAL, Text)).add_columns(
        *(cast(one, each.type) for one, each in zip(sealed, ARRAYS, strict=True))
    )
    connection.execute(insert(kept_sums).from_select(names, row))
    return True


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
