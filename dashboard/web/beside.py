"""A worker in a process of its own while the server serves: started by name, again when it dies, ended with us."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

COMMAND = (sys.executable, "-m", "worker", "--beside")
PATIENCE = 10.0  # seconds that it has to give its job back
SHORT_LIFE = 5.0  # seconds; one that lived no longer is not started again at once
LONGEST_PAUSE = 60.0


@contextmanager
def worker_beside(command: tuple[str, ...] = COMMAND) -> Iterator[None]:
    """For the length of a block. What is forked from us meanwhile leaves the worker alone."""
    keeper, us = _Keeper(command), os.getpid()
    keeper.start()
    try:
        yield
    finally:
        if os.getpid() == us:
            keeper.end()


class _Keeper(threading.Thread):
    """Starts the worker and waits for its end, again and again."""

    def __init__(self, command: tuple[str, ...]) -> None:
        super().__init__(name="worker-beside", daemon=True)
        self._command = command
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        pause = 1.0
        while not self._ended.is_set():
            began = time.monotonic()
            # In a session of its own: Ctrl-C ends the server, and the server ends it. Its standard input ends with us.
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)
            self._process.wait()
            self._close()
            pause = 1.0 if time.monotonic() - began > SHORT_LIFE else min(2 * pause, LONGEST_PAUSE)
            self._ended.wait(pause)

    def end(self) -> None:
        """End the worker; one that does not listen is killed."""
        self._ended.set()
        if (process := self._process) is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        self.join(PATIENCE)
        if self.is_alive():
            process.kill()

    def _close(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
