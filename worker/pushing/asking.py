"""Asking the interface of a platform over https: one question, one answer; what goes wrong as sentences."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from warehouse.errors import InputError
from wording.languages import say
from worker.fetching import ForbiddenError, Outside, Web, told
from worker.notices import LATER, TryAgainError

PATIENCE = 120.0  # seconds for an answer
WAITS = (2.0, 10.0, 60.0)  # seconds before it is tried again
LONGEST_WAIT = 300.0  # seconds, whatever the platform says
MOST_ANSWER = 4 << 20  # bytes
LONGEST_DETAIL = 200
KEY_REFUSED = (401, 403)
T = TypeVar("T")


class BusyError(TryAgainError):
    """What may go well a while later, and when."""

    def __init__(self, sentence: str, after: float = 0.0) -> None:
        super().__init__(sentence)
        self.after = after


class RefusedError(InputError):
    """An answer that says no."""

    def __init__(self, sentence: str, status: int, said: Any) -> None:
        super().__init__(sentence)
        self.status, self.said = status, said


class Interface:
    """A platform's interface."""

    def __init__(self, base: str, headers: Mapping[str, str], outside: Outside) -> None:
        self._base, self._headers, self._outside = base, headers, outside
        self._host, self._web = urlsplit(base).netloc, Web(outside)

    def ask(self, method: str, path: str, said: Any = None, headers: Mapping[str, str] | None = None) -> Any:
        """The answer as JSON, None where it is none; `said` is JSON, or bytes as they are.

        RefusedError where it says no, BusyError where it may go well a while later.
        """
        body = said if said is None or isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
        given = {"User-Agent": "Regulars", "Accept": "application/json", **self._headers, **(headers or {})}
        status, after, content = self._asked(method, path, body, given)
        if status in LATER or status >= 500:
            raise BusyError(say("{host} answers {status}.", host=self._host, status=status), _seconds(after))
        answer = _as_json(content)
        if 200 <= status < 300:
            return answer
        raise RefusedError(self._sentence(status, answer), status, answer)

    def close(self) -> None:
        """Let go of the connections."""
        self._web.clear()
        self._outside.lifeline.close()

    def _asked(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, str, bytes]:
        line = self._outside.lifeline
        try:
            with line.within(PATIENCE, say("{host} does not answer.", host=self._host)), told(self._host):
                answer = self._web.request(
                    method, self._base + path, body=body, headers=headers, redirect=False, preload_content=False
                )
                content = answer.read(MOST_ANSWER, decode_content=True)
                answer.drain_conn() if len(content) < MOST_ANSWER else answer.close()
                answer.release_conn()
        except ForbiddenError:
            raise
        except InputError as error:
            raise BusyError(str(error)) from error
        return answer.status, answer.headers.get("Retry-After", ""), content

    def _sentence(self, status: int, answer: Any) -> str:
        if status in KEY_REFUSED:
            return say("{host} does not take the key ({status}).", host=self._host, status=status)
        detail = _detail(answer)
        return f"{self._host} answers {status}" + (f": {detail}" if detail else ".")


def patiently(send: Callable[[], T]) -> T:
    """Send, and again a while later where that may help."""
    for wait in WAITS:
        try:
            return send()
        except TryAgainError as error:
            time.sleep(max(wait, min(getattr(error, "after", 0.0), LONGEST_WAIT)))
    return send()


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdecimal() else 0.0


def _as_json(content: bytes) -> Any:
    try:
        return json.loads(content) if content else None
    except ValueError:
        return None


def _detail(answer: Any) -> str:
    """What the platform says in words: Mailchimp's detail, Brevo's message, Klaviyo's first error."""
    if isinstance(answer, dict) and isinstance(answer.get("errors"), list) and answer["errors"]:
        answer = answer["errors"][0]
    found = (answer.get(name) for name in ("detail", "message", "title")) if isinstance(answer, dict) else ()
    words = next((one for one in found if isinstance(one, str) and one), "")
    return " ".join(words.split())[:LONGEST_DETAIL]
