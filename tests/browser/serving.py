"""`python -m dashboard` on a database, as a process of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.web.serving import free_port
from tests.programs import ROOT, clean_environment
from warehouse.settings import libpq_url


@contextmanager
def served(url: str, log: Path, *options: str, **settings: str) -> Iterator[str]:
    """Where it is while the block lasts; it fails at the end when the server's log has a traceback."""
    port = free_port("127.0.0.1", None, default=8250)
    command = [sys.executable, "-m", "dashboard", "--port", str(port), *options]
    # Uploaded files go to a home of its own; what nobody asked for would take the processors from other tests.
    own = {"DATABASE_URL": libpq_url(url), "REGULARS_HOME": str(log.parent / "home"), "REGULARS_AHEAD": "0"}
    environment = clean_environment() | own | settings
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            wait(address + "/healthz", log)
            yield address
        finally:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")


def wait(address: str, log: Path) -> None:
    """Until the server answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text(errors='replace')}")
