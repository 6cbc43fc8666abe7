"""How busy the machine is with other things, before anything is measured on it."""

import os
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

from warehouse.errors import InputError

LOOK_SECONDS = 3.0
MOST_BUSY = 0.10  # of all cores, in that time
MOST_LOAD = 0.5  # a core: what ended just now is in it, too


@dataclass(frozen=True)
class Load:
    """What others take of it."""

    busy: float  # the share of all cores
    average: float  # processes that ran or wanted to, in the last minute
    cores: int

    @property
    def is_idle(self) -> bool:
        """Whether seconds mean something here."""
        return self.busy <= MOST_BUSY and self.average <= MOST_LOAD * self.cores

    def __str__(self) -> str:
        """For the terminal and the report."""
        said = f"load average {self.average:.1f} on {self.cores} cores, {self.busy:.0%} of them busy"
        return f"idle: {said}" if self.is_idle else f"busy with other things: {said}. Ratios hold, seconds do not"


def look() -> Load:
    """Watch for some seconds."""
    busy = psutil.cpu_percent(LOOK_SECONDS) / 100
    return Load(busy, os.getloadavg()[0], os.cpu_count() or 1)


def refuse_busy(load: Load, is_told: bool) -> None:
    """Raises InputError on a busy machine, unless told to measure there all the same."""
    if not load.is_idle and not is_told:
        raise InputError(f"This machine is {load}. Wait until it is idle, or say --busy to measure all the same.")
