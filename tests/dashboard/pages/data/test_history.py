"""What /data says of loads, rejected rows and jobs."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from dashboard.pages.data.history import content
from dashboard.queries.store import loads
from dashboard.shop import Shop
from tests.dashboard.calls import texts

LOADS = """
insert into loads (file_name, started_at, status, rows_read, rows_loaded, rows_duplicate, rows_known, rows_rejected,
    customers, first_invoiced_at, last_invoiced_at, error) values
('one.csv', '2024-01-01 10:00Z', 'done', 1000, 900, 60, 0, 40, 55, '2023-01-05', '2023-04-20', null),
('two.csv', '2024-01-02 10:00Z', 'done', 100, 10, 0, 88, 2, 9, '2023-01-05', '2023-04-20', null),
('bad.csv', '2024-01-03 10:00Z', 'failed', null, null, null, null, null, null, null, null, 'The disk is full.')
"""
REJECTED = """
insert into rejected_rows (load_id, line_number, reason, raw)
select 1, line, 'The date cannot be read.', 'row ' || line from generate_series(2, 41) line
union all select 2, line, 'The price is no number.', '<script>alert(1)</script>' || repeat('x', 500)
from generate_series(7, 8) line
"""


@pytest.fixture
def loaded(engine: Engine) -> Iterator[Shop]:
    """A store with three loads and nothing segmented."""
    with engine.begin() as connection:
        connection.execute(text(LOADS))
        connection.execute(text(REJECTED))
    return Shop(engine, "GBP")


def test_nothing_loaded_yet_says_what_to_do(engine: Engine) -> None:
    words = texts(content(Shop(engine, "GBP")))
    assert words.startswith("Nothing has been loaded yet")
    assert "python -m etl load FILE" in words


def test_figures_loads_and_rejected_rows(loaded: Shop) -> None:
    words = texts(content(loaded))
    for part in (
        "Rows read 1,100 2 loads",
        "Rows loaded 910",
        "Duplicates left out 60",
        "Rows rejected 42 3.82\u202f% of rows",
        "one.csv Rejected rows To repair Undo Loaded 1 Jan 2024, 10:00 5 Jan 2023 – 20 Apr 2023 1,000 900 60 0 40 55",
        "bad.csv Failed 3 Jan 2024, 10:00 – – – – – – –",
        "42 rows rejected By reason, over all loads Rejected rows by reason Reason Rows The date cannot be read. 40",
        "The first 2 of load 2, with their line in the file",
    ):
        assert part in words, words
    assert words.index("bad.csv") < words.index("two.csv") < words.index("one.csv")
    assert "x" * 200 not in words  # long rows are cut


def test_the_figures_are_of_all_loads_however_many_are_listed(loaded: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "MOST_LOADS", 2)
    words = texts(content(loaded))
    assert "Rows read 1,100 2 loads" in words
    assert "Rows loaded 910" in words
    assert "The latest 2 of 3, newest first." in words
    assert "one.csv" not in words


def test_why_a_load_failed_can_be_read(loaded: Shop) -> None:
    assert "The disk is full." in str(content(loaded))


def test_examples_are_of_the_latest_load_with_any_and_not_too_many(loaded: Shop) -> None:
    with loaded.engine.begin() as connection:
        connection.execute(text("delete from rejected_rows where load_id = 2"))
    with loaded.connect() as connection:
        frame = loads.rejected_examples(connection)
    assert list(frame["line_number"]) == list(range(2, 22))
    assert set(frame["load_id"]) == {1}


def test_the_counts_of_a_real_load(small: Shop) -> None:
    words = texts(content(small))
    assert "Rows read 20 1 load" in words
    assert "Rows loaded 20" in words
    assert "No row was rejected" in words
