"""The places by kind: each takes batches of rows, or whole files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from worker.fetching import Outside
from worker.pushing.brevo import Brevo
from worker.pushing.klaviyo import Klaviyo
from worker.pushing.mailchimp import Mailchimp
from worker.pushing.parcels import Batch
from worker.pushing.s3 import S3
from worker.pushing.sftp import Sftp
from worker.pushing.webhook import Webhook


class Place(Protocol):
    """What every place offers. InputError with a sentence, TryAgainError where it may go well a while later."""

    def try_out(self) -> str:
        """Look whether it can be reached and opened, sending nobody; what was found."""

    def close(self) -> None:
        """Let go of it."""


class TakesRows(Place, Protocol):
    """A place that takes batches."""

    size: int

    def send(self, batch: Batch) -> None:
        """Send one; sent twice it does no harm."""


class TakesFiles(Place, Protocol):
    """A place that takes files."""

    def put(self, path: Path, name: str) -> None:
        """Have the file there under this name; twice it does no harm."""


Open = Callable[[Mapping[str, Any], Mapping[str, str], Outside], Any]
BY_ROWS: Mapping[str, Open] = {"webhook": Webhook, "mailchimp": Mailchimp, "klaviyo": Klaviyo, "brevo": Brevo}
BY_FILES: Mapping[str, Open] = {"sftp": Sftp, "s3": S3}
