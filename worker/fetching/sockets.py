"""Connections to the world outside: what a name stands for is looked up once, checked, and only that is connected to.

So a name that stands for something else a moment later, or a redirect, leads into no private network either.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from warehouse.errors import InputError
from warehouse.outward import INNER, Network, may_reach
from wording.languages import say
from worker.fetching.lifeline import Lifeline

PATIENCE = 15.0  # seconds to connect
SILENCE = 60.0  # seconds without a byte
MOST_ADDRESSES = 8  # of a name, that are tried one after the other


class ForbiddenError(InputError):
    """A place that may not be reached, now or later."""


@dataclass(frozen=True)
class Outside:
    """What may be reached, and how much may come from there."""

    networks: Sequence[Network] = ()  # private ones that may be reached all the same
    limit: int = 4 << 30  # bytes of a file
    lifeline: Lifeline = field(default_factory=Lifeline, compare=False)


def connect(host: str, port: int, outside: Outside, is_plain: bool = False) -> socket.socket:
    """A connected socket. InputError with a sentence; `is_plain`: unencrypted, which only own networks may hear."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise InputError(say("There is no host {host}, or its name cannot be looked up just now.", host=host)) from None
    allowed = [one for one in found if may_reach(str(one[4][0]), outside.networks, is_plain)]
    if not allowed:
        raise ForbiddenError(
            say(
                "{host} is reached by http:// without encryption, which is for networks in REGULARS_NETWORKS alone.",
                host=host,
            )
            if is_plain
            else INNER.format(host=host)
        )
    error: OSError | None = None
    for family, kind, protocol, _, place in allowed[:MOST_ADDRESSES]:
        if outside.lifeline.is_over:
            break
        made = socket.socket(family, kind, protocol)
        made.settimeout(PATIENCE)
        try:
            made.connect(place)
        except OSError as problem:
            error = problem
            made.close()
            continue
        made.settimeout(SILENCE)
        with suppress(OSError):
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        outside.lifeline.hold(made)
        return made
    raise InputError(unreachable(f"{host}:{port}", error))


def unreachable(place: str, error: BaseException | None) -> str:
    """Why a place cannot be reached, in words."""
    if isinstance(error, TimeoutError):
        return say("{place} does not answer.", place=place)
    if isinstance(error, ConnectionRefusedError):
        return say("{place} refuses the connection: nothing listens there.", place=place)
    if isinstance(error, ConnectionError):
        return say("{place} broke the connection off.", place=place)
    return say("{place} cannot be reached.", place=place)
