"""Files into a bucket: an object is there as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from warehouse.errors import InputError
from warehouse.outward import source
from wording.languages import say
from worker.fetching import Outside, client_of, told_of_bucket

KINDS = {".csv": "text/csv", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class S3:
    """A folder of a bucket."""

    def __init__(self, settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        self._source, self._secrets, self._outside = source(**settings), secrets, outside
        path = self._source.path
        self._folder = f"{path.rstrip('/')}/" if path.strip("/") else ""

    def put(self, path: Path, name: str) -> None:
        """Have the file there under this name, in place of one that has it."""
        kind = KINDS.get(path.suffix, "application/octet-stream")
        with client_of(self._source, self._secrets, self._outside) as client, told_of_bucket(self._source):
            client.fput_object(
                self._source.host, f"{self._folder}{name}", str(path), content_type=kind, num_parallel_uploads=1
            )

    def try_out(self) -> str:
        """Ask for the bucket."""
        with client_of(self._source, self._secrets, self._outside) as client, told_of_bucket(self._source):
            if not client.bucket_exists(self._source.host):
                raise InputError(say("There is no bucket {host}.", host=self._source.host))
        return say("The bucket {host} is there.", host=self._source.host)

    def close(self) -> None:
        """Let go of the connections."""
        self._outside.lifeline.close()
