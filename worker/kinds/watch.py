"""Loads what is new in a watched folder and moves it aside: to `done`, or to `failed` with the reason beside it.

Arguments: `folder`, a folder inside the inbox (`REGULARS_INBOX`); `options` as of `load`; `as` customers.
"""

import os
import time
from pathlib import Path

from etl.files.inputs.inputs import Input, shown
from warehouse.errors import InputError
from warehouse.settings import Settings
from worker.kinds.load import load_inputs
from worker.work import Made, Work

QUIET = 10.0  # seconds that a file has not changed: else it is still being written
DONE, FAILED = "done", "failed"


def run(work: Work) -> Made:
    """Load each file that lies there by itself, in the order of their names."""
    folder = folder_of(work.settings, str(work.arguments.get("folder", "")))
    loads, failed = [], []
    for path in waiting(folder, time.time()):
        made = load_inputs(work, [Input(path)])
        _move(path, FAILED if made.failure else DONE, made.failure)
        loads += made.result["loads"]
        failed += made.result["failed"]
    were = "was" if len(failed) == 1 else "were"
    sentence = f"{len(failed)} of the files {were} not loaded. {failed[0]['error']}" if failed else ""
    first = next((each["load_id"] for each in loads), None)
    return Made({"loads": loads, "failed": failed, "skipped": []}, load_id=first, failure=sentence)


def folder_of(settings: Settings, name: str) -> Path:
    """The watched folder of this name; InputError where it is not inside the inbox, or is not there."""
    inbox = (settings.inbox or settings.home / "inbox").resolve()
    folder = (inbox / name).resolve()
    if not folder.is_relative_to(inbox):
        raise InputError(f"{shown(name)} is not inside the inbox, {inbox}.")
    if not folder.is_dir():
        raise InputError(f"There is no folder {shown(folder)}: make it, and put files into it.")
    return folder


def waiting(folder: Path, now: float) -> list[Path]:
    """The files that have come to rest, by name."""
    own = (path for path in sorted(folder.iterdir()) if not path.name.startswith("."))
    files = (path for path in own if path.is_file() and not path.is_symlink())
    return [path for path in files if now - path.stat().st_mtime >= QUIET]


def _move(path: Path, place: str, reason: str) -> None:
    """Put a file aside, under another name where there is one of its name; with the reason beside it, if any."""
    folder = path.parent / place
    folder.mkdir(exist_ok=True)
    to, number = folder / path.name, 1
    while to.exists():
        number += 1
        to = folder / f"{path.stem}-{number}{path.suffix}"
    os.replace(path, to)
    if reason:
        to.with_name(f"{to.name}.txt").write_text(f"{reason}\n", encoding="utf-8")
