"""The commands as processes: `python -m etl …`, started anew or forked from one that has imported what it takes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
Done = subprocess.CompletedProcess[str]

# Read by Python or the C library at the start of a process: a fork would not heed them.
AT_START = ("PYTHON", "LC_", "LANG", "MALLOC", "OMP_", "OPENBLAS")


def clean_environment() -> dict[str, str]:
    """Ours without any setting of Regulars that the developer happens to have."""
    names = ("DATABASE_URL", "SECRET_KEY", "LOG_LEVEL")
    return {name: value for name, value in os.environ.items() if name not in names and "REGULARS_" not in name} | {
        "PYTHONPATH": str(ROOT)
    }


def run_anew(arguments: Sequence[str], environment: Mapping[str, str], timeout: float) -> Done:
    """`python -m …` from the checkout, to its end."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


class Warm:
    """One package's commands, each forked from a process that has imported it, which all workers share."""

    def __init__(self, package: str) -> None:
        session = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
        name = f"\0regulars-tests-{session}-{package}"  # Linux frees it with the process that listens
        found = None
        while found is None:
            found = _reached(name) or _start(package, name)
        self._socket = found

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], most: int | None = None) -> "Forked":
        """The command at work. One at a time: the next may start when this one has been waited for.

        Neither it nor what it starts may let a file grow beyond `most` bytes.
        """
        request = {"arguments": arguments[1:], "environment": environment, "directory": str(ROOT), "most": most}
        return Forked(self._socket, arguments, json.dumps(request).encode())

    def close(self) -> None:
        """Leave the process that forks: it ends with the last worker."""
        self._socket.close()


def _reached(name: str) -> socket.socket | None:
    """A connection to the process that listens there, once that has imported its package; None without one."""
    found = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        found.connect(name)
        found.settimeout(120)
        if found.recv(8):
            return found
    except ConnectionError:  # nobody, or one who was just leaving
        time.sleep(0.05)
    found.close()
    return None


def _start(package: str, name: str) -> None:
    """Start the process that listens there, unless another worker was quicker."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        try:
            door.bind(name)
        except OSError:
            return
        door.listen(16)
        command = [sys.executable, "-m", "tests.warm", package, str(door.fileno())]
        _started.append(
            subprocess.Popen(
                command, env=clean_environment(), cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=(door.fileno(),)
            )
        )


_started: list[subprocess.Popen[bytes]] = []  # nobody waits for their end: other workers may need them for longer


class Forked:
    """A command at work in a process of its own, with what is used here of a subprocess.Popen."""

    def __init__(self, asked: socket.socket, arguments: Sequence[str], request: bytes) -> None:
        self._socket, self._arguments = asked, list(arguments)
        self._files = (tempfile.TemporaryFile(), tempfile.TemporaryFile())  # noqa: SIM115  closed by communicate
        asked.settimeout(60)
        socket.send_fds(asked, [request], [file.fileno() for file in self._files])
        self.pid = int(self._heard(is_end=False))
        self.returncode: int | None = None

    def send_signal(self, number: int) -> None:
        """What kill(1) does."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        with contextlib.suppress(TimeoutError):
            self.wait(0.001)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; raises TimeoutError."""
        if self.returncode is None:
            self._socket.settimeout(timeout)
            self.returncode = int(self._heard(is_end=True))
        return self.returncode

    def _heard(self, *, is_end: bool) -> str:
        """The next message of the kind; one whose end nobody waited for may have left another before it."""
        while True:
            kind, _, value = self._socket.recv(32).decode().partition(" ")
            if kind == ("end" if is_end else "pid"):
                return value
            assert kind, "the process that forks has ended"

    def communicate(self) -> tuple[bytes, bytes]:
        """All that it said, when it has ended."""
        self.wait()
        output, errors = (os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0) for file in self._files)
        for file in self._files:
            file.close()
        return output, errors


class Programs:
    """The packages whose commands are forked, each from when it is first asked for."""

    def __init__(self) -> None:
        self._warm: dict[str, Warm] = {}

    def start(self, arguments: Sequence[str], environment: Mapping[str, str], most: int | None = None) -> Forked:
        """The command at work; one of a package at a time."""
        warm = self._warm.get(arguments[0]) or self._warm.setdefault(arguments[0], Warm(arguments[0]))
        return warm.start(arguments, environment, most)

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], timeout: float) -> Done:
        """The command to its end; raises subprocess.TimeoutExpired."""
        told = {name for name, value in environment.items() if os.environ.get(name) != value}
        if any(name.startswith(AT_START) for name in told - {"PYTHONPATH"}):
            return run_anew(arguments, environment, timeout)
        process = self.start(arguments, environment)
        try:
            code = process.wait(timeout)
        except TimeoutError:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            raise subprocess.TimeoutExpired(list(arguments), timeout) from None
        return Done(list(arguments), code, *(said.decode() for said in process.communicate()))

    def close(self) -> None:
        """End all of them."""
        for warm in self._warm.values():
            warm.close()
        self._warm.clear()


PROGRAMS = Programs()  # of this process; ended with pytest's session
