"""One PostgreSQL data directory below a home: make it, start it, reach it, stop it. Whoever calls holds the door lock.

The server inherits a locked file (`server.lock`). The kernel frees that lock when the last process of the server has
gone, however it went: so "is it running?" has a certain answer, whatever a stale `postmaster.pid` says.
"""

import contextlib
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Literal

import psycopg2
from psycopg2 import sql
from sqlalchemy.engine import URL

from warehouse.embedded.account import Account, account_for
from warehouse.embedded.creation import binaries, create
from warehouse.embedded.disk_space import full_disk
from warehouse.embedded.ending import Watch, end
from warehouse.embedded.locks import try_lock
from warehouse.embedded.orphans import relation_files, remove_orphans
from warehouse.embedded.processes import CHILDREN, environment, last_words, launch, reap, works_in
from warehouse.embedded.sockets import SOCKET_FILES, remove_if_temporary, socket_directory
from warehouse.embedded.tuning import server_options
from warehouse.errors import EmbeddedError
from warehouse.settings import spell

NAME = "regulars"  # of the database and of its user
PORT = "5432"  # part of the socket's name only: nothing listens on the network
START_SECONDS = 300  # recovery after a crash in the middle of a big load takes its time
UNREACHABLE_SECONDS = 20
PANIC = re.compile(rb"PANIC:.*(No space left on device|Disk quota exceeded)")
STARTING = "The embedded database is recovering or stopping; waiting for it ..."


class Cluster:
    """The data directory, log and socket of one home."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres"
        self.log = home / "postgres.log"
        self.lock = home / "server.lock"
        self.account: Account = account_for(home, self.data)

    def url(self) -> str:
        """The SQLAlchemy URL of the running server's database."""
        where = {"host": str(self.socket()), "port": PORT}
        return spell(URL.create("postgresql+psycopg2", NAME, database=NAME, query=where))

    def ensure_running(self) -> bool:
        """Start the server unless it runs; True when started. Raises EmbeddedError with the log's last line."""
        answered_at, watch = time.monotonic(), Watch(self.data, self._postmaster(), STARTING)
        while (lock := try_lock(self.lock, self.account.own)) is None:
            state = self._state()
            if state == "ready":
                return False
            if state in ("starting", "stopping"):  # it will be ready or gone
                answered_at, is_lost = time.monotonic(), watch.is_stuck()
            else:  # it runs, but its socket has been deleted
                is_lost = time.monotonic() - answered_at > UNREACHABLE_SECONDS
            if is_lost:
                self.stop()  # and start again
            time.sleep(0.02)
        try:
            self._clear_remains()
            if not (self.data / "PG_VERSION").exists():
                create(self.data, NAME, self.account)
            files = relation_files(self.data)
            process = self._start(lock)
        except OSError as error:
            if sentence := full_disk(self.home, error=error):
                raise EmbeddedError(sentence) from error
            raise
        finally:
            os.close(lock)
        self._wait(process)
        with contextlib.suppress(psycopg2.Error), contextlib.closing(self._connect(NAME)) as connection:
            remove_orphans(connection, self.data, files)
        return True

    def stop(self) -> None:
        """Shut the server down and wait; by force where it is stuck. Raises EmbeddedError when it does not end."""
        lines, postmaster = self._pid_file(), self._postmaster()
        watch = Watch(self.data, postmaster, STARTING)
        while postmaster and self._state() == "starting" and not watch.is_stuck():
            time.sleep(0.02)  # asked to stop while it recovers, PostgreSQL 18 mostly hangs
        if not end(self.data, postmaster, lambda: not self.is_running()):
            raise EmbeddedError(f"The embedded database does not stop; the last it said is in {self.log}.")
        reap(postmaster)
        if len(lines) > 4:
            remove_if_temporary(Path(lines[4]))

    def is_running(self) -> bool:
        """Whether any process of the server is alive."""
        lock = try_lock(self.lock, self.account.own)
        if lock is not None:
            os.close(lock)
        return lock is None

    def died_of(self) -> str | None:
        """The sentence for a server that ended because the disk is full: as its log tells, which may have found no room
        for that itself, or as there is too little room now. None where neither is so."""
        said = self.log.read_bytes()
        return full_disk(self.home, said if PANIC.search(said) else b"")

    def lacks_room(self) -> str | None:
        """The sentence for a disk that was found full, with how much room the server needs."""
        return full_disk(self.home, b"No space left on device")

    def _postmaster(self) -> int | None:
        """The number of the server's first process while that lives."""
        lines = self._pid_file()
        return int(lines[0]) if lines and works_in(int(lines[0]), self.data) else None

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(errors="surrogateescape").splitlines()
        except OSError:
            return []

    def socket(self) -> Path:
        """The directory of the running server's socket."""
        lines = self._pid_file()
        return Path(lines[4]) if len(lines) > 4 and lines[4] else self.home / "run"

    def _state(self) -> Literal["ready", "starting", "stopping", "unreachable"]:
        """What the server says to a connection; makes our database when the server is new."""
        try:
            self._connect(NAME).close()
        except psycopg2.OperationalError as error:
            message = str(error)
            if f'database "{NAME}" does not exist' in message:
                connection = self._connect("postgres")
                connection.autocommit = True
                with contextlib.closing(connection), connection.cursor() as cursor:
                    cursor.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
            elif "shutting down" in message:
                return "stopping"
            elif any(words in message for words in ("starting up", "not yet accepting", "recovery")):
                return "starting"
            elif "FATAL" not in message:  # else it answered, if only to say that it has too many clients
                return "unreachable"
        return "ready"

    def _connect(self, database: str) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.socket()), port=PORT, user=NAME, dbname=database, connect_timeout=5)

    def _clear_remains(self) -> None:
        """What a killed server leaves. The lock is ours, so none of its processes is alive."""
        lines = self._pid_file()
        if len(lines) > 4:
            remove_if_temporary(Path(lines[4]))
        # Their process numbers may be others' by now, and the server would believe them.
        for path in (self.data / "postmaster.pid", *(self.home / "run" / name for name in SOCKET_FILES)):
            path.unlink(missing_ok=True)

    def _start(self, lock: int) -> subprocess.Popen[bytes]:
        self.data.chmod(0o700)  # a copied checkout may have opened it, and the server then refuses
        if self.data.stat().st_uid != self.account.uid:
            self.account.own_tree(self.data)
        directory = socket_directory(self.home, self.account)
        quoted = '"' + str(directory).replace('"', '""') + '"'
        options = server_options(self.data) | {"listen_addresses": "", "port": PORT, "unix_socket_directories": quoted}
        options |= {"unix_socket_permissions": "0700"}
        command = [str(binaries() / "postgres"), "-D", str(self.data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command, popen = self.account.launch(command, (binaries() / "postgres", self.data, directory))
        with self.log.open("wb") as log:
            self.account.own(self.log)
            popen |= {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "cwd": "/", "env": environment()}
            # A session of its own: Ctrl-C in the terminal is for the command, not for the server it shares.
            process = launch(command, popen | {"start_new_session": True, "pass_fds": (lock,)})
        CHILDREN.append(process)
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            if len(self._pid_file()) > 7 and self._state() == "ready":
                return
            time.sleep(0.01)
        said = self.log.read_bytes()
        raise EmbeddedError(
            full_disk(self.home, said)
            or f"The embedded database does not start: {last_words(said)} (The whole log: {self.log})"
        )
