"""Objects in a bucket of Amazon S3, or of anything that speaks as it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from posixpath import basename
from typing import Any
from urllib.parse import urlsplit

from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3 import BaseHTTPResponse, HTTPResponse
from urllib3.exceptions import HTTPError

from warehouse.errors import InputError
from warehouse.outward import Source
from wording.languages import say
from worker.fetching.place import BLOCK, WILD, Remote, listed, split, suits
from worker.fetching.sockets import Outside
from worker.fetching.web import Web, told

KEYS = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AllAccessDisabled", "InvalidSecurity")
FILES = (200, 206)  # of an answer that is the file
MOST_ANSWER = 16 << 20  # bytes of a listing: a thousand keys of a thousand letters are a few millions
_CODE = re.compile(r"<Code>(\w+)</Code>")


class Bounded(Web):
    """Reads answers that are kept in memory, listings and errors, to a length only."""

    def urlopen(self, method: str, url: str, redirect: bool = True, **more: Any) -> BaseHTTPResponse:  # type: ignore[override]
        """As urllib3's; an object's own bytes are left to be read."""
        is_kept = more.pop("preload_content", True)
        answer = super().urlopen(method, url, redirect, preload_content=False, **more)
        if not is_kept and answer.status in FILES:
            return answer
        content = bytearray()
        for block in answer.stream(BLOCK, decode_content=True):
            content += block
            if len(content) > MOST_ANSWER:
                answer.close()
                raise InputError(say("{place} answers with a list or error without end.", place=urlsplit(url).netloc))
        return HTTPResponse(
            BytesIO(content), answer.headers, answer.status, reason=answer.reason,
            decode_content=False, request_method=method,
        )  # fmt: skip


class Bucket:
    """A bucket that is asked."""

    def __init__(self, client: Minio, source: Source) -> None:
        self._client, self._source = client, source

    def files(self, known: Mapping[str, str]) -> Iterator[Remote]:
        """The object, or those below the prefix that suit the pattern, by key."""
        prefix, pattern = split(self._source.path)
        is_one = not any(sign in pattern for sign in WILD)
        with told_of_bucket(self._source):
            below = self._client.list_objects(self._source.host, prefix=prefix + pattern if is_one else prefix)
            entries = listed(below, self._source.host)
        found = [one for one in entries if one.object_name and not one.is_dir and one.size]
        wanted = [one for one in found if suits(basename(str(one.object_name)), pattern)]
        if not wanted and is_one:
            raise InputError(
                say("The bucket {host} has no such file: {path}.", host=self._source.host, path=self._source.path)
            )
        for one in wanted:
            name, mark = str(one.object_name), f"{one.etag}:{one.size}"
            if known.get(name) != mark:
                yield Remote(name, mark, one.size)

    def blocks(self, remote: Remote) -> Iterator[bytes]:
        """Its bytes."""
        with told_of_bucket(self._source):
            answer = self._client.get_object(self._source.host, remote.name)
            try:
                yield from answer.stream(BLOCK)
            finally:
                answer.close()


@contextmanager
def client_of(source: Source, secrets: Mapping[str, str], outside: Outside) -> Iterator[Minio]:
    """What asks the endpoint, for the length of the block; without a key as somebody unknown."""
    at, web = urlsplit(source.endpoint), Bounded(outside)
    try:
        yield Minio(
            at.netloc,
            source.user or None,
            secrets.get("password") if source.user else None,
            secure=at.scheme == "https",
            region=source.region or None,
            http_client=web,
        )
    finally:
        web.clear()


@contextmanager
def opened(source: Source, secrets: Mapping[str, str], outside: Outside) -> Iterator[Bucket]:
    """The bucket, for the length of the block."""
    with client_of(source, secrets, outside) as client:
        yield Bucket(client, source)


@contextmanager
def told_of_bucket(source: Source) -> Iterator[None]:
    """What goes wrong with a bucket within the block, as an InputError in words."""
    place = urlsplit(source.endpoint).netloc
    try:
        with told(place):
            yield
    except S3Error as error:
        raise InputError(_sentence(str(error.code), source, place)) from error
    except (InvalidResponseError, ServerError) as error:
        told_in_text = _CODE.search(str(error))  # some call their XML plain text
        if told_in_text is None:
            raise InputError(say("{place} does not answer as S3 does.", place=place)) from error
        raise InputError(_sentence(told_in_text[1], source, place)) from error
    except HTTPError as error:
        raise InputError(say("{place} cannot be reached.", place=place)) from error


def _sentence(code: str, source: Source, place: str) -> str:
    if code == "NoSuchBucket":
        return say("{place} has no bucket {host}.", place=place, host=source.host)
    if code == "NoSuchKey":
        return say("The bucket {host} has no such file any more: {path}.", host=source.host, path=source.path)
    if code in KEYS:
        return say("{place} refuses {host} to this key ({code}).", place=place, host=source.host, code=code)
    return say("{place} answers {code} in place of the file.", place=place, code=code)
