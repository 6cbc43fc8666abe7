"""Where files come from by themselves: an address as people write it -> what it names, or a sentence.

    inbox:shop                             a folder in the inbox (REGULARS_INBOX)
    https://shop.example/export.csv        a file
    sftp://user@host:22/exports/*.csv      a file, a folder, or a pattern in one
    s3://bucket/exports/*.csv              an object, all below a prefix that ends in /, or a pattern

Passwords are no part of an address: they are sealed beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from warehouse.errors import InputError
from warehouse.told import to_say

Kind = Literal["folder", "https", "sftp", "s3"]
MOST_LETTERS = 2_000
AWS = "https://s3.amazonaws.com"
FORMS = "inbox:FOLDER, https://HOST/FILE, sftp://USER@HOST/FOLDER or s3://BUCKET/FOLDER/"
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", re.ASCII)
_HOST = re.compile(r"[\w.-]{1,253}|[0-9a-f:.]{2,45}(%\w{1,20})?")  # a name in any script, or an address of IPv6
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}=?")


@dataclass(frozen=True)
class Source:
    """What an address names; `host` is a bucket's name for S3, '' of a folder."""

    kind: Kind
    address: str
    host: str = ""
    port: int = 0
    user: str = ""
    path: str = ""
    endpoint: str = AWS  # of S3: whose
    region: str = ""  # of S3; '': the endpoint says
    host_key: str = ""  # of SFTP: the fingerprint that the server has to show


def source(address: str, user: str = "", endpoint: str = "", region: str = "", host_key: str = "") -> Source:
    """Read an address, with what belongs to it. InputError with a sentence for what cannot be one."""
    address = address.strip()
    if len(address) > MOST_LETTERS or not address.isprintable():
        raise InputError(to_say("This is no address. Write {forms}.").format(forms=FORMS))
    if address.startswith("inbox:"):
        return Source("folder", address, path=address.removeprefix("inbox:").strip("/") or ".")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise InputError(
            to_say("{address} cannot be read. Write {forms}.").format(address=address, forms=FORMS)
        ) from None
    if port == 0 or (parts.scheme != "s3" and parts.hostname and not _HOST.fullmatch(parts.hostname)):
        raise InputError(to_say("{address} cannot be read. Write {forms}.").format(address=address, forms=FORMS))
    if parts.password is not None:
        raise InputError(to_say("The address has a password in it, where everybody sees it: give it in its own field."))
    match parts.scheme:
        case "https":
            return _https(address, parts, port or 443, user)
        case "sftp":
            return _sftp(address, parts, port or 22, user, host_key.strip())
        case "s3":
            return _s3(address, parts, user, endpoint.strip(), region.strip())
        case "http":
            raise InputError(to_say("http:// would send the file unencrypted: use https://."))
    raise InputError(
        to_say("{address} is no address that files can be fetched from. Write {forms}.").format(
            address=address, forms=FORMS
        )
    )


def web_address(address: str) -> str:
    """An https address that is told something. InputError for any other."""
    found = source(address)
    if found.kind != "https":
        raise InputError(to_say("A webhook is an https:// address."))
    return found.address


def _https(address: str, parts: SplitResult, port: int, user: str) -> Source:
    if not parts.hostname:
        raise InputError(to_say("{address} names no host.").format(address=address))
    if parts.username:
        raise InputError(to_say("The address has a name in it: give it in its own field."))
    return Source("https", address, parts.hostname, port, user, parts.path or "/")


def _sftp(address: str, parts: SplitResult, port: int, user: str, host_key: str) -> Source:
    user = user or unquote(parts.username or "")
    if not parts.hostname or not user:
        raise InputError(to_say("An SFTP address names who signs in, and where: sftp://user@host/folder."))
    if host_key and not _FINGERPRINT.fullmatch(host_key):
        raise InputError(
            to_say("A host key is written as its fingerprint: SHA256: and 43 letters, as ssh-keygen -l prints it.")
        )
    return Source(
        "sftp", address, parts.hostname, port, user, unquote(parts.path) or "/", host_key=host_key.rstrip("=")
    )


def _s3(address: str, parts: SplitResult, user: str, endpoint: str, region: str) -> Source:
    bucket = parts.netloc
    if not _BUCKET.fullmatch(bucket):
        raise InputError(to_say("{bucket} is no name of a bucket: s3://bucket/folder/.").format(bucket=repr(bucket)))
    try:
        at = urlsplit(endpoint or AWS)
        is_host = _HOST.fullmatch(at.hostname or "") and at.port != 0 and at.username is None
        is_plain = is_host and at.path in ("", "/") and not (at.query or at.fragment)
    except ValueError:
        is_plain = False
    if at.scheme not in ("https", "http") or not is_plain:
        raise InputError(to_say("An endpoint is written as https://HOST, without anything behind it."))
    path = unquote(address.partition("://")[2].partition("/")[2])  # a key may hold ? and #
    return Source("s3", address, bucket, 0, user, path, f"{at.scheme}://{at.netloc}", region)
