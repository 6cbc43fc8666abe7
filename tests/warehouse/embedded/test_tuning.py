"""The server's settings for small and large machines."""

import pytest

from warehouse.embedded.tuning import GB, MB, memory, options_for

CHOSEN = ("shared_buffers", "work_mem", "maintenance_work_mem", "max_wal_size", "dynamic_shared_memory_type")


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        ((512 * MB, 1, 2 * GB, 64 * MB), ("64MB", "5MB", "32MB", "256MB", "mmap")),
        ((24 * GB, 2, 80 * GB, 24 * GB), ("2048MB", "256MB", "64MB", "8192MB", "posix")),
        ((128 * MB, 1, 1 * MB, 0), ("32MB", "4MB", "32MB", "256MB", "mmap")),
    ],
)
def test_options_follow_the_machine(machine: tuple[int, int, int, int], expected: tuple[str, ...]) -> None:
    options = options_for(*machine)
    assert tuple(options[name] for name in CHOSEN) == expected
    assert (options["fsync"], options["synchronous_commit"]) == ("on", "on")


def test_memory_is_measured() -> None:
    assert memory() > 64 * MB
