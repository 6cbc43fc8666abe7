"""What the embedded server is told at its start, derived from the machine: PostgreSQL's defaults fit a toy."""

import os
import shutil
from pathlib import Path

MB = 1024**2
GB = 1024**3
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def server_options(data: Path) -> dict[str, str]:
    """Names and values for `postgres -c name=value`, from the memory, the cores and the free disk found now."""
    return options_for(memory(), os.cpu_count() or 1, shutil.disk_usage(data).free, _shared_memory())


def options_for(memory_bytes: int, cores: int, disk_bytes: int, shared_memory_bytes: int) -> dict[str, str]:
    """The same for a machine of the given size, in bytes and cores."""
    shared_buffers = _between(memory_bytes // 8, 32 * MB, 2 * GB)
    workers = max(cores - 1, 1)
    return {
        "shared_buffers": _mb(shared_buffers),
        "effective_cache_size": _mb(max(memory_bytes // 2, 64 * MB)),
        "work_mem": _mb(_between(memory_bytes // 96, 4 * MB, 256 * MB)),
        # What one process sorts for an index stays in the processor's cache: faster than all in memory at once.
        "maintenance_work_mem": _mb(_between(memory_bytes // 24, 32 * MB, 32 * MB * (1 + min(workers, 4)))),
        # A load of millions of lines must not checkpoint all the time, nor may its log fill a small disk.
        "max_wal_size": _mb(_between(disk_bytes // 8, 256 * MB, 8 * GB)),
        "min_wal_size": "80MB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        # Nobody replicates from this server, so what fills a new or emptied table need not be written twice.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_worker_processes": str(workers + 4),
        "max_parallel_workers": str(workers),
        "max_parallel_workers_per_gather": str(min(workers, 4)),
        "max_parallel_maintenance_workers": str(min(workers, 4)),
        "max_connections": "100",
        "huge_pages": "off",
        "jit": "off",  # compiling costs more than it saves on questions that take milliseconds
        "random_page_cost": "1.1",
        "fsync": "on",
        "synchronous_commit": "on",
        # Parallel workers share memory through /dev/shm, which is 64 MB in a container unless someone raised it.
        "dynamic_shared_memory_type": "posix" if shared_memory_bytes >= 1 * GB else "mmap",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
    }


def memory() -> int:
    """Bytes of memory this process may use: the machine's, or the container's limit when that is lower."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in CGROUP_LIMITS:
        try:
            total = min(total, int(Path(limit).read_text()))
        except (OSError, ValueError):  # no such file, or "max"
            continue
    return total


def _shared_memory() -> int:
    try:
        return shutil.disk_usage("/dev/shm").total
    except OSError:  # macOS: PostgreSQL's own default is right there
        return 1 * GB


def _between(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def _mb(size: int) -> str:
    return f"{size // MB}MB"
