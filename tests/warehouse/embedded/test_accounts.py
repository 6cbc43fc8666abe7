"""Root and ordinary users: each can run the embedded server, wherever the checkout is."""

import functools
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.conftest import ROOT, clean_environment
from warehouse.embedded import EmbeddedServer, share
from warehouse.embedded import account as account_module
from warehouse.embedded.account import Account
from warehouse.errors import EmbeddedError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
USER = """
import os, sys
from pathlib import Path
from sqlalchemy import text
from warehouse.engine import open_warehouse
from warehouse.settings import Settings
with open_warehouse(Settings(home=Path(sys.argv[1]))) as engine, engine.connect() as connection:
    print(os.geteuid(), connection.execute(text("select count(*) from loads")).scalar())
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory outside pytest's own, which is closed to other users."""
    place = Path(tempfile.mkdtemp(prefix="place-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def run_as(user: pwd.struct_passwd, home: Path) -> subprocess.CompletedProcess[str]:
    """Ours may be closed to other users, below /root perhaps; the system's of the same version then does as well."""
    for python in (sys.executable, f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"):
        if is_open_to(user.pw_uid, user.pw_gid, python):
            return as_user(user.pw_uid, user.pw_gid, [python, "-c", USER, str(home)])
    pytest.skip("no interpreter and environment that other users may enter")


@functools.cache
def is_open_to(user: int, group: int, python: str) -> bool:
    """Whether somebody may run it with our libraries and packages."""
    try:
        return as_user(user, group, [python, "-c", "import sqlalchemy, warehouse"]).returncode == 0
    except OSError:
        return False


def as_user(user: int, group: int, command: list[str]) -> subprocess.CompletedProcess[str]:
    """What a command says that somebody else runs."""
    environment = clean_environment() | {"PYTHONPATH": os.pathsep.join([str(ROOT), sysconfig.get_path("platlib")])}
    return subprocess.run(
        command,
        user=user,
        group=group,
        extra_groups=[],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@as_root
def test_an_ordinary_user_runs_it_alone(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    done = run_as(nobody, place / "home")
    assert (done.stdout, done.stderr) == (f"{nobody.pw_uid} 0\n", "")
    assert {path.stat().st_uid for path in (place / "home").rglob("*")} == {nobody.pw_uid}


@as_root
def test_root_and_the_owner_of_the_checkout_take_turns(place: Path) -> None:
    """`sudo make demo` once must not lock the user out of the own checkout."""
    nobody = pwd.getpwnam("nobody")
    os.chown(place, nobody.pw_uid, nobody.pw_gid)
    with share(place / "home"):
        pass
    done = run_as(nobody, place / "home")
    assert (done.stdout, done.stderr) == (f"{nobody.pw_uid} 0\n", "")
    with share(place / "home") as server:
        assert server.started


@as_root
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_root_runs_it_below_a_directory_closed_to_others(place: Path, mode: int) -> None:
    place.chmod(mode)
    with share(place / "check out" / ".regulars") as server:
        connection = psycopg2.connect(host=server.socket, user="regulars", dbname="regulars")
        with connection.cursor() as cursor:
            cursor.execute("create table t as select generate_series(1, 10000) n; checkpoint")
        connection.close()
        pid = int((place / "check out" / ".regulars" / "postgres" / "postmaster.pid").read_text().split()[0])
        status = Path(f"/proc/{pid}/status").read_text()
        assert f"Uid:\t{pwd.getpwnam('nobody').pw_uid}\t" in status
        rights = next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff"))
        assert int(rights, 16) == (0b10 if mode == 0o700 else 0)  # CAP_DAC_OVERRIDE where needed, else none at all
    assert place.stat().st_mode & 0o777 == mode


@as_root
def test_without_setpriv_root_is_told_what_to_do(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place.chmod(0o700)
    monkeypatch.setattr(account_module.shutil, "which", lambda name: None)
    with pytest.raises(EmbeddedError) as caught:
        EmbeddedServer(place / "home")
    assert f"below {place}, which is closed to other users, because the tool setpriv" in str(caught.value)


@as_root
def test_a_user_is_told_that_the_data_are_of_somebody_else(place: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    with share(place / "home"):
        pass
    done = run_as(nobody, place / "home")
    assert done.returncode != 0
    assert "cannot be written" in done.stderr or "belongs to another user" in done.stderr


def test_a_directory_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EmbeddedError) as caught:
        EmbeddedServer(tmp_path / "file" / "home")
    assert "cannot be written (Not a directory): set REGULARS_HOME" in str(caught.value)


@as_root
def test_a_file_system_that_refuses_gets_a_sentence() -> None:
    with pytest.raises(EmbeddedError, match="Run Regulars as an ordinary user, or set REGULARS_HOME"):
        Account(65534, 65534).own(Path("/proc/self/no-such-file"))
