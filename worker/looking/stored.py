"""How much of a table of sales is stored already, in these words or in others; nothing is stored to find out."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import Connection

from etl.recognition.planning import Plan
from etl.storing.comparing.candidates import foresee
from etl.storing.comparing.retold import Retold
from etl.storing.copying.copy_batches import Packed
from etl.storing.copying.spools import Spool
from etl.storing.earlier_loads import stored_period
from etl.storing.statements import prepare
from etl.values.cleaning import CleanRows
from wording.languages import say_n, to_say_n

STORED = to_say_n(
    "{n} row is stored already, and will not be stored again.",
    "{n} rows are stored already, and will not be stored again.",
)


@dataclass(frozen=True)
class Stored:
    """Rows that would be known, and orders that the file tells otherwise than the store."""

    rows: int = 0
    retold: Retold = field(default_factory=Retold)

    def notes(self) -> list[str]:
        """In sentences."""
        if not self.rows:
            return []
        return [say_n(self.rows, *STORED)]

    def offers(self, said: str | None) -> list[dict[str, Any]]:
        """What may be answered."""
        return [self.retold.question(said or "skip").as_json()] if self.retold.orders else []


def stored_of(connection: Connection, plan: Plan, batches: Iterable[CleanRows], is_empty: bool) -> Stored:
    """Compare the rows with those that are stored; those of a store that will be empty by then are looked through."""
    period = None if is_empty else stored_period(connection)
    if period is None:
        for _ in batches:
            pass
        return Stored()
    with closing(Spool()) as spool:
        for rows in batches:
            if len(rows.lines):
                packed = Packed(rows, 0)
                near = np.flatnonzero((packed.seconds >= period[0]) & (packed.seconds <= period[1]))
                spool.add(packed.candidates(near, np.zeros(len(rows.lines), bool)), len(near))
        attempt = connection.begin_nested()
        try:
            prepare(connection)
            return Stored(*foresee(connection, spool, plan))
        finally:
            attempt.rollback()
