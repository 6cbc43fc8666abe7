"""A dashboard of its own, as people start it, and questions to it over the wire."""

import http.client
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
import psutil  # type: ignore[import-untyped]

from benchmarks.process import ROOT, environment
from dashboard.web.serving import free_port
from warehouse.errors import InputError

FIRST_PORT = 8350
PATIENCE_S = 60
CALLBACKS, SELECT_1 = "/_dash-update-component", "/healthz"  # which asks the database `select 1`, and nothing else


@dataclass(frozen=True)
class Served:
    """One that is up."""

    address: str
    process: int

    @property
    def host(self) -> str:
        """`127.0.0.1:8350`."""
        return self.address.removeprefix("http://")

    def worker_bytes(self) -> int:
        """Resident memory of the largest of its processes that answer, pages that they share included."""
        return max((int(one.memory_info().rss) for one in self._workers()), default=0)

    def own_bytes(self) -> int:
        """The same, each shared page as the part of it that is one process's (PSS)."""
        return max((int(one.memory_full_info().pss) for one in self._workers()), default=0)

    def _workers(self) -> list[psutil.Process]:
        return [one for one in psutil.Process(self.process).children() if one.is_running()]


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """Serve the store of `home` for the length of a block."""
    address = f"http://127.0.0.1:{free_port('127.0.0.1', None, FIRST_PORT)}"
    command = [sys.executable, "-m", "dashboard", "--no-worker", "--port", address.rpartition(":")[2]]
    with subprocess.Popen(command, env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait(address + SELECT_1)
            yield Served(address, process.pid)
        finally:
            process.terminate()


def _wait(address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise InputError("The dashboard does not answer.")


class Line:
    """A connection that stays open, as a browser's does."""

    def __init__(self, host: str) -> None:
        self._connection = http.client.HTTPConnection(host, timeout=PATIENCE_S)

    def ask(self, body: Mapping[str, object] | None = None) -> tuple[int, float, bytes]:
        """Status, milliseconds, and what came: of a callback, or of `select 1` through the same stack."""
        data = None if body is None else orjson.dumps(body)
        headers = {"Accept-Encoding": "br"} | ({"Content-Type": "application/json"} if data else {})
        started = time.perf_counter()
        self._connection.request("POST" if data else "GET", CALLBACKS if data else SELECT_1, data, headers)
        answer = self._connection.getresponse()
        found = answer.read()
        return answer.status, (time.perf_counter() - started) * 1000, found

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
