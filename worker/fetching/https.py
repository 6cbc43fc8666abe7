"""A file behind an https address; asked for only if it has changed since (ETag, Last-Modified)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from posixpath import basename
from urllib.parse import unquote, urlsplit

from urllib3.util import make_headers

from warehouse.errors import InputError
from warehouse.outward import Source
from wording.languages import say
from worker.fetching.place import BLOCK, Remote
from worker.fetching.sockets import Outside
from worker.fetching.web import Answer, Web, told

ASKED_BY = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
REFUSED, GONE = (401, 403, 407), (404, 410)


class Address:
    """An https address that is open."""

    def __init__(self, source: Source, secrets: Mapping[str, str], outside: Outside) -> None:
        self._source, self._web = source, Web(outside)
        self._answer: Answer | None = None
        self._private = _signed(source.user, secrets.get("password"))

    def files(self, known: Mapping[str, str]) -> Iterator[Remote]:
        """The one file, unless the server says that it is as it was."""
        name = _name(self._source.path)
        before = json.loads(known.get(name) or "{}")
        asked = {header: before[key] for key, header in ASKED_BY.items() if before.get(key)}
        answer: Answer = self._web.get(self._source.address, asked, self._private)
        if answer.status == 304:
            answer.close()
            return
        _check(self._source.host, answer)
        mark = {key: answer.headers[key] for key in ASKED_BY if answer.headers.get(key)}
        length = answer.headers.get("Content-Length", "")
        is_packed = bool(answer.headers.get("Content-Encoding"))
        self._answer = answer
        size = int(length) if length.isdecimal() and not is_packed else None
        yield Remote(name, json.dumps(mark) if mark else "", size)

    def blocks(self, remote: Remote) -> Iterator[bytes]:
        """What comes of it, unpacked where it came packed."""
        if self._answer is None:
            raise InputError(say("{name} was not asked for.", name=remote.name))
        with told(self._source.host):
            yield from self._answer.stream(BLOCK, decode_content=True)

    def title(self) -> str:
        """The name that the server gives the file, '' where it gives none."""
        given = Message()
        given["Content-Disposition"] = self._answer.headers.get("Content-Disposition", "") if self._answer else ""
        return basename((given.get_filename() or "").replace("\\", "/"))

    def close(self) -> None:
        """Let go of the connection."""
        if self._answer is not None:
            self._answer.close()
        self._web.clear()


@contextmanager
def opened(source: Source, secrets: Mapping[str, str], outside: Outside) -> Iterator[Address]:
    """The address, for the length of the block."""
    address = Address(source, secrets, outside)
    try:
        yield address
    finally:
        address.close()


def _signed(user: str, password: str | None) -> dict[str, str]:
    """With a name a password, without one a token."""
    if not password:
        return {}
    return make_headers(basic_auth=f"{user}:{password}") if user else {"Authorization": f"Bearer {password}"}


def _check(host: str, answer: Answer) -> None:
    status = answer.status
    if status == 200:
        return
    answer.close()
    if status in REFUSED:
        raise InputError(
            say(
                "{host} refuses the file ({status}): the name, password or token is not the right one.",
                host=host,
                status=status,
            )
        )
    if status in GONE:
        raise InputError(say("{host} has no such file ({status}).", host=host, status=status))
    raise InputError(say("{host} answers {status} in place of the file.", host=host, status=status))


def _name(path: str) -> str:
    return basename(unquote(urlsplit(path).path).rstrip("/")) or "download"
