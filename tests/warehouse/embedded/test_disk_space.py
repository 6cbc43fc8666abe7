"""A disk that is full: of a real small file system, which only root can mount."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy import text

from tests.conftest import RunModule
from warehouse.embedded import share, stop
from warehouse.embedded.disk_space import MB, NEW, START, full_disk, needs
from warehouse.engine import open_warehouse
from warehouse.errors import EmbeddedError
from warehouse.settings import Settings

SIZE = 160  # MB
CopyHome = Callable[[Path], Path]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Take all but so many bytes."""
    free = os.statvfs(disk)
    (file := disk / "filling").write_bytes(b"x" * max(free.f_bavail * free.f_frsize - leave, 0))
    return file


def test_a_new_database_says_how_much_it_needs(disk: Path, run_module: RunModule) -> None:
    filling = fill(disk, 8 * MB)
    done = run_module("etl", "status", embedded=disk / "home")
    assert (done.returncode, done.stdout) == (1, "")
    left = f"The disk of the embedded database is full: {disk}/home has"
    assert done.stderr.startswith(f"error: {left}")
    assert "the database needs up to 96 MB to start. Make room on it and try again" in done.stderr
    filling.unlink()
    assert run_module("etl", "status", embedded=disk / "home").returncode == 0


def test_an_old_one_starts_again_when_there_is_room(disk: Path, copy_home: CopyHome, run_module: RunModule) -> None:
    home = copy_home(disk / "home")
    assert run_module("etl", "status", embedded=home).returncode == 0
    filling = fill(disk, 0)
    done = run_module("etl", "status", embedded=home)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: The disk of the embedded database is full: {home} has 0 MB left, and the database needs up to 32 MB "
        "to start. Make room on it and try again; nothing that was stored is lost.\n"
    )
    filling.unlink()
    assert run_module("etl", "status", embedded=home).returncode == 0


def test_one_that_runs_and_dies_of_it_says_so(disk: Path, copy_home: CopyHome) -> None:
    settings = Settings(home=copy_home(disk / "home"))
    with pytest.raises(EmbeddedError) as caught:
        write_until_it_dies(settings, disk)
    assert str(caught.value).startswith(f"The disk of the embedded database is full: {disk}/home has ")
    (disk / "filling").unlink()
    with open_warehouse(settings) as engine, engine.connect() as connection:
        assert connection.scalar(text("select count(*) from loads")) == 0


def write_until_it_dies(settings: Settings, disk: Path) -> None:
    """The server's own log cannot grow any more, and that it does not survive."""
    message = text("select pg_logical_emit_message(true, 'x', repeat(md5(random()::text), 200000))")
    with open_warehouse(settings) as engine:
        fill(disk, 4 * MB)
        for _ in range(20):
            with engine.begin() as connection:
                connection.execute(message)


def test_other_failures_are_not_called_a_full_disk(tmp_path: Path) -> None:
    assert full_disk(tmp_path, b"FATAL:  could not load library") is None
    assert full_disk(tmp_path, b"") is None
    said = b'FATAL:  could not write lock file "postmaster.pid": Disk quota exceeded'
    assert full_disk(tmp_path, said) == (
        f"The disk of the embedded database, {tmp_path}, was full or its quota used up. Make room on it and try again."
    )


def test_what_was_not_stopped_in_order_needs_more(tmp_path: Path) -> None:
    assert needs(tmp_path / "postgres") == NEW
    with share(tmp_path):
        running = needs(tmp_path / "postgres")  # as if it had been killed now
    stop(tmp_path)
    assert running >= START + 16 * MB
    assert needs(tmp_path / "postgres") == START


CATALOGUES = "connection to server failed: FATAL:  could not write init file: No space left on device"
NOTHING = "server closed the connection unexpectedly"


@pytest.mark.parametrize("said", [CATALOGUES, NOTHING])
def test_a_server_that_lets_nobody_in_for_want_of_room_says_how_much(
    disk: Path, copy_home: CopyHome, said: str
) -> None:
    """PostgreSQL ends a connection so where it finds no room for its cache of the catalogues; or says nothing, where
    its log has no room for it either."""
    with pytest.raises(EmbeddedError) as told, open_warehouse(Settings(home=copy_home(disk / "home")), migrate=False):
        _refuse_after_filling(disk, said)
    assert str(told.value).startswith(f"The disk of the embedded database is full: {disk}/home has 0 MB left, and the")
    assert "Make room on it and try again" in str(told.value)


def _refuse_after_filling(disk: Path, said: str) -> None:
    fill(disk, 8 << 10)
    raise psycopg2.OperationalError(said)
