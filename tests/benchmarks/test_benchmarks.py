"""The parts of the benchmarks that would go wrong silently: names of steps, percentiles, points, tables, limits."""

import base64
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import figures, report, steps
from benchmarks.process import CommandFailed, environment, measured
from benchmarks.report import Line
from benchmarks.samples import Samples

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("-- one row an order\ninsert into orders (customer_id)\nselect 1", "insert into orders"),
        ("create temporary table staged_invoices on commit drop as select 1", "make staged_invoices"),
        ("CREATE INDEX ix_a ON a (b)", "build ix_a"),
        ('copy "staged_lines" ("a") from stdin (format csv)', "copy into staged_lines"),
        ("copy (\nselect 1\n) to stdout", "copy out"),
        ("analyze orders", "analyze orders"),
        ("DELETE FROM orders", "delete from orders"),
        ("COMMIT", "commit"),
        ("select min(a)\nfrom b", "select min(a) from b"),
    ],
)
def test_steps_are_named_by_what_they_do(statement: str, name: str) -> None:
    assert steps.step_name(statement) == name


def test_the_log_is_read_from_where_it_stood(tmp_path: Path) -> None:
    entry = "2026-11-21 08:53:43.208 UTC [1] LOG:  duration: {} ms  statement: -- why\n\tinsert into {}\n\tselect 1\n"
    log = tmp_path / "postgres.log"
    log.write_text(entry.format(9000, "earlier"))
    found = steps.ServerLog(tmp_path)
    with log.open("a") as file:
        file.write(entry.format(250, "orders") + entry.format(1000, "products") + entry.format(500, "orders"))
        file.write("2026-11-21 08:53:44.000 UTC [1] LOG:  checkpoint starting\n")
    assert found.steps() == {"insert into products": 1.0, "insert into orders": 0.75}


def test_samples() -> None:
    samples = Samples()
    samples.by_scope["all"] = [float(number) for number in range(1, 21)]
    samples.by_scope["some"] = [30.0]
    assert (samples.median, samples.p95, samples.undisturbed) == (11.0, 20.0, ("some", 30.0))


def test_a_repeated_run_has_its_preparation_not_counted() -> None:
    calls: list[str] = []
    samples = Samples()
    samples.repeat("all", lambda: calls.append("run"), lambda: calls.append("before"))
    assert calls == ["before", "run"] * len(samples.all)
    assert len(samples.all) > 1


def test_points_of_lists_arrays_and_heat_maps() -> None:
    packed = {"dtype": "f4", "bdata": base64.b64encode(np.zeros(7, np.float32).tobytes()).decode()}
    grid = {"dtype": "i1", "bdata": base64.b64encode(np.zeros(12, np.int8).tobytes()).decode(), "shape": "3, 4"}
    traces = [{"x": [1, 2], "y": [1, 2]}, {"y": packed}, {"z": grid}, {"z": [[1, 2], [3, 4]]}, {}]
    assert [figures.points({"data": [trace]}) for trace in traces] == [2, 7, 12, 4, 0]
    assert figures.json_bytes({"data": []}) == len('{"data":[]}')


def test_tables_set_sizes_side_by_side() -> None:
    measurements = {
        1_000_000: [Line("queries", "a", {"median ms": 4.0, "p95 ms": 5.0}), Line("queries", "b", {"median ms": None})],
        10_000_000: [Line("queries", "a", {"median ms": 10.0, "p95 ms": 1234.5}, "slow", {"p95 ms": 100.0})],
    }
    (table,) = report.tables(measurements)
    assert table.headings == [
        "queries",
        *("median ms, 1M", "median ms, 10M", "p95 ms, 1M", "p95 ms, 10M"),
        "median ms: 10M / 1M",
    ]
    assert table.rows == [["a", "4", "10", "5", "1,234", "2.5"], ["b", "", "", "", "", ""]]
    assert report.over_limits(measurements) == ["10M: queries, a: p95 ms 1,234, at most 100 wanted (slow)"]
    assert report.markdown([table], ["Here."], "Title").splitlines()[:5] == [
        "# Title",
        "",
        "Here.",
        "",
        "| queries | median ms, 1M | median ms, 10M | p95 ms, 1M | p95 ms, 10M | median ms: 10M / 1M |",
    ]
    assert len({len(line) for line in report.plain(table).splitlines()}) == 1


def test_a_command_is_measured(tmp_path: Path) -> None:
    code = "import os, time; held = bytearray(80_000_000); time.sleep(0.4); print(os.environ['REGULARS_HOME'])"
    run = measured([sys.executable, "-c", code], environment(tmp_path))
    assert run.output.strip() == str(tmp_path)
    assert run.seconds > 0.4
    assert run.peak_bytes > 80_000_000


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such thing"):
        measured([sys.executable, "-c", "raise SystemExit('no such thing')"], environment(tmp_path))
