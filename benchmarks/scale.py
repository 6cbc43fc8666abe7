"""`models fit` of so many customers: how long it takes, and the most memory that Python holds.

The transactions are generated inside the server: it is the number of customers that counts here, not of lines.
"""

import shutil
from pathlib import Path

from sqlalchemy import text

from benchmarks.loading import server_process
from benchmarks.process import environment, measured, python
from benchmarks.report import Line
from warehouse.bulk import read_sql_file
from warehouse.embedded import stop
from warehouse.engine import open_warehouse
from warehouse.settings import Settings

TABLE = "fitting many customers"
PEAK, LIMIT_MB = "peak MB of Python", 2_000.0
HOMES = "insert into customers (customer_id, country) select customer_id, min(country) from transactions group by 1"


def measure(directory: Path, customers: int) -> list[Line]:
    """Fit them in a store of its own below the directory."""
    home = directory / f"home-customers-{customers}"
    stop(home)
    shutil.rmtree(home, ignore_errors=True)
    with open_warehouse(Settings(home=home)) as engine:
        with engine.begin() as connection:
            connection.execute(text(read_sql_file("benchmarks", "customers.sql")), {"customers": customers})
            connection.execute(text(HOMES))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))
        run = measured(python("models", "fit", "--json"), environment(home), server_process(home))
    values = {
        "seconds": run.seconds,
        "CPU seconds, the server's included": run.cpu_seconds,
        PEAK: run.peak_bytes / 1e6,
    }
    limits = {PEAK: LIMIT_MB}
    return [Line(TABLE, "`models fit`", values, limits=limits)]
