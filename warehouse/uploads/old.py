"""Uploaded files that go by themselves: old ones, those that stopped coming, and those that nobody knows of."""

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, func, or_, select

from warehouse.schema import uploads
from warehouse.settings import Settings
from warehouse.uploads.files import FOLDER, remove

LEFT_FOR = 3_600  # seconds after which a file without a row is nobody's: one that has just come may be new


def remove_old(engine: Engine, settings: Settings) -> int:
    """Delete the files whose days are over, those that stopped coming a day ago, and any that a process which died left
    behind its row; how many."""
    now: Any = func.clock_timestamp()
    last = func.coalesce(uploads.c.loaded_at, uploads.c.finished_at, uploads.c.started_at)
    old = last < now - timedelta(days=settings.upload_days)
    heard = func.coalesce(uploads.c.heard_at, uploads.c.started_at)
    given_up = (uploads.c.state == "receiving") & (heard < now - timedelta(days=1))
    with engine.connect() as connection:
        found = select(uploads.c.upload_id).where(uploads.c.state != "removed", or_(old, given_up))
        names = list(connection.scalars(found))
    for upload_id in names:
        remove(engine, settings, upload_id)
    return len(names) + _remove_left(engine, settings)


def _remove_left(engine: Engine, settings: Settings) -> int:
    with engine.connect() as connection:
        known = set(connection.scalars(select(uploads.c.upload_id).where(uploads.c.state != "removed")))
    before = time.time() - LEFT_FOR
    left = [path for path in (settings.home / FOLDER).glob("*") if path.name not in known]
    old = [path for path in left if path.stat(follow_symlinks=False).st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
