"""What the process of a job may take at most: a file made to exhaust a machine ends its own job, and nothing else."""

import os
import resource
import signal
from pathlib import Path
from types import FrameType
from typing import Final

from warehouse.errors import RegularsError
from warehouse.setting_values import LEAST_MEMORY, spelled
from warehouse.settings import Settings
from wording.languages import to_say

SHARE: Final = 0.75  # of the machine's memory, or of the container's, where no setting says how much
GRACE: Final = 60  # seconds of the processor to write down that there are no more
_CONTAINERS: Final = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
MEMORY: Final = to_say(
    "It needed more than the {most} of memory that a job may take (REGULARS_JOB_MEMORY), and was ended. "
    "Split the file, or ask whoever runs Regulars for more."
)
HOURS: Final = to_say(
    "It took more than the {hours} hours of processor time that a job may take (REGULARS_JOB_HOURS), and was ended."
)


class TakesTooLongError(RegularsError):
    """A job has used up its time."""


def limit(settings: Settings) -> None:
    """Of this process, from here on. What is mapped of files does not count as memory, and threads count together."""
    _lower(resource.RLIMIT_DATA, memory_of(settings))
    _lower(resource.RLIMIT_CORE, 0)  # which would hold people's data
    seconds = settings.job_hours * 3600

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TakesTooLongError(HOURS.format(hours=settings.job_hours))

    signal.signal(signal.SIGXCPU, stop)
    _lower(resource.RLIMIT_CPU, seconds, seconds + GRACE)


def memory_of(settings: Settings) -> int:
    """Bytes that a job may take."""
    return settings.job_memory or max(LEAST_MEMORY, int(SHARE * _of_machine()))


def out_of_memory(settings: Settings) -> str:
    """What people are told."""
    return MEMORY.format(most=spelled(memory_of(settings)))


def _of_machine() -> int:
    most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in _CONTAINERS:
        said = path.read_text(encoding="ascii").strip() if path.exists() else ""
        if said.isdigit():
            most = min(most, int(said))
    return most


def _lower(what: int, soft: int, hard: int | None = None) -> None:
    """Never above what the process may have already."""
    _, allowed = resource.getrlimit(what)
    most = soft if hard is None else hard
    hard = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
    resource.setrlimit(what, (min(soft, hard), hard))
