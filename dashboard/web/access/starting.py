"""A start: the database is looked at once, before gunicorn has workers, and what it lacks is said once; the code that
makes the first administrator is told, where only whoever starts the server reads it: in its output."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

from sqlalchemy import Engine

from accounts.sign_in import first_run
from dashboard.web.access.rendering import has_passwords
from dashboard.web.serving import has_last_word, secret
from warehouse.engine import open_warehouse
from warehouse.errors import RegularsError
from warehouse.settings import Settings

TOLD: Final = (
    "There is no user yet. Open /set-up and make the first administrator with the code {code}\n"
    "(It works for {hours} hours, until it is used.)\n"
)
HOLDS: Final = first_run.LASTS / 2  # at least, of each that is told
PAUSE: Final = 2.0  # seconds between workers that find no database: it may be back by then
AGAIN, NEVER = 1, 4  # how a worker ends: gunicorn begins another one, or ends with it
_lock = threading.Lock()
_told: dict[str, datetime] = {}  # databases, and when; forked workers of a process that has told one tell no other


def tell_once(engine: Engine, secret_key: str | None) -> None:
    """Print the code while there is no user, once a start; another one when the first has ended."""
    now = datetime.now(UTC)
    with _lock:
        told_at = _told.get(database := str(engine.url))
        if told_at is not None and now - told_at < HOLDS:
            return
        # Without SECRET_KEY what the processes of this start share: whichever is asked, it tells the same code.
        code = first_run.begin(engine, secret_key or secret().hex(), now=now)
        _told[database] = now
    if code is not None:
        sys.stderr.write(TOLD.format(code=code, hours=HOLDS // timedelta(hours=1)))
        sys.stderr.flush()


def check_database() -> None:
    """End this process with a sentence where the database cannot be used; tell the code of a new installation here.

    The embedded server is left to the workers, who start and hold it.
    """
    settings = Settings.from_environment()
    if settings.database_url is None:
        return
    try:
        with open_warehouse(settings, for_web=True) as engine:
            if (settings.environment == "production" or settings.sign_in == "always") and has_passwords(settings):
                tell_once(engine, settings.secret_key)
    except RegularsError as error:
        sys.exit(str(error))


def give_way(error: RegularsError, settings: Settings) -> NoReturn:
    """End a worker that finds no database, as after an outage: in a sentence, and not at once."""
    if settings.database_url is None and not has_last_word():
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.pause()
    sys.stderr.write(f"{error}\n")
    sys.stderr.flush()
    if settings.database_url is None:
        sys.exit(NEVER)
    time.sleep(PAUSE)
    sys.exit(AGAIN)
