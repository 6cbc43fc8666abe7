"""Locks between processes that the kernel drops with the last process holding them, kill -9 included."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def open_lock(path: Path, own: Callable[[Path], None] | None = None) -> int:
    """A descriptor for the lock file, made when missing; not inherited by programs we start."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if own is not None:
        own(path)
    return descriptor


def try_lock(path: Path, own: Callable[[Path], None] | None = None) -> int | None:
    """The descriptor holding the exclusive lock, or None when any other process holds it."""
    descriptor = open_lock(path, own)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def share_lock(path: Path, own: Callable[[Path], None] | None = None) -> int:
    """The descriptor holding a shared lock; waits for an exclusive one to end."""
    descriptor = open_lock(path, own)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


@contextmanager
def exclusive(path: Path, own: Callable[[Path], None] | None = None) -> Iterator[None]:
    """Hold the exclusive lock; waits for it. Closed, never unlocked: a forked copy must not end our lock early."""
    descriptor = open_lock(path, own)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
