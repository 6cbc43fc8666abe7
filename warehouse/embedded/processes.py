"""Starting programs of PostgreSQL and telling how they fare."""

import atexit
import contextlib
import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from warehouse.errors import EmbeddedError

CHILDREN: list[subprocess.Popen[bytes]] = []  # servers we started; kept so that none becomes a zombie


def reap(stopped: int | None) -> None:
    """Take note of our children that have ended; wait for the given one, which is about to."""
    for process in CHILDREN:
        if process.pid == stopped:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
    CHILDREN[:] = [process for process in CHILDREN if process.poll() is None]


@atexit.register
def leave_running() -> None:
    """A server that others use outlives us: Python need not warn of a process that nobody has waited for."""
    for process in CHILDREN:
        process.returncode = process.poll() or 0


def environment() -> dict[str, str]:
    """Ours without what would steer the server or initdb: PGDATA, PGPORT, a locale this system does not have."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def launch(command: Sequence[str], options: dict) -> subprocess.Popen[bytes]:
    """Popen. Raises EmbeddedError when the program cannot be run, or not as the user in the options."""
    try:
        return subprocess.Popen(command, **options)
    except OSError as error:
        raise EmbeddedError(
            f"The embedded database cannot be started ({error.strerror}): run Regulars as an ordinary user, "
            "or set DATABASE_URL."
        ) from error


def run_and_wait(command: Sequence[str], options: dict) -> subprocess.CompletedProcess[bytes]:
    """Its exit code and all it said. Raises EmbeddedError as `launch` does."""
    piped = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = launch(command, options | piped | {"cwd": "/", "env": environment()})
    with process:
        output, _ = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, output)


def last_words(output: bytes) -> str:
    """Of a log: the last line that tells of a failure, with its detail; else the last line at all."""
    said = (line.strip() for line in output.decode(errors="replace").splitlines())
    lines = [line for line in said if line and not line.startswith("initdb: removing")]  # what it tidies is no reason
    failures = [number for number, line in enumerate(lines) if re.search("FATAL|PANIC|error:", line)]
    found = failures[-1] if failures else len(lines) - 1
    quoted = lines[found : found + 1] + [line for line in lines[found + 1 : found + 2] if "DETAIL:" in line]
    bare = [re.sub(r"^.*?(FATAL|PANIC|LOG|DETAIL|error): +", "", line).rstrip(".") + "." for line in quoted]
    return " ".join(bare) or "it said nothing."


def works_in(pid: int, data: Path) -> bool:
    """Whether the process works in the data directory; a recycled number does not."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(data)
    except OSError:
        if Path("/proc/self").exists():
            return False
    shown = subprocess.run(["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False)
    return str(data) in shown.stdout  # macOS
