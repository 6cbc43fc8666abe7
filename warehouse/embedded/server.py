"""The embedded PostgreSQL: start, share, stop. Each command shares it, and the last one out turns off the light.

A command holds a shared lock on `users.lock` while it uses the server; who starts or stops it holds `door.lock`.
The kernel drops both with the process, so a server orphaned by a kill -9 is simply used by the next command and
stopped with the last one. `keep` marks a server that stays up although nobody uses it.
"""

import contextlib
import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from warehouse.embedded.cluster import Cluster
from warehouse.embedded.locks import exclusive, share_lock, try_lock
from warehouse.errors import EmbeddedError


class EmbeddedServer:
    """Our share in the running server of a home, held until `release`."""

    def __init__(self, home: Path) -> None:
        """Join the server, starting it when nobody did. Raises EmbeddedError."""
        self._cluster = _cluster(home)
        self._descriptor: int | None = None
        with self._door():
            self._descriptor = share_lock(self._file("users.lock"), self._cluster.account.own)
            try:
                self.started = self._ensure()
            except BaseException:
                self._forget()
                raise
        _SHARES.add(self)

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the database."""
        return self._cluster.url()

    @property
    def socket(self) -> str:
        """The socket's directory now; it may be another one after the server died and was started again."""
        return str(self._cluster.socket())

    def ensure_running(self) -> None:
        """Start the server again if it died under us. Raises EmbeddedError."""
        with self._door():
            self._ensure()

    def died_of(self) -> str | None:
        """Why the server ended its sessions, as far as its log tells: a full disk, or None."""
        return self._cluster.died_of()

    def lacks_room(self) -> str | None:
        """The sentence for a disk that was found full."""
        return self._cluster.lacks_room()

    def keep(self) -> None:
        """Leave the server up after its last user, until `stop`."""
        with self._door():
            self._file("keep").touch()
            self._cluster.account.own(self._file("keep"))

    def release(self) -> None:
        """Leave; stop the server when nobody else uses it and nobody asked to keep it. Raises EmbeddedError."""
        if self._descriptor is None:
            return
        with self._door():
            self._forget()
            if not self._file("keep").exists():
                _stop_unused(self._cluster)

    def _ensure(self) -> bool:
        started = self._cluster.ensure_running()
        if started:  # the wish to keep it up ended with the server it was about
            self._file("keep").unlink(missing_ok=True)
        return started

    def _forget(self) -> None:
        """Close, not unlock: after a fork the other process still holds the same lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _file(self, name: str) -> Path:
        return self._cluster.home / name

    def _door(self) -> contextlib.AbstractContextManager[None]:
        return exclusive(self._file("door.lock"), self._cluster.account.own)


@contextmanager
def share(home: Path) -> Iterator[EmbeddedServer]:
    """Use the embedded server of a home for the length of a block. Raises EmbeddedError."""
    server = EmbeddedServer(home)
    try:
        yield server
    finally:
        server.release()


def stop(home: Path) -> bool:
    """Stop the server now; True when one was running. Raises EmbeddedError when others are using it.

    The wish to keep it up is forgotten in any case, so that it stops with its last user.
    """
    if not (home / "postgres").exists():
        return False
    cluster = _cluster(home)
    with exclusive(home / "door.lock", cluster.account.own):
        (home / "keep").unlink(missing_ok=True)
        running = cluster.is_running()
        if running and not _stop_unused(cluster):
            raise EmbeddedError("The embedded database is in use by another command; it will stop with the last one.")
        return running


def _stop_unused(cluster: Cluster) -> bool:
    """Stop the server unless anybody shares it; the door is locked, so nobody can join meanwhile."""
    users = try_lock(cluster.home / "users.lock", cluster.account.own)
    if users is None:
        return False
    try:
        if cluster.is_running():
            cluster.stop()
    finally:
        os.close(users)
    return True


def _cluster(home: Path) -> Cluster:
    home = home.absolute()
    try:
        if not home.is_dir():
            home.mkdir(parents=True, exist_ok=True)
            owner = home.parent.stat()
            if os.geteuid() == 0 and owner.st_uid != 0:  # sudo in a user's checkout: the user may go on without it
                os.chown(home, owner.st_uid, owner.st_gid)
        if not os.access(home, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise EmbeddedError(
            f"The directory of the embedded database, {home}, cannot be written ({error.strerror}): "
            "set REGULARS_HOME to one that can, or DATABASE_URL to a PostgreSQL server."
        ) from error
    return Cluster(home)


_SHARES: "weakref.WeakSet[EmbeddedServer]" = weakref.WeakSet()


def _after_fork() -> None:
    """A forked child is no user of its parent's share: its copy of the lock would outlive the parent."""
    forget: Callable[[EmbeddedServer], None] = EmbeddedServer._forget
    for server in list(_SHARES):
        forget(server)


os.register_at_fork(after_in_child=_after_fork)
