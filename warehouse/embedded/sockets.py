"""Where the embedded server's socket lives: in its home, or in a private temporary directory when the path is long."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from warehouse.embedded.account import Account

LONGEST = 100  # bytes of the socket's whole path; the kernel's limit is 107 on Linux and 103 on macOS
SOCKET_FILES = {".s.PGSQL.5432", ".s.PGSQL.5432.lock"}
PREFIX = "regulars-"
# libpq reads a comma as a list of hosts, and postmaster.pid is read by lines.
UNUSABLE = re.compile(r"[,\x00-\x1f\x7f\\]")


def socket_directory(home: Path, account: Account) -> Path:
    """A directory only the account (and root) can enter, made when missing."""
    directory = home / "run"
    if fits(directory):
        directory.mkdir(mode=0o700, exist_ok=True)
        directory.chmod(0o700)
    else:
        roots = [root for root in (tempfile.gettempdir(), "/tmp") if fits(Path(root, PREFIX + "12345678"))]
        directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=roots[0] if roots else None))
    account.own(directory)
    return directory


def fits(directory: Path) -> bool:
    """Whether PostgreSQL and libpq can both use the directory for a socket."""
    try:
        encoded = str(directory).encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return False
    return len(encoded) + len("/.s.PGSQL.5432") <= LONGEST and not UNUSABLE.search(str(directory))


def remove_if_temporary(directory: Path) -> None:
    """Remove a directory that `socket_directory` made outside a home; leave any other alone."""
    if directory.name.startswith(PREFIX) and directory.is_dir() and set(os.listdir(directory)) <= SOCKET_FILES:
        shutil.rmtree(directory, ignore_errors=True)
