"""The commands as processes: `python -m etl …`, started anew or forked from one that has imported what it takes."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
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
    """One package's commands, each forked from a process that has imported it."""

    def __init__(self, package: str) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", package, str(theirs.fileno())],
                env=clean_environment(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], timeout: float) -> Done:
        """The command to its end; raises subprocess.TimeoutExpired."""
        request = {"arguments": arguments[1:], "environment": environment, "directory": str(ROOT)}
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            files = (output.fileno(), errors.fileno())
            self._socket.settimeout(timeout)
            socket.send_fds(self._socket, [json.dumps(request).encode()], files)
            pid = int(self._socket.recv(32))
            try:
                code = int(self._socket.recv(32))
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                self._socket.recv(32)
                raise subprocess.TimeoutExpired(list(arguments), timeout) from None
            said = []
            for file in (output, errors):
                file.seek(0)
                said.append(file.read().decode())
        return Done(list(arguments), code, *said)

    def close(self) -> None:
        """End the process that forks."""
        self._socket.close()
        self._process.wait()


class Programs:
    """The packages whose commands are forked, each from when it is first asked for."""

    def __init__(self) -> None:
        self._warm: dict[str, Warm] = {}

    def run(self, arguments: Sequence[str], environment: Mapping[str, str], timeout: float) -> Done:
        """The command to its end; raises subprocess.TimeoutExpired."""
        told = {name for name, value in environment.items() if os.environ.get(name) != value}
        if any(name.startswith(AT_START) for name in told - {"PYTHONPATH"}):
            return run_anew(arguments, environment, timeout)
        warm = self._warm.get(arguments[0]) or self._warm.setdefault(arguments[0], Warm(arguments[0]))
        return warm.run(arguments, environment, timeout)

    def close(self) -> None:
        """End all of them."""
        for warm in self._warm.values():
            warm.close()
