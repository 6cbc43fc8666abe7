"""A watched folder inside the inbox: what came to rest in it, moved aside once it was loaded."""

from __future__ import annotations

import os
import time
from pathlib import Path

from etl.files.inputs.inputs import shown
from warehouse.errors import InputError
from warehouse.settings import Settings
from wording.languages import say

QUIET = 10.0  # seconds that a file has not changed: else it is still being written
DONE, FAILED = "done", "failed"


def folder_of(settings: Settings, name: str) -> Path:
    """The watched folder of this name; InputError where it is not inside the inbox, or is not there."""
    inbox = (settings.inbox or settings.home / "inbox").resolve()
    folder = (inbox / name).resolve()
    if not folder.is_relative_to(inbox):
        raise InputError(say("{folder} is not inside the inbox, {inbox}.", folder=shown(name), inbox=inbox))
    if not folder.is_dir():
        raise InputError(say("There is no folder {folder}: make it, and put files into it.", folder=shown(folder)))
    return folder


def waiting(folder: Path) -> list[Path]:
    """The files that have come to rest, by name."""
    now = time.time()
    own = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
    files = (path for path in own if path.is_file() and not path.is_symlink())
    return [path for path in files if now - path.stat().st_mtime >= QUIET]


def settle(path: Path, failure: str) -> None:
    """Put a file aside, under another name where there is one of its name; with the reason beside it, if any."""
    folder = path.parent / (FAILED if failure else DONE)
    folder.mkdir(exist_ok=True)
    to, number = folder / path.name, 1
    while to.exists():
        number += 1
        to = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, to)
    if failure:
        to.with_name(f"{to.name}.txt").write_text(f"{failure}\n", encoding="utf-8")
