"""A command run to its end, with the time it took and the most memory it held."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from warehouse.errors import RegularsError

ROOT = Path(__file__).resolve().parent.parent
POLL_SECONDS = 0.05


class CommandFailed(RegularsError):
    """A measured command that ended with an error, with what it said."""


@dataclass(frozen=True)
class Run:
    """What a command cost: wall-clock seconds, and the resident bytes of it and its children, the server's aside."""

    seconds: float
    peak_bytes: int
    output: str


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run a command. Raises CommandFailed when it fails."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        peak = 0
        while True:
            try:
                process.wait(POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, _resident(process.pid))
        seconds = time.perf_counter() - started
        output.seek(0)
        said = output.read()
    if process.returncode:
        raise CommandFailed(f"{' '.join(command)} failed:\n{said}")
    return Run(seconds, peak, said)


def python(*arguments: object) -> list[str]:
    """The command line of one of our modules: `python("etl", "load", file)`."""
    return [sys.executable, "-m", *map(str, arguments)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Ours with the store in `home`, and no other setting of Regulars that the developer happens to have."""
    ours = ("DATABASE_URL", "SECRET_KEY", "LOG_LEVEL")
    kept = {name: value for name, value in os.environ.items() if name not in ours and "REGULARS_" not in name}
    return kept | {"REGULARS_HOME": str(home)} | more


def _resident(pid: int) -> int:
    """The bytes of a process and its descendants, without those of PostgreSQL."""
    try:
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return 0
    return sum(_own(each) for each in family)


def _own(process: psutil.Process) -> int:
    try:
        return 0 if process.name().startswith("postgres") else int(process.memory_info().rss)
    except psutil.Error:  # it ended meanwhile
        return 0
