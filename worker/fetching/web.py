"""Asking and telling over https: by urllib3, through the checked connections; what goes wrong as sentences."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from warehouse.errors import InputError
from wording.languages import say
from worker.fetching.sockets import SILENCE, Outside, connect, unreachable

MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
AGENT = "Regulars"
Answer = urllib3.BaseHTTPResponse


class Web(urllib3.PoolManager):
    """A client that reaches only what it may; certificates are those the system trusts (SSL_CERT_FILE adds others)."""

    def __init__(self, outside: Outside) -> None:
        timeout = urllib3.Timeout(SILENCE)
        super().__init__(ssl_context=ssl.create_default_context(), timeout=timeout, retries=False, maxsize=2)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self.host, self.port or 443, outside)

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return connect(self.host, self.port or 80, outside, is_plain=True)

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        self.pool_classes_by_scheme = {"https": SecurePool, "http": PlainPool}

    def get(self, address: str, headers: Mapping[str, str], private: Mapping[str, str]) -> Answer:
        """The answer of where an address leads in the end, its body still to be read.

        `private` headers go to the address's own host alone. InputError also where it leads to http.
        """
        first = urlsplit(address)
        for _ in range(MOST_REDIRECTS + 1):
            own = private if urlsplit(address)[:2] == first[:2] else {}
            with told(urlsplit(address).netloc):
                answer = self.request(
                    "GET", address, headers={"User-Agent": AGENT, **headers, **own},
                    preload_content=False, redirect=False, decode_content=True,
                )  # fmt: skip
            if answer.status not in REDIRECTS or "Location" not in answer.headers:
                return answer
            answer.close()
            address = urljoin(address, answer.headers["Location"])
            if urlsplit(address).scheme != "https":
                raise InputError(
                    say("{place} leads on to an address without https, which is not followed.", place=first.netloc)
                )
        raise InputError(say("{place} leads on to other addresses without end.", place=first.netloc))


@contextmanager
def told(place: str) -> Iterator[None]:
    """What goes wrong with a place within the block, as an InputError in words."""
    try:
        yield
    except exceptions.SSLError as error:
        raise InputError(_untrusted(place, error)) from error
    except (exceptions.TimeoutError, TimeoutError) as error:
        raise InputError(say("{place} does not answer.", place=place)) from error
    except exceptions.ProtocolError as error:
        raise InputError(say("{place} broke the connection off in the middle.", place=place)) from error
    except (exceptions.HTTPError, OSError) as error:
        raise InputError(unreachable(place, error.__cause__ or error)) from error


def _untrusted(place: str, error: Exception) -> str:
    inner: Any = error.args[0] if error.args else error
    reason = getattr(inner, "verify_message", "") or say("it speaks no TLS that is understood")
    return say("{place} does not show a certificate that is trusted: {reason}.", place=place, reason=reason)
