"""Loads, undone loads, late lines, returns, erased people: what a fit reads of new lines comes out as of all lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, text

from etl.storing.clearing import CLEARED
from etl.storing.load import load_file
from etl.storing.undo import undo_load
from models.features import changes, kept, lines, packed, sizes, source, tables
from models.features.changes import Changes
from models.store.analysis import Analysis, analysing
from tests.etl.shop_files import rows_of, shop_file
from warehouse.erasure import erase
from warehouse.schema import customers, metadata
from warehouse.settings import Settings

SHARED = (*tables.TABLES, *tables.BOUGHT)
PEOPLE = ("11", "12", "13", "14")
ROW = st.tuples(
    st.sampled_from(["501", "502", "503", "C504"]),  # comes back after weeks, too
    st.sampled_from(["A1", "B2", "POST"]),
    st.sampled_from(["tea", "pot"]),
    st.sampled_from(["1", "3", "-1"]),
    st.sampled_from(["2024-01-05 10:00", "2024-01-20 23:30", "2024-03-02 11:00", "2024-04-20 12:00"]),
    st.sampled_from(["2.5", "4", "1.1255", "0"]),
    st.sampled_from([*PEOPLE, ""]),
    st.sampled_from(["France", "Germany"]),
)
LOAD = st.tuples(st.just("load"), st.lists(ROW, min_size=1, max_size=5))
UNDO = st.tuples(st.just("undo"), st.integers(0, 9))
FORGET = st.tuples(st.just("forget"), st.sampled_from(PEOPLE))
STEPS = st.lists(st.lists(st.one_of(LOAD, LOAD, LOAD, UNDO, FORGET), min_size=1, max_size=2), min_size=3, max_size=4)


def _row(invoice: str, day: str, customer: str, **values: str) -> tuple[str, ...]:
    told = {"code": "A1", "words": "tea", "quantity": "2", "price": "2.5", "country": "France"} | values
    code, words, quantity, price, country = told.values()
    return (invoice, code, words, quantity, f"2024-{day} 10:00", price, customer, country)


DONE = "select load_id from loads where status = 'done' order by 1"
FIRST = [
    *(_row(f"6{n}", f"01-{n + 10}", PEOPLE[n % 4], code=f"A{n % 3}") for n in range(12)),
    _row("501", "01-05", "11"),
    _row("777", "01-06", ""),
]
# A return and a late line; a number that comes back and a new customer; both taken back; somebody erased; a customer of
# whom nothing is known.
DAYS = [
    [("load", FIRST)],
    [("load", [_row("C504", "03-01", "11", quantity="-1"), _row("502", "01-04", "12", code="B2", words="pot")])],
    [("load", [_row("501", "03-02", "11", price="1.1255"), _row("505", "03-02", "19"), _row("777", "03-03", "")])],
    [("undo", 1)],
    [("undo", 1), ("load", [_row("506", "03-04", "13")])],
    [("forget", "11")],
    [("load", [_row("507", "03-05", "12"), _row("508", "03-05", "11")])],
    [("load", [_row("509", "03-05", "12")]), ("lose", "13")],
]

SAID = [
    "Read all lines, because nothing of an earlier fit is kept.",
    "Read 2 new lines; 2 customers touched.",
    "Read 3 new lines; 2 customers touched.",
    "Read 0 new lines, without 2 lines that went; 2 customers touched.",
    "Read 1 new line, without 14 lines that went; 4 customers touched.",
    "Read all lines, because nothing of an earlier fit is kept.",
    "Read 2 new lines; 1 customer touched.",
    f"Read all lines, because {kept.UNKNOWN}.",
]


@pytest.fixture
def shop(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An empty store, in which however much changes only that is read and written; blocks of three lines."""
    monkeypatch.setattr(changes, "MOST_SHARE", 0)
    monkeypatch.setattr(sizes, "MOST_SHARE", 0)
    for module in (packed, source):
        monkeypatch.setattr(module, "BLOCK_LINES", 3)
    return engine


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller example would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(DAYS)
@given(STEPS)
def test_new_lines_alone_come_out_as_all_lines(
    shop: Engine, tmp_path: Path, steps: list[list[tuple[str, Any]]]
) -> None:
    with shop.begin() as connection:
        connection.execute(text(f"truncate {', '.join(table.name for table in CLEARED)} restart identity"))
    number, said = 0, []
    for step in steps:
        for what, value in step:
            number += 1
            if what == "load":
                load_file(shop, shop_file(tmp_path, *map(",".join, value), name=f"{number}.csv"))
            elif what == "undo" and (loads := rows_of(shop, DONE)):
                undo_load(shop, loads[-1 - value % len(loads)][0])
            elif what == "forget" and rows_of(shop, f"select from transactions where customer_id = '{value}'"):
                erase(shop, Settings(home=tmp_path), value, lambda: None)
                assert rows_of(shop, "select from kept_lines") == rows_of(shop, "select from kept_loads") == []
            elif what == "lose":
                with shop.begin() as connection:
                    connection.execute(delete(customers).where(customers.c.customer_id == value))
        if rows_of(shop, "select from transactions limit 1"):
            said.append(_compare(shop))
    if steps is DAYS:
        assert said == SAID


def _compare(shop: Engine) -> str:
    """Fit what has changed, and compare all tables with those of a whole fit; what the first said that it read."""
    with _fitted(shop, False) as (few, found):
        connection = few.connection
        read, stored = _read(few), _stored(few)
        connection.commit()
    with _fitted(shop, True) as (every, whole):
        assert whole.why_all == kept.ASKED
        assert read == _read(every)
        assert stored == _stored(every)
    return found.sentence()


@contextmanager
def _fitted(shop: Engine, is_full: bool) -> Iterator[tuple[Analysis, Changes]]:
    with shop.connect() as connection, analysing(connection) as analysis:
        found = lines.look(connection, is_full)
        yield analysis, tables.rebuild(analysis, found, tables.resolve_as_of(connection, found, None), lambda _: None)


def _read(analysis: Analysis) -> list[list[dict[str, Any]]]:
    statements = (f"select * from {name} order by all" for name in ("transactions", "guest_transactions", "homes"))
    return [analysis.ask(statement).read_all().to_pylist() for statement in statements]


def _stored(analysis: Analysis) -> dict[str, list[tuple[Any, ...]]]:
    every = {name: metadata.tables[name] for name in SHARED}
    return {
        name: [tuple(row) for row in analysis.connection.execute(select(table).order_by(*table.primary_key)).all()]
        for name, table in every.items()
    }
