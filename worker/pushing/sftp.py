"""Files into a folder of an SFTP server: written beside, and renamed when all of it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import paramiko

from warehouse.errors import InputError
from warehouse.outward import Source, source
from wording.languages import say
from worker.fetching import Outside, signed_in, unreachable
from worker.pushing.asking import BusyError

UNFINISHED = ".part"


class Sftp:
    """A folder of a server."""

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        self._source, self._secrets, self._outside = source(**settings), secrets, outside

    def put(self, path: Path, name: str) -> None:
        """Have the file there under this name, in place of one that has it."""
        with self._opened() as (client, folder):
            try:
                client.put(str(path), f"{folder}{name}{UNFINISHED}")
                try:
                    client.posix_rename(f"{folder}{name}{UNFINISHED}", f"{folder}{name}")
                except OSError:  # a server without that extension renames to free names only
                    with suppress(OSError):
                        client.remove(f"{folder}{name}")
                    client.rename(f"{folder}{name}{UNFINISHED}", f"{folder}{name}")
            except PermissionError:
                raise InputError(
                    say(
                        "{host} does not let {user} write into {path}.",
                        host=self._source.host,
                        user=self._source.user,
                        path=self._source.path,
                    )
                ) from None
            except (paramiko.SSHException, OSError, EOFError) as error:
                raise BusyError(unreachable(self._source.host, error)) from error

    def try_out(self) -> str:
        """Sign in, and look whether the folder is there."""
        with self._opened():
            return say(
                "{host} lets {user} in, and the folder is there.", host=self._source.host, user=self._source.user
            )

    def close(self) -> None:
        """Let go of the connections."""
        self._outside.lifeline.close()

    @contextmanager
    def _opened(self) -> Iterator[tuple[paramiko.SFTPClient, str]]:
        with signed_in(self._source, self._secrets, self._outside) as client:
            yield client, self._folder(client, self._source)

    def _folder(self, client: paramiko.SFTPClient, there: Source) -> str:
        path = there.path.rstrip("/") + "/"
        try:
            client.listdir_attr(path)
        except PermissionError:
            pass  # it may be written into all the same
        except OSError:
            raise InputError(
                say("{host} has no folder {path}: make it, or name another.", host=there.host, path=there.path)
            ) from None
        return path
