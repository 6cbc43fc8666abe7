"""`etl load` against `\\copy` of the same file into a bare typed table, and `models fit`; then how large all became."""

import json
import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text

from benchmarks.process import CommandFailed, Run, environment, measured, python, settled_cpu_seconds
from benchmarks.report import Line
from benchmarks.steps import OPTIONS, ServerLog
from warehouse.schema import metadata
from warehouse.settings import libpq_url

TIMES, STEPS, SIZES = "loading and fitting", "steps of loading and fitting", "tables"
COLUMNS = """
    invoice_no text, stock_code text, description text, quantity numeric, invoiced_at timestamp,
    unit_price numeric, customer_id text, country text
"""
TIMES_COPY = r"times `\copy`"
MOST_LOAD, MOST_FIT, MOST_FIT_OF_MANY, MANY = 2.0, 12.0, 4.0, 10_000_000
MEGABYTE = 1e6
LEAST_SHARE = 0.01  # of the time of a command, for a step to be shown


def bare_copy(engine: Engine, home: Path, file: Path, persistence: str) -> Run:
    """Copy the file into a new typed table ("unlogged" or ""), by psql where there is one, else through psycopg2."""
    with engine.begin() as connection:
        connection.execute(text("drop table if exists bare_lines"))
        connection.execute(text(f"create {persistence} table bare_lines ({COLUMNS})"))
    checkpoint(engine)
    try:
        if psql := shutil.which("psql"):
            url = libpq_url(engine.url.render_as_string(hide_password=False))
            order = f"\\copy bare_lines from '{file}' with (format csv, header)"
            command = [psql, "--no-psqlrc", "--quiet", url, "--command", order]
            return measured(command, environment(home), server_process(home))
        return _copy_through_psycopg2(engine, home, file)
    finally:
        with engine.begin() as connection:
            connection.execute(text("drop table bare_lines"))


def _copy_through_psycopg2(engine: Engine, home: Path, file: Path) -> Run:
    before, own, started = settled_cpu_seconds(server_process(home)), time.process_time(), time.perf_counter()
    with engine.begin() as connection, file.open("rb") as lines:
        cursor: Any = connection.connection.cursor()
        cursor.copy_expert("copy bare_lines from stdin with (format csv, header)", lines)
    seconds, spent = time.perf_counter() - started, time.process_time() - own
    return Run(seconds, settled_cpu_seconds(server_process(home)) - before + spent, 0, "")


def server_process(home: Path) -> int:
    """The embedded server of a home."""
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def checkpoint(engine: Engine) -> None:
    """Write out what earlier steps left behind, so that it is not paid for by the next."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("checkpoint"))


def load_and_fit(engine: Engine, home: Path, file: Path, lines: int) -> list[Line]:
    """Fill the empty store of `home`; copies are timed before and after the load, and their mean taken. The first line
    is of the copy that all others are told in times of."""
    copies = {kind: [bare_copy(engine, home, file, kind)] for kind in ("", "unlogged")}
    load, load_steps = _logged(engine, home, python("etl", "load", "--json", file))
    for kind, runs in copies.items():
        runs.append(bare_copy(engine, home, file, kind))
    if json.loads(load.output.strip().splitlines()[-1])["rows_loaded"] == 0:
        raise CommandFailed("Nothing was loaded: the store was not empty.")
    fit, fit_steps = _logged(engine, home, python("models", "fit", "--json"))
    timed = {
        r"`\copy` into a logged table": _mean(copies[""]),
        r"`\copy` into an unlogged table": _mean(copies["unlogged"]),
        "`etl load`": load,
        "`models fit`": fit,
    }
    logged = next(iter(timed.values()))
    limits = {"`etl load`": MOST_LOAD, "`models fit`": MOST_FIT if lines < MANY else MOST_FIT_OF_MANY}
    return [
        *(_time(name, run, logged, lines, limits.get(name)) for name, run in timed.items()),
        *_steps("load", load, load_steps),
        *_steps("fit", fit, fit_steps),
    ]


def _mean(runs: list[Run]) -> Run:
    seconds, cpu = statistics.mean(run.seconds for run in runs), statistics.mean(run.cpu_seconds for run in runs)
    return Run(seconds, cpu, max(run.peak_bytes for run in runs), "")


def _logged(engine: Engine, home: Path, command: list[str]) -> tuple[Run, dict[str, float]]:
    checkpoint(engine)
    log = ServerLog(home)
    run = measured(command, environment(home, **OPTIONS), server_process(home))
    return run, log.steps()


def _time(name: str, run: Run, copy: Run, lines: int, most: float | None) -> Line:
    values = {
        TIMES_COPY: run.seconds / copy.seconds,
        "times its CPU": run.cpu_seconds / copy.cpu_seconds if copy.cpu_seconds else None,
        "seconds": run.seconds,
        "CPU seconds": run.cpu_seconds,
        "lines a second": lines / run.seconds,
        "peak MB": run.peak_bytes / MEGABYTE or None,
    }
    return Line(TIMES, name, values, limits={} if most is None else {TIMES_COPY: most})


def _steps(command: str, run: Run, steps: dict[str, float]) -> list[Line]:
    shown = {name: seconds for name, seconds in steps.items() if seconds >= LEAST_SHARE * run.seconds}
    shown["everything else"] = run.seconds - sum(shown.values())
    return [
        Line(STEPS, f"{command}: {name}", {"seconds": seconds, "%": 100 * seconds / run.seconds})
        for name, seconds in shown.items()
    ]


def table_sizes(engine: Engine) -> list[Line]:
    """Rows and megabytes (indexes included) of every table that holds anything."""
    found = []
    with engine.connect() as connection:
        for name, table in sorted(metadata.tables.items()):
            rows = connection.scalar(select(func.count()).select_from(table)) or 0
            size = connection.scalar(select(func.pg_total_relation_size(name))) or 0
            if rows:
                found.append(Line(SIZES, name, {"rows": rows, "MB": size / MEGABYTE}))
    return found
