"""The embedded server's life: started by the first, shared, stopped by the last, whatever was killed meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg2
import pytest
from sqlalchemy import text

from tests.conftest import ROOT, RunModule, clean_environment
from warehouse.embedded import EmbeddedServer, share, stop
from warehouse.embedded import cluster as cluster_module
from warehouse.embedded.cluster import Cluster
from warehouse.embedded.creation import binaries
from warehouse.engine import open_warehouse
from warehouse.errors import EmbeddedError
from warehouse.settings import Settings, libpq_url

HOLDER = """
import sys
from pathlib import Path
from warehouse.embedded.creation import binaries
from warehouse.embedded import share
with share(Path(sys.argv[1])) as server:
    print("started" if server.started else "joined", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(copy_home: Callable[[Path], Path], tmp_path: Path) -> Iterator[Path]:
    home = copy_home(tmp_path / "home")
    yield home
    if running(home):  # a failed test must not leave a server behind
        (home / "keep").unlink(missing_ok=True)
        Cluster(home).stop()


@contextmanager
def holder(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the server until its stdin is closed."""
    command = [sys.executable, "-c", HOLDER, str(home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=clean_environment(), **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stdout.readline() in ("started\n", "joined\n")
            yield process
        finally:
            process.communicate()


def running(home: Path) -> bool:
    return (home / "postgres").exists() and Cluster(home).is_running()


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def answer(url: str) -> int:
    connection = psycopg2.connect(libpq_url(url))
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 42")
            return int(cursor.fetchone()[0])  # type: ignore[index]
    finally:
        connection.close()


def test_it_lives_in_its_home_and_stops_with_its_only_user(tmp_path: Path) -> None:
    home = tmp_path / "new"
    with share(home) as server:
        assert server.started
        assert answer(server.url) == 42
        assert os.stat(server.socket).st_mode & 0o777 == 0o700
    assert not running(home)
    files = {"door.lock", "users.lock", "server.lock", "postgres", "postgres.log", "run"}
    assert set(os.listdir(home)) == files
    assert os.listdir(home / "run") == []


def test_the_second_start_takes_no_time(home: Path) -> None:
    with share(home):
        pass
    began = time.monotonic()
    with share(home):
        assert time.monotonic() - began < 10  # a tenth of a second on a machine that does nothing else


def test_others_share_it_and_the_last_one_stops_it(home: Path) -> None:
    with holder(home) as other, share(home) as server:
        assert not server.started
        other.communicate()
        assert answer(server.url) == 42
        with share(home) as nested:
            assert not nested.started
        assert answer(server.url) == 42
    assert not running(home)


def test_commands_starting_at_once_share_one_server(tmp_path: Path) -> None:
    home = tmp_path / "new"
    command = [sys.executable, "-c", HOLDER, str(home)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    all_of_them = [
        subprocess.Popen(command, env=clean_environment(), **pipes)  # type: ignore[call-overload]
        for _ in range(4)
    ]
    said = sorted(process.stdout.readline() for process in all_of_them)
    for process in all_of_them:
        process.communicate()
    assert said == ["joined\n"] * 3 + ["started\n"]
    assert not running(home)


def test_two_homes_run_side_by_side(home: Path, tmp_path: Path) -> None:
    with share(home) as one, share(tmp_path / "copy") as other:
        assert one.url != other.url
        assert (answer(one.url), answer(other.url)) == (42, 42)


def test_a_killed_user_leaves_the_server_to_the_next(home: Path) -> None:
    with holder(home) as other:
        other.kill()
        other.wait()
    assert running(home)
    with share(home) as server:
        assert not server.started
    assert not running(home)


def test_a_killed_server_starts_again(home: Path) -> None:
    with holder(home) as other:
        other.kill()
        other.wait()
    os.kill(postmaster(home), signal.SIGKILL)
    with share(home) as server:
        assert server.started
        assert answer(server.url) == 42


def test_a_server_killed_under_a_running_program_is_healed(home: Path) -> None:
    with open_warehouse(Settings(home=home)) as engine:
        sessions = psutil.Process(postmaster(home)).children()
        os.kill(postmaster(home), signal.SIGKILL)
        psutil.wait_procs(sessions, timeout=20)  # one of them may live long enough to answer a ping, and no more
        with engine.connect() as connection:
            assert connection.execute(text("select count(*) from loads")).scalar() == 0


def test_a_recycled_process_number_is_not_taken_for_the_server(home: Path) -> None:
    with share(home):
        lines = (home / "postgres" / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["sleep", "60"]) as bystander:
        stale = home / "postgres" / "postmaster.pid"
        stale.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        with share(home) as server:
            assert server.started
            assert answer(server.url) == 42
        assert bystander.poll() is None
        bystander.kill()


def test_a_deleted_socket_is_noticed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "UNREACHABLE_SECONDS", 0.2)
    with share(home) as server:
        Path(server.socket, ".s.PGSQL.5432").unlink()
        with share(home) as again:
            assert again.started
            assert answer(again.url) == 42


def test_an_interrupted_creation_starts_over(tmp_path: Path) -> None:
    home = tmp_path / "new"
    (home / "postgres.new").mkdir(parents=True)
    (home / "postgres.new" / "PG_VERSION").write_text("18\n")
    with share(home) as server:
        assert answer(server.url) == 42
    assert not (home / "postgres.new").exists()


def test_a_copied_home_runs_on_its_own(home: Path, tmp_path: Path) -> None:
    """`cp -r` of a checkout in use: other owners, open permissions, a postmaster.pid of the original."""
    copy = tmp_path / "copy"
    with share(home) as server:
        subprocess.run(["cp", "-r", str(home), str(copy)], check=True)
        (copy / "postgres").chmod(0o755)
        with share(copy) as other:
            assert other.started
            assert server.socket != other.socket
            assert (answer(server.url), answer(other.url)) == (42, 42)


ODD = ["with space", 'it\'s "quoted"', "-dash", "Käufer 顾客", "a,b", "100%+1", "back\\slash", "x" * 200, "$HOME;#&"]
# Those that initdb is called for, which takes longest: all in one, and one that is too long for a socket.
TOGETHER = '-dash with space, it\'s "quoted" Käufer 顾客 100%+1 back\\slash $HOME;#&'


@pytest.mark.parametrize(("name", "is_new"), [*((name, False) for name in ODD), (TOGETHER, True), ("x" * 200, True)])
def test_any_directory_name_will_do(tmp_path: Path, copy_home: Callable[[Path], Path], name: str, is_new: bool) -> None:
    (tmp_path / name).mkdir()
    if not is_new:
        copy_home(tmp_path / name / ".regulars")
    with share(tmp_path / name / ".regulars") as server:
        assert answer(server.url) == 42
        psql = [binaries() / "psql", libpq_url(server.url), "-XAtc", "select 6 * 7"]
        assert subprocess.run(psql, capture_output=True, text=True, check=True).stdout == "42\n"
        settings = Settings(database_url=server.url, home=tmp_path)
        with open_warehouse(settings, migrate=False) as engine, engine.connect() as connection:
            assert connection.execute(text("select 42")).scalar() == 42
        socket = Path(server.socket)
    assert socket == tmp_path / name / ".regulars" / "run" or not socket.exists()


@pytest.mark.parametrize("name", ["plain", 'it\'s a "$HOME" `checkout`'])
def test_a_whole_checkout_may_be_anywhere(tmp_path: Path, name: str) -> None:
    """Its environment included: initdb calls the server by a path that a shell reads. pytest's directory is closed to
    others, so for root this is also a checkout below /root."""
    site = tmp_path / name
    site.mkdir()
    package = binaries().parents[1]
    for part in (package.name, package.name + ".libs"):
        if package.with_name(part).exists():
            shutil.copytree(package.with_name(part), site / part)
    command = [sys.executable, "-c", HOLDER, str(site / ".regulars")]
    environment = clean_environment() | {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("started\n", "")


def test_a_temporary_socket_directory_of_a_killed_server_is_cleared(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 120)
    with holder(home) as other:
        socket = Cluster(home).socket()
        assert home not in socket.parents
        other.kill()
        other.wait()
    os.kill(postmaster(home), signal.SIGKILL)
    with share(home) as server:
        assert server.started
        assert not socket.exists()


def test_url_leaves_it_up_until_stop(home: Path, run_module: RunModule) -> None:
    printed = run_module("warehouse", "url", embedded=home)
    assert (printed.returncode, printed.stderr) == (0, "")
    url = printed.stdout.removesuffix("\n")
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from transactions")
    connection.close()
    with share(home) as server:
        assert not server.started
    assert running(home)
    stopped = run_module("warehouse", "stop", embedded=home)
    assert (stopped.returncode, stopped.stdout) == (0, "The embedded database is stopped.\n")
    assert not running(home)
    assert run_module("warehouse", "stop", embedded=home).stdout == "No embedded database was running.\n"


def test_stop_refuses_while_others_use_it(home: Path, run_module: RunModule) -> None:
    with share(home) as server:
        server.keep()
        refused = run_module("warehouse", "stop", embedded=home)
        assert refused.returncode == 1
        assert refused.stderr == (
            "error: The embedded database is in use by another command; it will stop with the last one.\n"
        )
        assert answer(server.url) == 42
    assert not running(home)


def test_the_wish_to_keep_it_ends_with_the_server(home: Path) -> None:
    with share(home) as server:
        server.keep()
    os.kill(postmaster(home), signal.SIGKILL)
    with share(home) as server:
        assert server.started
    assert not running(home)


def test_a_forked_child_neither_holds_nor_stops_it(home: Path) -> None:
    program = """
import os, sys, time
from pathlib import Path
from warehouse.engine import Warehouse
from warehouse.settings import Settings
warehouse = Warehouse(Settings(home=Path(sys.argv[1])))
if os.fork() == 0:
    warehouse.close()  # as an exit handler of the child would
    print("child", flush=True)
    time.sleep(60)
os.wait3(os.WNOHANG)
"""
    command = [sys.executable, "-c", program, str(home)]
    with subprocess.Popen(command, env=clean_environment(), stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.wait()
        assert not running(home)  # although the child lives on
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_from_the_terminal_ends_the_command_in_order(home: Path, number: int, code: int) -> None:
    """The whole process group gets it, as with Ctrl-C; the server's own session does not."""
    program = "import os, time; print(os.environ['DATABASE_URL'], flush=True); time.sleep(60)"
    command = [sys.executable, "-m", "warehouse", "run", "--", sys.executable, "-c", program]
    environment = clean_environment() | {"REGULARS_HOME": str(home)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline().startswith("postgresql://regulars@")
        with share(home) as server:
            os.killpg(process.pid, number)
            assert process.wait(60) in (code, 1)  # Python ends with 1 on an unhandled KeyboardInterrupt
            assert answer(server.url) == 42
    assert not running(home)


def test_its_log_explains_a_failed_start(home: Path) -> None:
    with share(home):
        pass
    (home / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError) as caught:
        EmbeddedServer(home)
    assert str(caught.value).startswith("The embedded database does not start: ")
    assert "initialized by PostgreSQL version 17" in str(caught.value)
    assert str(caught.value).endswith(f"(The whole log: {home / 'postgres.log'})")
    assert not running(home)


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "new"
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letters.txt").write_text("dear")
    with pytest.raises(EmbeddedError, match="is not a PostgreSQL data directory"):
        EmbeddedServer(home)
    assert (home / "postgres" / "letters.txt").read_text() == "dear"


def test_stopping_what_never_ran_makes_nothing(tmp_path: Path) -> None:
    assert stop(tmp_path / "new") is False
    assert not (tmp_path / "new").exists()


def test_the_environment_does_not_steer_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "6000", "PGDATA": "/nowhere", "LC_ALL": "xx_XX.UTF-8", "PGUSER": "somebody"}.items():
        monkeypatch.setenv(name, value)
    with share(home) as server:
        assert answer(server.url) == 42
