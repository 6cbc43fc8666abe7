"""A table filled for the first time, and filled again beside its readers."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, text

from models.publishing import fit as fitting
from models.publishing.fit import Options
from models.store import filling
from tests.models.shops import Line, line

LINES = [line(f"c{number}", f"i{number}", f"2011-01-{number + 1:02d}") for number in range(9)]
COUNT = "select count(*) from customer_features"
# All keys and indexes of the store, with their names; those of a temporary table are a run's own.
KEYS = """
    select indexdef from pg_indexes where schemaname = 'public'
    union all
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
    where connamespace = 'public'::regnamespace
    order by 1
"""


def _keys(connection: Connection) -> list[str]:
    return list(connection.scalars(text(KEYS)))


@pytest.mark.parametrize("run", ["first", "first of a large shop", "first beside a reader", "second"])
def test_rows_keys_and_indexes_are_there_after_any_run(
    engine: Engine, fill: Callable[[list[Line]], None], run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(LINES)
    monkeypatch.setattr(filling, "LARGE", 1 << 60 if run == "first" else 0)
    if run == "second":
        fitting.fit(engine, Options(k=3))
    with engine.connect() as reader:
        before = _keys(reader)
        held = reader.execute(text(COUNT)).scalar_one()
        if "reader" not in run:
            reader.rollback()
        fitting.fit(engine, Options(k=3))
    with engine.connect() as reader:
        assert (held, reader.execute(text(COUNT)).scalar_one()) == (9 if run == "second" else 0, 9)
        assert _keys(reader) == before


def test_a_large_shop_gets_what_a_small_one_gets(
    engine: Engine, fill: Callable[[list[Line]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("orders", "customer_products", "customer_features", "segment_activity", "segment_flows")
    sums = f"select {', '.join(f'(select count(*) from {name})' for name in tables)}"
    found = []
    for large in (1 << 60, 0):
        fill(LINES)
        monkeypatch.setattr(filling, "LARGE", large)
        fitting.fit(engine, Options(k=3))
        with engine.connect() as reader:
            found.append(tuple(reader.execute(text(sums)).one()))
    assert found[0] == found[1]


def test_a_second_run_locks_no_reader_out(
    engine: Engine, fill: Callable[[list[Line]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(LINES)
    monkeypatch.setattr(filling, "LARGE", 0)
    fitting.fit(engine, Options(k=3))
    seen: list[int] = []

    def read(amount: float) -> None:
        with engine.connect() as reader:
            reader.execute(text("set lock_timeout = '1s'"))
            seen.append(reader.execute(text(COUNT)).scalar_one())

    fitting.fit(engine, Options(k=3), advance=read)
    assert len(seen) > 20
    assert set(seen) == {9}
