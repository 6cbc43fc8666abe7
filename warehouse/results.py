"""Files that jobs write for people to download: a name that is ours, a folder of their own, gone after some days."""

import time
from pathlib import Path

from warehouse.settings import Settings

FOLDER = "results"
_DAY = 86_400


def path_of(settings: Settings, job_id: int) -> Path:
    """Where the file of a job lies, or is to lie."""
    folder = settings.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{int(job_id)}"


def remove_old(settings: Settings) -> int:
    """Delete what is older than uploads may become; how many."""
    last, removed = time.time() - settings.upload_days * _DAY, 0
    for path in (settings.home / FOLDER).glob("*"):
        if path.stat().st_mtime < last:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
