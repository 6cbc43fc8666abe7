"""A real PgBouncer in front of the tests' server."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.engine import URL, make_url

from warehouse.embedded.account import Account
from warehouse.settings import spell

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
needs_pgbouncer = pytest.mark.skipif(PROGRAM is None, reason="needs pgbouncer (Debian: apt install pgbouncer)")


@contextmanager
def pooled(database_url: str, folder: Path, mode: str) -> Iterator[str]:
    """The SQLAlchemy URL of the same database behind a pool of four sessions."""
    behind = make_url(database_url)
    directory, port = Path(str(behind.query["host"])), _free_port()
    owner = directory.stat()
    account = Account(owner.st_uid, owner.st_gid)
    configuration, log = folder / "pgbouncer.ini", folder / "pgbouncer.log"
    configuration.write_text(
        f"[databases]\n* = host={directory} port={behind.query['port']} user={behind.username}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\n"
        f"default_pool_size = 4\nquery_wait_timeout = 20\n"
    )
    account.own(configuration)
    command, options = account.launch([str(PROGRAM), str(configuration)], (configuration, directory / "socket"))
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, **options)
    try:
        url = URL.create("postgresql+psycopg2", "pooled", host="127.0.0.1", port=port, database=behind.database)
        _wait(port, process, log)
        yield spell(url)
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        try:
            psycopg2.connect(host="127.0.0.1", port=port, user="pooled", dbname="pgbouncer").close()
        except psycopg2.OperationalError as error:
            if "refused" not in str(error):
                return
            time.sleep(0.02)
        else:
            return
    raise AssertionError(log.read_text())
