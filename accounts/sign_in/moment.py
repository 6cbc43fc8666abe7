"""The time by the database's clock, by which lockouts, sessions and codes are counted whatever this machine's does."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

ASKED_AFTER = 60.0  # seconds for which a clock that nobody sets, this machine's since it started, is near enough


class Moment:
    """One an app."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """The time. Raises SQLAlchemyError where the database was never asked and does not answer."""
        known = self._known
        if known is None or time.monotonic() - known[1] > ASKED_AFTER:
            try:
                known = self._known = self._asked()
            except SQLAlchemyError:
                if known is None:
                    raise
        return known[0] + timedelta(seconds=time.monotonic() - known[1])

    def _asked(self) -> tuple[datetime, float]:
        with self._engine.connect() as connection:
            answer: datetime = connection.scalars(select(func.clock_timestamp())).one()
        return answer, time.monotonic()  # by an answer that took its time it is rather late than early
