"""Files that jobs write for people to download: a name that is ours, a folder of their own, gone after some days."""

import time
from pathlib import Path

from warehouse.settings import Settings

FOLDER = "results"
_DAY = 86_400


def path_of(settings: Settings, job_id: int) -> Path:
    """Where the file of a job lies, or is to lie."""
    return folder_of(settings) / f"{int(job_id)}"


def path_by_content(settings: Settings, sha256: str) -> Path:
    """Where a file of that content lies, or is to lie: one that can be made again, and is offered at once meanwhile."""
    return folder_of(settings) / sha256


def folder_of(settings: Settings) -> Path:
    """Where all of them lie; room for what is being written, too."""
    folder = settings.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def remove_old(settings: Settings) -> int:
    """Delete what is older than uploads may become; how many."""
    last, removed = time.time() - settings.upload_days * _DAY, 0
    for path in (settings.home / FOLDER).glob("*"):
        if path.stat().st_mtime < last:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
