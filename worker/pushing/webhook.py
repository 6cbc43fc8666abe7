"""Rows as JSON to an https address, in batches, signed as summaries are: `Regulars-Signature: t=SECONDS,v1=HEX`.

`Idempotency-Key` is the same whenever a batch is sent, so that its receiver can let a repeated one be.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wording.languages import say
from worker.fetching import Outside
from worker.notices import HEADER, signature
from worker.pushing.asking import Interface
from worker.pushing.parcels import Batch

SIZE = 500


class Webhook:
    """An address that is told."""

    size = SIZE

    def __init__(self, _settings: Mapping[str, Any], secrets: Mapping[str, str], outside: Outside) -> None:
        self._secret = secrets["signing"]
        self._interface = Interface(secrets["address"], {"Content-Type": "application/json"}, outside)

    def send(self, batch: Batch) -> None:
        """Tell it of a batch."""
        parcel = batch.parcel
        said = {
            "kind": "list",
            "delivery": parcel.delivery_id,
            "name": parcel.label,
            "format": parcel.format.key,
            "mode": parcel.mode,
            "action": "remove" if batch.is_off else "add",
            "batch": batch.number,
            "batches": batch.total,
            "members": list(batch.named()),
        }
        self._tell(said, {"Idempotency-Key": batch.key})

    def try_out(self) -> str:
        """Tell it that this is a trial."""
        self._tell({"kind": "trial"}, {})
        return say("It took a signed trial message.")

    def close(self) -> None:
        """Let go of the connections."""
        self._interface.close()

    def _tell(self, said: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        self._interface.ask("POST", "", body, {**headers, HEADER: signature(body, self._secret, datetime.now(UTC))})
