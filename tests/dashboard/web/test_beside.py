"""A worker beside the server is started again when it dies, and ends with the block."""

import os
import sys
import time
from pathlib import Path

import pytest

from dashboard.web import beside
from dashboard.web.beside import worker_beside

pytestmark = pytest.mark.slow
WAITS = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); os.read(0, 1)"


def lives(file: Path, number: int) -> list[int]:
    """The processes that were started, when they are so many."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = [int(line) for line in file.read_text().splitlines()] if file.exists() else []
        if len(found) >= number:
            return found
        time.sleep(0.02)
    raise AssertionError(f"only {found}")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_is_started_again_and_ends(tmp_path: Path) -> None:
    file = tmp_path / "lives"
    with worker_beside((sys.executable, "-c", WAITS, str(file))):
        (first,) = lives(file, 1)
        os.kill(first, 9)
        second = lives(file, 2)[1]
        assert is_alive(second)
    assert not is_alive(second)
    assert len(lives(file, 2)) == 2


def test_one_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "PATIENCE", 0.5)
    deaf = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAITS}"
    file = tmp_path / "lives"
    with worker_beside((sys.executable, "-c", deaf, str(file))):
        (only,) = lives(file, 1)
    end = time.monotonic() + 10
    while is_alive(only) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(only)
