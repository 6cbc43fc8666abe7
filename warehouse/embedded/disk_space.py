"""Whether the disk below the embedded server has room for it, and how much it needs."""

import re
import shutil
import struct
from pathlib import Path

MB = 1024**2
NEW = 96 * MB  # a new server takes half of that, and its first tables some more
START = 32 * MB  # two segments of its log, and a few small files
_FULL = re.compile(rb"No space left on device|Disk quota exceeded")
_OTHER = re.compile(rb"FATAL|PANIC|error:")
_CLEAN = 1  # DB_SHUTDOWNED in pg_control: it was stopped in order
_STATE_AT = 16  # bytes into pg_control, in all versions of PostgreSQL so far


def full_disk(home: Path, said: bytes = b"", error: BaseException | None = None) -> str | None:
    """The sentence for a server that has no room to start or go on in a home; None where room is not what it lacks.

    `said` is what the server or initdb said, which may itself have had no room to be written; `error` what stopped us.
    """
    needed, free = needs(home / "postgres"), shutil.disk_usage(home).free
    told = _FULL.search(said) or (isinstance(error, OSError) and _FULL.search(str(error).encode()))
    if not told and (free >= needed or _OTHER.search(said)):
        return None
    if free >= needed:  # a quota, or somebody made room meanwhile
        return (
            f"The disk of the embedded database, {home}, was full or its quota used up. Make room on it and try again."
        )
    return (
        f"The disk of the embedded database is full: {home} has {_mb(free)} left, and the database needs "
        f"up to {_mb(needed)} to start. Make room on it and try again; nothing that was stored is lost."
    )


def needs(data: Path) -> int:
    """Bytes that have to be free for the server of a data directory to start.

    One that was not stopped in order repeats what its log holds, which may take as much again.
    """
    if not (data / "PG_VERSION").exists():
        return NEW
    if _was_stopped(data):
        return START
    return START + sum(path.stat().st_size for path in (data / "pg_wal").iterdir() if path.is_file())


def _was_stopped(data: Path) -> bool:
    try:
        content = (data / "global" / "pg_control").read_bytes()
        return bool(struct.unpack_from("=i", content, _STATE_AT)[0] == _CLEAN)
    except (OSError, struct.error):
        return False


def _mb(size: int) -> str:
    return f"{size / MB:,.0f} MB"
