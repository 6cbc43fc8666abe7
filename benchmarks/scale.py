"""The memory that Python holds while it segments very many customers: features read, segments fitted, members written.

The features are generated inside the server, and its own indexes left out: what counts here is Python's memory.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text

from benchmarks.loading import server_process
from benchmarks.process import environment, measured
from benchmarks.report import Line
from models.features import tables
from models.history import drift
from models.publishing import publish
from models.publishing.fit import Options, segmentations_of
from warehouse.bulk import read_sql_file
from warehouse.embedded import stop
from warehouse.engine import open_warehouse
from warehouse.settings import Settings
from wording import console

TABLE = "segmenting many customers"
PEAK, LIMIT_MB = "peak MB of Python", 2_000.0
AS_OF = date(2026, 1, 1)
INDEXES = """
    select indexrelid::regclass::text from pg_index
    where indrelid in ('customer_features'::regclass, 'customer_segments'::regclass) and not indisprimary
"""


def measure(directory: Path, customers: int) -> list[Line]:
    """Segment them in a store of its own below the directory."""
    home = directory / f"home-customers-{customers}"
    stop(home)
    with open_warehouse(Settings(home=home)) as engine:
        with engine.begin() as connection:
            for name in connection.scalars(text(INDEXES)).all():
                connection.execute(text(f"drop index {name}"))
            connection.execute(text("truncate customer_features, customer_segments, segmentations"))
            connection.execute(text(read_sql_file("benchmarks", "customers.sql")), {"customers": customers})
        command = [sys.executable, "-m", "benchmarks.scale"]
        run = measured(command, environment(home), server_process(home))
    values = {"seconds": run.seconds, "CPU seconds, the server's included": run.cpu_seconds, PEAK: run.peak_bytes / 1e6}
    return [Line(TABLE, "RFM, k-means, outliers, rules", values, limits={PEAK: LIMIT_MB})]


def main(arguments: argparse.Namespace) -> None:
    """The measured process: all steps of a fit that hold something of every customer."""
    with (
        open_warehouse(Settings.from_environment()) as engine,
        publish.pipeline(engine, lambda sentence: None) as analysis,
    ):
        connection = analysis.connection
        customers = tables.read_customers(connection)
        found = segmentations_of(connection, customers, Options(), [], lambda amount: None)
        for one in [drift.measured(connection, one, customers) for one in found]:
            publish.write_members(analysis, one, AS_OF, datetime.now(UTC))


if __name__ == "__main__":
    sys.exit(console.run(main, argparse.ArgumentParser(description=main.__doc__)))
