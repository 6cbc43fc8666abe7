"""A job that runs in a process of its own: started, looked after, ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from warehouse.jobs import Job

PATIENCE = 3.0  # seconds that a process has to end by itself; one inside a long statement does not hear of it


@dataclass
class Running:
    """A job's process."""

    job: Job
    process: "subprocess.Popen[bytes]"
    asked_at: float | None = None  # when it was asked to end
    is_cancelled: bool = False
    was_killed: bool = field(default=False)

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone."""
        return self.process.poll() is not None

    def ask_to_end(self) -> None:
        """Ask once; kill what did not listen."""
        if self.asked_at is None:
            self.asked_at = time.monotonic()
            self._signal(signal.SIGTERM)
        elif time.monotonic() - self.asked_at > PATIENCE:
            self.was_killed = True
            self._signal(signal.SIGKILL)

    def close(self) -> None:
        """Let go of a process that has ended."""
        if self.process.stdin is not None:
            with contextlib.suppress(OSError):
                self.process.stdin.close()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def start(job: Job, worker: str) -> Running:
    """Start the process of a job; in a session of its own, so that Ctrl-C reaches the worker alone."""
    command = [sys.executable, "-m", "worker.child", str(job.job_id), worker]
    return Running(job, subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))
