"""A served store that tests fill from nothing, one after another."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, text

from warehouse.schema import OF_USERS, metadata

KEPT = {"workers", "schedules", *(table.name for table in OF_USERS)}  # of the worker that stays; who uses it
PATIENCE = 60.0  # seconds that jobs at work may take to their end


@dataclass(frozen=True)
class Emptied:
    """`address` serves the database of `engine`."""

    address: str
    engine: Engine

    def empty(self) -> None:
        """Take out what was put in. Numbers go on, for the server keeps what it has read by them."""
        end = time.monotonic() + PATIENCE
        with self.engine.connect() as connection:
            while connection.scalar(text("select count(*) from jobs where state in ('waiting', 'running')")):
                assert time.monotonic() < end, "the worker does not come to an end"
                connection.rollback()
                time.sleep(0.1)
        with self.engine.begin() as connection:
            connection.execute(text(f"truncate {', '.join(sorted(set(metadata.tables) - KEPT))}"))
