"""A command run to its end, with the time it took and the most memory it held."""

import os
import resource
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
SETTLING_SECONDS, MOST_SETTLING_SECONDS = 0.5, 30.0  # between two looks at a server, and until it is taken as it is
SETTLED_CPU_SECONDS = 0.01  # what it may take in between: a tick of its clock


class CommandFailed(RegularsError):
    """A measured command that ended with an error, with what it said."""


@dataclass(frozen=True)
class Run:
    """What a command cost, its children included: peak_bytes leaves the server aside, cpu_seconds counts it."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    output: str


def measured(command: Sequence[str], environment: Mapping[str, str], server: int | None = None) -> Run:
    """Run a command; `server` is the process of the PostgreSQL it uses. Raises CommandFailed when it fails."""
    cpu_before = settled_cpu_seconds(server)
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
    return Run(seconds, settled_cpu_seconds(server) - cpu_before, peak, said)


def python(*arguments: object) -> list[str]:
    """The command line of one of our modules: `python("etl", "load", file)`."""
    return [sys.executable, "-m", *map(str, arguments)]


def environment(home: Path, **more: str) -> dict[str, str]:
    """Ours with the store in `home`, and no other setting of Regulars that the developer happens to have."""
    ours = ("DATABASE_URL", "SECRET_KEY", "LOG_LEVEL")
    kept = {name: value for name, value in os.environ.items() if name not in ours and "REGULARS_" not in name}
    return kept | {"REGULARS_HOME": str(home)} | more


def settled_cpu_seconds(server: int | None) -> float:
    """Spent so far by our ended children, and by a server when it has done what a command left it with: its sessions
    end, pages are written and tables looked at after the command's own end."""
    spent, patience = _cpu_seconds(server), time.monotonic() + MOST_SETTLING_SECONDS
    while server is not None and time.monotonic() < patience:
        time.sleep(SETTLING_SECONDS)
        now = _cpu_seconds(server)
        if now - spent <= SETTLED_CPU_SECONDS:
            return now
        spent = now
    return spent


def _cpu_seconds(server: int | None) -> float:
    """Spent so far by our ended children, and by a server with its sessions."""
    ours = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = ours.ru_utime + ours.ru_stime
    if server is not None:
        postmaster = psutil.Process(server)
        times = postmaster.cpu_times()
        spent += times.user + times.system + times.children_user + times.children_system
        spent += sum(map(_session_seconds, postmaster.children()))
    return spent


def _session_seconds(session: psutil.Process) -> float:
    try:
        times = session.cpu_times()
    except psutil.Error:  # it ended meanwhile, and counts as its parent's
        return 0.0
    return float(times.user + times.system)


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
