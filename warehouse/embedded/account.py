"""Who runs the embedded server. PostgreSQL refuses to run as root, so root hands it to an ordinary account."""

import os
import pwd
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.errors import EmbeddedError


@dataclass(frozen=True)
class Account:
    """The user and group that own the data and run the server."""

    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """True when the server runs as the very user who asks for it."""
        return self.uid == os.geteuid()

    def own(self, path: Path) -> None:
        """Give a file or directory of ours to the account. Raises EmbeddedError when the file system refuses."""
        if self.is_ours:
            return
        try:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        except OSError as error:
            raise EmbeddedError(
                f"The embedded database cannot run here as root: {path} cannot be given to another user "
                f"({error.strerror}). Run Regulars as an ordinary user, or set REGULARS_HOME to a local directory."
            ) from error

    def own_tree(self, top: Path) -> None:
        """The same for everything below a directory."""
        for directory, _, files in os.walk(top):
            for name in (".", *files):
                self.own(Path(directory, name))

    def launch(self, command: list[str], reached: Iterable[Path]) -> tuple[list[str], dict[str, Any]]:
        """The command and Popen options that run it as this account, which must be able to reach the paths.

        Raises EmbeddedError when a directory above them is closed to the account and nothing here can open it.
        """
        if self.is_ours:
            return command, {}
        closed = next(
            (directory for path in reached for directory in path.parents if not self._enters(directory)), None
        )
        if closed is None:
            return command, {"user": self.uid, "group": self.gid, "extra_groups": []}
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise EmbeddedError(
                f"The embedded database cannot run as root below {closed}, which is closed to other users, because "
                "the tool setpriv (package util-linux) is missing. Run Regulars as an ordinary user, or from a "
                "directory that others may enter."
            )
        # A checkout below /root: the server keeps the one right it needs to walk through closed directories, rather
        # than us opening directories that are not ours.
        identity = ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        rights = ["--inh-caps", "-all,+dac_override", "--ambient-caps", "-all,+dac_override"]
        # access(2), by which the server looks for its own program, leaves rights aside without this.
        rights += ["--securebits", "+no_setuid_fixup"]
        return [setpriv, *identity, *rights, "--", *command], {}

    def _enters(self, directory: Path) -> bool:
        found = directory.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def _is_known(uid: int) -> bool:
    """Whether the system has a user of that number: initdb wants one, and a mounted volume may have any."""
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def account_for(home: Path, data: Path) -> Account:
    """The account for a home: ourselves; for root the owner of the data or of the home, or else `nobody`.

    Raises EmbeddedError when the data belong to somebody else.
    """
    found = [path.stat() for path in (data, home) if path.exists()]
    if os.geteuid() != 0:
        if any(each.st_uid != os.geteuid() for each in found):
            raise EmbeddedError(
                f"The embedded database in {home} belongs to another user (it was made by root, perhaps): run Regulars "
                "as that user, give the directory to yourself with chown -R, or set REGULARS_HOME to another one."
            )
        return Account(os.geteuid(), os.getegid())
    for each in found:
        if each.st_uid != 0 and _is_known(each.st_uid):
            return Account(each.st_uid, each.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise EmbeddedError(
            "The embedded database cannot run as root, and this system has no user `nobody` to run it: "
            "run Regulars as an ordinary user, or set DATABASE_URL."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)
