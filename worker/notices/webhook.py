"""A letter as JSON to an https address, signed so that its receiver knows whose it is.

`Regulars-Signature: t=SECONDS,v1=HEX`: HEX is the HMAC-SHA256 of `SECONDS.BODY` with the schedule's webhook secret.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from warehouse.errors import InputError
from wording.languages import say
from worker.fetching import ForbiddenError, Outside, Web, told
from worker.notices.mail import TryAgainError

HEADER = "Regulars-Signature"
LATER = (408, 425, 429)  # and all from 500: it may go well a while later
PATIENCE = 60.0  # seconds until the answer's headers are there; what comes behind them is not read


def send(address: str, said: Mapping[str, Any], secret: str, at: datetime, outside: Outside) -> None:
    """Post it once. InputError with a sentence, TryAgainError where it may go a while later."""
    body = json.dumps(said, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Regulars", HEADER: signature(body, secret, at)}
    web, host = Web(outside), urlsplit(address).netloc
    try:
        with outside.lifeline.within(PATIENCE, say("{host} does not answer.", host=host)), told(host):
            answer = web.request("POST", address, body=body, headers=headers, redirect=False, preload_content=False)
            answer.close()
    except ForbiddenError:
        raise
    except InputError as error:
        raise TryAgainError(say("The webhook could not be told. {error}", error=error)) from error
    finally:
        web.clear()
        outside.lifeline.close()
    if answer.status in LATER or answer.status >= 500:
        raise TryAgainError(say("The webhook {host} answers {status}.", host=host, status=answer.status))
    if not 200 <= answer.status < 300:
        raise InputError(say("The webhook {host} answers {status}.", host=host, status=answer.status))


def signature(body: bytes, secret: str, at: datetime) -> str:
    """The value of HEADER."""
    seconds = int(at.timestamp())
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={signed}"
