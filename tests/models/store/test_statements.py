"""A table filled for the first time, and filled again beside its readers."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, inspect, text

from models.publishing import fit as fitting
from models.publishing.fit import Options
from tests.models.shops import Line, line
from warehouse.schema import metadata

LINES = [line(f"c{number}", f"i{number}", f"2011-01-{number + 1:02d}") for number in range(9)]
COUNT = "select count(*) from customer_features"


def _indexes(connection: Connection) -> set[str | None]:
    return {one["name"] for one in inspect(connection).get_indexes("customer_features")}


@pytest.mark.parametrize("run", ["first", "first beside a reader", "second beside a reader"])
def test_rows_and_indexes_are_there_after_any_run(engine: Engine, fill: Callable[[list[Line]], None], run: str) -> None:
    fill(LINES)
    if run.startswith("second"):
        fitting.fit(engine, Options(k=3))
    with engine.connect() as reader:
        before = _indexes(reader)
        held = reader.execute(text(COUNT)).scalar_one()
        if "reader" not in run:
            reader.rollback()
        fitting.fit(engine, Options(k=3))
    with engine.connect() as reader:
        assert (held, reader.execute(text(COUNT)).scalar_one()) == (9 if run.startswith("second") else 0, 9)
        assert _indexes(reader) == before
        assert before == {index.name for index in metadata.tables["customer_features"].indexes}


def test_a_second_run_locks_no_reader_out(engine: Engine, fill: Callable[[list[Line]], None]) -> None:
    fill(LINES)
    fitting.fit(engine, Options(k=3))
    seen: list[int] = []

    def read(amount: float) -> None:
        with engine.connect() as reader:
            reader.execute(text("set lock_timeout = '1s'"))
            seen.append(reader.execute(text(COUNT)).scalar_one())

    fitting.fit(engine, Options(k=3), advance=read)
    assert len(seen) > 20
    assert set(seen) == {9}
