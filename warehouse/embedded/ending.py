"""Ending a server by ever harder means. None of them loses what was committed: at worst the next start recovers.

PostgreSQL 18 can miss the end of its own shutdown: asked to stop while it recovers from a killed process, it mostly
waits for ever for some of its helpers. So nobody here waits for a server without watching whether it does anything.
"""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from warehouse.embedded.processes import works_in

STUCK_SECONDS = 10.0  # without any work after which a server that starts or stops is taken for stuck
SAID_SECONDS = 8.0  # after which the person who waits is told why
STOPPING = "Waiting for the embedded database to stop ..."
_LOOK_SECONDS = 0.5
_PROC = Path("/proc/self/stat")
logger = logging.getLogger("regulars")


@dataclass(frozen=True)
class Step:
    """One way to end a server, and how long it may take before the next, harder one."""

    number: int
    to_all: bool  # to each of its processes, rather than to the postmaster
    most: float  # seconds that it may go on working
    said: str = ""


STEPS = (
    Step(signal.SIGINT, False, 600),  # "fast": ends sessions and writes everything to its place, gigabytes perhaps
    Step(signal.SIGQUIT, False, 15, "The embedded database does not stop; it is ended at once and recovers later."),
    Step(signal.SIGKILL, True, 15, "The embedded database still does not stop; it is killed and recovers later."),
)
LEAVING = Step(0, True, 5)  # no signal: processes whose postmaster died notice it and leave


class Watch:
    """Tells whether a server does nothing at all any more: none of its processes computes or waits for the disk."""

    def __init__(self, data: Path, postmaster: int | None, said: str) -> None:
        """`said` is told to the person who waits, once that takes long."""
        self._data, self._postmaster, self._said = data, postmaster, said
        self._seen: dict[int, tuple[str, str]] = {}
        self._began = self._worked_at = self._looked_at = time.monotonic()

    def waited(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    def is_stuck(self) -> bool:
        """Whether it was not seen at work for long; looks at most twice a second."""
        now = time.monotonic()
        if now - self._looked_at > _LOOK_SECONDS:
            self._looked_at, before = now, self._seen
            # The postmaster itself only answers us; whoever came since the last look may just have been asking.
            self._seen = _work(server_processes(self._data, self._postmaster) - {self._postmaster})
            lasting = self._seen.keys() & before.keys()
            if any(self._seen[pid] != before[pid] or self._seen[pid][0] in "RDU" for pid in lasting):
                self._worked_at = now
        if self._said and self.waited() > SAID_SECONDS:
            logger.warning(self._said)
            self._said = ""
        return now - self._worked_at > STUCK_SECONDS


def end(data: Path, postmaster: int | None, gone: Callable[[], bool]) -> bool:
    """Stop the server of a data directory by one step after the other until it is `gone`; False when it never is.

    `postmaster` is its first process, None where that is not known to live.
    """
    for step in (LEAVING, *STEPS):
        first = {postmaster} if postmaster and works_in(postmaster, data) else set()
        if (step is LEAVING and first) or not (first or step.to_all):
            continue
        watch = Watch(data, postmaster, STOPPING)
        if step.said:
            logger.warning(step.said)
        for pid in server_processes(data, postmaster) if step.to_all else first:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, step.number)
        while watch.waited() < step.most and not watch.is_stuck():
            if gone():
                return True
            time.sleep(0.01)
    return gone()


def server_processes(data: Path, postmaster: int | None) -> set[int]:
    """The numbers of PostgreSQL's processes that work in a data directory, orphans included where /proc tells."""
    if not _PROC.exists():  # macOS: those of the postmaster
        lines = (line.split() for line in _ps("-A", "-o", "pid=,ppid=,stat="))
        return {int(pid) for pid, parent, state in lines if postmaster in (int(pid), int(parent)) and "Z" not in state}
    return {
        int(entry.name)
        for entry in os.scandir("/proc")
        if entry.name.isdecimal() and _command(entry.name) == "postgres" and works_in(int(entry.name), data)
    }


def _command(pid: str) -> str:
    try:
        return Path("/proc", pid, "comm").read_text().strip()
    except OSError:
        return ""


def _work(pids: set[int]) -> dict[int, tuple[str, str]]:
    """Of each process its state (R runs, D or U waits for the disk) and the processor time it took so far."""
    if not _PROC.exists():
        lines = (line.split() for line in _ps("-o", "pid=,stat=,time=", "-p", ",".join(map(str, pids or {0}))))
        return {int(pid): (state[0], used) for pid, state, used in lines}
    found = {}
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()  # proc_pid_stat(5), from 3
            found[pid] = (fields[0], " ".join(fields[11:13]))  # state; utime and stime
    return found


def _ps(*options: str) -> list[str]:
    return subprocess.run(["ps", *options], capture_output=True, text=True, check=False).stdout.splitlines()
