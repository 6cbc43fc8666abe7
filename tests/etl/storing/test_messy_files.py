"""Whatever a file holds, each row ends on exactly one side, and the database agrees."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from etl.recognition.planning import Options
from etl.storing.load import load_file
from etl.storing.tolerance import Tolerance
from tests.etl.shop_files import HEADER
from warehouse.errors import InputError

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "1", "C2", "-1", "0", "2.50", "2024-05-06 10:30", "13/12/2024", "France", "nan", "7.0", "\\N", "\\."]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
)
GOOD = st.tuples(
    st.sampled_from(["1", "2", "C3"]),
    st.sampled_from(["A", "B"]),
    CELLS,
    st.sampled_from(["1", "-1", "2.0"]),
    st.just("2024-05-06 10:30"),
    st.sampled_from(["2.5", "0", "-1"]),
    st.sampled_from(["", "7", "8"]),
    CELLS,
)
ROWS = st.lists(st.one_of(GOOD, st.lists(CELLS, min_size=1, max_size=9).map(tuple)), min_size=1, max_size=12)


def _line(invoice: str, country: str = "") -> tuple[str, ...]:
    return (invoice, "A", "", "1", "2024-05-06 10:30", "2.5", "", country)


ANY = Tolerance.parse("100%")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
@example(rows=[_line("2"), _line("1"), ("",), _line("1"), _line("2", country="1")])
def test_rows_add_up(engine: Engine, rows: list[tuple[str, ...]]) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("truncate loads, rejected_rows, transactions, guest_transactions, customers, countries")
        )
    filled = sum(len(row) != 8 or any(cell.strip(" \t\r\n") for cell in row) for row in rows)
    fitting = sum(len(row) == 8 and any(cell.strip(" \t\r\n") for cell in row) for row in rows)
    body = "\n".join(",".join(map(_quoted, row)) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        (path := Path(folder) / "x.csv").write_text(f"{HEADER}\n{body}\n", encoding="utf-8", newline="")
        try:
            first, second = (
                load_file(engine, path, options=Options(date_order="mdy"), tolerance=ANY) for _ in range(2)
            )
            path.write_text(f"{HEADER}\n{body}\n\n", encoding="utf-8", newline="")
            third = load_file(engine, path, options=Options(date_order="mdy"), tolerance=ANY)
        except InputError:
            assert 2 * fitting <= filled  # what a delimiter or a header is, too few rows say
            return
    for report in (first, second, third):
        assert report.rows_read == filled
        assert report.rows_loaded + report.rows_duplicate + report.rows_rejected + report.rows_known == filled
        assert (report.rows_rejected, report.rejected) == (first.rows_rejected, first.rejected)
        assert report.invoices == first.invoices
    assert (second.rows_loaded, third.rows_loaded) == (0, 0)
    with engine.connect() as connection:
        stored = connection.scalar(
            text("select (select count(*) from transactions) + (select count(*) from guest_transactions)")
        )
        kept = connection.scalar(text("select count(*) from rejected_rows where load_id = :id"), {"id": first.load_id})
    assert (stored, kept) == (first.rows_loaded, first.rows_rejected)
