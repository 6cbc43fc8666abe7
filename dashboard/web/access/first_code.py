"""The code that makes the first administrator, told where only whoever starts the server reads it: in its output."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine

from accounts.sign_in import first_run

TOLD: Final = (
    "There is no user yet. Open /set-up and make the first administrator with the code {code}\n"
    "(Each process of the dashboard prints a code of its own: any of them works, for 24 hours, until one is used.)\n"
)
_lock = threading.Lock()
_told: set[str] = set()  # databases; forked workers of a process that has told one tell no other


def tell_once(engine: Engine) -> None:
    """Print a code while there is no user, once a process and database."""
    with _lock:
        if (database := str(engine.url)) in _told:
            return
        code = first_run.begin(engine, now=datetime.now(UTC))
        _told.add(database)
    if code is not None:
        sys.stderr.write(TOLD.format(code=code))
        sys.stderr.flush()
