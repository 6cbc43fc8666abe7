"""Where temporary files lie: in the store's own home, which has room for a shop; the system's place may be memory."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "regulars-"


def room_for_temporary_files() -> Path | None:
    """Where temporary files go: REGULARS_HOME where it is there, else the system's place. Those of the dead go."""
    home = Path(os.environ.get("REGULARS_HOME") or ".regulars").expanduser()
    if not home.is_dir() or not os.access(home, os.W_OK):
        return None
    for left in home.glob(f"{_PREFIX}*-*-*"):
        owner = left.name.removeprefix(_PREFIX).split("-")[1]
        if owner.isdecimal() and not _is_alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    return home


@contextmanager
def temporary_folder(purpose: str) -> Iterator[Path]:
    """A folder for the length of a block; that of a process which was killed goes when the next one asks for room.

    `purpose` is a word without a hyphen.
    """
    prefix = f"{_PREFIX}{purpose}-{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=room_for_temporary_files()) as folder:
        yield Path(folder)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
